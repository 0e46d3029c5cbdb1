//! Credentials: what is added to a request just before it is sent, and what is done about a 401.
//!
//! The files of `auth/` know, each, one thing: hosts, keys, grants, the form of a token request, the sharing of a login.
//! None of them knows operations or models.

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
use session::{Held, Session};

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

/// Proves to the server who calls.
pub(crate) struct Credentials {
    /// In the order in which they were given.
    entries: Vec<Entry>,
}

/// One credential.
struct Entry {
    /// The security scheme of the API's description that it was given for; the others go with every call that takes them.
    scheme: Option<&'static str>,
    means: Means,
}

/// What stands for the caller.
enum Means {
    Key(Key),
    Basic(HeaderValue),
    Token(HeaderValue),
    Session(Box<Session>),
}

/// The token that a request was sent with, if that token can be renewed.
pub(crate) struct Used {
    held: Arc<Held>,
    entry: usize,
}

impl Credentials {
    /// Adds the credentials to a request that an operation of this security takes; headers that the call has set itself stay. It may take
    /// time, as a token may have to be fetched first.
    ///
    /// # Errors
    /// [`Error::Auth`] if the login failed.
    pub(crate) async fn apply(
        &self,
        request: &mut TransportRequest,
        security: &[&[Scheme]],
    ) -> Result<Option<Used>> {
        let failed = |error: AuthError| Error::Auth(Box::new(error));
        let operation = request.operation;
        let mut used = None;
        for index in scheme::chosen(&self.entries, security) {
            let Some(Entry { means, .. }) = self.entries.get(index) else { continue };
            let taken = request.headers.contains_key(AUTHORIZATION);
            match means {
                Means::Key(key) => {
                    key.apply(request)
                        .map_err(|reason| failed(AuthError::new(reason).for_operation(operation)))?;
                }
                _ if taken => {}
                Means::Basic(value) | Means::Token(value) => authorize(request, value),
                Means::Session(session) => {
                    let held =
                        session.token(None).await.map_err(|error| failed(error.for_operation(operation)))?;
                    authorize(request, &held.header);
                    used = Some(Used { held, entry: index });
                }
            }
        }
        Ok(used)
    }

    /// After a 401: puts another token on the request that was answered so, or says that there is none.
    ///
    /// # Errors
    /// [`Error::Auth`] if the login for the new token failed.
    pub(crate) async fn renew(&self, used: &Used, request: &mut TransportRequest) -> Result<bool> {
        let Some(Entry { means: Means::Session(session), .. }) = self.entries.get(used.entry) else {
            return Ok(false);
        };
        let renewed = session.token(Some(&used.held)).await;
        let held = renewed.map_err(|error| Error::Auth(Box::new(error.for_operation(request.operation))))?;
        authorize(request, &held.header);
        Ok(!held.is_same(&used.held))
    }
}
