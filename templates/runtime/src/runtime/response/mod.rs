//! A successful answer as a whole, for callers who want more than its value.

pub(crate) mod decoders;
pub(crate) mod statuses;

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

/// A successful answer: status, headers, the decoded body and the bytes it was decoded from.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    body: T,
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
        (body, repairs): (T, Vec<Repair>),
    ) -> Self {
        let TransportResponse { status, headers, body: raw, attempts, .. } = response;
        Self { status, headers, raw, body, attempts, repairs, operation, client, sent }
    }

    /// The HTTP status, within 200..=299.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header, such as `header::<i64>("X-Rate-Limit-Remaining")`; `None` if the answer has none of this name.
    /// Of several, it is the first.
    ///
    /// # Errors
    /// [`Error::Decode`] if the value is no `V`.
    pub fn header<V: FromStr<Err: fmt::Display>>(&self, name: &str) -> Result<Option<V>> {
        let Some(value) = self.headers.get(name) else { return Ok(None) };
        let text = String::from_utf8_lossy(value.as_bytes());
        text.trim().parse().map(Some).map_err(|error: V::Err| self.wrong_header(name, &text, &error))
    }

    fn wrong_header(&self, name: &str, text: &str, error: &dyn fmt::Display) -> Error {
        let (client, names) = (&self.client.inner, self.client.inner.names());
        let redaction = Redaction::from_sent(names, &self.sent);
        let text = redaction.text(text);
        let shown = if names.contains(name) { "its value".to_owned() } else { one_line(&text, 80, false) };
        let unreadable = Unreadable::header(name, format!("{shown} cannot be read: {error}"));
        let mut answer = TransportResponse::new(self.status, self.headers.clone(), self.raw.clone());
        answer.attempts = self.attempts;
        let error = BodyError::new(self.operation, &client.profile.errors, answer, unreadable, &redaction);
        Error::Decode(Box::new(error))
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

    /// The repairs that the body needed to be read; always none unless the client reads with
    /// [`Reading::Lenient`](crate::runtime::Reading::Lenient). Of more than 1,000, the first are kept.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
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
