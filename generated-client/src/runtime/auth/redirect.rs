//! Parses the redirect from a login page (RFC 6749, 4.1.2): verifies the state and extracts the code.

// This module is independent of hosts and clients.

use super::authorize::Authorize;
use crate::runtime::error::auth::{AuthError, AuthErrorKind};
use crate::runtime::error::{Error, Result};
use crate::runtime::redact::decode_form;

impl Authorize {
    /// Extracts the authorization code from a redirect, for
    /// [`OAuth2::authorization_code`](super::oauth2::OAuth2::authorization_code) or
    /// [`OAuth2::pkce`](super::oauth2::OAuth2::pkce).
    ///
    /// `redirect` is the URL that the browser was redirected to; its path and query are sufficient. If this request
    /// has a [`state`](Self::state), the URL must contain the same state.
    ///
    /// # Errors
    /// [`Error::Auth`] with the kind [`Refused`](AuthErrorKind::Refused) if the user or the server denied access; it
    /// contains the server's error code and description. [`Error::Auth`] with the kind
    /// [`Redirect`](AuthErrorKind::Redirect) if the URL has a different state or no code. Such a redirect does not
    /// belong to this login and must not be processed further.
    pub fn code_from(&self, redirect: &str) -> Result<String> {
        let query = RedirectQuery::parse(redirect)?;
        let state = self.value("state");
        if state.is_some() && query.single("state")?.as_deref() != state {
            return Err(invalid("the state does not match"));
        }
        if let Some(code) = query.single("error")? {
            let refused = AuthError::from_kind(AuthErrorKind::Refused).with_code(Some(code));
            let refused = refused.with_description(query.single("error_description")?);
            return Err(Error::Auth(Box::new(refused)));
        }
        query.single("code")?.filter(|code| !code.is_empty()).ok_or_else(|| invalid("the code is missing"))
    }
}

/// Creates an error for an invalid redirect. It does not contain the URL, which may include a code.
fn invalid(reason: &str) -> Error {
    let text = format!("the redirect does not belong to this login: {reason}");
    Error::Auth(Box::new(AuthError::from_kind(AuthErrorKind::Redirect).with_description(Some(text))))
}

/// The decoded query of the redirect URL.
struct RedirectQuery(Vec<(String, String)>);

impl RedirectQuery {
    fn parse(redirect: &str) -> Result<Self> {
        let url = redirect.split('#').next().unwrap_or_default();
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            decode(name).zip(decode(value)).ok_or_else(|| invalid("the query is not valid UTF-8"))
        });
        pairs.collect::<Result<_>>().map(Self)
    }

    /// Returns the value of a parameter. Repeated parameters are invalid (RFC 6749, 3.1).
    fn single(&self, name: &str) -> Result<Option<String>> {
        let mut values = self.0.iter().filter(|(found, _)| found == name).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(invalid(&format!("{name} is repeated"))),
            (value, None) => Ok(value.cloned()),
        }
    }
}

/// Decodes a name or value in a query, in which `+` is a space (RFC 6749, appendix B).
fn decode(text: &str) -> Option<String> {
    String::from_utf8(decode_form(text)).ok()
}
