//! Streamed responses: over HTTP, from transports without streams, into files, and with interruptions.

#![cfg(any(feature = "rustls", feature = "native-tls"))]

#[path = "support/streams.rs"]
mod streams;
mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use runtime::runtime::testing::SkippingClock;
use runtime::runtime::{
    BoxFuture, Client, ClientBuilder, Download, Middleware, Next, Operation, Result, Text, Transport,
    TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};
use streams::{all, items, next, unending};
use support::{Fake, PROFILE};

const GET: Operation = Operation::get("getFile", "/file");

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&PROFILE).base_url(url).no_retry()
}

/// Starts a server that sends these chunks on one connection, then closes it. Each chunk except the first waits
/// for a message; if the sender is dropped, the rest is sent immediately.
fn server(pieces: &'static [&'static str]) -> (Client, Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, resume): (Sender<()>, Receiver<()>) = channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 4096];
        let _ = stream.read(&mut buffer).unwrap();
        for (index, piece) in pieces.iter().enumerate() {
            if index > 0 {
                let _ = resume.recv();
            }
            if stream.write_all(piece.as_bytes()).is_err() {
                return;
            }
        }
    });
    (builder(&url).build().unwrap(), sender)
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\nx-a: b\r\n\r\nhello";

async fn text(download: Download) -> Result<String> {
    let mut text = String::new();
    for piece in all(download).await {
        text.push_str(std::str::from_utf8(&piece?).unwrap());
    }
    Ok(text)
}

#[tokio::test]
async fn chunks_arrive_before_the_body_is_complete() {
    let (client, sender) = server(&[HEAD, "world"]);
    let reports = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&reports);
    let download = client.request(GET).stream().await.unwrap();
    assert_eq!((download.status().as_u16(), download.length(), download.attempts()), (200, Some(10), 1));
    assert_eq!(download.headers()["x-a"], "b");
    let mut download = download.progress(move |received, total| kept.lock().unwrap().push((received, total)));
    let mut first = Vec::new();
    while first.len() < 5 {
        first.extend(next(&mut download).await.unwrap().unwrap());
    }
    assert_eq!((first.as_slice(), download.received()), (&b"hello"[..], 5));
    sender.send(()).unwrap();
    assert_eq!(text(download).await.unwrap(), "world");
    assert_eq!(reports.lock().unwrap().last(), Some(&(10, Some(10))));
}

#[tokio::test]
async fn an_interrupted_body_is_an_error_and_ends_the_stream() {
    let (client, sender) = server(&[HEAD]);
    drop(sender);
    let mut download = client.request(GET).stream().await.unwrap();
    let mut error = None;
    while let Some(piece) = next(&mut download).await {
        assert!(error.is_none(), "nothing comes after an error");
        error = piece.err();
    }
    let error = error.unwrap();
    assert!(error.to_string().starts_with("getFile: could not read the response body: "), "{error}");
    assert_eq!(error.attempts(), Some(1));
}

/// A directory that is removed on drop.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("runtime-download-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_file_appears_only_when_it_is_complete() {
    let folder = Folder::new("save");
    let (client, sender) = server(&[HEAD, "world"]);
    sender.send(()).unwrap();
    let path = folder.0.join("a.txt");
    std::fs::write(&path, "old").unwrap();
    assert_eq!(client.request(GET).stream().await.unwrap().save(&path).await.unwrap(), 10);
    assert_eq!(std::fs::read(&path).unwrap(), b"helloworld");

    let (client, sender) = server(&[HEAD]);
    drop(sender);
    let error = client.request(GET).stream().await.unwrap().save(&path).await.unwrap_err();
    assert!(error.to_string().contains("could not read the response body"), "{error}");
    assert_eq!(folder.files(), ["a.txt"]);
    assert_eq!(std::fs::read(&path).unwrap(), b"helloworld");

    let whole = Fake::new().respond(200, &[], "x").client();
    let error = whole.request(GET).stream().await.unwrap().save(folder.0.join("no/a")).await.unwrap_err();
    assert!(error.to_string().starts_with("getFile: could not write the response body: "), "{error}");
}

#[tokio::test]
async fn a_cancelled_save_leaves_nothing_behind() {
    let folder = Folder::new("given-up");
    let (client, sender) = server(&[HEAD, "world"]);
    let path = folder.0.join("a.txt");
    let download = client.request(GET).stream().await.unwrap();
    let (seen, mut started) = tokio::sync::mpsc::unbounded_channel();
    let download = download.progress(move |bytes, _| seen.send(bytes).unwrap());
    let task = tokio::spawn(download.save(path.clone()));
    assert_eq!(started.recv().await, Some(5));
    let parts = folder.files();
    assert!(parts.len() == 1 && parts[0].ends_with(".part"), "{parts:?}");
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert!(folder.files().is_empty(), "{:?}", folder.files());
    drop(sender);
}

#[cfg(unix)]
#[tokio::test]
async fn save_replaces_links_and_keeps_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("links");
    let (path, victim) = (folder.0.join("x"), folder.0.join("victim"));
    std::fs::write(&victim, "untouched").unwrap();
    symlink(&victim, folder.0.join("x.part")).unwrap();
    symlink(&victim, &path).unwrap();
    let fake = Fake::new().respond(200, &[], "hello").respond(200, &[], "again").respond(200, &[], "new");
    let client = fake.client();
    let save = async |path: &PathBuf| client.request(GET).stream().await.unwrap().save(path).await.unwrap();
    save(&path).await;
    assert_eq!(std::fs::read(&victim).unwrap(), b"untouched");
    assert!(!std::fs::symlink_metadata(&path).unwrap().is_symlink(), "the link itself is replaced");
    assert_eq!(std::fs::read(&path).unwrap(), b"hello");

    let mode = |path: &PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    save(&path).await;
    assert_eq!((std::fs::read(&path).unwrap().as_slice(), mode(&path)), (&b"again"[..], 0o600));

    let (fresh, usual) = (folder.0.join("fresh"), folder.0.join("usual"));
    std::fs::write(&usual, "").unwrap();
    save(&fresh).await;
    assert_eq!(mode(&fresh), mode(&usual));
}

#[test]
fn save_outside_a_runtime_is_an_error() {
    let folder = Folder::new("no-runtime");
    let download =
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            Fake::new().respond(200, &[], "hello").client().request(GET).stream().await.unwrap()
        });
    let error = support::block_on(download.save(folder.0.join("x"))).unwrap_err();
    assert!(error.to_string().starts_with("getFile: no tokio runtime: await the request"), "{error}");
    assert!(folder.files().is_empty());
}

#[tokio::test]
async fn a_body_can_be_written_to_a_writer() {
    let (mut there, mut here) = tokio::io::duplex(3);
    let client = Fake::new().respond(200, &[], "hello").client();
    let read = tokio::spawn(async move {
        let mut text = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut here, &mut text).await.unwrap();
        text
    });
    let written = client.request(GET).stream().await.unwrap().write_to(&mut there).await.unwrap();
    drop(there);
    assert_eq!((written, read.await.unwrap().as_str()), (5, "hello"));
}

#[tokio::test]
async fn a_transport_without_streams_yields_one_chunk() {
    let fake = Fake::new().respond(200, &[("content-type", "a/b")], "hello").respond(200, &[], "");
    let download = fake.client().request(GET).stream().await.unwrap();
    assert_eq!(download.length(), Some(5));
    assert_eq!(all(download).await.into_iter().map(|piece| piece.unwrap()).collect::<Vec<_>>(), ["hello"]);
    assert!(all(fake.client().request(GET).stream().await.unwrap()).await.is_empty());
}

/// A transport whose responses have these statuses and streamed bodies; the last stream never ends.
struct Streaming(Mutex<Vec<u16>>);

impl Transport for Streaming {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        unreachable!("the call requests a stream")
    }

    fn open(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        assert!(request.streams_response);
        let status = StatusCode::from_u16(self.0.lock().unwrap().remove(0)).unwrap();
        let piece = vec![Ok(Bytes::from(r#"{"message":"busy"}"#))];
        let (headers, ends) = (HeaderMap::new(), !status.is_success());
        let response = match ends {
            true => TransportResponse::streamed(status, headers, items(piece)),
            false => TransportResponse::streamed(status, headers, unending(piece)),
        };
        Box::pin(std::future::ready(Ok(response)))
    }
}

#[tokio::test]
async fn an_error_status_is_retried_and_reported_as_without_streaming() {
    let transport = |statuses: &[u16]| Streaming(Mutex::new(statuses.to_vec()));
    let client = |statuses: &[u16]| {
        let builder = ClientBuilder::new(&PROFILE).transport(transport(statuses));
        builder.clock(SkippingClock::new(0.0)).no_timeout().build().unwrap()
    };
    let mut download = client(&[503, 200]).request(GET).stream().await.unwrap();
    assert_eq!(download.attempts(), 2);
    assert!(next(&mut download).await.unwrap().is_ok());
    let error = client(&[404]).request(GET).stream().await.unwrap_err();
    assert_eq!(error.to_string(), "getFile: 404 Not Found: busy");
}

#[tokio::test(start_paused = true)]
async fn the_time_limit_applies_to_each_pause() {
    let transport = Streaming(Mutex::new(vec![200]));
    let builder = ClientBuilder::new(&PROFILE).transport(transport).timeout(Duration::from_secs(30));
    let mut download = builder.build().unwrap().request(GET).stream().await.unwrap();
    tokio::time::advance(Duration::from_secs(100)).await;
    assert!(next(&mut download).await.unwrap().is_ok());
    let error = next(&mut download).await.unwrap().unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.to_string(), "getFile: timed out: the server paused for more than 30s");
    assert!(next(&mut download).await.is_none());
}

#[tokio::test]
async fn the_size_is_limited_only_if_a_limit_is_set() {
    let client = |limit: u64| Fake::new().respond(200, &[], "hello").builder().max_response_bytes(limit);
    let download = client(5).build().unwrap().request(GET).stream().await.unwrap();
    assert_eq!(text(download).await.unwrap(), "hello");
    let download = client(4).build().unwrap().request(GET).stream().await.unwrap();
    let error = text(download).await.unwrap_err();
    assert!(error.to_string().ends_with("it is larger than the limit of 4 bytes"), "{error}");
}

/// A middleware that replaces the response body.
struct Replacing;

impl Middleware for Replacing {
    fn handle<'a>(
        &'a self,
        request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse>> {
        Box::pin(async move {
            let response = next.run(request).await?;
            assert!(response.is_streamed() && response.body.is_empty());
            let mut response = response;
            response.body = Bytes::from("mine");
            Ok(response)
        })
    }
}

#[tokio::test]
async fn a_middleware_sees_the_headers_and_can_replace_the_body() {
    let builder = ClientBuilder::new(&PROFILE).transport(Streaming(Mutex::new(vec![200])));
    let client = builder.middleware(Replacing).build().unwrap();
    assert_eq!(text(client.request(GET).stream().await.unwrap()).await.unwrap(), "mine");
}

#[tokio::test]
async fn responses_are_buffered_unless_streaming_is_requested() {
    struct Eager;
    impl Transport for Eager {
        fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
            unreachable!("the body is a stream")
        }

        fn open(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
            let pieces = items(vec![Ok(Bytes::from("a")), Ok(Bytes::from("b"))]);
            let response = TransportResponse::streamed(StatusCode::OK, HeaderMap::new(), pieces);
            Box::pin(std::future::ready(Ok(response)))
        }
    }
    let client = ClientBuilder::new(&PROFILE).transport(Eager).build().unwrap();
    let body = runtime::runtime::Body::stream(streams::pieces(&["x"]), None);
    let response = client.request(Operation::post("postX", "/x")).body("a/b", body).send::<Text>().await;
    assert_eq!(response.unwrap().body(), "ab");
}

#[tokio::test]
async fn debug_shows_no_content() {
    let fake = Fake::new().respond(200, &[("set-cookie", "s3cret")], "s3cret");
    let shown = format!("{:?}", fake.client().request(GET).stream().await.unwrap());
    assert!(shown.contains("getFile") && !shown.contains("s3cret"), "{shown}");
    let kind = TransportErrorKind::Save;
    assert_eq!(TransportError::new(kind, "x").to_string(), "could not write the response body: x");
}
