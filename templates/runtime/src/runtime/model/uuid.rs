//! UUIDs, as sent by servers.

use std::fmt;
use std::str::FromStr;

use super::member::{Member, Replace};
use super::verbatim::verbatim;

/// A UUID (`format: uuid`, RFC 9562), preserved verbatim.
///
/// [`parse`](str::parse) accepts only the hyphenated form, in upper or lower case. Decoding a response never fails
/// because of an invalid UUID. Some servers declare `format: uuid` for other IDs, and an ID must be sent back exactly
/// as it was received. With the `uuid` feature, this type converts to and from `uuid::Uuid`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(Box<str>);

verbatim!(Uuid, "a string");

/// The error returned when a string is not a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidUuid;

impl Uuid {
    /// Creates a value from any string, for a server whose IDs are not UUIDs although its API description
    /// declares them as such.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    /// Returns whether the string is a UUID.
    pub fn is_valid(&self) -> bool {
        is_uuid(&self.0)
    }
}

/// Returns whether the string consists of hexadecimal digits in groups of 8, 4, 4, 4 and 12.
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
        if is_uuid(text) { Ok(Self(text.into())) } else { Err(InvalidUuid) }
    }
}

#[cfg(feature = "uuid")]
impl From<::uuid::Uuid> for Uuid {
    fn from(uuid: ::uuid::Uuid) -> Self {
        Self::from_text(uuid.to_string())
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

impl fmt::Display for InvalidUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a UUID; expected a string such as 67e55044-10b1-426f-9247-bb680e5fe0c8")
    }
}

impl std::error::Error for InvalidUuid {}

impl Member for Uuid {
    type Decoding = Replace;

    fn blank() -> Self {
        Self(Box::default())
    }

    fn fits(&self) -> bool {
        self.is_valid()
    }
}
