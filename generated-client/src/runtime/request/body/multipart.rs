//! `multipart/form-data` bodies (RFC 7578), framed as in the HTML Standard ("Multipart form data"). Fields are
//! serialized as in OpenAPI 3.0.4 ("Special Considerations for multipart Content").

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;
use serde_json::value::RawValue;

use super::super::param::Param;
use super::super::{Parts, Request};
use super::part::Part;
use super::{Fault, Payload};
use crate::runtime::error::RequestPart;
use crate::runtime::json::text::{essence, is_json};
use crate::runtime::json::write::to_json;
use crate::runtime::redact::SecretNames;
use crate::runtime::redact::redaction::{MAX_BODY, Redaction};
use crate::runtime::transport::body::Body;

/// A multipart body under construction: the names of its fields, each with its parts.
pub(super) type Fields = Vec<(Cow<'static, str>, Vec<Part>)>;

impl Request {
    /// Sets a field of a multipart body (`multipart/form-data`) to one part: bytes, a string or a file. Replaces a
    /// body that is not multipart.
    #[must_use]
    pub fn part(self, name: &'static str, part: impl Into<Part>) -> Self {
        self.set_field_parts(name, vec![part.into()])
    }

    /// Sets a field of a multipart body to several parts with the same name. If there are no parts, nothing is sent.
    #[must_use]
    pub fn parts(self, name: &'static str, parts: impl IntoIterator<Item = impl Into<Part>>) -> Self {
        self.set_field_parts(name, parts.into_iter().map(Into::into).collect())
    }

    /// Like [`part`](Self::part), but uses this media type for bytes unless the part sets its own.
    #[must_use]
    pub fn part_as(self, name: &'static str, media_type: &'static str, part: impl Into<Part>) -> Self {
        self.parts_as(name, media_type, [part])
    }

    /// Like [`parts`](Self::parts), but uses this media type for bytes in parts that do not set their own.
    #[must_use]
    pub fn parts_as(
        self,
        name: &'static str,
        media_type: &'static str,
        parts: impl IntoIterator<Item = impl Into<Part>>,
    ) -> Self {
        let parts = parts.into_iter().map(|part| part.into().or_content_type(media_type));
        self.set_field_parts(name, parts.collect())
    }

    /// Sets fields that the API description does not declare, from pairs of a name and a part. Names may be repeated.
    #[must_use]
    pub fn all_parts(
        mut self,
        parts: impl IntoIterator<Item = (impl Into<String>, impl Into<Part>)>,
    ) -> Self {
        let mut fields: Vec<(String, Vec<Part>)> = Vec::new();
        for (name, part) in parts {
            let (name, part) = (name.into(), part.into());
            match fields.iter_mut().find(|(other, _)| *other == name) {
                Some((_, parts)) => parts.push(part),
                None => fields.push((name, vec![part])),
            }
        }
        for (name, parts) in fields {
            self.inner().set_parts(name, Ok(parts));
        }
        self
    }

    /// Sets a field of a multipart body to a list of scalars, joined into one string with `between`.
    #[must_use]
    pub fn part_joined<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        between: &str,
        value: &T,
    ) -> Self {
        let parts = serialized(value).and_then(|json| joined_part(between, &json));
        self.inner().set_parts(name, parts);
        self
    }

    /// Sets a field of a multipart body to a value. A scalar is sent as text, an object as JSON, and each list
    /// item as a separate part. `None` and an empty list are not sent.
    #[must_use]
    pub fn part_value<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        let parts = serialized(value).and_then(|json| value_parts(&json));
        self.inner().set_parts(name, parts);
        self
    }

    /// Sets a field of a multipart body to one part with this media type. The value is written as JSON if the media
    /// type is JSON, and as text otherwise. Lists and objects have no text representation.
    #[must_use]
    pub fn part_value_as<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        media_type: &'static str,
        value: &T,
    ) -> Self {
        let parts = serialized(value).and_then(|json| value_part(media_type, &json));
        self.inner().set_parts(name, parts);
        self
    }

    fn set_field_parts(mut self, name: &'static str, parts: Vec<Part>) -> Self {
        self.inner().set_parts(name, Ok(parts));
        self
    }
}

impl Parts {
    /// Sets the parts of a field, replacing earlier parts with the same name.
    fn set_parts(&mut self, name: impl Into<Cow<'static, str>>, parts: Result<Vec<Part>, String>) {
        let name = name.into();
        match parts {
            Ok(parts) => {
                let mut fields = match self.body.take() {
                    Some(Payload::Multipart(fields)) => fields,
                    _ => Vec::new(),
                };
                fields.retain(|(other, _)| *other != name);
                fields.push((name, parts));
                self.body = Some(Payload::Multipart(fields));
            }
            Err(reason) => self.fail(RequestPart::Body, &name, reason),
        }
    }
}

fn serialized<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, String> {
    to_json(value).map_err(|error| format!("cannot serialize the value: {error}"))
}

fn unreadable(error: serde_json::Error) -> String {
    format!("cannot parse the serialized value: {error}")
}

fn value_parts(json: &[u8]) -> Result<Vec<Part>, String> {
    Ok(match Param::parse(json).map_err(unreadable)? {
        Param::Undefined => Vec::new(),
        Param::Scalar(text) => vec![Part::text(text)],
        Param::Object(_) => vec![Part::json(json.to_vec())],
        Param::List(_) => {
            let items: Vec<&RawValue> = serde_json::from_slice(json).map_err(unreadable)?;
            items
                .into_iter()
                .filter_map(|item| item_part(item.get()).transpose())
                .collect::<Result<_, _>>()?
        }
    })
}

fn joined_part(between: &str, json: &[u8]) -> Result<Vec<Part>, String> {
    let items = match Param::parse(json).map_err(unreadable)? {
        Param::Undefined => Vec::new(),
        Param::List(items) => items,
        single => vec![single],
    };
    let text = |item| match item {
        Param::Scalar(text) => Ok(text),
        _ => Err("a nested list or object cannot be joined into a string".to_owned()),
    };
    let texts: Vec<String> = items.into_iter().map(text).collect::<Result<_, _>>()?;
    Ok(if texts.is_empty() { Vec::new() } else { vec![Part::text(texts.join(between))] })
}

/// Returns the part for a list item. A nested list has no other representation, so it is written as JSON, like an
/// object.
fn item_part(json: &str) -> Result<Option<Part>, String> {
    Ok(match Param::parse(json.as_bytes()).map_err(unreadable)? {
        Param::Undefined => None,
        Param::Scalar(text) => Some(Part::text(text)),
        Param::Object(_) | Param::List(_) => Some(Part::json(json.as_bytes().to_vec())),
    })
}

fn value_part(media_type: &'static str, json: &[u8]) -> Result<Vec<Part>, String> {
    let value = Param::parse(json).map_err(unreadable)?;
    Ok(match value {
        Param::Undefined => Vec::new(),
        _ if is_json(&essence(media_type)) => {
            vec![Part::json(json.to_vec()).content_type(media_type)]
        }
        Param::Scalar(text) => vec![Part::text(text).content_type(media_type)],
        Param::List(_) | Param::Object(_) => {
            return Err(format!("a list or object cannot be sent as {media_type}"));
        }
    })
}

/// Determines the lengths of the files among the parts.
pub(super) async fn measure(fields: &mut Fields) -> Result<(), Fault> {
    for (name, parts) in fields {
        for part in parts {
            part.measure().await.map_err(|reason| (name.clone().into_owned(), reason))?;
        }
    }
    Ok(())
}

/// Returns the secrets in the buffered parts: strings with secret names, and secret members of JSON objects.
pub(super) fn secrets(fields: &Fields, names: SecretNames<'_>) -> Vec<String> {
    let mut redaction = Redaction::new(names);
    for (name, parts) in fields {
        let bodies = parts.iter().filter_map(|part| part.body().as_bytes());
        for bytes in bodies.filter(|bytes| bytes.len() <= MAX_BODY) {
            match std::str::from_utf8(bytes) {
                Ok(text) if names.contains_member(name) => redaction.add(text),
                _ => redaction.add_body("application/json", bytes),
            }
        }
    }
    redaction.into_secrets()
}

/// Encodes the body; returns it with its media type, including the boundary.
pub(super) fn encode(fields: &Fields, boundary: Option<&str>) -> Result<(HeaderValue, Body), Fault> {
    let body_error = |reason: &str| (String::new(), reason.to_owned());
    let boundary = match boundary {
        Some(text) if is_boundary(text) => text.to_owned(),
        Some(_) => {
            return Err(body_error(
                "the boundary must consist of 1 to 70 letters, digits or characters from `'()+_,-./:=?`",
            ));
        }
        None => random_boundary(),
    };
    let delimiter = format!("--{boundary}");
    let mut pieces = Vec::new();
    for (name, parts) in fields {
        for part in parts {
            let headers = part.headers(name).map_err(|reason| (name.to_string(), reason))?;
            pieces.push(Body::from(format!("{delimiter}\r\n{headers}\r\n")));
            if part.body().as_bytes().is_some_and(|bytes| contains(bytes, delimiter.as_bytes())) {
                return Err((name.to_string(), "the boundary occurs in this part".to_owned()));
            }
            pieces.push(part.body().clone());
            pieces.push(Body::from("\r\n"));
        }
    }
    pieces.push(Body::from(format!("{delimiter}--\r\n")));
    let media_type = HeaderValue::try_from(format!("multipart/form-data; boundary={}", quoted(&boundary)))
        .map_err(|_| body_error("the boundary is not a valid header value"))?;
    Ok((media_type, Body::concat(pieces)))
}

/// Returns whether a string is a valid boundary (RFC 2046, 5.1.1); spaces are not accepted.
fn is_boundary(text: &str) -> bool {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=?".contains(byte);
    (1..=70).contains(&text.len()) && text.as_bytes().iter().all(allowed)
}

/// Returns the boundary as a parameter value, quoted if necessary (RFC 9110, 5.6.6).
fn quoted(boundary: &str) -> String {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"'+_-.".contains(&byte);
    if boundary.bytes().all(is_token) { boundary.to_owned() } else { format!("\"{boundary}\"") }
}

/// Generates a boundary from 128 random bits, so that it does not occur in the content. Each new hasher state has
/// random keys.
fn random_boundary() -> String {
    let half = || RandomState::new().hash_one(0_u8);
    format!("form-{:016x}{:016x}", half(), half())
}

fn contains(content: &Bytes, text: &[u8]) -> bool {
    content.len() >= text.len() && content.windows(text.len()).any(|window| window == text)
}
