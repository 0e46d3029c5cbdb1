//! Middleware: user code that wraps each call.

// This module is independent of credentials, which are added by an inner layer.

use std::fmt;
use std::sync::Arc;

use crate::runtime::error::Result;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::{TransportRequest, TransportResponse};

/// User code that wraps each call. It receives the request before it is sent, and the response before its status is
/// checked.
///
/// A middleware runs once per call. Retries and the token renewal after a 401 happen inside it.
/// [`TransportResponse::attempts`] is the number of attempts; repeating a request with a renewed token does not
/// count as a separate attempt. To run code for each attempt, wrap the
/// [`Transport`](crate::runtime::Transport), which receives [`TransportRequest::attempt`]. A middleware can:
/// - change the request's headers, URL, body or time limit. The client adds its credentials afterward, and
///   only if the URL's scheme, host and port are unchanged;
/// - respond without sending, by not calling [`Next::run`];
/// - inspect or change the response. A response with any status is `Ok` here; a status outside 200..=299
///   becomes an error after the outermost middleware has returned;
/// - fail, with an [`Error`](crate::runtime::Error) created from a [`TransportError`](crate::runtime::TransportError).
///
/// If the body of a request or response is streamed, `body` is empty, and `is_streamed` (feature `stream`) returns
/// true. `buffered` reads the stream; setting `body` replaces it.
// This is not a `tower::Service`: there is no readiness check, an implementation declares no associated types, and the
// client has no type parameters.
pub trait Middleware: Send + Sync + 'static {
    /// Handles one call. `next` is the rest of the chain: the inner middlewares, then the transport.
    fn handle<'a>(
        &'a self,
        request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse>>;
}

impl<T: Middleware + ?Sized> Middleware for Arc<T> {
    fn handle<'a>(
        &'a self,
        request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse>> {
        (**self).handle(request, next)
    }
}

/// The end of the middleware chain: sends the request, with credentials and retries.
pub(crate) trait Innermost: Sync {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse>>;
}

/// The rest of the middleware chain. Clone it to run it more than once.
#[derive(Clone)]
#[must_use = "the request is not sent until run() is called"]
pub struct Next<'a> {
    rest: &'a [Arc<dyn Middleware>],
    innermost: &'a dyn Innermost,
}

impl<'a> Next<'a> {
    pub(crate) fn new(rest: &'a [Arc<dyn Middleware>], innermost: &'a dyn Innermost) -> Self {
        Self { rest, innermost }
    }

    /// Passes the request on and returns the response.
    ///
    /// # Errors
    /// Returns an error if no complete response was received or no token could be obtained. A response with any status
    /// is `Ok` here.
    pub fn run(self, request: TransportRequest) -> BoxFuture<'a, Result<TransportResponse>> {
        match self.rest.split_first() {
            Some((first, rest)) => first.handle(request, Self { rest, innermost: self.innermost }),
            None => self.innermost.send(request),
        }
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next").field("middlewares", &self.rest.len()).finish_non_exhaustive()
    }
}
