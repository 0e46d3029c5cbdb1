//! The URL of the login page for the authorization code flow (RFC 6749, 4.1.1; RFC 7636, 4.3).

// This module is independent of hosts: the client builder supplies the page's URL.

use std::fmt;

use super::hosts::LoginUrl;
use crate::runtime::url::encode::Place;

/// The parameters of an authorization request;
/// [`ClientBuilder::login_page`](crate::runtime::ClientBuilder::login_page) turns them into a URL.
///
/// After the login, the server redirects the browser to the redirect URI with a `code` for
/// [`OAuth2`](super::oauth2::OAuth2). `Debug` shows only parameter names.
#[derive(Clone)]
#[must_use = "parameters do nothing until passed to ClientBuilder::login_page"]
pub struct Authorize {
    response_type: String,
    parameters: Vec<(String, String)>,
}

impl Authorize {
    /// Creates a request for an authorization code for this application. `redirect_uri` must be registered with the
    /// server.
    pub fn new(client_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        let parameters = vec![
            ("client_id".to_owned(), client_id.into()),
            ("redirect_uri".to_owned(), redirect_uri.into()),
        ];
        Self { response_type: "code".to_owned(), parameters }
    }

    /// Sets the response type; the default is `code`. `token` selects the implicit grant, which RFC 9700 advises
    /// against.
    pub fn response_type(mut self, kind: impl Into<String>) -> Self {
        self.response_type = kind.into();
        self
    }

    /// Sets a string that the server returns with the code.
    ///
    /// Use a random value and reject a code that arrives with a different one. Otherwise, an attacker could log the
    /// browser in to their own account (RFC 6749, 10.12).
    pub fn state(self, state: impl Into<String>) -> Self {
        self.parameter("state", state)
    }

    /// Sets the PKCE challenge for this verifier.
    #[cfg(feature = "pkce")]
    pub fn pkce(self, verifier: &super::pkce::PkceVerifier) -> Self {
        self.code_challenge(verifier.challenge())
    }

    /// Sets a PKCE challenge that was computed elsewhere with the `S256` method.
    pub fn code_challenge(self, challenge: impl Into<String>) -> Self {
        self.parameter("code_challenge", challenge).parameter("code_challenge_method", "S256")
    }

    /// Sets a query parameter, such as `scope` or a server-specific parameter. A parameter with the same name is
    /// replaced.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        self.parameters.retain(|(other, _)| *other != name);
        self.parameters.push((name, value));
        self
    }

    pub(crate) fn url(&self, page: &LoginUrl) -> String {
        let mut pairs = vec![("response_type", self.response_type.as_str())];
        pairs.extend(self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        with_query(page, &pairs)
    }

    /// Returns the value of a parameter.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// Appends query parameters to the URL of a browser page.
pub(crate) fn with_query(page: &LoginUrl, parameters: &[(&str, &str)]) -> String {
    // A space becomes `%20` rather than `+`, because browsers display this URL, and every server accepts `%20`.
    let encode = |text: &str| Place::Path.encode(text);
    let mut url = page.as_str().to_owned();
    for (name, value) in parameters {
        let separator = if url.contains('?') { '&' } else { '?' };
        url.push_str(&format!("{separator}{}={}", encode(name), encode(value)));
    }
    url
}

impl fmt::Debug for Authorize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.parameters.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Authorize")
            .field("response_type", &self.response_type)
            .field("parameters", &names)
            .finish()
    }
}
