//! A keyword and its context, as input for the predicates.

use serde_json::{Map, Value};

use super::kinds::Kind;
use super::known::Known;
use crate::normalise::Dialect;
use crate::pointer::Way;

/// The role of an object in its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Any role not listed here.
    Other,
    /// A named schema.
    Named,
    /// The schema of a property.
    Property,
    /// A part of an `allOf`.
    Part {
        /// Whether the annotations of the part apply to the whole schema.
        alone: bool,
        /// Whether the whole schema is that of a property or parameter.
        of_member: bool,
    },
    /// A branch of a `oneOf` or `anyOf`.
    Alternative,
    /// The schema of a parameter.
    Parameter,
    /// A header of an error response.
    Error,
}

/// A keyword and its context.
pub struct Look<'a> {
    /// The keyword's value or, for a row about an object, the object itself.
    pub(super) value: &'a Value,
    /// The object that contains the keyword, or the object that the row is about.
    pub(super) object: &'a Map<String, Value>,
    /// The location of the object.
    pub(super) at: At<'a>,
}

/// The location of an object.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// The path to the object.
    pub(super) way: &'a Way<'a>,
    /// The object's key, if its parent is a map.
    pub(super) name: &'a str,
    /// The object's index in its parent.
    pub(super) number: usize,
    /// The object's role in its parent.
    pub(super) slot: Slot,
    /// The kind of the object's parent.
    pub(super) parent: Kind,
    /// The version of the document.
    pub(super) dialect: Dialect,
    /// The results of the earlier stages.
    pub(super) known: &'a Known,
}

impl Look<'_> {
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.object.get(key).and_then(Value::as_str)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.object.contains_key(key)
    }

    /// Returns whether the schema has a Rust name.
    pub(super) fn is_type(&self) -> bool {
        self.at.known.types.contains(&self.at.way.pointer())
    }
}

/// Returns whether a key of `responses` is an error status.
pub(super) fn is_error(status: &str) -> bool {
    matches!(status.as_bytes(), [b'1' | b'3'..=b'9', _, _])
}

/// The use of a construct, from which some rules derive the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Content is encoded or decoded according to its schema.
    BySchema,
    /// Content is text or bytes.
    AsBytes,
    /// Content is JSON, regardless of its media type.
    AsJson,
    /// The caller encodes or decodes the content.
    ByCaller,
    /// Content is a sequence of items.
    Streamed,
    /// The construct is not used.
    Unused,
    /// The docs contain the construct.
    Documented,
    /// The construct is available, but the docs do not contain it.
    Undocumented,
    /// The docs of a parameter contain the construct if the parameter itself has no description.
    ForParameter,
    /// The construct belongs to a property or a parameter.
    OfMember,
    /// The construct belongs to a named type.
    OfType,
    /// The construct defines the type of undeclared properties.
    Typed,
    /// The construct is accepted without being validated.
    Ignored,
    /// Another part of the document takes precedence.
    Elsewhere,
}
