//! What the fields of models have in common: a value to hold until the member is read, and a way of reading it.
//!
//! A trait of its own beside `Deserialize`, for two reasons. `Default` is for the users of a type to see, and one with
//! required fields has none. And numbers, lists and maps are types of other crates, whose `Deserialize` refuses the integer
//! `1.0` and cannot leave out a single item. It must not know the emitted models; `record!`, `open_enum!` and `one_of!`
//! implement it for them.

mod collections;
mod numbers;

use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer};
use serde_json::{Map, Number, Value};

/// A type of fields. Not a part of the interface.
#[doc(hidden)]
pub trait Member: DeserializeOwned {
    /// Returns a value without meaning, which a field holds until its member is read; it should not allocate.
    fn blank() -> Self;

    /// Reads a value.
    ///
    /// # Errors
    /// The value does not fit the type.
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    /// Returns whether the value has the form that its type describes, and is not only kept as it was received.
    fn fits(&self) -> bool {
        true
    }
}

/// Reads a value by [`Member::read`] where serde expects a seed.
pub(crate) struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    #[inline]
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Member> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

macro_rules! as_default {
    ($($type:ty),* $(,)?) => {$(
        impl Member for $type {
            fn blank() -> Self {
                Self::default()
            }
        }
    )*};
}

as_default! { (), bool, char, String, Box<str>, f64, Value, Map<String, Value> }

impl Member for Number {
    fn blank() -> Self {
        0.into()
    }
}
