//! Share: what is written out several times in the same way is one type.
//!
//! Documents that use few `$ref`s write the same object or enum into dozens of operations and schemas. Of those below one tag, or
//! in schemas, those are one type that bear the same property or parameter name and say the same. The whole of a body or of an
//! answer keeps a type of its own, and so does what the naming lock knows by another name: two types that were published do not
//! become one because a property was added.

mod signature;

use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, parts};
use crate::config::Config;
use crate::ir::{Api, Origin, Root, Shape, TagId, TypeId};
use crate::lock::{Keys, Kind, Lock, Locked};

/// Where a type is emitted, as far as two types must have that in common to be one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Models,
    Tag(TagId),
}

/// What the whole body of an error is called.
pub const ERROR_BODY: &str = "error body";

/// In how many places of schemas the same must be written out before it is one type. A schema and the one by which its values are
/// created often say the same, and go different ways later, which splits a type that users know.
const PLACES: usize = 3;

/// What makes types one: where they stand, what they are called there, and what they say.
type Likeness<'a> = (Place, &'a str, String);

/// Fills the table of types that stand for others.
pub(super) fn share(api: &Api, config: &Config, lock: &Lock, keys: &Keys, facts: &mut Facts) {
    if config.models.apart {
        return;
    }
    let is_inline = |id: &TypeId| !matches!(api.ty(*id).origin, Origin::Schema(_));
    let mut waiting: Vec<TypeId> =
        api.types().map(|(id, _)| id).filter(|id| facts.ty(*id).emitted && is_inline(id)).collect();
    let mut settled = vec![true; api.types.len()];
    waiting.iter().for_each(|id| settled[id.index()] = false);
    // What is inside a type comes first, as types are alike if their contents are. What contains itself never has its turn.
    loop {
        let is_ready = |id: &TypeId| inside(api, *id).iter().all(|part| settled[part.index()]);
        let (ready, rest): (Vec<TypeId>, Vec<TypeId>) = waiting.into_iter().partition(is_ready);
        if ready.is_empty() {
            return;
        }
        let mut alike: BTreeMap<Likeness<'_>, Vec<TypeId>> = BTreeMap::new();
        for id in ready {
            settled[id.index()] = true;
            if let Some((place, name)) = standing(api, facts, id) {
                alike.entry((place, name, signature::of(api, facts, id))).or_default().push(id);
            }
        }
        for ((place, ..), ids) in alike {
            merge(api, lock, keys, facts, place, ids);
        }
        waiting = rest;
    }
}

/// The named types that a type consists of directly.
fn inside(api: &Api, id: TypeId) -> Vec<TypeId> {
    let mut found = Vec::new();
    api.ty(id).shape.contents().into_iter().for_each(|ty| parts(ty, &mut found));
    found
}

/// Where a type stands, and the name that it has there.
fn standing<'a>(api: &'a Api, facts: &Facts, id: TypeId) -> Option<(Place, &'a str)> {
    let (root, way) = api.way_to(id);
    let place = match root {
        Root::Schema(_) => Place::Models,
        Root::Operation(operation) => Place::Tag(facts.owner(operation)?),
    };
    Some((place, *telling(root, &way).last()?))
}

/// The steps of a [way](Api::way_to) that tell what is found there: names of parameters, properties and alternatives. The whole of a body or
/// of an answer has none, but for that of an error.
pub fn telling<'a>(root: Root, way: &[&'a str]) -> Vec<&'a str> {
    let named = |steps: &[&'a str]| -> Vec<&'a str> {
        steps.iter().copied().filter(|step| !matches!(*step, "item" | "value")).collect()
    };
    let (Root::Operation(_), [first @ ("body" | "response"), inner @ ..]) = (root, way) else {
        return named(way);
    };
    let is_error = *first == "response" && inner.first().is_some_and(|step| is_status(step));
    let inner = if is_error { &inner[1..] } else { inner };
    let inner = if inner.first().is_some_and(|step| step.contains('/')) { &inner[1..] } else { inner };
    let steps = named(inner);
    if is_error && steps.is_empty() { vec![ERROR_BODY] } else { steps }
}

/// Whether a step is the status of an answer, as [`Status`](crate::ir::Status) is displayed.
fn is_status(step: &str) -> bool {
    step == "default" || (step.len() == 3 && step.starts_with(|c: char| c.is_ascii_digit()))
}

/// Makes types that are alike one, but for those that the lock knows by other names.
fn merge(api: &Api, lock: &Lock, keys: &Keys, facts: &mut Facts, place: Place, mut ids: Vec<TypeId>) {
    leave_alternatives(api, &mut ids);
    let is_enough = place != Place::Models || ids.len() >= PLACES;
    let locked = |id: TypeId| lock.get(keys.ty(id), Kind::Type).map(Locked::name);
    // What is new goes to the name that comes first in the alphabet: that of the shorter path, mostly, and whatever the order.
    let first = ids.iter().filter_map(|id| locked(*id)).min();
    // So does the type that stands for the others hang on no order: fields are boxed by the key of their type.
    ids.sort_by_key(|id| keys.ty(*id));
    let mut leads: BTreeMap<Option<&str>, TypeId> = BTreeMap::new();
    for id in ids {
        // What is one type in the lock stays one as long as it is alike.
        if !is_enough && locked(id).is_none() {
            continue;
        }
        let lead = *leads.entry(locked(id).or(first)).or_insert(id);
        if lead == id {
            continue;
        }
        let other = std::mem::take(&mut facts.types[id.index()]);
        let one = &mut facts.types[lead.index()];
        one.request |= other.request;
        one.response |= other.response;
        one.idle |= other.idle;
        one.tags.extend(other.tags);
        facts.shared.insert(id, lead);
        facts.alike.entry(lead).or_default().push(id);
    }
}

/// Takes out what would be two alternatives of one union.
fn leave_alternatives(api: &Api, ids: &mut Vec<TypeId>) {
    let union = |id: TypeId| match &api.ty(id).origin {
        Origin::Inline { owner, .. } if matches!(api.ty(*owner).shape, Shape::Union(_)) => Some(*owner),
        _ => None,
    };
    let (mut once, mut often) = (BTreeSet::new(), BTreeSet::new());
    for owner in ids.iter().filter_map(|id| union(*id)) {
        if !once.insert(owner) {
            often.insert(owner);
        }
    }
    ids.retain(|id| union(*id).is_none_or(|owner| !often.contains(&owner)));
}
