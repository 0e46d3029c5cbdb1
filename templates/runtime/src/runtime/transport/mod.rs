//! The seam between a client and the network: one request in, one response out, in `http` and `bytes` types only.
//!
//! A transport must not know operations' parameters or models; retries, logging and test doubles are transports too.

pub(crate) mod body;
#[cfg(feature = "stream")]
pub(crate) mod body_stream;
pub(crate) mod clock;
pub(crate) mod deadline;
mod error;
#[cfg(all(feature = "stream", any(feature = "rustls", feature = "native-tls")))]
mod file;
pub(crate) mod framing;
pub(crate) mod future;
mod request;
mod response;
pub(crate) mod sent;
#[cfg(feature = "stream")]
pub(crate) mod stream;

use std::sync::Arc;

use future::BoxFuture;

pub use error::{TransportError, TransportErrorKind};
pub use request::TransportRequest;
pub use response::TransportResponse;

/// Sends requests. The client's own is made for you; give another to
/// [`ClientBuilder::transport`](crate::runtime::ClientBuilder::transport) to log, to retry, to test, or to use another HTTP stack.
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
    /// [`streams_response`](TransportRequest::streams_response), the response's body may be a stream
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
