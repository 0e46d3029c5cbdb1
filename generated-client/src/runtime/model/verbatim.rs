//! `verbatim!`: what the scalars have in common that keep the text that a server sent, letter for letter.
//!
//! Used by `date_time` and `scalar`. It must not know what a text means.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};

/// Reads a text; the description is for the message about a value of another type.
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

/// Gives a struct around a `Box<str>` its accessors, `Display`, conversions and serde's traits. With `by key`, values are
/// compared by the `Option` that the method `key` returns: texts that it cannot read come first, in their own order.
macro_rules! verbatim {
    ($name:ident, $expected:literal) => {
        impl $name {
            /// The text, letter for letter as it was received.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, letter for letter as it was received.
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

        /// The text that goes on the wire.
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
            /// Any text, for a server that expects a form of its own.
            pub fn from_text(text: impl Into<String>) -> Self {
                Self(text.into().into_boxed_str())
            }

            /// Returns whether the text can be read, and is not some other text that a server sent.
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
