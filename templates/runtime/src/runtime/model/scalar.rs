//! Scalar types: URIs, Base64 data, and objects without a schema.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_PAD_INDIFFERENT, URL_SAFE_PAD_INDIFFERENT};

use super::member::{Member, Replace};
use super::verbatim::verbatim;

/// A JSON object without a schema, or the additional members of an object with a schema.
pub type Map = serde_json::Map<String, serde_json::Value>;

/// A URI or relative reference (`format: uri`, `uri-reference`, `url`), preserved verbatim.
///
/// The string is not validated, because servers also send relative references, templates and strings with
/// spaces in these formats. A value must be sent back exactly as it was received.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uri(Box<str>);

verbatim!(Uri, "a string");

impl Uri {
    /// Returns whether the string starts with a scheme, such as `https:` (RFC 3986, section 3.1).
    pub fn is_absolute(&self) -> bool {
        let Some((scheme, _)) = self.0.split_once(':') else {
            return false;
        };
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    }

    /// Returns whether the string has no scheme and is therefore relative to another URI.
    pub fn is_relative(&self) -> bool {
        !self.is_absolute()
    }
}

impl From<&str> for Uri {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Uri {
    fn from(text: String) -> Self {
        Self(text.into_boxed_str())
    }
}

impl Member for Uri {
    type Decoding = Replace;

    fn blank() -> Self {
        Self(Box::default())
    }
}

/// Base64-encoded bytes (`format: byte`, RFC 4648). The encoded string is preserved verbatim.
///
/// Bytes are encoded with the standard alphabet and padding. [`bytes`](Self::bytes) decodes with or without
/// padding, in the standard or the URL-safe alphabet.
///
/// Decoding a response never fails because of invalid Base64. The string is preserved,
/// [`is_valid`](Self::is_valid) returns `false`, and `bytes` returns `None`. Values are compared by their
/// bytes.
#[derive(Clone, Default)]
pub struct Base64(Box<str>);

verbatim!(Base64 by bytes, "bytes as base64");

impl Base64 {
    /// Returns the decoded bytes, or `None` if the string is not valid Base64.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let url_safe = self.0.contains(['-', '_']);
        let engine = if url_safe { &URL_SAFE_PAD_INDIFFERENT } else { &STANDARD_PAD_INDIFFERENT };
        engine.decode(&*self.0).ok()
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        bytes.as_slice().into()
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(STANDARD.encode(bytes).into_boxed_str())
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({self})")
    }
}
