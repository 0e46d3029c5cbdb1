//! Server-sent events (HTML Standard, "Server-sent events"): an answer of `text/event-stream` as a stream of events.

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

/// The largest event that is read, in bytes. What is larger never ends.
const LARGEST: usize = 16 * 1024 * 1024;

const MEDIA_TYPE: &str = "text/event-stream";

/// One event of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The id of the last event that had one; `None` if none had.
    pub id: Option<String>,
    /// What kind of event it is; `message` if the server does not say.
    pub event: String,
    /// The data, with a line feed between its lines.
    pub data: String,
    /// How long the server asks to wait before a broken stream is opened again, if it has said so with this event.
    pub retry: Option<Duration>,
}

impl Event {
    /// Reads the data as JSON.
    ///
    /// # Errors
    /// If it is not JSON of this form. Many servers end a stream with data of their own, such as `[DONE]`: compare
    /// [`data`](Self::data) first.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode_json(self.data.as_bytes())
    }
}

/// The events of an answer; dropping it closes the stream.
///
/// A stream that ends or breaks is not opened again by itself, since only the caller knows whether the call may be repeated.
/// To go on: wait for [`retry`](Self::retry), and make the call again with the header `Last-Event-ID` set to
/// [`last_event_id`](Self::last_event_id) by [`RequestOptions::header`](crate::runtime::RequestOptions::header).
///
/// Time is limited as in a [`Download`]: any pause between two pieces, comments included, by the call's limit. For streams that
/// are silent for longer, set `no_timeout`.
pub struct Events {
    download: Download,
    parser: EventParser,
    parsed: VecDeque<Event>,
}

impl Request {
    /// Sends the request with `Accept: text/event-stream` and gives the answer's events as they come.
    ///
    /// An answer of another type is an [`Error::Decode`] that shows its start; one without content has no events.
    pub fn events(mut self) -> impl Future<Output = Result<Events>> + Send + 'static {
        let operation = self.inner().operation.accept(MEDIA_TYPE);
        self.inner().operation = operation;
        let stream = self.stream();
        async move {
            let download = stream.await?;
            let is_events = media_type(download.headers()).is_some_and(|found| found == MEDIA_TYPE);
            if is_events || download.status() == StatusCode::NO_CONTENT {
                return Ok(Events { download, parser: EventParser::new(), parsed: VecDeque::new() });
            }
            Err(no_events(download).await)
        }
    }
}

/// What came instead of events.
async fn no_events(mut download: Download) -> Error {
    let start = poll_fn(|context| Pin::new(&mut download).poll_next(context)).await;
    let mut response = download.head.clone();
    match start {
        Some(Ok(start)) => response.body = start,
        Some(Err(error)) => return error,
        None => {}
    }
    let found =
        media_type(&response.headers).map_or("of no type".to_owned(), |found| one_line(&found, 80, false));
    let reason = format!("it is {found}, not {MEDIA_TYPE}, and starts: {}", excerpt(&response.body));
    let shape = &download.client.inner.profile.errors;
    let (unreadable, redaction) = (Unreadable::new(reason), download.redaction());
    let error = BodyError::new(download.operation(), shape, response, unreadable, &redaction);
    Error::Decode(Box::new(error))
}

impl Events {
    /// The HTTP status, within 200..=299.
    pub fn status(&self) -> StatusCode {
        self.download.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.download.headers()
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::runtime::client::Client {
        &self.download.client
    }

    /// The id of the last event that had one, to go on after it.
    pub fn last_event_id(&self) -> Option<&str> {
        self.parser.last_event_id()
    }

    /// How long the server asks to wait before the stream is opened again, if it has said so.
    pub fn retry(&self) -> Option<Duration> {
        self.parser.retry()
    }
}

impl Stream for Events {
    type Item = Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(event) = self.parsed.pop_front() {
                return Poll::Ready(Some(Ok(event)));
            }
            match ready!(Pin::new(&mut self.download).poll_next(context)) {
                Some(Ok(chunk)) => {
                    let parsed = self.parser.push(&chunk);
                    self.parsed.extend(parsed);
                    if self.parser.pending() > LARGEST {
                        let reason = format!("an event is larger than {LARGEST} bytes");
                        let error = TransportError::new(TransportErrorKind::Body, reason);
                        return Poll::Ready(Some(Err(self.download.fail(error))));
                    }
                }
                // What is not followed by an empty line is incomplete, and no event.
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
