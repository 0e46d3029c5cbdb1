//! The settings of the built-in transport: proxy, certificates, time limits, connection pool. They are checked by
//! `build()`. Types of reqwest stay inside.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Identity};

use super::ReqwestTransport;
use super::proxy::ProxySetting;
use crate::runtime::error::{Error, Result};
use crate::runtime::redact::Secret;

/// Collects the settings of a [`ReqwestTransport`]. `Debug` shows no secrets.
///
/// The server's certificate is always checked, against the system's trust store and the roots that are added here. There
/// is no setting to leave that out: for a server with a certificate of its own, add that certificate as a root.
#[must_use = "a transport is made by build()"]
#[derive(Debug, Default)]
pub struct ReqwestTransportBuilder {
    proxy: ProxySetting,
    proxy_login: Option<(String, Secret)>,
    roots: Vec<Vec<u8>>,
    only_these_roots: bool,
    /// The certificates and the key.
    identity: Option<(String, Secret)>,
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    timeout: Option<Duration>,
    idle_timeout: Option<Option<Duration>>,
    max_idle: Option<usize>,
}

impl ReqwestTransportBuilder {
    /// Sends all requests but those to this machine through a proxy: `http://host:port` or `https://host:port`. It replaces
    /// the proxies of the environment, and `NO_PROXY` does not apply to it.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = ProxySetting::Url(url.into());
        self
    }

    /// Sets the user and password for the proxy (Basic, RFC 7617).
    pub fn proxy_login(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.proxy_login = Some((user.into(), Secret::new(password.into())));
        self
    }

    /// Uses no proxy, not even one that the environment names.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxySetting::None;
        self
    }

    /// Trusts the certificates of this PEM text too, besides those of the system. It can hold several, and be called
    /// several times.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.push(pem.into());
        self
    }

    /// Trusts the given root certificates alone, and none of the system's.
    pub fn only_these_roots(mut self) -> Self {
        self.only_these_roots = true;
        self
    }

    /// Shows the server a certificate of the client (mutual TLS): the certificate and its chain, and the private key, as
    /// PEM texts. The key is PKCS#8 with `native-tls`, and can be PKCS#1 or SEC1 with `rustls`.
    pub fn client_identity(mut self, certificate: impl Into<String>, key: impl Into<String>) -> Self {
        self.identity = Some((certificate.into(), Secret::new(key.into())));
        self
    }

    /// Sets the time that a connection may take to come about; by default the call's limit is the only one. A connection
    /// that takes longer counts as none, so that the call may be repeated.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = Some(limit);
        self
    }

    /// Sets the longest pause between two pieces of an answer; by default the call's limit is the only one.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.read_timeout = Some(limit);
        self
    }

    /// Sets the longest time of any one request, from the connection to the last byte. The call's limit, which is the
    /// client's [`timeout`](crate::runtime::ClientBuilder::timeout) and covers repeated attempts, still holds.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Sets how long an idle connection is kept for further calls; by default 90 s.
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.idle_timeout = Some(Some(limit));
        self
    }

    /// Keeps idle connections until the server closes them.
    pub fn no_pool_idle_timeout(mut self) -> Self {
        self.idle_timeout = Some(None);
        self
    }

    /// Sets how many idle connections are kept per host; by default any number. 0 makes a connection for each call.
    pub fn pool_max_idle(mut self, connections: usize) -> Self {
        self.max_idle = Some(connections);
        self
    }

    /// Checks the settings and makes the transport. It connects to nothing yet.
    ///
    /// # Errors
    /// [`Error::Config`] if the proxy's URL, a certificate or the key is not valid, or if the system's trust store or TLS
    /// library cannot be used.
    pub fn build(self) -> Result<ReqwestTransport> {
        let mut builder = Client::builder().redirect(Policy::none()).referer(false);
        // reqwest would take the system's library where a dependency turns both features on.
        #[cfg(feature = "rustls")]
        {
            builder = builder.tls_backend_rustls();
        }
        builder = builder.no_proxy();
        for proxy in self.proxy.proxies(self.proxy_login.as_ref())? {
            builder = builder.proxy(proxy);
        }
        let mut roots = Vec::new();
        for pem in &self.roots {
            roots.extend(certificates(pem)?);
        }
        builder = match (self.only_these_roots, roots.is_empty()) {
            (true, true) => {
                return Err(Error::config(
                    "no root certificate is given, and none of the system's is to be used",
                ));
            }
            (true, false) => builder.tls_certs_only(roots),
            (false, true) => builder,
            (false, false) => builder.tls_certs_merge(roots),
        };
        if let Some((certificate, key)) = &self.identity {
            builder = builder.identity(identity(certificate, key)?);
        }
        if let Some(limit) = self.connect_timeout {
            builder = builder.connect_timeout(limit);
        }
        if let Some(limit) = self.read_timeout {
            builder = builder.read_timeout(limit);
        }
        if let Some(limit) = self.idle_timeout {
            builder = builder.pool_idle_timeout(limit);
        }
        if let Some(connections) = self.max_idle {
            builder = builder.pool_max_idle_per_host(connections);
        }
        let client = builder.build().map_err(|error| wrong("the TLS settings cannot be used", &error))?;
        Ok(ReqwestTransport::of(client, self.timeout))
    }
}

/// All certificates of a PEM text; none is a fault, as reqwest takes any text for an empty list.
fn certificates(pem: &[u8]) -> Result<Vec<Certificate>> {
    let found = Certificate::from_pem_bundle(pem)
        .map_err(|error| wrong("a root certificate is not valid", &error))?;
    if found.is_empty() {
        return Err(Error::config("a text that was given for root certificates holds no certificate in PEM"));
    }
    Ok(found)
}

#[cfg(feature = "rustls")]
fn identity(certificate: &str, key: &Secret) -> Result<Identity> {
    let pem = format!("{certificate}\n{}", key.expose());
    Identity::from_pem(pem.as_bytes()).map_err(|_| Error::config(NO_IDENTITY))
}

#[cfg(not(feature = "rustls"))]
fn identity(certificate: &str, key: &Secret) -> Result<Identity> {
    Identity::from_pkcs8_pem(certificate.as_bytes(), key.expose().as_bytes())
        .map_err(|_| Error::config(NO_IDENTITY))
}

/// What a library says of a private key is not shown.
const NO_IDENTITY: &str = "the client's certificate and private key are not valid PEM";

/// A fault in the settings, with its causes; reqwest's errors here show no secrets, as a URL is left out.
fn wrong(what: &str, error: &dyn std::error::Error) -> Error {
    let mut text = format!("{what}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    Error::config(text)
}
