//! Common: what types that are one are made a name of: what their ways through the document have in common.
//!
//! Part of `name`. It says from what a name is made, and takes none.

use crate::analyse::{Facts, telling};
use crate::ir::{Api, Origin, Root, TypeId};

/// The last steps that all ways to these types end with. `None` for a single type, and for types inside others that are one as
/// well: those are called after what they are in.
pub(super) fn steps<'a>(api: &'a Api, facts: &Facts, ids: &[TypeId]) -> Option<Vec<&'a str>> {
    let owner = |id: &TypeId| match &api.ty(*id).origin {
        Origin::Inline { owner, .. } => Some(facts.shared(*owner)),
        Origin::Operation { .. } | Origin::Schema(_) => None,
    };
    let (first, rest) = ids.split_first()?;
    if rest.is_empty() || (owner(first).is_some() && rest.iter().all(|id| owner(id) == owner(first))) {
        return None;
    }
    let mut common = telling(api, *first);
    for id in rest {
        let other = telling(api, *id);
        let same =
            common.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
        common.drain(..common.len() - same);
    }
    Some(common)
}

/// What all of these types are written out in, if it is the same.
pub(super) fn root(api: &Api, ids: &[TypeId]) -> Option<Root> {
    let (first, rest) = ids.split_first()?;
    let root = api.way_to(*first).0;
    rest.iter().all(|id| api.way_to(*id).0 == root).then_some(root)
}
