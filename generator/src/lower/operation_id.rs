//! The ids of operations, from which `name` derives the names of methods: declared ones, which must be unique, and
//! generated ones.

use std::collections::BTreeMap;

use super::operation::Found;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;

/// The ids of operations.
#[derive(Default)]
pub(super) struct Ids {
    /// The ids in use, each with the first operation that has it.
    taken: BTreeMap<String, Pointer>,
    /// The lowest suffix that might be unused, keyed by generated id.
    numbers: BTreeMap<String, usize>,
}

impl Ids {
    /// Adds a declared id. Returns an error if an earlier operation has the same id.
    pub(super) fn claim(&mut self, id: String, at: &Pointer) -> Option<Diagnostic> {
        if let Some(first) = self.taken.get(&id) {
            let message = format!("duplicate operationId `{id}`, first used by {first}");
            let finding = Diagnostic::error(Code::DuplicateOperation, &at.key("operationId"), message);
            return Some(finding.help("use a different `operationId` for each operation"));
        }
        self.taken.insert(id, at.clone());
        None
    }

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
