//! A parameter's value as a small ordered tree, made from anything serde can write. Encoding by style works on this
//! tree alone, so that it is compiled once and not per type.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

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
