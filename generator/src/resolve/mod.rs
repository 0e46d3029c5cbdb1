//! Provides typed nodes, each parsed on demand, and checked references.
//!
//! The document is never parsed as a whole. A node that violates OpenAPI 3.0 causes one diagnostic, at its own
//! pointer, and only that node is ignored. [`references`] checks every `$ref` once, in advance; later uses
//! follow references without reporting. Only this stage and `lower` use `openapiv3`. This stage does not
//! depend on the model.

mod expansion;
mod references;
mod schema;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostic::Diagnostics;
use crate::load::Refusals;
use crate::pointer::Pointer;

pub(crate) use expansion::{check as check_expansion, limit as expansion_limit};
pub(crate) use references::{Target, target};
pub(crate) use schema::{Additional, Schema};

/// A normalized document (OpenAPI 3.0) with checked references.
#[derive(Debug)]
pub(crate) struct Document {
    tree: Value,
}

/// A node of the document and its location.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    /// The location of the node.
    pub(crate) at: Pointer,
    /// The node's value.
    pub(crate) json: &'a Value,
}

/// Checks all references in a document; `refusals` contains the known reasons why some references do not
/// resolve.
pub(crate) fn resolve(tree: Value, refusals: &Refusals, findings: &mut Diagnostics) -> Document {
    references::check(&tree, refusals, findings);
    Document { tree }
}

impl Document {
    /// Returns the root node of the document.
    pub(crate) fn root(&self) -> Node<'_> {
        Node { at: Pointer::root(), json: &self.tree }
    }

    /// Returns the members of `components.{section}`, in document order.
    pub(crate) fn components(&self, section: &str) -> Vec<(&str, Node<'_>)> {
        self.root().get("components").map(|all| all.members_of(section)).unwrap_or_default()
    }

    /// Returns the node at a location.
    pub(crate) fn at(&self, at: &Pointer) -> Option<Node<'_>> {
        at.find(&self.tree).map(|json| Node { at: at.clone(), json })
    }

    /// Returns the target of a reference, or `None` if the target does not exist, which has already been reported.
    pub(crate) fn lookup(&self, reference: &str) -> Option<Node<'_>> {
        match target(reference) {
            Target::Local(at) => {
                let json = at.find(&self.tree)?;
                Some(Node { at, json })
            }
            Target::External | Target::Malformed => None,
        }
    }

    /// Returns the node itself or, if it is a reference, its final target.
    ///
    /// Returns `None` for a cycle or a chain of more than 100 references, which has already been reported.
    pub(crate) fn follow<'a>(&'a self, node: &Node<'a>) -> Option<Node<'a>> {
        let mut node = node.clone();
        let mut seen = Vec::new();
        while let Some(reference) = node.reference() {
            if seen.contains(&node.at) || seen.len() > references::MAX_HOPS {
                return None;
            }
            let next = self.lookup(reference)?;
            seen.push(node.at);
            node = next;
        }
        Some(node)
    }
}

impl<'a> Node<'a> {
    /// Returns the string in `$ref` if the node is a reference.
    pub(crate) fn reference(&self) -> Option<&'a str> {
        self.json.get("$ref").and_then(Value::as_str)
    }

    /// Returns the members of the node if it is an object.
    pub(crate) fn object(&self) -> Option<&'a Map<String, Value>> {
        self.json.as_object()
    }

    /// Returns the member with the given name.
    pub(crate) fn get(&self, key: &str) -> Option<Node<'a>> {
        self.json.get(key).map(|json| Node { at: self.at.key(key), json })
    }

    /// Returns the string in the member `key`. Returns `None` if the member is blank, absent or of another type.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.json.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned)
    }

    /// Returns whether the member with the given name is `true`.
    pub(crate) fn flag(&self, key: &str) -> bool {
        self.json.get(key) == Some(&Value::Bool(true))
    }

    /// Returns the members of the node, in document order. The result is empty if the node is not an object.
    pub(crate) fn members(&self) -> Vec<(&'a str, Node<'a>)> {
        let Some(object) = self.object() else { return Vec::new() };
        object.iter().map(|(key, json)| (key.as_str(), Node { at: self.at.key(key), json })).collect()
    }

    /// Returns the members of the member `key`, in document order.
    pub(crate) fn members_of(&self, key: &str) -> Vec<(&'a str, Node<'a>)> {
        self.get(key).map(|node| node.members()).unwrap_or_default()
    }

    /// Returns the elements of the member `key`. The result is empty if the member is not an array.
    pub(crate) fn items_of(&self, key: &str) -> Vec<Node<'a>> {
        let Some(items) = self.json.get(key).and_then(Value::as_array) else { return Vec::new() };
        let at = self.at.key(key);
        items.iter().enumerate().map(|(i, json)| Node { at: at.index(i), json }).collect()
    }

    /// Parses this node without the members in `apart`, which are parsed as separate nodes. `defaults`
    /// contains the values for absent members.
    ///
    /// # Errors
    /// Returns a description of the problem.
    pub(crate) fn parse<T: DeserializeOwned>(&self, apart: &[&str], defaults: Value) -> Result<T, String> {
        let object = self.object().ok_or_else(|| "expected an object".to_owned())?;
        let mut view: Map<String, Value> = object
            .iter()
            .filter(|(key, value)| !apart.contains(&key.as_str()) && !value.is_null())
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if let Value::Object(defaults) = defaults {
            for (key, value) in defaults {
                view.entry(key).or_insert(value);
            }
        }
        serde_json::from_value(Value::Object(view)).map_err(|error| error.to_string())
    }
}
