//! Constants of a document: values that a member must have, by which variants of a union are distinguished.
//!
//! Part of `one_of!`. It must not know any particular union.

use serde::ser::{Serialize, Serializer};
use serde_json::{Number, Value};

/// A literal that `one_of!` accepts as a constant: a string, a boolean, a number, or `()` for null.
pub trait Constant {
    /// Returns the literal as a JSON value.
    fn json(&self) -> Json;
}

/// A JSON value that is neither a list nor an object, in a form that constants of Rust can hold.
#[derive(Debug, Clone, Copy, PartialEq)]
#[doc(hidden)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A string.
    Text(&'static str),
}

macro_rules! constants {
    ($($type:ty: $variant:expr;)*) => {$(
        impl Constant for $type {
            fn json(&self) -> Json {
                let json: fn($type) -> Json = $variant;
                json(*self)
            }
        }
    )*};
}

constants! {
    (): |()| Json::Null;
    bool: Json::Boolean;
    i32: |number| Json::Integer(number.into());
    i64: Json::Integer;
    f64: Json::Number;
    &'static str: Json::Text;
}

impl Json {
    /// Returns whether a value equals the constant, as JSON Schema compares: by type, and numbers by value.
    fn equals(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Boolean(constant), Value::Bool(value)) => constant == *value,
            (Self::Integer(constant), Value::Number(value)) => is_integer(value, constant),
            (Self::Number(constant), Value::Number(value)) => value.as_f64() == Some(constant),
            (Self::Text(constant), Value::String(value)) => constant == value,
            _ => false,
        }
    }

    /// Returns whether a tag is the constant, also if one of them is a string and the other is what the string reads as: the
    /// keys of a `mapping` are strings whatever the type of the property is.
    pub(super) fn names(self, tag: &Value) -> bool {
        match (self, tag) {
            (Self::Text(text), Value::Number(tag)) => text.parse().is_ok_and(|number: Number| number == *tag),
            (Self::Text(text), Value::Bool(tag)) => text.parse() == Ok(*tag),
            (Self::Integer(number), Value::String(tag)) => tag.parse() == Ok(number),
            (Self::Boolean(constant), Value::String(tag)) => tag.parse() == Ok(constant),
            _ => self.equals(tag),
        }
    }
}

/// Returns whether a number has this value; `1.0` is the integer 1, too.
fn is_integer(value: &Number, integer: i64) -> bool {
    match value.as_i64() {
        Some(value) => value == integer,
        None => value.is_f64() && value.as_f64() == Number::from(integer).as_f64(),
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(boolean) => serializer.serialize_bool(boolean),
            Self::Integer(number) => serializer.serialize_i64(number),
            Self::Number(number) => serializer.serialize_f64(number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// A step from a value to one inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub enum Step {
    /// To the member of this name.
    Member(&'static str),
    /// To each item of a list, and to each member of an object.
    Each,
}

/// The only values that the values at a path have in a variant.
pub type Fixed = (&'static [Step], &'static [&'static dyn Constant]);

/// The result of comparing the values at a path with their constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Compared {
    /// There are none.
    Absent,
    /// All equal a constant.
    Same,
    /// One equals none.
    Other,
}

/// Compares the values at a path below `value` with their constants.
pub(super) fn compare(value: &Value, path: &[Step], constants: &[&dyn Constant]) -> Compared {
    let Some((step, rest)) = path.split_first() else {
        let is_same = constants.iter().any(|constant| constant.json().equals(value));
        return if is_same { Compared::Same } else { Compared::Other };
    };
    let below = |value| compare(value, rest, constants);
    match (step, value) {
        (Step::Member(name), Value::Object(members)) => members.get(*name).map_or(Compared::Absent, below),
        (Step::Each, Value::Array(items)) => items.iter().map(below).max().unwrap_or(Compared::Absent),
        (Step::Each, Value::Object(members)) => members.values().map(below).max().unwrap_or(Compared::Absent),
        _ => Compared::Absent,
    }
}
