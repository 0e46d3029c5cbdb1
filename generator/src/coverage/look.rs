//! Look: a keyword of the document with its surroundings, as the predicates of the table see it.

use serde_json::{Map, Value};

use super::kinds::Kind;
use super::known::Known;
use crate::normalise::Dialect;
use crate::pointer::Way;

/// In what an object stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Anywhere else.
    Other,
    /// A schema with a name.
    Named,
    /// The schema of a property.
    Property,
    /// A part of an `allOf`; it may be the only one that says what values are.
    Part {
        /// Whether what is said of it is said of the whole.
        alone: bool,
        /// Whether the whole is what a property or a parameter is.
        of_member: bool,
    },
    /// A schema of a choice.
    Alternative,
    /// What a parameter is.
    Parameter,
    /// The answer to a call that did not work.
    Error,
}

/// A keyword and what stands around it.
pub struct Look<'a> {
    /// Its value; the object itself, where that is asked about.
    pub(super) value: &'a Value,
    /// The object around it; itself, where that is asked about.
    pub(super) object: &'a Map<String, Value>,
    /// The object.
    pub(super) at: At<'a>,
}

/// Where an object stands.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// The way to it.
    pub(super) way: &'a Way<'a>,
    /// Its name, in a map of names.
    pub(super) name: &'a str,
    /// Its number among those that stand there.
    pub(super) number: usize,
    /// In what it stands.
    pub(super) slot: Slot,
    /// The kind of object around it.
    pub(super) parent: Kind,
    /// The version of the document.
    pub(super) dialect: Dialect,
    /// What the stages made of the document.
    pub(super) known: &'a Known,
}

impl Look<'_> {
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.object.get(key).and_then(Value::as_str)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.object.contains_key(key)
    }

    /// Whether a schema gets a name in Rust.
    pub(super) fn is_type(&self) -> bool {
        self.at.known.types.contains(&self.at.way.pointer())
    }
}

/// Whether this is the key of answers to calls that did not work.
pub(super) fn is_error(status: &str) -> bool {
    matches!(status.as_bytes(), [b'1' | b'3'..=b'9', _, _])
}
