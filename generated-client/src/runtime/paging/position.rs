//! Positions in a list, which can be stored and later used to resume it.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::runtime::redact::REDACTED;

/// The location of a page.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum At {
    /// The page that the original request selects.
    Start,
    /// The page with this number, or after this many items.
    Number(i64),
    /// The page that this cursor selects.
    Cursor(String),
    /// The page at this URL, as sent by the server.
    Link(String),
    /// After the last page.
    End,
}

/// A position in a list, returned by the `position` method of [`Pages`](super::stream::Pages) or
/// [`Items`](super::stream::Items). Pass it to `starting_at` on a later stream, even in another process.
///
/// A position is stored as a string, through `Display` and `FromStr` or serde. Treat the string as opaque, since its
/// content depends on the server. It is as confidential as the list itself, since cursors and links can contain any
/// value. Do not accept positions from untrusted sources: a position can contain any URL on the API's host, which is
/// then requested with the client's credentials.
///
/// A position does not contain the request. Repeat the same call, with the same filters, and start it at the
/// position.
#[derive(Clone, PartialEq, Eq)]
pub struct Position {
    pub(super) at: At,
    /// The number of items on that page that were already returned.
    pub(super) taken: usize,
}

impl Position {
    /// Returns whether the list has ended.
    pub fn is_end(&self) -> bool {
        self.at == At::End
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taken = self.taken;
        match &self.at {
            At::Start => write!(f, "start:{taken}:"),
            At::Number(number) => write!(f, "number:{taken}:{number}"),
            At::Cursor(cursor) => write!(f, "cursor:{taken}:{cursor}"),
            At::Link(link) => write!(f, "link:{taken}:{link}"),
            At::End => f.write_str("end:0:"),
        }
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = match &self.at {
            At::Start => "the start".to_owned(),
            At::Number(number) => number.to_string(),
            At::Cursor(_) => "a cursor".to_owned(),
            // A server may put any value into its links.
            At::Link(link) => match link.split_once('?') {
                Some((path, _)) => format!("{path}?{REDACTED}"),
                None => link.clone(),
            },
            At::End => "the end".to_owned(),
        };
        f.debug_struct("Position").field("at", &at).field("taken", &self.taken).finish()
    }
}

/// The error for a string that is not a [`Position`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPosition(());

impl fmt::Display for InvalidPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a valid position in a list")
    }
}

impl std::error::Error for InvalidPosition {}

impl FromStr for Position {
    type Err = InvalidPosition;

    fn from_str(text: &str) -> Result<Self, InvalidPosition> {
        parse(text).ok_or(InvalidPosition(()))
    }
}

fn parse(text: &str) -> Option<Position> {
    let (kind, rest) = text.split_once(':')?;
    let (taken, value) = rest.split_once(':')?;
    let at = match (kind, value) {
        ("start", "") => At::Start,
        ("number", number) => At::Number(number.parse().ok()?),
        ("cursor", cursor) if !cursor.is_empty() => At::Cursor(cursor.to_owned()),
        ("link", link) if !link.is_empty() => At::Link(link.to_owned()),
        ("end", "") => At::End,
        _ => return None,
    };
    Some(Position { at, taken: taken.parse().ok()? })
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}
