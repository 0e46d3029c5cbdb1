//! The error for a response with a non-2xx status.

// The body can be absent, truncated, or an HTML page from a proxy. The error can be displayed in any case.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::parts;
use super::retry_after::retry_after;
use crate::runtime::json::text::Label;
use crate::runtime::json::{DecodeError, decode_json, text};
use crate::runtime::profile::ErrorShape;
use crate::runtime::redact::sanitize::Printable;
use crate::runtime::redact::{Redaction, SafeHeaders, one_line};
use crate::runtime::transport::TransportResponse;

/// The maximum length of a server message in `Display`, in characters.
const MAX_MESSAGE: usize = 600;

/// The size of the largest body, in bytes, that is searched for a message if the API's `ErrorShape` does not
/// locate one.
const MAX_SEARCHED: usize = 64 * 1024;

/// A response with a status outside 200..=299.
///
/// Secrets are redacted in the message, the code, and the output of `Display` and `Debug`. This applies to secrets that
/// were sent, and to values whose names identify secrets. [`raw`](Self::raw) and [`headers`](Self::headers) preserve
/// them.
///
/// `Display` writes one line: `getGroup: 404 Not Found: no such group (code not.found, correlation id 5f3a)`.
pub struct ApiError {
    operation: &'static str,
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    /// The redacted start of the body.
    start: String,
    code: Option<String>,
    message: Option<String>,
    correlation_id: Option<String>,
    attempts: u32,
}

impl ApiError {
    pub(crate) fn new(
        operation: &'static str,
        shape: &ErrorShape,
        response: TransportResponse,
        redaction: &Redaction<'_>,
    ) -> Self {
        let TransportResponse { status, mut headers, body, attempts, .. } = response;
        let tree: Option<Value> = serde_json::from_slice(text::without_bom(&body)).ok();
        let part = |pointer: &str| tree.as_ref().and_then(|tree| parts::text_at(tree, pointer));
        let correlation_id = correlation_header(&headers, shape).or_else(|| part(shape.correlation_id));
        let correlation_id = correlation_id.map(|id| redaction.scrub(&id));
        let (mut code, mut message) = (part(shape.code), part(shape.message));
        if let Some(tree) = tree.as_ref().filter(|_| body.len() <= MAX_SEARCHED) {
            message = message.or_else(|| parts::message(tree));
            code = code.or_else(|| parts::code(tree, status));
        }
        let message = message.or_else(|| plain_text(&headers, &body, tree.as_ref()));
        let code = code.map(|code| redaction.scrub(&code));
        let message = message.map(|message| redaction.text(&message));
        let start = redaction.excerpt(&body);
        redaction.mark(&mut headers);
        Self { operation, status, headers, raw: body, start, code, message, correlation_id, attempts }
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

    /// Returns the undecoded body. It may be empty or not JSON.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// Returns the API's error code, if the body has one. It is located in the same way as the
    /// [`message`](Self::message).
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the human-readable message, if the body has one.
    ///
    /// It is read from the location that the API declares, or else from a well-known error format: RFC 9457,
    /// OAuth 2.0, OData, JSON:API and others. A plain-text body is itself the message.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the correlation ID, which identifies the request in the server's logs. The API's header takes
    /// precedence over the body.
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_deref()
    }

    /// Returns the delay that the server requests in `Retry-After` (RFC 9110, section 10.2.3).
    ///
    /// The value is in whole seconds. An HTTP date is relative to the response's `Date` header, or else to
    /// the local clock. Returns `None` if the header is absent or invalid.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }

    /// Returns the number of attempts, or 0 if a middleware responded instead of the server.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the body as text, decoded with the charset of the content type, or else as UTF-8. Returns
    /// `None` if the body is not valid UTF-8, or if its charset is not UTF-8, ISO 8859-1 or ASCII.
    pub fn text(&self) -> Option<String> {
        text::read(&self.headers, &self.raw).ok()
    }

    /// Decodes the body as one of the API's error schemas.
    ///
    /// A body that is not JSON is decoded as a string. A `String` preserves the body; for an enum, a UUID and
    /// the like, surrounding whitespace is trimmed.
    ///
    /// # Errors
    /// Returns an error if the body does not match the type.
    pub fn decode<T: DeserializeOwned + 'static>(&self) -> Result<T, DecodeError> {
        let label = Label::from_headers(&self.headers);
        let labeled = !matches!(label, Label::Json | Label::Absent);
        if labeled
            && text::is_string::<T>()
            && let Some(text) = self.text()
        {
            return text::value(&text);
        }
        decode_json(text::without_bom(&self.raw))
            .or_else(|error| text::fallback(label, &self.headers, &self.raw).ok_or(error))
    }

    fn write_body(&self, f: &mut Printable<'_, '_>) -> fmt::Result {
        if let Some(message) = &self.message {
            return write!(f, ": {}", one_line(message, MAX_MESSAGE, false));
        }
        let start = &self.start;
        if start.is_empty() {
            return f.write_str(": no message");
        }
        match self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) {
            Some(media_type) => {
                write!(f, ": no message; the body ({}) starts with: {start}", one_line(media_type, 80, false))
            }
            None => write!(f, ": no message; the body starts with: {start}"),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        write!(f, "{}: {}", self.operation, StatusLine(self.status))?;
        self.write_body(f)?;
        // A code that equals the message is displayed once.
        let code = self.code.as_deref().filter(|code| self.message.as_deref() != Some(code));
        let code = code.map(|code| ("code", code));
        let id = self.correlation_id.as_deref().map(|id| ("correlation id", id));
        let mut lead = " (";
        for (label, text) in [code, id].into_iter().flatten() {
            write!(f, "{lead}{label} {}", one_line(text, 100, false))?;
            lead = ", ";
        }
        if self.attempts > 1 {
            write!(f, "{lead}{} attempts", self.attempts)?;
            lead = ", ";
        }
        if lead == ", " { f.write_str(")") } else { Ok(()) }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("code", &shown(self.code.as_deref()))
            .field("message", &shown(self.message.as_deref()))
            .field("correlation_id", &shown(self.correlation_id.as_deref()))
            .field("attempts", &self.attempts)
            .field("headers", &SafeHeaders(&self.headers))
            .field("body", &self.start)
            .finish()
    }
}

impl std::error::Error for ApiError {}

/// Returns a string from the server in the form that `Debug` displays.
fn shown(text: Option<&str>) -> Option<String> {
    text.map(|text| one_line(text, MAX_MESSAGE, false))
}

/// A wrapper whose `Display` writes a status with its reason phrase, if any: `404 Not Found`, `499`.
pub(crate) struct StatusLine(pub(crate) StatusCode);

impl fmt::Display for StatusLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())?;
        match self.0.canonical_reason() {
            Some(reason) => write!(f, " {reason}"),
            None => Ok(()),
        }
    }
}

/// Returns the value of the API's correlation header. Header names are case-insensitive.
pub(crate) fn correlation_header(headers: &HeaderMap, shape: &ErrorShape) -> Option<String> {
    let value = headers.get(shape.correlation_header)?;
    let text = String::from_utf8_lossy(value.as_bytes());
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// Returns a plain-text body that is not a JSON object or array.
fn plain_text(headers: &HeaderMap, body: &[u8], tree: Option<&Value>) -> Option<String> {
    let is_plain = text::media_type(headers).as_deref() == Some("text/plain");
    if !is_plain || tree.is_some_and(|tree| tree.is_object() || tree.is_array()) {
        return None;
    }
    let text = text::read(headers, body).ok()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
