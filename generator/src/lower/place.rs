//! Defines the path to an inline schema, which determines the name of the schema's type.

use crate::ir::{OperationId, Origin, PathStep, TypeId};

/// A path from a named item to a schema.
#[derive(Clone, Debug)]
pub(super) struct Place {
    anchor: Anchor,
    path: Vec<PathStep>,
}

#[derive(Clone, Copy, Debug)]
enum Anchor {
    Type(TypeId),
    Operation(OperationId),
}

impl Place {
    /// Returns a path that starts at a type, without any steps.
    pub(super) fn of_type(id: TypeId) -> Self {
        Self { anchor: Anchor::Type(id), path: Vec::new() }
    }

    /// Returns a path that starts at an operation, without any steps.
    pub(super) fn of_operation(id: OperationId) -> Self {
        Self { anchor: Anchor::Operation(id), path: Vec::new() }
    }

    /// Appends one step.
    pub(super) fn step(&self, step: PathStep) -> Self {
        let mut path = self.path.clone();
        path.push(step);
        Self { anchor: self.anchor, path }
    }

    /// Returns the source of the type name at this location.
    pub(super) fn origin(&self) -> Origin {
        let path = self.path.clone();
        match self.anchor {
            Anchor::Type(owner) => Origin::Inline { owner, path },
            Anchor::Operation(operation) => Origin::Operation { operation, path },
        }
    }
}
