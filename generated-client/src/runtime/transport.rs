//! The seam between a client and the network: one request in, one response out, in `http` and `bytes` types only.
//!
//! A transport must not know operations' parameters or models; retries, logging and test doubles are transports too.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use super::payload::Body;
#[cfg(feature = "stream")]
use super::payload::BodyStream;
use super::printable::Printable;
use super::redact::{REDACTED, SafeHeaders, Secret, SecretNames};

/// A boxed future that can be sent between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests. The client's own is made for you; give another to
/// [`ClientBuilder::transport`](super::ClientBuilder::transport) to log, to retry, to test, or to use another HTTP stack.
///
/// An implementation
/// - ends a call with [`TransportErrorKind::Timeout`] after [`TransportRequest::timeout`], which covers all of it up
///   to the last byte of the body;
/// - gives a response of any status as a response, not as an error;
/// - refuses a body of more than [`TransportRequest::max_response_bytes`] with [`TransportErrorKind::Body`];
/// - never sends the request's headers to another host than that of its URL.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request and reads the whole response.
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;

    /// Sends one request whose body may be a stream ([`TransportRequest::chunks`]), and gives the response. If the request says
    /// [`streams_answer`](TransportRequest::streams_answer), the response's body may be a stream
    /// ([`TransportResponse::streamed`]): its size has no limit then, and the timeout covers all up to the response's head.
    ///
    /// By default, what is to be sent is read first, and [`send`](Self::send) does the rest: nothing is lost but that bodies are
    /// held in memory.
    #[cfg(feature = "stream")]
    fn open(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move { self.send(request.buffered().await?).await })
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        (**self).send(request)
    }

    #[cfg(feature = "stream")]
    fn open(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        (**self).open(request)
    }
}

/// What a [`Transport`] has to send. `Debug` hides secrets and shows the body's length only.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportRequest {
    /// The operation's id, for logs and test doubles.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The absolute URL, encoded.
    pub url: String,
    /// The headers, credentials included.
    pub headers: HeaderMap,
    /// The encoded body; empty if there is none, or if it is a stream.
    pub body: Bytes,
    /// The time that the whole call may take; `None`: no limit.
    pub timeout: Option<Duration>,
    /// The largest response body that is read, in bytes.
    pub max_response_bytes: u64,
    /// Which attempt of the call this is, from 1.
    pub attempt: u32,
    /// The time that the whole call was given. `timeout` is what is left of it.
    pub(super) call_timeout: Option<Duration>,
    /// Names of query parameters, not encoded, whose values are secrets.
    pub(super) secret_parameters: Vec<Arc<str>>,
    /// Values in the path, as they are in the URL, that are secrets.
    pub(super) secret_values: Vec<Secret>,
    /// Whether the caller takes the answer's body piece by piece.
    #[cfg(feature = "stream")]
    pub streams_answer: bool,
    /// The body, if it is a stream.
    #[cfg(feature = "stream")]
    pub(super) stream: Option<BodyStream>,
}

impl TransportRequest {
    /// A request without headers, body and limits.
    pub fn new(operation: &'static str, method: Method, url: impl Into<String>) -> Self {
        Self {
            operation,
            method,
            url: url.into(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            timeout: None,
            call_timeout: None,
            max_response_bytes: u64::MAX,
            attempt: 1,
            secret_parameters: Vec::new(),
            secret_values: Vec::new(),
            #[cfg(feature = "stream")]
            streams_answer: false,
            #[cfg(feature = "stream")]
            stream: None,
        }
    }

    pub(super) fn set_body(&mut self, body: &Body) {
        self.body = body.as_bytes().cloned().unwrap_or_default();
        #[cfg(feature = "stream")]
        {
            self.stream = body.as_stream().cloned();
        }
    }

    /// The number of bytes in the body, if it is known before they are sent.
    pub fn body_length(&self) -> Option<u64> {
        #[cfg(feature = "stream")]
        if let Some(stream) = self.streamed_body() {
            return stream.length();
        }
        u64::try_from(self.body.len()).ok()
    }

    /// Whether the body was sent and cannot be sent again.
    pub(super) fn is_spent(&self) -> bool {
        #[cfg(feature = "stream")]
        return self.streamed_body().is_some_and(BodyStream::is_spent);
        #[cfg(not(feature = "stream"))]
        return false;
    }

    /// The URL as it may be shown: the values of parameters that are secrets are left out.
    pub fn shown_url(&self) -> String {
        self.url_without(SecretNames::USUAL)
    }

    /// The same for a client with secrets of further names.
    pub(super) fn url_without(&self, names: SecretNames<'_>) -> String {
        let is_secret = |name: &str| self.secret_parameters.iter().any(|secret| **secret == *name);
        let url = names.url(&self.url, is_secret);
        self.secret_values.iter().fold(url, |url, value| url.replace(value.expose(), REDACTED))
    }
}

impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("url", &self.shown_url())
            .field("headers", &SafeHeaders(&self.headers))
            .field("body_bytes", &self.body_length())
            .field("timeout", &self.timeout)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// What a [`Transport`] received. `Debug` hides secrets and shows the body's length only.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportResponse {
    /// The HTTP status, of whatever class.
    pub status: StatusCode,
    /// The response's headers.
    pub headers: HeaderMap,
    /// The whole body; empty if it is a stream.
    pub body: Bytes,
    /// How often the call was sent; 0 in an answer that did not come through a client's attempts.
    pub attempts: u32,
    /// The body, if it is a stream.
    #[cfg(feature = "stream")]
    pub(super) stream: Option<super::transport_stream::Shared>,
}

impl TransportResponse {
    /// A response of these parts.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
            attempts: 0,
            #[cfg(feature = "stream")]
            stream: None,
        }
    }
}

impl fmt::Debug for TransportResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportResponse")
            .field("status", &self.status)
            .field("headers", &SafeHeaders(&self.headers))
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

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
    pub(super) fn of_call(self, left: Option<Duration>, given: Option<Duration>) -> Self {
        match given {
            Some(_) if self.limit.is_some() && self.limit == left => Self::timeout(given),
            _ => self,
        }
    }

    /// Returns an error where tokio would panic: outside of one of its runtimes.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) fn without_runtime() -> Option<Self> {
        tokio::runtime::Handle::try_current().is_err().then(|| {
            let help = "poll the call within a tokio runtime (#[tokio::main]), use `wait()` (feature `blocking`), or give \
                        the client a transport of another runtime";
            Self::new(TransportErrorKind::NoRuntime, help)
        })
    }

    /// An answer that has more bytes than it may.
    #[cfg(any(feature = "stream", feature = "rustls", feature = "native-tls"))]
    pub(super) fn too_large(limit: u64) -> Self {
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
    pub(super) fn redacted(self, scrub: impl Fn(&str) -> String) -> Self {
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

    pub(super) fn of(mut self, operation: &'static str, attempts: u32) -> Self {
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
