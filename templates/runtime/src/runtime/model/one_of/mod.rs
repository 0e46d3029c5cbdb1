//! `one_of!`: implements the serde traits of an emitted union and chooses the variant for a value.

// A value that matches no variant is preserved and written back unchanged, so decoding a union never fails
// because of its contents.

mod choose;
mod constant;
pub mod kinds;
mod reader;
mod trial;

use serde::de::Deserializer;
use serde_json::Value;

pub use super::member::{Member, Replace};
pub use super::record::Record;
pub use constant::{Constant, Fixed, Json, Step};
pub use reader::Reader;

/// A union, implemented by `one_of!`.
pub trait OneOf: Sized + 'static {
    /// The member whose value determines the variant, or an empty string if there is none.
    const TAG: &'static str;
    /// For each variant, the values that match it.
    const RULES: &'static [Rules];
    /// For each variant, the function that decodes it. It returns `None` if the value does not match.
    const READ: &'static [fn(Reader<'_>) -> Option<Self>];
    /// Returns the variant for a value that matches no other.
    fn unknown(value: Value) -> Self;
}

/// The values that match a variant.
#[allow(missing_debug_implementations, reason = "constants are trait objects, and no rule is displayed")]
#[doc(hidden)]
pub struct Rules {
    /// The values of the union's tag that select the variant.
    pub tags: &'static [&'static dyn Constant],
    /// The constants that the value must have.
    pub fixed: &'static [Fixed],
    /// The outline that the value must have.
    pub outline: Outline,
}

/// The outline of a variant: its JSON type and members, without their values.
#[derive(Debug, Clone, Copy)]
#[doc(hidden)]
pub enum Outline {
    /// Objects with declared members.
    Record {
        /// The member names.
        fields: &'static [&'static str],
        /// For each member, whether it is required.
        required: &'static [bool],
        /// Whether additional members are preserved.
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

/// Deserializes a union.
///
/// The running time is linear in the size of the value.
///
/// # Errors
/// Returns an error if the input is malformed.
pub fn deserialize<'de, U: OneOf, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    reader::union(deserializer)
}

/// Decodes a union that is not nested in another union.
fn decode_value<U: OneOf>(value: Value) -> U {
    let decode = trial::Decode::new(&value);
    let known =
        choose::decode_variant(Reader { value: &value, decode: &decode, is_trial: false, notes: None });
    known.unwrap_or_else(|| U::unknown(value))
}

/// Implements `From` for each variant type, `is_known`, `Serialize` and `Deserialize` for a union whose last
/// variant is `Unknown(Value)`.
///
/// Each variant is declared by its name, its kind and its type. These are followed by the tag values after
/// `=`, or by the constants in braces, as in `{"ok": true, "meta" / "kind": "a" | "b", "items" / [] / "n":
/// 1}`, where `[]` means each item of an array.
///
/// | kind | stored as | matching values |
/// |---|---|---|
/// | `record` | `Box<T>` of a `record!` | objects with all required members; unless the record keeps additional members, the object has one of its members or is empty |
/// | `tagged` | the same | the same; the tag is written even if the record does not contain it |
/// | `map` | `T` | objects |
/// | `list` | `T` | arrays |
/// | `text` | `T` | strings that are valid for the type |
/// | `known` | `T` of an `open_enum!` | the strings that it documents |
/// | `number` | `T` | numbers |
/// | `boolean` | `T` | `true` and `false` |
/// | `one_of` | `T` of a `one_of!` | values that match one of its variants |
///
/// A listed tag value selects its variant. Any other value is tried with each matching variant without a tag,
/// unless it differs from a constant of the variant. Of the variants that can decode the value, the best one
/// is chosen according to these criteria, in order:
///
/// 1. It ignores the smallest part of the value: members without a field, at any depth, including their
///    contents.
/// 2. The value contains the most of its constants.
/// 3. The value contains the fewest enum values that it does not document.
/// 4. It has fields for the most members of the object.
/// 5. It is declared first.
///
/// The contents of a nested union do not count, because a union preserves all of them. If the best variant would
/// ignore something that another variant preserves, the value matches both, and neither can represent it. Such a
/// value becomes `Unknown`, as does a value that no variant can decode. It is preserved and written back
/// unchanged.
#[doc(hidden)]
#[macro_export]
// Standard library paths are absolute, because a model may be named `Result` or `String`.
macro_rules! one_of {
    ($name:ident { $($rest:tt)* }) => {
        $crate::one_of!(@of $name "" { $($rest)* });
    };
    ($name:ident by $tag:literal { $($rest:tt)* }) => {
        $crate::one_of!(@of $name $tag { $($rest)* });
    };
    (@of $name:ident $tag:literal { $(
        $variant:ident: $kind:ident $of:ty $(= $($tag_of:tt)|+)? $({ $($($step:tt)/ +: $($fixed:tt)|+),+ })?,
    )* }) => {
        impl $name {
            /// Returns whether this version of the crate declares the variant of the value.
            pub const fn is_known(&self) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }
        impl $crate::runtime::one_of::Member for $name {
            type Decoding = $crate::runtime::one_of::Replace;

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
