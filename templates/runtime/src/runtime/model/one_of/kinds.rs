//! The kinds of variants that `one_of!` knows: which values suit each, and how it is held, read and written.
//!
//! Part of `one_of!`, which picks the module by the name of the kind. A new kind is a new module here.

use std::ops::Deref;

use serde::de::DeserializeOwned;
use serde::ser::{Serialize, Serializer};

use super::super::member::Member;
use super::super::open_enum::{OpenEnum, documented};
use super::super::record::Record;
use super::super::record::write::serialize_with;
use super::constant::Constant;
use super::reader::Reader;
use super::{OneOf, Outline, choose};

/// Objects that are read as a `record!`; boxed, so that a union is small however large its records grow.
pub mod record {
    use super::*;

    pub use super::any::write;

    /// Objects with the members of the record.
    pub const fn outline<R: Record>() -> Outline {
        Outline::Record { fields: R::FIELDS, required: R::REQUIRED, keeps_others: R::KEEPS_OTHERS }
    }

    /// Puts a value into the variant.
    pub fn hold<R>(record: R) -> Box<R> {
        Box::new(record)
    }

    /// Reads the record.
    pub fn read<R: DeserializeOwned, U>(reader: Reader<'_>, variant: fn(Box<R>) -> U) -> Option<U> {
        R::deserialize(reader).ok().map(|record| variant(Box::new(record)))
    }
}

/// Objects that are read as a `record!` and written with their tag, whether or not the record holds it.
pub mod tagged {
    use super::*;

    pub use super::record::{hold, outline, read};

    /// Writes the record, after the tag if the record does not write it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write<B: Deref<Target: Record>, S: Serializer>(
        record: &B,
        serializer: S,
        tag: &'static str,
        constants: &[&dyn Constant],
    ) -> Result<S::Ok, S::Error> {
        serialize_with(&**record, serializer, tag, constants.first().map(|constant| constant.json()))
    }
}

/// Values that are read as they are where their JSON type is the right one.
macro_rules! plain {
    ($($(#[$doc:meta])* $kind:ident: $outline:ident;)*) => {$(
        $(#[$doc])*
        pub mod $kind {
            use super::*;

            pub use super::any::{hold, read, write};

            /// Values of this JSON type.
            pub const fn outline<T>() -> Outline {
                Outline::$outline
            }
        }
    )*};
}

plain! {
    /// Objects with free members.
    map: Object;
    /// Arrays.
    list: List;
    /// Numbers.
    number: Number;
    /// `true` and `false`.
    boolean: Boolean;
}

/// Strings. One that a type would only keep, such as a date that cannot be read, is left to the variants after it.
pub mod text {
    use super::*;

    pub use super::any::{hold, write};

    /// Strings.
    pub const fn outline<T>() -> Outline {
        Outline::Text
    }

    /// Reads the string.
    pub fn read<T: Member, U>(reader: Reader<'_>, variant: fn(T) -> U) -> Option<U> {
        T::read(reader).ok().filter(Member::fits).map(variant)
    }
}

/// What the kinds have in common that hold their type as it is.
mod any {
    use super::*;

    /// Puts a value into the variant.
    pub fn hold<T>(value: T) -> T {
        value
    }

    /// Reads the value.
    pub fn read<T: Member, U>(reader: Reader<'_>, variant: fn(T) -> U) -> Option<U> {
        T::read(reader).ok().map(variant)
    }

    /// Writes the value as it is.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write<T: Serialize, S: Serializer>(
        value: &T,
        serializer: S,
        _tag: &'static str,
        _constants: &[&dyn Constant],
    ) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// The strings that an `open_enum!` documents; others are left to the variants after it.
pub mod known {
    use super::*;

    pub use super::any::{hold, write};
    pub use super::text::outline;

    /// Reads a documented string.
    pub fn read<E: OpenEnum<&'static str>, U>(reader: Reader<'_>, variant: fn(E) -> U) -> Option<U> {
        let text = reader.value.as_str()?;
        documented(|wire| *wire == text).map(variant)
    }
}

/// Values that one of the variants of another union takes.
pub mod one_of {
    use super::*;

    pub use super::any::{hold, write};

    /// Values of any JSON type.
    pub const fn outline<V: OneOf>() -> Outline {
        Outline::Any
    }

    /// Reads the value, unless that union does not know it either.
    pub fn read<V: OneOf, U>(reader: Reader<'_>, variant: fn(V) -> U) -> Option<U> {
        if !reader.is_trial {
            return choose::known(reader).map(variant);
        }
        let fit = choose::fit::<V>(reader)?;
        if let Some(notes) = reader.notes {
            notes.add(fit);
        }
        Some(variant(V::unknown(serde_json::Value::Null)))
    }
}
