//! Constructors and setters of models.

/// Converts and collects the items of a list.
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// Implements `new`, with the required fields as arguments, and a setter for each optional field.
///
/// `record!` passes its fields, each with its kind and one of these:
///
/// | argument | field | example |
/// |---|---|---|
/// | `(argument)` | set by an argument of `new` | `(into String)` |
/// | `[argument]` | optional: has a setter | `[list User]` |
/// | `= value` | set by `new` to the only allowed value | `= Kind::User` |
/// | none | set only by the server | |
///
/// An argument is a type, after a word for its conversion: `into` accepts any type that converts into it, `list` any
/// iterator over values of it, and `boxed` the value without its box. `deprecated` comes first.
#[doc(hidden)]
#[macro_export]
macro_rules! constructor {
    (@new $name:ident $fields:tt) => {
        $crate::constructor! {
            $name, " Creates a value from the required fields. Optional fields are not set." $fields
        }
    };
    // The models that occur only in responses.
    (@testing $name:ident $fields:tt) => {
        #[cfg(feature = "testing")]
        $crate::constructor! {
            $name, " Creates a value from the required fields, for tests: this model occurs only in responses." $fields
        }
    };
    ($name:ident, $docs:literal {
        $($field:ident: $kind:ident $(($($given:tt)+))? $([$($set:tt)+])? $(= $only:expr)?,)*
    }) => {
        #[allow(deprecated, reason = "a deprecated field is set like any other")]
        impl $name {
            #[doc = $docs]
            #[allow(clippy::needless_update, reason = "there may be no optional field")]
            #[allow(clippy::new_without_default, clippy::too_many_arguments, reason = "the document declares the fields")]
            pub fn new($($($field: $crate::constructor!(@argument $($given)+),)?)*) -> Self {
                Self {
                    $($($field: $crate::constructor!(@value $field $($given)+),)? $($field: $only,)?)*
                    ..$crate::runtime::record::Member::blank()
                }
            }
            $($(
                $crate::constructor! {
                    @setter [
                        #[cfg_attr(not(doc), doc = " Sets the field of the same name.")]
                        #[cfg_attr(
                            doc,
                            doc = ::core::concat!(
                                " Sets [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field), ")."
                            )
                        )]
                    ] $field $kind $($set)+
                }
            )?)*
        }
    };

    (@argument list into $type:ty) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>> };
    (@argument list $type:ty) => { impl ::core::iter::IntoIterator<Item = $type> };
    (@argument into $type:ty) => { impl ::core::convert::Into<$type> };
    (@argument boxed $type:ty) => { $type };
    (@argument $type:ty) => { $type };

    (@value $given:ident list into $type:ty) => { $crate::runtime::record::list($given) };
    (@value $given:ident list $type:ty) => { ::core::iter::FromIterator::from_iter($given) };
    (@value $given:ident into $type:ty) => { ::core::convert::Into::into($given) };
    (@value $given:ident boxed $type:ty) => { ::std::boxed::Box::new($given) };
    (@value $given:ident $type:ty) => { $given };

    // One rule per conversion, rather than calls of the rules above, because each macro call costs compile time.
    (@setter [$($attrs:tt)*] $field:ident $kind:ident deprecated $($set:tt)+) => {
        $crate::constructor! { @setter [$($attrs)* #[deprecated]] $field $kind $($set)+ }
    };
    (@setter [$($attrs:tt)*] $field:ident opt list into $type:ty) => {
        $($attrs)*
        #[must_use]
        pub fn $field(mut self, $field: impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>>) -> Self {
            self.$field = ::core::option::Option::Some($crate::runtime::record::list($field));
            self
        }
    };
    (@setter [$($attrs:tt)*] $field:ident opt list $type:ty) => {
        $($attrs)*
        #[must_use]
        pub fn $field(mut self, $field: impl ::core::iter::IntoIterator<Item = $type>) -> Self {
            self.$field = ::core::option::Option::Some(::core::iter::FromIterator::from_iter($field));
            self
        }
    };
    (@setter [$($attrs:tt)*] $field:ident opt into $type:ty) => {
        $($attrs)*
        #[must_use]
        pub fn $field(mut self, $field: impl ::core::convert::Into<$type>) -> Self {
            self.$field = ::core::option::Option::Some(::core::convert::Into::into($field));
            self
        }
    };
    (@setter [$($attrs:tt)*] $field:ident opt boxed $type:ty) => {
        $($attrs)*
        #[must_use]
        pub fn $field(mut self, $field: $type) -> Self {
            self.$field = ::core::option::Option::Some(::std::boxed::Box::new($field));
            self
        }
    };
    (@setter [$($attrs:tt)*] $field:ident opt $type:ty) => {
        $($attrs)*
        #[must_use]
        pub fn $field(mut self, $field: $type) -> Self {
            self.$field = ::core::option::Option::Some($field);
            self
        }
    };
    (@setter [$($attrs:tt)*] $field:ident tri into $type:ty) => {
        $($attrs)*
        #[must_use]
        pub fn $field(mut self, $field: impl ::core::convert::Into<$type>) -> Self {
            self.$field = ::core::convert::Into::into($field);
            self
        }
    };
}
