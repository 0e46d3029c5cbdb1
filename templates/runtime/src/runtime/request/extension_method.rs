//! Methods for which the `http` crate has no constant, such as `COPY`.

// This module is emitted only for API descriptions with such methods.

use http::Method;

/// Returns a method as `&'static Method`, for [`Operation::new`](crate::runtime::Operation::new). A literal that is not a
/// token (RFC 9110, section 9.1) fails to compile.
#[doc(hidden)]
#[macro_export]
macro_rules! extension_method {
    ($name:literal) => {{
        const _: () = assert!($crate::runtime::is_method($name), "not a valid method");
        static METHOD: ::std::sync::LazyLock<$crate::runtime::http::Method> =
            ::std::sync::LazyLock::new(|| $crate::runtime::method_named($name));
        &*METHOD
    }};
}

/// Returns whether a string is a token.
#[doc(hidden)]
pub const fn is_method(name: &str) -> bool {
    let mut rest = name.as_bytes();
    while let [byte, tail @ ..] = rest {
        let is_symbol = matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        );
        if !byte.is_ascii_alphanumeric() && !is_symbol {
            return false;
        }
        rest = tail;
    }
    !name.is_empty()
}

/// Converts a name that [`is_method`] accepts.
#[doc(hidden)]
pub fn method_named(name: &str) -> Method {
    // This cannot fail, because each token is a method.
    Method::from_bytes(name.as_bytes()).unwrap_or_default()
}
