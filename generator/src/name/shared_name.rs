//! Derives names for deduplicated types from the path suffix that they share.
//!
//! Part of `name`. This module returns the steps for a name, but does not assign names.

use std::borrow::Cow;

use crate::analyse::{Facts, naming_path};
use crate::ir::{Api, Origin, Root, TypeId};

/// Returns the longest common suffix of the paths to the given types, as steps.
///
/// Returns `None` for a single type, and for types whose owners are themselves deduplicated, because such
/// types are named after the owner.
pub(super) fn steps<'a>(api: &'a Api, facts: &Facts, ids: &[TypeId]) -> Option<Vec<Cow<'a, str>>> {
    let owner = |id: &TypeId| match &api.ty(*id).origin {
        Origin::Inline { owner, .. } => Some(facts.shared(*owner)),
        Origin::Operation { .. } | Origin::Schema(_) => None,
    };
    let (first, rest) = ids.split_first()?;
    if rest.is_empty() || (owner(first).is_some() && rest.iter().all(|id| owner(id) == owner(first))) {
        return None;
    }
    let mut common = naming_path(api, *first);
    for id in rest {
        let other = naming_path(api, *id);
        let same =
            common.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
        common.drain(..common.len() - same);
    }
    (!common.is_empty()).then_some(common)
}

/// Returns the owner of the given types, if all of them have the same owner.
pub(super) fn root(api: &Api, ids: &[TypeId]) -> Option<Root> {
    let (first, rest) = ids.split_first()?;
    let root = api.way_to(*first).0;
    rest.iter().all(|id| api.way_to(*id).0 == root).then_some(root)
}
