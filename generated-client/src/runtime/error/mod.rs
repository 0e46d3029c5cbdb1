//! The error type of a client. Its variants describe how far a request got.

pub(crate) mod api;
pub(crate) mod auth;
pub(crate) mod body;
pub(crate) mod paging;
mod parts;
pub(crate) mod retry_after;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::redact::sanitize::Printable;
use crate::runtime::transport::{TransportError, TransportErrorKind};
use api::ApiError;
use auth::AuthError;
use body::BodyError;
use paging::PagingError;

/// The result of a request.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of a request. `Debug` and `Display` redact secrets.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The server returned a response with a status outside 200..=299.
    Api(Box<ApiError>),
    /// The request succeeded, but its response could not be decoded.
    Decode(Box<BodyError>),
    /// No complete response was received: the connection failed or was closed, or the request timed out.
    Transport(Box<TransportError>),
    /// Authentication failed. The request was not sent, or not sent again after a 401.
    Auth(Box<AuthError>),
    /// The request could not be built and was not sent.
    Request(Box<RequestError>),
    /// Pagination did not advance, or pointed to another host.
    Paging(Box<PagingError>),
    /// The client's configuration is invalid. No request was sent.
    Config(Box<ConfigError>),
}

impl Error {
    /// Returns the operation ID. Returns `None` for [`Error::Config`].
    pub fn operation(&self) -> Option<&str> {
        match self {
            Self::Api(error) => Some(error.operation()),
            Self::Decode(error) => Some(error.operation()),
            Self::Transport(error) => Some(error.operation()),
            Self::Auth(error) => Some(error.operation()),
            Self::Request(error) => Some(error.operation()),
            Self::Paging(error) => Some(error.operation()),
            Self::Config(_) => None,
        }
    }

    /// Returns the status of the response, if one was received.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }

    /// Returns the headers of the response, if one was received.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(error) => Some(error.headers()),
            Self::Decode(error) => Some(error.headers()),
            _ => None,
        }
    }

    /// Returns the undecoded body of the response, if one was received.
    pub fn raw(&self) -> Option<&Bytes> {
        match self {
            Self::Api(error) => Some(error.raw()),
            Self::Decode(error) => Some(error.raw()),
            _ => None,
        }
    }

    /// Returns the API error, if the response has a non-2xx status.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the API's error code, if the response contains one.
    pub fn code(&self) -> Option<&str> {
        self.api().and_then(ApiError::code)
    }

    /// Returns the correlation ID, if the response contains one. It identifies the request in the server's
    /// logs.
    pub fn correlation_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.correlation_id(),
            Self::Decode(error) => error.correlation_id(),
            _ => None,
        }
    }

    /// Returns the delay that the server requests before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after(),
            Self::Auth(error) => error.retry_after(),
            _ => None,
        }
    }

    /// Returns the number of attempts if the last one received a response or failed in the transport. Returns `None`
    /// for any other error.
    pub fn attempts(&self) -> Option<u32> {
        match self {
            Self::Api(error) => Some(error.attempts()),
            Self::Decode(error) => Some(error.attempts()),
            Self::Transport(error) => Some(error.attempts()),
            _ => None,
        }
    }

    /// Returns whether the request timed out.
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// Returns whether the connection could not be established. The server has not received the request.
    pub fn is_connect(&self) -> bool {
        matches!(self.transport_kind(), Some(TransportErrorKind::Connect | TransportErrorKind::Tls))
    }

    /// Returns whether the status is 401: the credentials are missing, invalid or expired.
    pub fn is_unauthorized(&self) -> bool {
        self.is_api(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether the status is 403: the credentials do not permit this operation.
    pub fn is_forbidden(&self) -> bool {
        self.is_api(StatusCode::FORBIDDEN)
    }

    /// Returns whether the status is 404: the resource does not exist.
    pub fn is_not_found(&self) -> bool {
        self.is_api(StatusCode::NOT_FOUND)
    }

    /// Returns whether the status is 409: the request conflicts with the state of the resource.
    pub fn is_conflict(&self) -> bool {
        self.is_api(StatusCode::CONFLICT)
    }

    /// Returns whether the status is 429: too many requests. See [`retry_after`](Self::retry_after).
    pub fn is_rate_limited(&self) -> bool {
        self.is_api(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether the status is in 500..=599: the server failed.
    pub fn is_server_error(&self) -> bool {
        self.api().is_some_and(|error| error.status().is_server_error())
    }

    /// Returns whether the status is 301, 302, 303, 307 or 308: the resource is at a different
    /// [`location`](Self::location). The built-in transport follows at most five redirects, and only for `GET` and
    /// `HEAD` to the same origin.
    pub fn is_redirect(&self) -> bool {
        self.api().is_some_and(|error| matches!(error.status().as_u16(), 301 | 302 | 303 | 307 | 308))
    }

    /// Returns the response's `Location` header, if any: an absolute URL, or a URL relative to that of the request
    /// (RFC 9110, 10.2.2).
    pub fn location(&self) -> Option<&str> {
        self.headers()?.get(http::header::LOCATION)?.to_str().ok()
    }

    fn is_api(&self, status: StatusCode) -> bool {
        self.api().is_some_and(|error| error.status() == status)
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        match self {
            Self::Transport(error) => Some(error.kind()),
            _ => None,
        }
    }

    pub(crate) fn config(reason: impl Into<String>) -> Self {
        Self::Config(Box::new(ConfigError { reason: reason.into() }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Auth(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
            Self::Paging(error) => error.fmt(f),
            Self::Config(error) => error.fmt(f),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // The payload's `Display` output equals that of this error, so the payload is skipped.
        match self {
            Self::Transport(error) => error.source(),
            Self::Auth(error) => error.source(),
            _ => None,
        }
    }
}

/// A part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequestPart {
    /// A path parameter.
    Path,
    /// A query parameter.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The body, or a member of the body.
    Body,
    /// The base URL, from [`RequestOptions`](crate::runtime::RequestOptions) or from the server that the API
    /// description declares for the operation.
    BaseUrl,
}

impl fmt::Display for RequestPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
            Self::BaseUrl => "base URL",
        })
    }
}

/// A request that could not be built from its arguments.
#[derive(Debug, Clone)]
pub struct RequestError {
    operation: &'static str,
    part: RequestPart,
    name: String,
    reason: String,
}

impl RequestError {
    pub(crate) fn new(
        operation: &'static str,
        part: RequestPart,
        name: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        Self { operation, part, name: name.into(), reason: reason.into() }
    }

    /// Returns the operation ID.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the invalid part of the request.
    pub fn part(&self) -> RequestPart {
        self.part
    }

    /// Returns the name of the parameter, header or member, or an empty string if the part has none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the reason. It does not contain the value, which may be a secret.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        write!(f, "{}: {}", self.operation, self.part)?;
        if !self.name.is_empty() {
            write!(f, " {}", self.name)?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl StdError for RequestError {}

impl From<RequestError> for Error {
    fn from(error: RequestError) -> Self {
        Self::Request(Box::new(error))
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(Box::new(error))
    }
}

/// An invalid client configuration.
#[derive(Debug)]
pub struct ConfigError {
    reason: String,
}

impl ConfigError {
    /// Returns the reason.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        write!(f, "client configuration: {}", self.reason)
    }
}

impl StdError for ConfigError {}
