//! `open_enum!`: implements the traits of an emitted enum and preserves undocumented values.

// The macro is independent of particular enums and formats.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use super::member;
pub use super::member::{Member, Replace};

/// A value that the API description does not document.
///
/// It is created only by decoding or converting a value, after comparison with the documented values, and never equals
/// one of them. To read the value, use the enum's `as_str()`, or `value()` for a number. The result remains the same if
/// a later version of the crate documents the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue<T = Box<str>>(T);

impl UnknownValue {
    /// Returns the string, for the enum's `as_str`.
    #[doc(hidden)]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl<T: Copy> UnknownValue<T> {
    /// Returns the number, for the enum's `value`.
    #[doc(hidden)]
    pub const fn number(&self) -> T {
        self.0
    }
}

/// Returns the index of the empty string among the documented values.
#[doc(hidden)]
pub const fn index_of_empty(wire: &[&str]) -> Option<usize> {
    let mut index = 0;
    while index < wire.len() {
        if wire[index].is_empty() {
            return Some(index);
        }
        index += 1;
    }
    None
}

/// Returns the index of zero among the documented values.
#[doc(hidden)]
pub const fn index_of_zero(wire: &[i128]) -> Option<usize> {
    let mut index = 0;
    while index < wire.len() {
        if wire[index] == 0 {
            return Some(index);
        }
        index += 1;
    }
    None
}

/// Returns the placeholder for an enum that has not been decoded yet: the empty string or zero. In lenient mode,
/// an absent member keeps the placeholder, so it must be the documented empty string or zero, if any.
#[doc(hidden)]
#[inline]
pub fn placeholder<T: 'static, E: OpenEnum<T, Kept: Default>>() -> E {
    let documented = E::KNOWN.blank.and_then(|index| E::KNOWN.values.get(index).cloned());
    documented.unwrap_or_else(|| E::unknown(UnknownValue(E::Kept::default())))
}

/// The tables of an enum `E` whose values are `T` on the wire. Tables compile much faster than functions with a
/// `match`.
#[doc(hidden)]
#[derive(Debug)]
pub struct Known<E: 'static, T: 'static> {
    /// The name of the enum, for messages.
    pub name: &'static str,
    /// The names of the variants, separated by spaces.
    pub variants: &'static str,
    /// The documented values.
    pub values: &'static [E],
    /// The wire values, in the same order.
    pub wire: &'static [T],
    /// The index of the empty string or zero.
    pub blank: Option<usize>,
}

/// An enum over wire values of type `T` (`&str` or an integer), implemented by `open_enum!`.
#[doc(hidden)]
pub trait OpenEnum<T: 'static>: Clone + 'static {
    /// The documented values.
    const KNOWN: Known<Self, T>;
    /// The type that stores an unknown value.
    type Kept;
    /// Returns the variant for an unknown value.
    fn unknown(value: UnknownValue<Self::Kept>) -> Self;
}

/// Returns the documented value that satisfies `is`.
#[doc(hidden)]
pub fn documented<T: 'static, E: OpenEnum<T>>(is: impl Fn(&T) -> bool) -> Option<E> {
    let index = E::KNOWN.wire.iter().position(is)?;
    E::KNOWN.values.get(index).cloned()
}

/// Converts a string, without an allocation if the value is documented.
#[doc(hidden)]
pub fn from_str<E: OpenEnum<&'static str, Kept = Box<str>>>(text: &str) -> E {
    documented(|wire| *wire == text).unwrap_or_else(|| unknown(text.into()))
}

/// Converts a string and reuses its allocation if the value is unknown.
#[doc(hidden)]
pub fn from_string<E: OpenEnum<&'static str, Kept = Box<str>>>(text: String) -> E {
    documented(|wire| *wire == text).unwrap_or_else(|| unknown(text.into_boxed_str()))
}

/// Converts a number.
#[doc(hidden)]
pub fn from_number<T: Copy + PartialEq + 'static, E: OpenEnum<T, Kept = T>>(number: T) -> E {
    documented(|wire| *wire == number).unwrap_or_else(|| unknown(number))
}

thread_local! {
    /// The number of unknown values that this thread has decoded. `one_of!` uses it to compare variants.
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

/// Formats an enum like a derived `Debug`: the variant name, and the unknown value.
///
/// # Errors
/// Returns an error if the formatter fails.
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

/// Deserializes an enum from a string.
///
/// # Errors
/// Returns an error if the value is not a string.
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

/// Deserializes an enum from a number.
///
/// # Errors
/// Returns an error if the value is not an integer, or exceeds the range of its type.
#[doc(hidden)]
pub fn deserialize_number<'de, T, E, D>(deserializer: D) -> Result<E, D::Error>
where
    T: Copy + PartialEq + Member + 'static,
    E: OpenEnum<T, Kept = T>,
    D: Deserializer<'de>,
{
    member::read::<T, D>(deserializer).map(from_number)
}

/// Implements the items of a string enum whose last variant is `Unknown(UnknownValue)`: `VALUES`, `as_str`,
/// `is_known`, `From<&str>`, `From<String>`, `AsRef<str>`, `Debug`, `Display`, `Serialize` and `Deserialize`.
///
/// With an integer type after the name, and `Unknown(UnknownValue<i64>)`, it implements the items of an integer
/// enum: `VALUES`, `value`, `is_known`, `From<i64>`, `Debug`, `Display`, `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
// Standard library paths are absolute, because a model may be named `Result` or `String`.
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $text:literal,)* }) => {
        impl $name {
            /// The documented values, in the order of the API description.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the wire value, even if it is not documented.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(value) => value.text(),
                }
            }
        }
        $crate::open_enum!(@both $name, &'static str, ::std::boxed::Box<str>, { $($variant = $text,)* },
            $crate::runtime::open_enum::index_of_empty(&[$($text),*]));
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
            /// The documented values, in the order of the API description.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the wire value, even if it is not documented.
            pub const fn value(&self) -> $number {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value.number(),
                }
            }
        }
        $crate::open_enum!(@both $name, $number, $number, { $($variant = $value,)* },
            $crate::runtime::open_enum::index_of_zero(&[$($value),*]));
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
    (@both $name:ident, $value:ty, $kept:ty, { $($variant:ident = $wire:literal,)* }, $blank:expr) => {
        impl $name {
            /// Returns whether this version of the crate documents the value.
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
                blank: $blank,
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
            type Decoding = $crate::runtime::open_enum::Replace;

            fn blank() -> Self {
                $crate::runtime::open_enum::placeholder::<$value, Self>()
            }
        }
    };
}
