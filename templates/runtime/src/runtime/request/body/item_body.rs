//! Request bodies that are sequences of JSON values: JSON lines, and JSON text sequences (RFC 7464).

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;

use super::Request;
use crate::runtime::error::RequestPart;
use crate::runtime::json::write::to_json;
use crate::runtime::transport::body::Body;

/// A request body of items, such as JSON lines. A `Vec` or an array of items converts into one.
///
/// A body created from items in memory is buffered and can be sent again. A body created from an iterator or a stream
/// is encoded while it is sent and can be sent only once; see [`Body::stream`].
pub struct ItemBody<T> {
    source: Source<T>,
}

enum Source<T> {
    Items(Vec<T>),
    Stream(Pin<Box<dyn Stream<Item = T> + Send>>),
    Encoded(Body),
}

impl<T> ItemBody<T> {
    /// Creates a body from an iterator, which is advanced while the body is sent.
    pub fn from_iterator<I>(items: I) -> Self
    where
        I: IntoIterator<Item = T>,
        I::IntoIter: Send + Unpin + 'static,
    {
        Self::stream(Iterated(items.into_iter()))
    }

    /// Creates a body from a stream, which is polled while the body is sent.
    pub fn stream(items: impl Stream<Item = T> + Send + 'static) -> Self {
        Self { source: Source::Stream(Box::pin(items)) }
    }

    /// Creates a body from encoded items.
    pub fn encoded(body: impl Into<Body>) -> Self {
        Self { source: Source::Encoded(body.into()) }
    }
}

impl<T> From<Vec<T>> for ItemBody<T> {
    fn from(items: Vec<T>) -> Self {
        Self { source: Source::Items(items) }
    }
}

impl<T, const N: usize> From<[T; N]> for ItemBody<T> {
    fn from(items: [T; N]) -> Self {
        Vec::from(items).into()
    }
}

impl<T: Clone> From<&[T]> for ItemBody<T> {
    fn from(items: &[T]) -> Self {
        items.to_vec().into()
    }
}

impl<T> fmt::Debug for ItemBody<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemBody").finish_non_exhaustive()
    }
}

impl Request {
    /// Sets the body to a sequence of JSON values. The media type determines the delimiters.
    #[doc(hidden)]
    #[must_use]
    pub fn items_body<T: Serialize + 'static>(
        mut self,
        media_type: &'static str,
        items: impl Into<ItemBody<T>>,
    ) -> Self {
        let is_records = media_type.to_ascii_lowercase().ends_with("json-seq");
        let body = match items.into().source {
            Source::Encoded(body) => body,
            Source::Stream(items) => Body::stream(Encoded { items, is_records }, None),
            Source::Items(items) => {
                let mut bytes = Vec::new();
                for item in &items {
                    if let Err(error) = encode(item, is_records, &mut bytes) {
                        let reason = format!("cannot serialize an item as JSON: {error}");
                        self.inner().fail(RequestPart::Body, "", reason);
                        return self;
                    }
                }
                bytes.into()
            }
        };
        self.body(media_type, body)
    }
}

/// Appends an item with its delimiters.
fn encode<T: Serialize>(item: &T, is_records: bool, bytes: &mut Vec<u8>) -> serde_json::Result<()> {
    let json = to_json(item)?;
    bytes.extend(is_records.then_some(0x1E));
    bytes.extend_from_slice(&json);
    bytes.push(b'\n');
    Ok(())
}

/// A stream that returns the items of an iterator.
struct Iterated<I>(I);

impl<I: Iterator + Unpin> Stream for Iterated<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// The encoded items of a stream, one chunk each.
struct Encoded<T> {
    items: Pin<Box<dyn Stream<Item = T> + Send>>,
    is_records: bool,
}

impl<T: Serialize> Stream for Encoded<T> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let is_records = self.is_records;
        self.items.as_mut().poll_next(context).map(|item| {
            let mut bytes = Vec::new();
            let encoded = encode(&item?, is_records, &mut bytes).map_err(io::Error::other);
            Some(encoded.map(|()| bytes.into()))
        })
    }
}
