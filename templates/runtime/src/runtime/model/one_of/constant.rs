//! Schema constants: the values of members that distinguish the variants of a union.

// This module must not depend on particular unions.

use serde::ser::{Serialize, Serializer};
use serde_json::{Number, Value};

/// A literal that `one_of!` accepts as a constant: a string, a boolean, a number, or `()` for null.
pub trait Constant {
    /// Returns the literal as a JSON value.
    fn json(&self) -> Json;
}

/// A JSON value other than an array or object, usable in Rust constants.
#[derive(Debug, Clone, Copy, PartialEq)]
#[doc(hidden)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// An integer.
    Integer(i128),
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
    i64: |number| Json::Integer(number.into());
    u64: |number| Json::Integer(number.into());
    f64: Json::Number;
    &'static str: Json::Text;
}

impl Json {
    /// Returns whether a value equals the constant according to JSON Schema: types must match, and numbers
    /// are compared by value.
    pub(super) fn equals(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Boolean(constant), Value::Bool(value)) => constant == *value,
            (Self::Integer(constant), Value::Number(value)) => is_integer(value, constant),
            (Self::Number(constant), Value::Number(value)) => value.as_f64() == Some(constant),
            (Self::Text(constant), Value::String(value)) => constant == value,
            _ => false,
        }
    }

    /// Returns whether a tag matches the constant. A string also matches the number or boolean that it
    /// represents, because the keys of a `mapping` are strings regardless of the property's type.
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

/// Returns whether a number equals an integer; `1.0` equals 1.
fn is_integer(value: &Number, integer: i128) -> bool {
    match value.as_i128() {
        Some(value) => value == integer,
        None => value.as_f64() == as_number(integer).and_then(|number| number.as_f64()),
    }
}

/// Returns an integer as a JSON number. Every constant is an `i64` or a `u64`.
fn as_number(integer: i128) -> Option<Number> {
    i64::try_from(integer).map(Number::from).or_else(|_| u64::try_from(integer).map(Number::from)).ok()
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(boolean) => serializer.serialize_bool(boolean),
            Self::Integer(number) => as_number(number).serialize(serializer),
            Self::Number(number) => serializer.serialize_f64(number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// A step of a path into a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub enum Step {
    /// The member with this name.
    Member(&'static str),
    /// Each item of an array, or each member of an object.
    Each,
}

/// A path, and the values that a variant permits at this path.
pub type Fixed = (&'static [Step], &'static [&'static dyn Constant]);

/// The result of comparing the values at a path with their constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Compared {
    /// There is no value at the path.
    Absent,
    /// Each value equals a constant.
    Same,
    /// At least one value equals none of the constants.
    Other,
}

/// Compares the values at a path in `value` with their constants.
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
