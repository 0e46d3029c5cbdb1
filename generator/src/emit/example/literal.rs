//! Literals in examples: scalars, and values whose type is inferred from the context.

use serde_json::Value;

use super::fit::{is_date, is_date_time, is_uuid};
use super::layout::Expr;
use crate::ir::{Api, Enumeration, ForeignType, Literal, Scalar};
use crate::sanitize::one_line;

/// The UUID in examples.
const UUID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

/// Returns a UUID as a string, for a parameter.
pub(super) fn uuid(hint: Option<&Value>) -> Expr {
    text(UUID, hint.filter(|hint| hint.as_str().is_some_and(is_uuid)))
}

/// Returns `Default::default()`, for a type that is inferred from the context.
pub(super) fn default() -> Expr {
    Expr::Atom("Default::default()".to_owned())
}

pub(super) fn after(value: Expr, call: &str) -> Expr {
    match value {
        Expr::Atom(text) => Expr::Atom(text + call),
        other => other,
    }
}

/// Returns a string literal: the example from the document, or else the name of the parameter or field.
pub(super) fn text(name: &str, hint: Option<&Value>) -> Expr {
    let text = hint.and_then(Value::as_str).unwrap_or(name);
    let text: String = one_line(text).chars().take(60).collect();
    Expr::Atom(format!("{text:?}"))
}

/// Returns an arbitrary JSON value: a scalar from the document's example, or else a default value.
pub(super) fn any(hint: Option<&Value>) -> Expr {
    match hint {
        Some(Value::String(_)) => after(text("", hint), ".into()"),
        Some(Value::Bool(value)) => Expr::Atom(format!("{value}.into()")),
        Some(Value::Number(value)) => {
            let kind = if value.is_i64() {
                "i64"
            } else if value.is_u64() {
                "u64"
            } else {
                "f64"
            };
            Expr::Atom(format!("({value}_{kind}).into()"))
        }
        _ => default(),
    }
}

/// Returns the hint for the items of a list. It is the first item if the list's hint is an array, or else that hint.
pub(super) fn first(hint: Option<&Value>) -> Option<&Value> {
    match hint {
        Some(Value::Array(items)) => items.first(),
        other => other,
    }
}

/// Returns a value of a foreign type. Types for strings implement `FromStr`.
fn foreign(ty: &ForeignType) -> Expr {
    match ty.example.as_str() {
        Some(text) => Expr::Atom(format!("{text:?}.parse().expect({:?})", format!("a valid {}", ty.format))),
        None => default(),
    }
}

pub(super) fn scalar(api: &Api, kind: Scalar, name: &str, hint: Option<&Value>) -> Expr {
    let number = |usual: &str, fits: &dyn Fn(&Value) -> bool| {
        hint.filter(|v| fits(v)).map_or(usual.to_owned(), Value::to_string)
    };
    let parsed = |usual: &str, is_valid: fn(&str) -> bool, what: &str| {
        let text = hint.and_then(Value::as_str).filter(|text| is_valid(text)).unwrap_or(usual);
        format!("{text:?}.parse().expect(\"a valid {what}\")")
    };
    Expr::Atom(match kind {
        Scalar::Bool => number("true", &Value::is_boolean),
        Scalar::Int32 => number("1", &|v| v.as_i64().is_some_and(|n| i32::try_from(n).is_ok())),
        Scalar::Int64 => number("1", &Value::is_i64),
        Scalar::UInt64 => number("1", &Value::is_u64),
        // Not every number can be represented in single precision.
        Scalar::Float => number("1.5", &|_| false),
        // Without a fraction, the literal would be an integer.
        Scalar::Double => match hint.and_then(Value::as_i64).filter(|n| n.unsigned_abs() < 1 << 52) {
            Some(whole) => format!("{whole}.0"),
            None => number("1.5", &Value::is_f64),
        },
        Scalar::DateTime => parsed("2013-10-20T19:20:30Z", is_date_time, "date"),
        Scalar::Date => parsed("2013-10-20", is_date, "date"),
        Scalar::Uuid => parsed(UUID, is_uuid, "UUID"),
        Scalar::Byte | Scalar::Binary => "b\"data\".to_vec().into()".to_owned(),
        Scalar::String | Scalar::Uri => return text(name, hint),
        Scalar::Foreign(of) => return foreign(api.foreign(of)),
    })
}

/// Returns the index of the value that the hint contains, or else of the first value.
pub(super) fn variant(values: &Enumeration, hint: Option<&Value>) -> Option<usize> {
    let is_hint = |literal: &Literal| match literal {
        Literal::Text(text) => hint.and_then(Value::as_str) == Some(text),
        Literal::Integer(number) => hint.and_then(Value::as_i64) == Some(*number),
    };
    let found = values.values.iter().position(|v| is_hint(&v.value));
    found.or((!values.values.is_empty()).then_some(0))
}
