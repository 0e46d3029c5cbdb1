//! Chooses the scalar for a `type` with its `format` and bounds, or the type that the settings assign to the format.

use super::Lowering;
use crate::config::Config;
use crate::formats;
use crate::ir::{Foreign, ForeignType, Scalar};
use crate::resolve::Schema;

/// Returns the Rust types that the settings assign to formats.
pub(super) fn foreign_types(config: &Config) -> Vec<ForeignType> {
    let entry = |(format, entry): (&String, &crate::config::FormatType)| ForeignType {
        format: format.clone(),
        rust: entry.path(),
        example: entry.example_for(format),
    };
    config.types.iter().map(entry).collect()
}

impl Lowering<'_> {
    /// Returns the scalar for a type, or the foreign type for its format. Returns `None` if the type is not scalar.
    pub(super) fn scalar(&mut self, typ: &str, schema: &Schema<'_>) -> Option<Scalar> {
        let format = schema.keywords.format.as_deref();
        match format.and_then(|format| self.foreign(typ, format)) {
            Some(foreign) => Some(Scalar::Foreign(foreign)),
            None => scalar(typ, schema),
        }
    }

    fn foreign(&mut self, typ: &str, format: &str) -> Option<Foreign> {
        let position = self.api.foreign.binary_search_by(|ty| ty.format.as_str().cmp(format)).ok()?;
        let wire = self.api.foreign.get(position)?.wire(typ)?;
        let index = u16::try_from(position).ok()?;
        self.settings.formats.insert(index);
        Some(Foreign { index, wire })
    }
}

/// Returns the scalar for a type, or `None` if the type is not scalar.
pub(super) fn scalar(typ: &str, schema: &Schema<'_>) -> Option<Scalar> {
    if typ == "boolean" {
        return Some(Scalar::Bool);
    }
    let format = schema.keywords.format.as_deref().unwrap_or_default();
    let kind = formats::scalar(typ, format).or_else(|| formats::scalar(typ, ""))?;
    Some(match kind {
        Scalar::Int32 | Scalar::Int64 => widened(kind, schema),
        kind => kind,
    })
}

/// Returns an integer type that can represent the bounds, which are more reliable than the format.
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

    fn scalar_of(json: Value) -> Option<Scalar> {
        let schema = Schema::parse(&Node { at: Pointer::root(), json: &json }).ok()?;
        scalar(schema.keywords.typ.as_deref()?, &schema)
    }

    #[test]
    fn bounds_widen_an_integer() {
        assert_eq!(
            scalar_of(json!({"type": "integer", "format": "int32", "maximum": 100})),
            Some(Scalar::Int32)
        );
        assert_eq!(
            scalar_of(json!({"type": "integer", "format": "int32", "maximum": 4_294_967_295_u32})),
            Some(Scalar::Int64)
        );
        assert_eq!(
            scalar_of(json!({"type": "integer", "maximum": 18_446_744_073_709_551_615_u64})),
            Some(Scalar::UInt64)
        );
        assert_eq!(
            scalar_of(json!({"type": "integer", "maximum": 9_223_372_036_854_775_807_i64})),
            Some(Scalar::Int64)
        );
        assert_eq!(scalar_of(json!({"type": "integer", "minimum": 0.0})), Some(Scalar::Int64));
    }

    #[test]
    fn an_unknown_format_is_ignored() {
        assert_eq!(scalar_of(json!({"type": "string", "format": "email"})), Some(Scalar::String));
        assert_eq!(scalar_of(json!({"type": "number", "format": "int32"})), Some(Scalar::Double));
        assert_eq!(scalar_of(json!({"type": "file"})), None);
    }
}
