//! The one error type of a client. Its cases say how far a call came; `Display` alone says enough to act on.

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

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed. Secrets appear in neither `Debug` nor `Display`.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The server answered with a status outside 200..=299.
    Api(Box<ApiError>),
    /// The call succeeded, but its answer could not be read.
    Decode(Box<BodyError>),
    /// No complete answer came: no connection, a timeout, a broken connection.
    Transport(Box<TransportError>),
    /// The login failed, so that the call itself was not sent, or not sent again after a 401.
    Auth(Box<AuthError>),
    /// The request could not be built; nothing was sent.
    Request(Box<RequestError>),
    /// The pages of a list lead in circles, nowhere, or to another host.
    Paging(Box<PagingError>),
    /// The client's configuration is wrong; nothing was sent.
    Config(Box<ConfigError>),
}

impl Error {
    /// The id of the operation that failed; `None` for [`Error::Config`].
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

    /// The status of the answer, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }

    /// The headers of the answer, if one came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(error) => Some(error.headers()),
            Self::Decode(error) => Some(error.headers()),
            _ => None,
        }
    }

    /// The body of the answer as it came, if one came.
    pub fn raw(&self) -> Option<&Bytes> {
        match self {
            Self::Api(error) => Some(error.raw()),
            Self::Decode(error) => Some(error.raw()),
            _ => None,
        }
    }

    /// The server's own error, if it answered with one.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// The API's code for the error, if it gave one.
    pub fn code(&self) -> Option<&str> {
        self.api().and_then(ApiError::code)
    }

    /// The id under which the server's operators find the call, if it gave one.
    pub fn correlation_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.correlation_id(),
            Self::Decode(error) => error.correlation_id(),
            _ => None,
        }
    }

    /// How long the server asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after(),
            Self::Auth(error) => error.retry_after(),
            _ => None,
        }
    }

    /// How often the call was sent, if it was.
    pub fn attempts(&self) -> Option<u32> {
        match self {
            Self::Api(error) => Some(error.attempts()),
            Self::Decode(error) => Some(error.attempts()),
            Self::Transport(error) => Some(error.attempts()),
            _ => None,
        }
    }

    /// The call's time limit passed.
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// No connection came about, so that the server cannot have acted on the request.
    pub fn is_connect(&self) -> bool {
        matches!(self.transport_kind(), Some(TransportErrorKind::Connect | TransportErrorKind::Tls))
    }

    /// 401: the credentials are missing, wrong or expired.
    pub fn is_unauthorized(&self) -> bool {
        self.is_api(StatusCode::UNAUTHORIZED)
    }

    /// 403: the credentials do not permit this call.
    pub fn is_forbidden(&self) -> bool {
        self.is_api(StatusCode::FORBIDDEN)
    }

    /// 404: there is no such thing.
    pub fn is_not_found(&self) -> bool {
        self.is_api(StatusCode::NOT_FOUND)
    }

    /// 409: the call clashes with the state of the thing.
    pub fn is_conflict(&self) -> bool {
        self.is_api(StatusCode::CONFLICT)
    }

    /// 429: too many calls; see [`retry_after`](Self::retry_after).
    pub fn is_rate_limited(&self) -> bool {
        self.is_api(StatusCode::TOO_MANY_REQUESTS)
    }

    /// 500..=599: the fault is the server's.
    pub fn is_server_error(&self) -> bool {
        self.api().is_some_and(|error| error.status().is_server_error())
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
        // The payload prints as this error does, so what lies behind it comes next.
        match self {
            Self::Transport(error) => error.source(),
            Self::Auth(error) => error.source(),
            _ => None,
        }
    }
}

/// Which part of a request could not be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequestPart {
    /// A parameter in the path.
    Path,
    /// A parameter in the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The body, or a member of it.
    Body,
    /// The base URL of [`RequestOptions`](crate::runtime::RequestOptions).
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

/// A request that could not be built from what the caller gave.
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

    /// The id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Which part of the request is at fault.
    pub fn part(&self) -> RequestPart {
        self.part
    }

    /// The name of the parameter, header or member; empty if the part has none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is wrong with it. The value itself is not shown, as it may be a secret.
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

/// A client that could not be built.
#[derive(Debug)]
pub struct ConfigError {
    reason: String,
}

impl ConfigError {
    /// What is wrong.
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
