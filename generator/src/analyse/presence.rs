//! Determines whether fields can be absent or null, depending on their declarations and on the sender.

use super::Facts;
use crate::ir::{Api, Field, Shape, TypeDef, TypeId, Usage};

/// The ways in which a field can be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The field is present, and not null.
    Required,
    /// The field may be absent; `null` is read as absent.
    Optional,
    /// The field is present, and may be null.
    Nullable,
    /// The field may be absent or null, and the two states are distinguished.
    ThreeStates,
}

/// Records the presence of every field of every struct.
pub(super) fn presence(api: &Api, facts: &mut Facts) {
    let of_type = |(id, ty): (TypeId, &TypeDef)| match &ty.shape {
        Shape::Struct(object) => object.fields.iter().map(|field| of_field(api, facts, id, field)).collect(),
        _ => Vec::new(),
    };
    facts.presence = api.types().map(of_type).collect();
}

/// Returns the presence of a field.
///
/// A field that only the client or only the server sends is not required in the other direction. If a nullable
/// field may be absent, absent and null are distinguished if the client sends the field. They are also
/// distinguished if the document requires the field, so that a null that was read is sent back as null.
fn of_field(api: &Api, facts: &Facts, owner: TypeId, field: &Field) -> Presence {
    if field.undeclared {
        return Presence::ThreeStates;
    }
    let used = facts.ty(owner);
    let required =
        field.required && !(field.read_only && used.request) && !(field.write_only && used.response);
    match (required, is_nullable(api, &field.usage)) {
        (true, false) => Presence::Required,
        (true, true) => Presence::Nullable,
        (false, true) if field.required || (used.request && !field.read_only) => Presence::ThreeStates,
        (false, _) => Presence::Optional,
    }
}

/// Returns whether a use of a type, or an alias that it refers to, allows `null`.
fn is_nullable(api: &Api, usage: &Usage) -> bool {
    usage.nullable || api.aliases(&usage.ty).any(|(_, target)| target.nullable)
}
