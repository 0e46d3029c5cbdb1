//! Headers for framing and routing, which only a transport may set.

use http::HeaderName;

/// Returns whether a header controls framing or routing, which is the responsibility of the transport.
pub(crate) fn is_framing(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "host"
            | "content-length"
            | "transfer-encoding"
            | "connection"
            | "te"
            | "trailer"
            | "upgrade"
            | "keep-alive"
    )
}
