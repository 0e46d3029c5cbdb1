//! Credentials: what is added to a request just before it is sent.
//!
//! The trait is the seam for sources that fetch and renew tokens; it must not know operations.

use std::fmt;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use super::error::{Error, Result};
use super::redact::Secret;
use super::transport::BoxFuture;

/// Proves to the server who calls. Implementations show no secrets in `Debug`.
pub(super) trait Credentials: fmt::Debug + Send + Sync {
    /// Adds the proof to a request's headers. It may take time, as a token may have to be fetched first.
    fn apply<'a>(&'a self, headers: &'a mut HeaderMap) -> BoxFuture<'a, Result<()>>;
}

/// A fixed token in `Authorization: Bearer` (RFC 6750).
#[derive(Debug)]
pub(super) struct BearerToken(HeaderValue);

impl BearerToken {
    /// Checks that the token can stand in a header; a frequent fault is a line end that came with it from a file.
    pub(super) fn new(token: &Secret) -> Result<Self> {
        let text = token.expose();
        if text.is_empty() {
            return Err(Error::config("the access token is empty"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::config(
                "the access token holds a blank, a line end or another character that no token has",
            ));
        }
        let mut value = HeaderValue::try_from(format!("Bearer {text}"))
            .map_err(|_| Error::config("the access token cannot stand in a header"))?;
        value.set_sensitive(true);
        Ok(Self(value))
    }
}

impl Credentials for BearerToken {
    fn apply<'a>(&'a self, headers: &'a mut HeaderMap) -> BoxFuture<'a, Result<()>> {
        headers.insert(AUTHORIZATION, self.0.clone());
        Box::pin(std::future::ready(Ok(())))
    }
}
