//! Headers that frame and route a message, which only a transport may set.

use http::HeaderName;

/// Whether a header says how the message is cut and routed, which is the transport's business.
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
