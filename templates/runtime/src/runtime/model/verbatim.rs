//! `verbatim!`: the common implementation of scalars that preserve the received string.

// The macro is independent of the meaning of the string.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};

/// Deserializes a string. `expected` describes the type in errors.
pub(crate) fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
) -> Result<Box<str>, D::Error> {
    deserializer.deserialize_string(TextVisitor(expected))
}

struct TextVisitor(&'static str);

impl Visitor<'_> for TextVisitor {
    type Value = Box<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Box<str>, E> {
        Ok(text.into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Box<str>, E> {
        Ok(text.into_boxed_str())
    }
}

/// Implements the accessors, `Display`, conversions and serde traits for a struct around a `Box<str>`.
///
/// With `by key`, values are compared by the `Option` that the `key` method returns. Strings without a key
/// sort first, in lexicographic order.
macro_rules! verbatim {
    ($name:ident, $expected:literal) => {
        impl $name {
            /// Returns the string verbatim.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Converts to the string.
            pub fn into_string(self) -> String {
                self.0.into_string()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.into_string()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        /// Writes the string verbatim, as on the wire.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::model::verbatim::read(deserializer, $expected).map(Self)
            }
        }
    };
    ($name:ident by $key:ident, $expected:literal) => {
        verbatim!($name, $expected);

        impl $name {
            /// Creates a value from any string, for a server that requires a different format.
            pub fn from_text(text: impl Into<String>) -> Self {
                Self(text.into().into_boxed_str())
            }

            /// Returns whether the string is valid.
            pub fn is_valid(&self) -> bool {
                self.$key().is_some()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0 || self.$key().is_some_and(|key| other.$key() == Some(key))
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                match (self.$key(), other.$key()) {
                    (None, None) => self.0.cmp(&other.0),
                    (one, other) => one.cmp(&other),
                }
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                match self.$key() {
                    Some(key) => key.hash(state),
                    None => self.0.hash(state),
                }
            }
        }

        impl $crate::runtime::model::member::Member for $name {
            type Decoding = $crate::runtime::model::member::Replace;

            fn blank() -> Self {
                Self(Box::default())
            }

            fn fits(&self) -> bool {
                self.is_valid()
            }
        }
    };
}

pub(crate) use verbatim;
