//! Annotations: what a schema says beside what its values are.
//!
//! Texts, `readOnly`, defaults and examples stand at the schema itself, beside a `$ref`, or beside an `allOf` that wraps one (the only
//! way that OpenAPI 3.0 has to describe a use of a named schema). What the schema itself does not say, it takes from what it wraps.

use super::Lowering;
use super::form::is_structural;
use crate::ir::{Docs, Value};
use crate::resolve::Node;

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
        let mut found = self.here(node);
        let parts = node.items_of("allOf");
        let described: Vec<_> = parts.iter().filter(|part| is_structural(part)).collect();
        for part in &parts {
            if !is_structural(part) {
                found.complete(self.here(part));
            } else if described.len() == 1 && part.reference().is_none() {
                found.complete(self.annotations(part));
            }
        }
        found
    }

    /// Like [`annotations`](Self::annotations), with what a property takes over from the schema that it refers to: in which direction it goes, and
    /// its default. The texts there are about the type, not about the property.
    pub(super) fn annotations_of_use(&self, node: &Node<'a>) -> Annotations {
        let mut found = self.annotations(node);
        let mut at = node.clone();
        let mut seen = Vec::new();
        while let Some(target) = self.wrapped(&at) {
            if seen.contains(&target.at) {
                break;
            }
            let there = self.annotations(&target);
            found.read_only |= there.read_only;
            found.write_only |= there.write_only;
            found.default = found.default.or(there.default);
            seen.push(target.at.clone());
            at = target;
        }
        found
    }

    /// The schema that a reference names, alone or in an `allOf` of one.
    fn wrapped(&self, node: &Node<'a>) -> Option<Node<'a>> {
        if let Some(reference) = node.reference() {
            return self.document.lookup(reference);
        }
        let mut parts = node.items_of("allOf").into_iter().filter(is_structural);
        let part = parts.next()?;
        if parts.next().is_some() { None } else { self.document.lookup(part.reference()?) }
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
    /// Takes over what is not said here.
    fn complete(&mut self, other: Self) {
        self.docs.summary = self.docs.summary.take().or(other.docs.summary);
        self.docs.description = self.docs.description.take().or(other.docs.description);
        self.deprecated |= other.deprecated;
        self.read_only |= other.read_only;
        self.write_only |= other.write_only;
        self.default = self.default.take().or(other.default);
        self.example = self.example.take().or(other.example);
    }
}
