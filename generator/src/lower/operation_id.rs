//! Generates ids for operations without an `operationId`, from which `name` derives the names of methods.

use std::collections::BTreeMap;

use super::operation::Found;
use crate::pointer::Pointer;

/// The ids of operations.
#[derive(Default)]
pub(super) struct Ids {
    /// The ids in use, each with the first operation that has it.
    pub(super) taken: BTreeMap<String, Pointer>,
    /// The lowest suffix that might be unused, keyed by generated id.
    numbers: BTreeMap<String, usize>,
}

impl Ids {
    /// Generates an unused id for an operation that declares none.
    pub(super) fn generated_id(&mut self, found: &Found<'_>) -> String {
        let id = id_of(found);
        let mut free = id.clone();
        let number = self.numbers.entry(id.clone()).or_insert(2);
        while self.taken.contains_key(&free) {
            free = format!("{id}{number}");
            *number += 1;
        }
        self.taken.insert(free.clone(), found.node.at.clone());
        free
    }
}

/// Generates an id from the method and path, such as `getUsersById` for `get /users/{id}`.
fn id_of(found: &Found<'_>) -> String {
    let mut id = found.method.key().to_ascii_lowercase();
    for step in found.path.split('/') {
        if step.contains('{') {
            id.push_str("By");
        }
        let mut upper = true;
        for c in step.chars() {
            if !c.is_alphanumeric() {
                upper = true;
            } else if upper {
                id.extend(c.to_uppercase());
                upper = false;
            } else {
                id.push(c);
            }
        }
    }
    id
}
