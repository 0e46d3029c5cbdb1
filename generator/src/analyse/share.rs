//! Share: enums that are written out in several operations of a tag, under one parameter name and with the same values, are one type.

use std::collections::BTreeMap;

use super::Facts;
use crate::ir::{Api, Literal, Origin, Shape, TagId, TypeId};

/// What makes two written-out enums one: where they stand, what the parameter is called, and what they say.
type Key<'a> = (TagId, &'a str, Vec<(&'a Literal, Option<&'a str>)>);

/// Fills the table of types that stand for others.
pub(super) fn share(api: &Api, facts: &mut Facts) {
    let mut first: BTreeMap<Key<'_>, TypeId> = BTreeMap::new();
    for (id, ty) in api.types() {
        let (Origin::Operation { operation, path }, Shape::Enum(values)) = (&ty.origin, &ty.shape) else {
            continue;
        };
        let (Some(tag), Some(name)) = (facts.owner(*operation), path.first()) else { continue };
        let values = values.values.iter().map(|v| (&v.value, v.name.as_deref())).collect();
        let stands_for = *first.entry((tag, name, values)).or_insert(id);
        if stands_for != id {
            facts.shared.insert(id, stands_for);
        }
    }
}
