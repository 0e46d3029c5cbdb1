//! Sequences of JSON values as streams of items: JSON lines, and JSON text sequences (RFC 7464).

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::connection::unexpected;
use super::download::Download;
use super::item_error;
use crate::runtime::error::body::Unreadable;
use crate::runtime::error::{Error, Result};
use crate::runtime::json::decode_json;
use crate::runtime::json::text::{media_type, without_bom};
use crate::runtime::request::Request;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The maximum size of an item, in bytes, which bounds the memory for an item that never ends.
const MAX_ITEM_BYTES: usize = 16 * 1024 * 1024;

/// The control character before each value of a JSON text sequence (RFC 7464, section 2.1).
const RECORD_SEPARATOR: u8 = 0x1E;

/// A stream of the items of a response, such as JSON lines; dropping it closes the connection. Read it with
/// [`next`](Self::next), or as a [`Stream`]. The response is never buffered as a whole.
///
/// - An item that is not valid for `T` yields an [`Error::Decode`] with the item's text. The stream continues with
///   the next item.
/// - Blank lines are skipped. An item larger than 16 MiB, or an interruption, ends the stream with an error.
/// - The last JSON line may lack a line break. If the last record of a JSON text sequence may be truncated, the
///   stream yields an error (RFC 7464, section 2.4).
/// - Time: as for a [`Download`], the call's time limit applies to each pause between two chunks.
pub struct ItemStream<T> {
    download: Download,
    splitter: Splitter,
    /// Complete items that have not been returned yet.
    complete: VecDeque<Vec<u8>>,
    is_ended: bool,
    item: PhantomData<fn() -> T>,
}

impl Request {
    /// Sends the request with this media type in `Accept` and streams the items of the response.
    ///
    /// If the media type cannot be a sequence of JSON values, returns an [`Error::Decode`] that quotes the start of
    /// the body. A response without content has no items.
    #[doc(hidden)]
    pub fn stream_items<T: DeserializeOwned>(
        mut self,
        accept: &'static str,
    ) -> impl Future<Output = Result<ItemStream<T>>> + Send + 'static {
        let operation = self.inner().operation.accept(accept);
        self.inner().operation = operation;
        let stream = self.stream();
        async move {
            let download = stream.await?;
            let found = media_type(download.headers()).unwrap_or_default();
            if !is_sequence(&found) && download.status() != StatusCode::NO_CONTENT {
                return Err(unexpected(download, accept).await);
            }
            let splitter = Splitter::new(if found.ends_with("json-seq") { RECORD_SEPARATOR } else { b'\n' });
            Ok(ItemStream {
                download,
                splitter,
                complete: VecDeque::new(),
                is_ended: false,
                item: PhantomData,
            })
        }
    }
}

/// Returns whether a media type can be a sequence of JSON values. Many servers send JSON lines as JSON, plain text or
/// bytes.
fn is_sequence(media_type: &str) -> bool {
    media_type.contains("json") || matches!(media_type, "text/plain" | "application/octet-stream")
}

impl<T: DeserializeOwned> ItemStream<T> {
    /// Returns the next item, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let item = match ready!(self.poll_text(context)) {
            Some(Ok(item)) => item,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let why = match decode_json(&item) {
            Ok(value) if self.splitter.is_whole(&item) => return Poll::Ready(Some(Ok(value))),
            Ok(_) => Unreadable::new("the last record may be truncated: it does not end with a line feed"),
            Err(why) => why.into(),
        };
        Poll::Ready(Some(Err(item_error(&self.download, item, why))))
    }
}

impl<T> ItemStream<T> {
    /// Returns the HTTP status, within 200..=299.
    pub fn status(&self) -> StatusCode {
        self.download.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.download.headers()
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::runtime::client::Client {
        &self.download.client
    }

    fn poll_text(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
        loop {
            if let Some(item) = self.complete.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if self.is_ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.download).poll_next(context)) {
                Some(Ok(chunk)) => {
                    self.splitter.push(&chunk, &mut self.complete);
                    if self.splitter.rest.len() > MAX_ITEM_BYTES {
                        return Poll::Ready(Some(Err(self.too_large())));
                    }
                }
                None => {
                    self.is_ended = true;
                    self.splitter.finish(&mut self.complete);
                }
                Some(Err(error)) => {
                    self.is_ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }

    fn too_large(&mut self) -> Error {
        self.is_ended = true;
        self.splitter.rest = Vec::new();
        let reason = format!("an item is larger than {MAX_ITEM_BYTES} bytes");
        self.download.fail(TransportError::new(TransportErrorKind::Body, reason))
    }
}

impl<T: DeserializeOwned> Stream for ItemStream<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").field("download", &self.download).finish_non_exhaustive()
    }
}

/// Splits chunks into items. Chunks may end at any byte.
struct Splitter {
    separator: u8,
    /// The start of an incomplete item.
    rest: Vec<u8>,
    is_started: bool,
    /// Whether the last item lacks the line feed that marks it as complete.
    is_open: bool,
}

impl Splitter {
    fn new(separator: u8) -> Self {
        Self { separator, rest: Vec::new(), is_started: false, is_open: false }
    }

    fn push(&mut self, mut chunk: &[u8], complete: &mut VecDeque<Vec<u8>>) {
        while let Some(end) = chunk.iter().position(|byte| *byte == self.separator) {
            let (item, rest) = chunk.split_at(end);
            self.rest.extend_from_slice(item);
            self.end(complete);
            chunk = rest.get(1..).unwrap_or_default();
        }
        self.rest.extend_from_slice(chunk);
    }

    /// Ends the last item at the end of the response.
    fn finish(&mut self, complete: &mut VecDeque<Vec<u8>>) {
        self.is_open = self.separator == RECORD_SEPARATOR && !self.rest.ends_with(b"\n");
        self.end(complete);
    }

    fn end(&mut self, complete: &mut VecDeque<Vec<u8>>) {
        let item = std::mem::take(&mut self.rest);
        let mut text = item.as_slice();
        if !std::mem::replace(&mut self.is_started, true) {
            text = without_bom(text);
        }
        let text = text.trim_ascii();
        if !text.is_empty() {
            complete.push_back(if text.len() == item.len() { item } else { text.to_vec() });
        }
    }

    /// Returns whether a valid item is complete: an object, array or string ends with its own delimiter.
    fn is_whole(&self, item: &[u8]) -> bool {
        !self.is_open || matches!(item.last(), Some(b'}' | b']' | b'"'))
    }
}
