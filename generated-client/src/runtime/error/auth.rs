//! The authentication error: the authorization server's response, with secrets redacted.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::api::StatusLine;
use crate::runtime::redact::one_line;
use crate::runtime::redact::sanitize::Printable;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The maximum length of a preserved string from the authorization server, in characters.
const MAX_TEXT: usize = 600;

/// The kind of an [`AuthError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthErrorKind {
    /// The authorization server returned a status outside 200..=299, for example because of an unknown
    /// client, an incorrect secret, or a code that was already used.
    Refused,
    /// No complete response was received from the authorization server.
    Transport,
    /// The authorization server returned a successful response without a usable token.
    InvalidResponse,
    /// The token source could not send a request, or a custom token source failed.
    Source,
    /// The browser's redirect does not match this login: it has a different state, or no code.
    Redirect,
}

/// An authentication failure. The request was not sent, or was rejected with 401. Concurrent requests that waited for
/// the same token fail with the same error.
///
/// `Display` writes one line:
/// `getGroup: authentication failed: 400 Bad Request: invalid_client: no such client`.
/// Secrets that were sent to the authorization server are redacted.
#[derive(Debug, Clone)]
pub struct AuthError {
    operation: &'static str,
    kind: AuthErrorKind,
    status: Option<StatusCode>,
    code: Option<String>,
    description: Option<String>,
    retry_after: Option<Duration>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl AuthError {
    /// Creates the error of a custom token source from its cause, which is another error or a string. The cause
    /// must not contain secrets.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { source: Some(Arc::from(source.into())), ..Self::from_kind(AuthErrorKind::Source) }
    }

    pub(crate) fn from_kind(kind: AuthErrorKind) -> Self {
        Self {
            operation: "",
            kind,
            status: None,
            code: None,
            description: None,
            retry_after: None,
            source: None,
        }
    }

    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status: Some(status), ..self }
    }

    pub(crate) fn with_code(self, code: Option<String>) -> Self {
        Self { code: code.map(|code| one_line(&code, MAX_TEXT, false)), ..self }
    }

    pub(crate) fn with_description(self, text: Option<String>) -> Self {
        Self { description: text.map(|text| one_line(&text, MAX_TEXT, false)), ..self }
    }

    pub(crate) fn with_retry_after(self, wait: Option<Duration>) -> Self {
        Self { retry_after: wait, ..self }
    }

    pub(crate) fn with_source(self, source: impl StdError + Send + Sync + 'static) -> Self {
        Self { source: Some(Arc::new(source)), ..self }
    }

    pub(crate) fn for_operation(self, operation: &'static str) -> Self {
        Self { operation, ..self }
    }

    /// Returns the operation ID.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the kind of failure.
    pub fn kind(&self) -> AuthErrorKind {
        self.kind
    }

    /// Returns the status of the authorization server's response, if one was received.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns the error code of the authorization server, such as `invalid_grant` (`error`; RFC 6749,
    /// section 5.2).
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns a human-readable description of the failure.
    ///
    /// This is `error_description`, `description` or `message` from the authorization server's response, or else
    /// the start of the response. For an unusable response, it is the reason.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// Returns the delay that the authorization server requests before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Returns whether another attempt to authenticate may succeed.
    ///
    /// This is the case if the connection could not be established, was closed before a response arrived, or timed out.
    /// It is also the case for responses with status 429 or 5xx. A rejected certificate is not transient. The client's
    /// retry policy treats a transient failure as retryable.
    pub fn is_transient(&self) -> bool {
        let busy = |status: StatusCode| status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
        self.transport_kind().is_some_and(is_transient_kind) || self.status.is_some_and(busy)
    }

    /// Returns the kind of the transport error that ended the token request, if any.
    fn transport_kind(&self) -> Option<TransportErrorKind> {
        let source = self.source.as_ref().filter(|_| self.kind == AuthErrorKind::Transport)?;
        source.downcast_ref().map(TransportError::kind)
    }
}

fn is_transient_kind(kind: TransportErrorKind) -> bool {
    use TransportErrorKind::{Connect, Interrupted, Timeout};
    matches!(kind, Connect | Interrupted | Timeout)
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        if !self.operation.is_empty() {
            write!(f, "{}: ", self.operation)?;
        }
        f.write_str("authentication failed")?;
        if let Some(status) = self.status {
            write!(f, ": {}", StatusLine(status))?;
        }
        for text in [&self.code, &self.description].into_iter().flatten() {
            write!(f, ": {text}")?;
        }
        let (mut cause, mut displayed) = (StdError::source(self), String::new());
        while let Some(error) = cause {
            // Some errors include their causes in `Display`.
            let text = error.to_string();
            if !displayed.ends_with(&text) {
                write!(f, ": {text}")?;
                displayed = text;
            }
            cause = error.source();
        }
        Ok(())
    }
}

impl StdError for AuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
