//! Share: what is written out several times in the same way is one type.
//!
//! Documents that use few `$ref`s write the same object or enum into dozens of operations and schemas. Of those below one tag, or
//! in schemas, those are one type that bear the same property or parameter name and say the same. The whole of a body or of an
//! answer keeps a type of its own, and so does what the naming lock knows by another name: two types that were published do not
//! become one because a property was added.

mod signature;

use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, inside, parts};
use crate::config::Config;
use crate::ir::{Api, Origin, Root, Shape, Status, TagId, TypeId};
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

/// What makes types one: where they stand, what they are called there, and what they say. The whole of a body or an answer has no name.
type Likeness<'a> = (Place, Option<&'a str>, String);

/// Fills the table of types that stand for others.
pub(super) fn share(api: &Api, config: &Config, lock: &Lock, keys: &Keys, facts: &mut Facts) {
    if config.models.apart {
        return;
    }
    let unions = Unions::of(api);
    let mut order = Order::of(api, facts);
    while let Some(ready) = order.next() {
        let mut alike: BTreeMap<Likeness<'_>, Vec<TypeId>> = BTreeMap::new();
        for id in ready {
            let Some(place) = place(api, facts, id) else { continue };
            let name = telling(api, id).last().copied();
            alike.entry((place, name, signature::of(api, facts, id))).or_default().push(id);
        }
        for ((place, name, _), ids) in alike {
            let is_enough = name.is_some() && (place != Place::Models || ids.len() >= PLACES);
            merge(lock, keys, facts, is_enough, unions.without_siblings(ids));
        }
    }
}

/// The types that are written out somewhere, in rounds: what is inside a type comes first, as types are alike if their contents are.
/// What contains itself never has its turn.
struct Order {
    /// For each type, those around it, as often as it is in them.
    around: Vec<Vec<TypeId>>,
    /// For each type, how many of those in it have not had their turn.
    open: Vec<usize>,
    ready: Vec<TypeId>,
}

impl Order {
    fn of(api: &Api, facts: &Facts) -> Self {
        let is_due = |id: TypeId| facts.ty(id).emitted && !matches!(api.ty(id).origin, Origin::Schema(_));
        let mut order = Self {
            around: vec![Vec::new(); api.types.len()],
            open: vec![0; api.types.len()],
            ready: Vec::new(),
        };
        for id in api.types().map(|(id, _)| id).filter(|id| is_due(*id)) {
            for part in inside(api, id).into_iter().filter(|part| is_due(*part)) {
                order.around[part.index()].push(id);
                order.open[id.index()] += 1;
            }
            if order.open[id.index()] == 0 {
                order.ready.push(id);
            }
        }
        order
    }

    /// Those whose turn it is.
    fn next(&mut self) -> Option<Vec<TypeId>> {
        let ready = std::mem::take(&mut self.ready);
        for id in &ready {
            for around in std::mem::take(&mut self.around[id.index()]) {
                self.open[around.index()] -= 1;
                if self.open[around.index()] == 0 {
                    self.ready.push(around);
                }
            }
        }
        (!ready.is_empty()).then_some(ready)
    }
}

/// Where a type is emitted; nowhere if it is written out in an operation that is not.
fn place(api: &Api, facts: &Facts, id: TypeId) -> Option<Place> {
    match api.way_to(id).0 {
        Root::Schema(_) => Some(Place::Models),
        Root::Operation(operation) => facts.owner(operation).map(Place::Tag),
    }
}

/// The steps to a type that tell what is found there: names of parameters, properties and alternatives. The whole of a body or of an
/// answer has none, but for that of an error.
pub fn telling(api: &Api, id: TypeId) -> Vec<&str> {
    let (_, way) = api.way_to(id);
    // What follows is inside the schema of a body or an answer, and named by it.
    let outer = api.outer_steps(id);
    let (outer, inner) = way.split_at(outer.min(way.len()));
    let (outer, is_error) = match outer {
        ["response", status, rest @ ..] if Status::is_displayed(status) => {
            (rest, Status::tells_error(status))
        }
        ["body" | "response", rest @ ..] => (rest, false),
        all => (all, false),
    };
    let is_whole = outer.iter().all(|step| step.contains('/') || is_element(step));
    let outer = if is_whole { &[] } else { outer };
    let steps: Vec<&str> = outer.iter().chain(inner).copied().filter(|step| !is_element(step)).collect();
    if is_error && steps.is_empty() { vec![ERROR_BODY] } else { steps }
}

/// Whether a step only says "an element of".
fn is_element(step: &str) -> bool {
    matches!(step, "item" | "value")
}

/// Makes types that are alike one, but for those that the lock knows by other names. Where that is not asked for, only those become one that
/// are one in the lock.
fn merge(lock: &Lock, keys: &Keys, facts: &mut Facts, is_asked: bool, mut ids: Vec<TypeId>) {
    let locked = |id: TypeId| lock.get(keys.ty(id), Kind::Type).map(Locked::name);
    // What is new goes to the name that comes first in the alphabet: that of the shorter path, mostly, and whatever the order.
    let first = ids.iter().filter_map(|id| locked(*id)).min();
    // So does the type that stands for the others hang on no order: fields are boxed by the key of their type.
    ids.sort_by_key(|id| keys.ty(*id));
    let mut leads: BTreeMap<Option<&str>, TypeId> = BTreeMap::new();
    for id in ids {
        if !is_asked && locked(id).is_none() {
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

/// For each type, the unions that have it as an alternative, or in lists, maps and other names that are one.
struct Unions(BTreeMap<TypeId, BTreeSet<TypeId>>);

impl Unions {
    fn of(api: &Api) -> Self {
        let mut found: BTreeMap<TypeId, BTreeSet<TypeId>> = BTreeMap::new();
        for (id, ty) in api.types() {
            let Shape::Union(union) = &ty.shape else { continue };
            let mut todo = Vec::new();
            union.variants.iter().for_each(|variant| parts(&variant.ty, &mut todo));
            let mut seen = BTreeSet::new();
            while let Some(part) = todo.pop() {
                if !seen.insert(part) {
                    continue;
                }
                found.entry(part).or_default().insert(id);
                if let Shape::Alias(usage) = &api.ty(part).shape {
                    parts(&usage.ty, &mut todo);
                }
            }
        }
        Self(found)
    }

    /// Takes out what would be two alternatives of one union: a value of that type would be of either.
    fn without_siblings(&self, mut ids: Vec<TypeId>) -> Vec<TypeId> {
        let unions = |id: &TypeId| self.0.get(id).into_iter().flatten().copied();
        let (mut once, mut often) = (BTreeSet::new(), BTreeSet::new());
        for union in ids.iter().flat_map(unions) {
            if !once.insert(union) {
                often.insert(union);
            }
        }
        ids.retain(|id| !unions(id).any(|union| often.contains(&union)));
        ids
    }
}
