//! The error for a successful response whose body or headers do not match the operation.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api::{StatusLine, correlation_header};
use crate::runtime::json::DecodeError;
use crate::runtime::profile::ErrorShape;
use crate::runtime::redact::sanitize::Printable;
use crate::runtime::redact::{Redaction, SafeHeaders, one_line};
use crate::runtime::transport::TransportResponse;

/// The reason why a decoder rejected a response. The client adds the operation and the response.
#[derive(Debug)]
pub struct Unreadable(Reason);

#[derive(Debug)]
enum Reason {
    Message(String),
    Fault(DecodeError),
    Header { name: String, reason: String },
    Status,
}

impl Unreadable {
    /// Creates an error from a reason, such as `the body is empty`.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(Reason::Message(reason.into()))
    }

    /// Creates the error for a successful status that the operation does not declare.
    pub fn status() -> Self {
        Self(Reason::Status)
    }

    /// Creates the error for a header that cannot be parsed as the requested type.
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
            Reason::Message(message) => Printable(f).write_str(message),
            Reason::Fault(fault) => fault.fmt(f),
            Reason::Header { name, reason } => write!(Printable(f), "{name} is invalid: {reason}"),
            Reason::Status => f.write_str("no response with this status is declared"),
        }
    }
}

/// A response whose body or header could not be decoded. The server has processed the request.
///
/// `Display` writes one line with the operation, the status, the reason, the JSON path and the surrounding
/// JSON.
pub struct BodyError {
    operation: &'static str,
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    correlation_id: Option<String>,
    unreadable: Unreadable,
    /// The redacted reason, and the redacted start of the body.
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

    /// Returns the operation ID.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the response headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the undecoded body.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// Returns the correlation ID from the API's header, if the response has it. It identifies the request in
    /// the server's logs.
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_deref()
    }

    /// Returns the number of attempts, or 0 if a middleware responded instead of the server.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the decoding error, with its location in the JSON body. Returns `None` if the body is not JSON, or
    /// if the error concerns the status or a header.
    ///
    /// Values whose names identify secrets are redacted. Secrets that the server echoes elsewhere are not
    /// redacted.
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
            Reason::Message(_) | Reason::Fault(_) => write!(f, "the body cannot be decoded: {why}")?,
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
