//! Decoders: what becomes of a successful answer's body. Emitted code names one per operation.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::runtime::error::body::Unreadable;
use crate::runtime::json::repair::decode_response;
use crate::runtime::json::text::{Label, is_json, media_type};
use crate::runtime::json::{DecodeError, decode_json, text};
use crate::runtime::redact::{excerpt, one_line};
use crate::runtime::transport::TransportResponse;

/// Turns a successful answer into a value. Types that implement it are names for a way of reading; they have no values.
pub trait Decode: 'static {
    /// What the caller gets. A call under way holds none, so that it is `Send` whatever this is: a bound here would have the
    /// compiler walk all models that an answer reaches, once per operation.
    type Output: 'static;

    /// Reads the answer's body.
    ///
    /// # Errors
    /// If the body is not of the expected form.
    fn decode(response: &TransportResponse) -> Result<Self::Output, Unreadable>;
}

/// A JSON body, read as `T`. An empty body is read as `{}` where `T` takes that. The content type is not checked, as
/// servers label JSON wrongly; but if the body is no JSON, the error tells what it was said to be.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + 'static> Decode for Json<T> {
    type Output = T;

    fn decode(response: &TransportResponse) -> Result<T, Unreadable> {
        let text = json_text(&response.body);
        // What an empty body lacks is not repaired: there is no value.
        let outcome = if is_empty(&response.body) { decode_json(text) } else { decode_response(text) };
        outcome.map_err(|error| explain(error, response))
    }
}

fn json_text(body: &[u8]) -> &[u8] {
    if is_empty(body) { b"{}" } else { text::without_bom(body) }
}

fn is_empty(body: &[u8]) -> bool {
    text::without_bom(body).trim_ascii().is_empty()
}

fn explain(error: DecodeError, response: &TransportResponse) -> Unreadable {
    if response.body.trim_ascii().is_empty() {
        return Unreadable::new("the body is empty");
    }
    match media_type(&response.headers) {
        Some(media_type) if !is_json(&media_type) => {
            let media_type = one_line(&media_type, 80, false);
            Unreadable::new(format!("it is {media_type}, not JSON, and starts: {}", excerpt(&response.body)))
        }
        _ => Unreadable::from(error),
    }
}

/// A single value, such as a string, a date or an enum: JSON, or plain text where the server sends that.
///
/// The response's content type decides: under a JSON type or none, the body is JSON; under another type of text, a string is the text
/// itself. Any other value is read as JSON first, then as text. A body that is not JSON at all, though nothing or a JSON type labels it,
/// is read as text, too. HTML is not read as a value: it is the page of a proxy.
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
            text::fallback(label, &response.headers, &response.body).ok_or_else(|| explain(error, response))
        })
    }
}

/// No content: a body, if there is one, is not looked at.
#[derive(Debug)]
pub enum EmptyBody {}

impl Decode for EmptyBody {
    type Output = ();

    fn decode(_: &TransportResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// A text in UTF-8, or in ISO 8859-1 where the content type says so. A byte order mark is left out. Of another character set,
/// only a text of ASCII alone is read. A JSON string that is labelled as JSON is read as one.
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

/// The bytes as they came.
#[derive(Debug)]
pub enum Binary {}

impl Decode for Binary {
    type Output = Bytes;

    fn decode(response: &TransportResponse) -> Result<Bytes, Unreadable> {
        Ok(response.body.clone())
    }
}
