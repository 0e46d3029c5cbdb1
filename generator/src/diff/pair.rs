//! Two models and the correspondence between their items.
//!
//! Part of `diff`. Only this module matches items; the other modules compare matched items.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Direction;
use super::preview;
use crate::ir::{Method, Operation, OperationId, Origin, PathPart, PathStep, Shape, TypeId};
use crate::model::Model;
use crate::name::RustName;

/// Two models whose items are matched.
pub(super) struct Pair<'a> {
    /// The old model.
    pub(super) old: Side<'a>,
    /// The new model.
    pub(super) new: Side<'a>,
    /// The operations as pairs of old and new, in the order of the new document; removed operations come last.
    pub(super) operations: Vec<(Option<OperationId>, Option<OperationId>)>,
}

/// One of the two models.
pub(super) struct Side<'a> {
    /// The model of one of the two documents.
    pub(super) model: &'a Model,
    /// The id of each type, by [`Key`].
    pub(super) types: BTreeMap<Key, TypeId>,
    /// The key of each type.
    keys: Vec<Option<Key>>,
    /// Whether each type is reachable only from previews.
    previews: Vec<bool>,
}

/// The key of a type. Matching types of both documents have the same key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The type itself or, for an inline type, its root.
    pub(super) root: Root,
    /// The steps from the root to the type.
    pub(super) path: Vec<PathStep>,
}

/// The root of a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root {
    /// A named schema.
    Schema(String),
    /// An operation, as an index into [`Pair::operations`].
    Operation(usize),
}

impl<'a> Pair<'a> {
    /// Matches two models.
    pub(super) fn new(old: &'a Model, new: &'a Model) -> Self {
        let operations = matched(old, new);
        let side = |model, place: &dyn Fn(usize) -> Option<OperationId>| {
            let places = operations.iter().enumerate().filter_map(|(index, _)| Some((place(index)?, index)));
            Side::new(model, &places.collect())
        };
        Self {
            old: side(old, &|index| operations.get(index).and_then(|(old, _)| *old)),
            new: side(new, &|index| operations.get(index).and_then(|(_, new)| *new)),
            operations,
        }
    }

    /// Returns the method and path of an operation by its index, preferably from the new document.
    pub(super) fn described(&self, index: usize) -> String {
        let operation = self.operations.get(index).and_then(|(old, new)| match (old, new) {
            (_, Some(id)) => Some(self.new.operation(*id)),
            (Some(id), None) => Some(self.old.operation(*id)),
            (None, None) => None,
        });
        operation.map(|operation| format!("{} {}", operation.method, operation.path.text)).unwrap_or_default()
    }

    /// Returns whether the operation accepts the fields of a form as separate arguments.
    pub(super) fn takes_fields(&self, root: &Root) -> bool {
        let Root::Operation(index) = root else { return false };
        let after = self.operations.get(*index).and_then(|(_, after)| *after);
        after.is_some_and(|id| !self.new.model.facts.fields(id).is_empty())
    }

    /// Returns the directions that a type has in both models or, if there are none, those in the new model.
    pub(super) fn direction(&self, old: TypeId, new: TypeId) -> Option<Direction> {
        let (before, after) = (self.old.model.facts.ty(old), self.new.model.facts.ty(new));
        Direction::from_flags(before.request && after.request, before.response && after.response)
            .or_else(|| Direction::from_flags(after.request, after.response))
    }
}

impl<'a> Side<'a> {
    fn new(model: &'a Model, operations: &BTreeMap<OperationId, usize>) -> Self {
        let mut types = BTreeMap::new();
        let mut keys: Vec<Option<Key>> = vec![None; model.api.types.len()];
        // An inline type can precede its parent in the list, so the loop repeats until a pass adds no key. The
        // nesting depth bounds the number of passes.
        loop {
            let mut found = false;
            for (id, ty) in model.api.types() {
                if keys[id.index()].is_some() {
                    continue;
                }
                let key = match &ty.origin {
                    Origin::Schema(name) => Some(Key { root: Root::Schema(name.clone()), path: Vec::new() }),
                    Origin::Operation { operation, path } => operations
                        .get(operation)
                        .map(|index| Key { root: Root::Operation(*index), path: path.clone() }),
                    Origin::Inline { owner, path } => keys[owner.index()].as_ref().map(|around| {
                        let path = around.path.iter().chain(path).cloned().collect();
                        Key { root: around.root.clone(), path }
                    }),
                };
                if let Some(key) = key {
                    types.entry(key.clone()).or_insert(id);
                    keys[id.index()] = Some(key);
                    found = true;
                }
            }
            if !found {
                break;
            }
        }
        Self { model, types, keys, previews: preview::only(model) }
    }

    /// Returns the key of a type; `None` for an inline type of an operation that was not matched.
    pub(super) fn key(&self, id: TypeId) -> Option<&Key> {
        self.keys.get(id.index())?.as_ref()
    }

    /// Returns the operation with the given id.
    pub(super) fn operation(&self, id: OperationId) -> &'a Operation {
        self.model.api.operation(id)
    }

    /// Returns whether a type is reachable only from previews.
    pub(super) fn is_preview(&self, id: TypeId) -> bool {
        self.previews.get(id.index()).copied().unwrap_or_default()
    }

    /// Returns the path of a type in Rust, relative to the crate.
    pub(super) fn rust_type(&self, id: TypeId) -> String {
        let name = self.model.names.ty(id);
        if name.in_api {
            format!("api::{}::{}", name.module, name.name)
        } else {
            format!("models::{}", name.name)
        }
    }

    /// Returns the path of a type's member in Rust.
    pub(super) fn rust_member(&self, id: TypeId, index: usize) -> String {
        let member = self.model.names.ty(id).members.get(index).map_or("", RustName::as_str);
        format!("{}::{member}", self.rust_type(id))
    }

    /// Returns the path of an operation's method in Rust.
    pub(super) fn rust_operation(&self, id: OperationId) -> Option<String> {
        let tag = self.model.names.tag(self.model.facts.owner(id)?);
        Some(format!("api::{}::{}::{}", tag.module, tag.handle, self.model.names.operation(id).method))
    }

    /// Returns the path of an operation's request builder in Rust.
    pub(super) fn rust_builder(&self, id: OperationId) -> Option<String> {
        let tag = self.model.names.tag(self.model.facts.owner(id)?);
        Some(format!("api::{}::{}", tag.module, self.model.names.operation(id).builder))
    }

    /// Returns whether a type has properties; the official rules cover only such types.
    pub(super) fn has_properties(&self, id: TypeId) -> bool {
        matches!(&self.model.api.ty(id).shape, Shape::Struct(object) if !object.fields.is_empty())
    }
}

/// Matches the operations by method and path, then by `operationId`.
fn matched(old: &Model, new: &Model) -> Vec<(Option<OperationId>, Option<OperationId>)> {
    let mut by_place: BTreeMap<_, OperationId> = BTreeMap::new();
    let mut by_id: BTreeMap<&str, OperationId> = BTreeMap::new();
    for (id, operation) in old.api.operations() {
        by_place.insert(place(operation), id);
        by_id.insert(&operation.id, id);
    }
    let mut found: Vec<(Option<OperationId>, Option<OperationId>)> =
        new.api.operations().map(|(id, operation)| (by_place.remove(&place(operation)), Some(id))).collect();
    let mut left: BTreeSet<_> = by_place.into_values().collect();
    for (before, after) in &mut found {
        let (None, Some(after)) = (&before, after) else { continue };
        *before = by_id.get(new.api.operation(*after).id.as_str()).copied().filter(|id| left.remove(id));
    }
    found.extend(left.into_iter().map(|id| (Some(id), None)));
    found
}

/// Returns the method and path, without the names of placeholders.
fn place(operation: &Operation) -> (&Method, Vec<Option<&str>>) {
    let texts = operation.path.parts.iter().map(|part| match part {
        PathPart::Text(text) => Some(text.as_str()),
        PathPart::Param(_) => None,
    });
    (&operation.method, texts.collect())
}
