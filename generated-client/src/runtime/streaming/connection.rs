//! The connection of an event stream: parses chunks and reconnects after an interruption.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderName, HeaderValue, StatusCode};

use super::download::Download;
use super::event::Event;
use super::event_parser::EventParser;
use super::item_error;
use crate::runtime::client::retry::History;
use crate::runtime::error::body::Unreadable;
use crate::runtime::error::{Error, Result};
use crate::runtime::json::text::media_type;
use crate::runtime::redact::{excerpt, one_line};
use crate::runtime::request::{Parts, Request};
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The maximum size of an event, in bytes, which bounds the memory for an event that never ends.
const MAX_EVENT_BYTES: usize = 16 * 1024 * 1024;

const MEDIA_TYPE: &str = "text/event-stream";

static LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// A connection that yields undecoded events.
pub(super) struct Connection {
    pub(super) download: Download,
    parser: EventParser,
    /// Complete events that have not been returned yet.
    parsed: VecDeque<Event>,
    /// The ID of the last event that was returned.
    returned_id: Option<String>,
    /// The request, for sending it again.
    request: Box<Parts>,
    reconnects: bool,
    /// The number of connections since the last event.
    attempts: u32,
    reopening: Option<BoxFuture<'static, Result<Download>>>,
    is_closed: bool,
}

impl Connection {
    /// Sends the request.
    pub(super) fn open(mut request: Request) -> impl Future<Output = Result<Self>> + Send + 'static {
        let operation = request.inner().operation.accept(MEDIA_TYPE);
        request.inner().operation = operation;
        let parts = request.into_parts();
        let opened = open(parts.clone());
        async move {
            Ok(Self {
                download: opened.await?,
                parser: EventParser::new(),
                parsed: VecDeque::new(),
                returned_id: None,
                request: parts,
                reconnects: false,
                attempts: 1,
                reopening: None,
                is_closed: false,
            })
        }
    }

    pub(super) fn reconnect(&mut self) {
        self.reconnects = true;
    }

    /// Ends the stream and closes the connection.
    pub(super) fn close(&mut self) {
        self.is_closed = true;
        self.parsed.clear();
        self.download.close();
    }

    pub(super) fn last_event_id(&self) -> Option<&str> {
        // A block without data produces no event, but its ID still applies.
        if self.parsed.is_empty() { self.parser.last_event_id() } else { self.returned_id.as_deref() }
    }

    pub(super) fn retry(&self) -> Option<Duration> {
        self.parser.retry()
    }

    pub(super) fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event>>> {
        loop {
            if let Some(event) = self.parsed.pop_front() {
                self.returned_id.clone_from(&event.id);
                return Poll::Ready(Some(Ok(event)));
            }
            if self.is_closed {
                return Poll::Ready(None);
            }
            if let Some(reopening) = &mut self.reopening {
                let outcome = ready!(reopening.as_mut().poll(context));
                self.reopening = None;
                match outcome {
                    Ok(download) => {
                        self.download = download;
                        self.parser.restart();
                    }
                    Err(error) => return Poll::Ready(Some(Err(self.end(error)))),
                }
            }
            match ready!(Pin::new(&mut self.download).poll_next(context)) {
                Some(Ok(chunk)) => {
                    let parsed = self.parser.push(&chunk);
                    if !parsed.is_empty() {
                        self.attempts = 1;
                    }
                    self.parsed.extend(parsed);
                    if self.parser.pending() > MAX_EVENT_BYTES {
                        let reason = format!("an event is larger than {MAX_EVENT_BYTES} bytes");
                        let error = TransportError::new(TransportErrorKind::Body, reason);
                        let error = self.download.fail(error);
                        return Poll::Ready(Some(Err(self.end(error))));
                    }
                }
                // An event without a final empty line is incomplete and is dropped.
                None => self.is_closed = true,
                Some(Err(error)) if self.reconnects && !self.download.is_over_limit() => {
                    self.reopening = Some(self.reopen(error))
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(self.end(error)))),
            }
        }
    }

    fn end(&mut self, error: Error) -> Error {
        self.is_closed = true;
        error
    }

    /// Sends the request again after the wait that the retry policy determines.
    fn reopen(&mut self, error: Error) -> BoxFuture<'static, Result<Download>> {
        let mut parts = self.request.clone();
        if let Some(id) = self.last_event_id() {
            match HeaderValue::from_bytes(id.as_bytes()) {
                Ok(id) => parts.set_header(LAST_EVENT_ID.clone(), id),
                Err(_) => return Box::pin(async { Err(error) }),
            }
        }
        let attempts = self.attempts;
        // If another interruption follows without an event in between, it counts as an additional attempt.
        self.attempts = attempts.saturating_add(1);
        Box::pin(reopen(parts, error, attempts, self.retry()))
    }
}

/// Sends the request until it succeeds or the retry policy stops retrying.
async fn reopen(
    parts: Box<Parts>,
    error: Error,
    mut attempts: u32,
    requested: Option<Duration>,
) -> Result<Download> {
    let client = parts.client.clone();
    let policies = &client.inner.policies;
    let policy = parts.options.retry.clone().unwrap_or_else(|| policies.retry.clone());
    let Some(clock) = policies.clock.as_ref().map(Arc::clone) else { return Err(error) };
    let started = clock.now();
    // The first error is an interruption of the stream.
    let (mut outcome, mut is_transient) = (Err(error), true);
    loop {
        let elapsed = clock.now().saturating_sub(started);
        let history = History { attempts, elapsed, limit: None, outcome: &outcome, chance: clock.chance() };
        let wait = is_transient.then(|| policy.wait_or(history, requested)).flatten();
        let wait = wait.filter(|_| policies.retry_budget.take());
        match (wait.and_then(|wait| clock.sleep(wait)), outcome) {
            (None, Err(error)) => return Err(error),
            (None, Ok(_)) => {}
            (Some(sleep), _) => sleep.await,
        }
        match open(parts.clone()).await {
            Ok(download) => return Ok(download),
            Err(error) => outcome = Err(error),
        }
        is_transient = policy.is_transient(&outcome, true);
        attempts = attempts.saturating_add(1);
    }
}

/// Sends the request and checks the media type of the response.
async fn open(parts: Box<Parts>) -> Result<Download> {
    let download = Download::open(parts).await?;
    let is_events = media_type(download.headers()).is_some_and(|found| found == MEDIA_TYPE);
    if is_events || download.status() == StatusCode::NO_CONTENT {
        return Ok(download);
    }
    Err(unexpected(download, MEDIA_TYPE).await)
}

/// Creates the error for a response with a different media type; the error quotes the start of the body.
pub(super) async fn unexpected(mut download: Download, expected: &str) -> Error {
    let start = match poll_fn(|context| Pin::new(&mut download).poll_next(context)).await {
        Some(Ok(start)) => start,
        Some(Err(error)) => return error,
        None => Default::default(),
    };
    let found = media_type(download.headers())
        .map_or("without a media type".to_owned(), |found| one_line(&found, 80, false));
    let reason = format!("it is {found}, not {expected}, and starts with: {}", excerpt(&start));
    item_error(&download, start, Unreadable::new(reason))
}
