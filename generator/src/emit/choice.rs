//! Union variants: their kinds, their order, and the values that each variant matches.
//!
//! The emitters of code and docs share this module. The rules are those of the runtime's `one_of!`.

use crate::analyse::Presence;
use crate::ir::{Alternative, Literal, Scalar, Shape, Type, TypeId, Union, Value, plain};
use crate::model::Model;

/// The kind of a variant, as in `one_of!`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An object with known properties.
    Record,
    /// An object with known properties, whose tag can be absent.
    Tagged,
    /// An object with arbitrary properties.
    Map,
    /// A list.
    List,
    /// A string.
    Text,
    /// One of an enum's strings.
    Known,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// A value of a nested union.
    OneOf,
}

/// Returns whether the values of a type are objects with known properties. Variants box such objects.
pub(super) fn is_record(model: &Model, ty: &Type) -> bool {
    matches!(shape(model, ty), Some((_, Shape::Struct(_))))
}

/// Returns the definition of a named type, after following aliases.
pub(super) fn shape<'a>(model: &'a Model, ty: &Type) -> Option<(TypeId, &'a Shape)> {
    match model.api.resolved(ty) {
        Type::Named(id) => Some((*id, &model.api.ty(*id).shape)),
        _ => None,
    }
}

/// Returns the indices and kinds of the variants in decoding order, the most restrictive first.
pub(super) fn in_order(model: &Model, union: &Union) -> Vec<(usize, Kind)> {
    let mut order: Vec<(usize, Kind)> =
        union.variants.iter().map(|variant| kind(model, union.tag.as_deref(), variant)).enumerate().collect();
    let ty = |index: usize| union.variants.get(index).map(|variant| &variant.ty);
    order.sort_by_key(|(index, _)| ty(*index).map(|ty| rank(model, ty)));
    // An enum normally accepts any string. If another string type follows, the enum accepts only its own values.
    let last = order.iter().rposition(|(_, kind)| *kind == Kind::Text);
    for (place, (index, kind)) in order.iter_mut().enumerate() {
        let is_enum =
            ty(*index).and_then(|ty| shape(model, ty)).is_some_and(|(_, s)| matches!(s, Shape::Enum(_)));
        if *kind == Kind::Text && is_enum && last != Some(place) {
            *kind = Kind::Known;
        }
    }
    order
}

fn kind(model: &Model, tag: Option<&str>, variant: &Alternative) -> Kind {
    match model.api.resolved(&variant.ty) {
        Type::Scalar(kind) => match kind.on_the_wire() {
            Scalar::Bool => Kind::Boolean,
            Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Float | Scalar::Double => Kind::Number,
            _ => Kind::Text,
        },
        Type::List(_) => Kind::List,
        Type::Map(_) | Type::Object | Type::Any => Kind::Map,
        Type::Named(id) => match &model.api.ty(*id).shape {
            Shape::Struct(_) if variant.tags.is_empty() || has_tag(model, tag, &variant.ty) => Kind::Record,
            Shape::Struct(_) => Kind::Tagged,
            Shape::Union(_) => Kind::OneOf,
            Shape::Enum(values) => match values.values.first().map(|variant| &variant.value) {
                Some(Literal::Integer(_)) => Kind::Number,
                _ => Kind::Text,
            },
            Shape::Alias(_) => Kind::Map,
        },
    }
}

/// Returns whether the discriminator property is required.
fn has_tag(model: &Model, tag: Option<&str>, ty: &Type) -> bool {
    let Some((id, Shape::Struct(object))) = shape(model, ty) else { return false };
    let found = object.fields.iter().position(|field| Some(field.name.as_str()) == tag);
    found.is_some_and(|index| model.facts.presence(id, index) == Presence::Required)
}

/// Returns the rank of a type among types with the same JSON type. The most restrictive type ranks first.
fn rank(model: &Model, ty: &Type) -> u8 {
    match model.api.resolved(ty) {
        Type::Scalar(kind) => match kind {
            // A date comes before a date-time, because every date is a prefix of a date-time.
            // A type from another crate rejects the values that it cannot parse.
            Scalar::Bool | Scalar::Int32 | Scalar::Date | Scalar::Foreign(_) => 0,
            Scalar::Int64 | Scalar::DateTime => 1,
            Scalar::UInt64 | Scalar::Uuid => 2,
            Scalar::Float | Scalar::Double => 3,
            Scalar::Byte => 4,
            Scalar::Uri => 5,
            Scalar::String | Scalar::Binary => 6,
        },
        Type::Named(id) if matches!(model.api.ty(*id).shape, Shape::Enum(_)) => 3,
        // Lists of arbitrary items come after lists of specific items.
        Type::List(item) if accepts_anything(model, &item.ty) => 1,
        Type::Map(value) if !accepts_anything(model, &value.ty) => 7,
        Type::Map(_) | Type::Object | Type::Any => 8,
        Type::Named(_) | Type::List(_) => 0,
    }
}

/// Returns whether the type accepts every JSON value.
fn accepts_anything(model: &Model, ty: &Type) -> bool {
    *model.api.resolved(ty) == Type::Any || matches!(shape(model, ty), Some((_, Shape::Union(_))))
}

/// Returns the condition for a variant, as a Markdown sentence.
///
/// `code` formats a code span, since paragraphs and tables require different escapes.
pub(super) fn condition(
    model: &Model,
    tag: Option<&str>,
    variant: &Alternative,
    code: fn(&str) -> String,
) -> String {
    let any_of =
        |values: &[Value]| values.iter().map(|value| code(&plain(value))).collect::<Vec<_>>().join(" or ");
    if let (Some(tag), [_, ..]) = (tag, variant.tags.as_slice()) {
        return format!("If {} is {}.", code(tag), any_of(&variant.tags));
    }
    if let (Some(tag), true) = (tag, variant.fallback) {
        return format!("If {} is absent, or has any other value.", code(tag));
    }
    let kind = match kind(model, tag, variant) {
        Kind::Record | Kind::Tagged | Kind::Map => "An object",
        Kind::List => "A list",
        Kind::Number => "A number",
        Kind::Boolean => "`true` or `false`",
        Kind::OneOf => "A value of one of its variants",
        Kind::Text | Kind::Known => "A string",
    };
    let fixed: Vec<String> = variant
        .fixed
        .iter()
        .map(|f| format!("{} set to {}", code(&f.to_string()), any_of(&f.values)))
        .collect();
    if fixed.is_empty() { format!("{kind}.") } else { format!("{kind} with {}.", fixed.join(" and ")) }
}
