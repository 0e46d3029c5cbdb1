//! Deduplicates inline types by merging equal ones into one type.
//!
//! Documents with few `$ref`s repeat the same inline object or enum in dozens of operations and schemas.
//! Types are merged if they are equal, have the same property or parameter name, and occur either all under the
//! same tag or all in schemas. Untagged operations are grouped into resources by path. Equal types in several
//! resources are also merged, because the author of the document did not choose these groups. A complete request
//! or response body keeps its own type. Types that have different names in the naming lock also remain separate;
//! otherwise, adding a property could merge published types. Types with the same name in the lock remain merged,
//! and new types inside them are also merged.

mod locked_names;
mod signature;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, inside, parts};
use crate::config::Config;
use crate::ir::{Api, Origin, PathStep, Root, Shape, TagId, TagKind, TypeId};
use crate::lock::{Keys, Lock};
use locked_names::{Bond, LockedNames};

/// The module in which a type is emitted; only types in the same module are merged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Models,
    Tag(TagId),
    /// Under any resource, or published in `models` as a type of several resources.
    Resources,
}

/// The element of [`naming_path`] that represents a complete error body.
pub const ERROR_BODY: &str = "error body";

/// The minimum number of equal inline types in schemas for a merge.
///
/// A schema and its variant for `create` requests are often equal at first, but diverge later. A published
/// type would then have to be split.
const MIN_PLACES: usize = 3;

/// The key by which types are merged: location, name and signature. A complete body has no name.
type MergeKey<'a> = (Place, Option<Cow<'a, str>>, String);

/// Records the representative of each type that is merged with others.
pub(super) fn dedupe(api: &Api, config: &Config, lock: &Lock, keys: &Keys, facts: &mut Facts) {
    if config.models.apart {
        return;
    }
    let unions = Unions::from_api(api);
    let names = LockedNames { lock, keys };
    let mut order = Order::from_api(api, facts);
    while let Some(ready) = order.next() {
        let mut alike: BTreeMap<MergeKey<'_>, Vec<TypeId>> = BTreeMap::new();
        for id in ready {
            let Some(place) = place(api, &names, facts, id) else { continue };
            let name = naming_path(api, id).pop();
            alike.entry((place, name, signature::signature(api, facts, id))).or_default().push(id);
        }
        for ((place, name, _), ids) in alike {
            for group in groups(api, &names, facts, place, ids) {
                let is_enough = name.is_some() && group.is_enough;
                merge(api, &names, facts, is_enough, unions.without_siblings(group.ids));
            }
        }
    }
    move_to_models(api, &names, facts);
}

/// Equal types that can be merged into one.
struct Group {
    ids: Vec<TypeId>,
    /// Whether there are enough equal types to merge even those that are not yet in the lock.
    is_enough: bool,
}

/// Splits equal types into groups that are merged separately.
///
/// For types of resources, one group is emitted in `models` if some of them are published there, or if there
/// are enough for a new type. This group excludes types that are published under a resource. All remaining
/// types are grouped by resource.
fn groups(api: &Api, names: &LockedNames<'_>, facts: &Facts, place: Place, ids: Vec<TypeId>) -> Vec<Group> {
    if place != Place::Resources {
        let is_enough = place != Place::Models || ids.len() >= MIN_PLACES;
        return vec![Group { ids, is_enough }];
    }
    let is_published = ids.iter().any(|id| names.is_below(*id, "models"));
    let is_free = |id: &TypeId| !names.is_below(*id, "api");
    let is_enough = ids.len() >= MIN_PLACES && tags(api, facts, &ids).len() > 1 && ids.iter().all(is_free);
    let (together, apart): (Vec<TypeId>, Vec<TypeId>) =
        ids.into_iter().partition(|id| (is_published || is_enough) && is_free(id));
    let mut by_tag: BTreeMap<Option<TagId>, Vec<TypeId>> = BTreeMap::new();
    for id in apart {
        by_tag.entry(tag(api, facts, id)).or_default().push(id);
    }
    let all = [together].into_iter().chain(by_tag.into_values());
    all.map(|ids| Group { ids, is_enough: true }).collect()
}

/// Records the types of operations that are emitted in `models`: types that several resources share, and types that are
/// published there.
fn move_to_models(api: &Api, names: &LockedNames<'_>, facts: &mut Facts) {
    let of_operations = api.types().map(|(id, _)| id).filter(|id| tag(api, facts, *id).is_some());
    let moves = |id: &TypeId| {
        let all: Vec<TypeId> = [*id].into_iter().chain(facts.duplicates_of(*id)).collect();
        tags(api, facts, &all).len() > 1 || all.iter().any(|id| names.is_below(*id, "models"))
    };
    let moved = of_operations.filter(|id| facts.shared(*id) == *id).filter(moves).collect();
    facts.in_models = moved;
}

/// Returns the tag of the operation that contains a type.
fn tag(api: &Api, facts: &Facts, id: TypeId) -> Option<TagId> {
    match api.way_to(id).0 {
        Root::Schema(_) => None,
        Root::Operation(operation) => facts.owner(operation),
    }
}

/// Returns the tags of the operations that contain the given types.
fn tags(api: &Api, facts: &Facts, ids: &[TypeId]) -> BTreeSet<TagId> {
    ids.iter().filter_map(|id| tag(api, facts, *id)).collect()
}

/// A traversal of the inline types in rounds, innermost first, since equality depends on the contained types.
///
/// No round includes a type that contains itself.
struct Order {
    /// For each type, the types that contain it, possibly with duplicates.
    around: Vec<Vec<TypeId>>,
    /// For each type, the number of contained types that have not yet been in a round.
    open: Vec<usize>,
    ready: Vec<TypeId>,
}

impl Order {
    fn from_api(api: &Api, facts: &Facts) -> Self {
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

    /// Returns the types of the next round.
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

/// Returns the location where a type is emitted; `None` if the type is inline in an operation that is not emitted.
fn place(api: &Api, names: &LockedNames<'_>, facts: &Facts, id: TypeId) -> Option<Place> {
    match api.way_to(id).0 {
        Root::Schema(_) => Some(Place::Models),
        Root::Operation(operation) if names.is_below(id, "models") => {
            facts.owner(operation).map(|_| Place::Resources)
        }
        Root::Operation(operation) => facts.owner(operation).map(|tag| match api.tag(tag).kind {
            TagKind::Resource => Place::Resources,
            TagKind::Tag | TagKind::Rest => Place::Tag(tag),
        }),
    }
}

/// Returns the names of parameters, properties and variants on the path to a type.
///
/// A complete body has no name, except for errors.
pub fn naming_path(api: &Api, id: TypeId) -> Vec<Cow<'_, str>> {
    let (_, way) = api.way_to(id);
    // The first `outer` steps lead to the schema of a body; the other steps are inside that schema.
    let outer = api.outer_steps(id);
    let (outer, inner) = way.split_at(outer.min(way.len()));
    let (outer, is_error) = match outer {
        [PathStep::Response, PathStep::Status(status), rest @ ..] => (rest, status.is_error()),
        [PathStep::Body | PathStep::Response, rest @ ..] => (rest, false),
        all => (all, false),
    };
    let is_whole = outer.iter().all(|step| step.is_element() || matches!(step, PathStep::MediaType(_)));
    let outer = if is_whole { &[] } else { outer };
    let steps = outer.iter().chain(inner).copied().filter(|step| is_name(step));
    let steps = PathStep::words(steps);
    if is_error && steps.is_empty() { vec![Cow::Borrowed(ERROR_BODY)] } else { steps }
}

/// Returns whether a step has a name. Steps to elements and to untitled variants have none.
fn is_name(step: &PathStep) -> bool {
    !step.is_element() && !matches!(step, PathStep::Alternative { is_titled: false, .. })
}

/// Merges equal types if the lock and the number of types allow it.
///
/// If `merges_new` is `false`, merges only types that are already published as one type, and new types inside
/// such types.
fn merge(api: &Api, names: &LockedNames<'_>, facts: &mut Facts, merges_new: bool, mut ids: Vec<TypeId>) {
    // The representative must not depend on the document order, since its key determines which fields are
    // boxed.
    ids.sort_by_key(|id| names.key(*id));
    let bonds = names.bonds(api, &ids, merges_new);
    let mut leads: BTreeMap<Bond<'_>, TypeId> = BTreeMap::new();
    for (id, bond) in ids.into_iter().zip(bonds) {
        let Some(bond) = bond else { continue };
        let lead = *leads.entry(bond).or_insert(id);
        if lead == id {
            continue;
        }
        let other = std::mem::take(&mut facts.types[id.index()]);
        let one = &mut facts.types[lead.index()];
        one.request |= other.request;
        one.response |= other.response;
        one.unreferenced |= other.unreferenced;
        one.tags.extend(other.tags);
        facts.shared.insert(id, lead);
        facts.duplicates.entry(lead).or_default().push(id);
    }
}

/// For each type, the unions that have it as a variant, directly or in lists, maps and aliases.
struct Unions(BTreeMap<TypeId, BTreeSet<TypeId>>);

impl Unions {
    fn from_api(api: &Api) -> Self {
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

    /// Removes types that are variants of the same union. If they were merged, a value would match several
    /// variants.
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
