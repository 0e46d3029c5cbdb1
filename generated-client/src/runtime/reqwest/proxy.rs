//! Which proxy a request goes through: the one that was set, or those of the environment; none for this machine.
//!
//! The environment is read here and not by reqwest, which would send requests to this machine through a proxy as well.

use std::{env, fmt};

use reqwest::{NoProxy, Proxy};

use crate::runtime::error::{Error, Result};
use crate::runtime::redact::Secret;
use crate::runtime::url::loopback::EXCLUSIONS;

/// Where proxies come from.
#[derive(Default)]
pub(crate) enum ProxySetting {
    /// From the environment.
    #[default]
    Environment,
    /// There is none.
    None,
    /// One for all requests.
    Url(String),
}

impl fmt::Debug for ProxySetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("Environment"),
            Self::None => f.write_str("None"),
            // A URL may hold a password.
            Self::Url(url) => f.write_str(url.rsplit('@').next().unwrap_or_default()),
        }
    }
}

impl ProxySetting {
    /// Returns the proxies in the form that reqwest accepts.
    pub(crate) fn proxies(&self, login: Option<&(String, Secret)>) -> Result<Vec<Proxy>> {
        match (self, login) {
            (Self::Url(url), login) => explicit(url, login).map(|proxy| vec![proxy]),
            (_, Some(_)) => Err(Error::config("a login for a proxy is given, but no proxy")),
            (Self::None, None) => Ok(Vec::new()),
            (Self::Environment, None) => environment(),
        }
    }
}

fn explicit(url: &str, login: Option<&(String, Secret)>) -> Result<Proxy> {
    let known = ["http://", "https://"].iter().any(|scheme| url.to_ascii_lowercase().starts_with(scheme));
    if !known {
        return Err(Error::config("the proxy's URL must start with http:// or https://"));
    }
    if url.contains('@') {
        return Err(Error::config(
            "the proxy's URL must not hold a user name or password; there is proxy_login",
        ));
    }
    let proxy = Proxy::all(url)
        .map_err(|error| Error::config(format!("the proxy's URL is not valid: {}", error.without_url())))?;
    let proxy = proxy.no_proxy(NoProxy::from_string(EXCLUSIONS));
    Ok(match login {
        Some((user, password)) => proxy.basic_auth(user, password.expose()),
        None => proxy,
    })
}

/// The proxies that the environment names, by the rules of curl.
fn environment() -> Result<Vec<Proxy>> {
    // Within CGI, HTTP_PROXY is the request header `Proxy` of whoever calls (CVE-2016-5385).
    if env::var_os("REQUEST_METHOD").is_some() {
        return Ok(Vec::new());
    }
    let excluded = value(["NO_PROXY", "no_proxy"]).map_or_else(String::new, |(_, list)| format!(",{list}"));
    let excluded = NoProxy::from_string(&format!("{EXCLUSIONS}{excluded}"));
    let all = value(["ALL_PROXY", "all_proxy"]);
    let https = value(["HTTPS_PROXY", "https_proxy"]).or_else(|| all.clone());
    let http = value(["HTTP_PROXY", "http_proxy"]).or(all);
    let mut proxies = Vec::new();
    if let Some((name, url)) = https {
        proxies.push(Proxy::https(usable(name, &url)?).map_err(|_| invalid(name))?);
    }
    if let Some((name, url)) = http {
        proxies.push(Proxy::http(usable(name, &url)?).map_err(|_| invalid(name))?);
    }
    Ok(proxies.into_iter().map(|proxy| proxy.no_proxy(excluded.clone())).collect())
}

/// The first of these variables that is set; one that is set to nothing counts as set.
fn value(names: [&'static str; 2]) -> Option<(&'static str, String)> {
    let found = names.into_iter().find_map(|name| env::var(name).ok().map(|value| (name, value)));
    found.filter(|(_, value)| !value.trim().is_empty())
}

/// The URL of a proxy; without a scheme, `http://` is meant.
fn usable(name: &'static str, url: &str) -> Result<String> {
    let url = url.trim();
    match url.split_once("://") {
        None => Ok(format!("http://{url}")),
        Some((scheme, _)) if matches!(&*scheme.to_ascii_lowercase(), "http" | "https") => Ok(url.to_owned()),
        Some(_) => Err(invalid(name)),
    }
}

/// The value is not shown, as it may hold a password.
fn invalid(name: &'static str) -> Error {
    Error::config(format!(
        "the environment variable {name} is not the URL of an http or https proxy: correct it, or give the builder a \
         transport without proxies (ReqwestTransport::builder().no_proxy())"
    ))
}
