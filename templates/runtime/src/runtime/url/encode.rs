//! Percent-encoding, by the part of a request.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Which characters a place in a request allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Within one segment of a path: only unreserved characters stay (RFC 3986, 2.3).
    Path,
    /// Within a query's name or value: the same, and a space is `+`.
    Query,
    /// A header's value: nothing is encoded.
    Header,
    /// A cookie's value: as in a path.
    Cookie,
    /// A form's name or value: what the URL Standard leaves alone, and a space is `+`.
    Form,
}

impl Place {
    /// Encodes one name or value.
    pub(crate) fn encode(self, text: &str) -> String {
        match self {
            Self::Path | Self::Cookie => utf8_percent_encode(text, RESERVED).to_string(),
            // No other source of "%20" is left once "%" itself is encoded.
            Self::Query => utf8_percent_encode(text, RESERVED).to_string().replace("%20", "+"),
            Self::Form => utf8_percent_encode(text, FORM).to_string().replace("%20", "+"),
            Self::Header => text.to_owned(),
        }
    }

    /// What stands between the parts of an exploded form.
    pub(crate) fn separator(self) -> &'static str {
        if self == Self::Cookie { "; " } else { "&" }
    }
}

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The `application/x-www-form-urlencoded` percent-encode set (URL Standard, 1.3).
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');
