//! A login that failed: what the login server said, without anything that was sent to it.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::api::StatusLine;
use crate::runtime::redact::one_line;
use crate::runtime::redact::sanitize::Printable;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The longest text of the login server that is kept, in characters.
const TEXT: usize = 600;

/// How a login failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthErrorKind {
    /// The login server answered with a status outside 200..=299: wrong client, wrong secret, a used code.
    Refused,
    /// No complete answer came from the login server.
    Transport,
    /// The login server answered with success, but gave no token that can be used.
    Answer,
    /// The token source could not even ask, or is the caller's own and failed.
    Source,
    /// The browser came back with something else than an answer to this login: another state, or no code.
    Redirect,
}

/// A login that failed, so that a call was not sent. Calls that waited for the same login get the same error.
///
/// `Display` gives one line: `getGroup: login failed: 400 Bad Request: invalid_client: no such client`. What was sent to the
/// login server is cut out of what it says, so that no secret is shown.
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
    /// A failure of a token source of your own, with its cause: another error, or a text. Neither may contain secrets.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { source: Some(Arc::from(source.into())), ..Self::of_kind(AuthErrorKind::Source) }
    }

    pub(crate) fn of_kind(kind: AuthErrorKind) -> Self {
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
        Self { code: code.map(|code| one_line(&code, TEXT, false)), ..self }
    }

    pub(crate) fn with_description(self, text: Option<String>) -> Self {
        Self { description: text.map(|text| one_line(&text, TEXT, false)), ..self }
    }

    pub(crate) fn with_retry_after(self, wait: Option<Duration>) -> Self {
        Self { retry_after: wait, ..self }
    }

    pub(crate) fn with_source(self, source: impl StdError + Send + Sync + 'static) -> Self {
        Self { source: Some(Arc::new(source)), ..self }
    }

    pub(crate) fn of(self, operation: &'static str) -> Self {
        Self { operation, ..self }
    }

    /// The id of the operation that was called.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// How the login failed.
    pub fn kind(&self) -> AuthErrorKind {
        self.kind
    }

    /// The login server's status, if it answered.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The login server's code for the failure (`error`; RFC 6749, 5.2), such as `invalid_grant`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// What the login server says to people (`error_description`, `description`, else the start of its answer), or what is
    /// wrong with its answer.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// How long the login server asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Returns whether the same login may succeed later without any change: no connection came about, it broke before a
    /// response came or its time passed, or the server answered with 429 or 5xx. A refused certificate does not pass. The
    /// client's retries count a transient failure as a passing one.
    pub fn is_transient(&self) -> bool {
        let busy = |status: StatusCode| status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
        self.transport_kind().is_some_and(passes) || self.status.is_some_and(busy)
    }

    /// Where the request for a token failed on its way, if it did.
    fn transport_kind(&self) -> Option<TransportErrorKind> {
        let source = self.source.as_ref().filter(|_| self.kind == AuthErrorKind::Transport)?;
        source.downcast_ref().map(TransportError::kind)
    }
}

fn passes(kind: TransportErrorKind) -> bool {
    use TransportErrorKind::{Connect, Interrupted, Timeout};
    matches!(kind, Connect | Interrupted | Timeout)
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        if !self.operation.is_empty() {
            write!(f, "{}: ", self.operation)?;
        }
        f.write_str("login failed")?;
        if let Some(status) = self.status {
            write!(f, ": {}", StatusLine(status))?;
        }
        for text in [&self.code, &self.description].into_iter().flatten() {
            write!(f, ": {text}")?;
        }
        let (mut cause, mut said) = (StdError::source(self), String::new());
        while let Some(error) = cause {
            // Some errors show their causes themselves.
            let text = error.to_string();
            if !said.ends_with(&text) {
                write!(f, ": {text}")?;
                said = text;
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
