//! `Debug` for models with secrets.

use std::fmt;

use crate::runtime::redact::REDACTED;

/// A value whose `Debug` output is the marker for secrets.
#[doc(hidden)]
pub struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// Implements `Debug` for a struct like the derive, but hides the values of secret fields: `safe_debug! { Login {
/// user, password: secret } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! safe_debug {
    ($name:ident { $($field:ident $(: $secret:ident)?),* $(,)? }) => {
        impl ::core::fmt::Debug for $name {
            #[allow(deprecated, reason = "deprecated fields are also shown")]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let mut shown = f.debug_struct(::core::stringify!($name));
                $( $crate::safe_debug!(@field shown, self.$field $(, $secret)?); )*
                shown.finish()
            }
        }
    };
    (@field $shown:ident, $this:ident.$field:ident) => {
        $shown.field(::core::stringify!($field), &$this.$field)
    };
    (@field $shown:ident, $this:ident.$field:ident, secret) => {
        $shown.field(::core::stringify!($field), &$crate::runtime::Hidden)
    };
}
