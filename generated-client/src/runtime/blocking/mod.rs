//! Blocking calls for programs without an async runtime: `wait()` in place of `.await`.
//!
//! Connections and timers need a runtime. The client owns a current-thread tokio runtime. The first `wait()`
//! starts its thread, which ends when the last clone of the client is dropped. The call itself is polled on the
//! waiting thread, which parks between polls. Therefore, nothing is sent between threads, the polling loop is not
//! generic, and no runtime is nested.

#[cfg(feature = "stream")]
mod streams;

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::task::unconstrained;

use crate::runtime::call::{Call, Sending};
use crate::runtime::client::Client;
use crate::runtime::client::background::BlockingGuard;
use crate::runtime::error::Result;
use crate::runtime::paging::position::Position;
use crate::runtime::paging::stream::{Items, Pages};
use crate::runtime::response::Response;
use crate::runtime::response::decoders::Decode;

/// Runs a future of this client to completion on this thread.
fn wait<F: Future>(client: &Client, future: F) -> Result<F::Output> {
    let handle = client.inner.background.handle()?;
    let _entered = handle.enter();
    let _guard = BlockingGuard::begin();
    // Inside a task of another runtime, the task's budget would run out here and never be refilled.
    let mut future = pin!(unconstrained(future));
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return Ok(output),
            Poll::Pending => thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}

impl<D: Decode> Sending<D> {
    /// Sends the request and blocks until the full response is available; requires no async runtime. See
    /// [`Call::wait`].
    ///
    /// # Errors
    /// Returns an error if the call fails, or [`Error::Config`](crate::runtime::Error::Config) inside an async
    /// runtime in which the client has made async calls.
    pub fn wait(self) -> Result<Response<D::Output>> {
        let client = self.client().clone();
        wait(&client, self)?
    }
}

impl<D: Decode> Call<D> {
    /// Sends the request and blocks until the decoded body is available; requires no async runtime.
    ///
    /// Any number of threads can wait on clones of one client. Inside an async runtime, this blocks the thread and
    /// its other tasks, so await the call instead.
    ///
    /// # Errors
    /// Returns an error if the call fails, or [`Error::Config`](crate::runtime::Error::Config) inside an async
    /// runtime in which the client has made async calls.
    pub fn wait(self) -> Result<D::Output> {
        self.into_sending().wait().map(Response::into_body)
    }
}

impl Client {
    /// Blocks until one of this client's futures completes: a call's `stream()` or `events()`, or a download's
    /// `save()`.
    ///
    /// `client.wait(call.stream())` returns a `Download`, whose own `wait` returns an iterator over the chunks.
    ///
    /// # Errors
    /// Returns the error of the future, or [`Error::Config`](crate::runtime::Error::Config) inside an async runtime
    /// in which the client has made async calls.
    pub fn wait<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
        wait(self, future)?
    }
}

/// A blocking iterator over the pages, items, chunks or events of a stream, returned by the stream's `wait`
/// method.
#[must_use = "nothing is requested until the iterator is advanced"]
pub struct Waited<S>(S);

impl<D: Decode> Pages<D> {
    /// Returns a blocking iterator over the pages; requires no async runtime.
    pub fn wait(self) -> Waited<Self> {
        Waited(self)
    }
}

impl<D: Decode, T> Items<D, T> {
    /// Returns a blocking iterator over the items; requires no async runtime.
    pub fn wait(self) -> Waited<Self> {
        Waited(self)
    }
}

impl<D: Decode> Waited<Pages<D>> {
    /// Returns the position at which the list continues; see [`Pages::position`].
    pub fn position(&self) -> Position {
        self.0.position()
    }
}

impl<D: Decode, T> Waited<Items<D, T>> {
    /// Returns the position at which the list continues; see [`Items::position`].
    pub fn position(&self) -> Position {
        self.0.position()
    }
}

impl<D: Decode> Iterator for Waited<Pages<D>> {
    type Item = Result<D::Output>;

    fn next(&mut self) -> Option<Self::Item> {
        let client = self.0.client().clone();
        wait(&client, self.0.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<D: Decode, T> Iterator for Waited<Items<D, T>> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let client = self.0.client().clone();
        wait(&client, self.0.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<S: fmt::Debug> fmt::Debug for Waited<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
