//! Destinations of API and token requests: the declared servers, servers in another region, or a gateway in
//! front of both.

// This module is independent of grants and tokens.

use http::Uri;

use crate::runtime::profile::Profile;
use crate::runtime::url::{BaseUrl, split_origin};

/// A validated URL of the authorization server. It uses https or refers to the local machine. It has no user
/// info and no fragment. It may have a query (RFC 6749, 3.1 and 3.2), which `Debug` hides.
#[derive(Clone)]
pub(crate) struct LoginUrl {
    text: String,
    base: BaseUrl,
}

impl LoginUrl {
    pub(super) fn parse(what: &str, text: &str) -> Result<Self, String> {
        let path = text.split_once('?').map_or(text, |(path, _)| path);
        let base = BaseUrl::parse_as(what, path)?;
        if text.contains('#') || text.parse::<Uri>().is_err() {
            return Err(format!("the {what} {:?} is not valid", base.as_str()));
        }
        if !base.is_confidential() {
            return Err(format!("credentials require an https {what}, but it is {}", base.as_str()));
        }
        Ok(Self { text: text.to_owned(), base })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn same_origin(&self, other: &BaseUrl) -> bool {
        self.base.same_origin(other)
    }
}

impl std::fmt::Debug for LoginUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self.base.as_str(), f)
    }
}

/// A gateway in front of the API and its authorization server; see
/// [`ClientBuilder::gateway`](crate::runtime::ClientBuilder::gateway).
///
/// `Gateway::new("gw.example.com").port(8443).api_path("api").login_path("login")` sends requests to
/// `https://gw.example.com:8443/api/...`, and token requests to `https://gw.example.com:8443/login/...`.
#[derive(Debug, Clone)]
#[must_use = "a gateway does nothing until passed to a builder"]
pub struct Gateway {
    protocol: String,
    host: String,
    port: Option<u16>,
    api_path: String,
    login_path: String,
}

impl Gateway {
    /// Creates a gateway at this host, with https, the default port and no path prefixes.
    pub fn new(host: impl Into<String>) -> Self {
        let (api_path, login_path) = (String::new(), String::new());
        Self { protocol: "https".to_owned(), host: host.into(), port: None, api_path, login_path }
    }

    /// Sets the scheme, `https` or `http`. With `http`, credentials are sent only to the local machine.
    pub fn protocol(mut self, protocol: impl Into<String>) -> Self {
        self.protocol = protocol.into();
        self
    }

    /// Sets the port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// Sets the prefix for the paths of operations. Leading and trailing slashes are ignored.
    pub fn api_path(mut self, prefix: impl Into<String>) -> Self {
        self.api_path = prefix.into();
        self
    }

    /// Sets the prefix for the paths of the token URL and the authorization URL. Leading and trailing slashes are
    /// ignored.
    pub fn login_path(mut self, prefix: impl Into<String>) -> Self {
        self.login_path = prefix.into();
        self
    }

    fn url(&self, prefix: &str, rest: &str) -> Result<String, String> {
        if self.host.is_empty() || self.host.contains(['/', '?', '#', '@', '\\']) {
            return Err(
                "the gateway's host must be a name or an IP address, without a scheme, port or path".into()
            );
        }
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        let prefix = prefix.trim_matches('/');
        let slash = if prefix.is_empty() { "" } else { "/" };
        Ok(format!("{}://{}{port}{slash}{prefix}{rest}", self.protocol, self.host))
    }
}

/// Returns the base URL of a client: the configured URL, or the API's default. With a gateway, only the URL's path
/// is kept.
pub(crate) fn base_url(
    profile: &Profile,
    set: Option<&str>,
    gateway: Option<&Gateway>,
) -> Result<BaseUrl, String> {
    let text = set.unwrap_or(profile.base_url);
    if set.is_none() && gateway.is_none() && !text.contains("://") {
        let path = if text.trim_matches('/').is_empty() { "/v1" } else { text };
        return Err(format!(
            "no base URL is set, and the API description declares no host: set one with base_url(), such as https://api.example.com{path}"
        ));
    }
    match gateway {
        None => BaseUrl::parse(text),
        Some(gateway) => BaseUrl::parse(&gateway.url(&gateway.api_path, split_origin(text).1)?),
    }
}

/// Returns the authorization server URL that belongs to a base URL, or `None` if no URL is declared and none
/// can be derived.
///
/// `declared` is the URL in the API description; it applies to the first server. For a different base URL,
/// [`Profile::login_host`] maps the host. Without that rule, the API has a single authorization server.
pub(super) fn login_url(
    declared: &str,
    profile: &Profile,
    base: &BaseUrl,
    gateway: Option<&Gateway>,
) -> Result<Option<String>, String> {
    if declared.is_empty() {
        return Ok(None);
    }
    if let Some(gateway) = gateway {
        return gateway.url(&gateway.login_path, split_origin(declared).1).map(Some);
    }
    if !declared.contains("://") {
        // The URL is relative to the server, like every URL in an OpenAPI document.
        return Ok(Some(match declared.strip_prefix('/') {
            Some(rest) => format!("{}/{rest}", base.origin()),
            None => format!("{}/{declared}", base.as_str()),
        }));
    }
    let (api, login) = profile.login_host;
    let is_default_server = BaseUrl::parse(profile.base_url).is_ok_and(|default| default.same_origin(base));
    if is_default_server || api.is_empty() {
        return Ok(Some(declared.to_owned()));
    }
    let origin = base.origin();
    Ok(origin
        .contains(api)
        .then(|| format!("{}{}", origin.replacen(api, login, 1), split_origin(declared).1)))
}
