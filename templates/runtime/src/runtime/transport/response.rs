//! A response as returned by a transport.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

#[cfg(feature = "stream")]
use super::stream;
use crate::runtime::redact::SafeHeaders;

/// A response received by a [`Transport`](super::Transport). `Debug` redacts secrets and displays only the
/// length of the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportResponse {
    /// The HTTP status, of any class.
    pub status: StatusCode,
    /// The response headers.
    pub headers: HeaderMap,
    /// The buffered body; empty if it is a stream.
    pub body: Bytes,
    /// The number of attempts; 0 if the response was not received by a client's retry loop.
    pub attempts: u32,
    /// The body, if it is a stream.
    #[cfg(feature = "stream")]
    pub(crate) stream: Option<stream::Shared>,
}

impl TransportResponse {
    /// Creates a response with a buffered body.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
            attempts: 0,
            #[cfg(feature = "stream")]
            stream: None,
        }
    }
}

impl fmt::Debug for TransportResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportResponse")
            .field("status", &self.status)
            .field("headers", &SafeHeaders(&self.headers))
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
