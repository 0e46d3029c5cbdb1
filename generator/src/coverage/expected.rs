//! The JSON type that each keyword requires.
//!
//! The types are derived from the table of keywords. [`of_data`] returns the types of keywords whose values contain no
//! objects with keywords. Literal data, such as examples, and vendor extensions can have any type.

use serde_json::Value;

use super::kinds::{Inside, Kind};
use super::table::Row;

/// A required type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Any value.
    Any,
    /// An object with keywords.
    Object,
    /// An object whose keys are names.
    Map,
    /// A list.
    List,
    /// An object, or a boolean.
    Schema,
    /// A string.
    Text,
    /// A number.
    Number,
    /// A boolean.
    Flag,
}

impl Expected {
    /// Returns the type of a keyword's value in an object of the given kind.
    pub(super) fn from_row(kind: Kind, row: &Row) -> Self {
        match row.inside {
            _ if row.keyword.starts_with("x-") => Self::Any,
            Inside::Data => of_data(kind, row.keyword),
            Inside::One(kind) => Self::of_object(kind),
            Inside::List(_) => Self::List,
            Inside::Map(_) | Inside::Rest(_) => Self::Map,
        }
    }

    /// Returns the type of an object of the given kind.
    pub(super) fn of_object(kind: Kind) -> Self {
        if kind == Kind::Schema { Self::Schema } else { Self::Object }
    }

    /// Returns whether a value has this type.
    pub(super) fn allows(self, value: &Value) -> bool {
        match self {
            Self::Any => true,
            Self::Object | Self::Map => value.is_object(),
            Self::List => value.is_array(),
            Self::Schema => value.is_object() || value.is_boolean(),
            Self::Text => value.is_string(),
            Self::Number => value.is_number(),
            Self::Flag => value.is_boolean(),
        }
    }

    /// Returns the name of the type, for messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Object | Self::Map | Self::Schema => "an object",
            Self::List => "a list",
            Self::Text => "a string",
            Self::Number => "a number",
            Self::Flag => "a boolean",
        }
    }

    /// Returns the help text for a value of a different type.
    pub(super) fn help(self) -> Option<&'static str> {
        match self {
            Self::Map => Some("write an object with one key for each item"),
            Self::List => Some("write a list, even for a single item"),
            _ => None,
        }
    }
}

/// Returns the type of a keyword whose value contains no objects with keywords.
fn of_data(kind: Kind, keyword: &str) -> Expected {
    match keyword {
        "required" if kind == Kind::Schema => Expected::List,
        "default" if kind == Kind::ServerVariable => Expected::Text,
        "examples" if kind == Kind::Response => Expected::Map,
        "tags" | "enum" | "examples" | "schemes" | "consumes" | "produces" => Expected::List,
        "mapping" | "scopes" | "parameters" | "dependentRequired" | "$vocabulary" => Expected::Map,
        "required" | "deprecated" | "explode" | "allowReserved" | "allowEmptyValue" | "nullable"
        | "readOnly" | "writeOnly" | "uniqueItems" | "attribute" | "wrapped" => Expected::Flag,
        "minimum" | "maximum" | "multipleOf" | "minLength" | "maxLength" | "minItems" | "maxItems"
        | "minProperties" | "maxProperties" | "minContains" | "maxContains" => Expected::Number,
        _ if ANY.contains(&keyword) => Expected::Any,
        _ => Expected::Text,
    }
}

/// The keywords that allow any value, or several types. `normalise` reports invalid values of `openapi` and `swagger`.
const ANY: [&str; 13] = [
    "",
    "openapi",
    "swagger",
    "type",
    "const",
    "default",
    "example",
    "value",
    "dataValue",
    "requestBody",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "discriminator",
];

/// Returns the name of a value's type for messages.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
