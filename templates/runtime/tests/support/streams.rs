//! Streams from lists, and the items of a stream.

#![allow(dead_code)] // each test binary uses only part of this module

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

/// A stream that yields the items in order, then ends or stays pending forever.
pub(crate) struct Items<T> {
    items: std::vec::IntoIter<T>,
    ends: bool,
}

impl<T: Unpin> Stream for Items<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        match self.items.next() {
            None if !self.ends => Poll::Pending,
            next => Poll::Ready(next),
        }
    }
}

pub(crate) fn items<T: Unpin>(items: Vec<T>) -> Items<T> {
    Items { items: items.into_iter(), ends: true }
}

pub(crate) fn unending<T: Unpin>(items: Vec<T>) -> Items<T> {
    Items { items: items.into_iter(), ends: false }
}

/// Creates a body from these chunks.
pub(crate) fn pieces(pieces: &[&'static str]) -> Items<io::Result<Bytes>> {
    items(pieces.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect())
}

pub(crate) async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

pub(crate) async fn all<S: Stream + Unpin>(mut stream: S) -> Vec<S::Item> {
    let mut items = Vec::new();
    while let Some(item) = next(&mut stream).await {
        items.push(item);
    }
    items
}
