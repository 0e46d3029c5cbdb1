//! Settings of [`ClientBuilder`] for authentication and hosts.

use std::sync::Arc;

use super::builder::ClientBuilder;
use crate::runtime::auth::authorize::{Authorize, with_query};
use crate::runtime::auth::hosts::{self, Gateway};
use crate::runtime::auth::keys::ApiKey;
use crate::runtime::auth::settings::CredentialSetting;
use crate::runtime::auth::source::TokenSource;
use crate::runtime::error::{Error, Result};
use crate::runtime::redact::Secret;
use crate::runtime::url::BaseUrl;

/// Settings for authentication and hosts.
impl ClientBuilder {
    /// Sets a fixed access token, sent as `Authorization: Bearer` with each operation that requires credentials. It
    /// is never renewed.
    ///
    /// This replaces [`login`](Self::login), and vice versa. If [`basic_auth`](Self::basic_auth) is also set, each
    /// operation uses the credential that it declares. If an operation declares both, it uses the credential that it
    /// declares first; if the API declares none, it uses the credential that was set last.
    pub fn access_token(self, token: impl Into<String>) -> Self {
        self.with_credential(None, CredentialSetting::Token(Secret::new(token.into())))
    }

    /// Obtains access tokens from [`OAuth2`](crate::runtime::OAuth2) or a custom [`TokenSource`].
    ///
    /// The client requests a token on the first call that requires credentials, and again shortly before the token
    /// expires. If the server responds with 401, it requests a new token and repeats the call once. Concurrent calls
    /// share one token request.
    pub fn login(self, source: impl TokenSource) -> Self {
        self.with_credential(None, CredentialSetting::Source(Arc::new(source), ""))
    }

    /// Sets a user name and password, sent as `Authorization: Basic` with each operation that requires credentials.
    pub fn basic_auth(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.with_credential(
            None,
            CredentialSetting::Basic { user: user.into(), password: Secret::new(password.into()) },
        )
    }

    /// Adds an API key, such as a gateway's key. It is sent with each operation that requires credentials, in addition
    /// to other credentials.
    pub fn key(self, key: ApiKey) -> Self {
        self.with_credential(None, CredentialSetting::Key(key))
    }

    /// Sets the key for a security scheme. The `scheme_` methods are called by emitted code.
    #[doc(hidden)]
    pub fn scheme_key(self, scheme: &'static str, key: ApiKey) -> Self {
        self.with_credential(Some(scheme), CredentialSetting::Key(key))
    }

    /// Sets the bearer token for a security scheme.
    #[doc(hidden)]
    pub fn scheme_token(self, scheme: &'static str, token: impl Into<String>) -> Self {
        self.with_credential(Some(scheme), CredentialSetting::Token(Secret::new(token.into())))
    }

    /// Sets the token source and token URL for a security scheme.
    #[doc(hidden)]
    pub fn scheme_login(
        self,
        scheme: &'static str,
        source: impl TokenSource,
        token_url: &'static str,
    ) -> Self {
        self.with_credential(Some(scheme), CredentialSetting::Source(Arc::new(source), token_url))
    }

    /// Sets the user name and password for a security scheme.
    #[doc(hidden)]
    pub fn scheme_basic(
        self,
        scheme: &'static str,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        self.with_credential(
            Some(scheme),
            CredentialSetting::Basic { user: user.into(), password: Secret::new(password.into()) },
        )
    }

    fn with_credential(mut self, scheme: Option<&'static str>, credential: CredentialSetting) -> Self {
        self.login
            .credentials
            .retain(|(other, old)| *other != scheme || (scheme.is_none() && !credential.replaces(old)));
        self.login.credentials.push((scheme, credential));
        self
    }

    /// Sets the token URL, replacing the URL from the API description. It must start with `https://`, or
    /// start with `http://` and refer to the local machine.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.login.token_url = Some(url.into());
        self
    }

    /// Sets the URL of the login page, replacing the URL from the API description.
    pub fn authorization_url(mut self, url: impl Into<String>) -> Self {
        self.login.authorization_url = Some(url.into());
        self
    }

    /// Sends API and token requests through a gateway. The gateway replaces the base URL's host; only the path is
    /// kept.
    pub fn gateway(mut self, gateway: Gateway) -> Self {
        self.login.gateway = Some(gateway);
        self
    }

    /// Returns the URL of the page where a user logs in with a browser. Sends no request.
    ///
    /// # Errors
    /// [`Error::Config`] if no login page is known for this client's base URL, or if its URL is invalid.
    pub fn login_page(&self, authorize: &Authorize) -> Result<String> {
        let base_url = self.checked_base_url()?;
        let page = self.login.authorization_url(self.profile, &base_url)?;
        Ok(authorize.url(&page))
    }

    /// Returns the URL of another page of the authorization server, such as its logout page. Sends no request.
    ///
    /// `path` is the absolute path of the page, and `parameters` are appended as the query.
    ///
    /// # Errors
    /// [`Error::Config`] if no authorization server is known for this client's base URL, or if `path` is not
    /// valid.
    pub fn login_server_page(&self, path: &str, parameters: &[(&str, &str)]) -> Result<String> {
        let is_invalid = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '\\');
        if !path.starts_with('/') || path.starts_with("//") || path.contains(is_invalid) {
            return Err(Error::config(format!(
                "{path:?} is not a valid page path: it must start with a single / and have no query"
            )));
        }
        let base_url = self.checked_base_url()?;
        let page = self.login.server_page(path, self.profile, &base_url)?;
        Ok(with_query(&page, parameters))
    }

    /// Returns the validated base URL.
    pub(crate) fn checked_base_url(&self) -> Result<BaseUrl> {
        hosts::base_url(self.profile, self.base_url.as_deref(), self.login.gateway.as_ref())
            .map_err(Error::config)
    }
}
