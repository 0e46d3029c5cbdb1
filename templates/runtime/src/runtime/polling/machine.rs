//! The polling state machine: the next request, the wait before it, and the end of the operation.
//!
//! It works on undecoded responses, so it is compiled once for all operations.

use std::time::Duration;

use http::{HeaderName, Method, StatusCode};

use super::state::OperationState;
use super::status::{Progress, Status, location, monitor, progress};
use crate::runtime::call::{Received, receive};
use crate::runtime::error::paging::PagingErrorKind;
use crate::runtime::error::polling::{PollingError, PollingErrorKind};
use crate::runtime::error::retry_after::retry_after;
use crate::runtime::error::{Error, Result};
use crate::runtime::paging::link::resolve;
use crate::runtime::redact::Redaction;
use crate::runtime::request::assemble::target;
use crate::runtime::request::operation::Operation;
use crate::runtime::request::{Parts, Request};
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::sent::Sent;

/// The wait before a status request, unless the server or the caller sets a different one.
const INTERVAL: Duration = Duration::from_secs(2);

/// The bounds of the wait that a server requests.
const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(3_600);

/// The kind of response at a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Status documents (`Operation-Location`, `Azure-AsyncOperation`).
    Monitor,
    /// 202 while the operation runs, then the result (`Location`).
    Location,
    /// The resource itself, which contains its state.
    Resource,
    /// Any of these kinds, in a resumed operation.
    Unknown,
}

/// The next request.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Start,
    Poll(Source, String),
    /// The result is at this URL.
    Fetch(String),
    Done,
}

/// The state of a long-running operation.
pub(super) struct Machine {
    request: Box<Parts>,
    step: Step,
    interval: Duration,
    /// The wait that the last response requested.
    requested: Option<Duration>,
    /// Whether the last request failed, in which case even the result is requested only after a wait.
    failed: bool,
    /// The URL in the first response's `Location` header, which is the location of a `POST` operation's
    /// result.
    location: Option<String>,
    /// The first request. No error may contain its secrets.
    sent: Option<Sent>,
    /// The final state, until the result is available.
    pending: Option<OperationState>,
    result: Option<Received>,
}

impl Machine {
    pub(super) fn new(request: Request) -> Self {
        Self {
            request: request.into_parts(),
            step: Step::Start,
            interval: INTERVAL,
            requested: None,
            failed: false,
            location: None,
            sent: None,
            pending: None,
            result: None,
        }
    }

    pub(super) fn parts(&self) -> &Parts {
        &self.request
    }

    pub(super) fn set_interval(&mut self, interval: Duration) {
        self.interval = interval;
    }

    /// Returns the URL of the next status request.
    pub(super) fn status_url(&self) -> Option<&str> {
        match &self.step {
            Step::Poll(_, url) => Some(url),
            Step::Start | Step::Fetch(_) | Step::Done => None,
        }
    }

    /// Continues an operation that was started earlier.
    pub(super) fn resume(&mut self, url: String) {
        self.step = Step::Poll(Source::Unknown, url);
    }

    pub(super) fn is_done(&self) -> bool {
        self.step == Step::Done
    }

    /// Records an error and ends the operation if retrying cannot help. `Start` is never repeated, since the
    /// server may have accepted the operation.
    pub(super) fn fail(&mut self, error: &Error) {
        let is_final = match error {
            Error::Polling(_) | Error::Request(_) | Error::Config(_) => true,
            Error::Api(error) => {
                error.status().is_client_error() && !matches!(error.status().as_u16(), 401 | 408 | 429)
            }
            _ => false,
        };
        if is_final || self.step == Step::Start {
            self.step = Step::Done;
        }
        self.failed = true;
        self.requested = error.retry_after();
    }

    pub(super) fn take_result(&mut self) -> Option<Received> {
        self.result.take()
    }

    /// Returns a future that waits if necessary, then resolves to the next response.
    ///
    /// # Errors
    /// [`Error::Config`] if the clock cannot sleep, or [`Error::Polling`] if a link is unusable.
    pub(super) fn next(&self) -> Result<BoxFuture<'static, Result<Received>>> {
        let mut parts = self.request.clone();
        let (url, wait) = match &self.step {
            Step::Start | Step::Done => {
                // An operation whose status cannot be polled is not started.
                drop(self.sleep(Duration::ZERO)?);
                return Ok(Box::pin(receive(parts)));
            }
            Step::Poll(_, url) => (url, Some(self.wait())),
            Step::Fetch(url) => (url, self.failed.then(|| self.wait())),
        };
        let url = self.resolved(url)?;
        parts.operation = self.status_operation();
        parts.url = Some(url);
        let names: Vec<HeaderName> =
            parts.headers.keys().filter(|name| is_start_only(name.as_str())).cloned().collect();
        names.iter().for_each(|name| drop(parts.headers.remove(name)));
        parts.options.headers.retain(|(name, _)| !is_start_only(&name.to_ascii_lowercase()));
        parts.body = None;
        parts.options.body_fields.clear();
        let Some(wait) = wait else { return Ok(Box::pin(receive(parts))) };
        let sleep = self.sleep(wait)?;
        Ok(Box::pin(async move {
            sleep.await;
            receive(parts).await
        }))
    }

    /// Returns the operation for a status request: a `GET` with the credentials of the original operation.
    fn status_operation(&self) -> Operation {
        let started = &self.request.operation;
        let accepted = match self.step {
            Step::Poll(Source::Monitor, _) => "application/json",
            _ => started.accepted(),
        };
        let operation = Operation::get(started.id(), started.path())
            .accept(accepted)
            .at(started.server())
            .secured(started.security())
            .with_client_parameters(started.client_parameters());
        if started.is_public() { operation.public() } else { operation }
    }

    fn sleep(&self, duration: Duration) -> Result<BoxFuture<'static, ()>> {
        let clock = self.request.client.inner.policies.clock.as_ref();
        let sleep = clock.and_then(|clock| clock.sleep(duration));
        sleep.ok_or_else(|| Error::config("polling requires a clock that can sleep"))
    }

    fn wait(&self) -> Duration {
        self.requested.map_or(self.interval, |wait| wait.clamp(SHORTEST, LONGEST))
    }

    /// Resolves a link to a URL that is safe to request with credentials.
    fn resolved(&self, link: &str) -> Result<String> {
        let (base, current) = target(&mut self.request.clone())?;
        resolve(link, &base, &current).map_err(|kind| match kind {
            PagingErrorKind::ForeignLink => self.error(
                PollingErrorKind::ForeignLink,
                "the link to the status or the result points to another scheme, host or port, or outside the base \
                 URL's path, where credentials are not sent",
            ),
            _ => self.error(
                PollingErrorKind::UnusableLink,
                "the link to the status or the result is not a usable URL",
            ),
        })
    }

    /// Processes a response. Returns the state, or `None` if the result must be requested first.
    ///
    /// # Errors
    /// [`Error::Polling`] if the operation failed, or its status is unknown.
    pub(super) fn accept(&mut self, received: Received) -> Result<Option<OperationState>> {
        self.requested = retry_after(received.headers());
        self.failed = false;
        match self.step.clone() {
            Step::Start => {
                self.request.body = None;
                self.sent = Some(received.sent.clone());
                self.started(received).map(Some)
            }
            Step::Poll(source, _) => self.polled(source, received),
            Step::Fetch(_) | Step::Done => {
                let state = self.pending.take();
                self.finish(received);
                Ok(state)
            }
        }
    }

    fn started(&mut self, received: Received) -> Result<OperationState> {
        let headers = received.headers();
        let is_accepted = received.response.status == StatusCode::ACCEPTED;
        self.location = location(headers).map(str::to_owned);
        let status = Status::parse(received.body());
        let name = status.resource_name().map(str::to_owned);
        let progress = name.as_deref().map(progress);
        let next = if let Some(link) = monitor(headers) {
            Some(Step::Poll(Source::Monitor, link.to_owned()))
        } else if let (true, Some(link)) = (is_accepted, &self.location) {
            Some(Step::Poll(Source::Location, link.clone()))
        } else if self.replaces_resource() && (is_accepted || progress == Some(Progress::Running)) {
            Some(Step::Poll(Source::Resource, self.own_url()?))
        } else {
            None
        };
        match (next, progress) {
            (Some(next), _) => {
                self.step = next;
                Ok(OperationState::new(&received, status.name().or(name.as_deref()), false))
            }
            (None, _) if is_accepted => Err(self.error(
                PollingErrorKind::NoStatusLink,
                "the server accepted the operation, but its response contains no link to the status",
            )),
            (None, Some(progress @ (Progress::Failed | Progress::Canceled))) => {
                Err(self.failure(&status, progress, &received))
            }
            (None, _) => {
                let state = OperationState::new(&received, name.as_deref(), true);
                self.finish(received);
                Ok(state)
            }
        }
    }

    fn polled(&mut self, source: Source, received: Received) -> Result<Option<OperationState>> {
        let status = Status::parse(received.body());
        let is_accepted = received.response.status == StatusCode::ACCEPTED;
        let name = match source {
            Source::Resource => status.resource_name(),
            Source::Monitor | Source::Location => status.name(),
            Source::Unknown => status.resource_name().or(status.name()),
        };
        let progress = match (source, name) {
            (Source::Location, _) if is_accepted => Progress::Running,
            (Source::Location, _) => Progress::Succeeded,
            (_, Some(name)) => progress(name),
            (_, None) if is_accepted => Progress::Running,
            (Source::Resource | Source::Unknown, None) => Progress::Succeeded,
            (Source::Monitor, None) => {
                return Err(self.error(PollingErrorKind::NoStatus, "the status response contains no status"));
            }
        };
        let mut state = OperationState::new(&received, name, progress == Progress::Succeeded);
        state.percent = status.percent();
        match progress {
            Progress::Failed | Progress::Canceled => Err(self.failure(&status, progress, &received)),
            Progress::Running => {
                self.follow(source, &received);
                Ok(Some(state))
            }
            Progress::Succeeded => Ok(self.succeeded(source, &status, received, state)),
        }
    }

    /// Adopts a newer link from a status response.
    fn follow(&mut self, source: Source, received: &Received) {
        let link = match source {
            Source::Monitor => monitor(received.headers()),
            Source::Location => location(received.headers()),
            Source::Unknown => monitor(received.headers()).or(location(received.headers())),
            Source::Resource => None,
        };
        if let Some(link) = link {
            self.step = Step::Poll(source, link.to_owned());
        }
    }

    /// Finds the result of a successful operation.
    fn succeeded(
        &mut self,
        source: Source,
        status: &Status,
        mut received: Received,
        state: OperationState,
    ) -> Option<OperationState> {
        let is_monitor = source == Source::Monitor
            || (source == Source::Unknown && status.resource_name().is_none() && status.name().is_some());
        if is_monitor && *self.request.operation.method() != Method::DELETE {
            let link = status.result_link().map(str::to_owned);
            let own = || self.own_url().ok().filter(|_| self.replaces_resource());
            if let Some(link) = link.or_else(own).or_else(|| self.location.clone()) {
                self.step = Step::Fetch(link);
                self.pending = Some(state);
                return None;
            }
            if let Some(result) = status.result() {
                received.response.body = result.to_string().into();
            }
        }
        self.finish(received);
        Some(state)
    }

    fn finish(&mut self, received: Received) {
        self.result = Some(received);
        self.step = Step::Done;
    }

    /// Returns whether the operation creates or changes the resource at its own URL.
    fn replaces_resource(&self) -> bool {
        matches!(*self.request.operation.method(), Method::PUT | Method::PATCH)
    }

    fn own_url(&self) -> Result<String> {
        Ok(target(&mut self.request.clone())?.1)
    }

    fn failure(&self, status: &Status, progress: Progress, received: &Received) -> Error {
        let kind = match progress {
            Progress::Canceled => PollingErrorKind::Canceled,
            _ => PollingErrorKind::Failed,
        };
        let names = received.client.inner.names();
        let redactions =
            self.sent.iter().chain([&received.sent]).map(|sent| Redaction::from_sent(names, sent));
        let redactions: Vec<Redaction<'_>> = redactions.collect();
        let redacted =
            |text: &str| redactions.iter().fold(text.to_owned(), |text, one| one.text(&text).to_string());
        let (code, message) = status.failure();
        let details = (code.map(redacted), message.map(redacted));
        let raw = received.body().clone();
        Error::Polling(Box::new(PollingError::failed(self.request.operation.id(), kind, details, raw)))
    }

    fn error(&self, kind: PollingErrorKind, detail: &str) -> Error {
        Error::Polling(Box::new(PollingError::new(self.request.operation.id(), kind, detail)))
    }
}

/// Returns whether a header applies only to the start of the operation: a condition, a preference, or a range.
fn is_start_only(name: &str) -> bool {
    name.starts_with("if-") || matches!(name, "prefer" | "range")
}
