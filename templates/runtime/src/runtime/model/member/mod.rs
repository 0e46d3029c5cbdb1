//! The common interface of model fields: a placeholder until the member is decoded, and the decoding itself.

// Values are decoded in place. If a large struct were passed by value through serde's generic functions, it would be
// copied into each of their stack frames. In a debug build, this would overflow a small stack.

// This trait is separate from `Deserialize` for two reasons. First, `Default` would become part of the public
// API, and a type with required fields must not implement it. Second, numbers, lists and maps are foreign types
// whose `Deserialize` rejects the integer `1.0` and cannot omit a single item. `record!`, `open_enum!` and
// `one_of!` implement it for emitted models.

mod collections;
mod numbers;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer};
use serde_json::{Map, Number, Value};

/// A field type. Not part of the public API.
#[doc(hidden)]
pub trait Member: DeserializeOwned {
    /// The default implementation of [`read_in_place`](Self::read_in_place): [`Replace`], or `Fields` for a record.
    // A type per record compiles faster than a generic function per record.
    type Decoding: Decoding<Self>;

    /// Returns the placeholder for a field whose member has not been decoded yet. This should not allocate.
    fn blank() -> Self;

    /// Deserializes a value into its placeholder, `self`.
    ///
    /// # Errors
    /// Returns an error if the value does not match the type. `self` may then be partly filled.
    #[inline]
    fn read_in_place<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        Self::Decoding::read(self, deserializer)
    }

    /// Returns whether the value is valid for its type, rather than only preserved verbatim.
    fn fits(&self) -> bool {
        true
    }
}

/// A way to deserialize a value into its placeholder.
#[doc(hidden)]
pub trait Decoding<T> {
    /// Deserializes a value into its placeholder.
    ///
    /// # Errors
    /// Returns an error if the value does not match the type.
    fn read<'de, D: Deserializer<'de>>(placeholder: &mut T, deserializer: D) -> Result<(), D::Error>;
}

/// Replaces the placeholder with the deserialized value.
#[doc(hidden)]
#[derive(Debug)]
pub enum Replace {}

impl<T: DeserializeOwned> Decoding<T> for Replace {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(placeholder: &mut T, deserializer: D) -> Result<(), D::Error> {
        *placeholder = T::deserialize(deserializer)?;
        Ok(())
    }
}

/// Deserializes a value of a small type.
#[inline]
pub(crate) fn read<'de, T: Member, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    value.read_in_place(deserializer)?;
    Ok(value)
}

/// A serde seed that deserializes into a placeholder.
pub(crate) struct InPlace<'a, T>(pub(crate) &'a mut T);

impl<'de, T: Member> DeserializeSeed<'de> for InPlace<'_, T> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.read_in_place(deserializer)
    }
}

macro_rules! as_default {
    ($($type:ty),* $(,)?) => {$(
        impl Member for $type {
            type Decoding = Replace;

            fn blank() -> Self {
                Self::default()
            }
        }
    )*};
}

as_default! { (), bool, char, String, Box<str>, f64, Value, Map<String, Value> }

impl Member for Number {
    type Decoding = Replace;

    fn blank() -> Self {
        0.into()
    }
}
