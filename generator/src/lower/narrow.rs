//! Computes the intersection of two schemas without members.
//!
//! This module is pure: it compares scalars and lists of values, and depends neither on nodes nor on the
//! document.

use crate::ir::{Enumeration, Literal, Scalar, Wire};

/// Returns the scalar whose values match both scalars, or `None` if there are no such values.
pub(super) fn scalars(a: Scalar, b: Scalar) -> Option<Scalar> {
    use Scalar::{Double, Float, Foreign, Int32, Int64, String, UInt64};
    match (a, b) {
        _ if a == b => Some(a),
        (String, text) | (text, String) if is_text(text) => Some(text),
        (Double | Float, integer @ (Int32 | Int64 | UInt64))
        | (integer @ (Int32 | Int64 | UInt64), Double | Float) => Some(integer),
        (foreign @ Foreign(of), other) | (other, foreign @ Foreign(of)) if !matches!(other, Foreign(_)) => {
            let is_number = matches!(other, Int32 | Int64 | UInt64 | Float | Double);
            (is_number && of.wire != Wire::Text).then_some(foreign)
        }
        (Double, Float) | (Float, Double) => Some(Float),
        (Int32, Int64 | UInt64) | (Int64 | UInt64, Int32) => Some(Int32),
        (Int64, UInt64) | (UInt64, Int64) => Some(Int64),
        _ => None,
    }
}

/// Returns the values of an enum that match a scalar.
pub(super) fn of_kind(values: &Enumeration, kind: Scalar) -> Enumeration {
    let fits = |literal: &Literal| match literal {
        Literal::Text(_) => is_text(kind),
        Literal::Integer(_) => !is_text(kind) && kind != Scalar::Bool,
    };
    Enumeration {
        name: values.name.clone(),
        values: values.values.iter().filter(|one| fits(&one.value)).cloned().collect(),
    }
}

/// Returns the values that both enums list, in the order of the second enum, whose names and descriptions
/// take precedence.
pub(super) fn of_both(known: &Enumeration, later: &Enumeration) -> Enumeration {
    let both = later.values.iter().filter_map(|one| {
        let twin = known.values.iter().find(|twin| twin.value == one.value)?;
        let mut one = one.clone();
        one.name = one.name.or_else(|| twin.name.clone());
        one.description = one.description.or_else(|| twin.description.clone());
        Some(one)
    });
    Enumeration { name: None, values: both.collect() }
}

/// Returns the scalar of an enum's values.
pub(super) fn kind_of(values: &Enumeration) -> Scalar {
    match values.values.first().map(|one| &one.value) {
        Some(Literal::Integer(_)) => Scalar::Int64,
        _ => Scalar::String,
    }
}

/// Returns whether values of the given scalar are JSON strings.
pub(super) fn is_text(kind: Scalar) -> bool {
    !matches!(
        kind.on_the_wire(),
        Scalar::Bool | Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Float | Scalar::Double
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Foreign, Variant};

    const KINDS: [Scalar; 16] = [
        Scalar::Bool,
        Scalar::Int32,
        Scalar::Int64,
        Scalar::UInt64,
        Scalar::Float,
        Scalar::Double,
        Scalar::String,
        Scalar::DateTime,
        Scalar::Date,
        Scalar::Uuid,
        Scalar::Uri,
        Scalar::Byte,
        Scalar::Binary,
        Scalar::Foreign(Foreign { index: 0, wire: Wire::Text }),
        Scalar::Foreign(Foreign { index: 0, wire: Wire::Number }),
        Scalar::Foreign(Foreign { index: 1, wire: Wire::Integer }),
    ];

    #[test]
    fn the_order_of_two_scalars_does_not_matter() {
        for a in KINDS {
            for b in KINDS {
                assert_eq!(scalars(a, b), scalars(b, a), "{a:?} {b:?}");
                assert!(scalars(a, b).is_none_or(|both| both == a || both == b), "{a:?} {b:?}");
            }
        }
        assert_eq!(scalars(Scalar::String, Scalar::DateTime), Some(Scalar::DateTime));
        assert_eq!(scalars(Scalar::Double, Scalar::Int64), Some(Scalar::Int64));
        assert_eq!(scalars(Scalar::Date, Scalar::Uuid), None);
        assert_eq!(scalars(Scalar::String, Scalar::Int32), None);
    }

    fn texts(all: &[&str]) -> Enumeration {
        let variant = |text: &&str| Variant {
            value: Literal::Text((*text).to_owned()),
            name: None,
            description: Some(format!("about {text}")),
        };
        Enumeration { name: None, values: all.iter().map(variant).collect() }
    }

    #[test]
    fn an_intersection_of_enums_contains_their_common_values() {
        let both = of_both(&texts(&["a", "b", "c"]), &texts(&["d", "c", "a"]));
        assert_eq!(both, texts(&["c", "a"]));
        assert_eq!(of_kind(&texts(&["a"]), Scalar::DateTime), texts(&["a"]));
        assert!(of_kind(&texts(&["a"]), Scalar::Int64).values.is_empty());
    }
}
