//! Compares and describes two uses of a type.
//!
//! Part of `diff`. Named schemas are compared by name. Inline schemas are compared only by shape, since
//! their contents are compared separately.

use super::pair::Side;
use crate::ir::{Origin, Scalar, Shape, Type, TypeId, Usage};

/// The difference between two uses of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Difference {
    /// Only one of the uses allows null.
    Null,
    /// The same JSON type with a different format.
    Format,
    /// A string that became an enum.
    Constrained,
    /// An enum that became a string.
    Freed,
    /// A different type.
    Type,
}

/// Returns the most serious difference; `None` if there is none.
pub(super) fn compare(old: (&Side<'_>, &Usage), new: (&Side<'_>, &Usage)) -> Option<Difference> {
    let null = (old.1.nullable != new.1.nullable).then_some(Difference::Null);
    let inner = match (&old.1.ty, &new.1.ty) {
        (Type::List(before), Type::List(after)) | (Type::Map(before), Type::Map(after)) => {
            compare((old.0, before), (new.0, after))
        }
        (Type::Scalar(before), Type::Scalar(after)) if is_same(old.0, *before, new.0, *after) => None,
        (Type::Scalar(before), Type::Scalar(after)) if json(*before) == json(*after) => {
            Some(Difference::Format)
        }
        (Type::Object, Type::Object) | (Type::Any, Type::Any) => None,
        (Type::Named(before), Type::Named(after)) => named(old.0, *before, new.0, *after),
        (Type::Scalar(_), Type::Named(after)) if is_inline_enum(new.0, *after) => {
            Some(Difference::Constrained)
        }
        (Type::Named(before), Type::Scalar(_)) if is_inline_enum(old.0, *before) => Some(Difference::Freed),
        _ => Some(Difference::Type),
    };
    inner.max(null)
}

fn named(old: &Side<'_>, before: TypeId, new: &Side<'_>, after: TypeId) -> Option<Difference> {
    let (one, other) = (old.model.api.ty(before), new.model.api.ty(after));
    let same = match (&one.origin, &other.origin) {
        (Origin::Schema(one), Origin::Schema(other)) => one == other,
        (Origin::Schema(_), _) | (_, Origin::Schema(_)) => false,
        _ => std::mem::discriminant(&one.shape) == std::mem::discriminant(&other.shape),
    };
    (!same).then_some(Difference::Type)
}

/// Returns whether two scalars have the same JSON type and the same Rust type.
fn is_same(old: &Side<'_>, before: Scalar, new: &Side<'_>, after: Scalar) -> bool {
    match (before, after) {
        (Scalar::Foreign(one), Scalar::Foreign(other)) => {
            let rust = old.model.api.foreign(one).rust == new.model.api.foreign(other).rust;
            rust && one.wire == other.wire
        }
        _ => before == after,
    }
}

fn is_inline_enum(side: &Side<'_>, id: TypeId) -> bool {
    let ty = side.model.api.ty(id);
    !matches!(ty.origin, Origin::Schema(_)) && matches!(ty.shape, Shape::Enum(_))
}

/// Describes a use of a type with the document's names, such as `list of Group` or
/// `string (date-time) or null`.
pub(super) fn described(side: &Side<'_>, usage: &Usage) -> String {
    let inner = match &usage.ty {
        Type::Named(id) => match (&side.model.api.ty(*id).origin, &side.model.api.ty(*id).shape) {
            (Origin::Schema(name), _) => name.clone(),
            (_, Shape::Enum(_)) => "enum".to_owned(),
            (_, Shape::Struct(_)) => "object".to_owned(),
            (_, Shape::Union(_)) => "choice".to_owned(),
            (_, Shape::Alias(inner)) => described(side, inner),
        },
        Type::Scalar(Scalar::Foreign(foreign)) => {
            let ty = side.model.api.foreign(*foreign);
            format!("{} ({} as {})", json(Scalar::Foreign(*foreign)), ty.format, ty.rust)
        }
        Type::Scalar(scalar) => match format(*scalar) {
            "" => json(*scalar).to_owned(),
            format => format!("{} ({format})", json(*scalar)),
        },
        Type::List(item) => format!("list of {}", described(side, item)),
        Type::Map(value) => format!("map of {}", described(side, value)),
        Type::Object => "object".to_owned(),
        Type::Any => "any value".to_owned(),
    };
    if usage.nullable { format!("{inner} or null") } else { inner }
}

/// Returns the JSON type of a scalar.
fn json(scalar: Scalar) -> &'static str {
    match scalar.on_the_wire() {
        Scalar::Bool => "boolean",
        Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 => "integer",
        Scalar::Float | Scalar::Double => "number",
        Scalar::String
        | Scalar::DateTime
        | Scalar::Date
        | Scalar::Uuid
        | Scalar::Uri
        | Scalar::Byte
        | Scalar::Binary
        | Scalar::Foreign(_) => "string",
    }
}

/// Returns the format of a scalar; empty if the JSON type implies it.
fn format(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Bool | Scalar::Int64 | Scalar::Double | Scalar::String | Scalar::Foreign(_) => "",
        Scalar::Int32 => "int32",
        Scalar::UInt64 => "uint64",
        Scalar::Float => "float",
        Scalar::DateTime => "date-time",
        Scalar::Date => "date",
        Scalar::Uuid => "uuid",
        Scalar::Uri => "uri",
        Scalar::Byte => "byte",
        Scalar::Binary => "binary",
    }
}

/// Returns a description for display; empty if there is none.
pub(super) fn text(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}
