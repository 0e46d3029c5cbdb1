//! Successful responses, with their status, headers and raw body.

pub(crate) mod decoders;
pub(crate) mod statuses;
#[cfg(feature = "xml")]
pub(crate) mod xml; // part: xml

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::client::Client;
use crate::runtime::error::body::{BodyError, Unreadable};
use crate::runtime::error::{Error, Result};
use crate::runtime::json::repair::Repair;
use crate::runtime::redact::{Redaction, SafeHeaders, one_line};
use crate::runtime::transport::TransportResponse;
use crate::runtime::transport::sent::Sent;

/// A successful response: status, headers, the decoded body and the raw body.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    /// The body is boxed; see [`Decode::decode_boxed`](decoders::Decode::decode_boxed).
    body: Box<T>,
    attempts: u32,
    repairs: Vec<Repair>,
    operation: &'static str,
    client: Client,
    sent: Sent,
}

impl<T> Response<T> {
    pub(crate) fn new(
        operation: &'static str,
        client: Client,
        sent: Sent,
        response: TransportResponse,
        (body, repairs): (Box<T>, Vec<Repair>),
    ) -> Self {
        let TransportResponse { status, headers, body: raw, attempts, .. } = response;
        Self { status, headers, raw, body, attempts, repairs, operation, client, sent }
    }

    /// Returns the HTTP status, within 200..=299.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Parses the value of a header; for example, `header::<i64>("X-Rate-Limit-Remaining")`. Returns `None` if the
    /// header is absent, and the first value if it is repeated.
    ///
    /// # Errors
    /// Returns [`Error::Decode`] if the value cannot be parsed as `V`.
    pub fn header<V: FromStr<Err: fmt::Display>>(&self, name: &str) -> Result<Option<V>> {
        let Some(value) = self.headers.get(name) else { return Ok(None) };
        let text = String::from_utf8_lossy(value.as_bytes());
        text.trim().parse().map(Some).map_err(|error: V::Err| self.header_error(name, &text, &error))
    }

    fn header_error(&self, name: &str, text: &str, error: &dyn fmt::Display) -> Error {
        let (client, names) = (&self.client.inner, self.client.inner.names());
        let redaction = Redaction::from_sent(names, &self.sent);
        let text = redaction.text(text);
        let shown = if names.contains(name) { "its value".to_owned() } else { one_line(&text, 80, false) };
        let unreadable = Unreadable::header(name, format!("cannot parse {shown}: {error}"));
        let mut response = TransportResponse::new(self.status, self.headers.clone(), self.raw.clone());
        response.attempts = self.attempts;
        let error = BodyError::new(self.operation, &client.profile.errors, response, unreadable, &redaction);
        Error::Decode(Box::new(error))
    }

    /// Returns the decoded body.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// Converts the response into the decoded body.
    pub fn into_body(self) -> T {
        *self.body
    }

    /// Returns the body as received.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// Returns the repairs made while decoding the body; at most the first 1,000 are recorded. Empty unless
    /// the client uses [`Reading::Lenient`](crate::runtime::Reading::Lenient).
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Returns the number of attempts; 0 if a middleware responded instead of the server. Repeating the request with a
    /// renewed token after a 401 is part of the same attempt.
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
