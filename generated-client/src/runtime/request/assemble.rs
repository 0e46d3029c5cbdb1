//! Assembles the request for the transport from its parts: URL, headers, body and limits. Parameter values are
//! already encoded, and nothing is sent.

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::body::Fault;
use super::{Parts, idempotency};
use crate::runtime::error::{RequestError, RequestPart};
use crate::runtime::redact::{Secret, SecretNames, mark};
use crate::runtime::transport::TransportRequest;
use crate::runtime::transport::framing::is_framing;
use crate::runtime::url::BaseUrl;
use crate::runtime::url::encode::Place;
use crate::runtime::url::server::placeholder;

/// The characters to encode in a path template. Slashes, colons and the like are not encoded.
const TEMPLATE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A complete request, except for the client's credentials.
pub(crate) struct Assembled {
    pub(crate) request: TransportRequest,
    /// Whether the client's credentials are added.
    pub(crate) needs_credentials: bool,
}

/// Assembles a request. The error identifies the invalid part.
pub(crate) fn assemble(parts: &mut Parts) -> Result<Assembled, RequestError> {
    parts.add_members();
    if let Some(failure) = parts.failure.take() {
        return Err(failure);
    }
    let operation = parts.operation;
    let fault = |part, name: &str, reason: String| RequestError::new(operation.id(), part, name, reason);
    let client = parts.client.clone();
    let (base, url) = target(parts)?;
    let is_own_origin = base.same_origin(&declared(parts)?);
    let needs_credentials = is_own_origin && !is_public(parts);
    if needs_credentials && client.inner.has_secrets() && !base.is_confidential() {
        let reason = format!("credentials require an https base URL, but it is {}", base.as_str());
        return Err(fault(RequestPart::BaseUrl, "", reason));
    }
    let url = parts.url.take().unwrap_or(url);
    let mut request = TransportRequest::new(operation.id(), operation.method().clone(), url);
    name_secrets(parts, &mut request);
    let encoded = parts.body.as_ref().map(|payload| payload.encode(&parts.options)).transpose();
    let encoded = encoded.map_err(|(name, reason)| fault(RequestPart::Body, &name, reason))?;
    let media_type = encoded.map(|(media_type, body)| {
        request.set_body(&body);
        media_type
    });
    request.headers = headers(parts, is_own_origin, media_type)
        .map_err(|(name, reason)| fault(RequestPart::Header, &name, reason))?;
    request.timeout = parts.options.timeout.unwrap_or(client.inner.timeout);
    request.max_response_bytes = client.inner.max_response_bytes;
    #[cfg(feature = "stream")]
    {
        request.streams_response = parts.streams;
    }
    Ok(Assembled { request, needs_credentials })
}

/// Records the values in the URL and in the parts of a multipart body whose names identify secrets.
fn name_secrets(parts: &Parts, request: &mut TransportRequest) {
    let names = parts.client.inner.names();
    let queried = parts.query.iter().map(|(name, _)| *name);
    let queried = queried.chain(parts.options.query.iter().map(|(name, _)| name.as_str()));
    request.secret_parameters.extend(queried.filter(|name| names.contains(name)).map(Into::into));
    let filled = parts.path.iter().filter(|(name, _)| names.contains(name));
    request.secret_values.extend(filled.map(|(_, value)| Secret::new(value.clone())));
    let in_body = parts.body.as_ref().map(|payload| payload.hidden_secrets(names)).unwrap_or_default();
    let encoded = |secret: &String| utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    request.secret_values.extend(in_body.iter().map(|secret| Secret::new(encoded(secret))));
}

/// Returns the effective base URL of a request, and its full URL with the client's parameter values.
pub(crate) fn target(parts: &mut Parts) -> Result<(BaseUrl, String), RequestError> {
    let operation = parts.operation;
    let fault = |part, name: &str, reason: String| RequestError::new(operation.id(), part, name, reason);
    let base = match parts.options.base_url.as_deref() {
        Some(text) => BaseUrl::parse(text).map_err(|reason| fault(RequestPart::BaseUrl, "", reason))?,
        None => declared(parts)?,
    };
    parts.add_client_parameters(base.same_origin(&declared(parts)?));
    if let Some(failure) = parts.failure.take() {
        return Err(failure);
    }
    let path = expand(operation.path(), &parts.path)
        .map_err(|(name, reason)| fault(RequestPart::Path, &name, reason))?;
    let url = append_query(format!("{}{path}", base.as_str()), parts);
    Ok((base, url))
}

/// Returns whether a call requires no credentials.
fn is_public(parts: &Parts) -> bool {
    parts.operation.is_public() && !parts.client.inner.always_authorize
}

/// Returns the base URL of an operation: the client's base URL, unless the API description declares a server for
/// the operation.
fn declared(parts: &Parts) -> Result<BaseUrl, RequestError> {
    let (operation, client) = (parts.operation, &parts.client.inner);
    let server = operation.server();
    let base = match server.strip_prefix('/') {
        Some("") => BaseUrl::parse(client.base_url.origin()),
        Some(path) => BaseUrl::parse(&format!("{}/{path}", client.base_url.origin())),
        None if server.is_empty() || client.has_custom_base_url => return Ok(client.base_url.clone()),
        None => BaseUrl::parse(server),
    };
    base.map_err(|reason| RequestError::new(operation.id(), RequestPart::BaseUrl, "", reason))
}

/// Expands a path template. Values are already encoded. A segment must not become empty, `.` or `..`.
fn expand(template: &str, values: &[(&'static str, String)]) -> Result<String, Fault> {
    let mut path = String::with_capacity(template.len() + 32);
    for segment in template.strip_prefix('/').unwrap_or(template).split('/') {
        path.push('/');
        let start = path.len();
        let filled = expand_segment(segment, values, &mut path)?;
        if let (Some(name), Some("" | "." | "..")) = (filled, path.get(start..)) {
            return Err((name.to_owned(), "the value would change the path".into()));
        }
    }
    Ok(path)
}

/// Appends one segment and returns the name of its last parameter, if any.
fn expand_segment<'t>(
    segment: &'t str,
    values: &[(&'static str, String)],
    path: &mut String,
) -> Result<Option<&'t str>, Fault> {
    let mut rest = segment;
    let mut filled = None;
    while let Some((literal, name, after)) = placeholder(rest) {
        let value = values.iter().find(|(other, _)| *other == name);
        let (_, value) = value.ok_or_else(|| (name.to_owned(), "no value is set".to_owned()))?;
        path.extend(utf8_percent_encode(literal, TEMPLATE));
        path.push_str(value);
        filled = Some(name);
        rest = after;
    }
    path.extend(utf8_percent_encode(rest, TEMPLATE));
    Ok(filled)
}

fn append_query(mut url: String, parts: &Parts) -> String {
    let extra = parts.options.query.iter().map(|(name, value)| (Place::Query.encode(name), value));
    let extra = extra.map(|(name, value)| format!("{name}={}", Place::Query.encode(value)));
    let pieces: Vec<String> = parts.query.iter().map(|(_, piece)| piece.clone()).chain(extra).collect();
    if !pieces.is_empty() {
        // A template may already have a query.
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&pieces.join("&"));
    }
    url
}

fn headers(
    parts: &mut Parts,
    is_own_origin: bool,
    media_type: Option<HeaderValue>,
) -> Result<HeaderMap, Fault> {
    let inner = &parts.client.inner;
    let mut headers = inner.api_headers.clone();
    headers.insert(ACCEPT, HeaderValue::from_static(parts.operation.accepted()));
    if is_own_origin {
        let public = is_public(parts);
        for (name, value) in
            inner.default_headers.iter().filter(|(_, value)| !(public && value.is_sensitive()))
        {
            headers.insert(name, value.clone());
        }
    }
    if let Some(media_type) = media_type {
        headers.insert(CONTENT_TYPE, media_type);
    }
    headers.extend(std::mem::take(&mut parts.headers));
    if !parts.cookies.is_empty() {
        let pieces: Vec<&str> = parts.cookies.iter().map(|(_, piece)| piece.as_str()).collect();
        let mut value = HeaderValue::try_from(pieces.join("; ")).map_err(|_| {
            ("Cookie".to_owned(), "a cookie name contains a character that cannot be sent".to_owned())
        })?;
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
    headers.extend(option_headers(&parts.options.headers, inner.names())?);
    let key = parts.operation.key_header();
    if !key.is_empty() && !headers.contains_key(key) {
        let fault = |reason: &str| (key.to_owned(), reason.to_owned());
        let name = HeaderName::try_from(key).map_err(|_| fault("not a valid header name"))?;
        let value = HeaderValue::try_from(idempotency::key()).map_err(|_| fault("cannot generate a key"))?;
        headers.insert(name, value);
    }
    Ok(headers)
}

/// Returns the headers of the request options. Extending a map with them replaces headers with the same names, and
/// keeps repeated headers.
fn option_headers(pairs: &[(String, String)], names: SecretNames<'_>) -> Result<HeaderMap, Fault> {
    let mut headers = HeaderMap::new();
    for (text, value) in pairs {
        let fault = |reason: &str| (text.clone(), reason.to_owned());
        let name = HeaderName::try_from(text).map_err(|_| fault("not a valid header name"))?;
        if is_framing(&name) {
            return Err(fault("this header is reserved for the transport"));
        }
        let mut value = HeaderValue::try_from(value)
            .map_err(|_| fault("the value contains a line break or control character"))?;
        mark(&name, &mut value, names);
        headers.append(name, value);
    }
    Ok(headers)
}
