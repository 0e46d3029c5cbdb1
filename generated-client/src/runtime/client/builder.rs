//! The client builder: collects settings and validates them all in `build`.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use super::policies::Policies;
use super::{Client, Inner};
use crate::runtime::auth::settings::{ClientContext, LoginSettings};
use crate::runtime::error::{Error, Result};
use crate::runtime::json::write::to_json;
use crate::runtime::profile::Profile;
use crate::runtime::redact::{REDACTED, SecretNames, mark};
use crate::runtime::transport::Transport;
use crate::runtime::transport::framing::is_framing;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
const DEFAULT_MAX_RESPONSE_BYTES: u64 = 512 * 1024 * 1024;

/// A builder for a client. `Debug` shows no secrets.
#[must_use = "a builder does nothing until build() is called"]
pub struct ClientBuilder {
    pub(crate) profile: &'static Profile,
    pub(crate) base_url: Option<String>,
    has_custom_base_url: bool,
    always_authorize: bool,
    pub(crate) login: LoginSettings,
    headers: Vec<(String, String)>,
    parameters: Vec<(&'static str, serde_json::Result<Vec<u8>>)>,
    user_agent: Option<String>,
    timeout: Option<Duration>,
    max_response_bytes: Option<u64>,
    transport: Option<Arc<dyn Transport>>,
    pub(crate) policies: Policies,
}

impl ClientBuilder {
    /// Creates a builder with the API's base URL and headers, a timeout of 60 s and no credentials.
    #[doc(hidden)]
    pub fn new(profile: &'static Profile) -> Self {
        Self {
            profile,
            base_url: None,
            has_custom_base_url: false,
            always_authorize: false,
            login: LoginSettings::default(),
            headers: Vec::new(),
            parameters: Vec::new(),
            user_agent: None,
            timeout: Some(DEFAULT_TIMEOUT),
            max_response_bytes: None,
            transport: None,
            policies: Policies::default(),
        }
    }

    /// Sets the base URL for all operations, including those for which the API description declares a different
    /// server.
    ///
    /// A path in the URL is kept as a prefix, for APIs behind a gateway; a trailing slash is ignored. If there are
    /// credentials, the URL must start with `https://`, or start with `http://` and refer to the local machine
    /// (`localhost`, `127.0.0.1`).
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self.has_custom_base_url = true;
        self
    }

    /// Selects a server from the API description. Operations for which the API description declares a separate
    /// server still use that server. Called by emitted code.
    #[doc(hidden)]
    pub fn listed_server(mut self, url: String) -> Self {
        self.base_url = Some(url);
        self.has_custom_base_url = false;
        self
    }

    /// Sends credentials with every operation, because the API description declares no security requirements at
    /// all. Called by emitted code.
    #[doc(hidden)]
    pub fn always_authorize(mut self) -> Self {
        self.always_authorize = true;
        self
    }

    /// Sets a header on every request. It replaces an earlier header with the same name, including one that this
    /// crate sends by default.
    ///
    /// The header is sent only to this client's scheme, host and port, and to servers that the API description declares
    /// for individual operations. A header whose name suggests a credential (`X-Api-Key`, `Authorization`) is treated
    /// as a secret: it is redacted and is not sent with operations that require no credentials.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the value of a client-level parameter, identified by the name of the emitted method that calls this
    /// one.
    #[doc(hidden)]
    pub fn client_parameter<T: Serialize + ?Sized>(mut self, method: &'static str, value: &T) -> Self {
        self.parameters.retain(|(other, _)| *other != method);
        self.parameters.push((method, to_json(value)));
        self
    }

    /// Sets the `User-Agent` header.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// Sets the time limit of a call, from connecting to the last byte of the response, including retries. The
    /// default is 60 s.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Removes the time limit of calls.
    pub fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// Sets the maximum size of a response body, in bytes; the default is 512 MiB. If a response is larger, the call
    /// fails. Streamed responses are limited only if this method is called.
    ///
    /// A body is decoded in one step, in time proportional to its size: about 10 ms per megabyte, or several times
    /// as long for a body that consists mostly of unions. Decoding blocks other tasks on the same thread. To avoid
    /// this, set a lower limit, or make calls with large responses on a separate thread, for example with
    /// `tokio::task::spawn_blocking`.
    pub fn max_response_bytes(mut self, limit: u64) -> Self {
        self.max_response_bytes = Some(limit);
        self
    }

    /// Sends requests through a custom transport instead of the built-in one.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Validates the settings and creates the client. No connection is opened.
    ///
    /// # Errors
    /// [`Error::Config`] if a setting is invalid, if credentials would be sent over an unencrypted connection, or
    /// if there is no transport.
    pub fn build(mut self) -> Result<Client> {
        self.policies.secret_names.extend(self.login.key_names());
        let base_url = self.checked_base_url()?;
        let api_headers = api_headers(self.profile, self.user_agent.as_deref())?;
        let default_headers = default_headers(&self.headers, names(&self))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => built_in_transport()?,
        };
        let parameters = parameters(self.parameters)?;
        let max_response_bytes = self.max_response_bytes.unwrap_or(DEFAULT_MAX_RESPONSE_BYTES);
        let credentials = self.login.build(&ClientContext {
            profile: self.profile,
            base_url: &base_url,
            api_headers: &api_headers,
            default_headers: &default_headers,
            timeout: self.timeout,
            max_response_bytes,
            transport: &transport,
            clock: self.policies.clock.as_ref(),
            secret_names: &self.policies.secret_names,
        })?;
        let secret = credentials.is_some() || default_headers.values().any(HeaderValue::is_sensitive);
        if secret && !base_url.is_confidential() {
            let reason = format!("credentials require an https base URL, but it is {}", base_url.as_str());
            return Err(Error::config(reason));
        }
        let inner = Inner {
            profile: self.profile,
            always_authorize: self.always_authorize,
            has_custom_base_url: self.has_custom_base_url || self.login.has_gateway(),
            base_url,
            api_headers,
            default_headers,
            credentials,
            parameters,
            timeout: self.timeout,
            max_response_bytes,
            #[cfg(feature = "stream")]
            max_stream_bytes: self.max_response_bytes,
            transport,
            policies: self.policies,
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
        // A base URL may contain a password until it is validated.
        let base_url = self.base_url.as_deref().filter(|url| !url.contains(['@', '?']));
        f.debug_struct("ClientBuilder")
            .field("api", &self.profile.title)
            .field("base_url", &base_url)
            .field("login", &self.login)
            .field("headers", &headers)
            .field("user_agent", &self.user_agent)
            .field("timeout", &self.timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("retry", &self.policies.retry)
            .finish_non_exhaustive()
    }
}

/// Returns the names whose values are secrets.
fn names(builder: &ClientBuilder) -> SecretNames<'_> {
    SecretNames::new(builder.profile, &builder.policies.secret_names)
}

fn parameters(set: Vec<(&'static str, serde_json::Result<Vec<u8>>)>) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let checked = set.into_iter().map(|(method, json)| match json {
        Ok(json) => Ok((method, json)),
        Err(error) => Err(Error::config(format!("cannot serialize the value of {method}: {error}"))),
    });
    checked.collect()
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

fn default_headers(pairs: &[(String, String)], names: SecretNames<'_>) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        insert(&mut headers, name, value, names)?;
    }
    Ok(headers)
}

fn insert(headers: &mut HeaderMap, name: &str, value: &str, names: SecretNames<'_>) -> Result<()> {
    let name = HeaderName::try_from(name)
        .map_err(|_| Error::config(format!("{name:?} is not a valid header name")))?;
    if is_framing(&name) {
        return Err(Error::config(format!("the header {name} is reserved for the transport")));
    }
    let mut value = HeaderValue::try_from(value).map_err(|_| {
        Error::config(format!("the value of the header {name} contains a line break or control character"))
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
        "no transport: enable the feature rustls or native-tls of this crate, or set one with transport()",
    ))
}
