//! Resolve: the document as typed nodes, each parsed when it is asked for, and references that lead somewhere.
//!
//! The document is never parsed as a whole: a node that is not what OpenAPI 3.0 says costs one diagnostic at its own
//! pointer, and no more than itself. [`references`] checks every `$ref` once, up front; what uses the document afterwards follows
//! them without a word. This stage and `lower` are the only ones that know `openapiv3`; it knows nothing of the model.

mod references;
mod schema;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostic::Diagnostics;
use crate::load::Refusals;
use crate::pointer::Pointer;

pub(crate) use references::{Target, target};
pub(crate) use schema::{Additional, Schema};

/// A normalised document (OpenAPI 3.0), of which every reference has been looked at.
#[derive(Debug)]
pub(crate) struct Document {
    tree: Value,
}

/// A node of the document and its address.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    /// Where it stands.
    pub(crate) at: Pointer,
    /// What stands there.
    pub(crate) json: &'a Value,
}

/// Looks at every reference of the document and makes it ready to be read; `refusals` says why some of them lead nowhere.
pub(crate) fn resolve(tree: Value, refusals: &Refusals, findings: &mut Diagnostics) -> Document {
    references::check(&tree, refusals, findings);
    Document { tree }
}

impl Document {
    /// The whole document.
    pub(crate) fn root(&self) -> Node<'_> {
        Node { at: Pointer::root(), json: &self.tree }
    }

    /// The named parts of one kind: the members of `components.{section}`, in document order.
    pub(crate) fn components(&self, section: &str) -> Vec<(&str, Node<'_>)> {
        self.root().get("components").map(|all| all.members_of(section)).unwrap_or_default()
    }

    /// The node at an address; `None` if there is none.
    pub(crate) fn at(&self, at: &Pointer) -> Option<Node<'_>> {
        self.tree.pointer(at.as_str()).map(|json| Node { at: at.clone(), json })
    }

    /// The node that a reference names; `None` if it names none, which has been reported.
    pub(crate) fn lookup(&self, reference: &str) -> Option<Node<'_>> {
        match target(reference) {
            Target::Local(at) => {
                let json = self.tree.pointer(at.as_str())?;
                Some(Node { at, json })
            }
            Target::External | Target::Malformed => None,
        }
    }

    /// The node itself or, if it is a reference, what it leads to in the end; `None` if it leads nowhere in a circle, or through
    /// more than 100 references, which has been reported.
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
    /// The text of its `$ref`, if it is a reference.
    pub(crate) fn reference(&self) -> Option<&'a str> {
        self.json.get("$ref").and_then(Value::as_str)
    }

    /// Its members, if it is an object.
    pub(crate) fn object(&self) -> Option<&'a Map<String, Value>> {
        self.json.as_object()
    }

    /// The member of this name.
    pub(crate) fn get(&self, key: &str) -> Option<Node<'a>> {
        self.json.get(key).map(|json| Node { at: self.at.key(key), json })
    }

    /// The text of the member of this name; `None` also if it is not a text, or an empty one.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.json.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned)
    }

    /// Whether the member of this name is `true`.
    pub(crate) fn flag(&self, key: &str) -> bool {
        self.json.get(key) == Some(&Value::Bool(true))
    }

    /// Its members, in document order; none if it is not an object.
    pub(crate) fn members(&self) -> Vec<(&'a str, Node<'a>)> {
        let Some(object) = self.object() else { return Vec::new() };
        object.iter().map(|(key, json)| (key.as_str(), Node { at: self.at.key(key), json })).collect()
    }

    /// The members of its member `key`, in document order.
    pub(crate) fn members_of(&self, key: &str) -> Vec<(&'a str, Node<'a>)> {
        self.get(key).map(|node| node.members()).unwrap_or_default()
    }

    /// The elements of its member `key`, in order; none if that is not a list.
    pub(crate) fn items_of(&self, key: &str) -> Vec<Node<'a>> {
        let at = self.at.key(key);
        let items = self.json.get(key).and_then(Value::as_array).map_or(&[] as &[Value], Vec::as_slice);
        items.iter().enumerate().map(|(i, json)| Node { at: at.index(i), json }).collect()
    }

    /// Parses this node without the members `apart`, which are nodes of their own; `defaults` stand in for members that are absent.
    ///
    /// # Errors
    /// What is wrong with the node, in words.
    pub(crate) fn parse<T: DeserializeOwned>(&self, apart: &[&str], defaults: Value) -> Result<T, String> {
        let object = self.object().ok_or_else(|| "an object is due here".to_owned())?;
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
