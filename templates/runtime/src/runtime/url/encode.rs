//! Percent-encoding for each part of a request.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A part of a request, which determines the allowed characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A path segment: all characters except unreserved ones are encoded (RFC 3986, section 2.3).
    Path,
    /// A name or value in a query: like a path segment, with a space encoded as `+`.
    Query,
    /// A header value: not encoded.
    Header,
    /// A cookie value: like a path segment.
    Cookie,
    /// A name or value in a form: encoded according to the URL Standard, with a space as `+`.
    Form,
}

impl Place {
    /// Encodes a name or value.
    pub(crate) fn encode(self, text: &str) -> String {
        match self {
            Self::Path | Self::Cookie => utf8_percent_encode(text, RESERVED).to_string(),
            // Each "%20" is a space, because "%" itself is encoded.
            Self::Query => utf8_percent_encode(text, RESERVED).to_string().replace("%20", "+"),
            Self::Form => utf8_percent_encode(text, FORM).to_string().replace("%20", "+"),
            Self::Header => text.to_owned(),
        }
    }

    /// Returns the separator between the parts of an exploded value.
    pub(crate) fn separator(self) -> &'static str {
        if self == Self::Cookie { "; " } else { "&" }
    }
}

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The `application/x-www-form-urlencoded` percent-encode set (URL Standard, section 1.3).
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');
