//! `open_enum!`: gives a plain enum its texts (or numbers), and keeps the values that a newer server may send.
//!
//! It stands between the emitted enums and serde. It must not know any particular enum, nor any particular format.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

pub use super::member::Member;

/// A value that this version of the crate does not know.
///
/// Only reading or converting a value makes one, after comparing it with the documented values: it never
/// equals one of them. Its text is the enum's `as_str()` (its number `value()`), which stays right when a later version
/// of the crate documents the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue<T = Box<str>>(T);

impl UnknownValue {
    /// The text, for the enum's own `as_str`.
    #[doc(hidden)]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl<T: Copy> UnknownValue<T> {
    /// The number, for the enum's own `value`.
    #[doc(hidden)]
    pub const fn number(&self) -> T {
        self.0
    }
}

/// What an enum holds until it is read.
#[doc(hidden)]
pub fn nothing<T: Default>() -> UnknownValue<T> {
    UnknownValue(T::default())
}

/// What `open_enum!` knows of an enum `E` whose values are `T` on the wire: tables, as they cost far less compile time than
/// functions that match.
#[doc(hidden)]
#[derive(Debug)]
pub struct Known<E: 'static, T: 'static> {
    /// The name of the enum, for messages.
    pub name: &'static str,
    /// The names of the variants, with blanks between them.
    pub variants: &'static str,
    /// The documented values.
    pub values: &'static [E],
    /// What they are on the wire.
    pub wire: &'static [T],
}

/// What `open_enum!` implements for an enum over values of type `T` (`&str` or a type of integers).
#[doc(hidden)]
pub trait OpenEnum<T: 'static>: Clone + 'static {
    /// What is documented.
    const KNOWN: Known<Self, T>;
    /// What an unknown value is kept as.
    type Kept;
    /// The variant of all other values.
    fn unknown(value: UnknownValue<Self::Kept>) -> Self;
}

/// The variant of a documented value.
#[doc(hidden)]
pub fn documented<T: 'static, E: OpenEnum<T>>(is: impl Fn(&T) -> bool) -> Option<E> {
    let index = E::KNOWN.wire.iter().position(is)?;
    E::KNOWN.values.get(index).cloned()
}

/// The variant of a text; a documented one costs no allocation.
#[doc(hidden)]
pub fn from_str<E: OpenEnum<&'static str, Kept = Box<str>>>(text: &str) -> E {
    documented(|wire| *wire == text).unwrap_or_else(|| unknown(text.into()))
}

/// The variant of a text; an unknown one keeps the allocation.
#[doc(hidden)]
pub fn from_string<E: OpenEnum<&'static str, Kept = Box<str>>>(text: String) -> E {
    documented(|wire| *wire == text).unwrap_or_else(|| unknown(text.into_boxed_str()))
}

/// The variant of a number.
#[doc(hidden)]
pub fn from_number<T: Copy + PartialEq + 'static, E: OpenEnum<T, Kept = T>>(number: T) -> E {
    documented(|wire| *wire == number).unwrap_or_else(|| unknown(number))
}

thread_local! {
    /// How many unknown values this thread has met; `one_of!` compares variants by it.
    static UNDOCUMENTED: Cell<u32> = const { Cell::new(0) };
}

fn unknown<T: 'static, E: OpenEnum<T>>(value: E::Kept) -> E {
    set_undocumented(undocumented().wrapping_add(1));
    E::unknown(UnknownValue(value))
}

pub(crate) fn undocumented() -> u32 {
    UNDOCUMENTED.get()
}

pub(crate) fn set_undocumented(count: u32) {
    UNDOCUMENTED.set(count);
}

/// What a derive of `Debug` writes: the name of the variant, and what an unknown value is.
///
/// # Errors
/// Those of the formatter.
#[doc(hidden)]
pub fn debug<T: 'static, E: OpenEnum<T> + PartialEq>(
    value: &E,
    unknown: Option<&dyn fmt::Debug>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    if let Some(unknown) = unknown {
        return f.debug_tuple("Unknown").field(unknown).finish();
    }
    let index = E::KNOWN.values.iter().position(|known| known == value);
    let name = index.and_then(|index| E::KNOWN.variants.split_whitespace().nth(index));
    f.write_str(name.unwrap_or(E::KNOWN.name))
}

/// Reads an enum from a text.
///
/// # Errors
/// The value is not a text.
#[doc(hidden)]
pub fn deserialize<'de, E, D>(deserializer: D) -> Result<E, D::Error>
where
    E: OpenEnum<&'static str, Kept = Box<str>>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

struct TextVisitor<E>(PhantomData<E>);

impl<E: OpenEnum<&'static str, Kept = Box<str>>> Visitor<'_> for TextVisitor<E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string ({})", E::KNOWN.name)
    }

    fn visit_str<F: Error>(self, text: &str) -> Result<E, F> {
        Ok(from_str(text))
    }

    fn visit_string<F: Error>(self, text: String) -> Result<E, F> {
        Ok(from_string(text))
    }
}

/// Reads an enum from a number.
///
/// # Errors
/// The value is not an integer, or one that its type cannot hold.
#[doc(hidden)]
pub fn deserialize_number<'de, T, E, D>(deserializer: D) -> Result<E, D::Error>
where
    T: Copy + PartialEq + Member + 'static,
    E: OpenEnum<T, Kept = T>,
    D: Deserializer<'de>,
{
    T::read(deserializer).map(from_number)
}

/// Gives an enum with a last variant `Unknown(UnknownValue)` its texts: `VALUES`, `as_str`, `is_known`, `From<&str>`,
/// `From<String>`, `AsRef<str>`, `Debug`, `Display`, `Serialize` and `Deserialize`.
///
/// With a type of integers behind the name, and `Unknown(UnknownValue<i64>)`, the same for numbers: `VALUES`, `value`,
/// `is_known`, `From<i64>`, `Debug`, `Display`, `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
// Names of the standard library are spelled out: a model may be called `Result` or `String`.
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $text:literal,)* }) => {
        impl $name {
            /// The values that the API documents, in its order.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it is on the wire, whether or not it is known.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(value) => value.text(),
                }
            }
        }
        $crate::open_enum!(@both $name, &'static str, ::std::boxed::Box<str>, { $($variant = $text,)* });
        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::runtime::open_enum::from_str(text)
            }
        }
        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::runtime::open_enum::from_string(text)
            }
        }
        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::open_enum::deserialize(deserializer)
            }
        }
    };
    ($name:ident: $number:ident { $($variant:ident = $value:literal,)* }) => {
        impl $name {
            /// The values that the API documents, in its order.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it is on the wire, whether or not it is known.
            pub const fn value(&self) -> $number {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value.number(),
                }
            }
        }
        $crate::open_enum!(@both $name, $number, $number, { $($variant = $value,)* });
        impl ::std::convert::From<$number> for $name {
            fn from(number: $number) -> Self {
                $crate::runtime::open_enum::from_number(number)
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.value(), f)
            }
        }
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.value(), serializer)
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::open_enum::deserialize_number(deserializer)
            }
        }
    };
    (@both $name:ident, $value:ty, $kept:ty, { $($variant:ident = $wire:literal,)* }) => {
        impl $name {
            /// Whether this version of the crate knows the value.
            pub const fn is_known(&self) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }
        impl $crate::runtime::open_enum::OpenEnum<$value> for $name {
            const KNOWN: $crate::runtime::open_enum::Known<Self, $value> = $crate::runtime::open_enum::Known {
                name: ::std::stringify!($name),
                variants: ::std::stringify!($($variant)*),
                values: Self::VALUES,
                wire: &[$($wire),*],
            };
            type Kept = $kept;
            fn unknown(value: $crate::runtime::UnknownValue<$kept>) -> Self {
                Self::Unknown(value)
            }
        }
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let unknown: ::std::option::Option<&dyn ::std::fmt::Debug> = match self {
                    Self::Unknown(value) => ::std::option::Option::Some(value),
                    _ => ::std::option::Option::None,
                };
                $crate::runtime::open_enum::debug(self, unknown, f)
            }
        }
        impl $crate::runtime::open_enum::Member for $name {
            fn blank() -> Self {
                Self::Unknown($crate::runtime::open_enum::nothing())
            }
        }
    };
}
