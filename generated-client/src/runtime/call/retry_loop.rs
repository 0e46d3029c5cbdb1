//! The inner half of a call: credentials, transport, and again where the policy says so. Middleware lies outside of it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;

use super::trace::CallSpan;
use crate::runtime::auth::scheme::Scheme;
use crate::runtime::client::Inner;
use crate::runtime::client::middleware::Innermost;
use crate::runtime::client::retry::{Made, RetryPolicy};
use crate::runtime::error::{Error, Result};
use crate::runtime::redact::{Redaction, mark_all};
use crate::runtime::transport::deadline::within;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::sent::Sent;
use crate::runtime::transport::{TransportError, TransportRequest, TransportResponse};

/// What the attempts of one call have in common.
pub(crate) struct Attempts<'a> {
    pub(crate) client: &'a Inner,
    pub(crate) policy: &'a RetryPolicy,
    /// Whether the call may be made twice without harm.
    pub(crate) repeatable: bool,
    /// Whether the client's credentials belong on it.
    pub(crate) wants_credentials: bool,
    /// Which of them; empty for all.
    pub(crate) security: &'static [&'static [Scheme]],
    /// Scheme, host and port of the call as it was assembled: credentials go nowhere else.
    pub(crate) origin: String,
    /// What was sent, for the errors that tell of the response.
    pub(crate) sent: Mutex<Sent>,
    pub(crate) span: &'a CallSpan,
}

impl Innermost for Attempts<'_> {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse>> {
        Box::pin(self.run(request))
    }
}

impl Attempts<'_> {
    /// Sends the request until something comes of it that is no passing failure, or until the policy says to give up.
    async fn run(&self, mut request: TransportRequest) -> Result<TransportResponse> {
        self.guard(&mut request);
        let limit = request.timeout;
        request.call_timeout = limit;
        let clock = self.client.behaviour.clock.as_deref();
        let started = self.now();
        loop {
            let outcome = self.attempt(&request).await;
            let attempts = request.attempt;
            let passing = self.policy.is_passing(&outcome);
            // A server that fails is no reason to repeat more, whatever the status.
            if outcome.as_ref().is_ok_and(|response| response.status.is_success()) {
                self.client.behaviour.retry_budget.regain();
            }
            // After a failed login, nothing has come of the call that could be done twice.
            let repeatable =
                (self.repeatable || matches!(outcome, Err(Error::Auth(_)))) && !request.is_spent();
            if let (true, true, Some(clock)) = (passing, repeatable, clock) {
                let elapsed = clock.now().saturating_sub(started);
                let made = Made { attempts, elapsed, limit, outcome: &outcome, chance: clock.chance() };
                if let Some(wait) = self.policy.wait(made)
                    && let Some(sleep) = clock.sleep(wait)
                    && self.client.behaviour.retry_budget.take()
                {
                    self.span.retry(attempts, wait, &outcome);
                    sleep.await;
                    request.timeout = self.left(limit, started);
                    request.attempt = attempts.saturating_add(1);
                    continue;
                }
            }
            return outcome;
        }
    }

    /// Sends the request; once more if the server does not take its token, and the login gives another one.
    async fn attempt(&self, request: &TransportRequest) -> Result<TransportResponse> {
        let credentials = self.client.credentials.as_ref().filter(|_| self.adds_credentials(request));
        let Some(credentials) = credentials else {
            return self.exchange(request.clone()).await;
        };
        let (limit, started) = (request.timeout, self.now());
        let mut signed = request.clone();
        let used = self.in_time(request, credentials.apply(&mut signed, self.security)).await?;
        signed.timeout = self.left(limit, started);
        let response = self.exchange(signed.clone()).await?;
        let Some(used) = used.filter(|_| response.status == StatusCode::UNAUTHORIZED) else {
            return Ok(response);
        };
        let mut again = signed.clone();
        signed.timeout = self.left(limit, started);
        if !self.in_time(&signed, credentials.renew(&used, &mut again)).await? {
            return Ok(response);
        }
        if again.is_spent() {
            // What cannot be sent again keeps its answer; the next call has the new token.
            return Ok(response);
        }
        again.timeout = self.left(limit, started);
        self.exchange(again).await
    }

    /// Ends a login that takes longer than the call may.
    async fn in_time<T>(
        &self,
        request: &TransportRequest,
        login: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let clock = self.client.behaviour.clock.as_deref();
        within(clock, request.timeout, login).await.unwrap_or_else(|| {
            let error = TransportError::timeout(request.call_timeout);
            Err(Error::Transport(Box::new(error.for_operation(request.operation, request.attempt))))
        })
    }

    fn now(&self) -> Duration {
        self.client.behaviour.clock.as_ref().map(|clock| clock.now()).unwrap_or_default()
    }

    /// What is left of a time limit. A limit of nothing would be no limit to some transports.
    fn left(&self, limit: Option<Duration>, started: Duration) -> Option<Duration> {
        let elapsed = self.now().saturating_sub(started);
        limit.map(|limit| limit.saturating_sub(elapsed).max(Duration::from_millis(1)))
    }

    /// Sends the request once, as it is.
    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse> {
        let (operation, attempts) = (request.operation, request.attempt);
        let (left, given) = (request.timeout, request.call_timeout);
        self.span.sending(self.client, &request);
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).add(&request);
        #[cfg(feature = "stream")]
        let outcome = {
            let clock = self.client.behaviour.clock.as_deref();
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
                    .error(error.for_call(left, given));
                Err(Error::Transport(Box::new(error.for_operation(operation, attempts))))
            }
        }
    }

    /// What was sent so far.
    pub(crate) fn sent(&self) -> Sent {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn adds_credentials(&self, request: &TransportRequest) -> bool {
        self.wants_credentials && origin(&request.url) == self.origin
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
pub(crate) fn origin(url: &str) -> &str {
    let start = url.find("://").map_or(0, |scheme| scheme + 3);
    let length = url.get(start..).and_then(|rest| rest.find(['/', '?', '#', '\\']));
    length.and_then(|length| url.get(..start + length)).unwrap_or(url)
}
