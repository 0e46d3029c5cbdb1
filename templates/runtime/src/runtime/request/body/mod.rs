//! The body of a request: JSON, raw bytes or text, the fields of a form, or the parts of a multipart body.

mod extra_fields;
mod form;
#[cfg(feature = "events")]
pub(crate) mod item_body; // part: item bodies
#[cfg(feature = "multipart")]
mod multipart;
#[cfg(feature = "multipart")]
mod part;
#[cfg(feature = "xml")]
mod xml; // part: xml

use std::fmt;

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;

use super::options::RequestOptions;
use super::{Parts, Request};
use crate::runtime::error::RequestPart;
use crate::runtime::json::write::to_json;
use crate::runtime::redact::SecretNames;
use crate::runtime::transport::body::Body;

#[cfg(feature = "multipart")]
pub use part::Part;

/// A request body under construction. `Debug` shows no values.
#[derive(Clone)]
pub(crate) enum Payload {
    /// A body with this media type.
    Body(HeaderValue, Body),
    /// The names and encoded pairs of a form.
    Form(Vec<(String, String)>),
    /// The parts of a multipart body, by field name.
    #[cfg(feature = "multipart")]
    Multipart(multipart::Fields),
}

/// An error: the name of the invalid part and the reason.
pub(crate) type Fault = (String, String);

impl Payload {
    /// Returns the bytes of a buffered body.
    pub(crate) fn as_bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Body(_, body) => body.as_bytes(),
            _ => None,
        }
    }

    /// Returns the secrets in the parts of a multipart body. They cannot be found in the encoded body.
    pub(crate) fn hidden_secrets(&self, names: SecretNames<'_>) -> Vec<String> {
        #[cfg(not(feature = "multipart"))]
        let _ = names;
        match self {
            Self::Body(..) | Self::Form(_) => Vec::new(),
            #[cfg(feature = "multipart")]
            Self::Multipart(fields) => multipart::secrets(fields, names),
        }
    }

    /// Encodes the body and returns its media type.
    pub(crate) fn encode(&self, options: &RequestOptions) -> Result<(HeaderValue, Body), Fault> {
        #[cfg(not(feature = "multipart"))]
        let _ = options;
        match self {
            Self::Body(media_type, body) => Ok((media_type.clone(), body.clone())),
            Self::Form(fields) => Ok(form::encode(fields)),
            #[cfg(feature = "multipart")]
            Self::Multipart(fields) => multipart::encode(fields, options.boundary.as_deref()),
        }
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(media_type, body) => f.debug_tuple("Body").field(media_type).field(body).finish(),
            Self::Form(fields) => {
                let names = fields.iter().map(|(name, _)| name);
                f.write_str("Form ")?;
                f.debug_list().entries(names).finish()
            }
            #[cfg(feature = "multipart")]
            Self::Multipart(fields) => {
                let names = fields.iter().map(|(name, _)| name);
                f.write_str("Multipart ")?;
                f.debug_list().entries(names).finish()
            }
        }
    }
}

#[cfg(feature = "stream")]
impl Payload {
    /// Determines the lengths of the files in the body.
    pub(crate) async fn measure(&mut self) -> Result<(), Fault> {
        match self {
            Self::Body(_, body) => body.measure().await.map_err(|reason| (String::new(), reason)),
            Self::Form(_) => Ok(()),
            #[cfg(feature = "multipart")]
            Self::Multipart(fields) => multipart::measure(fields).await,
        }
    }
}

impl Request {
    /// Sets the body to a value, encoded as JSON, with the operation's media type.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        let media_type = self.inner().operation.sent();
        self.inner().set_json(media_type, to_json(body));
        self
    }

    /// Sets the body to a value, encoded as JSON, with a different media type, such as `application/merge-patch+json`.
    #[must_use]
    pub fn json_as<T: Serialize + ?Sized>(mut self, media_type: &'static str, body: &T) -> Self {
        self.inner().set_json(media_type, to_json(body));
        self
    }

    /// Sets the body to raw bytes or text with this media type.
    #[must_use]
    pub fn body(mut self, media_type: &'static str, body: impl Into<Body>) -> Self {
        self.inner().set_body(media_type, body.into());
        self
    }
}

impl Parts {
    pub(crate) fn set_json(&mut self, media_type: &'static str, json: serde_json::Result<Vec<u8>>) {
        match json {
            Ok(json) => self.set_body(media_type, json.into()),
            Err(error) => self.fail(RequestPart::Body, "", format!("cannot serialize it as JSON: {error}")),
        }
    }

    fn set_body(&mut self, media_type: &'static str, body: Body) {
        match HeaderValue::try_from(media_type) {
            Ok(media_type) => self.body = Some(Payload::Body(media_type, body)),
            Err(_) => self.fail(RequestPart::Body, "", format!("{media_type:?} is not a valid media type")),
        }
    }
}
