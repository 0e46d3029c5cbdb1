//! The public stream of the states of a long-running operation.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::machine::Machine;
use super::state::OperationState;
use crate::runtime::call::Received;
#[cfg(feature = "blocking")]
use crate::runtime::client::Client;
use crate::runtime::error::{Error, Result};
use crate::runtime::request::Request;
use crate::runtime::response::Response;
use crate::runtime::response::decoders::Decode;
use crate::runtime::transport::future::BoxFuture;

/// A long-running operation, returned by a request builder's `poller` method. The operation starts on the first
/// poll; each later poll sends one status request.
///
/// [`until_done`](Self::until_done) returns the result. [`next`](Self::next) or the [`Stream`] returns each state; the
/// last one is [done](OperationState::is_done).
///
/// - An `Operation-Location` or `Azure-AsyncOperation` header links to status documents, whose `status` is the
///   state. The `Location` header of a 202 response links to the result, which returns 202 until it is
///   available. Without these headers, a `PUT` or `PATCH` polls its own URL until
///   `properties.provisioningState` is final.
/// - The wait before a status request is taken from `Retry-After`, clamped between 0.1 seconds and one hour, or
///   else from the [interval](Self::interval).
/// - Status requests use the client's credentials and retry policy. A link to another host, or outside of the base
///   URL's path, is never followed, since the credentials would be sent there.
/// - After a transient error in a status request, polling again repeats the request. The operation itself is
///   started only once.
/// - The number of status requests is not limited. To stop, drop the poller, for example with the async runtime's
///   timeout; the operation continues on the server.
#[must_use = "the operation does not start until the poller is polled"]
pub struct Poller<D> {
    machine: Box<Machine>,
    flight: Option<BoxFuture<'static, Result<Received>>>,
    decoder: PhantomData<fn() -> D>,
}

impl<D: Decode> Poller<D> {
    /// Creates a poller for a request.
    #[doc(hidden)]
    pub fn new(request: Request) -> Self {
        Self { machine: Box::new(Machine::new(request)), flight: None, decoder: PhantomData }
    }

    /// Sets the wait before a status request if the server sends no `Retry-After`; the default is two seconds.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.machine.set_interval(interval);
        self
    }

    /// Continues an operation that an earlier poller started, from its [`status_url`](Self::status_url). The result of a
    /// `POST` is found only if the status document contains or links to it.
    pub fn resume(mut self, status_url: impl Into<String>) -> Self {
        self.machine.resume(status_url.into());
        self.flight = None;
        self
    }

    /// Returns the URL of the next status request, or `None` before the operation starts and after it ends. The URL
    /// may contain secrets.
    pub fn status_url(&self) -> Option<&str> {
        self.machine.status_url()
    }

    /// Returns the next state, or `None` after the last one.
    ///
    /// # Errors
    /// [`Error::Polling`] if the operation failed or its status is not available, or any error that a call
    /// can return.
    pub async fn next(&mut self) -> Option<Result<OperationState>> {
        poll_fn(|context| self.poll_state(context)).await
    }

    /// Polls until the operation is done and returns the response with its result. After a transient error,
    /// calling this method again continues polling.
    ///
    /// # Errors
    /// Returns an error if [`next`](Self::next) fails, or [`Error::Decode`] if the result does not match the
    /// declared type. Returns [`Error::Config`] if the result was already returned or the operation has
    /// already failed.
    pub async fn until_done(&mut self) -> Result<Response<D::Output>> {
        while let Some(state) = self.next().await {
            state?;
        }
        let result = self.machine.take_result();
        result
            .ok_or_else(|| Error::config("the poller has already returned its result or a final error"))?
            .decode::<D>()
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &Client {
        &self.machine.parts().client
    }

    fn poll_state(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<OperationState>>> {
        loop {
            let mut flight = match self.flight.take() {
                Some(flight) => flight,
                None if self.machine.is_done() => return Poll::Ready(None),
                None => match self.machine.next() {
                    Ok(flight) => flight,
                    Err(error) => return self.failed(error),
                },
            };
            let Poll::Ready(received) = flight.as_mut().poll(context) else {
                self.flight = Some(flight);
                return Poll::Pending;
            };
            match received.and_then(|received| self.machine.accept(received)) {
                Ok(Some(state)) => return Poll::Ready(Some(Ok(state))),
                Ok(None) => {}
                Err(error) => return self.failed(error),
            }
        }
    }

    fn failed(&mut self, error: Error) -> Poll<Option<Result<OperationState>>> {
        self.machine.fail(&error);
        Poll::Ready(Some(Err(error)))
    }
}

impl<D: Decode> Stream for Poller<D> {
    type Item = Result<OperationState>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_state(context)
    }
}

impl<D> fmt::Debug for Poller<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL can contain secrets.
        let operation = self.machine.parts().operation.id();
        f.debug_struct("Poller").field("operation", &operation).finish_non_exhaustive()
    }
}
