//! An answer that came with a good status, but whose body is not what the operation promises.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api::{StatusLine, correlation_header};
use crate::runtime::json::DecodeError;
use crate::runtime::profile::ErrorShape;
use crate::runtime::redact::sanitize::Printable;
use crate::runtime::redact::{Redaction, SafeHeaders, one_line};
use crate::runtime::transport::TransportResponse;

/// Why a decoder refused a body; the client adds the operation and the answer.
#[derive(Debug)]
pub struct Unreadable(Reason);

#[derive(Debug)]
enum Reason {
    Words(String),
    Fault(DecodeError),
    Header { name: String, reason: String },
    Status,
}

impl Unreadable {
    /// A reason in words, such as `the body is empty`.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(Reason::Words(reason.into()))
    }

    /// The status is none that the operation is described to answer a call with that works.
    pub fn status() -> Self {
        Self(Reason::Status)
    }

    /// A header that is not of the form that was asked for.
    pub(crate) fn header(name: &str, reason: String) -> Self {
        Self(Reason::Header { name: name.to_owned(), reason })
    }
}

impl From<DecodeError> for Unreadable {
    fn from(fault: DecodeError) -> Self {
        Self(Reason::Fault(fault))
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Words(words) => Printable(f).write_str(words),
            Reason::Fault(fault) => fault.fmt(f),
            Reason::Header { name, reason } => write!(Printable(f), "{name}: {reason}"),
            Reason::Status => f.write_str("no answer of this status is described"),
        }
    }
}

/// An answer, or a header of it, that could not be read. The call itself succeeded: what it does on the server is done.
///
/// `Display` gives one line with the operation, the status, the reason, the JSON path and the text around it.
pub struct BodyError {
    operation: &'static str,
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    correlation_id: Option<String>,
    unreadable: Unreadable,
    /// Why, and the start of the body, as they may be shown.
    shown: (String, String),
    attempts: u32,
}

impl BodyError {
    pub(crate) fn new(
        operation: &'static str,
        shape: &ErrorShape,
        response: TransportResponse,
        unreadable: Unreadable,
        redaction: &Redaction<'_>,
    ) -> Self {
        let TransportResponse { status, mut headers, body, attempts, .. } = response;
        let correlation_id = correlation_header(&headers, shape).map(|id| redaction.scrub(&id));
        let shown = (redaction.text(&unreadable.to_string()), redaction.excerpt(&body));
        redaction.mark(&mut headers);
        Self { operation, status, headers, raw: body, correlation_id, unreadable, shown, attempts }
    }

    /// The id of the operation that was called.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// The id under which the server's operators find the call, if the answer has the API's header for it.
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_deref()
    }

    /// How often the call was sent; 0 if a middleware answered in place of the server.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Where in the JSON text the first fault is and what it is; `None` if the body as a whole is at fault. It hides what is named
    /// like a secret, but not what the server repeats of the request elsewhere.
    pub fn fault(&self) -> Option<&DecodeError> {
        match &self.unreadable.0 {
            Reason::Fault(fault) => Some(fault),
            _ => None,
        }
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        let (status, why) = (StatusLine(self.status), &self.shown.0);
        write!(f, "{}: {status}, but ", self.operation)?;
        match self.unreadable.0 {
            Reason::Words(_) | Reason::Fault(_) => write!(f, "the body cannot be read: {why}")?,
            Reason::Header { .. } => write!(f, "the header {why}")?,
            Reason::Status => write!(f, "{why}")?,
        }
        match &self.correlation_id {
            Some(id) => write!(f, " (correlation id {})", one_line(id, 100, false)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("unreadable", &self.shown.0)
            .field("correlation_id", &self.correlation_id.as_deref().map(|id| one_line(id, 100, false)))
            .field("headers", &SafeHeaders(&self.headers))
            .field("body", &self.shown.1)
            .finish()
    }
}

impl std::error::Error for BodyError {}
