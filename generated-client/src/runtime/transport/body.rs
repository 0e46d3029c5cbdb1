//! The bytes of a request body, buffered or streamed.

use std::fmt;

use bytes::Bytes;

#[cfg(feature = "stream")]
use super::body_stream::BodyStream;

/// The bytes of a request body, sent verbatim. With the `stream` feature, it may be a stream. `Debug`
/// displays only its length.
#[derive(Clone)]
pub struct Body(pub(crate) Content);

#[derive(Clone)]
pub(crate) enum Content {
    Buffered(Bytes),
    #[cfg(feature = "stream")]
    Stream(BodyStream),
}

impl Body {
    /// Returns the length in bytes, if it is known before sending.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Buffered(bytes) => u64::try_from(bytes.len()).ok(),
            #[cfg(feature = "stream")]
            Content::Stream(stream) => stream.length(),
        }
    }

    /// Returns the bytes, or `None` if the body is a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Buffered(bytes) => Some(bytes),
            #[cfg(feature = "stream")]
            Content::Stream(_) => None,
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Buffered(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl<const N: usize> From<&'static [u8; N]> for Body {
    fn from(bytes: &'static [u8; N]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        text.as_bytes().into()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").field("length", &self.length()).finish_non_exhaustive()
    }
}
