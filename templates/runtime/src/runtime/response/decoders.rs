//! Decoders for the bodies of successful responses. Emitted code selects one per operation.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::runtime::error::body::Unreadable;
use crate::runtime::json::repair::decode_response;
use crate::runtime::json::text::{Label, is_json, media_type};
use crate::runtime::json::{DecodeError, decode_boxed, decode_json, text};
use crate::runtime::redact::{excerpt, one_line};
use crate::runtime::transport::TransportResponse;

/// A decoder for successful responses. Implementing types are markers and have no values.
pub trait Decode: 'static {
    /// The decoded type. It need not be `Send`, since a request in flight contains no value of this type.
    // With a `Send` bound, the compiler would check all models that a response reaches, once per operation.
    type Output: 'static;

    /// Decodes the response body.
    ///
    /// # Errors
    /// [`Unreadable`] if the body does not match the expected type.
    fn decode(response: &TransportResponse) -> Result<Self::Output, Unreadable>;

    /// Decodes the response body into a box, so that a large value is not copied into the stack frame of each caller.
    ///
    /// # Errors
    /// Returns an error if [`decode`](Self::decode) fails.
    #[doc(hidden)]
    fn decode_boxed(response: &TransportResponse) -> Result<Box<Self::Output>, Unreadable> {
        Self::decode(response).map(Box::new)
    }
}

/// A JSON body, decoded as `T`. An empty body is decoded as `{}`.
///
/// The content type is not checked, since servers often declare an incorrect one. If the body is not JSON, the
/// error includes the declared type.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + 'static> Decode for Json<T> {
    type Output = T;

    fn decode(response: &TransportResponse) -> Result<T, Unreadable> {
        Self::decode_boxed(response).map(|value| *value)
    }

    fn decode_boxed(response: &TransportResponse) -> Result<Box<T>, Unreadable> {
        let text = json_text(&response.body);
        // Lenient mode does not repair an empty body, since there is no value to repair.
        let outcome = if is_empty(&response.body) { decode_boxed(text) } else { decode_response(text) };
        outcome.map_err(|error| into_unreadable(error, response))
    }
}

fn json_text(body: &[u8]) -> &[u8] {
    if is_empty(body) { b"{}" } else { text::without_bom(body) }
}

/// Returns whether a body has no content other than a byte order mark and whitespace.
pub(super) fn is_empty(body: &[u8]) -> bool {
    text::without_bom(body).trim_ascii().is_empty()
}

fn into_unreadable(error: DecodeError, response: &TransportResponse) -> Unreadable {
    if is_empty(&response.body) {
        return Unreadable::new("the body is empty");
    }
    match media_type(&response.headers) {
        Some(media_type) if !is_json(&media_type) && !text::is_valid_json(json_text(&response.body)) => {
            let media_type = one_line(&media_type, 80, false);
            Unreadable::new(format!(
                "it is {media_type}, not JSON, and starts with: {}",
                excerpt(&response.body)
            ))
        }
        _ => Unreadable::from(error),
    }
}

/// A scalar, such as a string, a date or an enum, as JSON or plain text.
///
/// The response's content type selects the format. If it is a JSON type or absent, the body is decoded as JSON, or as
/// text if it is not valid JSON. If it is another text type, a string is the text itself, and any other value is
/// decoded as JSON first, then as text. HTML is never decoded as a value, since it is usually an error page from a
/// proxy.
#[derive(Debug)]
pub struct JsonOrText<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + 'static> Decode for JsonOrText<T> {
    type Output = T;

    fn decode(response: &TransportResponse) -> Result<T, Unreadable> {
        let label = Label::from_headers(&response.headers);
        if label == Label::Text && text::is_string::<T>() {
            let text = text::read(&response.headers, &response.body).map_err(Unreadable::new)?;
            return text::value(&text).map_err(Unreadable::from);
        }
        decode_json(json_text(&response.body)).or_else(|error| {
            text::fallback(label, &response.headers, &response.body)
                .ok_or_else(|| into_unreadable(error, response))
        })
    }
}

/// No content. A body, if present, is ignored.
#[derive(Debug)]
pub enum EmptyBody {}

impl Decode for EmptyBody {
    type Output = ();

    fn decode(_: &TransportResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// Text in UTF-8, or in ISO 8859-1 if the content type declares it. A byte order mark is removed.
///
/// Text in any other character set is accepted only if it is entirely ASCII. A JSON string with a JSON content type
/// is decoded.
#[derive(Debug)]
pub enum Text {}

impl Decode for Text {
    type Output = String;

    fn decode(response: &TransportResponse) -> Result<String, Unreadable> {
        if Label::from_headers(&response.headers) == Label::Json
            && let Ok(text) = decode_json(json_text(&response.body))
        {
            return Ok(text);
        }
        text::read(&response.headers, &response.body).map_err(Unreadable::new)
    }
}

/// The raw bytes.
#[derive(Debug)]
pub enum Binary {}

impl Decode for Binary {
    type Output = Bytes;

    fn decode(response: &TransportResponse) -> Result<Bytes, Unreadable> {
        Ok(response.body.clone())
    }
}
