//! `record!`: implements the serde traits of an emitted struct, as an object with named members.

// In a crate with hundreds of structs, serde's derives take several times as long to check as this macro. Here,
// a field costs one table entry and two calls to the generic functions in `kinds`.

mod keys;
pub mod kinds;
mod shape;
pub(crate) mod write;

use std::fmt;

use serde::de::{self, Deserializer, MapAccess, Visitor};

use crate::runtime::json::repair;
use keys::{KeySeed, Seen};

use super::member::Decoding;

pub use super::constructor::list;
pub use super::member::{Member, Replace};
pub use kinds::{extra, null, opt, req, tri};
pub use shape::{Layout, Record};
pub use write::{Writer, serialize, serialize_with};

/// Deserializes a record from an object.
///
/// # Errors
/// Returns an error if a required member is absent, a member is duplicated, or a value does not match its
/// field.
#[inline]
pub fn deserialize<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    let mut record = R::blank();
    Fields::read(&mut record, deserializer)?;
    Ok(record)
}

/// Deserializes each member of an object into the field of the placeholder.
#[derive(Debug)]
pub enum Fields {}

impl<R: Record> Decoding<R> for Fields {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(record: &mut R, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(RecordVisitor(record))
    }
}

/// Returns the indexes of `N` fields.
pub const fn indexes<const N: usize>() -> [usize; N] {
    let mut indexes = [0; N];
    let mut index = 0;
    while index < N {
        indexes[index] = index;
        index += 1;
    }
    indexes
}

struct RecordVisitor<'a, R>(&'a mut R);

impl<'de, R: Record> Visitor<'de> for RecordVisitor<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", R::LAYOUT.name)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let record = self.0;
        let mut seen = Seen::new(R::LAYOUT.fields.len());
        // Most servers send members in the order of the schema, so the next member is tried first.
        let mut expected = 0;
        let mut other = String::new();
        while let Some(index) = map.next_key_seed(KeySeed::<R>::new(expected, &mut other))? {
            let Some(&name) = R::LAYOUT.fields.get(index) else {
                record.read_other(&other, &mut map).map_err(|error| name_field(error, &other))?;
                continue;
            };
            if !seen.insert(index) {
                return Err(de::Error::duplicate_field(name));
            }
            record.read(index, &mut map).map_err(|error| name_field(error, name))?;
            expected = index + 1;
        }
        for (index, (&name, &required)) in R::LAYOUT.fields.iter().zip(R::LAYOUT.required).enumerate() {
            if required && !seen.contains(index) && !repair::fill_missing(name) {
                return Err(de::Error::missing_field(name));
            }
        }
        Ok(())
    }
}

/// Adds the field name to serde's mismatch messages, which contain only the received value and the expected
/// type.
///
/// The error is re-created from its message, which every format supports. Other errors are left unchanged, so
/// that they keep their category. `serde_json` parses the position back from the message.
#[cold]
fn name_field<E: de::Error>(error: E, field: &str) -> E {
    let text = error.to_string();
    if ["invalid type: ", "invalid value: ", "invalid length "].iter().any(|start| text.starts_with(start)) {
        return E::custom(format_args!("field `{field}`: {text}"));
    }
    error
}

/// Implements `Serialize` and `Deserialize` for a struct.
///
/// Each field is declared by its wire name, its field name and its kind:
///
/// | kind | type | decoding | encoding |
/// |---|---|---|---|
/// | `opt` | `Option<T>` | absent or null yields `None` | `None` is omitted |
/// | `req` | `T` | absent is an error, as is null unless `T` accepts it | always written |
/// | `null` | `Option<T>` | absent is an error, null yields `None` | `None` is written as null |
/// | `tri` | `Nullable<T>` | absent, null and a value are distinct | `Absent` is omitted |
/// | `.. field` | a map, last | contains the members without a field | written last |
///
/// Without a `..` field, unknown members are ignored. A duplicate member is an error.
///
/// A name followed by `: new` also implements a constructor and setters. Then each field that they set has an argument,
/// as in `"name" name: opt [into String],`; see `constructor!`. For response-only models, it is `: testing`, which
/// implements them only if the feature `testing` is enabled.
#[doc(hidden)]
#[macro_export]
// Standard library paths are absolute, because a model may be named `Result` or `String`.
macro_rules! record {
    ($name:ident: $mode:ident {
        $($wire:literal $field:ident: $kind:ident
            $(($($given:tt)+))? $([$($set:tt)+])? $(= $only:expr)?,)*
        $(.. $extra:ident $(,)?)?
    }) => {
        $crate::record! { $name { $($wire $field: $kind,)* $(.. $extra)? } }
        $crate::constructor! {
            @$mode $name { $($field: $kind $(($($given)+))? $([$($set)+])? $(= $only)?,)* }
        }
    };
    ($name:ident { $($wire:literal $field:ident: $kind:ident,)* $(.. $extra:ident $(,)?)? }) => {
        #[allow(deprecated, reason = "a deprecated field is read and written like any other")]
        impl $crate::runtime::record::Member for $name {
            type Decoding = $crate::runtime::record::Fields;

            fn blank() -> Self {
                Self {
                    $($field: $crate::runtime::record::$kind::blank(),)*
                    $($extra: $crate::runtime::record::extra::blank(),)?
                }
            }
        }
        #[allow(deprecated, reason = "a deprecated field is read and written like any other")]
        impl $crate::runtime::record::Record for $name {
            const LAYOUT: $crate::runtime::record::Layout = $crate::runtime::record::Layout {
                name: ::std::stringify!($name),
                fields: &[$($wire),*],
                required: &[$($crate::runtime::record::$kind::REQUIRED),*],
            };
            // The comparisons compile to a jump table. `macro_rules` cannot count, so a constant numbers the fields.
            #[inline]
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                &mut self,
                index: usize,
                map: &mut A,
            ) -> ::std::result::Result<(), A::Error> {
                let [$($field),*] = const { $crate::runtime::record::indexes() };
                $(
                    if index == $field {
                        return $crate::runtime::record::$kind::read(&mut self.$field, map);
                    }
                )*
                let _ = (index, map);
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
                $($crate::runtime::record::extra::write(out, Self::LAYOUT.fields, &self.$extra);)?
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
