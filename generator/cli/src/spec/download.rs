//! Downloads a document, within limits on size, time and redirects.

use std::time::{Duration, Instant};

use generator::Pointer;
use generator::diagnostic::{Code, Diagnostic};
use sha2::{Digest, Sha256};
use ureq::Agent;
use ureq::http::StatusCode;
use ureq::http::header::LOCATION;
use ureq::tls::{RootCerts, TlsConfig};

use super::{Address, MAX_DOCUMENT};

/// The maximum number of redirects.
const MAX_REDIRECTS: usize = 5;

/// The maximum time for connecting, in seconds.
const CONNECT: u64 = 10;

/// The maximum time for the whole download, including all redirects.
const TOTAL: Duration = Duration::from_secs(120);

/// A downloaded document.
#[derive(Debug)]
pub(crate) struct Downloaded {
    /// The contents of the document.
    pub(crate) bytes: Vec<u8>,
    /// The media type, without parameters.
    pub(crate) media_type: Option<String>,
}

impl Downloaded {
    /// Returns the SHA-256 digest of the contents, in hexadecimal digits.
    pub(crate) fn digest(&self) -> String {
        digest(&self.bytes)
    }
}

/// Returns the SHA-256 digest of some bytes, in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Downloads a document.
///
/// # Errors
/// Returns an error if the server cannot be reached, or does not respond with the document. Also returns one if a
/// redirect is not allowed, or a limit is exceeded.
pub(crate) fn download(address: &Address) -> Result<Downloaded, Diagnostic> {
    download_within(address, TOTAL)
}

fn download_within(address: &Address, limit: Duration) -> Result<Downloaded, Diagnostic> {
    let start = Instant::now();
    let mut address = address.clone();
    for _ in 0..=MAX_REDIRECTS {
        let rest = limit.saturating_sub(start.elapsed());
        if rest.is_zero() {
            return Err(failed(&address, &format!("the download took longer than {} s", limit.as_secs())));
        }
        let mut response = agent(&address, rest)
            .get(address.to_string())
            .call()
            .map_err(|error| failed(&address, &error))?;
        let status = response.status();
        if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            let target = response.headers().get(LOCATION).and_then(|target| target.to_str().ok());
            let target = target.ok_or_else(|| failed(&address, &"a redirect without a target"))?;
            address = address.redirected(target).map_err(|why| {
                // Queries can contain secrets, such as a download signature.
                let shown = target.split(['?', '#']).next().unwrap_or_default();
                failed(&address, &format!("refused to follow its redirect to `{shown}`: {why}"))
            })?;
            continue;
        }
        if status != StatusCode::OK {
            return Err(failed(&address, &format!("the server responded with {status}")));
        }
        let media_type = response.body().mime_type().map(str::to_owned);
        let bytes = response.body_mut().with_config().limit(MAX_DOCUMENT).read_to_vec();
        return match bytes {
            Ok(bytes) => Ok(Downloaded { bytes, media_type }),
            Err(ureq::Error::BodyExceedsLimit(_)) => {
                Err(failed(&address, &format!("the document is larger than {} MiB", MAX_DOCUMENT >> 20)))
            }
            Err(error) => Err(failed(&address, &error)),
        };
    }
    Err(failed(&address, &format!("more than {MAX_REDIRECTS} redirects")))
}

fn agent(address: &Address, limit: Duration) -> Agent {
    // The system's trust store is used, so that companies can use their own certificate authorities.
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder()
        .https_only(address.is_https())
        .tls_config(tls)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_connect(Some(Duration::from_secs(CONNECT)))
        .timeout_global(Some(limit))
        .user_agent(concat!("openapi-crate/", env!("CARGO_PKG_VERSION")))
        .accept("application/vnd.oai.openapi+json, application/json, application/yaml, text/yaml, */*;q=0.5");
    // No proxy is used for the local machine, because a proxy could not reach it.
    let config = if address.network_scope() == super::address::NetworkScope::Loopback {
        config.proxy(None)
    } else {
        config
    };
    config.build().new_agent()
}

fn failed(address: &Address, why: &dyn std::fmt::Display) -> Diagnostic {
    let why = why.to_string();
    let message = format!("cannot download `{}`: {why}", address.shown());
    // The error's type is that of the TLS library, which is not a dependency of this crate.
    let help = if why.contains("invalid peer certificate") {
        "if you trust the certificate authority, add its certificate to the system's trust store or, on Linux, to the \
         file that `SSL_CERT_FILE` names or the folder that `SSL_CERT_DIR` names"
    } else {
        "check the URL in a browser, or download the document with another tool and use the file"
    };
    Diagnostic::error(Code::DownloadFailed, &Pointer::root(), message).help(help)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    #[test]
    fn only_untrusted_certificates_have_their_own_remedy() {
        let address = Address::parse("https://a.example/certificates.json").expect("the URL is valid");
        let remedy = |why: &str| failed(&address, &why).help.unwrap_or_default().contains("SSL_CERT_FILE");
        assert!(remedy("io: invalid peer certificate: UnknownIssuer"));
        assert!(!remedy("timeout: global"));
    }

    #[test]
    fn the_time_limit_includes_redirects() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().map(|address| address.port()).unwrap_or_default();
        // Each response arrives well within the limit and redirects to the next one.
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 4096]);
                thread::sleep(Duration::from_millis(400));
                let _ = stream.write_all(b"HTTP/1.1 302 Found\r\nlocation: /next\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            }
        });
        let address = Address::parse(&format!("http://127.0.0.1:{port}/")).expect("the URL is valid");
        let start = Instant::now();
        let refused = download_within(&address, Duration::from_secs(1)).expect_err("there is no document");
        assert!(!refused.message.contains("redirects"), "{}", refused.message);
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
}
