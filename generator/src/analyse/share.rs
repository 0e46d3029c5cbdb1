//! Share: enums that are written out in several operations of a tag, under one parameter name and with the same values, are one type.
//!
//! Unless the naming lock knows them by different names: two types that were published do not become one because a value was added.

use std::collections::BTreeMap;

use super::Facts;
use crate::ir::{Api, Literal, Origin, Shape, TagId, TypeId};
use crate::lock::{Keys, Kind, Lock, Locked};

/// What makes two written-out enums one: where they stand, what the parameter is called, and what they say.
type Key<'a> = (TagId, &'a str, Vec<(&'a Literal, Option<&'a str>)>);

/// Fills the table of types that stand for others.
pub(super) fn share(api: &Api, lock: &Lock, keys: &Keys, facts: &mut Facts) {
    let mut alike: BTreeMap<Key<'_>, Vec<TypeId>> = BTreeMap::new();
    for (id, ty) in api.types() {
        let (Origin::Operation { operation, path }, Shape::Enum(values)) = (&ty.origin, &ty.shape) else {
            continue;
        };
        let (Some(tag), Some(name)) = (facts.owner(*operation), path.first()) else { continue };
        let values = values.values.iter().map(|v| (&v.value, v.name.as_deref())).collect();
        alike.entry((tag, name, values)).or_default().push(id);
    }
    for ids in alike.into_values() {
        let locked = |id: TypeId| lock.get(keys.ty(id), Kind::Type).map(Locked::name);
        // What is new goes to the name that comes first in the alphabet: that of the shorter path, mostly, and whatever the order.
        let first = ids.iter().filter_map(|id| locked(*id)).min();
        let mut leads: BTreeMap<Option<&str>, TypeId> = BTreeMap::new();
        for id in ids {
            let lead = *leads.entry(locked(id).or(first)).or_insert(id);
            if lead != id {
                facts.shared.insert(id, lead);
            }
        }
    }
}
