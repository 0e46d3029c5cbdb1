//! The inner part of a call: credentials, transport and retries. Middleware runs outside it.

use std::sync::Mutex;
use std::time::Duration;

use http::StatusCode;

use super::trace::CallSpan;
use crate::runtime::auth::scheme::Scheme;
use crate::runtime::client::Inner;
use crate::runtime::client::middleware::Innermost;
use crate::runtime::client::retry::{History, RetryPolicy};
use crate::runtime::error::{Error, Result};
use crate::runtime::redact::{Redaction, mark_all};
use crate::runtime::transport::deadline::within;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::lock::lock;
use crate::runtime::transport::sent::Sent;
use crate::runtime::transport::{TransportError, TransportRequest, TransportResponse};
use crate::runtime::url::split_origin;

/// The state shared by the attempts of one call.
pub(crate) struct Attempts<'a> {
    pub(crate) client: &'a Inner,
    pub(crate) policy: &'a RetryPolicy,
    /// Whether the call is idempotent.
    pub(crate) can_repeat: bool,
    /// Whether the client's credentials are added.
    pub(crate) needs_credentials: bool,
    /// The security requirements; empty if all credentials are sent.
    pub(crate) security: &'static [&'static [Scheme]],
    /// The scheme, host and port of the assembled request; credentials are sent only to this origin.
    pub(crate) origin: String,
    /// The requests that were sent, for redacting errors about the response.
    pub(crate) sent: Mutex<Sent>,
    pub(crate) span: &'a CallSpan,
}

impl Innermost for Attempts<'_> {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse>> {
        Box::pin(self.run(request))
    }
}

impl Attempts<'_> {
    /// Sends the request and repeats it after transient failures until the policy stops retrying.
    async fn run(&self, mut request: TransportRequest) -> Result<TransportResponse> {
        self.guard(&mut request);
        let limit = request.timeout;
        request.call_timeout = limit;
        let clock = self.client.policies.clock.as_deref();
        let started = self.now();
        loop {
            let attempt_limit = self.policy.attempt_limit(request.timeout);
            let outcome = match attempt_limit {
                Some(_) => {
                    let mut limited = request.clone();
                    (limited.timeout, limited.call_timeout) = (attempt_limit, attempt_limit);
                    self.attempt(&limited).await
                }
                None => self.attempt(&request).await,
            };
            let attempts = request.attempt;
            let is_transient = self.policy.is_transient(&outcome, attempt_limit.is_some());
            // Only a success refills the budget; an error response never does, regardless of its status.
            if outcome.as_ref().is_ok_and(|response| response.status.is_success()) {
                self.client.policies.retry_budget.regain();
            }
            // If a token request fails, the call itself was not sent, or was rejected with 401, so it is safe to repeat.
            let can_repeat =
                (self.can_repeat || matches!(outcome, Err(Error::Auth(_)))) && !request.is_spent();
            if let (true, true, Some(clock)) = (is_transient, can_repeat, clock) {
                let elapsed = clock.now().saturating_sub(started);
                let history = History { attempts, elapsed, limit, outcome: &outcome, chance: clock.chance() };
                if let Some(wait) = self.policy.wait(history)
                    && let Some(sleep) = clock.sleep(wait)
                    && self.client.policies.retry_budget.take()
                {
                    self.span.retry(attempts, wait, &outcome);
                    sleep.await;
                    request.timeout = self.remaining(limit, started);
                    request.attempt = attempts.saturating_add(1);
                    continue;
                }
            }
            return outcome;
        }
    }

    /// Sends the request and repeats it once if the server responds with 401 and a different token can be
    /// obtained.
    async fn attempt(&self, request: &TransportRequest) -> Result<TransportResponse> {
        let credentials = self.client.credentials.as_ref().filter(|_| self.accepts_credentials(request));
        let Some(credentials) = credentials else {
            return self.exchange(request.clone()).await;
        };
        let (limit, started) = (request.timeout, self.now());
        let mut signed = request.clone();
        let used = self.within_limit(request, credentials.apply(&mut signed, self.security)).await?;
        signed.timeout = self.remaining(limit, started);
        let response = self.exchange(signed.clone()).await?;
        let Some(used) = used.filter(|_| response.status == StatusCode::UNAUTHORIZED) else {
            return Ok(response);
        };
        let mut again = signed.clone();
        signed.timeout = self.remaining(limit, started);
        if !self.within_limit(&signed, credentials.renew(&used, &mut again)).await? {
            return Ok(response);
        }
        if again.is_spent() {
            // A consumed body cannot be sent again. The 401 is returned, and the next call uses the new token.
            return Ok(response);
        }
        again.timeout = self.remaining(limit, started);
        self.exchange(again).await
    }

    /// Limits a token request to the call's time limit.
    async fn within_limit<T>(
        &self,
        request: &TransportRequest,
        login: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let clock = self.client.policies.clock.as_deref();
        within(clock, request.timeout, login).await.unwrap_or_else(|| {
            let error = TransportError::timeout(request.call_timeout);
            Err(Error::Transport(Box::new(error.for_operation(request.operation, request.attempt))))
        })
    }

    fn now(&self) -> Duration {
        self.client.policies.clock.as_ref().map(|clock| clock.now()).unwrap_or_default()
    }

    /// Returns the remaining time, at least 1 ms, since some transports treat zero as no limit.
    fn remaining(&self, limit: Option<Duration>, started: Duration) -> Option<Duration> {
        let elapsed = self.now().saturating_sub(started);
        limit.map(|limit| limit.saturating_sub(elapsed).max(Duration::from_millis(1)))
    }

    /// Sends the request once, unchanged.
    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse> {
        let (operation, attempts) = (request.operation, request.attempt);
        let (remaining, limit) = (request.timeout, request.call_timeout);
        self.span.sending(self.client, &request);
        lock(&self.sent).add(&request);
        #[cfg(feature = "stream")]
        let outcome = {
            let clock = self.client.policies.clock.as_deref();
            crate::runtime::transport::stream::exchange(&*self.client.transport, clock, request).await
        };
        #[cfg(not(feature = "stream"))]
        let outcome = self.client.transport.send(request).await;
        match outcome {
            Ok(mut response) => {
                mark_all(&mut response.headers, self.client.names());
                response.attempts = attempts;
                self.span.received(self.client, &response, || self.sent());
                Ok(response)
            }
            Err(error) => {
                let error = Redaction::from_sent(self.client.names(), &self.sent())
                    .error(error.for_call(remaining, limit));
                Err(Error::Transport(Box::new(error.for_operation(operation, attempts))))
            }
        }
    }

    /// Returns the requests that were sent so far.
    pub(crate) fn sent(&self) -> Sent {
        lock(&self.sent).clone()
    }

    fn accepts_credentials(&self, request: &TransportRequest) -> bool {
        self.needs_credentials && split_origin(&request.url).0 == self.origin
    }

    /// Removes the client's secret headers from a request that a middleware redirected to another origin.
    fn guard(&self, request: &mut TransportRequest) {
        if split_origin(&request.url).0 != self.origin {
            for (name, value) in self.client.default_headers.iter().filter(|(_, value)| value.is_sensitive())
            {
                if request.headers.get(name) == Some(value) {
                    request.headers.remove(name);
                }
            }
        }
    }
}
