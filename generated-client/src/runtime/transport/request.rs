//! A request as passed to a transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};

use super::body::Body;
#[cfg(feature = "stream")]
use super::body_stream::BodyStream;
use crate::runtime::redact::{REDACTED, SafeHeaders, Secret, SecretNames};

/// A request for a [`Transport`](super::Transport) to send. `Debug` redacts secrets and displays only the
/// length of the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportRequest {
    /// The operation ID, for logs and test doubles.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The absolute, percent-encoded URL.
    pub url: String,
    /// The headers, including credentials.
    pub headers: HeaderMap,
    /// The encoded body; empty if there is none, or if it is a stream.
    pub body: Bytes,
    /// The timeout, including reading the response body; `None` for no limit.
    pub timeout: Option<Duration>,
    /// The maximum size of the response body, in bytes.
    pub max_response_bytes: u64,
    /// The number of this attempt, starting at 1.
    pub attempt: u32,
    /// The timeout for all attempts together. `timeout` is the remaining time.
    pub(crate) call_timeout: Option<Duration>,
    /// The decoded names of query parameters with secret values.
    pub(crate) secret_parameters: Vec<Arc<str>>,
    /// Secret values in the path, as encoded in the URL.
    pub(crate) secret_values: Vec<Secret>,
    /// Whether the caller reads the response body as a stream.
    #[cfg(feature = "stream")]
    pub streams_response: bool,
    /// The body, if it is a stream.
    #[cfg(feature = "stream")]
    pub(crate) stream: Option<BodyStream>,
}

impl TransportRequest {
    /// Creates a request without headers, body or limits.
    pub fn new(operation: &'static str, method: Method, url: impl Into<String>) -> Self {
        Self {
            operation,
            method,
            url: url.into(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            timeout: None,
            call_timeout: None,
            max_response_bytes: u64::MAX,
            attempt: 1,
            secret_parameters: Vec::new(),
            secret_values: Vec::new(),
            #[cfg(feature = "stream")]
            streams_response: false,
            #[cfg(feature = "stream")]
            stream: None,
        }
    }

    pub(crate) fn set_body(&mut self, body: &Body) {
        self.body = body.as_bytes().cloned().unwrap_or_default();
        #[cfg(feature = "stream")]
        {
            self.stream = body.as_stream().cloned();
        }
    }

    /// Returns the length of the body in bytes, if it is known before sending.
    pub fn body_length(&self) -> Option<u64> {
        #[cfg(feature = "stream")]
        if let Some(stream) = self.streamed_body() {
            return stream.length();
        }
        u64::try_from(self.body.len()).ok()
    }

    /// Returns whether the body was sent and cannot be sent again.
    pub(crate) fn is_spent(&self) -> bool {
        #[cfg(feature = "stream")]
        return self.streamed_body().is_some_and(BodyStream::is_spent);
        #[cfg(not(feature = "stream"))]
        return false;
    }

    /// Returns the URL with the values of secret parameters redacted.
    pub fn shown_url(&self) -> String {
        self.redacted_url(SecretNames::BUILT_IN)
    }

    /// Returns the URL with the values of secret parameters redacted, for a client with additional secret
    /// names.
    pub(crate) fn redacted_url(&self, names: SecretNames<'_>) -> String {
        let is_secret = |name: &str| self.secret_parameters.iter().any(|secret| **secret == *name);
        let url = names.url(&self.url, is_secret);
        self.secret_values.iter().fold(url, |url, value| url.replace(value.expose(), REDACTED))
    }
}

impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("url", &self.shown_url())
            .field("headers", &SafeHeaders(&self.headers))
            .field("body_bytes", &self.body_length())
            .field("timeout", &self.timeout)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}
