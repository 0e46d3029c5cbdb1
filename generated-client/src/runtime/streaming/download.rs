//! Answers that are taken piece by piece instead of as a whole.
//!
//! It must not know what the octets mean; where they are written to is `save`'s business.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};

use crate::runtime::call::trace::CallSpan;
use crate::runtime::call::{Received, receive};
use crate::runtime::client::Client;
use crate::runtime::error::{Error, Result};
use crate::runtime::redact::{Redaction, SafeHeaders};
use crate::runtime::request::Request;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::sent::Sent;
use crate::runtime::transport::stream::ResponseStream;
use crate::runtime::transport::{TransportError, TransportErrorKind, TransportResponse};

type Progress = Box<dyn FnMut(u64, Option<u64>) + Send>;

/// A good answer whose body comes piece by piece; dropping it gives the rest up.
///
/// - Time: the call's limit holds for all up to the answer's head, repeated attempts included, and then anew for each pause
///   between two pieces; there is none for the whole. [`RequestOptions::timeout`](crate::runtime::RequestOptions::timeout) and
///   `no_timeout` set it. The transport's `read_timeout` holds besides.
/// - Size: the client's limit holds only if one was set.
/// - A body that breaks off is an error in place of its next piece, and nothing comes after it. What was given cannot be
///   taken back, so nothing is repeated; ask for the rest with a `Range` header if the server knows it.
pub struct Download {
    pub(crate) client: Client,
    operation: &'static str,
    sent: Sent,
    /// The answer without its body.
    pub(crate) head: TransportResponse,
    chunks: Option<ResponseStream>,
    /// What a middleware or transport gave as a whole.
    whole: Bytes,
    length: Option<u64>,
    received: u64,
    pause: Option<Duration>,
    waiting: Option<BoxFuture<'static, ()>>,
    progress: Option<Progress>,
    span: CallSpan,
}

impl Request {
    /// Sends the request and gives the answer as soon as its head is there.
    ///
    /// An answer of a bad status is read as a whole and is the error that it would be otherwise.
    pub fn stream(mut self) -> impl Future<Output = Result<Download>> + Send + 'static {
        self.inner().streams = true;
        let parts = self.into_parts();
        async move {
            let pause = parts.options.timeout.unwrap_or(parts.client.inner.timeout);
            let received = receive(parts).await?;
            Ok(Download::new(pause, received))
        }
    }
}

impl Download {
    fn new(pause: Option<Duration>, received: Received) -> Self {
        let Received { operation, client, sent, mut response, span } = received;
        let chunks = response.take_stream();
        let whole = std::mem::take(&mut response.body);
        let length = match chunks {
            Some(_) => announced(&response.headers),
            None => u64::try_from(whole.len()).ok(),
        };
        Self {
            client,
            operation,
            sent,
            head: response,
            chunks,
            whole,
            length,
            received: 0,
            pause,
            waiting: None,
            progress: None,
            span,
        }
    }

    /// The HTTP status, within 200..=299.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// How often the call was sent; 0 if a middleware answered in place of the server.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// How many bytes the body has in all, if the server says so; not for one that was unpacked on the way.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// How many bytes were given so far.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Calls a function after each piece, with the number of bytes so far and, if it is known, that of all.
    #[must_use]
    pub fn progress(mut self, report: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.progress = Some(Box::new(report));
        self
    }

    /// The operation's id, for the error of an answer that is no stream of events.
    #[cfg(feature = "events")]
    pub(crate) fn operation(&self) -> &'static str {
        self.operation
    }

    /// What errors of this call do not show.
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
        self.waiting = None;
        self.received = self.received.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if let Some(limit) = self.client.inner.max_stream_bytes.filter(|limit| self.received > *limit) {
            return Err(self.fail(TransportError::too_large(limit)));
        }
        if let Some(report) = &mut self.progress {
            report(self.received, self.length);
        }
        Ok(chunk)
    }

    /// Whether the server has paused for too long.
    fn poll_pause(&mut self, context: &mut Context<'_>) -> Poll<TransportError> {
        let Some(limit) = self.pause else { return Poll::Pending };
        if self.waiting.is_none() {
            let clock = self.client.inner.behaviour.clock.as_ref();
            self.waiting = clock.and_then(|clock| clock.sleep(limit));
        }
        let Some(waiting) = &mut self.waiting else { return Poll::Pending };
        waiting.as_mut().poll(context).map(|()| {
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
            let whole = std::mem::take(&mut this.whole);
            return Poll::Ready((!whole.is_empty()).then(|| this.count(whole)));
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

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}
