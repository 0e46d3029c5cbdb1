//! Settings of the built-in transport: proxy, certificates, timeouts, connection pool.

// `build()` validates the settings. reqwest's types must not leave this module.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Identity};

use super::ReqwestTransport;
use super::proxy::ProxySetting;
use crate::runtime::error::{Error, Result};
use crate::runtime::redact::Secret;

/// A builder for a [`ReqwestTransport`]. `Debug` redacts secrets.
///
/// Server certificates are always verified against the system's trust store and the roots that are added
/// here. Verification cannot be disabled. For a server with a self-signed certificate, add that certificate
/// as a root.
#[must_use = "a transport is created by build()"]
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
    /// Sets a proxy for all requests except those to loopback hosts: `http://host:port` or
    /// `https://host:port`.
    ///
    /// It replaces the proxies from the environment, and `NO_PROXY` does not apply to it.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = ProxySetting::Url(url.into());
        self
    }

    /// Sets the user and password for the proxy (Basic, RFC 7617).
    pub fn proxy_login(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.proxy_login = Some((user.into(), Secret::new(password.into())));
        self
    }

    /// Disables all proxies, including those from the environment.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxySetting::None;
        self
    }

    /// Adds trusted root certificates in PEM format to those of the system. The PEM may contain several
    /// certificates, and the method may be called several times.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.push(pem.into());
        self
    }

    /// Trusts only the root certificates that are added here, not those of the system.
    pub fn only_these_roots(mut self) -> Self {
        self.only_these_roots = true;
        self
    }

    /// Sets the client certificate for mutual TLS: the certificate chain and the private key, in PEM format.
    ///
    /// With `native-tls`, the key must be PKCS#8; with `rustls`, it may also be PKCS#1 or SEC1.
    pub fn client_identity(mut self, certificate: impl Into<String>, key: impl Into<String>) -> Self {
        self.identity = Some((certificate.into(), Secret::new(key.into())));
        self
    }

    /// Sets the timeout for establishing a connection. By default, there is none, so only the request's
    /// timeout applies.
    ///
    /// If it expires, the request has not been sent and can be retried.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = Some(limit);
        self
    }

    /// Sets the timeout for each read of a response. By default, there is none, so only the request's timeout
    /// applies.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.read_timeout = Some(limit);
        self
    }

    /// Sets the timeout for a single HTTP request, from connecting to the last byte or, for a streamed response,
    /// to its headers.
    ///
    /// The client's [`timeout`](crate::runtime::ClientBuilder::timeout), which includes retries, still
    /// applies.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Sets how long an idle connection remains in the pool. The default is 90 seconds.
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.idle_timeout = Some(Some(limit));
        self
    }

    /// Keeps idle connections until the server closes them.
    pub fn no_pool_idle_timeout(mut self) -> Self {
        self.idle_timeout = Some(None);
        self
    }

    /// Sets the maximum number of idle connections per host. The default is unlimited. With 0, each request
    /// opens a new connection.
    pub fn pool_max_idle(mut self, connections: usize) -> Self {
        self.max_idle = Some(connections);
        self
    }

    /// Builds the transport. This does not open a connection.
    ///
    /// # Errors
    /// Returns [`Error::Config`] if the proxy URL, a certificate or the key is invalid, or if the system's
    /// trust store or TLS library is unavailable.
    pub fn build(self) -> Result<ReqwestTransport> {
        let mut builder = Client::builder().redirect(Policy::none()).referer(false);
        // If a dependency enables both features, reqwest would otherwise use the system's library.
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
                return Err(Error::config("`only_these_roots` requires at least one root certificate"));
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
        let client =
            builder.build().map_err(|error| config_error("the TLS settings cannot be used", &error))?;
        Ok(ReqwestTransport::from_client(client, self.timeout))
    }
}

/// Parses all certificates in a PEM string. reqwest accepts a string without certificates, which is an error
/// here.
fn certificates(pem: &[u8]) -> Result<Vec<Certificate>> {
    let found = Certificate::from_pem_bundle(pem)
        .map_err(|error| config_error("a root certificate is not valid", &error))?;
    if found.is_empty() {
        return Err(Error::config("the root certificates contain no certificate in PEM format"));
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

/// The reason for rejecting a client identity. The cause is not displayed, as it may contain the private key.
const NO_IDENTITY: &str = "the client certificate and private key are not valid PEM";

/// Creates a configuration error with its causes. Here, reqwest's errors contain no secrets, because they
/// contain no URL.
fn config_error(what: &str, error: &dyn std::error::Error) -> Error {
    let mut text = format!("{what}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    Error::config(text)
}
