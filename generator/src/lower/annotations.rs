//! Annotations: what a schema says beside what its values are.
//!
//! Texts, `readOnly`, defaults and examples stand at the schema itself, beside a `$ref`, or beside an `allOf` that wraps one (the only
//! way that OpenAPI 3.0 has to describe a use of a named schema). What the schema itself does not say, it takes from what it wraps.

use std::collections::{BTreeSet, VecDeque};

use super::Lowering;
use super::form::is_structural;
use crate::ir::{Docs, Value};
use crate::resolve::Node;

/// How many schemas are asked what they say of a use.
const MAX_PARTS: usize = 100;

/// What a schema says beside what its values are.
#[derive(Clone, Debug, Default)]
pub(super) struct Annotations {
    pub(super) docs: Docs,
    pub(super) deprecated: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) default: Option<Value>,
    pub(super) example: Option<Value>,
}

impl<'a> Lowering<'a> {
    /// What is said at the schema itself, or in the `allOf` of one that stands there.
    pub(super) fn annotations(&self, node: &Node<'a>) -> Annotations {
        if let Some(parts) = self.meets.parts(&node.at) {
            // The later is closer; what a reference leads to has texts of its own.
            let mut found = Annotations::default();
            let written = parts.iter().rev().filter(|part| part.reference().is_none());
            written.for_each(|part| found.complete(self.annotations(part)));
            return found;
        }
        let mut found = self.here(node);
        let parts = node.items_of("allOf");
        let described: Vec<_> = parts.iter().filter(|part| is_structural(part)).collect();
        for part in &parts {
            if !is_structural(part) {
                found.complete(self.here(part));
            } else if part.reference().is_none() {
                let of_part = self.annotations(part);
                match described.len() {
                    1 => found.complete(of_part),
                    _ => found.complete_use(of_part),
                }
            }
        }
        found
    }

    /// Like [`annotations`](Self::annotations), with what a property takes over from the schemas that it refers to or is made of: in which
    /// direction it goes, and its default. The texts there are about the type, not about the property.
    pub(super) fn annotations_of_use(&self, node: &Node<'a>) -> Annotations {
        let mut found = self.annotations(node);
        let mut seen = BTreeSet::new();
        let mut todo: VecDeque<Node<'a>> = self.parts_of_use(node).into();
        while let Some(part) = todo.pop_front().filter(|_| seen.len() < MAX_PARTS) {
            if seen.insert(part.at.clone()) {
                let there = self.annotations(&part);
                found.read_only |= there.read_only;
                found.write_only |= there.write_only;
                found.default = found.default.or(there.default);
                todo.extend(self.parts_of_use(&part));
            }
        }
        found
    }

    /// The schemas that hold wherever a schema does: what it refers to, the parts of its `allOf`, and an only alternative.
    fn parts_of_use(&self, node: &Node<'a>) -> Vec<Node<'a>> {
        if let Some(reference) = node.reference() {
            return self.document.lookup(reference).into_iter().collect();
        }
        let mut parts = node.items_of("allOf");
        for key in ["oneOf", "anyOf"] {
            if let [one] = node.items_of(key).as_slice() {
                parts.push(one.clone());
            }
        }
        parts
    }

    /// What is said at one node.
    fn here(&self, node: &Node<'_>) -> Annotations {
        // `default: null` says that there is none.
        let value = |key: &str| node.json.get(key).filter(|value| !value.is_null()).cloned();
        Annotations {
            docs: Docs { summary: node.text("title"), description: node.text("description") },
            deprecated: node.flag("deprecated"),
            read_only: node.flag("readOnly"),
            write_only: node.flag("writeOnly"),
            default: value("default").or_else(|| self.vendor_default(node)),
            example: value("example"),
        }
    }
}

impl Annotations {
    /// Takes over what is said of the use and not said here: one of several parts that says so is enough.
    fn complete_use(&mut self, other: Self) {
        self.deprecated |= other.deprecated;
        self.read_only |= other.read_only;
        self.write_only |= other.write_only;
        self.default = self.default.take().or(other.default);
    }

    /// Takes over what is not said here.
    fn complete(&mut self, other: Self) {
        self.docs.summary = self.docs.summary.take().or(other.docs.summary.clone());
        self.docs.description = self.docs.description.take().or(other.docs.description.clone());
        self.example = self.example.take().or(other.example.clone());
        self.complete_use(other);
    }
}
