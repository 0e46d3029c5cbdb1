//! Server-sent events (HTML Standard, "Server-sent events"): `text/event-stream` responses as streams of events.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::connection::Connection;
use super::event::Event;
use super::event_format::EventFormat;
use super::item_error;
use crate::runtime::error::Result;
use crate::runtime::error::body::Unreadable;
use crate::runtime::json::decode_json;
use crate::runtime::request::Request;

/// Decodes an event, or returns `Ok(None)` for the sentinel that ends the stream.
type DecodeEvent<T> = fn(Event, EventFormat) -> Result<Option<T>, Box<(Event, Unreadable)>>;

/// A stream of server-sent events; dropping it closes the connection. Read it with [`next`](Self::next), or as a
/// [`Stream`].
///
/// `T` is the type that the API description declares for an event or for its data. [`untyped`](Self::untyped) returns
/// the events themselves.
///
/// - An event that is not valid for `T` yields an [`Error::Decode`](crate::runtime::Error::Decode) with the event's
///   data. The stream continues with the next event.
/// - Data such as `[DONE]` ends a typed stream if the operation's documentation mentions it.
/// - Time: as for a [`Download`](crate::runtime::Download), the call's time limit applies to each pause between two
///   chunks, including comments. For streams that are silent for longer, set `no_timeout`.
/// - Interruptions end the stream with an error. To resume after the last event, call [`reconnect`](Self::reconnect).
pub struct Events<T = Event> {
    connection: Connection,
    format: EventFormat,
    decode: DecodeEvent<T>,
}

impl Request {
    /// Sends the request with `Accept: text/event-stream` and streams the events of the response.
    ///
    /// A response with a different media type results in an [`Error::Decode`](crate::runtime::Error::Decode) that
    /// quotes the start of the body. A response without content has no events.
    pub fn events(self) -> impl Future<Output = Result<Events>> + Send + 'static {
        let opened = Connection::open(self);
        async move { Ok(Events { connection: opened.await?, format: EventFormat::data(), decode: verbatim }) }
    }

    /// Like [`events`](Self::events), with typed events.
    #[doc(hidden)]
    pub fn typed_events<T: DeserializeOwned>(
        self,
        format: EventFormat,
    ) -> impl Future<Output = Result<Events<T>>> + Send + 'static {
        let opened = Connection::open(self);
        async move { Ok(Events { connection: opened.await?, format, decode: decode::<T> }) }
    }
}

fn verbatim(event: Event, _: EventFormat) -> Result<Option<Event>, Box<(Event, Unreadable)>> {
    Ok(Some(event))
}

fn decode<T: DeserializeOwned>(
    event: Event,
    format: EventFormat,
) -> Result<Option<T>, Box<(Event, Unreadable)>> {
    let outcome = match format.json(&event) {
        Some(json) => decode_json(&json),
        None => return Ok(None),
    };
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(_) if format.is_end(&event.data) => Ok(None),
        Err(why) => Err(Box::new((event, why.into()))),
    }
}

impl<T> Events<T> {
    /// Returns the next event, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// Returns a stream of the undecoded events. It does not end at a sentinel such as `[DONE]`.
    #[must_use]
    pub fn untyped(self) -> Events {
        Events { connection: self.connection, format: self.format, decode: verbatim }
    }

    /// Sends the request again after an interruption, with the `Last-Event-ID` header set to
    /// [`last_event_id`](Self::last_event_id) (HTML Standard, "The Last-Event-ID header"). By default, an
    /// interruption is an error.
    ///
    /// Reconnecting is not the default, because only the caller can determine whether the request can be
    /// repeated. The retry policy of the request, or else of the client, limits the attempts after each event
    /// and sets their delays. A delay that the server requests with `retry` replaces these delays, up to
    /// [`RetryPolicy::max_wait`](crate::runtime::RetryPolicy::max_wait). A stream that the server ends is not
    /// resumed, and neither is a stream with an event that exceeds the size limit. A request body that is a
    /// one-shot stream cannot be sent again. Without a clock, nothing is resumed.
    #[must_use]
    pub fn reconnect(mut self) -> Self {
        self.connection.reconnect();
        self
    }

    /// Returns the HTTP status, within 200..=299.
    pub fn status(&self) -> StatusCode {
        self.connection.download.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.connection.download.headers()
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &crate::runtime::client::Client {
        &self.connection.download.client
    }

    /// Returns the ID of the last returned event, for resuming after it. An event without an ID has the ID of the event
    /// before it.
    pub fn last_event_id(&self) -> Option<&str> {
        self.connection.last_event_id()
    }

    /// Returns the delay before reconnecting that the server requested, if any.
    pub fn retry(&self) -> Option<Duration> {
        self.connection.retry()
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let event = match ready!(self.connection.poll_event(context)) {
            Some(Ok(event)) => event,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let (decode, format) = (self.decode, self.format);
        Poll::Ready(match decode(event, format) {
            Ok(Some(item)) => Some(Ok(item)),
            Ok(None) => {
                self.connection.close();
                None
            }
            Err(invalid) => {
                let (event, why) = *invalid;
                Some(Err(item_error(&self.connection.download, event.data, why)))
            }
        })
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context)
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("download", &self.connection.download)
            .field("last_event_id", &self.last_event_id())
            .finish_non_exhaustive()
    }
}
