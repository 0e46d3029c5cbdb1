//! Rust types from other crates, which the settings assign to formats.
//!
//! Part of the model.

use super::{Scalar, Value};

/// A Rust type from another crate for a format.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignType {
    /// The `format` in the document.
    pub format: String,
    /// The path of the type, such as `rust_decimal::Decimal`.
    pub rust: String,
    /// A valid value in serialized form.
    pub example: Value,
}

impl ForeignType {
    /// Returns the JSON type of the values in schemas with the given `type`, or `None` if the foreign type does not
    /// apply to these schemas.
    pub fn wire(&self, typ: &str) -> Option<Wire> {
        Wire::from_name(typ).filter(|wire| wire.matches(&self.example))
    }
}

/// A reference to a [`ForeignType`], with the JSON type of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Foreign {
    /// The index in [`Api::foreign`](super::Api::foreign).
    pub index: u16,
    /// The JSON type of the values.
    pub wire: Wire,
}

/// The JSON type of the values of a foreign type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wire {
    /// A string.
    Text,
    /// An integer.
    Integer,
    /// A number.
    Number,
}

impl Wire {
    /// Returns the JSON type with the given name; `None` if foreign types cannot represent its values.
    pub fn from_name(typ: &str) -> Option<Self> {
        match typ {
            "string" => Some(Self::Text),
            "integer" => Some(Self::Integer),
            "number" => Some(Self::Number),
            _ => None,
        }
    }

    /// Returns whether a value has this JSON type. An integer is also a number.
    pub fn matches(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
        }
    }
}

impl Scalar {
    /// Returns the scalar itself or, for a foreign type, the scalar with the same JSON type and no format.
    pub fn on_the_wire(self) -> Self {
        match self {
            Self::Foreign(foreign) => match foreign.wire {
                Wire::Text => Self::String,
                Wire::Integer => Self::Int64,
                Wire::Number => Self::Double,
            },
            other => other,
        }
    }
}
