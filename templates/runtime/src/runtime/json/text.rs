//! Bodies of text: what the content type says of them, and values that are read from plain text.

use std::any::TypeId;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{DecodeError, decode_json};
use crate::runtime::redact::one_line;

/// The kind of body that a content type announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// No content type.
    Absent,
    /// `application/json`, `text/json`, or a type that ends in `+json`.
    Json,
    /// HTML, which no API sends for a value.
    Html,
    /// Another type of text.
    Text,
    /// Anything else.
    Other,
}

impl Label {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        match media_type(headers).as_deref() {
            None => Self::Absent,
            Some(name) if is_json(name) => Self::Json,
            Some("text/html") => Self::Html,
            Some(name) if name.starts_with("text/") => Self::Text,
            Some(_) => Self::Other,
        }
    }
}

/// The media type without its parameters, in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = value.split(';').next().unwrap_or_default().trim();
    (!essence.is_empty()).then(|| essence.to_ascii_lowercase())
}

/// Whether a media type in lower case is JSON (RFC 6839, 3.1).
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type.split_once('/').is_some_and(|(_, kind)| kind == "json" || kind.ends_with("+json"))
}

/// The character set that the content type names, in lower case.
fn charset(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?.to_ascii_lowercase();
    let named = value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        (name == "charset").then(|| value.trim_matches('"').to_owned())
    });
    named.filter(|name| !name.is_empty())
}

/// A body without a byte order mark of UTF-8.
pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// The text of a body, in the character set that the content type names, else in UTF-8. The error is the reason in words.
pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Result<String, String> {
    let charset = charset(headers);
    match charset.as_deref() {
        Some("iso-8859-1" | "latin1" | "us-ascii") => {
            return Ok(body.iter().map(|&byte| char::from(byte)).collect());
        }
        // Text of two bytes per character holds zeros.
        Some(other) if !matches!(other, "utf-8" | "utf8") && (!body.is_ascii() || body.contains(&0)) => {
            let other = one_line(other, 40, false);
            return Err(format!("it is text in the character set {other}, which is not known"));
        }
        _ => {}
    }
    std::str::from_utf8(without_mark(body))
        .map(str::to_owned)
        .map_err(|error| format!("it is not UTF-8: {error}"))
}

/// Whether `T` is a string of no particular form.
pub(crate) fn is_string<T: 'static>() -> bool {
    let ty = TypeId::of::<T>();
    ty == TypeId::of::<String>() || ty == TypeId::of::<Option<String>>()
}

/// A text as the value that the same JSON string stands for.
pub(crate) fn value<T: DeserializeOwned>(text: &str) -> Result<T, DecodeError> {
    // Through JSON, since a second deserializer per type would cost compile time.
    decode_json(Value::from(text).to_string().as_bytes())
}

/// The value of a body that is not the JSON of `T`, from its text; `None` if the body is not plain text or not this value.
pub(crate) fn fallback<T: DeserializeOwned>(label: Label, headers: &HeaderMap, body: &[u8]) -> Option<T> {
    let text = read(headers, body).ok()?;
    let text = text.trim();
    let is_plain = match label {
        Label::Text => !text.is_empty(),
        // A string without its quotes; broken JSON stays an error.
        Label::Json | Label::Absent => {
            !text.is_empty() && !text.starts_with(['"', '{', '[']) && !is_valid_json(text)
        }
        Label::Html | Label::Other => false,
    };
    if is_plain { value(text).ok() } else { None }
}

fn is_valid_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}
