//! The boundary between a client and the network. Its inputs and outputs are `http` and `bytes` types.

// A transport must not depend on the parameters or models of operations. Retries, logging and test doubles can
// also be implemented as transports.

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
pub(crate) mod lock;
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

/// Sends requests over the network.
///
/// Clients use the built-in transport by default. Pass a custom transport to
/// [`ClientBuilder::transport`](crate::runtime::ClientBuilder::transport) for logging, retries, tests, or
/// another HTTP stack.
///
/// An implementation must:
///
/// - fail with [`TransportErrorKind::Timeout`] after [`TransportRequest::timeout`], which includes the time
///   for reading the body;
/// - return a response with any status as a response, not as an error;
/// - fail with [`TransportErrorKind::Body`] if the body exceeds [`TransportRequest::max_response_bytes`];
/// - never send the request's headers to a host other than the host of its URL.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns the response with a buffered body.
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;

    /// Sends a request whose body may be a stream ([`TransportRequest::chunks`]) and returns the response.
    ///
    /// If [`streams_response`](TransportRequest::streams_response) is set, the response body may be a stream
    /// ([`TransportResponse::streamed`]). Its size is then unlimited, and the timeout applies only until the
    /// response headers arrive.
    ///
    /// The default implementation buffers the request body and calls [`send`](Self::send), which holds the
    /// bodies in memory.
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
