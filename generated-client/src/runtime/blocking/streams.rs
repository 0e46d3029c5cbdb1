//! Blocking iterators over streamed responses. They hold the client, which keeps the runtime of their
//! connections alive.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;

use super::{Client, Result, Waited, wait};
use crate::runtime::streaming::download::Download;
#[cfg(feature = "events")]
use crate::runtime::streaming::events::Events;

impl Download {
    /// Returns a blocking iterator over the chunks; requires no async runtime.
    pub fn wait(self) -> Waited<Self> {
        Waited(self)
    }
}

impl Iterator for Waited<Download> {
    type Item = Result<Bytes>;

    fn next(&mut self) -> Option<Self::Item> {
        let client = self.0.client.clone();
        next(&client, &mut self.0)
    }
}

#[cfg(feature = "events")]
impl<T> Events<T> {
    /// Returns a blocking iterator over the events; requires no async runtime.
    pub fn wait(self) -> Waited<Self> {
        Waited(self)
    }
}

#[cfg(feature = "events")]
impl<T> Iterator for Waited<Events<T>> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let client = self.0.client().clone();
        next(&client, &mut self.0)
    }
}

pub(super) fn next<T, S: Stream<Item = Result<T>> + Unpin>(
    client: &Client,
    stream: &mut S,
) -> Option<Result<T>> {
    let next = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
    wait(client, next).unwrap_or_else(|error| Some(Err(error)))
}
