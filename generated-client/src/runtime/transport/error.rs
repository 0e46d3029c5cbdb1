//! The error for a request without a complete response.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::runtime::redact::sanitize::Printable;

/// The kind of a [`TransportError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection could not be established, because of a DNS, TCP or proxy error. The request was not sent.
    Connect,
    /// The TLS handshake failed, for example because of an untrusted certificate. The request was not sent.
    Tls,
    /// The connection was closed before the response headers arrived. The server may have processed the
    /// request.
    Interrupted,
    /// The request timed out. The server may have processed it.
    Timeout,
    /// The response body was truncated or exceeded the limit. The server has processed the request.
    Body,
    /// The request body could not be read. The server may have received the start of the body.
    Upload,
    /// The response body could not be written to its destination. The server has processed the request.
    Save,
    /// A future was polled outside of the tokio runtime that it requires: the transport's future, or one that saves a
    /// response to a file. The request was not sent, unless its response was being saved.
    NoRuntime,
    /// Any other error. The server may have processed the request.
    Other,
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "could not connect",
            Self::Tls => "TLS handshake failed",
            Self::Interrupted => "the connection was closed before a response was received",
            Self::Timeout => "timed out",
            Self::Body => "could not read the response body",
            Self::Upload => "could not read the request body",
            Self::Save => "could not write the response body",
            Self::NoRuntime => "no tokio runtime",
            Self::Other => "could not send the request",
        })
    }
}

/// The error for a request without a complete response. `Display` writes the operation, the kind and the
/// causes on one line.
#[derive(Debug)]
pub struct TransportError {
    operation: &'static str,
    attempts: u32,
    kind: TransportErrorKind,
    /// The timeout that expired, if known.
    limit: Option<Duration>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// Creates an error from its cause, which is another error or a string. The cause must not contain credentials.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { operation: "", attempts: 0, kind, limit: None, source: Some(source.into()) }
    }

    /// Creates the error for an expired timeout.
    pub fn timeout(limit: Option<Duration>) -> Self {
        let source = limit.map(|limit| format!("no complete response within {limit:?}").into());
        Self { operation: "", attempts: 0, kind: TransportErrorKind::Timeout, limit, source }
    }

    /// Replaces the remaining time of the last attempt with the timeout that the caller set, which is
    /// meaningful to the caller.
    pub(crate) fn for_call(self, remaining: Option<Duration>, timeout: Option<Duration>) -> Self {
        match timeout {
            Some(_) if self.limit.is_some() && self.limit == remaining => Self::timeout(timeout),
            _ => self,
        }
    }

    /// Returns an error outside of a tokio runtime, where tokio would panic.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) fn without_runtime() -> Option<Self> {
        tokio::runtime::Handle::try_current().is_err().then(|| {
            let help = "await the request within a tokio runtime (#[tokio::main]), use `wait()` (feature `blocking`), or pass \
                        the client a transport for another runtime";
            Self::new(TransportErrorKind::NoRuntime, help)
        })
    }

    /// Creates the error for a response body that exceeds the limit.
    #[cfg(any(feature = "stream", feature = "rustls", feature = "native-tls"))]
    pub(crate) fn too_large(limit: u64) -> Self {
        Self::new(TransportErrorKind::Body, format!("it is larger than the limit of {limit} bytes"))
    }

    /// Returns the kind of failure.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the operation ID. It is empty until the client has handled the error.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the number of attempts. It is 0 until the client has handled the error.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Applies `scrub` to the text of each cause.
    pub(crate) fn redacted(self, scrub: impl Fn(&str) -> String) -> Self {
        let (mut texts, mut changed) = (Vec::new(), false);
        let mut cause = StdError::source(&self);
        while let Some(error) = cause {
            let (text, debug) = (error.to_string(), format!("{error:?}"));
            let shown = scrub(&text);
            changed |= shown != text || scrub(&debug) != debug;
            texts.push(shown);
            cause = error.source();
        }
        if changed { Self { source: Some(texts.join(": ").into()), ..self } } else { self }
    }

    pub(crate) fn for_operation(mut self, operation: &'static str, attempts: u32) -> Self {
        self.operation = operation;
        self.attempts = attempts;
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        if !self.operation.is_empty() {
            write!(f, "{}: ", self.operation)?;
        }
        write!(f, "{}", self.kind)?;
        if self.attempts > 1 {
            write!(f, " ({} attempts)", self.attempts)?;
        }
        let mut cause = StdError::source(self);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
