//! The pair: two models side by side, with what of one belongs to what of the other.
//!
//! Part of `diff`. Matching happens here, once; the other files compare what was matched.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Direction;
use super::preview;
use crate::ir::{Method, Operation, OperationId, Origin, PathPart, Shape, TypeId};
use crate::model::Model;

/// Two models, matched.
pub(super) struct Pair<'a> {
    /// The old model.
    pub(super) old: Side<'a>,
    /// The new model.
    pub(super) new: Side<'a>,
    /// The operations, old and new: those of the new document in its order, then what is gone.
    pub(super) operations: Vec<(Option<OperationId>, Option<OperationId>)>,
}

/// One of the two models.
pub(super) struct Side<'a> {
    /// The model.
    pub(super) model: &'a Model,
    /// Its types by what identifies them in both documents.
    pub(super) types: BTreeMap<Key, TypeId>,
    /// For each type, what identifies it.
    keys: Vec<Option<Key>>,
    /// For each type, whether only previews reach it.
    previews: Vec<bool>,
}

/// What identifies a type in both documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// What it is, or is written out in.
    pub(super) root: Root,
    /// The steps from there to it.
    pub(super) path: Vec<String>,
}

/// Where a type belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root {
    /// A named schema.
    Schema(String),
    /// An operation, as an index of [`Pair::operations`].
    Operation(usize),
}

impl<'a> Pair<'a> {
    /// Matches the models.
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

    /// Method and path of an operation, by its index: those of the new document, where it has it.
    pub(super) fn told(&self, index: usize) -> String {
        let operation = self.operations.get(index).and_then(|(old, new)| match (old, new) {
            (_, Some(id)) => Some(self.new.operation(*id)),
            (Some(id), None) => Some(self.old.operation(*id)),
            (None, None) => None,
        });
        operation.map(|operation| format!("{} {}", operation.method, operation.path.text)).unwrap_or_default()
    }

    /// Whether what this is takes the fields of its form one by one.
    pub(super) fn takes_fields(&self, root: &Root) -> bool {
        let Root::Operation(index) = root else { return false };
        let after = self.operations.get(*index).and_then(|(_, after)| *after);
        after.is_some_and(|id| !self.new.model.facts.fields(id).is_empty())
    }

    /// Who sends a type: what both models agree on, else what the new one says.
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
        // What is written out in a type can stand before it, so rounds are made until no key is new; nesting bounds them.
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

    /// What identifies a type in both documents; nothing does that is written out in an operation that is no part of either.
    pub(super) fn key(&self, id: TypeId) -> Option<&Key> {
        self.keys.get(id.index())?.as_ref()
    }

    /// The operation behind an id.
    pub(super) fn operation(&self, id: OperationId) -> &'a Operation {
        self.model.api.operation(id)
    }

    /// Whether only previews reach a type.
    pub(super) fn is_preview(&self, id: TypeId) -> bool {
        self.previews.get(id.index()).copied().unwrap_or_default()
    }

    /// The path of a type in Rust, below the crate.
    pub(super) fn rust_type(&self, id: TypeId) -> String {
        let name = self.model.names.ty(id);
        if name.in_api {
            format!("api::{}::{}", name.module, name.name)
        } else {
            format!("models::{}", name.name)
        }
    }

    /// The path of a member of a type in Rust.
    pub(super) fn rust_member(&self, id: TypeId, index: usize) -> String {
        let member = self.model.names.ty(id).members.get(index).map_or("", String::as_str);
        format!("{}::{member}", self.rust_type(id))
    }

    /// The path of an operation's method in Rust.
    pub(super) fn rust_operation(&self, id: OperationId) -> Option<String> {
        let tag = self.model.names.tag(self.model.facts.owner(id)?);
        Some(format!("api::{}::{}::{}", tag.module, tag.handle, self.model.names.operation(id).method))
    }

    /// The path of an operation's request builder in Rust.
    pub(super) fn rust_builder(&self, id: OperationId) -> Option<String> {
        let tag = self.model.names.tag(self.model.facts.owner(id)?);
        Some(format!("api::{}::{}", tag.module, self.model.names.operation(id).builder))
    }

    /// Whether a type has properties: the official rules look at no other.
    pub(super) fn has_properties(&self, id: TypeId) -> bool {
        matches!(&self.model.api.ty(id).shape, Shape::Struct(object) if !object.fields.is_empty())
    }
}

/// The operations of both, matched by method and path, then by their ids.
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

/// Method and path, whatever the placeholders are called.
fn place(operation: &Operation) -> (Method, Vec<Option<&str>>) {
    let texts = operation.path.parts.iter().map(|part| match part {
        PathPart::Text(text) => Some(text.as_str()),
        PathPart::Param(_) => None,
    });
    (operation.method, texts.collect())
}
