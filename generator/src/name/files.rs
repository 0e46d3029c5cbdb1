//! Names the private modules under a tag: one per operation, and one per inline type that several operations
//! share.
//!
//! Each module is a file. Public paths do not contain the modules, so the lock does not contain their names.
//! The names are derived from those of the methods and types.

use std::collections::{BTreeMap, BTreeSet};

use super::bounds::file_stem;
use super::reserved::KEYWORDS;
use super::{OperationName, RustName, TagName, TypeName, words};
use crate::analyse::Facts;
use crate::ir::{Api, OperationId, Origin, TypeId};

/// The names in use for private modules, keyed by the name of the tag's module.
pub(super) type Taken = BTreeMap<String, BTreeSet<RustName>>;

/// Names the module of each operation after its method.
pub(super) fn operations(facts: &Facts, tags: &[TagName], names: &mut [OperationName]) -> Taken {
    let mut taken = Taken::new();
    for (index, name) in names.iter_mut().enumerate() {
        let tag = facts.owner(OperationId::new(index)).and_then(|tag| tags.get(tag.index()));
        if let Some(tag) = tag {
            name.file = take(&mut taken, &tag.module, &name.method);
        }
    }
    taken
}

/// Sets the module of each inline type in an operation. This is the module of the operation or shared type
/// that contains the type, or else a separate module.
pub(super) fn types(
    api: &Api,
    facts: &Facts,
    operations: &[OperationName],
    mut taken: Taken,
    names: &mut [TypeName],
) {
    let mut homes = Homes { api, facts, known: BTreeMap::new() };
    let mut files: BTreeMap<TypeId, RustName> = BTreeMap::new();
    for (id, _) in api.types() {
        if !names[id.index()].in_api {
            continue;
        }
        let file = match homes.home(facts.shared(id)) {
            Home::Operation(operation) => operations[operation.index()].file.clone(),
            Home::Type(shared) => {
                let name = &names[shared.index()];
                let new = || take(&mut taken, &name.module, &words::snake(&name.name));
                files.entry(shared).or_insert_with(new).clone()
            }
        };
        names[id.index()].file = file;
    }
}

/// The operation or type whose module contains a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Home {
    Operation(OperationId),
    /// A type that several operations share.
    Type(TypeId),
}

/// Finds the item whose module contains each type.
struct Homes<'a> {
    api: &'a Api,
    facts: &'a Facts,
    known: BTreeMap<TypeId, Home>,
}

impl Homes<'_> {
    /// Returns the home of a shared type: the common home of all its duplicates or, if their homes differ, the type
    /// itself.
    fn home(&mut self, id: TypeId) -> Home {
        if let Some(home) = self.known.get(&id) {
            return *home;
        }
        let first = self.around(id);
        let others: Vec<TypeId> = self.facts.duplicates_of(id).collect();
        let is_alone = others.into_iter().all(|other| self.around(other) == first);
        let home = first.filter(|_| is_alone).unwrap_or(Home::Type(id));
        self.known.insert(id, home);
        home
    }

    /// Returns the home of a type's owner. An owner precedes its inline types in the model, so its home is
    /// already known.
    fn around(&mut self, id: TypeId) -> Option<Home> {
        match &self.api.ty(id).origin {
            Origin::Operation { operation, .. } => Some(Home::Operation(*operation)),
            Origin::Inline { owner, .. } => Some(self.home(self.facts.shared(*owner))),
            Origin::Schema(_) => None,
        }
    }
}

/// Returns an unused name for a module in a tag, and records it as used.
fn take(taken: &mut Taken, tag: &str, name: &str) -> RustName {
    let taken = taken.entry(tag.to_owned()).or_default();
    // The names of methods and types differ even if case is ignored, but two of them can share an ASCII form.
    let mut stem = file_stem(name);
    if KEYWORDS.contains(&stem.as_str()) {
        stem.push('_');
    }
    let numbered = (2..).map(|number| format!("{}_{number}", stem.trim_end_matches('_')));
    let mut free = [stem.clone()].into_iter().chain(numbered).filter(|name| !taken.contains(name.as_str()));
    let name = RustName::new(free.next().unwrap_or(stem));
    taken.insert(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_unique_in_a_tag() {
        let mut taken = Taken::new();
        let mut names = ["get", "größe", "gr_uf6_udfe", "con", "mod", "get"]
            .map(|name| take(&mut taken, "a", name).to_string());
        names[5] = format!("{} {}", names[5], take(&mut taken, "b", "get"));
        assert_eq!(names, ["get", "gr_uf6_udfe", "gr_uf6_udfe_2", "con_", "mod_", "get_2 get"]);
    }
}
