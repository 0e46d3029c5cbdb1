//! Proxy support in the built-in transport: the requests that use a proxy. Requests to the local machine never use one.

#![cfg(any(feature = "rustls", feature = "native-tls"))]

mod support;

use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use runtime::runtime::{
    ClientBuilder, EmptyBody, Error, Operation, ReqwestTransport, ReqwestTransportBuilder,
};
use support::PROFILE;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const GET: Operation = Operation::get("getX", "/x");

/// All notations of the loopback host. Nothing listens on the port.
const LOOPBACK: [&str; 11] = [
    "localhost",
    "LocalHost",
    "localhost.",
    "api.localhost",
    "a.b.localhost.",
    "127.0.0.1",
    "127.0.0.1.",
    "127.255.3.7",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f01:203]",
];

/// Host names that look like the loopback host but are not.
const OTHERS: [&str; 6] = [
    "evillocalhost",
    "localhost.example.com",
    "api.example.com",
    "128.0.0.1",
    "127.0.0.1.example.com",
    "[::ffff:8.8.8.8]",
];

/// A proxy that responds to every request itself and records the requests.
#[derive(Clone)]
struct Proxy {
    url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self { url: format!("http://{}", listener.local_addr().unwrap()), seen: Arc::default() };
        let seen = Arc::clone(&proxy.seen);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") && stream.read_buf(&mut head).await.unwrap_or(0) > 0 {}
                seen.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
                let response = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                let _ = stream.write_all(response.as_bytes()).await;
            }
        });
        proxy
    }

    /// Returns the hosts requested since the last call.
    fn hosts(&self) -> Vec<String> {
        let seen = std::mem::take(&mut *self.seen.lock().unwrap());
        seen.iter().map(|head| head.split(['/', ' ']).nth(3).unwrap_or_default().to_owned()).collect()
    }
}

/// Returns a port on which nothing listens.
async fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

async fn call(transport: ReqwestTransportBuilder, url: &str, token: Option<&str>) -> Result<(), Error> {
    let builder = ClientBuilder::new(&PROFILE).base_url(url).transport(transport.build()?).no_retry();
    let builder = builder.timeout(Duration::from_secs(5));
    let builder = token.into_iter().fold(builder, |builder, token| builder.access_token(token));
    builder.build()?.request(GET).send::<EmptyBody>().await.map(drop)
}

#[tokio::test]
async fn a_configured_proxy_is_not_used_for_the_local_machine() {
    let proxy = Proxy::start().await;
    let port = closed_port().await;
    for host in LOOPBACK {
        let builder = ReqwestTransport::builder().proxy(&proxy.url).proxy_login("me", "pr0xy");
        let error = call(builder, &format!("http://{host}:{port}"), Some("t0ken")).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "credentials may go to {host}: {error}");
        assert!(proxy.hosts().is_empty(), "{host}");
    }
    for host in OTHERS {
        let builder = || ReqwestTransport::builder().proxy(&proxy.url);
        let url = format!("http://{host}:{port}");
        let refused = call(builder(), &url, Some("t0ken")).await.unwrap_err().to_string();
        assert!(refused.contains("credentials require an https base URL"), "{refused}");
        assert!(proxy.hosts().is_empty(), "{host}");
        call(builder(), &url, None).await.unwrap();
        assert_eq!(proxy.hosts().len(), 1, "{host}");
    }
}

/// Runs in the child process of the following tests: calls all hosts through the default transport.
#[tokio::test]
#[ignore = "runs in a child process with its own environment"]
async fn calls_with_the_environment() {
    let port = std::env::var("TEST_PORT").unwrap();
    for host in LOOPBACK.iter().chain(&OTHERS) {
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://{host}:{port}");
            let _ = call(ReqwestTransport::builder(), &url, None).await;
        }
    }
    // A client without a configured transport uses the same transport.
    let url = format!("http://127.0.0.1:{port}");
    let builder = ClientBuilder::new(&PROFILE).base_url(url).access_token("t0ken").no_retry();
    builder.build().unwrap().request(GET).send::<EmptyBody>().await.unwrap_err();
}

/// Runs the calls with these environment variables and returns the hosts that were requested through the
/// proxy.
async fn seen(proxy: &Proxy, variables: &[(&str, &str)]) -> Vec<String> {
    let port = closed_port().await.to_string();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "calls_with_the_environment", "--ignored"]).env("TEST_PORT", &port);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let tail = format!(":{port}");
    let mut hosts: Vec<String> = Vec::new();
    for head in std::mem::take(&mut *proxy.seen.lock().unwrap()) {
        let target = head.split(' ').nth(1).unwrap_or_default();
        let scheme = if head.starts_with("CONNECT") { "https" } else { "http" };
        let host = target.trim_start_matches("http://").split('/').next().unwrap_or_default();
        hosts.push(format!("{scheme} {}", host.trim_end_matches(&tail)));
    }
    hosts
}

#[tokio::test]
async fn proxies_from_the_environment_are_not_used_for_the_local_machine() {
    let proxy = Proxy::start().await;
    let by =
        |scheme: &str| OTHERS.iter().map(|host| format!("{scheme} {}", url_form(host))).collect::<Vec<_>>();
    let both: Vec<String> = by("http").into_iter().zip(by("https")).flat_map(|(a, b)| [a, b]).collect();
    assert_eq!(seen(&proxy, &[("HTTP_PROXY", &proxy.url)]).await, by("http"));
    assert_eq!(seen(&proxy, &[("https_proxy", &proxy.url)]).await, by("https"));
    assert_eq!(seen(&proxy, &[("ALL_PROXY", &proxy.url)]).await, both);
    let bare = proxy.url.trim_start_matches("http://");
    assert_eq!(seen(&proxy, &[("all_proxy", bare), ("HTTP_PROXY", "")]).await, both);
    assert!(seen(&proxy, &[("HTTP_PROXY", &proxy.url), ("REQUEST_METHOD", "GET")]).await.is_empty());
    assert!(seen(&proxy, &[]).await.is_empty());

    let excluded = [("ALL_PROXY", proxy.url.as_str()), ("NO_PROXY", "example.com, 128.0.0.0/8,[x")];
    let left: Vec<String> =
        both.iter().filter(|host| !host.contains("example.com") && !host.contains("128.")).cloned().collect();
    assert_eq!(seen(&proxy, &excluded).await, left);
}

/// Returns the host in the form that URLs require.
fn url_form(host: &str) -> &str {
    if host == "[::ffff:8.8.8.8]" { "[::ffff:808:808]" } else { host }
}

#[tokio::test]
#[ignore = "runs in a child process with its own environment"]
async fn a_transport_with_the_environment() {
    let error = ReqwestTransport::new().unwrap_err().to_string();
    assert!(error.contains("HTTPS_PROXY is not the URL of an http or https proxy"), "{error}");
    assert!(!error.contains("s3cret"), "{error}");
    ReqwestTransport::builder().no_proxy().build().unwrap();
}

#[test]
fn an_invalid_proxy_is_an_error_without_its_password() {
    for value in ["socks5://me:s3cret@proxy:1", "http://", "http://me:s3cret@pro xy:1", "ftp://s3cret"] {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "a_transport_with_the_environment", "--ignored"]);
        command.env_remove("REQUEST_METHOD").env("HTTPS_PROXY", value);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{value}: {}", String::from_utf8_lossy(&output.stdout));
    }
}
