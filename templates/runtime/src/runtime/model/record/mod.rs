//! `record!`: gives a plain struct the traits of serde, for any serde format, as an object with named members.
//!
//! It stands between the emitted models and serde. The derives of serde cost several times as much to check in a crate
//! of hundreds of structs; here, a field costs one line of table and two calls of the generic functions in `kinds`.
//! It must not know any particular model, nor any particular format.

mod keys;
pub mod kinds;
mod shape;
pub(crate) mod write;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, MapAccess, Visitor};

use crate::runtime::json::repair;
use keys::{KeySeed, Seen};

pub use super::member::Member;
pub use kinds::{extra, null, opt, req, tri};
pub use shape::Record;
pub use write::{Writer, serialize, serialize_with};

/// Reads a record from an object.
///
/// # Errors
/// A member that is required is absent, a member came twice, or a value does not fit its field.
#[inline]
pub fn deserialize<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    deserializer.deserialize_map(RecordVisitor(PhantomData))
}

struct RecordVisitor<R>(PhantomData<R>);

impl<'de, R: Record> Visitor<'de> for RecordVisitor<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", R::NAME)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<R, A::Error> {
        let mut record = R::blank();
        let mut seen = Seen::new(R::FIELDS.len());
        // Servers mostly write members in the order of the document: the next one is tried first.
        let mut expected = 0;
        let mut other = String::new();
        while let Some(index) = map.next_key_seed(KeySeed::<R>::new(expected, &mut other))? {
            let Some(&name) = R::FIELDS.get(index) else {
                record.read_other(&other, &mut map).map_err(|error| name_field(error, &other))?;
                continue;
            };
            if !seen.insert(index) {
                return Err(de::Error::duplicate_field(name));
            }
            record.read(index, &mut map).map_err(|error| name_field(error, name))?;
            expected = index + 1;
        }
        for (index, (&name, &required)) in R::FIELDS.iter().zip(R::REQUIRED).enumerate() {
            if required && !seen.contains(index) && !repair::fill_missing(name) {
                return Err(de::Error::missing_field(name));
            }
        }
        Ok(record)
    }
}

/// Names the field in serde's messages about a value that does not fit; they tell only what came and what was due.
///
/// The message is written anew, which every format allows. Other errors, such as those of the format itself, keep
/// their kind. The position that `serde_json` appends to its text survives, as it takes it from there again.
#[cold]
fn name_field<E: de::Error>(error: E, field: &str) -> E {
    let text = error.to_string();
    if ["invalid type: ", "invalid value: ", "invalid length "].iter().any(|start| text.starts_with(start)) {
        return E::custom(format_args!("field `{field}`: {text}"));
    }
    error
}

/// Gives a struct `Serialize` and `Deserialize`.
///
/// Each field: its name on the wire, its name in the struct, its kind.
///
/// | kind | type | on reading | on writing |
/// |---|---|---|---|
/// | `opt` | `Option<T>` | absent or null gives `None` | `None` is left out |
/// | `req` | `T` | absent is an error, and null as well unless `T` takes it | always written |
/// | `null` | `Option<T>` | absent is an error, null gives `None` | `None` is written as null |
/// | `tri` | `Nullable<T>` | absent, null and a value are three states | `Absent` is left out |
/// | `.. field` | a map, last | takes the members that no other field takes | after the others |
///
/// Unknown members are ignored where no `..` field takes them. A member that comes twice is an error.
#[doc(hidden)]
#[macro_export]
// Names of the standard library are spelled out: a model may be called `Result` or `String`.
macro_rules! record {
    ($name:ident { $($wire:literal $field:ident: $kind:ident,)* $(.. $extra:ident $(,)?)? }) => {
        #[allow(deprecated, reason = "a deprecated field is read and written like any other")]
        impl $crate::runtime::record::Member for $name {
            fn blank() -> Self {
                Self {
                    $($field: $crate::runtime::record::$kind::blank(),)*
                    $($extra: $crate::runtime::record::extra::blank(),)?
                }
            }
        }
        #[allow(deprecated, reason = "a deprecated field is read and written like any other")]
        impl $crate::runtime::record::Record for $name {
            const NAME: &'static str = ::std::stringify!($name);
            const FIELDS: &'static [&'static str] = &[$($wire),*];
            const REQUIRED: &'static [bool] = &[$($crate::runtime::record::$kind::REQUIRED),*];
            // The positions fold into one jump table; `macro_rules` cannot count them into the arms of a `match`.
            #[inline]
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                &mut self,
                index: usize,
                map: &mut A,
            ) -> ::std::result::Result<(), A::Error> {
                let at = 0;
                $(
                    if index == at {
                        return $crate::runtime::record::$kind::read(&mut self.$field, map);
                    }
                    let at = at + 1;
                )*
                let _ = (index, at, map);
                ::std::result::Result::Ok(())
            }
            $(
                const KEEPS_OTHERS: bool = true;
                fn read_other<'de, A: ::serde::de::MapAccess<'de>>(
                    &mut self,
                    name: &str,
                    map: &mut A,
                ) -> ::std::result::Result<(), A::Error> {
                    $crate::runtime::record::extra::read(&mut self.$extra, name, map)
                }
            )?
            fn write<M: ::serde::ser::SerializeMap>(&self, out: &mut $crate::runtime::record::Writer<M>) {
                $($crate::runtime::record::$kind::write(out, $wire, &self.$field);)*
                $($crate::runtime::record::extra::write(out, Self::FIELDS, &self.$extra);)?
                let _ = out;
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::record::deserialize(deserializer)
            }
        }
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::record::serialize(self, serializer)
            }
        }
    };
}
