//! Bodies between this runtime and reqwest, piece by piece, both ways.

use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::runtime::transport::body_stream::{BodyStream, ByteStream};
use crate::runtime::transport::{TransportError, TransportErrorKind, TransportResponse};

/// A body on its way to the server. The stream is taken when the first piece is asked for: a call for which no connection
/// came about can be repeated.
pub(crate) struct Upload {
    stream: BodyStream,
    /// reqwest wants a body that threads can share; nobody does.
    chunks: Mutex<Option<ByteStream>>,
}

/// The stream to be sent has failed, and not the connection.
#[derive(Debug)]
struct Broken(io::Error);

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Broken {}

impl Upload {
    pub(crate) fn new(stream: BodyStream) -> Self {
        Self { stream, chunks: Mutex::new(None) }
    }
}

impl HttpBody for Upload {
    type Data = Bytes;
    type Error = Box<dyn StdError + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        let chunks = this.chunks.get_mut().unwrap_or_else(PoisonError::into_inner);
        let chunks = chunks.get_or_insert_with(|| this.stream.chunks());
        let chunk = ready!(Pin::new(chunks).poll_next(context));
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data).map_err(|error| Broken(error).into())))
    }

    fn size_hint(&self) -> SizeHint {
        self.stream.length().map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

/// What was wrong with the stream to be sent, if that is why a request failed.
pub(crate) fn broken_upload(error: &reqwest::Error) -> Option<String> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(Broken(reason)) = error.downcast_ref() {
            return Some(reason.to_string());
        }
        cause = error.source();
    }
    None
}

/// The body of an answer on its way to the caller.
struct Incoming(reqwest::Body);

/// An answer whose body is still to come.
pub(crate) fn opened(response: reqwest::Response) -> TransportResponse {
    let (parts, body) = http::Response::<reqwest::Body>::from(response).into_parts();
    TransportResponse::streamed(parts.status, parts.headers, Incoming(body))
}

fn broken_off(error: reqwest::Error) -> TransportError {
    if error.is_timeout() {
        TransportError::new(TransportErrorKind::Timeout, "the server paused for too long")
    } else {
        // A URL may hold secrets in its query.
        TransportError::new(TransportErrorKind::Body, error.without_url())
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(broken_off(error)))),
                // Trailers are no part of the body.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}
