//! Lists header names that a parameter or a setting must not use, because the client or its transport sets
//! these headers.

/// The names of headers that control framing and routing. The runtime has the same list in
/// `transport/framing.rs`; a test compares them.
const FRAMING: [&str; 8] =
    ["host", "content-length", "transfer-encoding", "connection", "te", "trailer", "upgrade", "keep-alive"];

/// The names of headers that OpenAPI ignores as parameters (3.0.4, section 4.7.12), and of headers for
/// credentials, which the client sets by other means.
const SET_BY_CLIENT: [&str; 5] = ["accept", "content-type", "authorization", "proxy-authorization", "cookie"];

/// Returns whether a header controls framing or routing (RFC 9110, section 7; RFC 9112), for which the
/// transport is responsible. Names are case-insensitive.
pub(crate) fn is_framing(name: &str) -> bool {
    FRAMING.iter().any(|framing| name.eq_ignore_ascii_case(framing))
}

/// Returns whether a string is a token (RFC 9110, section 5.6.2). The names of headers and methods must be
/// tokens.
pub(crate) fn is_token(text: &str) -> bool {
    let is_symbol = |byte: u8| b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || is_symbol(byte))
}

/// Returns whether a header cannot be a parameter of an operation.
pub(crate) fn cannot_be_parameter(name: &str) -> bool {
    is_framing(name) || SET_BY_CLIENT.iter().any(|header| name.eq_ignore_ascii_case(header))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtime_reserves_the_same_headers() {
        let framing =
            include_str!(concat!(env!("GENERATOR_TEMPLATES"), "/runtime/src/runtime/transport/framing.rs"));
        let mut reserved: Vec<&str> = framing.split('"').skip(1).step_by(2).collect();
        let mut known = FRAMING.to_vec();
        reserved.sort_unstable();
        known.sort_unstable();
        assert_eq!(known, reserved);
        // Every other header that the runtime rejects must also be ignored as a parameter.
        let request =
            include_str!(concat!(env!("GENERATOR_TEMPLATES"), "/runtime/src/runtime/request/mod.rs"));
        let refused =
            request.split_once("matches!(header.as_str(), ").and_then(|(_, rest)| rest.split_once(')'));
        let refused: Vec<&str> =
            refused.map_or("", |(names, _)| names).split('"').skip(1).step_by(2).collect();
        assert!(!refused.is_empty(), "the runtime rejects headers with a different expression");
        assert!(refused.iter().all(|name| cannot_be_parameter(name)), "{refused:?}");
    }

    #[test]
    fn names_are_case_insensitive() {
        assert!(cannot_be_parameter("Content-Length") && cannot_be_parameter("ACCEPT"));
        assert!(!cannot_be_parameter("X-Host"));
    }
}
