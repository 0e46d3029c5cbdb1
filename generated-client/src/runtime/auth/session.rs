//! A login that is under way: keeps the token, renews it in time, and asks the source once however many calls wait.
//!
//! It must not know grants. Time comes from the client's clock, as a duration since some moment.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::HeaderValue;

use super::flight::{Flight, Join, lock};
use super::keys::bearer;
use super::source::{LoginContext, TokenSource};
use super::trace::LoginSpan;
use crate::runtime::error::auth::{AuthError, AuthErrorKind};
use crate::runtime::redact::Secret;
use crate::runtime::transport::clock::Clock;
use crate::runtime::transport::future::BoxFuture;

/// How long before it expires a token is renewed, unless a tenth of its life is less.
const EARLY: Duration = Duration::from_secs(60);

/// A token in use.
pub(super) struct Held {
    pub(super) header: HeaderValue,
    text: Secret,
    renew_at: Option<Duration>,
}

type Outcome = Result<Arc<Held>, AuthError>;

/// A call's share in a login.
struct Share {
    flight: Arc<Flight<Outcome>>,
    join: Join<Outcome>,
    /// Whether this call has begun it.
    new: bool,
}

/// The token of a client, and the login that gives the next one.
pub(super) struct Session {
    source: Arc<dyn TokenSource>,
    context: LoginContext,
    clock: Option<Arc<dyn Clock>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Arc<Held>>,
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

    /// The token to use now. `refused` is one that the server answered with 401: it is not given again, unless the source
    /// has no other.
    pub(super) async fn token(&self, refused: Option<&Arc<Held>>) -> Outcome {
        // A login that all who waited for had given up may end with a failure of long ago: then one more is begun.
        loop {
            let Share { flight, join, new } = match self.held_or_join(refused) {
                Ok(held) => return Ok(held),
                Err(share) => share,
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

    /// The token at hand if it can be used, or else a share in the login that is under way, which is begun if there is none.
    fn held_or_join(&self, refused: Option<&Arc<Held>>) -> Result<Arc<Held>, Share> {
        let now = self.now();
        let mut state = lock(&self.state);
        if let (Some(held), Some(refused)) = (&state.held, refused)
            && Arc::ptr_eq(held, refused)
        {
            state.held = None;
        }
        if let Some(held) = state.held.as_ref().filter(|held| held.is_fresh(now)) {
            return Ok(Arc::clone(held));
        }
        let new = state.flight.is_none();
        let flight = state.flight.get_or_insert_with(|| Flight::new(self.login(refused)));
        Err(Share { join: flight.join(), flight: Arc::clone(flight), new })
    }

    /// Asks the source. The future owns all it needs, so that it can outlive the call that began it.
    fn login(&self, refused: Option<&Arc<Held>>) -> BoxFuture<'static, Outcome> {
        let (source, clock) = (Arc::clone(&self.source), self.clock.clone());
        let context =
            LoginContext { rejected: refused.map(|held| held.text.clone()), ..self.context.clone() };
        Box::pin(async move {
            // Counted from before the request, so that its way does not lengthen the token's life.
            let asked = clock.map(|clock| clock.now());
            let span = LoginSpan::new(context.token_url());
            let token = span.around(source.token(&context)).await?;
            let header = bearer(&token.text).map_err(|reason| {
                AuthError::from_kind(AuthErrorKind::InvalidResponse).with_description(Some(reason.to_owned()))
            })?;
            let renew_at = token
                .expires_in()
                .zip(asked)
                .and_then(|(life, asked)| asked.checked_add(life.saturating_sub(EARLY.min(life / 10))));
            Ok(Arc::new(Held { header, text: token.text.clone(), renew_at }))
        })
    }

    /// Keeps what came of a login; the first of those who waited does so.
    fn settle(&self, flight: &Arc<Flight<Outcome>>, outcome: Option<&Outcome>) {
        let mut state = lock(&self.state);
        if state.flight.as_ref().is_some_and(|current| Arc::ptr_eq(current, flight)) {
            state.flight = None;
            if let Some(Ok(held)) = outcome {
                state.held = Some(Arc::clone(held));
            }
        }
    }

    fn is_stale(&self, outcome: &Outcome) -> bool {
        match outcome {
            Ok(held) => !held.is_fresh(self.now()),
            Err(error) => error.kind() == AuthErrorKind::Transport,
        }
    }

    fn now(&self) -> Option<Duration> {
        self.clock.as_ref().map(|clock| clock.now())
    }
}

impl Held {
    fn is_fresh(&self, now: Option<Duration>) -> bool {
        self.renew_at.zip(now).is_none_or(|(renew_at, now)| now < renew_at)
    }

    /// Whether both are the same token, so that it makes no sense to try the other one.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.text.expose() == other.text.expose()
    }
}
