//! `one_of!`: gives an enum over several types the traits of serde: which variant a value becomes, and how it is written.
//!
//! It stands between the emitted unions and serde. A value that no variant takes is kept as it came and written back
//! unchanged, so that reading a union never fails over what is in it. It must not know any particular union.

pub mod kinds;

use std::cell::Cell;

use serde::de::{Deserialize, Deserializer};
use serde_json::Value;

pub use super::blank::Blank;
pub use super::record::Record;

/// How many values inside each other are read a second time because the variant that seemed to fit best did not take
/// them. Without a bound, a value that fits nowhere would be read a number of times that doubles with each level; each step more
/// multiplies it by the depth of the value, which is up to a server.
const RETRIES: u32 = 1;

/// What `one_of!` implements for a union; the functions of this module do the rest.
pub trait OneOf: Sized {
    /// The member whose value says which variant an object is; empty if there is none.
    const TAG: &'static str;
    /// For each variant, the values of that member.
    const TAGS: &'static [&'static [&'static str]];
    /// How well a value suits the variant at this index of [`TAGS`](Self::TAGS); `None` if it is no value of it.
    fn rate(index: usize, value: &Value) -> Option<u32>;
    /// Reads a value as the variant at this index.
    fn read(index: usize, value: &Value) -> Option<Self>;
    /// The variant of all other values.
    fn unknown(value: Value) -> Self;
}

/// A member with the only values that a variant gives it.
pub type Fixed = (&'static str, &'static [&'static str]);

/// Reads a union.
///
/// # Errors
/// There is no value, as the text is not of the format.
pub fn deserialize<'de, U: OneOf, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(known(&value).unwrap_or_else(|| U::unknown(value)))
}

/// The variant that takes a value; `None` if there is none.
pub fn known<U: OneOf>(value: &Value) -> Option<U> {
    if let Some(index) = tagged::<U>(value) {
        return U::read(index, value);
    }
    let mut rated: Vec<(u32, usize)> =
        untagged::<U>().filter_map(|index| Some((U::rate(index, value)?, index))).collect();
    // The sort is stable: of variants that suit equally well, the first comes first.
    rated.sort_by_key(|(rate, _)| std::cmp::Reverse(*rate));
    let mut rated = rated.into_iter();
    let (most, best) = rated.next()?;
    // A record that knows fewer members than the best would drop some; what is rated 0 keeps all that there is.
    let mut others = rated.filter(|(rate, _)| *rate == most || *rate == 0);
    U::read(best, value).or_else(|| retry(|| others.find_map(|(_, index)| U::read(index, value))))
}

/// How well a value suits the union as a variant of another.
pub fn rate<U: OneOf>(value: &Value) -> Option<u32> {
    match tagged::<U>(value) {
        Some(_) => Some(kinds::FIXED),
        None => untagged::<U>().filter_map(|index| U::rate(index, value)).max(),
    }
}

/// The variant that the tag of a value names.
fn tagged<U: OneOf>(value: &Value) -> Option<usize> {
    if U::TAG.is_empty() {
        return None;
    }
    let tag = value.as_object()?.get(U::TAG)?;
    U::TAGS.iter().position(|tags| tags.iter().any(|text| kinds::is_text(tag, text)))
}

/// The variants that no tag names.
fn untagged<U: OneOf>() -> impl Iterator<Item = usize> {
    U::TAGS.iter().enumerate().filter(|(_, tags)| tags.is_empty()).map(|(index, _)| index)
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Tries further variants, unless that is under way around here already too often.
fn retry<T>(attempt: impl FnOnce() -> Option<T>) -> Option<T> {
    struct Leave;
    impl Drop for Leave {
        fn drop(&mut self) {
            DEPTH.set(DEPTH.get().saturating_sub(1));
        }
    }
    if DEPTH.get() >= RETRIES {
        return None;
    }
    DEPTH.set(DEPTH.get() + 1);
    let _leave = Leave;
    attempt()
}

/// Gives an enum with a last variant `Unknown(Value)` `From` each of its types, `is_known`, `Serialize` and `Deserialize`.
///
/// Each variant: its name, its kind, its type; the values of the tag behind `=`, or the members with fixed values in braces.
///
/// | kind | the variant holds | which values suit |
/// |---|---|---|
/// | `record` | `Box<T>` of a `record!` | objects with all required members that know at least one other, or are empty |
/// | `tagged` | the same | the same; the tag is written even if the record does not hold it |
/// | `map` | `T` | objects |
/// | `list` | `T` | arrays |
/// | `text` | `T` | strings |
/// | `known` | `T` of an `open_enum!` | the strings that it documents |
/// | `number` | `T` | numbers |
/// | `boolean` | `T` | `true` and `false` |
/// | `one_of` | `T` of a `one_of!` | what one of its variants takes |
///
/// A value whose tag is listed is of that variant. Any other goes to the variant without a tag that knows most of its members; if
/// that cannot read it, to the next that would lose no more of it. What none takes is `Unknown`.
#[doc(hidden)]
#[macro_export]
// Names of the standard library are spelled out: a model may be called `Result` or `String`.
macro_rules! one_of {
    ($name:ident { $($rest:tt)* }) => {
        $crate::one_of!(@of $name "" { $($rest)* });
    };
    ($name:ident by $tag:literal { $($rest:tt)* }) => {
        $crate::one_of!(@of $name $tag { $($rest)* });
    };
    (@of $name:ident $tag:literal { $(
        $variant:ident: $kind:ident $of:ty $(= $($text:literal)|+)? $({ $($member:literal: $($fixed:literal)|+),+ })?,
    )* }) => {
        impl $name {
            /// Whether the value is of a variant that this version of the crate knows.
            pub const fn is_known(&self) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }
        impl $crate::runtime::one_of::Blank for $name {
            fn blank() -> Self {
                Self::Unknown($crate::runtime::Value::Null)
            }
        }
        impl $crate::runtime::one_of::OneOf for $name {
            const TAG: &'static str = $tag;
            const TAGS: &'static [&'static [&'static str]] = &[$(&[$($($text),+)?]),*];
            fn rate(index: usize, value: &$crate::runtime::Value) -> ::std::option::Option<u32> {
                let at = 0;
                $(
                    if index == at {
                        let fixed: &[$crate::runtime::one_of::Fixed] = &[$($(($member, &[$($fixed),+])),+)?];
                        return $crate::runtime::one_of::kinds::$kind::rate::<$of>(value, fixed);
                    }
                    let at = at + 1;
                )*
                let _ = (index, at, value);
                ::std::option::Option::None
            }
            fn read(index: usize, value: &$crate::runtime::Value) -> ::std::option::Option<Self> {
                let at = 0;
                $(
                    if index == at {
                        return $crate::runtime::one_of::kinds::$kind::read(value, Self::$variant);
                    }
                    let at = at + 1;
                )*
                let _ = (index, at, value);
                ::std::option::Option::None
            }
            fn unknown(value: $crate::runtime::Value) -> Self {
                Self::Unknown(value)
            }
        }
        $(
            impl ::std::convert::From<$of> for $name {
                fn from(value: $of) -> Self {
                    Self::$variant($crate::runtime::one_of::kinds::$kind::hold(value))
                }
            }
        )*
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => {
                        $crate::runtime::one_of::kinds::$kind::write(value, serializer, $tag, &[$($($text),+)?])
                    })*
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::one_of::deserialize(deserializer)
            }
        }
    };
}
