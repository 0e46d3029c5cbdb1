//! Settings of the built-in transport: trusted certificates, the client certificate, proxies, and time
//! limits.

#![cfg(any(feature = "rustls", feature = "native-tls"))]

mod support;

use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair};
use runtime::runtime::{
    Client, ClientBuilder, EmptyBody, Error, Operation, ReqwestTransport, ReqwestTransportBuilder,
    RetryPolicy, Text, TransportErrorKind,
};
use support::PROFILE;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const GET: Operation = Operation::get("getX", "/x");

/// A certificate authority for the local machine and for clients.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Issues a certificate and its key for a name.
    fn certify(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.distinguished_name = named(name);
        (params.signed_by(&key, &self.0).unwrap(), key)
    }

    /// Starts an HTTPS server whose response is 1 if the client presented a certificate, and 0 otherwise. Returns its
    /// URL.
    async fn serve(&self, requests_client_certificate: bool) -> String {
        let (certificate, key) = self.certify("localhost");
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).unwrap();
        // The provider is set explicitly, since another package in the workspace can enable a second
        // provider.
        let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone());
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let builder = if requests_client_certificate {
            builder.with_client_cert_verifier(
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap(),
            )
        } else {
            builder.with_no_client_auth()
        };
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = builder.with_single_cert(vec![certificate.der().clone()], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                // A client that does not trust this server closes the connection.
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer).await;
                let shown =
                    stream.get_ref().1.peer_certificates().map_or(0, |chain| u8::from(!chain.is_empty()));
                let response =
                    format!("HTTP/1.1 200 OK\r\ncontent-length: 1\r\nconnection: close\r\n\r\n{shown}");
                let _ = stream.write_all(response.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        url
    }
}

fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

fn client(url: &str, transport: ReqwestTransportBuilder) -> Client {
    let builder = ClientBuilder::new(&PROFILE).base_url(url).transport(transport.build().unwrap());
    builder.no_retry().build().unwrap()
}

fn kind(error: &Error) -> TransportErrorKind {
    let Error::Transport(error) = error else { panic!("{error:?}") };
    error.kind()
}

#[tokio::test]
async fn an_untrusted_certificate_is_rejected_and_not_retried() {
    let url = Authority::new("authority").serve(false).await;
    let builder = ClientBuilder::new(&PROFILE).base_url(&url).retry(RetryPolicy::new());
    let error = builder.build().unwrap().request(GET).send::<EmptyBody>().await.unwrap_err();
    assert_eq!((kind(&error), error.attempts()), (TransportErrorKind::Tls, Some(1)), "{error}");
    let text = error.to_string();
    assert!(
        text.starts_with("getX: TLS handshake failed: ") && text.to_lowercase().contains("certificate"),
        "{text}"
    );
    assert!(error.is_connect());
}

#[tokio::test]
async fn added_roots_are_trusted() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    let url = ours.serve(false).await;
    let roots = format!("{}{}", theirs.0.pem(), ours.0.pem());
    let builder = || ReqwestTransport::builder().no_proxy();
    for trusting in [
        builder().root_certificates(roots.clone()),
        builder().root_certificates(theirs.0.pem()).root_certificates(ours.0.pem()),
        builder().root_certificates(roots).only_these_roots(),
    ] {
        assert_eq!(client(&url, trusting).request(GET).send::<Text>().await.unwrap().body(), "0");
    }
    let other = builder().root_certificates(theirs.0.pem()).only_these_roots();
    let error = client(&url, other).request(GET).send::<Text>().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Tls);
    // The host name must also match.
    let url = url.replace("localhost", "127.0.0.1");
    let trusting = builder().root_certificates(ours.0.pem());
    let error = client(&url, trusting).request(GET).send::<Text>().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Tls);
}

#[tokio::test]
async fn a_client_presents_its_certificate() {
    let authority = Authority::new("authority");
    let url = authority.serve(true).await;
    let (certificate, key) = authority.certify("client");
    let builder = || ReqwestTransport::builder().no_proxy().root_certificates(authority.0.pem());
    let identified = builder().client_identity(certificate.pem(), key.serialize_pem());
    assert!(!format!("{identified:?}").contains("PRIVATE"));
    assert_eq!(client(&url, identified).request(GET).send::<Text>().await.unwrap().body(), "1");
    client(&url, builder()).request(GET).send::<Text>().await.unwrap_err();
}

#[tokio::test]
async fn requests_use_the_proxy_with_its_credentials() {
    let proxy = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/x"))
        .and(header("host", "api.example.com"))
        .and(header("proxy-authorization", "Basic bWU6czNjcmV0"))
        .respond_with(ResponseTemplate::new(200).set_body_string("by proxy"))
        .mount(&proxy)
        .await;
    let transport = ReqwestTransport::builder().proxy(proxy.uri()).proxy_login("me", "s3cret");
    assert!(!format!("{transport:?}").contains("s3cret"));
    let response = client("http://api.example.com", transport).request(GET).send::<Text>().await.unwrap();
    assert_eq!(response.body(), "by proxy");
}

#[test]
fn settings_are_checked() {
    let builder = ReqwestTransport::builder;
    for (settings, reason) in [
        (builder().proxy("proxy:8080"), "the proxy URL must start with http:// or https://"),
        (builder().proxy("http://me:s3cret@proxy"), "must not contain a user name or password"),
        (builder().proxy("http://"), "the proxy URL is not valid"),
        (builder().proxy_login("me", "s3cret"), "`proxy_login` requires `proxy`"),
        (builder().root_certificates("s3cret"), "contain no certificate in PEM format"),
        (
            builder().root_certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
            "client configuration: ",
        ),
        (builder().only_these_roots(), "`only_these_roots` requires at least one root"),
        (
            builder().client_identity("s3cret", "s3cret"),
            "the client certificate and private key are not valid PEM",
        ),
    ] {
        let error = settings.build().unwrap_err();
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        let text = error.to_string();
        assert!(text.contains(reason) && !format!("{text}{error:?}").contains("s3cret"), "{text}");
    }
    let all = builder()
        .no_proxy()
        .connect_timeout(Duration::from_secs(1))
        .read_timeout(Duration::from_secs(2))
        .timeout(Duration::from_secs(3))
        .pool_idle_timeout(Duration::from_secs(4))
        .pool_max_idle(5);
    all.build().unwrap();
    builder().no_pool_idle_timeout().build().unwrap();
}

/// The paused test clock advances whenever nothing else can run.
#[tokio::test(start_paused = true)]
async fn time_limits_of_the_transport_apply() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let builder = || ReqwestTransport::builder().no_proxy();
    for (transport, seconds, text) in [
        (builder().timeout(Duration::from_secs(7)), 7, "getX: timed out: no complete response within 7s"),
        (builder().timeout(Duration::from_secs(99)), 60, "getX: timed out: no complete response within 60s"),
        (
            builder().read_timeout(Duration::from_secs(5)),
            5,
            "getX: timed out: no data was received within the read timeout",
        ),
    ] {
        let started = tokio::time::Instant::now();
        let error = client(&url, transport).request(GET).send::<EmptyBody>().await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!((started.elapsed().as_secs(), error.to_string().as_str()), (seconds, text));
    }
}

/// Returns the versions offered in a TLS `ClientHello` (RFC 8446, 4.2.1).
#[cfg(feature = "rustls")]
fn offered_versions(hello: &[u8]) -> Vec<u16> {
    let number = |at: usize| u16::from_be_bytes([hello[at], hello[at + 1]]);
    // Record and handshake headers, version and random; then session ID, cipher suites, compression.
    let mut at = 5 + 4 + 2 + 32;
    at += 1 + usize::from(hello[at]);
    at += 2 + usize::from(number(at));
    at += 1 + usize::from(hello[at]);
    let end = at + 2 + usize::from(number(at));
    at += 2;
    while at < end {
        let (kind, length) = (number(at), usize::from(number(at + 2)));
        if kind == 43 {
            return (0..usize::from(hello[at + 4]) / 2).map(|index| number(at + 5 + 2 * index)).collect();
        }
        at += 4 + length;
    }
    Vec::new()
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn an_old_tls_version_is_rejected() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let greeting = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut hello = Vec::new();
        while hello.len() < 5 || hello.len() < 5 + usize::from(u16::from_be_bytes([hello[3], hello[4]])) {
            assert_ne!(stream.read_buf(&mut hello).await.unwrap(), 0);
        }
        // A `ServerHello` that selects TLS 1.1: no extensions, an empty session ID, any cipher suite.
        let mut response = vec![22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2];
        response.extend([7; 32]);
        response.extend([0, 0xc0, 0x13, 0]);
        stream.write_all(&response).await.unwrap();
        let _ = stream.read(&mut [0; 64]).await;
        hello
    });
    let transport = ReqwestTransport::builder().no_proxy();
    let error = client(&url, transport).request(GET).send::<EmptyBody>().await.unwrap_err();
    assert!(matches!(kind(&error), TransportErrorKind::Tls | TransportErrorKind::Connect), "{error:?}");
    let mut versions = offered_versions(&greeting.await.unwrap());
    versions.sort_unstable();
    assert_eq!(versions, [0x0303, 0x0304], "TLS 1.2 and 1.3");
}

/// No setting, feature or environment variable disables verification: the names of such options do not occur in the
/// runtime.
#[test]
fn nothing_turns_verification_off() {
    fn check_folder(folder: &std::path::Path, seen: &mut usize) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                check_folder(&path, seen);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap().to_ascii_lowercase();
            for word in ["danger", "accept_invalid", "insecure", "verify_mode", "skip_verif"] {
                assert!(!text.contains(word), "{word} in {}", path.display());
            }
            *seen += 1;
        }
    }
    let mut seen = 0;
    check_folder(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/runtime")), &mut seen);
    assert!(seen > 50, "{seen} files");
}
