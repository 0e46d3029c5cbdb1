//! Determines how the naming lock affects the merging of equal types.
//!
//! Part of `dedupe`. If the lock has the same name for several inline types, they form one published type.
//! The types inside them must then also be merged, even if these are new and would otherwise be too few.

use std::collections::BTreeMap;

use crate::ir::{Api, Origin, PathStep, TypeId};
use crate::lock::{Keys, Kind, Lock, Locked};
use crate::pointer::Pointer;

/// The names of types in the lock.
pub(super) struct LockedNames<'a> {
    pub(super) lock: &'a Lock,
    pub(super) keys: &'a Keys,
}

/// A criterion for merging equal types; types with the same criterion become one type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bond<'a> {
    /// Types that belong to the published type with this name, or join it; `None` for a new shared type.
    Name(Option<&'a str>),
    /// New types inside the same published type.
    Inside(Inside<'a>),
}

/// The location of a type inside a published type: the published type's name, and the steps from there.
pub(super) type Inside<'a> = (&'a str, Vec<&'a PathStep>);

impl<'a> LockedNames<'a> {
    /// Returns the key of a type in the lock.
    pub(super) fn key(&self, id: TypeId) -> &'a Pointer {
        self.keys.ty(id)
    }

    /// Returns the merging criterion for each of the given equal types; `None` for a type that remains separate.
    ///
    /// A locked type keeps its name. A new type inside a published type joins the types at the same location
    /// in it. Other new types are merged only if `merges_new` is `true`. They join the type whose locked name
    /// comes first alphabetically. This name does not depend on the document order, and usually belongs to the
    /// shortest path.
    pub(super) fn bonds(&self, api: &'a Api, ids: &[TypeId], merges_new: bool) -> Vec<Option<Bond<'a>>> {
        let first = ids.iter().filter_map(|id| self.name(*id)).min();
        let mut names: BTreeMap<Inside<'a>, &'a str> = BTreeMap::new();
        for id in ids {
            if let (Some(inside), Some(name)) = (self.inside(api, *id), self.name(*id)) {
                let known = names.entry(inside).or_insert(name);
                *known = name.min(known);
            }
        }
        let bond = |id: &TypeId| {
            let inside = self.inside(api, *id);
            let published = inside.as_ref().and_then(|inside| names.get(inside).copied());
            match (self.name(*id).or(published), inside) {
                (Some(name), _) => Some(Bond::Name(Some(name))),
                (None, _) if merges_new => Some(Bond::Name(first)),
                (None, inside) => inside.map(Bond::Inside),
            }
        };
        ids.iter().map(bond).collect()
    }

    /// Returns whether the lock places a type in the top-level module `module` of the crate.
    pub(super) fn is_below(&self, id: TypeId, module: &str) -> bool {
        let locked = self.lock.get(self.keys.ty(id), Kind::Type);
        locked.and_then(|locked| locked.path.split("::").next()).is_some_and(|first| first == module)
    }

    fn name(&self, id: TypeId) -> Option<&'a str> {
        self.lock.get(self.keys.ty(id), Kind::Type).map(Locked::name)
    }

    /// Returns the location of a type inside the innermost published inline type that contains it.
    fn inside(&self, api: &'a Api, id: TypeId) -> Option<Inside<'a>> {
        let mut steps: Vec<&PathStep> = Vec::new();
        let mut at = id;
        // The loop terminates, because an owner precedes its inline types.
        while let Origin::Inline { owner, path } = &api.ty(at).origin {
            steps.splice(0..0, path);
            if matches!(api.ty(*owner).origin, Origin::Schema(_)) {
                return None;
            }
            if let Some(name) = self.name(*owner) {
                return Some((name, steps));
            }
            at = *owner;
        }
        None
    }
}
