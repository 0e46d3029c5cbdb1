//! UUIDs, as servers write them.
//!
//! They stand in the fields of models. They must not know any particular model.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::member::Member;

/// A UUID (`format: uuid`, RFC 9562), kept letter for letter.
///
/// A text is made one by [`parse`](str::parse), which takes nothing but the usual form of a UUID in letters of either case. What a
/// server sends is never refused: servers give ids of other kinds under this format, and an id that is sent back must be the one that
/// came. With the feature `uuid`, it is made of the `Uuid` of the crate of that name, and can become one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(String);

/// The text is not a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidUuid;

impl Uuid {
    /// Any text, for a server whose ids are no UUIDs whatever its description says.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as it came.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether it is a UUID, and not some other text that a server sent.
    pub fn is_valid(&self) -> bool {
        is_uuid(&self.0)
    }
}

/// Digits in groups of 8, 4, 4, 4 and 12.
fn is_uuid(text: &str) -> bool {
    let fits = |(index, byte): (usize, u8)| match index {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

impl FromStr for Uuid {
    type Err = InvalidUuid;

    fn from_str(text: &str) -> Result<Self, InvalidUuid> {
        if is_uuid(text) { Ok(Self(text.to_owned())) } else { Err(InvalidUuid) }
    }
}

#[cfg(feature = "uuid")]
impl From<::uuid::Uuid> for Uuid {
    fn from(uuid: ::uuid::Uuid) -> Self {
        Self(uuid.to_string())
    }
}

#[cfg(feature = "uuid")]
impl TryFrom<&Uuid> for ::uuid::Uuid {
    type Error = InvalidUuid;

    fn try_from(uuid: &Uuid) -> Result<Self, InvalidUuid> {
        uuid.0.parse().map_err(|_| InvalidUuid)
    }
}

#[cfg(feature = "uuid")]
impl TryFrom<Uuid> for ::uuid::Uuid {
    type Error = InvalidUuid;

    fn try_from(uuid: Uuid) -> Result<Self, InvalidUuid> {
        (&uuid).try_into()
    }
}

impl From<Uuid> for String {
    fn from(uuid: Uuid) -> Self {
        uuid.0
    }
}

impl AsRef<str> for Uuid {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for InvalidUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not a UUID, such as 67e55044-10b1-426f-9247-bb680e5fe0c8")
    }
}

impl std::error::Error for InvalidUuid {}

impl Serialize for Uuid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Uuid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl Member for Uuid {
    fn blank() -> Self {
        Self(String::new())
    }
}
