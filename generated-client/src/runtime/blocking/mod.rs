//! Calls for programs without an async runtime: `wait()` stands where `await` would.
//!
//! Connections and timers need a runtime. A client that is waited on owns one: tokio's current-thread runtime, on a thread that the first
//! wait starts and that ends with the client's last clone. The call itself is polled by the thread that waits, which sleeps
//! in between; so nothing is handed over, nothing of it is generic, and no runtime is entered twice.

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
use crate::runtime::client::background::Waits;
use crate::runtime::error::Result;
use crate::runtime::paging::position::Position;
use crate::runtime::paging::stream::{Items, Pages};
use crate::runtime::response::Response;
use crate::runtime::response::decoders::Decode;

/// Runs a future of this client to its end, on this thread.
fn wait<F: Future>(client: &Client, future: F) -> Result<F::Output> {
    let handle = client.inner.background.handle()?;
    let _entered = handle.enter();
    let _waits = Waits::begin();
    // Within another runtime's task, its budget would run out here, and never be renewed.
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
    /// Sends the request and waits for the whole response; no async runtime is needed. See [`Call::wait`].
    ///
    /// # Errors
    /// As for the call, and [`Error::Config`](crate::runtime::Error::Config) within an async runtime where the client has made calls by `await`.
    pub fn wait(self) -> Result<Response<D::Output>> {
        let client = self.client().clone();
        wait(&client, self)?
    }
}

impl<D: Decode> Call<D> {
    /// Sends the request and waits for the value; no async runtime is needed.
    ///
    /// Any number of threads can wait on clones of one client. Within an async runtime, waiting holds up the thread and what
    /// else it would do: better await the call.
    ///
    /// # Errors
    /// As for the call, and [`Error::Config`](crate::runtime::Error::Config) within an async runtime where the client has made calls by `await`.
    pub fn wait(self) -> Result<D::Output> {
        self.into_sending().wait().map(Response::into_body)
    }
}

impl Client {
    /// Waits for what is asked of this client otherwise: the `stream` or `events` of a call, or a download that is saved.
    ///
    /// `client.wait(call.stream())` gives a `Download`, and its own `wait` an iterator over the pieces.
    ///
    /// # Errors
    /// Those of the future, and [`Error::Config`](crate::runtime::Error::Config) within an async runtime where the client has made calls by `await`.
    pub fn wait<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
        wait(self, future)?
    }
}

/// What is waited for piece by piece, as an iterator: the pages, items, pieces or events that its `wait` was called on.
#[must_use = "nothing is waited for before an item is taken"]
pub struct Waited<S>(S);

impl<D: Decode> Pages<D> {
    /// These pages as an iterator that waits for each; no async runtime is needed.
    pub fn wait(self) -> Waited<Self> {
        Waited(self)
    }
}

impl<D: Decode, T> Items<D, T> {
    /// These items as an iterator that waits for each page; no async runtime is needed.
    pub fn wait(self) -> Waited<Self> {
        Waited(self)
    }
}

impl<D: Decode> Waited<Pages<D>> {
    /// Where the list goes on; see [`Pages::position`].
    pub fn position(&self) -> Position {
        self.0.position()
    }
}

impl<D: Decode, T> Waited<Items<D, T>> {
    /// Where the list goes on; see [`Items::position`].
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
