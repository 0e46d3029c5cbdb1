//! The kinds of variants that `one_of!` knows: which values suit each, and how it is held, read and written.
//!
//! Part of `one_of!`, which picks the module by the name of the kind. A new kind is a new module here.

use std::ops::Deref;

use serde::de::DeserializeOwned;
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Number, Value};

use super::super::open_enum::{OpenEnum, documented};
use super::super::record::serialize_with;
use super::{Fixed, OneOf, Record};

/// What a member with one of its fixed values adds to the rating: more than all members that are only known.
pub(super) const FIXED: u32 = 1 << 16;

/// Whether a value is this text, or a number or truth value that reads like it.
pub(super) fn is_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value == text,
        Value::Number(value) => text.parse().is_ok_and(|number: Number| number == *value),
        Value::Bool(value) => text.parse() == Ok(*value),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Objects that are read as a `record!`; boxed, so that a union is small however large its records grow.
pub mod record {
    use super::*;

    /// Puts a value into the variant.
    pub fn hold<R>(record: R) -> Box<R> {
        Box::new(record)
    }

    /// Higher the more members the record knows; `None` if a required member is absent, a fixed one has another value, or the
    /// record would drop all that the object holds.
    pub fn rate<R: Record>(value: &Value, fixed: &[Fixed]) -> Option<u32> {
        value.as_object().and_then(|object| suits(object, R::FIELDS, R::REQUIRED, R::KEEPS_OTHERS, fixed))
    }

    fn suits(
        object: &Map<String, Value>,
        fields: &[&str],
        required: &[bool],
        keeps_others: bool,
        fixed: &[Fixed],
    ) -> Option<u32> {
        if fields.iter().zip(required).any(|(name, required)| *required && !object.contains_key(*name)) {
            return None;
        }
        let mut rate = 0;
        for (name, texts) in fixed {
            match object.get(*name) {
                Some(value) if texts.iter().any(|text| is_text(value, text)) => rate += FIXED,
                Some(_) => return None,
                None => {}
            }
        }
        rate += fields.iter().map(|name| u32::from(object.contains_key(*name))).sum::<u32>();
        (rate > 0 || keeps_others || object.is_empty()).then_some(rate)
    }

    /// Reads the record.
    pub fn read<R: DeserializeOwned, U>(value: &Value, variant: fn(Box<R>) -> U) -> Option<U> {
        R::deserialize(value).ok().map(|record| variant(Box::new(record)))
    }

    /// Writes the record as it is.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write<R: Serialize, S: Serializer>(
        record: &R,
        serializer: S,
        _tag: &'static str,
        _texts: &[&'static str],
    ) -> Result<S::Ok, S::Error> {
        record.serialize(serializer)
    }
}

/// Objects that are read as a `record!` and written with their tag, whether or not the record holds it.
pub mod tagged {
    use super::*;

    pub use super::record::{hold, rate, read};

    /// Writes the record, after the tag if the record does not write it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write<B: Deref<Target: Record>, S: Serializer>(
        record: &B,
        serializer: S,
        tag: &'static str,
        texts: &[&'static str],
    ) -> Result<S::Ok, S::Error> {
        serialize_with(&**record, serializer, tag, texts.first().copied())
    }
}

/// Values that are read as they are where their kind of JSON value is the right one.
macro_rules! plain {
    ($($(#[$doc:meta])* $kind:ident: $is:expr;)*) => {$(
        $(#[$doc])*
        pub mod $kind {
            use super::*;

            pub use super::any::{hold, read, write};

            /// Whether the value is of this kind.
            pub fn rate<T>(value: &Value, _fixed: &[Fixed]) -> Option<u32> {
                let is: fn(&Value) -> bool = $is;
                is(value).then_some(0)
            }
        }
    )*};
}

plain! {
    /// Objects with free members.
    map: Value::is_object;
    /// Arrays.
    list: Value::is_array;
    /// Strings.
    text: Value::is_string;
    /// Numbers.
    number: Value::is_number;
    /// `true` and `false`.
    boolean: Value::is_boolean;
}

/// What the kinds have in common that hold their type as it is.
mod any {
    use super::*;

    /// Puts a value into the variant.
    pub fn hold<T>(value: T) -> T {
        value
    }

    /// Reads the value.
    pub fn read<T: DeserializeOwned, U>(value: &Value, variant: fn(T) -> U) -> Option<U> {
        T::deserialize(value).ok().map(variant)
    }

    /// Writes the value as it is.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write<T: Serialize, S: Serializer>(
        value: &T,
        serializer: S,
        _tag: &'static str,
        _texts: &[&'static str],
    ) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// The texts that an `open_enum!` documents; others are left to the variants after it.
pub mod known {
    use super::*;

    pub use super::any::{hold, write};

    /// Whether the text is documented.
    pub fn rate<E: OpenEnum<&'static str>>(value: &Value, _fixed: &[Fixed]) -> Option<u32> {
        let text = value.as_str()?;
        documented(|wire| *wire == text).map(|_: E| 0)
    }

    /// The value of a documented text.
    pub fn read<E: OpenEnum<&'static str>, U>(value: &Value, variant: fn(E) -> U) -> Option<U> {
        let text = value.as_str()?;
        documented(|wire| *wire == text).map(variant)
    }
}

/// Values that one of the variants of another union takes.
pub mod one_of {
    use super::*;

    pub use super::any::{hold, write};

    /// How well the value suits the variant of that union that it suits best.
    pub fn rate<V: OneOf>(value: &Value, _fixed: &[Fixed]) -> Option<u32> {
        super::super::rate::<V>(value)
    }

    /// Reads the value, unless that union does not know it either.
    pub fn read<V: OneOf, U>(value: &Value, variant: fn(V) -> U) -> Option<U> {
        super::super::known(value).map(variant)
    }
}
