//! The seam between a client and the network for bodies that are not held as a whole, both ways. What is not a stream goes
//! through [`Transport::send`] and never comes here.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::body::Body;
use super::body_stream::{BodyStream, ByteStream};
use super::clock::Clock;
use super::deadline::within;
use super::{Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse};

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of an answer as it comes.
pub struct ResponseStream(Chunks);

impl Stream for ResponseStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl fmt::Debug for ResponseStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseStream").finish_non_exhaustive()
    }
}

/// A stream that clones of an answer share, and one of them takes.
pub(crate) type Shared = Arc<Mutex<Option<ResponseStream>>>;

impl TransportRequest {
    /// Whether the body is a stream, so that [`body`](Self::body) is empty.
    pub fn is_streamed(&self) -> bool {
        self.streamed_body().is_some()
    }

    /// The body, if it is a stream and no middleware has set another.
    pub(crate) fn streamed_body(&self) -> Option<&BodyStream> {
        self.stream.as_ref().filter(|_| self.body.is_empty())
    }

    /// The body piece by piece, whether it is a stream or not. A stream that can be taken once only gives an error the second
    /// time.
    pub fn chunks(&self) -> ByteStream {
        match self.streamed_body() {
            Some(stream) => stream.chunks(),
            None => Body::from(self.body.clone()).chunks(),
        }
    }

    /// The request with all of its body in memory.
    ///
    /// # Errors
    /// If the stream fails.
    pub async fn buffered(mut self) -> Result<Self, TransportError> {
        if self.is_streamed() {
            let mut chunks = self.chunks();
            let mut body = BytesMut::new();
            while let Some(chunk) = poll_fn(|context| Pin::new(&mut chunks).poll_next(context)).await {
                let chunk = chunk.map_err(|error| TransportError::new(TransportErrorKind::Upload, error))?;
                body.extend_from_slice(&chunk);
            }
            self.body = body.freeze();
        }
        self.stream = None;
        Ok(self)
    }
}

impl TransportResponse {
    /// An answer whose body is still to come; for [`Transport::open`].
    pub fn streamed(
        status: StatusCode,
        headers: HeaderMap,
        chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        let mut response = Self::new(status, headers, Bytes::new());
        response.stream = Some(Arc::new(Mutex::new(Some(ResponseStream(Box::pin(chunks))))));
        response
    }

    /// Whether the body is a stream, so that [`body`](Self::body) is empty.
    pub fn is_streamed(&self) -> bool {
        self.stream.is_some() && self.body.is_empty()
    }

    /// Takes the stream out of the answer and its clones, if there is one.
    pub fn take_stream(&mut self) -> Option<ResponseStream> {
        let stream = self.stream.take().filter(|_| self.body.is_empty())?;
        stream.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The answer with all of its body in memory.
    ///
    /// # Errors
    /// If the body breaks off, or has more than `limit` bytes.
    pub async fn buffered(mut self, limit: u64) -> Result<Self, TransportError> {
        if let Some(mut chunks) = self.take_stream() {
            let mut body = BytesMut::new();
            while let Some(chunk) = poll_fn(|context| Pin::new(&mut chunks).poll_next(context)).await {
                let chunk = chunk?;
                if u64::try_from(body.len() + chunk.len()).unwrap_or(u64::MAX) > limit {
                    return Err(TransportError::too_large(limit));
                }
                body.extend_from_slice(&chunk);
            }
            self.body = body.freeze();
        }
        Ok(self)
    }
}

/// Sends a request by the method that fits it. Only a good answer to a call that asked for a stream is one: any other is
/// read here, within what is left of the call's time.
pub(crate) async fn exchange(
    transport: &dyn Transport,
    clock: Option<&dyn Clock>,
    request: TransportRequest,
) -> Result<TransportResponse, TransportError> {
    if !request.is_streamed() && !request.streams_response {
        return transport.send(request).await;
    }
    let (limit, largest, wanted) = (request.timeout, request.max_response_bytes, request.streams_response);
    let now = || clock.map(Clock::now).unwrap_or_default();
    let started = now();
    let response = transport.open(request).await?;
    if !response.is_streamed() || (wanted && response.status.is_success()) {
        return Ok(response);
    }
    let left = limit.map(|limit| limit.saturating_sub(now().saturating_sub(started)));
    let whole = within(clock, left, response.buffered(largest)).await;
    whole.unwrap_or_else(|| Err(TransportError::timeout(limit)))
}
