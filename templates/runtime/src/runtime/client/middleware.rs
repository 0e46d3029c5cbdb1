//! Middleware: code of the user around each call, in order. It must not know credentials: those are added further in.

use std::fmt;
use std::sync::Arc;

use crate::runtime::error::Result;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::{TransportRequest, TransportResponse};

/// Code around each call: it sees the request before it is sent and the answer before it is judged.
///
/// It runs once per call, outside of retries and of the fresh token after a 401: [`TransportResponse::attempts`] tells
/// how often the call was sent. Code that is to run for each attempt is a [`Transport`](crate::runtime::Transport) around another,
/// which sees [`TransportRequest::attempt`]. What a middleware can do:
/// - change the request: headers, URL, body, time limit. The client's credentials are added after it, and only if scheme,
///   host and port of the URL are still the same;
/// - answer without sending, by not calling [`Next::run`];
/// - see or change the answer. One of any status is an answer here; it becomes an error after the outermost middleware;
/// - fail, with an [`Error`](crate::runtime::Error) made from a [`TransportError`](crate::runtime::TransportError).
///
/// A body that is a stream is not in `body`, which is empty then; the request and the answer say so (`is_streamed`, with the
/// feature `stream`), and `buffered` reads it. A `body` that is set in its place is what counts.
///
/// A trait with one method and boxed futures, and not tower's `Service`: there is no readiness to ask for, a middleware
/// can be written without naming types, and the client stays free of type parameters.
pub trait Middleware: Send + Sync + 'static {
    /// Handles one call. `next` is what lies further in: the other middlewares, and then the network.
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

/// The step after the last middleware: sends the request, with credentials and retries.
pub(crate) trait Innermost: Sync {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse>>;
}

/// What lies further in than a middleware. A clone lets it be run twice.
#[derive(Clone)]
#[must_use = "nothing is sent if it is not run"]
pub struct Next<'a> {
    rest: &'a [Arc<dyn Middleware>],
    innermost: &'a dyn Innermost,
}

impl<'a> Next<'a> {
    pub(crate) fn new(rest: &'a [Arc<dyn Middleware>], innermost: &'a dyn Innermost) -> Self {
        Self { rest, innermost }
    }

    /// Hands the request on and gives what comes of it.
    ///
    /// # Errors
    /// If no complete answer came or the client could not log in. An answer of any status is no error here.
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
