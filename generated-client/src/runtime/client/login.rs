//! Settings of [`ClientBuilder`] for authentication and hosts.

use std::sync::Arc;

use super::builder::ClientBuilder;
use crate::runtime::auth::authorize::{Authorize, with_query};
use crate::runtime::auth::hosts::{self, Gateway};
use crate::runtime::auth::keys::ApiKey;
use crate::runtime::auth::settings::Wanted;
use crate::runtime::auth::source::TokenSource;
use crate::runtime::error::{Error, Result};
use crate::runtime::redact::Secret;
use crate::runtime::url::BaseUrl;

/// How the client proves who calls, and where it logs in.
impl ClientBuilder {
    /// Sets the token that is sent as `Authorization: Bearer` with each call that takes credentials. It is never renewed. Of
    /// this and [`login`](Self::login), the last one holds; of these and [`basic_auth`](Self::basic_auth), what the operation
    /// takes, and the last one where it takes either.
    pub fn access_token(self, token: impl Into<String>) -> Self {
        self.wanted(None, Wanted::Token(Secret::new(token.into())))
    }

    /// Logs in by [`OAuth2`](crate::runtime::OAuth2) or a [`TokenSource`] of your own: on the first call that takes credentials, again
    /// shortly before the token expires, and once more if the server answers 401, after which the call is repeated. Calls
    /// that need a token at the same time share one login.
    pub fn login(self, source: impl TokenSource) -> Self {
        self.wanted(None, Wanted::Source(Arc::new(source), ""))
    }

    /// Sends a user name and password as `Authorization: Basic` with each call that takes credentials.
    pub fn basic_auth(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.wanted(None, Wanted::Basic { user: user.into(), password: Secret::new(password.into()) })
    }

    /// Adds a key that is sent with each call that takes credentials, besides any other login: that of a gateway, for example.
    pub fn key(self, key: ApiKey) -> Self {
        self.wanted(None, Wanted::Key(key))
    }

    /// Sets the key for a security scheme. Emitted code calls this and the others of its kind.
    #[doc(hidden)]
    pub fn scheme_key(self, scheme: &'static str, key: ApiKey) -> Self {
        self.wanted(Some(scheme), Wanted::Key(key))
    }

    /// Sets the bearer token for a security scheme.
    #[doc(hidden)]
    pub fn scheme_token(self, scheme: &'static str, token: impl Into<String>) -> Self {
        self.wanted(Some(scheme), Wanted::Token(Secret::new(token.into())))
    }

    /// Sets the login for a security scheme, and where it issues tokens.
    #[doc(hidden)]
    pub fn scheme_login(
        self,
        scheme: &'static str,
        source: impl TokenSource,
        token_url: &'static str,
    ) -> Self {
        self.wanted(Some(scheme), Wanted::Source(Arc::new(source), token_url))
    }

    /// Sets the user name and password for a security scheme.
    #[doc(hidden)]
    pub fn scheme_basic(
        self,
        scheme: &'static str,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        self.wanted(Some(scheme), Wanted::Basic { user: user.into(), password: Secret::new(password.into()) })
    }

    fn wanted(mut self, scheme: Option<&'static str>, wanted: Wanted) -> Self {
        self.login
            .wanted
            .retain(|(other, old)| *other != scheme || (scheme.is_none() && !wanted.replaces(old)));
        self.login.wanted.push((scheme, wanted));
        self
    }

    /// Sets where tokens are issued, instead of what the API's description says. It must begin with `https://`, or with
    /// `http://` and name this machine.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.login.token_url = Some(url.into());
        self
    }

    /// Sets the page where users log in with a browser, instead of what the API's description says.
    pub fn authorization_url(mut self, url: impl Into<String>) -> Self {
        self.login.authorization_url = Some(url.into());
        self
    }

    /// Sends calls and logins through a gateway. It goes before the host of a base URL, of which only the path is kept.
    pub fn gateway(mut self, gateway: Gateway) -> Self {
        self.login.gateway = Some(gateway);
        self
    }

    /// The URL of the page where a user logs in with a browser. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Config`] if no such page is known for this client's base URL, or its URL is not valid.
    pub fn login_page(&self, authorize: &Authorize) -> Result<String> {
        let base_url = self.checked_base_url()?;
        let page = self.login.authorization_url(self.profile, &base_url)?;
        Ok(authorize.url(&page))
    }

    /// The URL of another page of the login server, such as the one where a browser logs a user out: `path` is what comes after
    /// the server's name, `parameters` what goes into the query. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Config`] if no login server is known for this client's base URL, or the path is not one that starts with `/`.
    pub fn login_server_page(&self, path: &str, parameters: &[(&str, &str)]) -> Result<String> {
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '\\');
        if !path.starts_with('/') || path.starts_with("//") || path.contains(odd) {
            return Err(Error::config(format!(
                "{path:?} is no path of a page: it starts with one / and has no query"
            )));
        }
        let base_url = self.checked_base_url()?;
        let page = self.login.server_page(path, self.profile, &base_url)?;
        Ok(with_query(&page, parameters))
    }

    /// Where requests will go.
    pub(crate) fn checked_base_url(&self) -> Result<BaseUrl> {
        hosts::base_url(self.profile, self.base_url.as_deref(), self.login.gateway.as_ref())
            .map_err(Error::config)
    }
}
