//! The kinds of union variants: each module defines the matching values, their storage, decoding and
//! encoding.

// `one_of!` selects the module by the name of the kind. To add a kind, add a module.

use std::ops::Deref;

use serde::ser::{Serialize, Serializer};

use super::super::member::{self, Member};
use super::super::open_enum::{OpenEnum, documented};
use super::super::record::Record;
use super::super::record::write::serialize_with;
use super::constant::Constant;
use super::reader::Reader;
use super::{OneOf, Outline, choose};

/// Objects that are decoded as a `record!`. They are boxed, so that the size of a union does not depend on
/// its records.
pub mod record {
    use super::*;

    pub use super::any::write;

    /// Returns the outline: objects with the members of the record.
    pub const fn outline<R: Record>() -> Outline {
        Outline::Record {
            fields: R::LAYOUT.fields,
            required: R::LAYOUT.required,
            keeps_others: R::KEEPS_OTHERS,
        }
    }

    /// Converts a value for storage in the variant.
    pub fn hold<R>(record: R) -> Box<R> {
        Box::new(record)
    }

    /// Deserializes the record.
    pub fn read<R: Record, U>(reader: Reader<'_>, variant: fn(Box<R>) -> U) -> Option<U> {
        member::read(reader).ok().map(variant)
    }
}

/// Objects that are decoded as a `record!` and written with their tag, even if the record does not contain
/// it.
pub mod tagged {
    use super::*;

    pub use super::record::{hold, outline, read};

    /// Serializes the record. The tag is written first, unless the record contains it.
    ///
    /// # Errors
    /// Returns an error if the record cannot be serialized.
    pub fn write<B: Deref<Target: Record>, S: Serializer>(
        record: &B,
        serializer: S,
        tag: &'static str,
        constants: &[&dyn Constant],
    ) -> Result<S::Ok, S::Error> {
        serialize_with(&**record, serializer, tag, constants.first().map(|constant| constant.json()))
    }
}

/// Defines kinds whose values are identified by their JSON type alone.
macro_rules! plain {
    ($($(#[$doc:meta])* $kind:ident: $outline:ident;)*) => {$(
        $(#[$doc])*
        pub mod $kind {
            use super::*;

            pub use super::any::{hold, read, write};

            /// Returns the outline: values of this JSON type.
            pub const fn outline<T>() -> Outline {
                Outline::$outline
            }
        }
    )*};
}

plain! {
    /// Objects with arbitrary members.
    map: Object;
    /// Arrays.
    list: List;
    /// Numbers.
    number: Number;
    /// `true` and `false`.
    boolean: Boolean;
}

/// Strings. A string that the type only preserves, such as an invalid date, does not match.
pub mod text {
    use super::*;

    pub use super::any::{hold, write};

    /// Returns the outline: strings.
    pub const fn outline<T>() -> Outline {
        Outline::Text
    }

    /// Deserializes the string.
    pub fn read<T: Member, U>(reader: Reader<'_>, variant: fn(T) -> U) -> Option<U> {
        member::read(reader).ok().filter(T::fits).map(variant)
    }
}

/// The common functions of kinds that store their type directly.
mod any {
    use super::*;

    /// Converts a value for storage in the variant.
    pub fn hold<T>(value: T) -> T {
        value
    }

    /// Deserializes the value.
    pub fn read<T: Member, U>(reader: Reader<'_>, variant: fn(T) -> U) -> Option<U> {
        member::read(reader).ok().map(variant)
    }

    /// Serializes the value.
    ///
    /// # Errors
    /// Returns an error if the value cannot be serialized.
    pub fn write<T: Serialize, S: Serializer>(
        value: &T,
        serializer: S,
        _tag: &'static str,
        _constants: &[&dyn Constant],
    ) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// Strings that an `open_enum!` documents. Other strings do not match.
pub mod known {
    use super::*;

    pub use super::any::{hold, write};
    pub use super::text::outline;

    /// Deserializes a documented string.
    pub fn read<E: OpenEnum<&'static str>, U>(reader: Reader<'_>, variant: fn(E) -> U) -> Option<U> {
        let text = reader.value.as_str()?;
        documented(|wire| *wire == text).map(variant)
    }
}

/// Values that match a variant of a nested union.
pub mod one_of {
    use super::*;

    pub use super::any::{hold, write};

    /// Returns the outline: values of any JSON type.
    pub const fn outline<V: OneOf>() -> Outline {
        Outline::Any
    }

    /// Deserializes the value. Returns `None` if the nested union does not recognize it.
    pub fn read<V: OneOf, U>(reader: Reader<'_>, variant: fn(V) -> U) -> Option<U> {
        if !reader.is_trial {
            return choose::decode_variant(reader).map(variant);
        }
        // Nested unions that share variants are tried once per path to them, and there can be exponentially many
        // paths.
        if !reader.decode.spend(reader.value) {
            return None;
        }
        let fit = choose::fit::<V>(reader)?;
        if let Some(notes) = reader.notes {
            notes.add(fit);
        }
        Some(variant(V::unknown(serde_json::Value::Null)))
    }
}
