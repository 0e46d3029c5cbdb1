//! A parameter's value as a small ordered tree, made from anything serde can write. Encoding by style works on this
//! tree alone, so that it is compiled once and not per type.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Param {
    /// `None` or null: RFC 6570 calls it undefined.
    Undefined,
    /// A text, a number in plain decimal digits, or `true` and `false`.
    Scalar(String),
    /// A list, without its undefined items.
    List(Vec<Param>),
    /// An object in the order of its members, without undefined ones.
    Object(Vec<(String, Param)>),
}

impl Param {
    /// Reads a value from its JSON text, which keeps the order of members and the shortest form of an `f32`.
    pub(super) fn parse(json: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(json)
    }

    /// Whether there is nothing to send: undefined, or a list or object without content.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Self::Undefined => true,
            Self::Scalar(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
        }
    }

    /// Whether it is a single value.
    pub(super) fn is_single(&self) -> bool {
        matches!(self, Self::Scalar(_))
    }

    /// The text of a single value; empty for any other.
    pub(super) fn text(&self) -> &str {
        if let Self::Scalar(text) = self { text } else { "" }
    }

    /// The value without members that hold nothing to send.
    pub(super) fn without_empty_members(mut self) -> Self {
        if let Self::Object(members) = &mut self {
            members.retain(|(_, member)| !member.is_nothing());
        }
        self
    }

    /// The value if all its items or members are single ones. In an exploded object, a list becomes a member for each item.
    pub(super) fn flat(self, exploded: bool) -> Option<Self> {
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

/// The items of a list, each as the JSON text that it is.
pub(super) fn items(json: &[u8]) -> serde_json::Result<Vec<Box<RawValue>>> {
    serde_json::from_slice(json)
}

/// The members of an object in their order, each as the JSON text that it is.
pub(super) fn members(json: &[u8]) -> serde_json::Result<Vec<(String, Box<RawValue>)>> {
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

impl<'de> Deserialize<'de> for Param {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ParamVisitor)
    }
}

struct ParamVisitor;

impl<'de> Visitor<'de> for ParamVisitor {
    type Value = Param;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a parameter's value")
    }

    fn visit_unit<E>(self) -> Result<Param, E> {
        Ok(Param::Undefined)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Param, E> {
        Ok(Param::Scalar(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Param, E> {
        Ok(Param::Scalar(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Param, E> {
        Ok(Param::Scalar(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Param, E> {
        Ok(Param::Scalar(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Param, E> {
        Ok(Param::Scalar(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Param, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            if item != Param::Undefined {
                items.push(item);
            }
        }
        Ok(Param::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Param, A::Error> {
        let mut members = Vec::new();
        while let Some((name, value)) = access.next_entry()? {
            if value != Param::Undefined {
                members.push((name, value));
            }
        }
        Ok(Param::Object(members))
    }
}

/// Collects texts of any kind, for the setters of list parameters.
pub fn strings(items: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    items.into_iter().map(|item| item.as_ref().to_owned()).collect()
}
