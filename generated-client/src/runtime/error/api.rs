//! An answer of the server that says the call failed: its parts, found where the API's [`ErrorShape`] says.
//!
//! The body may be anything: absent, HTML of a proxy, cut off. Whatever it is, the error can be shown.

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

/// The longest message of the server that `Display` shows, in characters.
const MESSAGE: usize = 600;

/// The largest body that is searched for a message where the API's shape does not lead to one, in bytes.
const SEARCHED: usize = 64 * 1024;

/// An answer with a status outside 200..=299.
///
/// What was sent as a secret, and what is named like one, is cut out of the message, the code and all that is shown. It is left
/// in [`raw`](Self::raw) and [`headers`](Self::headers).
///
/// `Display` gives one line: `getGroup: 404 Not Found: no such group (code not.found, correlation id 5f3a)`.
pub struct ApiError {
    operation: &'static str,
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
    /// The start of the body as it may be shown.
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
        let tree: Option<Value> = serde_json::from_slice(text::without_mark(&body)).ok();
        let part = |pointer: &str| tree.as_ref().and_then(|tree| parts::text_at(tree, pointer));
        let correlation_id = correlation_header(&headers, shape).or_else(|| part(shape.correlation_id));
        let correlation_id = correlation_id.map(|id| redaction.scrub(&id));
        let (mut code, mut message) = (part(shape.code), part(shape.message));
        if let Some(tree) = tree.as_ref().filter(|_| body.len() <= SEARCHED) {
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

    /// The body as it came; maybe empty, maybe not JSON.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// The API's code for the error, if the body has one; found like the [`message`](Self::message).
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The message for people, if the body has one: where the API keeps it, else where well-known forms of errors do (RFC 9457,
    /// OAuth 2.0, OData, JSON:API and others); a body of plain text is the message.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The id under which the server's operators find the call: from the API's header, else from the body.
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_deref()
    }

    /// How long the server asks to wait (RFC 9110, 10.2.3): whole seconds, or the time until the date it names, counted
    /// from its own clock where it shows one. `None` if it does not ask or what it says cannot be read.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }

    /// How often the call was sent; 0 if a middleware answered in place of the server.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The body as text, in the character set that the content type names, else in UTF-8. `None` if it is not text in this set.
    pub fn text(&self) -> Option<String> {
        text::read(&self.headers, &self.raw).ok()
    }

    /// Reads the body as the error schema that the API declares.
    ///
    /// A body that is not JSON is read as a string: as itself for a `String`, without the white space around it for an enum, a UUID
    /// and the like.
    ///
    /// # Errors
    /// If the body is not a value of this type.
    pub fn decode<T: DeserializeOwned + 'static>(&self) -> Result<T, DecodeError> {
        let label = Label::of(&self.headers);
        let labelled = !matches!(label, Label::Json | Label::Absent);
        if labelled
            && text::is_string::<T>()
            && let Some(text) = self.text()
        {
            return text::value(&text);
        }
        decode_json(text::without_mark(&self.raw))
            .or_else(|error| text::fallback(label, &self.headers, &self.raw).ok_or(error))
    }

    fn write_body(&self, f: &mut Printable<'_, '_>) -> fmt::Result {
        if let Some(message) = &self.message {
            return write!(f, ": {}", one_line(message, MESSAGE, false));
        }
        let start = &self.start;
        if start.is_empty() {
            return f.write_str(": no message");
        }
        match self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) {
            Some(media_type) => write!(f, ": no message in {}: {start}", one_line(media_type, 80, false)),
            None => write!(f, ": no message in {start}"),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        write!(f, "{}: {}", self.operation, StatusLine(self.status))?;
        self.write_body(f)?;
        // A word that is both is shown once.
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

/// A text of the server as `Debug` shows it.
fn shown(text: Option<&str>) -> Option<String> {
    text.map(|text| one_line(text, MESSAGE, false))
}

/// A status with its name, if it has one: `404 Not Found`, `499`.
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

/// The value of the API's correlation header. Header names compare without case.
pub(crate) fn correlation_header(headers: &HeaderMap, shape: &ErrorShape) -> Option<String> {
    let value = headers.get(shape.correlation_header)?;
    let text = String::from_utf8_lossy(value.as_bytes());
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// The whole of a body that is plain text and no JSON object or list.
fn plain_text(headers: &HeaderMap, body: &[u8], tree: Option<&Value>) -> Option<String> {
    let is_plain = text::media_type(headers).as_deref() == Some("text/plain");
    if !is_plain || tree.is_some_and(|tree| tree.is_object() || tree.is_array()) {
        return None;
    }
    let text = text::read(headers, body).ok()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
