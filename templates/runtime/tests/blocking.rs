//! Blocking calls: without a runtime, on many threads, and inside the caller's runtime.

#![cfg(all(feature = "blocking", feature = "rustls"))]

mod support;

use std::sync::mpsc;
use std::time::Duration;

use runtime::runtime::{
    BoxFuture, Client, ClientBuilder, Error, Json, Operation, Paging, RetryPolicy, Transport, TransportError,
    TransportRequest, TransportResponse, Value, request_builder,
};
use serde_json::json;
use support::{Fake, PROFILE, response};
use tokio::runtime::{Builder, Runtime};
use wiremock::matchers::{method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

request_builder! {
    /// A builder like the emitted ones.
    struct GetNames {
        operation: Operation::get("getNames", "/names"),
        output: Json<Vec<String>> => Vec<String>,
        paging: Paging::number("page").first(1), item: String = |names| names,
    }
}

fn names(client: &Client) -> GetNames {
    GetNames(GetNames::request(client))
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A server that runs while the returned runtime is alive.
fn server() -> (Runtime, MockServer) {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        let page = |names: Value| ResponseTemplate::new(200).set_body_json(names);
        let get = || Mock::given(method("GET")).and(path("/names"));
        get().and(query_param_is_missing("page")).respond_with(page(json!(["a", "b"]))).mount(&server).await;
        get().and(query_param("page", "2")).respond_with(page(json!(["c"]))).mount(&server).await;
        get().and(query_param("page", "3")).respond_with(page(json!([]))).mount(&server).await;
        server
    });
    (runtime, server)
}

fn client_of(server: &MockServer) -> Client {
    ClientBuilder::new(&PROFILE).base_url(server.uri()).access_token("t0ken").build().unwrap()
}

#[test]
fn wait_works_without_a_runtime() {
    let (_runtime, server) = server();
    let client = client_of(&server);
    assert_eq!(names(&client).wait().unwrap(), ["a", "b"]);
    let response = names(&client).send().wait().unwrap();
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 1));
}

#[test]
fn lists_become_iterators() {
    let (_runtime, server) = server();
    let client = client_of(&server);
    let all: Result<Vec<String>, Error> = names(&client).items().wait().collect();
    assert_eq!(all.unwrap(), ["a", "b", "c"]);
    let mut pages = names(&client).pages().wait();
    assert_eq!(pages.next().unwrap().unwrap(), ["a", "b"]);
    let position = pages.position();
    assert_eq!(pages.next().unwrap().unwrap(), ["c"]);
    let mut rest = names(&client).items().starting_at(position).wait();
    assert_eq!(rest.next().unwrap().unwrap(), "c");
    assert!(format!("{rest:?}").contains("getNames"), "{rest:?}");
}

#[test]
fn blocking_calls_fail_and_retry_like_async_ones() {
    let fake = Fake::new().respond(503, &[], "").json(r#"["a"]"#).respond(404, &[], r#"{"message":"gone"}"#);
    let policy = RetryPolicy::new().base_wait(Duration::from_millis(1));
    let client = fake.builder().retry(policy).build().unwrap();
    let response = names(&client).send().wait().unwrap();
    assert_eq!((response.attempts(), response.into_body()), (2, vec!["a".to_owned()]));
    assert_eq!(names(&client).wait().unwrap_err().to_string(), "getNames: 404 Not Found: gone");
}

#[test]
fn a_blocking_call_times_out() {
    let client = Fake::slow(Duration::from_secs(3600)).builder().timeout(Duration::from_millis(20)).build();
    assert!(names(&client.unwrap()).wait().unwrap_err().is_timeout());
}

#[test]
fn threads_share_a_client() {
    let (_runtime, server) = server();
    let client = client_of(&server);
    let threads: Vec<_> = (0..16)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || (0..10).map(|_| names(&client).wait().unwrap().len()).sum::<usize>())
        })
        .collect();
    let lengths: Vec<usize> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(lengths, [20; 16]);
}

/// Makes more calls than a tokio task can make without yielding; a blocking call cannot yield.
#[test]
fn wait_works_inside_a_runtime() {
    let (_runtime, server) = server();
    for runtime in [current_thread(), Runtime::new().unwrap()] {
        let client = client_of(&server);
        runtime.block_on(async {
            for _ in 0..200 {
                assert_eq!(names(&client).wait().unwrap().len(), 2);
            }
            let of_task = client.clone();
            let task = tokio::spawn(async move { names(&of_task).wait().unwrap().len() });
            assert_eq!(task.await.unwrap(), 2);
            let of_thread = client.clone();
            let thread = tokio::task::spawn_blocking(move || names(&of_thread).wait().unwrap().len());
            assert_eq!(thread.await.unwrap(), 2);
        });
        // The client is dropped after its runtime's thread was used inside another runtime.
        runtime.block_on(async move { drop(client) });
    }
}

/// The client's connections may belong to the runtime that a blocking call would block.
#[test]
fn wait_is_an_error_inside_a_runtime_that_awaited_the_client() {
    let (_runtime, server) = server();
    let client = client_of(&server);
    let runtime = current_thread();
    runtime.block_on(async {
        assert_eq!(names(&client).await.unwrap().len(), 2);
        let error = names(&client).wait().unwrap_err();
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        let text = error.to_string();
        assert!(
            text.contains("wait() was called inside an async runtime") && text.contains("await the call"),
            "{text}"
        );
        assert!(matches!(names(&client).items().wait().next(), Some(Err(Error::Config(_)))));
        assert_eq!(names(&client).await.unwrap().len(), 2);
    });
    drop(runtime);
    assert_eq!(names(&client).wait().unwrap().len(), 2);
}

/// A transport that spawns a task for each call. The task never ends, like that of a connection.
struct WithTasks(mpsc::Sender<()>);

impl Transport for WithTasks {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let kept = self.0.clone();
        tokio::spawn(async move {
            std::future::pending::<()>().await;
            drop(kept);
        });
        Box::pin(async { Ok(response(200, &[("content-type", "application/json")], "[]")) })
    }
}

#[test]
fn the_runtime_ends_with_the_last_clone() {
    let (sender, receiver) = mpsc::channel();
    let client = ClientBuilder::new(&PROFILE).transport(WithTasks(sender)).build().unwrap();
    names(&client).wait().unwrap();
    let other = client.clone();
    drop(client);
    names(&other).wait().unwrap();
    drop(other);
    // This fails when there are no senders left, which means that the tasks and the runtime have ended.
    receiver.recv().unwrap_err();
}

/// Starts a server that sends this response on each connection and closes it.
#[cfg(feature = "stream")]
fn raw_server(response: &'static str) -> Client {
    use std::io::{Read, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            let _ = stream.write_all(response.as_bytes());
        }
    });
    ClientBuilder::new(&PROFILE).base_url(url).no_retry().build().unwrap()
}

/// The client is dropped before the body is read; only the streams keep its runtime alive.
#[cfg(feature = "stream")]
#[test]
fn responses_are_streamed_without_a_runtime() {
    let client = raw_server("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhelloworld");
    let download = client.wait(client.request(Operation::get("getFile", "/file")).stream()).unwrap();
    drop(client);
    let mut pieces = download.wait();
    let body: Result<Vec<u8>, Error> = pieces
        .by_ref()
        .map(|piece| piece.map(|piece| piece.to_vec()))
        .try_fold(Vec::new(), |mut all, piece| {
            all.extend(piece?);
            Ok(all)
        });
    assert_eq!(body.unwrap(), b"helloworld");
    assert!(pieces.next().is_none());

    let client = raw_server("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello");
    let broken = client.wait(client.request(Operation::get("getFile", "/file")).stream()).unwrap();
    drop(client);
    assert!(broken.wait().last().unwrap().is_err());

    let client = raw_server("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
    let error = client.wait(client.request(Operation::get("getFile", "/file")).stream()).unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}

#[cfg(feature = "events")]
#[test]
fn events_are_streamed_without_a_runtime() {
    let client = raw_server(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\ndata: a\n\ndata: b\n\n",
    );
    let events = client.wait(client.request(Operation::get("getEvents", "/events")).events()).unwrap();
    drop(client);
    let texts: Vec<String> = events.wait().map(|event| event.unwrap().data).collect();
    assert_eq!(texts, ["a", "b"]);
}
