//! Typed streams from a real server: events, JSON lines and JSON text sequences, with chunks split at any byte.

#![cfg(any(feature = "rustls", feature = "native-tls"))]

#[path = "support/streams.rs"]
mod streams;
mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use runtime::runtime::{
    Client, ClientBuilder, Error, EventFormat, Events, ItemBody, ItemStream, Json, Operation, RetryPolicy,
    Value,
};
use serde::{Deserialize, Serialize};
use streams::{all, items, unending};
use support::PROFILE;

const GET: Operation = Operation::get("getEvents", "/events");
const POST: Operation = Operation::post("postItems", "/items");

/// A response from the server: its media type, its chunks, and whether it ends properly.
type Script = (&'static str, Vec<Vec<u8>>, bool);

/// A request that the server received, in lower case.
type Seen = Receiver<String>;

/// Serves one response per connection.
fn serve(scripts: Vec<Script>) -> (Client, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, seen) = channel();
    std::thread::spawn(move || {
        for script in scripts {
            let (connection, _) = listener.accept().unwrap();
            let _ = sender.send(head(&connection));
            let _ = respond(connection, script);
        }
    });
    let policy = RetryPolicy::new().base_wait(Duration::from_millis(1)).max_attempts(3);
    (ClientBuilder::new(&PROFILE).base_url(url).retry(policy).build().unwrap(), seen)
}

fn head(connection: &TcpStream) -> String {
    let mut lines = BufReader::new(connection).lines().map_while(Result::ok);
    let mut head = String::new();
    for line in lines.by_ref().take_while(|line| !line.is_empty()) {
        head.push_str(&line.to_lowercase());
        head.push('\n');
    }
    head
}

fn respond(mut connection: TcpStream, (media_type, chunks, ends): Script) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    write!(
        connection,
        "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )?;
    for chunk in chunks.iter().filter(|chunk| !chunk.is_empty()) {
        write!(connection, "{:x}\r\n", chunk.len())?;
        connection.write_all(chunk)?;
        connection.write_all(b"\r\n")?;
        connection.flush()?;
        std::thread::sleep(Duration::from_millis(1));
    }
    if ends {
        connection.write_all(b"0\r\n\r\n")?;
    }
    Ok(())
}

fn single_chunk(media_type: &'static str, text: &str) -> Script {
    (media_type, vec![text.as_bytes().to_vec()], true)
}

/// Splits the body into chunks of a few bytes, even within characters and delimiters.
fn split(media_type: &'static str, text: &str, size: usize) -> Script {
    (media_type, text.as_bytes().chunks(size).map(<[u8]>::to_vec).collect(), true)
}

const SSE: &str = "text/event-stream";

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
struct Item {
    name: String,
}

fn item(name: &str) -> Item {
    Item { name: name.to_owned() }
}

async fn events<T: serde::de::DeserializeOwned>(client: &Client, format: EventFormat) -> Events<T> {
    client.request(GET).typed_events(format).await.unwrap()
}

fn with_error_messages<T>(found: Vec<Result<T, Error>>) -> Vec<Result<T, String>> {
    found.into_iter().map(|one| one.map_err(|error| error.to_string())).collect()
}

#[tokio::test]
async fn events_are_decoded_wherever_the_chunks_end() {
    let text = "\u{feff}: comment\r\nid: 1\r\ndata: {\"name\":\r\ndata: \"zü€𝄞\"}\r\n\r\n:\n\ndata: {\"name\":\"b\"}\r\r";
    for size in [1, 2, 3, 5, 1000] {
        let (client, _seen) = serve(vec![split(SSE, text, size)]);
        let found = all(events::<Item>(&client, EventFormat::data()).await).await;
        assert_eq!(with_error_messages(found), [Ok(item("zü€𝄞")), Ok(item("b"))], "{size}");
    }
}

#[tokio::test]
async fn an_invalid_event_is_an_error_with_its_text_and_the_stream_continues() {
    let text = "data: {\"name\":1}\n\ndata: oops\n\ndata: {\"name\":\"c\"}\n\n";
    let (client, _seen) = serve(vec![single_chunk(SSE, text)]);
    let mut stream = events::<Item>(&client, EventFormat::data()).await;
    let first = stream.next().await.unwrap().unwrap_err();
    let Error::Decode(error) = &first else { panic!("{first}") };
    assert_eq!(&error.raw()[..], br#"{"name":1}"#);
    assert_eq!(error.fault().unwrap().path(), "name");
    assert!(stream.next().await.unwrap().unwrap_err().to_string().contains("oops"));
    assert_eq!(stream.next().await.unwrap().unwrap(), item("c"));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_sentinel_ends_a_typed_stream_unless_it_is_valid_for_the_type() {
    let text = "data: {\"name\":\"a\"}\n\ndata: [DONE]\n\ndata: {\"name\":\"late\"}\n\n";
    let format = EventFormat::data().until("[DONE]");
    let (client, _seen) = serve(vec![single_chunk(SSE, text); 4]);
    assert_eq!(with_error_messages(all(events::<Item>(&client, format).await).await), [Ok(item("a"))]);
    // Without a sentinel, `[DONE]` is an error; without a type, it is an event.
    let found = all(events::<Item>(&client, EventFormat::data()).await).await;
    assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    let found = all(events::<Item>(&client, format).await.untyped()).await;
    assert_eq!(found.iter().map(|event| event.as_ref().unwrap().data.len()).collect::<Vec<_>>(), [12, 6, 15]);
    let format = EventFormat::with_text(&[]).until("[DONE]");
    assert_eq!(all(events::<Value>(&client, format).await).await.len(), 3);
}

#[tokio::test]
async fn an_event_is_an_object_with_its_data() {
    let text = "event: add\nid: 7\nretry: 10\ndata: {\"name\":\"a\"}\n\nevent: done\ndata: [1]\n\ndata: \"\n\ndata: [DONE]\n\n";
    let (client, _seen) = serve(vec![single_chunk(SSE, text)]);
    let format = EventFormat::with_json(&["done"]).until("[DONE]");
    let found: Vec<Value> =
        all(events::<Value>(&client, format).await).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(
        found,
        [
            serde_json::json!({"event": "add", "id": "7", "retry": 10, "data": {"name": "a"}}),
            serde_json::json!({"event": "done", "id": "7", "data": "[1]"}),
            serde_json::json!({"event": "message", "id": "7", "data": "\""}),
        ]
    );
}

#[tokio::test]
async fn an_interrupted_stream_continues_after_the_last_event() {
    let first = (SSE, vec![b"id: 1\ndata: {\"name\":\"a\"}\n\nid: 2\ndata: {\"na".to_vec()], false);
    let second = (SSE, vec![b"data: {\"name\":\"b\"}\n\nid: 3\ndata: {\"name\":\"c\"}\n\n".to_vec()], false);
    let (client, seen) = serve(vec![first, second, single_chunk(SSE, "data: {\"name\":\"d\"}\n\n")]);
    let stream = events::<Item>(&client, EventFormat::data()).await.reconnect();
    let found = with_error_messages(all(stream).await);
    assert_eq!(found, [Ok(item("a")), Ok(item("b")), Ok(item("c")), Ok(item("d"))]);
    let requests: Vec<String> = seen.iter().take(3).collect();
    let ids: Vec<Option<&str>> = requests
        .iter()
        .map(|head| head.lines().find_map(|line| line.strip_prefix("last-event-id: ")))
        .collect();
    assert_eq!(ids, [None, Some("1"), Some("3")]);
}

#[tokio::test]
async fn interruptions_are_errors_by_default_and_after_the_last_attempt() {
    let broken = || (SSE, vec![b"data: {\"na".to_vec()], false);
    let (client, _seen) = serve(vec![broken()]);
    let found = all(events::<Item>(&client, EventFormat::data()).await).await;
    assert_eq!(found.len(), 1);
    assert!(matches!(found[0], Err(Error::Transport(_))));

    let (client, seen) = serve(vec![broken(), broken(), broken()]);
    let found = all(events::<Item>(&client, EventFormat::data()).await.reconnect()).await;
    assert_eq!((found.len(), seen.iter().take(3).count()), (1, 3));
    assert!(
        found[0].as_ref().unwrap_err().to_string().starts_with("getEvents: could not read the response body")
    );
}

/// A server cannot make the client wait for longer than the retry policy allows.
#[tokio::test]
async fn a_requested_delay_is_limited_by_the_retry_policy() {
    let slow = |delay: &str| (SSE, format!("retry: {delay}\ndata: {{\"name\":\"a\"}}\n\n").into_bytes());
    for delay in ["86400000", "18446744073709551615"] {
        let (media_type, chunk) = slow(delay);
        let (client, seen) = serve(vec![(media_type, vec![chunk], false)]);
        let stream = events::<Item>(&client, EventFormat::data()).await.reconnect();
        let found =
            tokio::time::timeout(Duration::from_secs(20), all(stream)).await.expect("it stops retrying");
        assert_eq!((found.len(), seen.iter().take(2).count()), (2, 1), "{delay}");
        assert!(matches!(found[1], Err(Error::Transport(_))));
    }
}

async fn lines<T: serde::de::DeserializeOwned>(client: &Client) -> ItemStream<T> {
    client.request(GET).stream_items("application/x-ndjson").await.unwrap()
}

#[tokio::test]
async fn json_lines_are_decoded_wherever_the_chunks_end() {
    let text = "\u{feff}{\"name\":\"zü€𝄞\"}\r\n\n  \n{\"name\":\"b\"}\n{\"name\":\"c\"}";
    for size in [1, 2, 3, 5, 1000] {
        let (client, seen) = serve(vec![split("application/x-ndjson; charset=utf-8", text, size)]);
        let found = with_error_messages(all(lines::<Item>(&client).await).await);
        assert_eq!(found, [Ok(item("zü€𝄞")), Ok(item("b")), Ok(item("c"))], "{size}");
        assert!(seen.recv().unwrap().contains("accept: application/x-ndjson\n"));
    }
}

#[tokio::test]
async fn an_invalid_line_is_an_error_with_its_text_and_the_stream_continues() {
    let (client, _seen) =
        serve(vec![single_chunk("application/jsonl", "{\"name\":1}\nx\n{\"name\":\"c\"}\n{\"name")]);
    let found = all(lines::<Item>(&client).await).await;
    assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, false, true, false]);
    let Err(Error::Decode(error)) = &found[3] else { panic!("{found:?}") };
    assert_eq!(&error.raw()[..], b"{\"name");
}

#[tokio::test]
async fn records_start_with_a_separator_and_a_truncated_one_is_an_error() {
    for (text, expected) in [
        ("\u{1e}{\"name\":\n\"a\"}\n\u{1e}\u{1e}{\"name\":\"b\"}\n", 2),
        ("\u{1e}{\"name\":\"a\"}\u{1e}{\"name\":\"b\"}", 2),
    ] {
        for size in [1, 7, 1000] {
            let (client, _seen) = serve(vec![split("application/json-seq", text, size)]);
            let found = with_error_messages(all(lines::<Item>(&client).await).await);
            assert_eq!(found, [item("a"), item("b")][..expected].iter().cloned().map(Ok).collect::<Vec<_>>());
        }
    }
    let (client, _seen) = serve(vec![single_chunk("application/geo+json-seq", "\u{1e}1\n\u{1e}12")]);
    let found = all(lines::<Value>(&client).await).await;
    assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
    assert!(found[1].as_ref().unwrap_err().to_string().contains("may be truncated"));
}

#[tokio::test]
async fn an_endless_line_is_an_error() {
    let (client, _seen) = serve(vec![("application/jsonl", vec![vec![b'1'; 1 << 20]; 17], true)]);
    let mut stream = lines::<Value>(&client).await;
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.to_string().ends_with("an item is larger than 16777216 bytes"), "{error}");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn an_interruption_and_another_media_type_are_errors() {
    let (client, _seen) = serve(vec![
        ("application/jsonl", vec![b"1\n2".to_vec()], false),
        single_chunk("text/html", "<html>"),
    ]);
    let found = all(lines::<i32>(&client).await).await;
    assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
    let error = client.request(GET).stream_items::<i32>("application/jsonl").await.unwrap_err();
    assert!(
        error.to_string().ends_with("it is text/html, not application/jsonl, and starts with: <html>"),
        "{error}"
    );
}

#[tokio::test]
async fn a_dropped_stream_closes_the_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        head(&connection);
        let start = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"name\":\"a\"}\n\n";
        connection.write_all(start.as_bytes()).unwrap();
        connection.read(&mut [0; 8]).map_or(true, |count| count == 0)
    });
    let client = ClientBuilder::new(&PROFILE).base_url(url).build().unwrap();
    let mut stream = events::<Item>(&client, EventFormat::data()).await;
    assert_eq!(stream.next().await.unwrap().unwrap(), item("a"));
    drop(stream);
    assert!(tokio::task::spawn_blocking(move || server.join().unwrap()).await.unwrap());
}

#[test]
fn streams_are_iterators_without_an_async_runtime() {
    let (client, _seen) =
        serve(vec![single_chunk(SSE, "data: 1\n\ndata: 2\n\n"), single_chunk("application/jsonl", "3\n4\n")]);
    let stream = client.wait(client.request(GET).typed_events::<i32>(EventFormat::data())).unwrap();
    assert_eq!(stream.wait().map(Result::unwrap).collect::<Vec<_>>(), [1, 2]);
    let stream = client.wait(client.request(GET).stream_items::<i32>("application/jsonl")).unwrap();
    assert_eq!(stream.wait().map(Result::unwrap).collect::<Vec<_>>(), [3, 4]);
}

/// Returns the body of the request.
async fn sent(media_type: &'static str, body: ItemBody<Item>) -> String {
    let server = wiremock::MockServer::start().await;
    let any = wiremock::Mock::given(wiremock::matchers::any());
    any.respond_with(wiremock::ResponseTemplate::new(200).set_body_json(1)).mount(&server).await;
    let client = ClientBuilder::new(&PROFILE).base_url(server.uri()).build().unwrap();
    client.request(POST).items_body(media_type, body).send::<Json<Value>>().await.unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    assert_eq!(request.headers["content-type"], media_type);
    String::from_utf8(request.body.clone()).unwrap()
}

#[tokio::test]
async fn items_are_sent_from_memory_iterators_and_streams() {
    let two = || vec![item("a\nb"), item("c")];
    let lines = "{\"name\":\"a\\nb\"}\n{\"name\":\"c\"}\n";
    assert_eq!(sent("application/x-ndjson", two().into()).await, lines);
    assert_eq!(sent("application/x-ndjson", ItemBody::from_iterator(two())).await, lines);
    assert_eq!(sent("application/jsonl", ItemBody::stream(items(two()))).await, lines);
    assert_eq!(sent("application/jsonl", ItemBody::encoded(lines)).await, lines);
    let records = "\u{1e}{\"name\":\"a\\nb\"}\n\u{1e}{\"name\":\"c\"}\n";
    assert_eq!(sent("application/json-seq", ItemBody::stream(items(two()))).await, records);
    drop(ItemBody::stream(unending(two())));
}
