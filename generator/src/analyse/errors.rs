//! Determines how error bodies are decoded.
//!
//! Part of `analyse`; `emit` generates the documentation of error bodies.

use super::responses::{is_single, preferred};
use crate::ir::{Api, ContentKind, Response, Usage};
use crate::media_type::MediaType;

/// The body of an error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ErrorBody<'a> {
    /// A value of this type, into which the error can be decoded.
    Value(&'a Usage),
    /// Text.
    Text,
    /// Bytes of this media type, which are not decoded.
    Other(&'a str),
    /// The document does not describe the body.
    Unknown,
}

/// Returns the body of an error response.
pub fn error_body<'a>(api: &Api, response: &'a Response) -> ErrorBody<'a> {
    let Some(content) = preferred(response) else { return ErrorBody::Unknown };
    match content.kind {
        ContentKind::Json => ErrorBody::Value(&content.usage),
        ContentKind::Text
            if MediaType::new(&content.media_type).is_plain_text() && is_single(api, &content.usage) =>
        {
            ErrorBody::Value(&content.usage)
        }
        ContentKind::Text => ErrorBody::Text,
        ContentKind::Form | ContentKind::Multipart | ContentKind::Xml | ContentKind::Binary => {
            ErrorBody::Other(MediaType::new(&content.media_type).essence())
        }
    }
}
