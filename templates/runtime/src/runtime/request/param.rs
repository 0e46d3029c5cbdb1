//! Parameter values as a small ordered tree, built from anything that serde can serialize. The styles are
//! implemented on this tree, so they are compiled once rather than per type.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Param {
    /// `None` or null; "undefined" in RFC 6570.
    Undefined,
    /// A string, a number in plain decimal digits, `true` or `false`.
    Scalar(String),
    /// A list, without its undefined items.
    List(Vec<Param>),
    /// An object in member order, without undefined members.
    Object(Vec<(String, Param)>),
}

impl Param {
    /// Parses a value from its JSON text. Numbers are copied as text, so that they keep their digits.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, serde_json::Error> {
        Self::from_raw(serde_json::from_slice(json)?)
    }

    fn from_raw(json: &RawValue) -> Result<Self, serde_json::Error> {
        let text = json.get();
        Ok(match text.as_bytes().first() {
            Some(b'n') => Self::Undefined,
            Some(b't' | b'f') => Self::Scalar(text.to_owned()),
            Some(b'"') => Self::Scalar(serde_json::from_str(text)?),
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                let items = items.into_iter().map(Self::from_raw).collect::<Result<Vec<_>, _>>()?;
                Self::List(items.into_iter().filter(|item| *item != Self::Undefined).collect())
            }
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text)?;
                let read = |(name, value): (String, Box<RawValue>)| Ok((name, Self::from_raw(&value)?));
                let members = members.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
                Self::Object(members.into_iter().filter(|(_, value)| *value != Self::Undefined).collect())
            }
            _ => Self::Scalar(plain(text)),
        })
    }

    /// Returns whether there is nothing to send: undefined, or an empty list or object.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Undefined => true,
            Self::Scalar(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
        }
    }

    /// Returns whether this is a scalar.
    pub(crate) fn is_single(&self) -> bool {
        matches!(self, Self::Scalar(_))
    }

    /// Returns the text of a scalar; empty for any other value.
    pub(crate) fn text(&self) -> &str {
        if let Self::Scalar(text) = self { text } else { "" }
    }

    /// Removes members that have nothing to send.
    pub(crate) fn without_empty_members(mut self) -> Self {
        if let Self::Object(members) = &mut self {
            members.retain(|(_, member)| !member.is_empty());
        }
        self
    }

    /// Returns the value if all of its items or members are scalars. In an exploded object, a list becomes one
    /// member per item.
    pub(crate) fn flat(self, exploded: bool) -> Option<Self> {
        match self {
            Self::List(items) => items.iter().all(Self::is_single).then_some(Self::List(items)),
            Self::Object(members) => {
                let mut flat = Vec::new();
                for (name, member) in members {
                    match member {
                        Self::Scalar(_) => flat.push((name, member)),
                        Self::List(items) if exploded && items.iter().all(Self::is_single) => {
                            flat.extend(items.into_iter().map(|item| (name.clone(), item)));
                        }
                        _ => return None,
                    }
                }
                Some(Self::Object(flat))
            }
            single => Some(single),
        }
    }
}

/// Returns the items of a list, each as JSON text.
pub(crate) fn items(json: &[u8]) -> serde_json::Result<Vec<Box<RawValue>>> {
    serde_json::from_slice(json)
}

/// Returns the members of an object in order, each value as JSON text.
pub(crate) fn members(json: &[u8]) -> serde_json::Result<Vec<(String, Box<RawValue>)>> {
    serde_json::from_slice(json).map(|Members(members)| members)
}

struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Members, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = access.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

/// Returns a JSON number without an exponent, and without the `.0` that marks a float. A number with an exponent is
/// rounded to the nearest double, which has the same shortest form.
fn plain(number: &str) -> String {
    let expanded = match number.parse::<f64>() {
        Ok(value) if number.contains(['e', 'E']) && value.is_finite() => value.to_string(),
        _ => number.to_owned(),
    };
    expanded.strip_suffix(".0").map_or_else(|| expanded.clone(), str::to_owned)
}

/// Collects strings of any type, for list parameter setters.
pub fn strings(items: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    items.into_iter().map(|item| item.as_ref().to_owned()).collect()
}
