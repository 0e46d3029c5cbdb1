//! A successful answer as a whole, for callers who want more than its value.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::redact::SafeHeaders;
use super::transport::TransportResponse;

/// A successful answer: status, headers, the decoded body and the bytes it was decoded from.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    body: T,
    attempts: u32,
}

impl<T> Response<T> {
    pub(super) fn new(response: TransportResponse, body: T) -> Self {
        let TransportResponse { status, headers, body: raw, attempts } = response;
        Self { status, headers, raw, body, attempts }
    }

    /// The HTTP status, within 200..=299.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The decoded body.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The decoded body, without the rest.
    pub fn into_body(self) -> T {
        self.body
    }

    /// The body as it came.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// How often the call was sent; 0 if a middleware answered in place of the server.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &SafeHeaders(&self.headers))
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
