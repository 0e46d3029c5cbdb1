//! The client: the state shared by all calls, behind one reference count.

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
use policies::Policies;

/// A client for the API. Clones are cheap and share connections; `Debug` shows no secrets.
///
/// A client is created by its builder. Any number of tasks can use it concurrently.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

/// The shared state of a client.
pub(crate) struct Inner {
    pub(crate) profile: &'static Profile,
    pub(crate) base_url: BaseUrl,
    /// Whether the caller set the base URL, in which case servers declared for individual operations are
    /// ignored.
    pub(crate) has_custom_base_url: bool,
    /// Whether credentials are sent with operations that declare no security requirements.
    pub(crate) always_authorize: bool,
    /// The API's headers and the user agent; they are sent to every host.
    pub(crate) api_headers: HeaderMap,
    /// The caller's headers. Since they may contain secrets, they are sent only to the client's origin, and to
    /// servers declared for individual operations.
    pub(crate) default_headers: HeaderMap,
    pub(crate) credentials: Option<Credentials>,
    /// The values of client-level parameters as JSON text, keyed by the builder methods that set them.
    pub(crate) parameters: Vec<(&'static str, Vec<u8>)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_response_bytes: u64,
    /// The size limit of streamed responses, if the caller set one.
    #[cfg(feature = "stream")]
    pub(crate) max_stream_bytes: Option<u64>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) policies: Policies,
    #[cfg(feature = "blocking")]
    pub(crate) background: Background,
}

impl Inner {
    /// Returns the names whose values are secrets.
    pub(crate) fn names(&self) -> SecretNames<'_> {
        SecretNames::new(self.profile, &self.policies.secret_names)
    }

    /// Returns whether the client has secrets, which require encrypted connections.
    pub(crate) fn has_secrets(&self) -> bool {
        self.credentials.is_some() || self.default_headers.values().any(HeaderValue::is_sensitive)
    }
}

impl Client {
    /// Returns the URL to which operation paths are appended, without a trailing slash.
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
