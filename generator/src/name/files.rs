//! Names of the private modules below a tag: one per operation, and one for the inline types that several operations share.
//!
//! The modules are files. Public paths do not contain them, so the lock does not, either: their names follow from those of the methods.

use std::collections::{BTreeMap, BTreeSet};

use super::bounds::file_stem;
use super::{OperationName, TypeName};
use crate::analyse::Facts;
use crate::ir::{Api, OperationId, Origin, TagId, TypeId};

/// The module of inline types that several operations of a tag share.
const SHARED: &str = "shared";

/// Names the module of each operation after its method.
pub(super) fn operations(facts: &Facts, names: &mut [OperationName]) {
    let mut taken: BTreeMap<TagId, BTreeSet<String>> = BTreeMap::new();
    for (index, name) in names.iter_mut().enumerate() {
        let Some(tag) = facts.owner(OperationId::new(index)) else { continue };
        let taken = taken.entry(tag).or_insert_with(|| BTreeSet::from([SHARED.to_owned()]));
        // Methods differ without regard to case, but two of them can have the same spelling in ASCII.
        let stem = file_stem(&name.method);
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        let mut free = [stem.clone()].into_iter().chain(numbered).filter(|name| !taken.contains(name));
        name.file = free.next().unwrap_or(stem);
        taken.insert(name.file.clone());
    }
}

/// Sets the module of each inline type of an operation.
pub(super) fn types(api: &Api, facts: &Facts, operations: &[OperationName], names: &mut [TypeName]) {
    for (id, _) in api.types() {
        if names.get(id.index()).is_some_and(|name| name.in_api) {
            let file = file(api, facts, operations, id);
            names[id.index()].file = file.unwrap_or(SHARED).to_owned();
        }
    }
}

/// Returns the module of the only operation that contains a type; `None` if there are several.
fn file<'a>(api: &Api, facts: &Facts, operations: &'a [OperationName], id: TypeId) -> Option<&'a str> {
    let first = facts.shared(id);
    let operation = root(api, facts, first)?;
    let is_alone = facts.duplicates_of(first).all(|other| root(api, facts, other) == Some(operation));
    operations.get(operation.index()).filter(|_| is_alone).map(|name| name.file.as_str())
}

/// Returns the operation that declares a type, through the representatives of its owners.
fn root(api: &Api, facts: &Facts, id: TypeId) -> Option<OperationId> {
    let mut at = id;
    loop {
        match &api.ty(at).origin {
            Origin::Operation { operation, .. } => return Some(*operation),
            Origin::Inline { owner, .. } => at = facts.shared(*owner),
            Origin::Schema(_) => return None,
        }
    }
}
