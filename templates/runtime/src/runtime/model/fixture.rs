//! Constructors and setters for response-only models, for use in tests.

/// Implements `new`, with the required fields as arguments, and a setter for each other field.
///
/// Each line consists of the field, the argument type, and the value of the field. The first group contains the
/// required fields, `const` contains the fields with a single possible value, and `set` contains all other fields;
/// `.. field` is a map of additional properties.
#[doc(hidden)]
#[macro_export]
macro_rules! fixture {
    ($name:ident {
        $($field:ident: $argument:ty => $value:expr,)*
    } $(const {
        $($constant:ident => $only:expr,)*
    })? $(set {
        $($optional:ident: $given:ty => $set:expr,)*
        $(.. $extra:ident)?
    })?) => {
        #[allow(deprecated, reason = "a deprecated field is set like any other")]
        impl $name {
            /// Creates a value with the required fields, for tests: this model occurs only in responses.
            #[allow(clippy::new_without_default, clippy::too_many_arguments, reason = "tests set all required fields")]
            pub fn new($($field: $argument),*) -> Self {
                Self {
                    $($field: $value,)*
                    $($($constant: $only,)*)?
                    $(
                        $($optional: ::core::default::Default::default(),)*
                        $($extra: ::core::default::Default::default(),)?
                    )?
                }
            }
            $($(
                #[doc = ::core::concat!(" Sets [`", ::core::stringify!($optional), "`](Self::", ::core::stringify!($optional), ").")]
                #[must_use]
                pub fn $optional(mut self, $optional: $given) -> Self {
                    self.$optional = $set;
                    self
                }
            )*)?
        }
    };
}
