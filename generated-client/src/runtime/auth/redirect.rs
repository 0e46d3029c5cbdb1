//! Reads the URL that a login page sends the browser on to (RFC 6749, 4.1.2): checks that it answers our request, and gives the code.
//!
//! It must not know hosts or clients.

use percent_encoding::percent_decode_str;

use super::authorize::Authorize;
use crate::runtime::error::auth::{AuthError, AuthErrorKind};
use crate::runtime::error::{Error, Result};

impl Authorize {
    /// The code that the browser came back with, for [`OAuth2::authorization_code`](super::oauth2::OAuth2::authorization_code) or
    /// [`OAuth2::pkce`](super::oauth2::OAuth2::pkce). `redirect` is the URL that the browser was sent on to, or its path and query, as a
    /// small web server sees it. If this has a [`state`](Self::state), so must the URL.
    ///
    /// # Errors
    /// [`Error::Auth`]: of the kind [`Refused`](AuthErrorKind::Refused) if the user or the server said no, with its code and
    /// words; of the kind [`Redirect`](AuthErrorKind::Redirect) if the URL holds another state or no code. Then it is not the
    /// answer to this login: nothing more should be done with it.
    pub fn code_from(&self, redirect: &str) -> Result<String> {
        let answer = Answer::parse(redirect)?;
        let state = self.value("state");
        if state.is_some() && answer.one("state")?.as_deref() != state {
            return Err(odd("the state is not the one that was sent"));
        }
        if let Some(code) = answer.one("error")? {
            let refused = AuthError::from_kind(AuthErrorKind::Refused).with_code(Some(code));
            let refused = refused.with_description(answer.one("error_description")?);
            return Err(Error::Auth(Box::new(refused)));
        }
        answer.one("code")?.filter(|code| !code.is_empty()).ok_or_else(|| odd("it holds no code"))
    }
}

/// What is wrong with the URL. It is not shown itself, as it may hold a code.
fn odd(reason: &str) -> Error {
    let text = format!("the browser came back with something else than an answer to this login: {reason}");
    Error::Auth(Box::new(AuthError::from_kind(AuthErrorKind::Redirect).with_description(Some(text))))
}

/// The query of the URL, decoded.
struct Answer(Vec<(String, String)>);

impl Answer {
    fn parse(redirect: &str) -> Result<Self> {
        let url = redirect.split('#').next().unwrap_or_default();
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            decode(name).zip(decode(value)).ok_or_else(|| odd("its query is not in UTF-8"))
        });
        pairs.collect::<Result<_>>().map(Self)
    }

    /// A parameter's value. None comes twice (RFC 6749, 3.1).
    fn one(&self, name: &str) -> Result<Option<String>> {
        let mut values = self.0.iter().filter(|(found, _)| found == name).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(odd(&format!("{name} comes twice"))),
            (value, None) => Ok(value.cloned()),
        }
    }
}

/// Text out of a query, where a plus is a space (RFC 6749, appendix B).
fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
