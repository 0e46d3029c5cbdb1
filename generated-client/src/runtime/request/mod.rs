//! Requests under construction: the values passed to an operation's setters, encoded immediately. Only the thin
//! public methods are generic, so an operation adds little compile time.

pub(crate) mod assemble;
pub(crate) mod body;
pub(crate) mod client_parameter;
mod client_values;
mod idempotency;
pub(crate) mod operation;
pub(crate) mod options;
pub(crate) mod param;
pub(crate) mod style;

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::runtime::client::Client;
use crate::runtime::error::{RequestError, RequestPart};
use crate::runtime::json::write::to_json;
use crate::runtime::redact::{SafeHeaders, SecretNames, mark};
use crate::runtime::transport::framing::is_framing;
use crate::runtime::url::encode::Place;
use body::Payload;
use operation::Operation;
use options::{RequestOptions, SafeOptions, safe_pairs};
use style::{Style, encode};

/// A request under construction. Setting a value again replaces it. The first invalid value is reported when the
/// request is sent.
pub struct Request {
    parts: Box<Parts>,
}

/// The parts of a request.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) client: Client,
    pub(crate) operation: Operation,
    /// The encoded values for the path template, by name.
    pub(crate) path: Vec<(&'static str, String)>,
    /// The encoded pieces of the query, by name.
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) headers: HeaderMap,
    /// The encoded pieces of the `Cookie` header, by name.
    pub(crate) cookies: Vec<(&'static str, String)>,
    pub(crate) body: Option<Payload>,
    pub(crate) options: RequestOptions,
    pub(crate) failure: Option<RequestError>,
    /// A validated URL that replaces the path and query, such as the link to the next page.
    pub(crate) url: Option<String>,
    /// Whether the response is streamed.
    #[cfg(feature = "stream")]
    pub(crate) streams: bool,
}

impl Client {
    /// Starts a request. This is called by emitted code and is also useful for operations that the API
    /// description omits.
    pub fn request(&self, operation: Operation) -> Request {
        Request::new(self.clone(), operation)
    }
}

impl Request {
    pub(crate) fn new(client: Client, operation: Operation) -> Self {
        let parts = Parts {
            client,
            operation,
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: None,
            options: RequestOptions::new(),
            failure: None,
            url: None,
            #[cfg(feature = "stream")]
            streams: false,
        };
        Self { parts: Box::new(parts) }
    }

    /// Sets the path parameter `{name}` in the [`Style::Simple`] style.
    #[must_use]
    pub fn path<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.path_as(name, Style::Simple, value)
    }

    /// Sets the path parameter `{name}`. A value that is empty, `.` or `..` is an error.
    #[must_use]
    pub fn path_as<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.parts.add(RequestPart::Path, name, style, to_json(value));
        self
    }

    /// Sets a query parameter in the [`Style::FormExploded`] style.
    #[must_use]
    pub fn query<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.query_as(name, Style::FormExploded, value)
    }

    /// Sets a query parameter. `None` and an empty list are not sent.
    #[must_use]
    pub fn query_as<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.parts.add(RequestPart::Query, name, style, to_json(value));
        self
    }

    /// Sets a header in the [`Style::Simple`] style.
    #[must_use]
    pub fn header<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.header_as(name, Style::Simple, value)
    }

    /// Sets a header. Headers for credentials and message framing are rejected, since they cannot be parameters
    /// (OpenAPI 3.0.4, "Parameter Object").
    #[must_use]
    pub fn header_as<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.parts.add(RequestPart::Header, name, style, to_json(value));
        self
    }

    /// Sets a cookie in the [`Style::FormExploded`] style.
    #[must_use]
    pub fn cookie<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.cookie_as(name, Style::FormExploded, value)
    }

    /// Sets a cookie. All cookies are sent in one header.
    #[must_use]
    pub fn cookie_as<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.parts.add(RequestPart::Cookie, name, style, to_json(value));
        self
    }

    /// Sets the options of this request, replacing earlier ones.
    #[must_use]
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.parts.options = options;
        self
    }

    pub(crate) fn inner(&mut self) -> &mut Parts {
        &mut self.parts
    }

    pub(crate) fn into_parts(self) -> Box<Parts> {
        self.parts
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = &self.parts;
        let names = parts.client.inner.names();
        f.debug_struct("Request")
            .field("operation", &parts.operation.id())
            .field("method", parts.operation.method())
            .field("path", &parts.operation.path())
            .field("path_values", &safe_pairs(&parts.path, names))
            .field("query", &safe_pairs(&parts.query, names))
            .field("headers", &SafeHeaders(&parts.headers))
            .field("cookies", &parts.cookies.len())
            .field("body", &parts.body)
            .field("options", &SafeOptions(&parts.options, names))
            .field("failure", &parts.failure)
            .finish()
    }
}

impl Parts {
    fn add(
        &mut self,
        part: RequestPart,
        name: &'static str,
        style: Style,
        json: serde_json::Result<Vec<u8>>,
    ) {
        let place = match part {
            RequestPart::Path => Place::Path,
            RequestPart::Header => Place::Header,
            RequestPart::Cookie => Place::Cookie,
            RequestPart::Query | RequestPart::Body | RequestPart::BaseUrl => Place::Query,
        };
        let encoded = match json {
            Ok(json) => encode(style, place, name, &json),
            Err(error) => Err(format!("cannot serialize the value: {error}")),
        };
        let stored = encoded.and_then(|text| match part {
            RequestPart::Path => set_path(&mut self.path, name, text),
            RequestPart::Header => set_header(&mut self.headers, name, text, self.client.inner.names()),
            RequestPart::Cookie => set(&mut self.cookies, name, text),
            RequestPart::Query | RequestPart::Body | RequestPart::BaseUrl => set(&mut self.query, name, text),
        });
        if let Err(reason) = stored {
            self.fail(part, name, reason);
        }
    }

    /// Sets a query parameter to a scalar.
    pub(crate) fn set_query<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.add(RequestPart::Query, name, Style::FormExploded, to_json(value));
    }

    /// Sets a header, replacing any value from the operation or the options.
    #[cfg(feature = "events")]
    pub(crate) fn set_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.options.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name.as_str()));
        self.headers.insert(name, value);
    }

    /// Returns the encoded value of a query parameter, if it is set.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        let (_, piece) = self.query.iter().find(|(other, _)| *other == name)?;
        piece.split_once('=').map(|(_, value)| value)
    }

    /// Sets a member of the JSON object in the body. Creates the object if there is no body.
    pub(crate) fn set_body_member(&mut self, name: &str, value: Value) {
        if self.body.is_none() {
            self.set_json(self.operation.sent(), Ok(b"{}".to_vec()));
        }
        self.options.body_fields.push((name.to_owned(), value));
    }

    pub(crate) fn fail(&mut self, part: RequestPart, name: &str, reason: String) {
        let operation = self.operation.id();
        self.failure.get_or_insert_with(|| RequestError::new(operation, part, name, reason));
    }
}

/// Replaces or removes the piece with the same name.
fn set(
    pieces: &mut Vec<(&'static str, String)>,
    name: &'static str,
    text: Option<String>,
) -> Result<(), String> {
    pieces.retain(|(other, _)| *other != name);
    pieces.extend(text.map(|text| (name, text)));
    Ok(())
}

fn set_path(
    pieces: &mut Vec<(&'static str, String)>,
    name: &'static str,
    text: Option<String>,
) -> Result<(), String> {
    if text.as_deref().unwrap_or_default().is_empty() {
        return Err("the value is empty".into());
    }
    set(pieces, name, text)
}

fn set_header(
    headers: &mut HeaderMap,
    name: &'static str,
    text: Option<String>,
    names: SecretNames<'_>,
) -> Result<(), String> {
    let header = HeaderName::try_from(name).map_err(|_| "not a valid header name")?;
    if is_framing(&header) || matches!(header.as_str(), "authorization" | "proxy-authorization" | "cookie") {
        return Err("this header cannot be a parameter".into());
    }
    let Some(text) = text else {
        headers.remove(header);
        return Ok(());
    };
    let mut value =
        HeaderValue::try_from(text).map_err(|_| "the value contains a line break or control character")?;
    mark(&header, &mut value, names);
    headers.insert(header, value);
    Ok(())
}
