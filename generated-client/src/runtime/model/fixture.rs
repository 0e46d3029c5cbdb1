//! Constructors and setters for response-only models, for use in tests.

/// Implements `new`, with the required fields as arguments, and a setter for each optional field.
///
/// `record!` passes its fields, each with its kind and one of these:
///
/// | argument | field | example |
/// |---|---|---|
/// | `(argument)` | set by an argument of `new` | `(into String)` |
/// | `[argument]` | optional: set by its setter | `[list User]` |
/// | `= value` | set by `new` to the only allowed value | `= Kind::User` |
///
/// An argument is a type, after a word for its conversion: `into` accepts any type that converts into it, `list` any
/// iterator over values of it, and `boxed` the value without its box.
#[doc(hidden)]
#[macro_export]
macro_rules! fixture {
    ($name:ident {
        $($field:ident: $kind:ident $(($($given:tt)+))? $([$($set:tt)+])? $(= $only:expr)?,)*
        $(.. $extra:ident)?
    }) => {
        #[allow(deprecated, reason = "a deprecated field is set like any other")]
        impl $name {
            /// Creates a value with the required fields, for tests: this model occurs only in responses.
            #[allow(clippy::new_without_default, clippy::too_many_arguments, reason = "tests set all required fields")]
            pub fn new($($($field: $crate::fixture!(@argument $($given)+),)?)*) -> Self {
                Self {
                    $(
                        $($field: $crate::fixture!(@value $field $($given)+),)?
                        $($field: $crate::fixture!(@absent $($set)+),)?
                        $($field: $only,)?
                    )*
                    $($extra: ::core::default::Default::default(),)?
                }
            }
            $($(
                #[doc = ::core::concat!(" Sets [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field), ").")]
                #[must_use]
                pub fn $field(mut self, $field: $crate::fixture!(@argument $($set)+)) -> Self {
                    self.$field = $crate::fixture!(@optional $kind $crate::fixture!(@value $field $($set)+));
                    self
                }
            )?)*
        }
    };

    (@argument list into $type:ty) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>> };
    (@argument list $type:ty) => { impl ::core::iter::IntoIterator<Item = $type> };
    (@argument into $type:ty) => { impl ::core::convert::Into<$type> };
    (@argument boxed $type:ty) => { $type };
    (@argument $type:ty) => { $type };

    (@value $given:ident list into $type:ty) => {
        ::core::iter::Iterator::collect(::core::iter::Iterator::map(
            ::core::iter::IntoIterator::into_iter($given),
            ::core::convert::Into::into,
        ))
    };
    (@value $given:ident list $type:ty) => { ::core::iter::FromIterator::from_iter($given) };
    (@value $given:ident into $type:ty) => { ::core::convert::Into::into($given) };
    (@value $given:ident boxed $type:ty) => { ::std::boxed::Box::new($given) };
    (@value $given:ident $type:ty) => { $given };

    (@absent $($any:tt)+) => { ::core::default::Default::default() };

    (@optional opt $value:expr) => { ::core::option::Option::Some($value) };
    (@optional tri $value:expr) => { $value };
}
