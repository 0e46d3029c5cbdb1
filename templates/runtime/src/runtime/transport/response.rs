//! A response as a transport returns it.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

#[cfg(feature = "stream")]
use super::stream;
use crate::runtime::redact::SafeHeaders;

/// What a [`Transport`](super::Transport) received. `Debug` hides secrets and shows the body's length only.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportResponse {
    /// The HTTP status, of whatever class.
    pub status: StatusCode,
    /// The response's headers.
    pub headers: HeaderMap,
    /// The whole body; empty if it is a stream.
    pub body: Bytes,
    /// How often the call was sent; 0 in an answer that did not come through a client's attempts.
    pub attempts: u32,
    /// The body, if it is a stream.
    #[cfg(feature = "stream")]
    pub(crate) stream: Option<stream::Shared>,
}

impl TransportResponse {
    /// A response of these parts.
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
