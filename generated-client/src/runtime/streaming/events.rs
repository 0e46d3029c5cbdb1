//! Server-sent events (HTML Standard, "Server-sent events"): `text/event-stream` responses as streams of events.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::download::Download;
use crate::runtime::error::body::{BodyError, Unreadable};
use crate::runtime::error::{Error, Result};
use crate::runtime::json::text::media_type;
use crate::runtime::json::{DecodeError, decode_json};
use crate::runtime::redact::{excerpt, one_line};
use crate::runtime::request::Request;
use crate::runtime::transport::{TransportError, TransportErrorKind};

pub use super::event_parser::EventParser;

/// The maximum size of an event, in bytes, which bounds the memory for an event that never ends.
const MAX_EVENT_BYTES: usize = 16 * 1024 * 1024;

const MEDIA_TYPE: &str = "text/event-stream";

/// A server-sent event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The ID of the last event that had one; `None` if there was none.
    pub id: Option<String>,
    /// The event type; `message` by default.
    pub event: String,
    /// The data; its lines are separated by line feeds.
    pub data: String,
    /// The delay before reconnecting that the server requested with this event.
    pub retry: Option<Duration>,
}

impl Event {
    /// Decodes the data as JSON.
    ///
    /// # Errors
    /// [`DecodeError`] if the data is not JSON for `T`. Many servers end a stream with special data, such as
    /// `[DONE]`: compare [`data`](Self::data) first.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode_json(self.data.as_bytes())
    }
}

/// A stream of server-sent events; dropping it closes the connection.
///
/// The stream does not reconnect, since only the caller knows whether the call can be repeated. To resume, wait for
/// [`retry`](Self::retry), and repeat the call with the header `Last-Event-ID` set to
/// [`last_event_id`](Self::last_event_id); see [`RequestOptions::header`](crate::runtime::RequestOptions::header).
///
/// As for a [`Download`], the call's time limit applies to each pause between two chunks, including comments. For
/// streams that are silent for longer, set `no_timeout`.
pub struct Events {
    download: Download,
    parser: EventParser,
    /// Complete events that were not returned yet.
    parsed: VecDeque<Event>,
    /// The ID of the last event that was returned.
    returned_id: Option<String>,
}

impl Request {
    /// Sends the request with `Accept: text/event-stream` and streams the events of the response.
    ///
    /// A response of another media type is an [`Error::Decode`] that quotes its beginning. One without content has no
    /// events.
    pub fn events(mut self) -> impl Future<Output = Result<Events>> + Send + 'static {
        let operation = self.inner().operation.accept(MEDIA_TYPE);
        self.inner().operation = operation;
        let stream = self.stream();
        async move {
            let download = stream.await?;
            let is_events = media_type(download.headers()).is_some_and(|found| found == MEDIA_TYPE);
            if is_events || download.status() == StatusCode::NO_CONTENT {
                let (parser, parsed) = (EventParser::new(), VecDeque::new());
                return Ok(Events { download, parser, parsed, returned_id: None });
            }
            Err(not_events(download).await)
        }
    }
}

/// Creates the error for a response that is not an event stream.
async fn not_events(mut download: Download) -> Error {
    let start = poll_fn(|context| Pin::new(&mut download).poll_next(context)).await;
    let mut response = download.head.clone();
    match start {
        Some(Ok(start)) => response.body = start,
        Some(Err(error)) => return error,
        None => {}
    }
    let found = media_type(&response.headers)
        .map_or("of no media type".to_owned(), |found| one_line(&found, 80, false));
    let reason = format!("it is {found}, not {MEDIA_TYPE}, and starts with: {}", excerpt(&response.body));
    let shape = &download.client.inner.profile.errors;
    let (unreadable, redaction) = (Unreadable::new(reason), download.redaction());
    let error = BodyError::new(download.operation(), shape, response, unreadable, &redaction);
    Error::Decode(Box::new(error))
}

impl Events {
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

    /// Returns the ID of the last returned event, for resuming after it. An event without an ID has that of the event
    /// before it.
    pub fn last_event_id(&self) -> Option<&str> {
        // A block without data has no event, but its ID counts.
        if self.parsed.is_empty() { self.parser.last_event_id() } else { self.returned_id.as_deref() }
    }

    /// Returns the delay before reconnecting that the server requested, if any.
    pub fn retry(&self) -> Option<Duration> {
        self.parser.retry()
    }
}

impl Stream for Events {
    type Item = Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(event) = self.parsed.pop_front() {
                self.returned_id.clone_from(&event.id);
                return Poll::Ready(Some(Ok(event)));
            }
            match ready!(Pin::new(&mut self.download).poll_next(context)) {
                Some(Ok(chunk)) => {
                    let parsed = self.parser.push(&chunk);
                    self.parsed.extend(parsed);
                    if self.parser.pending() > MAX_EVENT_BYTES {
                        let reason = format!("an event is larger than {MAX_EVENT_BYTES} bytes");
                        let error = TransportError::new(TransportErrorKind::Body, reason);
                        return Poll::Ready(Some(Err(self.download.fail(error))));
                    }
                }
                // An event without a final empty line is incomplete and is dropped.
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("download", &self.download)
            .field("last_event_id", &self.last_event_id())
            .finish_non_exhaustive()
    }
}
