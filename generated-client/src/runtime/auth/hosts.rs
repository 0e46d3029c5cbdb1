//! Where requests and logins go: the API's own servers, another region, or a gateway in front of both.
//!
//! It must not know grants or tokens.

use http::Uri;

use crate::runtime::profile::Profile;
use crate::runtime::url::BaseUrl;

/// A URL of the login server that was checked: encrypted or on this machine, without user name and fragment. A query is
/// kept (RFC 6749, 3.1 and 3.2), and hidden from `Debug`.
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
            return Err(format!("credentials need an https {what}, but it is {}", base.as_str()));
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

/// A gateway of your own in front of the API and its login server, see [`ClientBuilder::gateway`](crate::runtime::ClientBuilder::gateway).
///
/// `Gateway::new("gw.example.com").port(8443).api_path("api").login_path("login")` sends calls to
/// `https://gw.example.com:8443/api/...` and asks `https://gw.example.com:8443/login/...` for tokens.
#[derive(Debug, Clone)]
#[must_use = "a gateway takes effect when it is given to a builder"]
pub struct Gateway {
    protocol: String,
    host: String,
    port: Option<u16>,
    api_path: String,
    login_path: String,
}

impl Gateway {
    /// A gateway at this host, reached by https at the usual port, without path prefixes.
    pub fn new(host: impl Into<String>) -> Self {
        let (api_path, login_path) = (String::new(), String::new());
        Self { protocol: "https".to_owned(), host: host.into(), port: None, api_path, login_path }
    }

    /// Sets `https` or `http`. Credentials go by `http` to this machine only.
    pub fn protocol(mut self, protocol: impl Into<String>) -> Self {
        self.protocol = protocol.into();
        self
    }

    /// Sets the port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// Sets what goes before the paths of operations. Slashes at its ends make no difference.
    pub fn api_path(mut self, prefix: impl Into<String>) -> Self {
        self.api_path = prefix.into();
        self
    }

    /// Sets what goes before the path of the token and authorization URL. Slashes at its ends make no difference.
    pub fn login_path(mut self, prefix: impl Into<String>) -> Self {
        self.login_path = prefix.into();
        self
    }

    fn url(&self, prefix: &str, rest: &str) -> Result<String, String> {
        if self.host.is_empty() || self.host.contains(['/', '?', '#', '@', '\\']) {
            return Err("the gateway's host must be a name or address alone".into());
        }
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        let prefix = prefix.trim_matches('/');
        let slash = if prefix.is_empty() { "" } else { "/" };
        Ok(format!("{}://{}{port}{slash}{prefix}{rest}", self.protocol, self.host))
    }
}

/// The base URL of a client: the one that was set, or the API's own; behind a gateway, its path is kept.
pub(crate) fn base_url(
    profile: &Profile,
    set: Option<&str>,
    gateway: Option<&Gateway>,
) -> Result<BaseUrl, String> {
    let text = set.unwrap_or(profile.base_url);
    if set.is_none() && gateway.is_none() && !text.contains("://") {
        let path = if text.trim_matches('/').is_empty() { "/v1" } else { text };
        return Err(format!(
            "no base URL is set, and the API's description names no host: give one to base_url(), as in https://api.example.com{path}"
        ));
    }
    match gateway {
        None => BaseUrl::parse(text),
        Some(gateway) => BaseUrl::parse(&gateway.url(&gateway.api_path, path_of(text))?),
    }
}

/// The URL of the login server that belongs to a base URL; `None` if the API names none or it cannot be told.
///
/// `declared` is the URL that the API's description names, for its first server. With [`Profile::login_host`], the login
/// server of another base URL is found by that rule; without it, the API has one login server.
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
        return gateway.url(&gateway.login_path, path_of(declared)).map(Some);
    }
    if !declared.contains("://") {
        // Relative to the server, as any URL of an OpenAPI document.
        return Ok(Some(match declared.strip_prefix('/') {
            Some(rest) => format!("{}/{rest}", base.origin()),
            None => format!("{}/{declared}", base.as_str()),
        }));
    }
    let (api, login) = profile.login_host;
    let at_home = BaseUrl::parse(profile.base_url).is_ok_and(|home| home.same_origin(base));
    if at_home || api.is_empty() {
        return Ok(Some(declared.to_owned()));
    }
    let origin = base.origin();
    Ok(origin.contains(api).then(|| format!("{}{}", origin.replacen(api, login, 1), path_of(declared))))
}

/// Scheme and authority of an absolute URL.
pub(super) fn origin_of(url: &str) -> &str {
    url.strip_suffix(path_of(url)).unwrap_or(url)
}

/// Path and query of an absolute URL; of a relative one, all of it.
fn path_of(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://") else {
        return url;
    };
    rest.find(['/', '?']).and_then(|start| rest.get(start..)).unwrap_or_default()
}
