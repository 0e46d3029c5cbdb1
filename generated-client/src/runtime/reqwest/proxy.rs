//! Selects the proxy for a request: the configured proxy, or one from the environment. Requests to loopback
//! hosts never use a proxy.

// The environment is read here because reqwest would send requests to loopback hosts through a proxy.

use std::{env, fmt};

use reqwest::{NoProxy, Proxy};

use crate::runtime::error::{Error, Result};
use crate::runtime::redact::Secret;
use crate::runtime::url::loopback::EXCLUSIONS;

/// The source of proxy settings.
#[derive(Default)]
pub(crate) enum ProxySetting {
    /// The environment.
    #[default]
    Environment,
    /// No proxy.
    None,
    /// A proxy for all requests.
    Url(String),
}

impl fmt::Debug for ProxySetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("Environment"),
            Self::None => f.write_str("None"),
            // A URL may contain a password.
            Self::Url(url) => f.write_str(url.rsplit('@').next().unwrap_or_default()),
        }
    }
}

impl ProxySetting {
    /// Returns the proxies in the form that reqwest accepts.
    pub(crate) fn proxies(&self, login: Option<&(String, Secret)>) -> Result<Vec<Proxy>> {
        match (self, login) {
            (Self::Url(url), login) => explicit(url, login).map(|proxy| vec![proxy]),
            (_, Some(_)) => Err(Error::config("`proxy_login` requires `proxy`")),
            (Self::None, None) => Ok(Vec::new()),
            (Self::Environment, None) => environment(),
        }
    }
}

fn explicit(url: &str, login: Option<&(String, Secret)>) -> Result<Proxy> {
    let known = ["http://", "https://"].iter().any(|scheme| url.to_ascii_lowercase().starts_with(scheme));
    if !known {
        return Err(Error::config("the proxy URL must start with http:// or https://"));
    }
    if url.contains('@') {
        return Err(Error::config(
            "the proxy URL must not contain a user name or password; use `proxy_login`",
        ));
    }
    let proxy = Proxy::all(url)
        .map_err(|error| Error::config(format!("the proxy URL is not valid: {}", error.without_url())))?;
    let proxy = proxy.no_proxy(NoProxy::from_string(EXCLUSIONS));
    Ok(match login {
        Some((user, password)) => proxy.basic_auth(user, password.expose()),
        None => proxy,
    })
}

/// Returns the proxies from the environment variables that curl reads, in upper or lower case. If a protocol's
/// variable is empty, `ALL_PROXY` applies, or else no proxy.
fn environment() -> Result<Vec<Proxy>> {
    // In CGI, HTTP_PROXY contains the client's `Proxy` request header (CVE-2016-5385).
    if env::var_os("REQUEST_METHOD").is_some() {
        return Ok(Vec::new());
    }
    let excluded =
        variable(["NO_PROXY", "no_proxy"]).map_or_else(String::new, |(_, list)| format!(",{list}"));
    let excluded = NoProxy::from_string(&format!("{EXCLUSIONS}{excluded}"));
    let all = variable(["ALL_PROXY", "all_proxy"]);
    let https = variable(["HTTPS_PROXY", "https_proxy"]).or_else(|| all.clone());
    let http = variable(["HTTP_PROXY", "http_proxy"]).or(all);
    let mut proxies = Vec::new();
    if let Some((name, url)) = https {
        proxies.push(Proxy::https(proxy_url(name, &url)?).map_err(|_| invalid(name))?);
    }
    if let Some((name, url)) = http {
        proxies.push(Proxy::http(proxy_url(name, &url)?).map_err(|_| invalid(name))?);
    }
    Ok(proxies.into_iter().map(|proxy| proxy.no_proxy(excluded.clone())).collect())
}

/// Returns the first of these variables that is set. If that variable is empty, returns `None` without trying
/// the next one.
fn variable(names: [&'static str; 2]) -> Option<(&'static str, String)> {
    let found = names.into_iter().find_map(|name| env::var(name).ok().map(|value| (name, value)));
    found.filter(|(_, value)| !value.trim().is_empty())
}

/// Validates the URL of a proxy. The default scheme is `http`.
fn proxy_url(name: &'static str, url: &str) -> Result<String> {
    let url = url.trim();
    match url.split_once("://") {
        None => Ok(format!("http://{url}")),
        Some((scheme, _)) if matches!(&*scheme.to_ascii_lowercase(), "http" | "https") => Ok(url.to_owned()),
        Some(_) => Err(invalid(name)),
    }
}

/// Creates the error for an invalid variable. The value is not displayed, as it may contain a password.
fn invalid(name: &'static str) -> Error {
    Error::config(format!(
        "the environment variable {name} is not the URL of an http or https proxy: correct it, or pass the builder a \
         transport without proxies (ReqwestTransport::builder().no_proxy())"
    ))
}
