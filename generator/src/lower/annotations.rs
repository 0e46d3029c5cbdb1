//! The keywords of a schema that do not define its type.
//!
//! Descriptions, `readOnly`, defaults and examples are in the schema itself, next to a `$ref`, or next to an
//! `allOf` that contains a `$ref`. An `allOf` wrapper is the only way in OpenAPI 3.0 to describe a use of a
//! named schema. An annotation that is missing from all these locations is inherited from the schema inside
//! the `allOf`.

use std::collections::{BTreeSet, VecDeque};

use super::Lowering;
use super::external_docs::description;
use super::form::is_structural;
use crate::ir::{Docs, Value};
use crate::resolve::Node;

/// The maximum number of schemas to search for the annotations of one use of a schema.
const MAX_PARTS: usize = 100;

/// The vendor extensions that mark secrets, in addition to `format: password` (OpenAPI 3.0.4, "Data Type
/// Format").
const SECRET: [&str; 2] = ["x-ms-secret", "x-sensitive"];

/// The vendor extensions that contain the reason for a deprecation, or a replacement.
const MESSAGES: [&str; 3] = ["x-deprecated-message", "x-deprecatedMessage", "x-deprecation-message"];

/// The Microsoft Graph extension whose value is an object that describes the deprecation.
const DEPRECATION: &str = "x-ms-deprecation";

/// Returns a node's deprecation message, or `None` if the node is not deprecated or has no message.
pub(super) fn deprecation(node: &Node<'_>) -> Option<String> {
    let detail = || node.get(DEPRECATION).and_then(|object| object.text("description"));
    let message = MESSAGES.iter().find_map(|key| node.text(key)).or_else(detail);
    message.filter(|text| node.flag("deprecated") && !text.trim().is_empty())
}

/// Returns the description of a node, with its deprecation message.
pub(super) fn described(node: &Node<'_>) -> Option<String> {
    let note = deprecation(node).map(|message| format!("Deprecated: {message}"));
    match (node.text("description").filter(|text| !text.trim().is_empty()), note) {
        (Some(text), Some(note)) => Some(format!("{text}\n\n{note}")),
        (text, note) => text.or(note).or_else(|| node.text("description")),
    }
}

/// Returns whether a schema itself is marked as a secret.
fn is_secret(node: &Node<'_>) -> bool {
    SECRET.iter().any(|key| node.flag(key))
        || node.json.get("format").and_then(serde_json::Value::as_str) == Some("password")
}

/// The keywords of a schema that do not define its type.
#[derive(Clone, Debug, Default)]
pub(super) struct Annotations {
    pub(super) docs: Docs,
    pub(super) deprecated: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) secret: bool,
    pub(super) default: Option<Value>,
    pub(super) example: Option<Value>,
}

impl<'a> Lowering<'a> {
    /// Returns the annotations of a schema, including its inline `allOf` parts.
    pub(super) fn annotations(&self, node: &Node<'a>) -> Annotations {
        if let Some(parts) = self.meets.parts(&node.at) {
            // Later parts override earlier ones; references are skipped, because their targets are named
            // types with their own descriptions.
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

    /// Like [`annotations`](Self::annotations), but includes the annotations that a property inherits from
    /// the schemas that it refers to or extends: its flags and its default. Descriptions are not inherited,
    /// because they describe the type rather than the property.
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
        found.secret |= self.has_secret(node);
        found
    }

    /// Returns whether a schema's value is a secret, or a list, map or union of secrets.
    pub(super) fn has_secret(&self, node: &Node<'a>) -> bool {
        let mut seen = BTreeSet::new();
        let mut todo = VecDeque::from([node.clone()]);
        while let Some(part) = todo.pop_front().filter(|_| seen.len() < MAX_PARTS) {
            if is_secret(&part) {
                return true;
            }
            if seen.insert(part.at.clone()) {
                let target = part.reference().and_then(|reference| self.document.lookup(reference));
                let parts = ["items", "additionalProperties"].into_iter().filter_map(|key| part.get(key));
                todo.extend(target.into_iter().chain(parts));
                todo.extend(["allOf", "oneOf", "anyOf"].iter().flat_map(|key| part.items_of(key)));
            }
        }
        false
    }

    /// Returns the schemas that always apply together with the given one: its target, its `allOf` parts, and its
    /// union branch, if there is only one.
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

    /// Returns the annotations that a node itself contains.
    fn here(&self, node: &Node<'_>) -> Annotations {
        // `default: null` means no default.
        let value = |key: &str| node.json.get(key).filter(|value| !value.is_null()).cloned();
        Annotations {
            docs: Docs { summary: node.text("title"), description: description(node) },
            deprecated: node.flag("deprecated"),
            read_only: node.flag("readOnly"),
            write_only: node.flag("writeOnly"),
            secret: is_secret(node),
            default: value("default").or_else(|| self.vendor_default(node)),
            example: value("example"),
        }
    }
}

impl Annotations {
    /// Adds the annotations that apply to a use of a schema. A flag is set if it is set in `self` or `other`;
    /// the default of `self` takes precedence.
    fn complete_use(&mut self, other: Self) {
        self.deprecated |= other.deprecated;
        self.read_only |= other.read_only;
        self.write_only |= other.write_only;
        self.secret |= other.secret;
        self.default = self.default.take().or(other.default);
    }

    /// Adds the annotations that are missing here but present in `other`, including descriptions and the
    /// example.
    fn complete(&mut self, other: Self) {
        self.docs.summary = self.docs.summary.take().or(other.docs.summary.clone());
        self.docs.description = self.docs.description.take().or(other.docs.description.clone());
        self.example = self.example.take().or(other.example.clone());
        self.complete_use(other);
    }
}
