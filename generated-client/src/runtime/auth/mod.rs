//! Credentials: added to each request just before it is sent, and renewed after a 401.

// Each file covers one concern: hosts, keys, grants, token requests, or shared token requests. No file depends
// on operations or models.

pub(crate) mod authorize;
mod flight;
pub(crate) mod hosts;
pub(crate) mod keys;
pub(crate) mod oauth2;
mod pkce;
mod redirect;
pub(crate) mod scheme;
mod session;
pub(crate) mod settings;
pub(crate) mod source;
mod token_form;
#[cfg(not(feature = "tracing"))]
#[path = "no_trace.rs"]
mod trace;
#[cfg(feature = "tracing")]
mod trace;

use std::sync::Arc;

use http::HeaderValue;
use http::header::AUTHORIZATION;

use crate::runtime::error::auth::AuthError;
use crate::runtime::error::{Error, Result};
use crate::runtime::transport::TransportRequest;
use keys::{Key, authorize};
use session::{ActiveToken, Session};

pub use authorize::Authorize;
pub use hosts::Gateway;
pub use keys::ApiKey;
pub use oauth2::OAuth2;
pub use pkce::PkceVerifier;
#[cfg(feature = "pkce")]
pub use pkce::random_state;
pub use scheme::Scheme;
pub use source::{AccessToken, LoginContext, TokenSource};
pub use token_form::TokenForm;

/// The credentials of a client.
pub(crate) struct Credentials {
    /// The credentials, in the order in which they were set.
    entries: Vec<Entry>,
}

/// One credential and its security scheme.
struct Entry {
    /// The declared security scheme that the credential satisfies; `None` for any scheme.
    scheme: Option<&'static str>,
    credential: Credential,
}

/// A validated credential.
enum Credential {
    Key(Key),
    Basic(HeaderValue),
    Token(HeaderValue),
    Session(Box<Session>),
}

/// The token that a request was sent with, if that token can be renewed.
pub(crate) struct Used {
    token: Arc<ActiveToken>,
    entry: usize,
}

impl Credentials {
    /// Adds the credentials that satisfy `security` to a request. Headers set by the caller take precedence. May wait
    /// for a token request.
    ///
    /// # Errors
    /// [`Error::Auth`] if no token could be obtained.
    pub(crate) async fn apply(
        &self,
        request: &mut TransportRequest,
        security: &[&[Scheme]],
    ) -> Result<Option<Used>> {
        let failed = |error: AuthError| Error::Auth(Box::new(error));
        let operation = request.operation;
        let mut used = None;
        for index in scheme::chosen(&self.entries, security) {
            let Some(Entry { credential, .. }) = self.entries.get(index) else { continue };
            let is_set = request.headers.contains_key(AUTHORIZATION);
            match credential {
                Credential::Key(key) => {
                    key.apply(request)
                        .map_err(|reason| failed(AuthError::new(reason).for_operation(operation)))?;
                }
                _ if is_set => {}
                Credential::Basic(value) | Credential::Token(value) => authorize(request, value),
                Credential::Session(session) => {
                    let token =
                        session.token(None).await.map_err(|error| failed(error.for_operation(operation)))?;
                    authorize(request, &token.header);
                    used = Some(Used { token, entry: index });
                }
            }
        }
        Ok(used)
    }

    /// Replaces the token of a request that was rejected with 401. Returns whether there was a different token.
    ///
    /// # Errors
    /// [`Error::Auth`] if no new token could be obtained.
    pub(crate) async fn renew(&self, used: &Used, request: &mut TransportRequest) -> Result<bool> {
        let Some(Entry { credential: Credential::Session(session), .. }) = self.entries.get(used.entry)
        else {
            return Ok(false);
        };
        let renewed = session.token(Some(&used.token)).await;
        let token = renewed.map_err(|error| Error::Auth(Box::new(error.for_operation(request.operation))))?;
        authorize(request, &token.header);
        Ok(!token.is_same(&used.token))
    }
}
