//! The common interface of model fields: a placeholder until the member is decoded, and the decoding itself.

// A separate trait from `Deserialize` for two reasons. First, `Default` would be part of the public API, and
// a type with required fields must not implement it. Second, numbers, lists and maps are foreign types whose
// `Deserialize` rejects the integer `1.0` and cannot omit a single item. `record!`, `open_enum!` and
// `one_of!` implement it for emitted models.

mod collections;
mod numbers;

use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer};
use serde_json::{Map, Number, Value};

/// A field type. Not part of the public API.
#[doc(hidden)]
pub trait Member: DeserializeOwned {
    /// Returns the placeholder of a field whose member has not been decoded yet. It should not allocate.
    fn blank() -> Self;

    /// Deserializes a value.
    ///
    /// # Errors
    /// Returns an error if the value does not match the type.
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    /// Returns whether the value is valid for its type, rather than only preserved verbatim.
    fn fits(&self) -> bool {
        true
    }
}

/// A serde seed that deserializes with [`Member::read`].
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
