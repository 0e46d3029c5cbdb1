//! Scalars: which single value a `type` with its `format` and bounds is.

use crate::ir::Scalar;
use crate::resolve::Schema;

/// The formats that make a difference. Any other leaves the type as it is without one: formats are open, and all others
/// (`email`, `password`, `hostname`) are texts to a client.
const FORMATS: [(&str, &str, Scalar); 21] = [
    ("integer", "int8", Scalar::Int32),
    ("integer", "int16", Scalar::Int32),
    ("integer", "int32", Scalar::Int32),
    ("integer", "int64", Scalar::Int64),
    ("integer", "uint8", Scalar::Int32),
    ("integer", "uint16", Scalar::Int32),
    ("integer", "uint32", Scalar::Int64),
    ("integer", "uint64", Scalar::UInt64),
    // A number that calls itself an integer may still be sent as `1.0`, so it stays a number.
    ("number", "float", Scalar::Float),
    ("number", "double", Scalar::Double),
    ("string", "date-time", Scalar::DateTime),
    ("string", "date", Scalar::Date),
    ("string", "uuid", Scalar::Uuid),
    ("string", "uri", Scalar::Uri),
    ("string", "url", Scalar::Uri),
    ("string", "byte", Scalar::Byte),
    ("string", "base64", Scalar::Byte),
    ("string", "binary", Scalar::Binary),
    ("integer", "", Scalar::Int64),
    ("number", "", Scalar::Double),
    ("string", "", Scalar::String),
];

/// Whether this format makes a difference to values of this type.
pub(crate) fn is_known_format(typ: &str, format: &str) -> bool {
    FORMATS.iter().any(|(t, f, _)| *t == typ && *f == format)
}

/// The single value of this type; `None` if it is not a type of single values.
pub(super) fn scalar(typ: &str, schema: &Schema<'_>) -> Option<Scalar> {
    if typ == "boolean" {
        return Some(Scalar::Bool);
    }
    let of =
        |format: &str| FORMATS.iter().find(|(t, f, _)| *t == typ && *f == format).map(|(_, _, kind)| *kind);
    let kind = of(schema.keywords.format.as_deref().unwrap_or_default()).or_else(|| of(""))?;
    Some(match kind {
        Scalar::Int32 | Scalar::Int64 => widened(kind, schema),
        kind => kind,
    })
}

/// The integer that holds all values that the bounds admit: they are known better than the format.
fn widened(kind: Scalar, schema: &Schema<'_>) -> Scalar {
    let least = schema.keywords.minimum.unwrap_or(0.0);
    let most = schema.keywords.maximum.unwrap_or(0.0);
    if schema.beyond_i64 && least >= 0.0 {
        Scalar::UInt64
    } else if kind == Scalar::Int32 && (most > f64::from(i32::MAX) || least < f64::from(i32::MIN)) {
        Scalar::Int64
    } else {
        kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pointer::Pointer;
    use crate::resolve::Node;
    use serde_json::{Value, json};

    fn of(json: Value) -> Option<Scalar> {
        let schema = Schema::parse(&Node { at: Pointer::root(), json: &json }).ok()?;
        scalar(schema.keywords.typ.as_deref()?, &schema)
    }

    #[test]
    fn bounds_widen_an_integer() {
        assert_eq!(of(json!({"type": "integer", "format": "int32", "maximum": 100})), Some(Scalar::Int32));
        assert_eq!(
            of(json!({"type": "integer", "format": "int32", "maximum": 4_294_967_295_u32})),
            Some(Scalar::Int64)
        );
        assert_eq!(
            of(json!({"type": "integer", "maximum": 18_446_744_073_709_551_615_u64})),
            Some(Scalar::UInt64)
        );
        assert_eq!(
            of(json!({"type": "integer", "maximum": 9_223_372_036_854_775_807_i64})),
            Some(Scalar::Int64)
        );
        assert_eq!(of(json!({"type": "integer", "minimum": 0.0})), Some(Scalar::Int64));
    }

    #[test]
    fn an_unknown_format_is_no_hindrance() {
        assert_eq!(of(json!({"type": "string", "format": "email"})), Some(Scalar::String));
        assert_eq!(of(json!({"type": "number", "format": "int32"})), Some(Scalar::Double));
        assert_eq!(of(json!({"type": "file"})), None);
    }
}
