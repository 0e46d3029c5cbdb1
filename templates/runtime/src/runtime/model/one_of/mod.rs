//! `one_of!`: gives an enum over several types the traits of serde: which variant a value becomes, and how it is written.
//!
//! It stands between the emitted unions and serde. A value that no variant takes is kept as it came and written back
//! unchanged, so that reading a union never fails over what is in it. It must not know any particular union.

mod choose;
mod constant;
pub mod kinds;
mod reader;
mod trial;

use serde::de::Deserializer;
use serde_json::Value;

pub use super::member::Member;
pub use super::record::Record;
pub use constant::{Constant, Fixed, Json, Step};
pub use reader::Reader;

/// What `one_of!` implements for a union; the functions of this module do the rest.
pub trait OneOf: Sized + 'static {
    /// The member whose value says which variant an object is; empty if there is none.
    const TAG: &'static str;
    /// For each variant, the values that it takes.
    const RULES: &'static [Rules];
    /// For each variant, what reads a value as it; `None` if it is not one.
    const READ: &'static [fn(Reader<'_>) -> Option<Self>];
    /// The variant of all other values.
    fn unknown(value: Value) -> Self;
}

/// The values that a variant takes.
#[allow(missing_debug_implementations, reason = "constants are trait objects, and nothing shows a rule")]
#[doc(hidden)]
pub struct Rules {
    /// The values of the union's tag that stand for it.
    pub tags: &'static [&'static dyn Constant],
    /// The constants that its values have.
    pub fixed: &'static [Fixed],
    /// What its values look like from outside.
    pub outline: Outline,
}

/// What the values of a variant look like, without what is inside their members.
#[derive(Debug, Clone, Copy)]
#[doc(hidden)]
pub enum Outline {
    /// Objects with members of their own.
    Record {
        /// The names of the members.
        fields: &'static [&'static str],
        /// For each, whether the object must have it.
        required: &'static [bool],
        /// Whether members of other names are kept.
        keeps_others: bool,
    },
    /// Objects.
    Object,
    /// Lists.
    List,
    /// Strings.
    Text,
    /// Numbers.
    Number,
    /// `true` and `false`.
    Boolean,
    /// All values.
    Any,
}

/// Reads a union.
///
/// The work is proportional to the size of the value, whatever is in it.
///
/// # Errors
/// There is no value, as the text is not of the format.
pub fn deserialize<'de, U: OneOf, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    reader::union(deserializer)
}

/// Reads a union that is not inside another.
fn whole<U: OneOf>(value: Value) -> U {
    let decode = trial::Decode::new(&value);
    let known = choose::known(Reader { value: &value, decode: &decode, is_trial: false, notes: None });
    known.unwrap_or_else(|| U::unknown(value))
}

/// Gives an enum with a last variant `Unknown(Value)` `From` each of its types, `is_known`, `Serialize` and `Deserialize`.
///
/// Each variant: its name, its kind, its type; the values of the tag behind `=`, or the constants in braces, as in
/// `{"ok": true, "meta" / "kind": "a" | "b", "items" / [] / "n": 1}`, where `[]` is each item of a list.
///
/// | kind | the variant holds | which values suit |
/// |---|---|---|
/// | `record` | `Box<T>` of a `record!` | objects with all required members that have at least one other, or are empty |
/// | `tagged` | the same | the same; the tag is written even if the record does not hold it |
/// | `map` | `T` | objects |
/// | `list` | `T` | arrays |
/// | `text` | `T` | strings |
/// | `known` | `T` of an `open_enum!` | the strings that it documents |
/// | `number` | `T` | numbers |
/// | `boolean` | `T` | `true` and `false` |
/// | `one_of` | `T` of a `one_of!` | what one of its variants takes |
///
/// A value whose tag is listed is of that variant. Any other value is tried with each variant without a tag that it suits, unless a
/// constant of the variant has another value in it. The variant that is taken can read the value, and
///
/// 1. ignores the least of it: members without a field, at any depth, with all that is in them;
/// 2. of several, has the most constants of it;
/// 3. has the fewest enums that do not document what is in them;
/// 4. has fields for the most members of the object;
/// 5. comes first.
///
/// What is inside a nested union does not count, as a union keeps all of it. If the variant would ignore something that another one
/// keeps, the value is of both, and none of them can hold it. Such a value is `Unknown`, as is one that no variant can
/// read: it is kept and written back unchanged.
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
        $variant:ident: $kind:ident $of:ty $(= $($tag_of:literal)|+)? $({ $($($step:tt)/ +: $($fixed:tt)|+),+ })?,
    )* }) => {
        impl $name {
            /// Whether the value is of a variant that this version of the crate knows.
            pub const fn is_known(&self) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }
        impl $crate::runtime::one_of::Member for $name {
            fn blank() -> Self {
                Self::Unknown($crate::runtime::Value::Null)
            }
        }
        impl $crate::runtime::one_of::OneOf for $name {
            const TAG: &'static str = $tag;
            const RULES: &'static [$crate::runtime::one_of::Rules] = &[$($crate::runtime::one_of::Rules {
                tags: &[$($(&$tag_of),+)?],
                fixed: &[$($((&[$($crate::one_of!(@step $step)),+], &[$(&$fixed),+])),+)?],
                outline: $crate::runtime::one_of::kinds::$kind::outline::<$of>(),
            }),*];
            const READ: &'static [fn($crate::runtime::one_of::Reader<'_>) -> ::std::option::Option<Self>] =
                &[$(|reader| $crate::runtime::one_of::kinds::$kind::read(reader, Self::$variant)),*];
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
                        $crate::runtime::one_of::kinds::$kind::write(value, serializer, $tag, &[$($(&$tag_of),+)?])
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
    (@step []) => {
        $crate::runtime::one_of::Step::Each
    };
    (@step $member:tt) => {
        $crate::runtime::one_of::Step::Member($member)
    };
}
