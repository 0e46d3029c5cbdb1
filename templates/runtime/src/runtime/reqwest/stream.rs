//! Converts streamed bodies between this runtime and reqwest.

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

/// A streamed request body. The stream is opened on first poll, so that a request whose
/// connection failed can be retried.
pub(crate) struct Upload {
    stream: BodyStream,
    /// This is a mutex, because reqwest requires a `Sync` body. It is never contended.
    chunks: Mutex<Option<ByteStream>>,
}

/// The error for a failure of the request body, as opposed to the connection.
#[derive(Debug)]
struct UploadError(io::Error);

impl std::fmt::Display for UploadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for UploadError {}

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
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data).map_err(|error| UploadError(error).into())))
    }

    fn size_hint(&self) -> SizeHint {
        self.stream.length().map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

/// Returns the error of the request body, if it caused the failure.
pub(crate) fn upload_error(error: &reqwest::Error) -> Option<String> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(UploadError(reason)) = error.downcast_ref() {
            return Some(reason.to_string());
        }
        cause = error.source();
    }
    None
}

/// A streamed response body.
struct Incoming(reqwest::Body);

/// Converts a response without reading its body.
pub(crate) fn streamed_response(response: reqwest::Response) -> TransportResponse {
    let (parts, body) = http::Response::<reqwest::Body>::from(response).into_parts();
    TransportResponse::streamed(parts.status, parts.headers, Incoming(body))
}

fn read_error(error: reqwest::Error) -> TransportError {
    if error.is_timeout() {
        TransportError::new(TransportErrorKind::Timeout, "no data was received within the read timeout")
    } else {
        // A URL may contain secrets in its query.
        TransportError::new(TransportErrorKind::Body, error.without_url())
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(read_error(error)))),
                // Trailers are not part of the body.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}
