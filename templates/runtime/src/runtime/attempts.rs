//! The inner half of a call: credentials, transport, and again where the policy says so. Middleware lies outside of it.

use std::time::Duration;

use http::header::AUTHORIZATION;

use super::client::Inner;
use super::error::{Error, Result};
use super::observe::CallSpan;
use super::redact::mark_all;
use super::retry::{Made, RetryPolicy};
use super::transport::{TransportRequest, TransportResponse};

/// What the attempts of one call have in common.
pub(super) struct Attempts<'a> {
    pub(super) client: &'a Inner,
    pub(super) policy: &'a RetryPolicy,
    /// Whether the call may be made twice without harm.
    pub(super) repeatable: bool,
    /// Whether the client's credentials belong on it.
    pub(super) wants_credentials: bool,
    /// Scheme, host and port of the call as it was assembled: credentials go nowhere else.
    pub(super) origin: String,
    pub(super) span: &'a CallSpan,
}

impl Attempts<'_> {
    /// Sends the request until something comes of it that is no passing failure, or until the policy says to give up.
    pub(super) async fn run(&self, mut request: TransportRequest) -> Result<TransportResponse> {
        self.guard(&mut request);
        let limit = request.timeout;
        let clock = self.client.clock.as_deref();
        let started = clock.map(|clock| clock.now()).unwrap_or_default();
        loop {
            let outcome = self.attempt(&request).await;
            let attempts = request.attempt;
            let passing = self.policy.is_passing(&outcome);
            if let (Ok(_), false) = (&outcome, passing) {
                self.client.retry_budget.regain();
            }
            if let (true, true, Some(clock)) = (passing, self.repeatable, clock) {
                let elapsed = clock.now().saturating_sub(started);
                let made = Made { attempts, elapsed, limit, outcome: &outcome, chance: clock.chance() };
                if let Some(wait) = self.policy.wait(made)
                    && let Some(sleep) = clock.sleep(wait)
                    && self.client.retry_budget.take()
                {
                    self.span.retry(attempts, wait, &outcome);
                    sleep.await;
                    let elapsed = clock.now().saturating_sub(started);
                    // A limit of nothing would be no limit to some transports.
                    let left = |limit: Duration| limit.saturating_sub(elapsed).max(Duration::from_millis(1));
                    request.timeout = limit.map(left);
                    request.attempt = attempts.saturating_add(1);
                    continue;
                }
            }
            return outcome;
        }
    }

    /// Sends the request once.
    async fn attempt(&self, request: &TransportRequest) -> Result<TransportResponse> {
        let mut request = request.clone();
        let (operation, attempts) = (request.operation, request.attempt);
        if let (true, Some(credentials)) = (self.adds_credentials(&request), &self.client.credentials) {
            credentials.apply(&mut request.headers).await?;
        }
        self.span.sending(&request);
        match self.client.transport.send(request).await {
            Ok(mut response) => {
                mark_all(&mut response.headers);
                response.attempts = attempts;
                self.span.received(&response);
                Ok(response)
            }
            Err(error) => Err(Error::Transport(Box::new(error.of(operation, attempts)))),
        }
    }

    fn adds_credentials(&self, request: &TransportRequest) -> bool {
        self.wants_credentials
            && origin(&request.url) == self.origin
            && !request.headers.contains_key(AUTHORIZATION)
    }

    /// Takes the client's own secret headers off a request that a middleware has sent elsewhere.
    fn guard(&self, request: &mut TransportRequest) {
        if origin(&request.url) != self.origin {
            for (name, value) in self.client.own_headers.iter().filter(|(_, value)| value.is_sensitive()) {
                if request.headers.get(name) == Some(value) {
                    request.headers.remove(name);
                }
            }
        }
    }
}

/// Scheme, host and port of an absolute URL, as they are written.
pub(super) fn origin(url: &str) -> &str {
    let start = url.find("://").map_or(0, |scheme| scheme + 3);
    let length = url.get(start..).and_then(|rest| rest.find(['/', '?', '#', '\\']));
    length.and_then(|length| url.get(..start + length)).unwrap_or(url)
}
