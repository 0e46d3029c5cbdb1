//! Streams: the items do not depend on the chunks in which the bytes arrive.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use runtime::runtime::{
    BoxFuture, Client, ClientBuilder, Event, EventFormat, EventParser, Operation, Transport, TransportError,
    TransportRequest, TransportResponse,
};

use self::lists::{all, items};
use super::models::Rich;
use super::support::{PROFILE, block_on};
use super::{Random, chunks, run};

#[path = "../support/streams.rs"]
mod lists;

const GET: Operation = Operation::get("getEvents", "/events");

const EVENTS: &[&[u8]] = &[
    b"data: a\n\nid: 7\nevent: add\nretry: 250\ndata: b\ndata: c\n\n: comment\n\nid\ndata: {\"text\":\"a\",\"flag\":true}\n\n",
    b"\xef\xbb\xbfdata: 1\r\rdata: 2\r\n\r\nretry: 9\rid: x\r\n\rdata\n\ndata: [DONE]\n\ndata: lost",
];

const LINES: &[&[u8]] = &[
    b"{\"text\":\"a\",\"flag\":true}\n{\"text\":\"b\",\"flag\":false,\"small\":1}\r\n\n  \n{\"text\":1}\noops\n{\"text\":\"c\",\"flag\":true}",
    b"\xef\xbb\xbf{\"text\":\"\xc3\xbc\",\"flag\":true,\"others\":[1]}\n[]\nnull\n",
];

const RECORDS: &[&[u8]] =
    &[b"\x1e{\"text\":\"a\",\"flag\":true}\n\x1e{\"text\":\"b\",\"flag\":true}\x1e\x1e\n\x1e12\x1e{\"text\":\"c\"}\n\x1e1"];

/// A transport that responds with a stream of these chunks.
struct Streaming(&'static str, Vec<Vec<u8>>);

impl Transport for Streaming {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        unreachable!("the call requests a stream")
    }

    fn open(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static(self.0));
        let chunks = self.1.iter().map(|chunk| Ok(Bytes::from(chunk.clone()))).collect();
        let response = TransportResponse::streamed(StatusCode::OK, headers, items(chunks));
        Box::pin(std::future::ready(Ok(response)))
    }
}

fn client(media_type: &'static str, chunks: Vec<Vec<u8>>) -> Client {
    ClientBuilder::new(&PROFILE).transport(Streaming(media_type, chunks)).no_retry().build().unwrap()
}

/// Returns the items, or the errors as text.
fn decoded(media_type: &'static str, chunks: Vec<Vec<u8>>) -> Vec<Result<Rich, String>> {
    let client = client(media_type, chunks);
    let found = block_on(async {
        if media_type == "text/event-stream" {
            all(client.request(GET).typed_events::<Rich>(EventFormat::data().until("[DONE]")).await.unwrap())
                .await
        } else {
            all(client.request(GET).stream_items::<Rich>(media_type).await.unwrap()).await
        }
    });
    found.into_iter().map(|item| item.map_err(|error| error.to_string())).collect()
}

fn check(media_type: &'static str, bytes: &[u8], random: &mut Random) {
    let whole = decoded(media_type, vec![bytes.to_vec()]);
    assert_eq!(decoded(media_type, chunks(bytes, random)), whole);
}

#[test]
fn events_do_not_depend_on_chunks() {
    run("events", EVENTS, |bytes, random| {
        let mut parser = EventParser::new();
        let whole = parser.push(bytes);
        let state = |parser: &EventParser| {
            (parser.last_event_id().map(str::to_owned), parser.retry(), parser.pending())
        };
        for chunks in [chunks(bytes, random), bytes.iter().map(|byte| vec![*byte]).collect()] {
            let mut other = EventParser::new();
            let events: Vec<Event> = chunks.iter().flat_map(|chunk| other.push(chunk)).collect();
            assert_eq!((&events, state(&other)), (&whole, state(&parser)));
        }
    });
}

#[test]
fn typed_events_do_not_depend_on_chunks() {
    run("typed-events", EVENTS, |bytes, random| check("text/event-stream", bytes, random));
}

#[test]
fn json_lines_do_not_depend_on_chunks() {
    run("lines", LINES, |bytes, random| check("application/jsonl", bytes, random));
}

#[test]
fn json_sequences_do_not_depend_on_chunks() {
    run("records", RECORDS, |bytes, random| check("application/json-seq", bytes, random));
}
