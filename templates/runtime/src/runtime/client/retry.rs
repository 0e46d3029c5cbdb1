//! When a call is made once more, and after which wait. Pure decisions: nothing here sends or sleeps.

use std::borrow::Cow;
use std::time::Duration;

use http::StatusCode;

use crate::runtime::error::Error;
use crate::runtime::error::retry_after::retry_after;
use crate::runtime::transport::{TransportErrorKind, TransportResponse};

const STATUSES: &[StatusCode] = &[
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::BAD_GATEWAY,
    StatusCode::SERVICE_UNAVAILABLE,
    StatusCode::GATEWAY_TIMEOUT,
];

/// How calls are repeated that failed for a passing reason.
///
/// Repeated are answers of 429, 502, 503 and 504, and connections that did not come about or broke before an answer
/// came; never a call whose time is up, and never a refused certificate. Only methods that may be repeated without harm
/// are (RFC 9110, 9.2.2: `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE`), others where the operation is marked as
/// idempotent or the caller says so ([`RequestOptions::idempotent`](crate::runtime::RequestOptions::idempotent)).
///
/// The wait is what `Retry-After` asks for, else a random share of `base_wait`, doubled with each attempt, and never
/// more than `max_wait`. A call whose next wait would be longer than allowed gives up at once.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a policy takes effect when it is given to a client or a call"]
pub struct RetryPolicy {
    attempts: u32,
    base_wait: Duration,
    max_wait: Duration,
    max_total: Duration,
    statuses: Cow<'static, [StatusCode]>,
}

impl RetryPolicy {
    /// At most 4 attempts, waits from 0.5 s up to 60 s, 5 min in all. The call's own time limit ends it earlier.
    pub const fn new() -> Self {
        Self {
            attempts: 4,
            base_wait: Duration::from_millis(500),
            max_wait: Duration::from_secs(60),
            max_total: Duration::from_secs(300),
            statuses: Cow::Borrowed(STATUSES),
        }
    }

    /// Nothing is repeated.
    pub const fn none() -> Self {
        let mut policy = Self::new();
        policy.attempts = 1;
        policy
    }

    /// Sets how often a call is made at most, the first time included; 0 counts as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the longest wait before the second attempt, where the server does not ask for one. It is doubled each time.
    pub fn base_wait(mut self, wait: Duration) -> Self {
        self.base_wait = wait;
        self
    }

    /// Sets the longest single wait. If the server asks for a longer one, the call ends at once with its error, which
    /// tells the wait: [`Error::retry_after`].
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// Sets the time, counted from the first attempt, after which no other is begun.
    pub fn max_total(mut self, time: Duration) -> Self {
        self.max_total = time;
        self
    }

    /// Sets the statuses that are repeated, in place of 429, 502, 503 and 504.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = StatusCode>) -> Self {
        self.statuses = Cow::Owned(statuses.into_iter().collect());
        self
    }

    /// Whether an answer or failure is one that may pass by itself.
    pub(crate) fn is_passing(&self, outcome: &Result<TransportResponse, Error>) -> bool {
        match outcome {
            Ok(response) => self.statuses.contains(&response.status),
            Err(Error::Transport(error)) => {
                matches!(error.kind(), TransportErrorKind::Connect | TransportErrorKind::Interrupted)
            }
            Err(Error::Auth(error)) => error.is_transient(),
            Err(_) => false,
        }
    }

    /// The wait before the next attempt, after so many attempts and so much time; `None` to give up.
    pub(crate) fn wait(&self, made: Made<'_>) -> Option<Duration> {
        if made.attempts >= self.attempts {
            return None;
        }
        let asked = match made.outcome {
            Ok(response) => retry_after(&response.headers),
            Err(error) => error.retry_after(),
        };
        let wait = asked.unwrap_or_else(|| self.backoff(made.attempts, made.chance));
        let end = made.elapsed.checked_add(wait)?;
        let in_time = end <= self.max_total && made.limit.is_none_or(|limit| end < limit);
        (wait <= self.max_wait && in_time).then_some(wait)
    }

    /// Exponential backoff with full jitter: any wait up to the bound is as likely as any other.
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

/// What a call has behind it.
pub(crate) struct Made<'a> {
    /// How often it was sent.
    pub(crate) attempts: u32,
    /// The time since its first attempt began.
    pub(crate) elapsed: Duration,
    /// The time that it may take in all.
    pub(crate) limit: Option<Duration>,
    /// What came of the last attempt.
    pub(crate) outcome: &'a Result<TransportResponse, Error>,
    /// The share of the longest wait.
    pub(crate) chance: f64,
}
