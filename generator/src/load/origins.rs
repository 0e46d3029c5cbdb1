//! Maps the parts of a tree that come from other sources to their locations there.
//!
//! Part of `load`. Only nodes that `bundle` or an overlay inserted, or moved within an array, have an entry.
//! All other nodes are in the document, at their own pointer.

use std::collections::{BTreeMap, BTreeSet};

use crate::pointer::Pointer;

/// The number of a source and the pointer of a node in it. Source 0 is the document; the other sources start
/// at 1.
pub(crate) type Origin = (usize, Pointer);

/// The origins of a tree's parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    known: BTreeMap<Pointer, Origin>,
}

impl Origins {
    /// Returns the origin of a node.
    pub(crate) fn find(&self, pointer: &Pointer) -> Origin {
        let mut above = Some(pointer.clone());
        while let Some(at) = above {
            if let Some((text, origin)) = self.known.get(&at) {
                return (*text, pointer.rebased(&at, origin));
            }
            above = at.parent();
        }
        (0, pointer.clone())
    }

    /// Records a new origin for a node and its descendants.
    pub(crate) fn put(&mut self, pointer: Pointer, origin: Origin) {
        self.forget(&pointer);
        self.known.insert(pointer, origin);
    }

    /// Removes the entries of a node and its descendants.
    pub(crate) fn forget(&mut self, pointer: &Pointer) {
        for (at, _) in self.below(pointer) {
            self.known.remove(&at);
        }
    }

    /// Updates the entries after the elements `removed` were removed from an array of `length` elements.
    pub(crate) fn taken_out(&mut self, list: &Pointer, removed: &BTreeSet<usize>, length: usize) {
        let kept = (0..length).filter(|index| !removed.contains(index));
        let mut fresh = Vec::new();
        for (new, old) in kept.enumerate().filter(|(new, old)| new != old) {
            let (from, to) = (list.index(old), list.index(new));
            fresh.push((to.clone(), self.find(&from)));
            fresh.extend(self.below(&from).into_iter().map(|(at, origin)| (at.rebased(&from, &to), origin)));
        }
        let first = removed.first().copied().unwrap_or(length);
        (first..length).for_each(|index| self.forget(&list.index(index)));
        self.known.extend(fresh);
    }

    fn below(&self, pointer: &Pointer) -> Vec<(Pointer, Origin)> {
        let from = self.known.range(pointer.clone()..);
        from.take_while(|(at, _)| at.text().starts_with(&*pointer.text()))
            .filter(|(at, _)| pointer.contains(at))
            .map(|(at, origin)| (at.clone(), origin.clone()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).unwrap_or_default()
    }

    #[test]
    fn inserted_parts_have_the_origin_of_their_source() {
        let mut origins = Origins::default();
        origins.put(at("/a/b"), (1, at("/actions/0/update/b")));
        origins.put(at("/a/b/c"), (2, at("/actions/3/update")));
        assert_eq!(origins.find(&at("/a/b/d")), (1, at("/actions/0/update/b/d")));
        assert_eq!(origins.find(&at("/a/b/c/e")), (2, at("/actions/3/update/e")));
        assert_eq!(origins.find(&at("/a/bc")), (0, at("/a/bc")));
        origins.forget(&at("/a"));
        assert_eq!(origins.find(&at("/a/b/c")), (0, at("/a/b/c")));
    }

    #[test]
    fn list_elements_keep_their_origin_when_they_move() {
        let mut origins = Origins::default();
        origins.put(at("/a/3"), (1, at("/x")));
        origins.put(at("/a/2/b"), (1, at("/y")));
        origins.taken_out(&at("/a"), &BTreeSet::from([0, 1]), 4);
        assert_eq!(origins.find(&at("/a/0/c")), (0, at("/a/2/c")));
        assert_eq!(origins.find(&at("/a/0/b")), (1, at("/y")));
        assert_eq!(origins.find(&at("/a/1/z")), (1, at("/x/z")));
        origins.taken_out(&at("/a"), &BTreeSet::from([0]), 2);
        assert_eq!(origins.find(&at("/a/0")), (1, at("/x")));
    }
}
