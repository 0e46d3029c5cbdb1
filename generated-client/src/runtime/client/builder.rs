//! Builds clients: collects settings as they come, and checks them all at the end.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::policies::Behaviour;
use super::{Client, Inner};
use crate::runtime::auth::settings::{LoginSettings, Surroundings};
use crate::runtime::error::{Error, Result};
use crate::runtime::profile::Profile;
use crate::runtime::redact::{REDACTED, SecretNames, mark};
use crate::runtime::transport::Transport;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
const DEFAULT_MAX_RESPONSE_BYTES: u64 = 512 * 1024 * 1024;

/// Collects a client's settings. `Debug` shows no secrets.
#[must_use = "a client is made by build()"]
pub struct ClientBuilder {
    pub(crate) profile: &'static Profile,
    pub(crate) base_url: Option<String>,
    own_base_url: bool,
    always_authorize: bool,
    pub(crate) login: LoginSettings,
    headers: Vec<(String, String)>,
    user_agent: Option<String>,
    timeout: Option<Duration>,
    max_response_bytes: Option<u64>,
    transport: Option<Arc<dyn Transport>>,
    pub(crate) behaviour: Behaviour,
}

impl ClientBuilder {
    /// Starts with the API's own base URL and headers, a timeout of 60 s and no credentials.
    #[doc(hidden)]
    pub fn new(profile: &'static Profile) -> Self {
        Self {
            profile,
            base_url: None,
            own_base_url: false,
            always_authorize: false,
            login: LoginSettings::default(),
            headers: Vec::new(),
            user_agent: None,
            timeout: Some(DEFAULT_TIMEOUT),
            max_response_bytes: None,
            transport: None,
            behaviour: Behaviour::default(),
        }
    }

    /// Sets where requests go. A path is kept as a prefix, for APIs behind a gateway; a trailing slash is left out. With
    /// credentials, the URL must begin with `https://`, or with `http://` and name this machine (`localhost`, `127.0.0.1`).
    /// All operations go there, those as well that the API's description gives another server.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self.own_base_url = true;
        self
    }

    /// Sends to a server that the API's description lists; operations that it gives another server go to that. Emitted code calls this.
    #[doc(hidden)]
    pub fn listed_server(mut self, url: String) -> Self {
        self.base_url = Some(url);
        self.own_base_url = false;
        self
    }

    /// Takes every operation for one that takes credentials: the API's description says of none whether it does. Emitted code calls this.
    #[doc(hidden)]
    pub fn always_authorize(mut self) -> Self {
        self.always_authorize = true;
        self
    }

    /// Sets a header of each call. A header of the same name that was set before or that belongs to the API is replaced.
    /// It is sent to this client's own scheme, host and port only. One that is named like a credential (`X-Api-Key`,
    /// `Authorization`) is treated as one: it is not shown, and not sent with calls that take no credentials.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the `User-Agent` of each call.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// Sets the time that a call may take in all, from the connection to the last byte of the answer; by default 60 s.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Lets calls take any time.
    pub fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// Sets the largest answer that is read, in bytes; by default 512 MiB. A larger one ends the call with an error. One
    /// that is taken piece by piece is limited only if this is called.
    ///
    /// A body is decoded in one go, in a time proportional to its size: some 10 ms for a megabyte, several times as much where most of it
    /// is in unions. Other tasks of the same thread wait meanwhile. A program that cannot afford that sets a lower limit, or
    /// makes the calls whose responses are large on a thread of their own, such as one of `tokio::task::spawn_blocking`.
    pub fn max_response_bytes(mut self, limit: u64) -> Self {
        self.max_response_bytes = Some(limit);
        self
    }

    /// Sends requests through another transport than the built-in one.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Checks the settings and makes the client. It connects to nothing yet.
    ///
    /// # Errors
    /// [`Error::Config`] if the base URL, the token or a header is not valid, if credentials would go over an
    /// unencrypted connection, or if there is no transport.
    pub fn build(mut self) -> Result<Client> {
        self.behaviour.secret_names.extend(self.login.key_names());
        let base_url = self.checked_base_url()?;
        let api_headers = api_headers(self.profile, self.user_agent.as_deref())?;
        let own_headers = own_headers(&self.headers, names(&self))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => built_in_transport()?,
        };
        let max_response_bytes = self.max_response_bytes.unwrap_or(DEFAULT_MAX_RESPONSE_BYTES);
        let credentials = self.login.build(&Surroundings {
            profile: self.profile,
            base_url: &base_url,
            api_headers: &api_headers,
            own_headers: &own_headers,
            timeout: self.timeout,
            max_response_bytes,
            transport: &transport,
            clock: self.behaviour.clock.as_ref(),
            secret_names: &self.behaviour.secret_names,
        })?;
        let secret = credentials.is_some() || own_headers.values().any(HeaderValue::is_sensitive);
        if secret && !base_url.is_confidential() {
            let reason = format!("credentials need an https base URL, but it is {}", base_url.as_str());
            return Err(Error::config(reason));
        }
        let inner = Inner {
            profile: self.profile,
            always_authorize: self.always_authorize,
            own_base_url: self.own_base_url || self.login.has_gateway(),
            base_url,
            api_headers,
            own_headers,
            credentials,
            timeout: self.timeout,
            max_response_bytes,
            #[cfg(feature = "stream")]
            max_stream_bytes: self.max_response_bytes,
            transport,
            behaviour: self.behaviour,
            #[cfg(feature = "blocking")]
            background: Default::default(),
        };
        Ok(Client { inner: Arc::new(inner) })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| {
                (name.as_str(), if names(self).contains(name) { REDACTED } else { value.as_str() })
            })
            .collect();
        // A base URL may hold a password until it is checked.
        let base_url = self.base_url.as_deref().filter(|url| !url.contains(['@', '?']));
        f.debug_struct("ClientBuilder")
            .field("api", &self.profile.title)
            .field("base_url", &base_url)
            .field("login", &self.login)
            .field("headers", &headers)
            .field("user_agent", &self.user_agent)
            .field("timeout", &self.timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("retry", &self.behaviour.retry)
            .finish_non_exhaustive()
    }
}

/// What is a secret by its name.
fn names(builder: &ClientBuilder) -> SecretNames<'_> {
    SecretNames::new(builder.profile, &builder.behaviour.secret_names)
}

fn api_headers(profile: &Profile, user_agent: Option<&str>) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in profile.headers {
        insert(&mut headers, name, value, SecretNames::BUILT_IN)?;
    }
    let user_agent = user_agent.unwrap_or(profile.user_agent);
    if !user_agent.is_empty() {
        insert(&mut headers, USER_AGENT.as_str(), user_agent, SecretNames::BUILT_IN)?;
    }
    Ok(headers)
}

fn own_headers(pairs: &[(String, String)], names: SecretNames<'_>) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        insert(&mut headers, name, value, names)?;
    }
    Ok(headers)
}

fn insert(headers: &mut HeaderMap, name: &str, value: &str, names: SecretNames<'_>) -> Result<()> {
    let name = HeaderName::try_from(name)
        .map_err(|_| Error::config(format!("{name:?} is no valid name of a header")))?;
    let mut value = HeaderValue::try_from(value).map_err(|_| {
        Error::config(format!("the value of the header {name} holds a line end or control character"))
    })?;
    mark(&name, &mut value, names);
    headers.insert(name, value);
    Ok(())
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn built_in_transport() -> Result<Arc<dyn Transport>> {
    Ok(Arc::new(crate::runtime::reqwest::ReqwestTransport::new()?))
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn built_in_transport() -> Result<Arc<dyn Transport>> {
    Err(Error::config(
        "no transport: enable the feature rustls or native-tls of this crate, or give the builder one",
    ))
}
