//! The sources of type names.
//!
//! Each kind of step is a separate variant, so that a property named `item` differs from the items of a list.

use std::borrow::Cow;

use super::{OperationId, Status, TypeId};

/// The declaration of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A named schema: a key of `components.schemas`.
    Schema(String),
    /// Declared inline in another type.
    Inline {
        /// The type that contains the inline type.
        owner: TypeId,
        /// The steps from the owner to the type.
        path: Vec<PathStep>,
    },
    /// Declared inline in an operation.
    Operation {
        /// The operation.
        operation: OperationId,
        /// The steps from the operation to the type.
        path: Vec<PathStep>,
    },
}

/// The named schema or the operation that a type belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// A named schema, which is the type itself or the schema that declares it.
    Schema(TypeId),
    /// The operation that declares the type.
    Operation(OperationId),
}

/// A step from an operation or a type to a type that is declared inline in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathStep {
    /// The property with this name.
    Property(String),
    /// The items of a list.
    Item,
    /// The values of a map.
    MapValue,
    /// A branch of `oneOf` or `anyOf`.
    Alternative {
        /// The title of the branch, or a word that describes its values.
        label: String,
        /// Whether the document contains the title.
        is_titled: bool,
    },
    /// The request body.
    Body,
    /// The body of a response.
    Response,
    /// The status of a response, unless it is the main response of a successful call.
    Status(Status),
    /// Any media type of a body except the first.
    MediaType(String),
    /// The parameter with this name.
    Parameter(String),
    /// The response header with this name.
    Header(String),
}

impl PathStep {
    /// Returns the word that represents a step in names and in the naming lock.
    pub fn word(&self) -> Cow<'_, str> {
        match self {
            Self::Property(name) | Self::Parameter(name) | Self::Header(name) | Self::MediaType(name) => {
                Cow::Borrowed(name)
            }
            Self::Alternative { label, .. } => Cow::Borrowed(label),
            Self::Item => Cow::Borrowed("item"),
            Self::MapValue => Cow::Borrowed("value"),
            Self::Body => Cow::Borrowed("body"),
            Self::Response => Cow::Borrowed("response"),
            Self::Status(status) => Cow::Owned(status.to_string()),
        }
    }

    /// Returns whether the step leads to the elements of a list or a map.
    pub fn is_element(&self) -> bool {
        matches!(self, Self::Item | Self::MapValue)
    }

    /// Returns the words that represent the steps of a path.
    pub fn words<'a>(path: impl IntoIterator<Item = &'a Self>) -> Vec<Cow<'a, str>> {
        path.into_iter().map(Self::word).collect()
    }
}
