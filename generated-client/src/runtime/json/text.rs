//! Text bodies: content types, charsets, and values that are decoded from plain text.

use std::any::TypeId;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{DecodeError, decode_json};
use crate::runtime::redact::one_line;

/// The kind of body that a content type declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// No content type.
    Absent,
    /// `application/json`, `text/json`, or a type that ends in `+json`.
    Json,
    /// HTML, which is never an API value.
    Html,
    /// Another text type.
    Text,
    /// Any other type.
    Other,
}

impl Label {
    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        match media_type(headers).as_deref() {
            None => Self::Absent,
            Some(name) if is_json(name) => Self::Json,
            Some("text/html") => Self::Html,
            Some(name) if name.starts_with("text/") => Self::Text,
            Some(_) => Self::Other,
        }
    }
}

/// Returns the media type of a response, without parameters and in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(essence(value)).filter(|essence| !essence.is_empty())
}

/// Returns a media type without parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns whether a lower-case media type is JSON (RFC 6839, section 3.1).
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type.split_once('/').is_some_and(|(_, kind)| kind == "json" || kind.ends_with("+json"))
}

/// Returns the charset of the content type, in lower case.
fn charset(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?.to_ascii_lowercase();
    let named = value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        (name == "charset").then(|| value.trim_matches('"').to_owned())
    });
    named.filter(|name| !name.is_empty())
}

/// Strips a UTF-8 byte order mark from a body.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Decodes a body with the charset of its content type, or else as UTF-8. On error, returns a human-readable
/// reason.
pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Result<String, String> {
    let charset = charset(headers);
    match charset.as_deref() {
        Some("iso-8859-1" | "latin1" | "us-ascii") => {
            return Ok(body.iter().map(|&byte| char::from(byte)).collect());
        }
        // In UTF-16, an ASCII character contains a zero byte, which `is_ascii` accepts.
        Some(other) if !matches!(other, "utf-8" | "utf8") && (!body.is_ascii() || body.contains(&0)) => {
            let other = one_line(other, 40, false);
            return Err(format!("its charset {other} is not supported"));
        }
        _ => {}
    }
    std::str::from_utf8(without_bom(body))
        .map(str::to_owned)
        .map_err(|error| format!("it is not UTF-8: {error}"))
}

/// Returns whether `T` is a string type without a format.
pub(crate) fn is_string<T: 'static>() -> bool {
    let ty = TypeId::of::<T>();
    ty == TypeId::of::<String>() || ty == TypeId::of::<Option<String>>()
}

/// Decodes a value from a string, as if it were a JSON string.
pub(crate) fn value<T: DeserializeOwned>(text: &str) -> Result<T, DecodeError> {
    // The string is converted through JSON, because a second deserializer for each type would increase
    // compile time.
    decode_json(Value::from(text).to_string().as_bytes())
}

/// Decodes a value from a body that is not valid JSON for `T`. Returns `None` if the body is not plain text,
/// or does not match `T`.
pub(crate) fn fallback<T: DeserializeOwned>(label: Label, headers: &HeaderMap, body: &[u8]) -> Option<T> {
    let text = read(headers, body).ok()?;
    let text = text.trim();
    let is_plain = match label {
        Label::Text => !text.is_empty(),
        // An unquoted string. Malformed JSON remains an error.
        Label::Json | Label::Absent => {
            !text.is_empty() && !text.starts_with(['"', '{', '[']) && !is_valid_json(text.as_bytes())
        }
        Label::Html | Label::Other => false,
    };
    if is_plain { value(text).ok() } else { None }
}

/// Returns whether a body is valid JSON.
pub(crate) fn is_valid_json(body: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
}
