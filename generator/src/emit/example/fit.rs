//! Checks whether an example in the document is a valid value of its type. Only a valid example is converted to Rust.
//!
//! The work per example is bounded: an example counts as invalid if it is too large, or if too many nested unions could
//! match it.

use serde_json::{Map, Value};

use crate::analyse::Presence;
use crate::ir::{
    Alternative, Enumeration, Extra, Literal, Scalar, Shape, Struct, Type, TypeId, Union, Usage,
};
use crate::model::Model;

/// The maximum number of values to compare for an example.
const STEPS: usize = 2_000;

/// The depth at which the comparison stops; `serde_json` parses at most 127 levels.
const LEVELS: usize = 32;

/// Returns whether a value is valid for a type.
pub(super) fn fits(model: &Model, usage: &Usage, value: &Value) -> bool {
    Fitting { model, steps: STEPS, level: 0 }.usage(usage, value)
}

/// Returns the index of the first variant for which a value is valid.
pub(super) fn variant_of(model: &Model, union: &Union, value: &Value) -> Option<usize> {
    let mut fitting = Fitting { model, steps: STEPS, level: 0 };
    union.variants.iter().position(|variant| fitting.variant(union, variant, value))
}

struct Fitting<'a> {
    model: &'a Model,
    /// The number of values that can still be compared.
    steps: usize,
    level: usize,
}

impl Fitting<'_> {
    fn usage(&mut self, usage: &Usage, value: &Value) -> bool {
        if value.is_null() { usage.nullable } else { self.ty(&usage.ty, value) }
    }

    fn ty(&mut self, ty: &Type, value: &Value) -> bool {
        if self.steps == 0 || self.level == LEVELS {
            return false;
        }
        self.steps -= 1;
        self.level += 1;
        let fits = match (self.model.api.resolved(ty), value) {
            (Type::Scalar(kind), value) => scalar(*kind, value),
            (Type::List(item), Value::Array(items)) => items.iter().all(|value| self.usage(item, value)),
            (Type::Map(item), Value::Object(members)) => {
                members.values().all(|value| self.usage(item, value))
            }
            (Type::Object, value) => value.is_object(),
            (Type::Any, _) => true,
            (Type::Named(id), value) => self.named(*id, value),
            (Type::List(_) | Type::Map(_), _) => false,
        };
        self.level -= 1;
        fits
    }

    fn named(&mut self, id: TypeId, value: &Value) -> bool {
        let model = self.model;
        match (&model.api.ty(id).shape, value) {
            (Shape::Struct(object), Value::Object(members)) => self.object(id, object, members),
            (Shape::Enum(values), value) => is_listed(values, value),
            (Shape::Union(union), value) => {
                union.variants.iter().any(|variant| self.variant(union, variant, value))
            }
            (Shape::Struct(_) | Shape::Alias(_), _) => false,
        }
    }

    fn variant(&mut self, union: &Union, variant: &Alternative, value: &Value) -> bool {
        let tag = union.tag.as_ref().filter(|_| !variant.tags.is_empty());
        tag.is_none_or(|tag| value.get(tag).is_some_and(|value| variant.tags.contains(value)))
            && self.ty(&variant.ty, value)
    }

    fn object(&mut self, id: TypeId, object: &Struct, members: &Map<String, Value>) -> bool {
        for (index, field) in object.fields.iter().enumerate() {
            let is_needed =
                matches!(self.model.facts.presence(id, index), Presence::Required | Presence::Nullable);
            let fits = match members.get(&field.name) {
                // A request does not contain properties that only the server sends.
                None => !is_needed || field.read_only,
                Some(value) if !field.values.is_empty() => field.values.contains(value),
                Some(value) => self.usage(&field.usage, value),
            };
            if !fits {
                return false;
            }
        }
        let is_extra = |name: &String| !object.fields.iter().any(|field| field.name == *name);
        match &object.extra {
            Extra::Unspecified => true,
            Extra::Refused => !members.keys().any(is_extra),
            Extra::Kept(usage) => {
                members.iter().filter(|(name, _)| is_extra(name)).all(|(_, value)| self.usage(usage, value))
            }
        }
    }
}

/// Returns whether a value is one of an enum's values. An enum without values accepts any string.
fn is_listed(values: &Enumeration, value: &Value) -> bool {
    let is = |literal: &Literal| match literal {
        Literal::Text(text) => value.as_str() == Some(text),
        Literal::Integer(number) => value.as_i64() == Some(*number),
    };
    values.values.iter().any(|variant| is(&variant.value)) || (values.values.is_empty() && value.is_string())
}

fn scalar(kind: Scalar, value: &Value) -> bool {
    let text = |is: fn(&str) -> bool| value.as_str().is_some_and(is);
    match kind {
        Scalar::Bool => value.is_boolean(),
        Scalar::Int32 => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Scalar::Int64 => value.is_i64(),
        Scalar::UInt64 => value.is_u64(),
        Scalar::Float | Scalar::Double => value.is_number(),
        Scalar::String | Scalar::Binary | Scalar::Uri | Scalar::Byte => value.is_string(),
        Scalar::Uuid => text(is_uuid),
        Scalar::Date => text(is_date),
        Scalar::DateTime => text(is_date_time),
        // Examples use the configured value instead, because only the other crate can validate a value.
        Scalar::Foreign(foreign) => foreign.wire.matches(value),
    }
}

/// Returns whether a string is a UUID with hyphens (RFC 9562, section 4).
pub(super) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Parses a number of exactly `length` digits.
fn number(digits: &str, length: usize) -> Option<u32> {
    let is_valid = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_valid.then(|| digits.parse().ok()).flatten()
}

/// Returns whether a string is a date (RFC 3339, `full-date`).
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut next = |length| parts.next().and_then(|part| number(part, length));
    let (Some(year), Some(month), Some(day)) = (next(4), next(2), next(2)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// Returns whether a string is a date with a time and an offset (RFC 3339, `date-time`).
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let (time, offset) = match time.strip_suffix('Z') {
        Some(time) => (time, "00:00"),
        None => match time.rfind(['+', '-']) {
            Some(at) => (&time[..at], &time[at + 1..]),
            None => return false,
        },
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let parts = |text: &str, limits: &[u32]| {
        let parts: Vec<&str> = text.split(':').collect();
        let is_below = |(part, limit): (&&str, &u32)| number(part, 2).is_some_and(|number| number < *limit);
        parts.len() == limits.len() && parts.iter().zip(limits).all(is_below)
    };
    is_date(date) && is_fraction && parts(time, &[24, 60, 60]) && parts(offset, &[24, 60])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_uuids_are_validated() {
        let valid = ["2024-02-29", "1999-12-31"];
        let invalid =
            ["2023-02-29", "2024-2-9", "2024-13-01", "2024-01-00", "", "--", "2024-01-01-", "+024-01-01"];
        assert!(valid.iter().all(|text| is_date(text)));
        assert!(!invalid.iter().any(|text| is_date(text)));
        let valid = ["2024-02-29T12:34:56Z", "2024-02-29T12:34:56.789+02:00", "2024-02-29T00:00:00-00:30"];
        let invalid = [
            "2024-02-29",
            "2024-02-29T24:00:00Z",
            "2024-02-29T12:34Z",
            "2024-02-29T12:34:56",
            "T+",
            "2024-02-29T12:34:56.Z",
            "2024-02-29Tü-ü",
        ];
        assert!(valid.iter().all(|text| is_date_time(text)));
        assert!(!invalid.iter().any(|text| is_date_time(text)));
        assert!(is_uuid("67e55044-10b1-426f-9247-bb680e5fe0c8"));
        assert!(
            !["67e5504410b1426f9247bb680e5fe0c8", "67e55044-10b1-426f-9247-bb680e5fe0cg", "ü---"]
                .iter()
                .any(|text| is_uuid(text))
        );
    }
}
