//! Credentials that never change: API keys and Basic. Checked once, then added to each request.

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

/// A key that goes with each call in a header, the query or a cookie; see
/// [`ClientBuilder::key`](crate::runtime::ClientBuilder::key). `Debug` does not show it.
#[derive(Debug, Clone)]
#[must_use = "a key takes effect when it is given to a builder"]
pub struct ApiKey {
    place: KeyPlace,
    name: String,
    key: Secret,
}

#[derive(Debug, Clone, Copy)]
enum KeyPlace {
    Header,
    Query,
    Cookie,
}

impl ApiKey {
    /// A key in a header of this name. What goes before it, such as a scheme, is part of `key`.
    pub fn header(name: impl Into<String>, key: impl Into<String>) -> Self {
        Self { place: KeyPlace::Header, name: name.into(), key: Secret::new(key.into()) }
    }

    /// A key in a query parameter of this name. It is taken out wherever a URL is shown.
    pub fn query(name: impl Into<String>, key: impl Into<String>) -> Self {
        Self { place: KeyPlace::Query, name: name.into(), key: Secret::new(key.into()) }
    }

    /// A key in a cookie of this name.
    pub fn cookie(name: impl Into<String>, key: impl Into<String>) -> Self {
        Self { place: KeyPlace::Cookie, name: name.into(), key: Secret::new(key.into()) }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn check(&self) -> Result<Key> {
        let (name, key) = (self.name.as_str(), self.key.expose());
        let wrong = |reason: &str| Error::config(format!("the API key {name:?} {reason}"));
        if name.is_empty() || key.is_empty() {
            return Err(wrong("has no name or is empty"));
        }
        match self.place {
            KeyPlace::Header => {
                let header =
                    HeaderName::try_from(name).map_err(|_| wrong("has no valid name of a header"))?;
                if is_framing(&header) {
                    return Err(wrong("would be in a header that belongs to the transport"));
                }
                let value = sensitive(key)
                    .ok_or_else(|| wrong("holds a line end, a blank at its end or a control character"))?;
                Ok(Key::Header(header, value))
            }
            KeyPlace::Query => {
                let pair = format!("{}={}", Place::Query.encode(name), Place::Query.encode(key));
                Ok(Key::Query { name: name.into(), pair: Secret::new(pair) })
            }
            // RFC 6265, 4.1.1: a name is a token, a value holds none of these.
            KeyPlace::Cookie => {
                let fits = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
                let is_token = HeaderName::try_from(name).is_ok();
                if !is_token || !key.bytes().all(fits) {
                    return Err(wrong("holds a character that no cookie can have"));
                }
                Ok(Key::Cookie(Secret::new(format!("{name}={key}"))))
            }
        }
    }
}

/// An [`ApiKey`] that was checked.
pub(super) enum Key {
    Header(HeaderName, HeaderValue),
    /// The name as it is, and the whole pair as it goes into the URL.
    Query {
        name: Arc<str>,
        pair: Secret,
    },
    Cookie(Secret),
}

impl Key {
    /// The header that it takes, if it takes one for itself.
    pub(super) fn header(&self) -> Option<&HeaderName> {
        match self {
            Self::Header(name, _) => Some(name),
            _ => None,
        }
    }

    /// Adds it. A header that the call has set by its options stays.
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
                    HeaderValue::try_from(cookies).map_err(|_| "the cookies cannot stand in a header")?;
                value.set_sensitive(true);
                request.headers.insert(COOKIE, value);
            }
        }
        Ok(())
    }
}

/// `Authorization: Basic` (RFC 7617). The error is a reason in words without the values.
pub(super) fn basic(user: &str, password: &Secret) -> Result<HeaderValue, &'static str> {
    if user.contains(':') {
        return Err("the user name of Basic authentication holds a colon");
    }
    let text = format!("{user}:{}", password.expose());
    if text.chars().any(char::is_control) {
        return Err("the user name or password holds a line end or another control character");
    }
    sensitive(&format!("Basic {}", STANDARD.encode(text)))
        .ok_or("the user name and password cannot stand in a header")
}

/// `Authorization: Bearer` (RFC 6750). A frequent fault is a line end that came with the token from a file.
pub(super) fn bearer(token: &Secret) -> Result<HeaderValue, &'static str> {
    let text = token.expose();
    if text.is_empty() {
        return Err("the access token is empty");
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("the access token holds a blank, a line end or another character that no token has");
    }
    sensitive(&format!("Bearer {text}")).ok_or("the access token cannot stand in a header")
}

/// Puts a value of `Authorization` on a request.
pub(super) fn authorize(request: &mut TransportRequest, value: &HeaderValue) {
    request.headers.insert(AUTHORIZATION, value.clone());
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok().filter(|_| text.trim() == text)?;
    value.set_sensitive(true);
    Some(value)
}
