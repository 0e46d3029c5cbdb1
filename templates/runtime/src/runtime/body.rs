//! Decoders: what becomes of a successful answer's body. Emitted code names one per operation.

use std::marker::PhantomData;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::body_error::Unreadable;
use super::decode::{DecodeError, decode_json};
use super::redact::{excerpt, one_line};
use super::transport::TransportResponse;

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
        decode_json(json_text(&response.body)).map_err(|error| explain(error, response))
    }
}

fn json_text(body: &[u8]) -> &[u8] {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.trim_ascii().is_empty() { b"{}" } else { body }
}

fn explain(error: DecodeError, response: &TransportResponse) -> Unreadable {
    if response.body.trim_ascii().is_empty() {
        return Unreadable::new("the body is empty");
    }
    match media_type(&response.headers) {
        Some(media_type) if !media_type.ends_with("json") => {
            let media_type = one_line(&media_type, 80, false);
            Unreadable::new(format!("it is {media_type}, not JSON, and starts: {}", excerpt(&response.body)))
        }
        _ => Unreadable::from(error),
    }
}

/// The media type without its parameters, in lower case.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = value.split(';').next().unwrap_or_default().trim();
    (!essence.is_empty()).then(|| essence.to_ascii_lowercase())
}

/// No content: a body, if there is one, is not looked at.
#[derive(Debug)]
pub enum Nothing {}

impl Decode for Nothing {
    type Output = ();

    fn decode(_: &TransportResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// A text in UTF-8, or in ISO 8859-1 where the content type says so. A byte order mark is left out. Of another character set,
/// only a text of ASCII alone is read.
#[derive(Debug)]
pub enum Text {}

impl Decode for Text {
    type Output = String;

    fn decode(response: &TransportResponse) -> Result<String, Unreadable> {
        let body = &response.body;
        let charset = charset(&response.headers);
        match charset.as_deref() {
            Some("iso-8859-1" | "latin1" | "us-ascii") => {
                return Ok(body.iter().map(|&byte| char::from(byte)).collect());
            }
            // Text of two bytes per character holds zeros.
            Some(other) if !matches!(other, "utf-8" | "utf8") && (!body.is_ascii() || body.contains(&0)) => {
                let other = one_line(other, 40, false);
                return Err(Unreadable::new(format!(
                    "it is text in the character set {other}, which is not known"
                )));
            }
            _ => {}
        }
        std::str::from_utf8(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
            .map(str::to_owned)
            .map_err(|error| Unreadable::new(format!("it is no text in UTF-8: {error}")))
    }
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

/// The bytes as they came.
#[derive(Debug)]
pub enum Binary {}

impl Decode for Binary {
    type Output = Bytes;

    fn decode(response: &TransportResponse) -> Result<Bytes, Unreadable> {
        Ok(response.body.clone())
    }
}
