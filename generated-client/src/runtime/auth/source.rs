//! Sources of access tokens. [`session`] caches, renews and shares the tokens.
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

/// A source of access tokens. Implement it for a vault, a broker or another protocol;
/// [`OAuth2`](super::oauth2::OAuth2) is the built-in source.
///
/// The client requests the first token on first use and caches it. It requests a new token shortly before the
/// cached one expires, and when the server responds with 401. All waiting calls share one request and its result.
/// Any of these calls drives the future: if one is dropped, another continues the same future.
pub trait TokenSource: Send + Sync + 'static {
    /// Obtains a token. If [`LoginContext::rejected`] returns a token, the server no longer accepts that token,
    /// so return a different one.
    ///
    /// # Errors
    /// Returns an [`AuthError`], which fails all waiting calls. The next call tries again.
    fn token<'a>(&'a self, context: &'a LoginContext) -> BoxFuture<'a, Result<AccessToken, AuthError>>;

    /// Returns whether [`LoginContext::token_url`] is required; if it is required but unknown, the client cannot be
    /// built. The default is `false`.
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

/// An issued access token. `Debug` shows neither this token nor the refresh token.
#[derive(Debug, Clone)]
pub struct AccessToken {
    pub(super) text: Secret,
    expires_in: Option<Duration>,
    refresh_token: Option<Secret>,
}

impl AccessToken {
    /// Creates a token for `Authorization: Bearer`, with no known expiry.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Secret::new(text.into()), expires_in: None, refresh_token: None }
    }

    /// Sets the lifetime, measured from the start of the token request. The client renews the token one minute or a
    /// tenth of the lifetime before it expires, whichever is later.
    #[must_use]
    pub fn with_expires_in(self, time: Duration) -> Self {
        Self { expires_in: Some(time), ..self }
    }

    /// Sets the refresh token, which is used to obtain the next access token.
    #[must_use]
    pub fn with_refresh_token(self, text: impl Into<String>) -> Self {
        Self { refresh_token: Some(Secret::new(text.into())), ..self }
    }

    /// Returns the token, which is a secret.
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// Returns the token's lifetime at the time of issue, if known.
    pub fn expires_in(&self) -> Option<Duration> {
        self.expires_in
    }

    /// Returns the refresh token, which is a secret, if there is one.
    pub fn refresh_token(&self) -> Option<&str> {
        self.refresh_token.as_ref().map(Secret::expose)
    }
}

/// The environment of a [`TokenSource`]: the client's transport and the token URL. `Debug` shows no secrets.
#[derive(Clone)]
pub struct LoginContext {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) token_url: Option<LoginUrl>,
    /// The headers sent with every request to the API.
    pub(super) api_headers: HeaderMap,
    /// The caller's default headers, which are sent only to the client's own origin.
    pub(super) default_headers: HeaderMap,
    pub(super) base_url: BaseUrl,
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: u64,
    pub(super) rejected: Option<Secret>,
    pub(super) profile: &'static Profile,
    /// Names of secrets, in addition to the built-in ones and those of the API.
    pub(super) secret_names: Arc<[String]>,
}

impl LoginContext {
    /// Returns the client's transport. Use it so that the client's proxy, certificates and test doubles also apply to
    /// token requests.
    pub fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    /// Returns the token URL. It starts with `https://` or refers to the local machine.
    pub fn token_url(&self) -> Option<&str> {
        self.token_url.as_ref().map(LoginUrl::as_str)
    }

    /// Returns the token that the server rejected with 401, if that is why a new one is requested. The token is a
    /// secret.
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
