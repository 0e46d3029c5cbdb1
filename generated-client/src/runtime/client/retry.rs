//! The retry policy: determines whether to repeat a call, and how long to wait first. It neither sends
//! requests nor sleeps.

use std::borrow::Cow;
use std::time::Duration;

use http::StatusCode;

use crate::runtime::error::Error;
use crate::runtime::error::retry_after::retry_after;
use crate::runtime::transport::{TransportErrorKind, TransportResponse};

const STATUSES: &[StatusCode] = &[
    StatusCode::REQUEST_TIMEOUT,
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::BAD_GATEWAY,
    StatusCode::SERVICE_UNAVAILABLE,
    StatusCode::GATEWAY_TIMEOUT,
];

/// A policy for retrying calls after transient failures.
///
/// A call is retried after a response with status 408, 429, 502, 503 or 504. It is also retried if the
/// connection could not be opened, or was closed before the response arrived. It is not retried after a timeout
/// (other than [`attempt_timeout`](Self::attempt_timeout)) or a rejected certificate. Only idempotent methods
/// are retried (RFC 9110, 9.2.2: `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE`). Other methods are retried
/// if the operation or the caller declares the call idempotent
/// ([`RequestOptions::idempotent`](crate::runtime::RequestOptions::idempotent)), or if the token request before
/// the call failed.
///
/// The `Retry-After` header determines the wait. If that header is absent, the wait is a random fraction of
/// `base_wait`, which doubles with each attempt up to `max_wait`. If the next wait would exceed a limit, the
/// call fails immediately.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a policy does nothing until passed to a client builder or a request"]
pub struct RetryPolicy {
    attempts: u32,
    base_wait: Duration,
    max_wait: Duration,
    max_total: Duration,
    attempt_timeout: Option<Duration>,
    statuses: Cow<'static, [StatusCode]>,
}

impl RetryPolicy {
    /// Creates a policy with at most 4 attempts and waits from 0.5 s up to 60 s, within 5 min. The call's time limit
    /// also applies.
    pub const fn new() -> Self {
        Self {
            attempts: 4,
            base_wait: Duration::from_millis(500),
            max_wait: Duration::from_secs(60),
            max_total: Duration::from_secs(300),
            attempt_timeout: None,
            statuses: Cow::Borrowed(STATUSES),
        }
    }

    /// Creates a policy that never retries.
    pub const fn none() -> Self {
        let mut policy = Self::new();
        policy.attempts = 1;
        policy
    }

    /// Sets the maximum number of attempts, including the first one; 0 counts as 1. The default is 4.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the maximum wait before the second attempt if the server sends no `Retry-After`. It doubles with each
    /// attempt. The default is 0.5 s.
    pub fn base_wait(mut self, wait: Duration) -> Self {
        self.base_wait = wait;
        self
    }

    /// Sets the maximum single wait. If the server requests a longer wait, the call fails immediately;
    /// [`Error::retry_after`] returns the requested wait. The default is 60 s.
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// Sets the maximum time between the start of the first attempt and the start of any later attempt. The default
    /// is 5 min.
    pub fn max_total(mut self, time: Duration) -> Self {
        self.max_total = time;
        self
    }

    /// Sets the time limit of a single attempt, including its token request. An attempt that exceeds it is retried like
    /// a broken connection, and the call's time limit still applies to all attempts together. By default, an attempt
    /// can use the call's entire time limit.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// Sets the statuses to retry, instead of 408, 429, 502, 503 and 504.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = StatusCode>) -> Self {
        self.statuses = Cow::Owned(statuses.into_iter().collect());
        self
    }

    /// Returns the time limit of an attempt, if it is shorter than the call's remaining time.
    pub(crate) fn attempt_limit(&self, remaining: Option<Duration>) -> Option<Duration> {
        self.attempt_timeout.filter(|limit| remaining.is_none_or(|remaining| *limit < remaining))
    }

    /// Returns whether the outcome of an attempt is a transient failure. `limited` must be true if the attempt had
    /// its own time limit.
    pub(crate) fn is_transient(&self, outcome: &Result<TransportResponse, Error>, limited: bool) -> bool {
        match outcome {
            Ok(response) => self.statuses.contains(&response.status),
            Err(Error::Transport(error)) => match error.kind() {
                TransportErrorKind::Connect | TransportErrorKind::Interrupted => true,
                TransportErrorKind::Timeout => limited,
                _ => false,
            },
            Err(Error::Auth(error)) => error.is_transient(),
            Err(_) => false,
        }
    }

    /// Returns the wait before the next attempt, or `None` to stop retrying.
    pub(crate) fn wait(&self, history: History<'_>) -> Option<Duration> {
        self.wait_or(history, None)
    }

    /// Like [`wait`](Self::wait), but `usual` replaces the backoff unless the server requested a wait.
    pub(crate) fn wait_or(&self, history: History<'_>, usual: Option<Duration>) -> Option<Duration> {
        if history.attempts >= self.attempts {
            return None;
        }
        let requested = match history.outcome {
            Ok(response) => retry_after(&response.headers),
            Err(error) => error.retry_after(),
        };
        let wait = requested.or(usual).unwrap_or_else(|| self.backoff(history.attempts, history.chance));
        let end = history.elapsed.checked_add(wait)?;
        let in_time = end <= self.max_total && history.limit.is_none_or(|limit| end < limit);
        (wait <= self.max_wait && in_time).then_some(wait)
    }

    /// Returns a wait with exponential backoff and full jitter: uniformly random, up to the bound.
    fn backoff(&self, attempts: u32, chance: f64) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        let bound = self.base_wait.saturating_mul(1_u32 << doublings).min(self.max_wait);
        bound.mul_f64(chance.clamp(0.0, 1.0))
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// The history of a call so far.
pub(crate) struct History<'a> {
    /// The number of attempts, including those that failed before the request was sent.
    pub(crate) attempts: u32,
    /// The time since the first attempt started.
    pub(crate) elapsed: Duration,
    /// The time limit of the call.
    pub(crate) limit: Option<Duration>,
    /// The outcome of the last attempt.
    pub(crate) outcome: &'a Result<TransportResponse, Error>,
    /// The random fraction of the maximum wait, from 0 to 1.
    pub(crate) chance: f64,
}
