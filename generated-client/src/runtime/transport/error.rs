//! The error of a call that got no complete response.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::runtime::redact::sanitize::Printable;

/// Where a call failed on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: name look-up, TCP, or the proxy. The request was not sent.
    Connect,
    /// The other side's certificate or the offered encryption was refused. The request was not sent.
    Tls,
    /// The connection broke before the answer's head came. The server may have acted on the request.
    Interrupted,
    /// The time limit passed. The server may have acted on the request.
    Timeout,
    /// The response's body broke off or was larger than allowed. The server has acted on the request.
    Body,
    /// The body to be sent could not be read. The server may have seen the start of it.
    Upload,
    /// The response's body could not be written to where it was to go. The server has acted on the request.
    Save,
    /// The transport needs a tokio runtime, and the call was polled outside of one. Nothing was sent.
    NoRuntime,
    /// Anything else. The server may have acted on the request.
    Other,
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::Tls => "no secure connection",
            Self::Interrupted => "the connection broke before an answer came",
            Self::Timeout => "timed out",
            Self::Body => "the response body could not be read",
            Self::Upload => "the body to be sent could not be read",
            Self::Save => "the response body could not be written",
            Self::NoRuntime => "there is no tokio runtime",
            Self::Other => "the request could not be sent",
        })
    }
}

/// A call that got no complete response. `Display` gives the operation, the kind and the causes in one line.
#[derive(Debug)]
pub struct TransportError {
    operation: &'static str,
    attempts: u32,
    kind: TransportErrorKind,
    /// The time that passed, if it is known.
    limit: Option<Duration>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// An error with its cause: another error, or a text. Neither may contain credentials.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { operation: "", attempts: 0, kind, limit: None, source: Some(source.into()) }
    }

    /// The call's time limit passed.
    pub fn timeout(limit: Option<Duration>) -> Self {
        let source = limit.map(|limit| format!("no complete response within {limit:?}").into());
        Self { operation: "", attempts: 0, kind: TransportErrorKind::Timeout, limit, source }
    }

    /// The error of a call that was given this time: what was left for the last attempt says nothing to its caller.
    pub(crate) fn of_call(self, left: Option<Duration>, given: Option<Duration>) -> Self {
        match given {
            Some(_) if self.limit.is_some() && self.limit == left => Self::timeout(given),
            _ => self,
        }
    }

    /// Returns an error where tokio would panic: outside of one of its runtimes.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) fn without_runtime() -> Option<Self> {
        tokio::runtime::Handle::try_current().is_err().then(|| {
            let help = "poll the call within a tokio runtime (#[tokio::main]), use `wait()` (feature `blocking`), or give \
                        the client a transport of another runtime";
            Self::new(TransportErrorKind::NoRuntime, help)
        })
    }

    /// An answer that has more bytes than it may.
    #[cfg(any(feature = "stream", feature = "rustls", feature = "native-tls"))]
    pub(crate) fn too_large(limit: u64) -> Self {
        Self::new(TransportErrorKind::Body, format!("it is larger than the limit of {limit} bytes"))
    }

    /// Where the call failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The id of the operation that was called; empty until the client has seen the error.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// How often the call was sent; 0 until the client has seen the error.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The error with causes that show no more than `scrub` leaves of their texts.
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

    pub(crate) fn of(mut self, operation: &'static str, attempts: u32) -> Self {
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
