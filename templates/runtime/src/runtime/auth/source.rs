//! The seam for login: whatever gives access tokens. Caching, renewing and sharing are the client's business ([`session`]).
//!
//! [`session`]: super::session

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use super::hosts::LoginUrl;
use crate::runtime::error::auth::AuthError;
use crate::runtime::profile::Profile;
use crate::runtime::redact::Secret;
use crate::runtime::transport::Transport;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::url::BaseUrl;

/// Gives access tokens. [`OAuth2`](super::oauth2::OAuth2) is one; write your own for a vault, a broker or another protocol.
///
/// The client asks for the first token on first use, keeps it, asks again shortly before it expires and when the server
/// answers 401. However many calls wait, it asks once at a time, and hands the result to all of them. The future is driven
/// by whichever of these calls is alive: if one is given up, another goes on with the same future.
pub trait TokenSource: Send + Sync + 'static {
    /// Gets a token. If [`LoginContext::rejected`] is some, the server does not take that one any more: do not give it again.
    ///
    /// # Errors
    /// [`AuthError`], which ends all calls that wait. The next call asks again.
    fn token<'a>(&'a self, context: &'a LoginContext) -> BoxFuture<'a, Result<AccessToken, AuthError>>;

    /// Whether [`LoginContext::token_url`] must be known; the client is not built if it is not. By default `false`.
    fn needs_token_url(&self) -> bool {
        false
    }
}

impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token<'a>(&'a self, context: &'a LoginContext) -> BoxFuture<'a, Result<AccessToken, AuthError>> {
        (**self).token(context)
    }

    fn needs_token_url(&self) -> bool {
        (**self).needs_token_url()
    }
}

/// A token that was issued. `Debug` shows neither it nor the refresh token.
#[derive(Debug, Clone)]
pub struct AccessToken {
    pub(super) text: Secret,
    expires_in: Option<Duration>,
    refresh_token: Option<Secret>,
}

impl AccessToken {
    /// A token that is sent as `Authorization: Bearer`, of which it is not known when it expires.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Secret::new(text.into()), expires_in: None, refresh_token: None }
    }

    /// Says how long it will be valid, counted from when it is handed over. The client renews it before: a minute, or a
    /// tenth of this time if that is less.
    #[must_use]
    pub fn with_expires_in(self, time: Duration) -> Self {
        Self { expires_in: Some(time), ..self }
    }

    /// Adds the token that gets the next one.
    #[must_use]
    pub fn with_refresh_token(self, text: impl Into<String>) -> Self {
        Self { refresh_token: Some(Secret::new(text.into())), ..self }
    }

    /// The token itself, a secret.
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// How long it was valid when it was issued, if that is known.
    pub fn expires_in(&self) -> Option<Duration> {
        self.expires_in
    }

    /// The token that gets the next one, a secret, if there is one.
    pub fn refresh_token(&self) -> Option<&str> {
        self.refresh_token.as_ref().map(Secret::expose)
    }
}

/// What a [`TokenSource`] has to work with: the client's transport and where to log in. `Debug` shows no secrets.
#[derive(Clone)]
pub struct LoginContext {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) token_url: Option<LoginUrl>,
    /// What every request to the API bears, too.
    pub(super) api_headers: HeaderMap,
    /// The caller's default headers, which may go to the client's own origin only.
    pub(super) own_headers: HeaderMap,
    pub(super) base_url: BaseUrl,
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: u64,
    pub(super) rejected: Option<Secret>,
    pub(super) profile: &'static Profile,
    /// Names of secrets, besides the usual ones and those of the API.
    pub(super) secret_names: Arc<[String]>,
}

impl LoginContext {
    /// The client's transport: proxies, certificates and tests then hold for the login, too.
    pub fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    /// Where tokens are issued. It begins with `https://` or names this machine.
    pub fn token_url(&self) -> Option<&str> {
        self.token_url.as_ref().map(LoginUrl::as_str)
    }

    /// The token that the server answered with 401, a secret, if that is why a new one is asked for.
    pub fn rejected(&self) -> Option<&str> {
        self.rejected.as_ref().map(Secret::expose)
    }
}

impl fmt::Debug for LoginContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginContext")
            .field("token_url", &self.token_url)
            .field("rejected", &self.rejected)
            .finish_non_exhaustive()
    }
}
