//! Response bodies as streams of chunks.

// This module is independent of the content of the chunks; `save` writes them to files.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};

use crate::runtime::call::representation::Representation;
use crate::runtime::call::trace::CallSpan;
use crate::runtime::call::{Received, receive};
use crate::runtime::client::Client;
use crate::runtime::error::{Error, Result};
use crate::runtime::redact::{Redaction, SafeHeaders};
use crate::runtime::request::{Parts, Request};
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::sent::Sent;
use crate::runtime::transport::stream::ResponseStream;
use crate::runtime::transport::{TransportError, TransportErrorKind, TransportResponse};

type Progress = Box<dyn FnMut(u64, Option<u64>) + Send>;

/// A successful response whose body is streamed; dropping it cancels the rest of the transfer.
///
/// - Time: the call's time limit applies until the headers arrive, including retries. It then applies to each pause
///   between two chunks; the total time is not limited. Set the time limit with
///   [`RequestOptions::timeout`](crate::runtime::RequestOptions::timeout) or `no_timeout`. The transport's
///   `read_timeout` also applies.
/// - Size: unlimited, unless a limit was set on the client. The default limit for buffered bodies does not apply.
/// - Interruptions: if the body is interrupted, the stream yields an error and ends. Nothing is retried, since
///   earlier chunks were already returned. If the server supports it, request the rest with a `Range` header.
pub struct Download {
    pub(crate) client: Client,
    operation: &'static str,
    sent: Sent,
    /// The response without its body.
    pub(crate) head: TransportResponse,
    chunks: Option<ResponseStream>,
    /// A body that a middleware or the transport buffered.
    buffered: Bytes,
    length: Option<u64>,
    received: u64,
    pause: Option<Duration>,
    pause_timer: Option<BoxFuture<'static, ()>>,
    progress: Option<Progress>,
    span: CallSpan,
}

impl Request {
    /// Sends the request and returns the response as soon as its headers arrive.
    ///
    /// A non-2xx response is buffered and results in the same error as without streaming.
    pub fn stream(self) -> impl Future<Output = Result<Download>> + Send + 'static {
        Download::open(self.into_parts())
    }
}

impl<D> Representation<D> {
    /// Sends the request and streams the response body, starting as soon as the headers arrive.
    ///
    /// See [`Download`] for time and size limits, and for saving the body to a file.
    pub fn stream(self) -> impl Future<Output = Result<Download>> + Send + 'static {
        self.into_request().stream()
    }
}

impl Download {
    /// Sends a request and returns when the response headers have arrived.
    pub(crate) async fn open(mut parts: Box<Parts>) -> Result<Self> {
        parts.streams = true;
        let pause = parts.options.timeout.unwrap_or(parts.client.inner.timeout);
        Ok(Self::new(pause, receive(parts).await?))
    }

    fn new(pause: Option<Duration>, received: Received) -> Self {
        let Received { operation, client, sent, mut response, span } = received;
        let chunks = response.take_stream();
        let buffered = std::mem::take(&mut response.body);
        let length = match chunks {
            Some(_) => content_length(&response.headers),
            None => u64::try_from(buffered.len()).ok(),
        };
        Self {
            client,
            operation,
            sent,
            head: response,
            chunks,
            buffered,
            length,
            received: 0,
            pause,
            pause_timer: None,
            progress: None,
            span,
        }
    }

    /// Returns the HTTP status, within 200..=299.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the number of attempts; 0 if a middleware responded instead of the server. Repeating the request with a
    /// renewed token after a 401 is part of the same attempt.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// Returns the length of the body in bytes, if the server declares it and the body is not decompressed.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the number of bytes received so far.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Sets a callback for each chunk. Its arguments are the number of bytes so far and the total, if known.
    #[must_use]
    pub fn progress(mut self, report: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.progress = Some(Box::new(report));
        self
    }

    /// Returns the operation ID, for errors about items in the body.
    #[cfg(feature = "events")]
    pub(crate) fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns whether the client's size limit ended the body.
    #[cfg(feature = "events")]
    pub(crate) fn is_over_limit(&self) -> bool {
        self.client.inner.max_stream_bytes.is_some_and(|limit| self.received > limit)
    }

    /// Closes the connection; the rest of the body is not read.
    #[cfg(feature = "events")]
    pub(crate) fn close(&mut self) {
        self.chunks = None;
        self.buffered = Bytes::new();
    }

    /// Returns the redaction for this call's errors.
    pub(crate) fn redaction(&self) -> Redaction<'_> {
        Redaction::from_sent(self.client.inner.names(), &self.sent)
    }

    /// Ends the body with an error.
    pub(crate) fn fail(&mut self, error: TransportError) -> Error {
        self.chunks = None;
        let error = self.redaction().error(error);
        let error = Error::Transport(Box::new(error.for_operation(self.operation, self.head.attempts)));
        self.span.failed(&error);
        error
    }

    fn count(&mut self, chunk: Bytes) -> Result<Bytes> {
        self.pause_timer = None;
        self.received = self.received.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if let Some(limit) = self.client.inner.max_stream_bytes.filter(|limit| self.received > *limit) {
            return Err(self.fail(TransportError::too_large(limit)));
        }
        if let Some(report) = &mut self.progress {
            report(self.received, self.length);
        }
        Ok(chunk)
    }

    /// Resolves to an error once the server has paused for longer than the limit.
    fn poll_pause(&mut self, context: &mut Context<'_>) -> Poll<TransportError> {
        let Some(limit) = self.pause else { return Poll::Pending };
        if self.pause_timer.is_none() {
            let clock = self.client.inner.policies.clock.as_ref();
            self.pause_timer = clock.and_then(|clock| clock.sleep(limit));
        }
        let Some(timer) = &mut self.pause_timer else { return Poll::Pending };
        timer.as_mut().poll(context).map(|()| {
            let reason = format!("the server paused for more than {limit:?}");
            TransportError::new(TransportErrorKind::Timeout, reason)
        })
    }
}

impl Stream for Download {
    type Item = Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(chunks) = &mut this.chunks else {
            let buffered = std::mem::take(&mut this.buffered);
            return Poll::Ready((!buffered.is_empty()).then(|| this.count(buffered)));
        };
        Poll::Ready(match Pin::new(chunks).poll_next(context) {
            Poll::Pending => match this.poll_pause(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(error) => Some(Err(this.fail(error))),
            },
            Poll::Ready(Some(Ok(chunk))) => Some(this.count(chunk)),
            Poll::Ready(Some(Err(error))) => Some(Err(this.fail(error))),
            Poll::Ready(None) => {
                this.chunks = None;
                None
            }
        })
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.operation)
            .field("status", &self.head.status)
            .field("headers", &SafeHeaders(&self.head.headers))
            .field("length", &self.length)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}
