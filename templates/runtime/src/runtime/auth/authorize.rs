//! The URL of the page where a user logs in with a browser (RFC 6749, 4.1.1; RFC 7636, 4.3).
//!
//! It must not know hosts: the builder of a client does.

use std::fmt;

use super::hosts::LoginUrl;
use crate::runtime::url::encode::Place;

/// What the login page is told; the URL is made by [`ClientBuilder::login_page`](crate::runtime::ClientBuilder::login_page).
/// The page sends the browser on to the redirect URI with a `code` for [`OAuth2`](super::oauth2::OAuth2). `Debug` shows names only.
#[derive(Clone)]
#[must_use = "it becomes a URL by ClientBuilder::login_page"]
pub struct Authorize {
    response_type: String,
    parameters: Vec<(String, String)>,
}

impl Authorize {
    /// Asks for a code for this application. `redirect_uri` must be one that is registered with the server.
    pub fn new(client_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        let parameters = vec![
            ("client_id".to_owned(), client_id.into()),
            ("redirect_uri".to_owned(), redirect_uri.into()),
        ];
        Self { response_type: "code".to_owned(), parameters }
    }

    /// Asks for something else than a `code`, such as `token` (the implicit grant, which RFC 9700 advises against).
    pub fn response_type(mut self, kind: impl Into<String>) -> Self {
        self.response_type = kind.into();
        self
    }

    /// Sets a text that comes back with the code. Make it random, keep it, and refuse a code that comes with another: else
    /// a stranger could have the browser log in to an account of theirs (RFC 6749, 10.12).
    pub fn state(self, state: impl Into<String>) -> Self {
        self.parameter("state", state)
    }

    /// Sets the PKCE challenge of this verifier.
    #[cfg(feature = "pkce")]
    pub fn pkce(self, verifier: &super::pkce::PkceVerifier) -> Self {
        self.code_challenge(verifier.challenge())
    }

    /// Sets a PKCE challenge of the method `S256` that was made elsewhere.
    pub fn code_challenge(self, challenge: impl Into<String>) -> Self {
        self.parameter("code_challenge", challenge).parameter("code_challenge_method", "S256")
    }

    /// Sets a parameter: `scope`, or what else the server knows, such as the organization and its identity provider. One of
    /// the same name is replaced.
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

    /// A parameter as it was set.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// The URL of a page for a browser, with these parameters.
pub(crate) fn with_query(page: &LoginUrl, parameters: &[(&str, &str)]) -> String {
    // In a URL that a browser shows, a space is written as it is in paths: every server reads that.
    let encode = |text: &str| Place::Path.encode(text);
    let mut url = page.as_str().to_owned();
    for (name, value) in parameters {
        let joint = if url.contains('?') { '&' } else { '?' };
        url.push_str(&format!("{joint}{}={}", encode(name), encode(value)));
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
