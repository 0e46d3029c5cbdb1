//! Credentials: what is added to a request just before it is sent, and what is done about a 401.
//!
//! The files of `auth/` know, each, one thing: hosts, keys, grants, the form of a token request, the sharing of a login.
//! None of them knows operations or models.

mod authorize;
mod error;
mod flight;
mod hosts;
mod keys;
mod oauth2;
mod pkce;
mod redirect;
mod session;
mod settings;
mod source;
mod token_form;

use std::sync::Arc;

use http::HeaderValue;
use http::header::AUTHORIZATION;

pub use authorize::Authorize;
pub use error::{AuthError, AuthErrorKind};
pub use hosts::Gateway;
pub use keys::ApiKey;
pub use oauth2::OAuth2;
pub use pkce::PkceVerifier;
#[cfg(feature = "pkce")]
pub use pkce::random_state;
pub use source::{AccessToken, LoginContext, TokenSource};
pub use token_form::TokenForm;

pub(super) use settings::{LoginSettings, Surroundings};

use super::error::{Error, Result};
use super::transport::TransportRequest;
use keys::{Key, authorize};
use session::{Held, Session};

/// Proves to the server who calls.
pub(super) struct Credentials {
    authorization: Option<Authorization>,
    keys: Vec<Key>,
}

/// What stands in `Authorization`.
enum Authorization {
    Fixed(HeaderValue),
    Session(Box<Session>),
}

/// The token that a request was sent with, if that token can be renewed.
pub(super) struct Used(Arc<Held>);

impl Credentials {
    /// Adds the credentials to a request; headers that the call has set itself stay. It may take time, as a token may have
    /// to be fetched first.
    ///
    /// # Errors
    /// [`Error::Auth`] if the login failed.
    pub(super) async fn apply(&self, request: &mut TransportRequest) -> Result<Option<Used>> {
        let failed = |error: AuthError| Error::Auth(Box::new(error));
        let operation = request.operation;
        for key in &self.keys {
            key.apply(request).map_err(|reason| failed(AuthError::new(reason).of(operation)))?;
        }
        match &self.authorization {
            _ if request.headers.contains_key(AUTHORIZATION) => Ok(None),
            None => Ok(None),
            Some(Authorization::Fixed(value)) => {
                authorize(request, value);
                Ok(None)
            }
            Some(Authorization::Session(session)) => {
                let held = session.token(None).await.map_err(|error| failed(error.of(operation)))?;
                authorize(request, &held.header);
                Ok(Some(Used(held)))
            }
        }
    }

    /// After a 401: puts another token on the request that was answered so, or says that there is none.
    ///
    /// # Errors
    /// [`Error::Auth`] if the login for the new token failed.
    pub(super) async fn renew(&self, used: &Used, request: &mut TransportRequest) -> Result<bool> {
        let Some(Authorization::Session(session)) = &self.authorization else {
            return Ok(false);
        };
        let renewed = session.token(Some(&used.0)).await;
        let held = renewed.map_err(|error| Error::Auth(Box::new(error.of(request.operation))))?;
        authorize(request, &held.header);
        Ok(!held.is_same(&used.0))
    }
}
