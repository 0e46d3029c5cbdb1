//! The client: what all calls share, behind one reference count.

#[cfg(feature = "blocking")]
pub(crate) mod background;
pub(crate) mod builder;
#[cfg(feature = "tracing")]
mod log;
mod login;
pub(crate) mod middleware;
mod policies;
pub(crate) mod retry;
pub(crate) mod retry_budget;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use crate::runtime::auth::Credentials;
use crate::runtime::profile::Profile;
use crate::runtime::redact::SecretNames;
use crate::runtime::transport::Transport;
use crate::runtime::url::BaseUrl;
#[cfg(feature = "blocking")]
use background::Background;
use policies::Behaviour;

/// A client of the API. A clone is cheap and shares its connections; `Debug` shows no secrets.
///
/// It is made by its builder and used by any number of tasks at the same time.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

/// What a client was built from.
pub(crate) struct Inner {
    pub(crate) profile: &'static Profile,
    pub(crate) base_url: BaseUrl,
    /// Whether the base URL is one of the caller's own: no operation goes anywhere else then.
    pub(crate) own_base_url: bool,
    /// Whether operations that are not said to take credentials get them all the same.
    pub(crate) always_authorize: bool,
    /// The API's own headers and the user agent: they go to every host.
    pub(crate) api_headers: HeaderMap,
    /// The caller's headers: as they may be secrets, they go to the client's own origin only.
    pub(crate) own_headers: HeaderMap,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_response_bytes: u64,
    /// The same for answers that are taken piece by piece, if the caller has set one.
    #[cfg(feature = "stream")]
    pub(crate) max_stream_bytes: Option<u64>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) behaviour: Behaviour,
    #[cfg(feature = "blocking")]
    pub(crate) background: Background,
}

impl Inner {
    /// What is a secret by its name.
    pub(crate) fn names(&self) -> SecretNames<'_> {
        SecretNames::new(self.profile, &self.behaviour.secret_names)
    }

    /// Whether there is anything that must go over encrypted connections only.
    pub(crate) fn has_secrets(&self) -> bool {
        self.credentials.is_some() || self.own_headers.values().any(HeaderValue::is_sensitive)
    }
}

impl Client {
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
