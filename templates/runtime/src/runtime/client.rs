//! The client: what all calls share, behind one reference count.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use super::auth::Credentials;
use super::base_url::BaseUrl;
use super::behaviour::Behaviour;
#[cfg(feature = "blocking")]
use super::blocking::Background;
use super::config::Profile;
use super::operation::Operation;
use super::redact::SecretNames;
use super::request::Request;
use super::transport::Transport;

/// A client of the API. A clone is cheap and shares its connections; `Debug` shows no secrets.
///
/// It is made by its builder and used by any number of tasks at the same time.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

/// What a client was built from.
pub(super) struct Inner {
    pub(super) profile: &'static Profile,
    pub(super) base_url: BaseUrl,
    /// Whether the base URL is one of the caller's own: no operation goes anywhere else then.
    pub(super) own_base_url: bool,
    /// Whether operations that are not said to take credentials get them all the same.
    pub(super) always_authorize: bool,
    /// The API's own headers and the user agent: they go to every host.
    pub(super) api_headers: HeaderMap,
    /// The caller's headers: as they may be secrets, they go to the client's own origin only.
    pub(super) own_headers: HeaderMap,
    pub(super) credentials: Option<Credentials>,
    pub(super) timeout: Option<Duration>,
    pub(super) max_response_bytes: u64,
    /// The same for answers that are taken piece by piece, if the caller has set one.
    #[cfg(feature = "stream")]
    pub(super) max_stream_bytes: Option<u64>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) behaviour: Behaviour,
    #[cfg(feature = "blocking")]
    pub(super) background: Background,
}

impl Inner {
    /// What is a secret by its name.
    pub(super) fn names(&self) -> SecretNames<'_> {
        SecretNames::new(self.profile, &self.behaviour.secret_names)
    }

    /// Whether there is anything that must go over encrypted connections only.
    pub(super) fn has_secrets(&self) -> bool {
        self.credentials.is_some() || self.own_headers.values().any(HeaderValue::is_sensitive)
    }
}

impl Client {
    /// Starts a request. Emitted code calls this; it also reaches operations that the API's description leaves out.
    pub fn request(&self, operation: Operation) -> Request {
        Request::new(self.clone(), operation)
    }

    /// The URL that the paths of operations are appended to; it has no trailing slash.
    pub fn base_url(&self) -> &str {
        self.inner.base_url.as_str()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.inner.profile.title)
            .field("base_url", &self.inner.base_url.as_str())
            .field("credentials", &self.inner.credentials.is_some())
            .field("timeout", &self.inner.timeout)
            .finish_non_exhaustive()
    }
}
