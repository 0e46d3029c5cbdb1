//! The types of single values: URIs, bytes, undescribed objects.
//!
//! They are in the fields of models and in parameters. They must not know any particular model.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_PAD_INDIFFERENT, URL_SAFE_PAD_INDIFFERENT};

use super::member::Member;
use super::verbatim::verbatim;

/// An object whose members are not described, or the members beside those that are.
pub type Map = serde_json::Map<String, serde_json::Value>;

/// A URI or a reference relative to one (`format: uri`, `uri-reference`, `url`), kept letter for letter.
///
/// Nothing is checked: servers send relative references, templates and blanks under these formats, and a text that is
/// sent back must be the one that came.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uri(Box<str>);

verbatim!(Uri, "a string");

impl Uri {
    /// Whether the text begins with a scheme, such as `https:` (RFC 3986, section 3.1).
    pub fn is_absolute(&self) -> bool {
        let Some((scheme, _)) = self.0.split_once(':') else {
            return false;
        };
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    }

    /// Whether the text has no scheme, so that it stands for a place relative to another URI.
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
    fn blank() -> Self {
        Self(Box::default())
    }
}

/// Bytes that travel as base64 (`format: byte`, RFC 4648), kept as the text that they travel as.
///
/// Bytes are written with the standard alphabet and padding. A text that was received is written back as it came, and
/// [`bytes`](Self::bytes) decodes it with or without padding, in the standard or the URL-safe alphabet. Reading a response
/// never fails because of a text that is not base64: it is kept, [`is_valid`](Self::is_valid) returns `false`, and `bytes`
/// returns `None`. Values are compared by their bytes.
#[derive(Clone, Default)]
pub struct Base64(Box<str>);

verbatim!(Base64 by bytes, "bytes as base64");

impl Base64 {
    /// The bytes; `None` if the text is not base64.
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
