//! Static credentials: API keys and Basic authentication. They are validated once, then added to each request.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderName, HeaderValue};

use crate::runtime::error::{Error, Result};
use crate::runtime::redact::Secret;
use crate::runtime::transport::TransportRequest;
use crate::runtime::transport::framing::is_framing;
use crate::runtime::url::encode::Place;

/// An API key sent in a header, the query or a cookie; see
/// [`ClientBuilder::key`](crate::runtime::ClientBuilder::key). `Debug` does not show the key.
#[derive(Debug, Clone)]
#[must_use = "an API key does nothing until passed to a builder"]
pub struct ApiKey {
    location: KeyLocation,
    name: String,
    key: Secret,
}

#[derive(Debug, Clone, Copy)]
enum KeyLocation {
    Header,
    Query,
    Cookie,
}

impl ApiKey {
    /// Creates a key for the header with this name. Include any prefix, such as an authentication scheme, in
    /// `key`.
    pub fn header(name: impl Into<String>, key: impl Into<String>) -> Self {
        Self { location: KeyLocation::Header, name: name.into(), key: Secret::new(key.into()) }
    }

    /// Creates a key for the query parameter with this name. The key is redacted wherever a URL is displayed.
    pub fn query(name: impl Into<String>, key: impl Into<String>) -> Self {
        Self { location: KeyLocation::Query, name: name.into(), key: Secret::new(key.into()) }
    }

    /// Creates a key for the cookie with this name.
    pub fn cookie(name: impl Into<String>, key: impl Into<String>) -> Self {
        Self { location: KeyLocation::Cookie, name: name.into(), key: Secret::new(key.into()) }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn check(&self) -> Result<Key> {
        let (name, key) = (self.name.as_str(), self.key.expose());
        let invalid = |reason: &str| Error::config(format!("the API key {name:?} {reason}"));
        if name.is_empty() || key.is_empty() {
            return Err(invalid("has no name or is empty"));
        }
        match self.location {
            KeyLocation::Header => {
                let header =
                    HeaderName::try_from(name).map_err(|_| invalid("does not have a valid header name"))?;
                if is_framing(&header) {
                    return Err(invalid("uses a header that is reserved for the transport"));
                }
                let value = sensitive(key).ok_or_else(|| {
                    invalid("contains a line break, a control character, or a leading or trailing space")
                })?;
                Ok(Key::Header(header, value))
            }
            KeyLocation::Query => {
                let pair = format!("{}={}", Place::Query.encode(name), Place::Query.encode(key));
                Ok(Key::Query { name: name.into(), pair: Secret::new(pair) })
            }
            // RFC 6265, 4.1.1: a name is a token, and a value contains none of these characters.
            KeyLocation::Cookie => {
                let fits = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
                let is_token = HeaderName::try_from(name).is_ok();
                if !is_token || !key.bytes().all(fits) {
                    return Err(invalid("contains a character that is not allowed in a cookie"));
                }
                Ok(Key::Cookie(Secret::new(format!("{name}={key}"))))
            }
        }
    }
}

/// A validated [`ApiKey`].
pub(super) enum Key {
    Header(HeaderName, HeaderValue),
    /// The decoded name, and the encoded `name=value` pair for the URL.
    Query {
        name: Arc<str>,
        pair: Secret,
    },
    Cookie(Secret),
}

impl Key {
    /// Returns the header that this key sets, if it is a header key.
    pub(super) fn header(&self) -> Option<&HeaderName> {
        match self {
            Self::Header(name, _) => Some(name),
            _ => None,
        }
    }

    /// Adds the key to a request. A header set through the request's options takes precedence.
    pub(super) fn apply(&self, request: &mut TransportRequest) -> Result<(), &'static str> {
        match self {
            Self::Header(name, value) => {
                if !request.headers.contains_key(name) {
                    request.headers.insert(name, value.clone());
                }
            }
            Self::Query { name, pair } => {
                request.url.push(if request.url.contains('?') { '&' } else { '?' });
                request.url.push_str(pair.expose());
                request.secret_parameters.push(Arc::clone(name));
            }
            Self::Cookie(pair) => {
                let mut cookies =
                    Vec::from(request.headers.get(COOKIE).map_or(&b""[..], HeaderValue::as_bytes));
                if !cookies.is_empty() {
                    cookies.extend_from_slice(b"; ");
                }
                cookies.extend_from_slice(pair.expose().as_bytes());
                let mut value =
                    HeaderValue::try_from(cookies).map_err(|_| "the cookies are not a valid header value")?;
                value.set_sensitive(true);
                request.headers.insert(COOKIE, value);
            }
        }
        Ok(())
    }
}

/// Returns the `Authorization: Basic` header (RFC 7617). On error, returns a reason that does not contain the
/// values.
pub(super) fn basic(user: &str, password: &Secret) -> Result<HeaderValue, &'static str> {
    if user.contains(':') {
        return Err("the user name for Basic authentication contains a colon");
    }
    let text = format!("{user}:{}", password.expose());
    if text.chars().any(char::is_control) {
        return Err("the user name or password contains a line break or another control character");
    }
    sensitive(&format!("Basic {}", STANDARD.encode(text)))
        .ok_or("the user name and password are not a valid header value")
}

/// Returns the `Authorization: Bearer` header (RFC 6750). On error, returns a reason that does not contain the token. A
/// common cause is a trailing newline from a file.
pub(super) fn bearer(token: &Secret) -> Result<HeaderValue, &'static str> {
    let text = token.expose();
    if text.is_empty() {
        return Err("the access token is empty");
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("the access token contains a space, a line break or another invalid character");
    }
    sensitive(&format!("Bearer {text}")).ok_or("the access token is not a valid header value")
}

/// Sets the `Authorization` header of a request.
pub(super) fn authorize(request: &mut TransportRequest, value: &HeaderValue) {
    request.headers.insert(AUTHORIZATION, value.clone());
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok().filter(|_| text.trim() == text)?;
    value.set_sensitive(true);
    Some(value)
}
