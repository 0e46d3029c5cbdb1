//! Place: where a schema is written out, for the name of the type that it may become.

use crate::ir::{OperationId, Origin, TypeId};

/// A way from something that has a name to the schema at hand.
#[derive(Clone, Debug)]
pub(super) struct Place {
    anchor: Anchor,
    path: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
enum Anchor {
    Type(TypeId),
    Operation(OperationId),
}

impl Place {
    /// The inside of a type.
    pub(super) fn of_type(id: TypeId) -> Self {
        Self { anchor: Anchor::Type(id), path: Vec::new() }
    }

    /// The inside of an operation.
    pub(super) fn of_operation(id: OperationId) -> Self {
        Self { anchor: Anchor::Operation(id), path: Vec::new() }
    }

    /// One step further.
    pub(super) fn step(&self, step: impl Into<String>) -> Self {
        let mut path = self.path.clone();
        path.push(step.into());
        Self { anchor: self.anchor, path }
    }

    /// What the name of a type at this place is made from.
    pub(super) fn origin(&self) -> Origin {
        let path = self.path.clone();
        match self.anchor {
            Anchor::Type(owner) => Origin::Inline { owner, path },
            Anchor::Operation(operation) => Origin::Operation { operation, path },
        }
    }
}
