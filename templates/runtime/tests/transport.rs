//! The built-in transport with real servers on the local machine.

#![cfg(any(feature = "rustls", feature = "native-tls"))]

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use runtime::runtime::{
    Binary, Client, ClientBuilder, EmptyBody, Error, Operation, Text, TransportErrorKind,
};
use support::PROFILE;
use wiremock::matchers::{body_string, header, header_exists, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

const GET: Operation = Operation::get("getX", "/x");

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&PROFILE).base_url(url).access_token("t0ken").no_retry()
}

fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

fn kind(error: &Error) -> TransportErrorKind {
    let Error::Transport(error) = error else { panic!("{error:?}") };
    error.kind()
}

#[tokio::test]
async fn requests_are_received_as_built() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH"))
        .and(path("/pre/a%2Fb"))
        .and(query_param("q", "x y&z"))
        .and(header("authorization", "Bearer t0ken"))
        .and(header("user-agent", "test-sdk/1"))
        .and(header("content-type", "application/json"))
        .and(body_string("[1]"))
        .respond_with(ResponseTemplate::new(201).insert_header("x-a", "b").set_body_string("done"))
        .expect(1)
        .mount(&server)
        .await;
    let request = client(&format!("{}/pre/", server.uri()))
        .request(Operation::patch("patchX", "/{id}"))
        .path("id", "a/b")
        .query("q", "x y&z")
        .json(&[1]);
    let response = request.send::<Text>().await.unwrap();
    assert_eq!((response.status().as_u16(), response.body().as_str()), (201, "done"));
    assert_eq!(response.headers()["x-a"], "b");
}

#[cfg(not(any(feature = "gzip", feature = "brotli")))]
#[tokio::test]
async fn no_compression_is_requested_and_no_cookie_is_stored() {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(200).insert_header("set-cookie", "a=b; Path=/");
    Mock::given(path("/x")).respond_with(response).mount(&server).await;
    let client = client(&server.uri());
    for operation in [GET, GET, Operation::post("postX", "/x"), Operation::delete("deleteX", "/x")] {
        client.request(operation).send::<EmptyBody>().await.unwrap();
    }
    let sent = server.received_requests().await.unwrap();
    for request in &sent {
        assert!(!request.headers.contains_key("cookie") && !request.headers.contains_key("accept-encoding"));
    }
    assert_eq!(sent[2].headers["content-length"], "0");
}

/// The letter `a` 100,000 times, compressed with gzip, in base64.
#[cfg(feature = "gzip")]
const PACKED: &str = "H4sIAAAAAAACA+3BMQEAAADCoKzrX8IaHkABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAArwaH+uIboIYBAA==";

#[cfg(feature = "gzip")]
#[tokio::test]
async fn gzip_responses_are_decompressed_within_the_limit() {
    use runtime::runtime::Base64;

    let packed: Base64 = serde_json::from_value(PACKED.into()).unwrap();
    let response = ResponseTemplate::new(200).insert_header("content-encoding", "gzip");
    let server = MockServer::start().await;
    Mock::given(path("/x"))
        .and(header_exists("accept-encoding"))
        .respond_with(response.set_body_bytes(packed.bytes().unwrap()))
        .mount(&server)
        .await;
    let text = client(&server.uri()).request(GET).send::<Text>().await.unwrap().into_body();
    assert_eq!(text, "a".repeat(100_000));
    let error = builder(&server.uri()).max_response_bytes(99_999).build().unwrap();
    let error = error.request(GET).send::<Text>().await.unwrap_err();
    assert!(error.to_string().contains("limit of 99999 bytes"), "{error}");
}

/// Decompresses the same text, which brotli compresses to 14 bytes.
#[cfg(feature = "brotli")]
#[tokio::test]
async fn brotli_is_decompressed_within_the_limit() {
    let response = ResponseTemplate::new(200).insert_header("content-encoding", "br");
    let packed: runtime::runtime::Base64 = serde_json::from_value("W5+GgV8iLB4LBLL8AgA=".into()).unwrap();
    let server = MockServer::start().await;
    let response = response.set_body_bytes(packed.bytes().unwrap());
    Mock::given(path("/x")).respond_with(response).mount(&server).await;
    let text = client(&server.uri()).request(GET).send::<Text>().await.unwrap().into_body();
    assert_eq!(text, "a".repeat(100_000));
    let small = builder(&server.uri()).max_response_bytes(99_999).build().unwrap();
    let error = small.request(GET).send::<Text>().await.unwrap_err();
    assert!(error.to_string().contains("limit of 99999 bytes"), "{error}");
}

#[tokio::test]
async fn redirects_stay_at_the_same_origin() {
    let (server, other) = (MockServer::start().await, MockServer::start().await);
    let to = |status, target: &str| ResponseTemplate::new(status).insert_header("location", target);
    Mock::given(path("/x")).respond_with(to(307, "y?z=1")).mount(&server).await;
    Mock::given(path("/y"))
        .and(header("authorization", "Bearer t0ken"))
        .respond_with(ResponseTemplate::new(200).set_body_string("there"))
        .mount(&server)
        .await;
    Mock::given(path("/away")).respond_with(to(302, &other.uri())).mount(&server).await;
    Mock::given(path("/loop")).respond_with(to(301, "/loop")).mount(&server).await;
    Mock::given(header_exists("user-agent")).respond_with(ResponseTemplate::new(200)).mount(&other).await;

    let client = client(&server.uri());
    assert_eq!(client.request(GET).send::<Text>().await.unwrap().body(), "there");
    for (operation, status) in [
        (Operation::get("getAway", "/away"), 302),
        (Operation::get("getLoop", "/loop"), 301),
        (Operation::post("postX", "/x"), 307),
    ] {
        let error = client.request(operation).send::<EmptyBody>().await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
    }
    assert!(other.received_requests().await.unwrap().is_empty());
    let loops = server.received_requests().await.unwrap();
    assert_eq!(loops.iter().filter(|request| request.url.path() == "/loop").count(), 6);
}

#[tokio::test]
async fn large_bodies_are_rejected() {
    let server = MockServer::start().await;
    Mock::given(path("/x"))
        .respond_with(ResponseTemplate::new(200).set_body_bytes(vec![7; 100_000]))
        .mount(&server)
        .await;
    let send = |limit| {
        let client = builder(&server.uri()).max_response_bytes(limit).build().unwrap();
        async move { client.request(GET).send::<Binary>().await }
    };
    assert_eq!(send(100_000).await.unwrap().body().len(), 100_000);
    let error = send(99_999).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Body);
    assert_eq!(
        error.to_string(),
        "getX: could not read the response body: it is larger than the limit of 99999 bytes"
    );
}

/// Starts a server that sends these bytes on one connection and closes it.
fn raw_server(response: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 4096];
        let _ = stream.read(&mut buffer).unwrap();
        stream.write_all(response).unwrap();
    });
    url
}

#[tokio::test]
async fn large_bodies_without_a_length_are_rejected_in_transit() {
    let url = raw_server(
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n5\r\nfghij\r\n0\r\n\r\n",
    );
    let client = builder(&url).max_response_bytes(9).build().unwrap();
    let error = client.request(GET).send::<Binary>().await.unwrap_err();
    assert!(error.to_string().contains("limit of 9 bytes"), "{error}");
}

#[tokio::test]
async fn an_interrupted_body_differs_from_no_response() {
    let url = raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc");
    let error = client(&url).request(GET).send::<Binary>().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Body, "{error}");
    let error = client(&raw_server(b"")).request(GET).send::<Binary>().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Interrupted, "{error}");
    let text = error.to_string();
    assert!(text.starts_with("getX: the connection was closed before a response was received: "), "{text}");
}

#[tokio::test]
async fn head_responses_have_a_length_and_no_body() {
    let url = raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
    let client = builder(&url).max_response_bytes(10).build().unwrap();
    let response = client.request(Operation::head("headX", "/x")).send::<EmptyBody>().await.unwrap();
    assert_eq!(response.headers()["content-length"], "1000");
}

#[tokio::test]
async fn a_missing_server_is_a_connection_error() {
    let url = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let request = client(&url).request(GET).query("api_key", "s3cret");
    let error = request.send::<EmptyBody>().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    let text = error.to_string();
    assert!(text.starts_with("getX: could not connect: "), "{text}");
    assert!(text.to_lowercase().contains("refused"), "{text}");
    assert!(!format!("{text}{error:?}").contains("s3cret"), "{error:?}");
}

/// The paused test clock advances whenever nothing else can run, so the time limit expires immediately.
#[tokio::test(start_paused = true)]
async fn a_silent_server_ends_in_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = builder(&url).timeout(Duration::from_secs(600)).build().unwrap();
    let error = client.request(GET).send::<EmptyBody>().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    let text = error.to_string();
    assert_eq!(text, "getX: timed out: no complete response within 600s");
}

#[test]
fn a_call_outside_a_tokio_runtime_is_an_error() {
    let client = ClientBuilder::new(&PROFILE).base_url("http://127.0.0.1:9").build().unwrap();
    let error = support::block_on(client.request(GET).send::<EmptyBody>()).unwrap_err();
    let Error::Transport(fault) = &error else { panic!("{error:?}") };
    assert_eq!((fault.kind(), fault.attempts()), (TransportErrorKind::NoRuntime, 1));
    let text = error.to_string();
    assert!(text.starts_with("getX: no tokio runtime: await the request within"), "{text}");
    let error = support::block_on(client.request(GET).stream()).unwrap_err();
    assert!(error.to_string().contains("no tokio runtime"), "{error}");
    // The same client works inside a runtime.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(async { client.request(GET).send::<EmptyBody>().await }).unwrap_err();
    assert!(error.is_connect(), "{error}");
}
