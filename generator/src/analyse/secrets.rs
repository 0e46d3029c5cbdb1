//! Collects the names of properties and parameters whose values the emitted client must not reveal.

use std::collections::BTreeSet;

use super::Facts;
use crate::ir::{Api, SecurityKind, Shape};

/// Collects the names of API keys, of secret properties of emitted types, and of secret parameters of emitted
/// operations, without duplicates.
pub(super) fn secrets(api: &Api, facts: &mut Facts) {
    let keys = api.security_schemes.iter().filter_map(|scheme| match &scheme.kind {
        SecurityKind::ApiKey { name, .. } => Some(name),
        _ => None,
    });
    let fields = facts.emitted_types(api).flat_map(|id| match &api.ty(id).shape {
        Shape::Struct(object) => object.fields.as_slice(),
        Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => &[],
    });
    let fields = fields.filter(|field| field.secret).map(|field| &field.name);
    let emitted = api.operations().filter(|(id, _)| facts.owner(*id).is_some());
    let params = emitted.flat_map(|(id, operation)| operation.params.iter().chain(facts.fields(id)));
    let params = params.filter(|param| param.secret).map(|param| &param.name);
    let mut known = BTreeSet::new();
    let names = keys.chain(fields).chain(params).filter(|name| known.insert(name.as_str()));
    facts.secrets = names.cloned().collect();
}
