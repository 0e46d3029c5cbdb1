//! Streamed request bodies: over HTTP, to transports without streams, and on retries.

#![cfg(any(feature = "rustls", feature = "native-tls"))]

#[path = "support/streams.rs"]
mod streams;
mod support;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::StatusCode;
use proptest::prelude::*;
use runtime::runtime::testing::SkippingClock;
use runtime::runtime::{
    AccessToken, AuthError, Body, BoxFuture, ClientBuilder, EmptyBody, Error, LoginContext, Middleware, Next,
    Operation, Part, Request, RequestOptions, RetryPolicy, TokenSource, Transport, TransportError,
    TransportErrorKind, TransportRequest, TransportResponse,
};
use streams::{items, pieces};
use support::{Fake, PROFILE, header, response};
use wiremock::matchers::{body_string, header as has, header_exists, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

const PUT: Operation = Operation::put("putX", "/x");

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&PROFILE).base_url(url).clock(SkippingClock::new(0.0))
}

async fn server(statuses: &[u16]) -> MockServer {
    let server = MockServer::start().await;
    for status in statuses {
        let response = ResponseTemplate::new(*status);
        Mock::given(method("PUT")).respond_with(response).up_to_n_times(1).mount(&server).await;
    }
    server
}

/// A file in a new directory. Dropping this removes the directory.
struct File(PathBuf);

impl File {
    fn new(name: &str, content: &[u8]) -> Self {
        let folder = std::env::temp_dir().join(format!("runtime-uploads-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), content).unwrap();
        Self(folder.join(name))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.parent().unwrap());
    }
}

fn kind(error: &Error) -> TransportErrorKind {
    let Error::Transport(error) = error else { panic!("{error:?}") };
    error.kind()
}

#[tokio::test]
async fn streams_are_sent_with_and_without_a_length() {
    let server = MockServer::start().await;
    let length = Mock::given(body_string("one two")).and(has("content-length", "7"));
    length.respond_with(ResponseTemplate::new(201)).mount(&server).await;
    let chunked = Mock::given(body_string("three")).and(has("transfer-encoding", "chunked"));
    chunked.and(has("content-type", "a/b")).respond_with(ResponseTemplate::new(202)).mount(&server).await;
    let client = builder(&server.uri()).build().unwrap();
    let body = Body::stream(pieces(&["one", "", " two"]), Some(7));
    let sent = client.request(PUT).body("a/b", body).send::<EmptyBody>().await.unwrap();
    assert_eq!(sent.status(), 201);
    let body = Body::stream(pieces(&["th", "ree"]), None);
    assert_eq!(client.request(PUT).body("a/b", body).send::<EmptyBody>().await.unwrap().status(), 202);
}

#[tokio::test]
async fn a_stream_that_fails_or_has_a_wrong_length_is_an_error() {
    let server = server(&[200; 4]).await;
    let client = builder(&server.uri()).build().unwrap();
    let broken = items(vec![Ok(Bytes::from("one")), Err(io::Error::other("the disk is gone"))]);
    for (body, reason) in [
        (Body::stream(broken, None), "the disk is gone"),
        (Body::stream(pieces(&["one"]), Some(5)), "the body ended 2 bytes before its declared length"),
        (Body::stream(pieces(&["one two"]), Some(5)), "the body is longer than its declared length"),
        (Body::stream(pieces(&["one", " two"]), Some(3)), "the body is longer than its declared length"),
    ] {
        let error = client.request(PUT).body("a/b", body).send::<EmptyBody>().await.unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Upload, "{error}");
        assert_eq!(error.to_string(), format!("putX: could not read the request body: {reason}"));
    }
}

#[tokio::test]
async fn only_replayable_bodies_are_retried() {
    let server = server(&[503, 503, 200]).await;
    let client = builder(&server.uri()).build().unwrap();
    let once = client.request(PUT).body("a/b", Body::stream(pieces(&["x"]), None));
    let error = once.send::<EmptyBody>().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, Some(1)));
    let body = Body::repeatable(|| pieces(&["y", "z"]), Some(2));
    let sent = client.request(PUT).body("a/b", body).send::<EmptyBody>().await.unwrap();
    assert_eq!(sent.attempts(), 2);
    let bodies: Vec<Vec<u8>> =
        server.received_requests().await.unwrap().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, [&b"x"[..], b"yz", b"yz"]);
}

#[tokio::test]
async fn an_unread_stream_is_sent_later() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = builder(&url).retry(RetryPolicy::new().max_attempts(3)).build().unwrap();
    let request = client.request(PUT).body("a/b", Body::stream(pieces(&["x"]), None));
    let error = request.send::<EmptyBody>().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.attempts(), Some(3));
}

/// A middleware that replaces the request body.
struct Replacing;

impl Middleware for Replacing {
    fn handle<'a>(
        &'a self,
        mut request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, runtime::runtime::Result<TransportResponse>> {
        assert!(request.is_streamed() && request.body.is_empty());
        request.body = Bytes::from("mine");
        next.run(request)
    }
}

#[tokio::test]
async fn the_body_set_by_a_middleware_is_sent() {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(200);
    Mock::given(body_string("mine"))
        .and(has("content-length", "4"))
        .respond_with(response)
        .mount(&server)
        .await;
    let client = builder(&server.uri()).middleware(Replacing).build().unwrap();
    let body = Body::stream(pieces(&["theirs"]), Some(6));
    client.request(PUT).body("a/b", body).send::<EmptyBody>().await.unwrap();
}

#[tokio::test]
async fn a_transport_without_streams_gets_the_buffered_body() {
    let fake = Fake::new().respond(503, &[], "").respond(200, &[], "");
    let client = fake.builder().retry(RetryPolicy::new()).clock(SkippingClock::new(0.0)).build().unwrap();
    let body = Body::repeatable(|| pieces(&["one", " two"]), None);
    client.request(PUT).body("a/b", body).send::<EmptyBody>().await.unwrap();
    let bodies: Vec<Bytes> = fake.sent().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, ["one two", "one two"]);
}

/// A token source that returns a different token each time.
struct Tokens(Mutex<u32>);

impl TokenSource for Tokens {
    fn token<'a>(&'a self, _: &'a LoginContext) -> BoxFuture<'a, Result<AccessToken, AuthError>> {
        let mut count = self.0.lock().unwrap();
        *count += 1;
        Box::pin(std::future::ready(Ok(AccessToken::new(format!("t{count}")))))
    }
}

/// A transport that accepts streams and rejects the first token.
struct Refusing(Arc<Mutex<Vec<String>>>);

impl Transport for Refusing {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let token = header(&request, "authorization").to_owned();
        let status = if token == "Bearer t1" { 401 } else { 200 };
        self.0.lock().unwrap().push(token);
        Box::pin(std::future::ready(Ok(response(status, &[], ""))))
    }
}

#[tokio::test]
async fn a_consumed_stream_returns_the_401_and_the_next_call_has_a_new_token() {
    let tokens = Arc::new(Mutex::new(Vec::new()));
    let builder = ClientBuilder::new(&PROFILE).transport(Refusing(Arc::clone(&tokens)));
    let client = builder.login(Tokens(Mutex::new(0))).build().unwrap();
    let call = || client.request(PUT).body("a/b", Body::stream(pieces(&["x"]), None)).send::<EmptyBody>();
    assert_eq!(call().await.unwrap_err().status(), Some(StatusCode::UNAUTHORIZED));
    call().await.unwrap();
    assert_eq!(*tokens.lock().unwrap(), ["Bearer t1", "Bearer t2"]);
}

#[tokio::test]
async fn files_are_sent_and_resent() {
    let content: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let file = File::new("data.bin", &content);
    let server = MockServer::start().await;
    let first = Mock::given(header_exists("content-length")).respond_with(ResponseTemplate::new(503));
    first.up_to_n_times(1).mount(&server).await;
    Mock::given(has("content-length", "200000"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let client = builder(&server.uri()).build().unwrap();
    client.request(PUT).body("a/b", Body::file(&file.0)).send::<EmptyBody>().await.unwrap();
    for request in server.received_requests().await.unwrap() {
        assert!(request.body == content, "{} bytes", request.body.len());
    }
}

#[tokio::test]
async fn a_missing_file_is_an_error_before_anything_is_sent() {
    let client = Fake::new().client();
    let error = client.request(PUT).part("f", Part::file("/no/such")).send::<EmptyBody>().await.unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error:?}");
    assert!(error.to_string().starts_with("putX: body f: the file /no/such cannot be read: "), "{error}");
    let error = client.request(PUT).body("a/b", Body::file(std::env::temp_dir())).send::<EmptyBody>().await;
    assert!(error.unwrap_err().to_string().ends_with("it is a directory"));
}

#[tokio::test]
async fn parts_can_be_files_and_streams() {
    let file = File::new("me \"x\".png", b"PNG");
    let server = server(&[200, 200]).await;
    let client = builder(&server.uri()).build().unwrap();
    let fill = |request: Request, body: Body| {
        let request = request.part("note", "hello").part("f", Part::file(&file.0)).part("g", body);
        request.options(RequestOptions::new().boundary("b"))
    };
    let known = Body::stream(pieces(&["ab", "c"]), Some(3));
    fill(client.request(PUT), known).send::<EmptyBody>().await.unwrap();
    fill(client.request(PUT), Body::stream(pieces(&["abc"]), None)).send::<EmptyBody>().await.unwrap();
    let sent = server.received_requests().await.unwrap();
    let binary = "Content-Type: application/octet-stream\r\n\r\n";
    let expected = format!(
        "--b\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\r\n\
         --b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"me %22x%22.png\"\r\n{binary}PNG\r\n\
         --b\r\nContent-Disposition: form-data; name=\"g\"; filename=\"blob\"\r\n{binary}abc\r\n--b--\r\n"
    );
    for request in &sent {
        assert_eq!(std::str::from_utf8(&request.body).unwrap(), expected);
    }
    assert_eq!(sent[0].headers["content-length"], expected.len().to_string().as_str());
    assert!(!sent[1].headers.contains_key("content-length"));
}

#[test]
fn debug_shows_no_stream() {
    let request = Fake::new().client().request(PUT).body("a/b", Body::stream(pieces(&["s3cret"]), Some(6)));
    let shown = format!("{request:?}");
    assert!(shown.contains("length: Some(6)") && !shown.contains("s3cret"), "{shown}");
}

/// Splits content into chunks, some of them empty.
fn cut(content: &[u8], cuts: &[usize]) -> Vec<io::Result<Bytes>> {
    let mut places: Vec<usize> = cuts.iter().map(|cut| cut % (content.len() + 1)).collect();
    places.push(0);
    places.push(content.len());
    places.sort_unstable();
    places.windows(2).map(|pair| Ok(Bytes::copy_from_slice(&content[pair[0]..pair[1]]))).collect()
}

proptest! {
    #[test]
    fn a_multipart_body_does_not_depend_on_chunk_boundaries(
        content in prop::collection::vec(any::<u8>(), 0..300),
        cuts in prop::collection::vec(any::<usize>(), 0..6),
        known in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let fake = Fake::new();
        let length = known.then_some(content.len() as u64);
        let streamed = Body::stream(items(cut(&content, &cuts)), length);
        for body in [Body::from(content.clone()), streamed] {
            let request = fake.client().request(PUT).part("a", "text").part("b", body).part_value("c", &1);
            let request = request.options(RequestOptions::new().boundary("a-boundary-that-is-not-in-it"));
            runtime.block_on(request.send::<EmptyBody>()).unwrap();
        }
        let sent = fake.sent();
        prop_assert_eq!(&sent[0].body, &sent[1].body);
    }
}
