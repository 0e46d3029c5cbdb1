//! An active login: stores the token, renews it before it expires, and sends only one token request, regardless
//! of how many calls are waiting.
//!
//! Time comes from the client's clock, as the duration since an arbitrary point.

// This module is independent of grants.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::HeaderValue;

use super::flight::{Flight, Join};
use super::keys::bearer;
use super::source::{LoginContext, TokenSource};
use super::trace::LoginSpan;
use crate::runtime::error::auth::{AuthError, AuthErrorKind};
use crate::runtime::redact::Secret;
use crate::runtime::transport::clock::Clock;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::lock::lock;

/// The interval before expiry in which a token is renewed. It is capped at a tenth of the token's lifetime.
const EARLY: Duration = Duration::from_secs(60);

/// A token in use.
pub(super) struct ActiveToken {
    pub(super) header: HeaderValue,
    text: Secret,
    renew_at: Option<Duration>,
}

type Outcome = Result<Arc<ActiveToken>, AuthError>;

/// A call's handle to the token request in flight.
struct PendingLogin {
    flight: Arc<Flight<Outcome>>,
    join: Join<Outcome>,
    /// Whether this call started the token request.
    new: bool,
}

/// The token of a client, and the token request that renews it.
pub(super) struct Session {
    source: Arc<dyn TokenSource>,
    context: LoginContext,
    clock: Option<Arc<dyn Clock>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Arc<ActiveToken>>,
    flight: Option<Arc<Flight<Outcome>>>,
}

impl Session {
    pub(super) fn new(
        source: Arc<dyn TokenSource>,
        context: LoginContext,
        clock: Option<Arc<dyn Clock>>,
    ) -> Self {
        Self { source, context, clock, state: Mutex::default() }
    }

    /// Returns a usable token. The token `refused` was rejected with 401; it is not returned again, unless the
    /// source itself returns it.
    pub(super) async fn token(&self, refused: Option<&Arc<ActiveToken>>) -> Outcome {
        // A token request that all earlier waiters abandoned may resolve to an outdated failure, so it is repeated
        // once.
        loop {
            let PendingLogin { flight, join, new } = match self.current_or_join(refused) {
                Ok(token) => return Ok(token),
                Err(pending) => pending,
            };
            let resumed = join.resumed && !new;
            let outcome = join.await;
            self.settle(&flight, outcome.as_ref());
            match outcome {
                Some(outcome) if !(resumed && self.is_stale(&outcome)) => return outcome,
                None if new => {
                    let reason = "the token source panicked";
                    return Err(
                        AuthError::from_kind(AuthErrorKind::Source).with_description(Some(reason.to_owned()))
                    );
                }
                _ => {}
            }
        }
    }

    /// Returns the current token if it is fresh. Otherwise, joins the token request in flight or starts one.
    fn current_or_join(&self, refused: Option<&Arc<ActiveToken>>) -> Result<Arc<ActiveToken>, PendingLogin> {
        let now = self.now();
        let mut state = lock(&self.state);
        if let (Some(token), Some(refused)) = (&state.token, refused)
            && Arc::ptr_eq(token, refused)
        {
            state.token = None;
        }
        if let Some(token) = state.token.as_ref().filter(|token| token.is_fresh(now)) {
            return Ok(Arc::clone(token));
        }
        let new = state.flight.is_none();
        let flight = state.flight.get_or_insert_with(|| Flight::new(self.login(refused)));
        Err(PendingLogin { join: flight.join(), flight: Arc::clone(flight), new })
    }

    /// Requests a token from the source. The future owns its data, so that it can outlive the call that started it.
    fn login(&self, refused: Option<&Arc<ActiveToken>>) -> BoxFuture<'static, Outcome> {
        let (source, clock) = (Arc::clone(&self.source), self.clock.clone());
        let context =
            LoginContext { rejected: refused.map(|token| token.text.clone()), ..self.context.clone() };
        Box::pin(async move {
            // The time is measured before the request, so that network latency does not extend the token's
            // lifetime.
            let requested_at = clock.map(|clock| clock.now());
            let span = LoginSpan::new(context.token_url());
            let token = span.around(source.token(&context)).await?;
            let header = bearer(&token.text).map_err(|reason| {
                AuthError::from_kind(AuthErrorKind::InvalidResponse).with_description(Some(reason.to_owned()))
            })?;
            let renew_at = token
                .expires_in()
                .zip(requested_at)
                .and_then(|(life, start)| start.checked_add(life.saturating_sub(EARLY.min(life / 10))));
            Ok(Arc::new(ActiveToken { header, text: token.text.clone(), renew_at }))
        })
    }

    /// Stores the outcome of a token request; only the first waiter does so.
    fn settle(&self, flight: &Arc<Flight<Outcome>>, outcome: Option<&Outcome>) {
        let mut state = lock(&self.state);
        if state.flight.as_ref().is_some_and(|current| Arc::ptr_eq(current, flight)) {
            state.flight = None;
            if let Some(Ok(token)) = outcome {
                state.token = Some(Arc::clone(token));
            }
        }
    }

    fn is_stale(&self, outcome: &Outcome) -> bool {
        match outcome {
            Ok(token) => !token.is_fresh(self.now()),
            Err(error) => error.kind() == AuthErrorKind::Transport,
        }
    }

    fn now(&self) -> Option<Duration> {
        self.clock.as_ref().map(|clock| clock.now())
    }
}

impl ActiveToken {
    fn is_fresh(&self, now: Option<Duration>) -> bool {
        self.renew_at.zip(now).is_none_or(|(renew_at, now)| now < renew_at)
    }

    /// Returns whether the tokens are equal, in which case a retry is pointless.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.text.expose() == other.text.expose()
    }
}
