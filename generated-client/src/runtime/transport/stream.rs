//! Streamed request and response bodies at the boundary between a client and the network.

// For a request without streamed bodies, `exchange` only calls `Transport::send`.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::body::Body;
use super::body_stream::{BodyStream, ByteStream};
use super::clock::Clock;
use super::deadline::within;
use super::lock::lock;
use super::{Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse};

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A response body as a stream of chunks.
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

/// A stream that the clones of a response share. It can be taken only once.
pub(crate) type Shared = Arc<Mutex<Option<ResponseStream>>>;

impl TransportRequest {
    /// Returns whether the body is a stream, in which case [`body`](Self::body) is empty.
    pub fn is_streamed(&self) -> bool {
        self.streamed_body().is_some()
    }

    /// Returns the body if it is a stream that no middleware has replaced.
    pub(crate) fn streamed_body(&self) -> Option<&BodyStream> {
        self.stream.as_ref().filter(|_| self.body.is_empty())
    }

    /// Returns the body as a stream of chunks, even if it is buffered. If the body is a one-shot stream, the second
    /// call returns a stream that yields an error.
    pub fn chunks(&self) -> ByteStream {
        match self.streamed_body() {
            Some(stream) => stream.chunks(),
            None => Body::from(self.body.clone()).chunks(),
        }
    }

    /// Returns the request with a buffered body.
    ///
    /// # Errors
    /// Returns an error if the stream fails.
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
    /// Creates a response with a streamed body; for [`Transport::open`].
    pub fn streamed(
        status: StatusCode,
        headers: HeaderMap,
        chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        let mut response = Self::new(status, headers, Bytes::new());
        response.stream = Some(Arc::new(Mutex::new(Some(ResponseStream(Box::pin(chunks))))));
        response
    }

    /// Returns whether the body is a stream, in which case [`body`](Self::body) is empty.
    pub fn is_streamed(&self) -> bool {
        self.stream.is_some() && self.body.is_empty()
    }

    /// Takes the stream from the response and its clones, if it has one.
    pub fn take_stream(&mut self) -> Option<ResponseStream> {
        let stream = self.stream.take().filter(|_| self.body.is_empty())?;
        lock(&stream).take()
    }

    /// Returns the response with a buffered body.
    ///
    /// # Errors
    /// Returns an error if the stream fails, or if the body exceeds `limit` bytes.
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

/// Sends a request with [`Transport::open`] if a body is streamed, or else with [`Transport::send`].
///
/// Only a successful response to a request for a stream remains streamed. Any other response is buffered
/// within the remaining time.
pub(crate) async fn exchange(
    transport: &dyn Transport,
    clock: Option<&dyn Clock>,
    request: TransportRequest,
) -> Result<TransportResponse, TransportError> {
    if !request.is_streamed() && !request.streams_response {
        return transport.send(request).await;
    }
    let (limit, max_bytes, wants_stream) =
        (request.timeout, request.max_response_bytes, request.streams_response);
    let now = || clock.map(Clock::now).unwrap_or_default();
    let started = now();
    let response = transport.open(request).await?;
    if !response.is_streamed() || (wants_stream && response.status.is_success()) {
        return Ok(response);
    }
    let remaining = limit.map(|limit| limit.saturating_sub(now().saturating_sub(started)));
    let buffered = within(clock, remaining, response.buffered(max_bytes)).await;
    buffered.unwrap_or_else(|| Err(TransportError::timeout(limit)))
}
