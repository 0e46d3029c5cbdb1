//! Server-sent events: the grammar, with chunks split at any byte, and streams over HTTP.

#[path = "support/streams.rs"]
mod streams;
mod support;

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use proptest::prelude::*;
use runtime::runtime::{
    BoxFuture, Client, ClientBuilder, Error, Event, EventParser, Operation, RequestOptions, Transport,
    TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};
use streams::{all, items, next};
use support::{Fake, PROFILE, header};

const GET: Operation = Operation::get("getEvents", "/events");

fn parse(text: &str) -> Vec<Event> {
    EventParser::new().push(text.as_bytes())
}

fn data(text: &str) -> Vec<String> {
    parse(text).into_iter().map(|event| event.data).collect()
}

#[test]
fn examples_of_the_standard_are_parsed() {
    assert_eq!(data("data: YHOO\ndata: +2\ndata: 10\n\n"), ["YHOO\n+2\n10"]);
    let events =
        parse(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n");
    let shown: Vec<_> = events.iter().map(|event| (event.data.as_str(), event.id.as_deref())).collect();
    assert_eq!(shown, [("first event", Some("1")), ("second event", None), (" third event", None)]);
    // The third event is incomplete.
    assert_eq!(data("data\n\ndata\ndata\n\ndata:"), ["", "\n"]);
    assert_eq!(data("data:test\n\ndata: test\n\n"), ["test", "test"]);
}

#[test]
fn fields_are_handled_as_in_the_standard() {
    let events = parse("event: add\nid: 7\nretry: 250\nother: x\ndata: 1\n\nevent: x\n\ndata: 2\n\n");
    assert_eq!(events.len(), 2);
    assert_eq!((events[0].event.as_str(), events[0].retry), ("add", Some(Duration::from_millis(250))));
    // The ID is kept; the type and the delay are not. Data is required for an event.
    assert_eq!((events[1].event.as_str(), events[1].retry), ("message", None));
    assert_eq!(events[1].id.as_deref(), Some("7"));
    assert_eq!(parse("id: a\nid: b\0c\ndata\n\n")[0].id.as_deref(), Some("a"));

    let mut parser = EventParser::new();
    parser.push(b"retry: 1s\nretry:\nretry: -1\n\nid: 9\n\nretry: 70\n\n");
    assert_eq!((parser.last_event_id(), parser.retry()), (Some("9"), Some(Duration::from_millis(70))));
    assert_eq!(parser.pending(), 0);
}

#[test]
fn an_id_takes_effect_with_its_complete_event() {
    let mut parser = EventParser::new();
    parser.push(b"id: 1\ndata: a\n\nid: 2\ndata: b\n");
    assert_eq!(parser.last_event_id(), Some("1"));
    // An event without data is not returned, but its ID still applies to the events after it.
    assert!(parser.push(b"\n").iter().all(|event| event.id.as_deref() == Some("2")));
    assert!(parser.push(b"id: 3\n\n").is_empty());
    assert_eq!(parser.last_event_id(), Some("3"));
    assert_eq!(parser.push(b"data: c\n\nid\n")[0].id.as_deref(), Some("3"));
    assert_eq!(parser.last_event_id(), Some("3"));
    parser.push(b"\n");
    assert_eq!(parser.last_event_id(), None);
}

#[tokio::test]
async fn the_last_id_is_that_of_the_last_returned_event() {
    let pieces = &["id: 1\ndata: a\n\nid: 2\ndata: b\n\ndata: c\n\nid: 4\n\nid: 5\ndata: lost"];
    let mut events = client(Streaming("text/event-stream", pieces)).request(GET).events().await.unwrap();
    assert_eq!(events.last_event_id(), None);
    for (data, id) in [("a", "1"), ("b", "2")] {
        assert_eq!(next(&mut events).await.unwrap().unwrap().data, data);
        assert_eq!(events.last_event_id(), Some(id));
    }
    // The block with ID 4 contains no event, and all events before it have been returned. The block with ID 5
    // is incomplete.
    assert_eq!(next(&mut events).await.unwrap().unwrap().data, "c");
    assert_eq!(events.last_event_id(), Some("4"));
    next(&mut events).await.unwrap().unwrap_err();
    assert_eq!(events.last_event_id(), Some("4"));
}

#[test]
fn three_line_endings_and_a_byte_order_mark_are_accepted() {
    assert_eq!(data("\u{feff}data: 1\rdata: 2\r\ndata: 3\n\r\n"), ["1\n2\n3"]);
    assert_eq!(data("data: 1\r\rdata: 2\r\n\r\ndata: 3\n\n"), ["1", "2", "3"]);
    assert_eq!(data("data: 1\n\n\u{feff}data: 2\n\n"), ["1"]);
    let broken = EventParser::new().push(b"data: \xff\xc3\n\n");
    assert_eq!(broken[0].data, "\u{fffd}\u{fffd}");
}

#[test]
fn data_is_decoded_as_json() {
    let events = parse("data: {\"a\":\ndata: [1]}\n\ndata: [DONE]\n\n");
    assert_eq!(events[0].json::<serde_json::Value>().unwrap()["a"][0], 1);
    let error = events[1].json::<Vec<i32>>().unwrap_err();
    assert!(error.to_string().contains("near `[DONE]`"), "{error}");
}

/// A transport that responds with a stream of these chunks.
struct Streaming(&'static str, &'static [&'static str]);

impl Transport for Streaming {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        unreachable!("the call requests a stream")
    }

    fn open(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        assert_eq!(header(&request, "accept"), "text/event-stream");
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static(self.0));
        let mut chunks: Vec<_> = self.1.iter().map(|piece| Ok(Bytes::from(*piece))).collect();
        chunks.push(Err(TransportError::new(TransportErrorKind::Body, "cut off")));
        let response = TransportResponse::streamed(StatusCode::OK, headers, items(chunks));
        Box::pin(std::future::ready(Ok(response)))
    }
}

fn client(transport: impl Transport) -> Client {
    ClientBuilder::new(&PROFILE).transport(transport).no_retry().build().unwrap()
}

#[tokio::test]
async fn events_arrive_before_the_stream_breaks_and_allow_resuming() {
    let pieces = &["id: 1\nda", "ta: a\n\ndata: b\nid: 2\n", "\nretry: 9\n\nid: 3\ndata: lost"];
    let client = client(Streaming("text/event-stream; charset=utf-8", pieces));
    let mut events = client.request(GET).events().await.unwrap();
    assert_eq!(events.status(), 200);
    assert_eq!(next(&mut events).await.unwrap().unwrap().data, "a");
    assert_eq!(next(&mut events).await.unwrap().unwrap().data, "b");
    let error = next(&mut events).await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "getEvents: could not read the response body: cut off");
    assert!(next(&mut events).await.is_none());
    assert_eq!(events.retry(), Some(Duration::from_millis(9)));

    let fake = Fake::new().respond(200, &[("content-type", "text/event-stream")], "data: c\n\n");
    let again = RequestOptions::new().header("Last-Event-ID", "2");
    let events = fake.client().request(GET).options(again).events().await.unwrap();
    assert_eq!(all(events).await.len(), 1);
    assert_eq!(header(&fake.only(), "last-event-id"), "2");
}

#[tokio::test]
async fn another_media_type_is_an_error_with_an_excerpt() {
    let error = client(Streaming("text/html", &["<html> no", " events"])).request(GET).events().await;
    let error = error.unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    assert_eq!(
        error.to_string(),
        "getEvents: 200 OK, but the body cannot be decoded: it is text/html, not text/event-stream, and starts with: <html> no"
    );
}

#[tokio::test]
async fn no_content_has_no_events_and_an_error_status_is_an_error() {
    let fake = Fake::new().respond(204, &[], "").respond(404, &[], r#"{"message":"no such stream"}"#);
    let events = fake.client().request(GET).events().await.unwrap();
    assert!(all(events).await.is_empty());
    let error = fake.client().request(GET).events().await.unwrap_err();
    assert_eq!(error.to_string(), "getEvents: 404 Not Found: no such stream");
}

#[tokio::test]
async fn an_endless_event_is_an_error() {
    static LONG: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let long: &'static str = LONG.get_or_init(|| "x".repeat(16 * 1024 * 1024 + 1));
    let pieces: &'static [&'static str] = vec![long].leak();
    let mut events = client(Streaming("text/event-stream", pieces)).request(GET).events().await.unwrap();
    let error = next(&mut events).await.unwrap().unwrap_err();
    assert!(error.to_string().ends_with("an event is larger than 16777216 bytes"), "{error}");
    assert!(next(&mut events).await.is_none());
}

fn line() -> impl Strategy<Value = String> {
    let field = prop_oneof!["data", "event", "id", "retry", "", "\u{feff}data", "x"];
    let value = prop_oneof!["[0-9]{0,3}", "[a-zü€𝄞: \u{feff}\0]{0,5}"];
    let end = prop_oneof![Just("\n"), Just("\r"), Just("\r\n"), Just("\n\n"), Just("\r\r"), Just("\r\n\r\n")];
    (field, prop_oneof![Just(":"), Just(": "), Just("")], value, end)
        .prop_map(|(field, colon, value, end)| format!("{field}{colon}{value}{end}"))
}

proptest! {
    #[test]
    fn events_do_not_depend_on_chunk_boundaries(
        lines in prop::collection::vec(line(), 0..12),
        cuts in prop::collection::vec(any::<usize>(), 0..8),
    ) {
        let text = lines.concat().into_bytes();
        let whole = EventParser::new().push(&text);
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut % (text.len() + 1)).collect();
        places.extend([0, text.len()]);
        places.sort_unstable();
        let mut parser = EventParser::new();
        let cut: Vec<Event> =
            places.windows(2).flat_map(|pair| parser.push(&text[pair[0]..pair[1]])).collect();
        prop_assert_eq!(&cut, &whole);
        let mut parser = EventParser::new();
        let bytewise: Vec<Event> = text.iter().flat_map(|byte| parser.push(&[*byte])).collect();
        prop_assert_eq!(&bytewise, &whole);
    }
}
