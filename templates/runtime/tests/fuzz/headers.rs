//! Response headers and error bodies: retries wait within their limits, and pages stay on the host of the client.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use runtime::runtime::testing::{MockTransport, SkippingClock};
use runtime::runtime::{ClientBuilder, EmptyBody, Json, Operation, Pages, Paging, TransportResponse, Value};

use super::run;
use super::support::{PROFILE, block_on};

const GET: Operation = Operation::get("getThings", "/v1/things");

static HEADER: Paging = Paging::link_header();
static LINK: Paging = Paging::link("/next").items("/items");

const RETRY_AFTER: &[&[u8]] = &[
    b"120",
    b"Fri, 31 Dec 1999 23:59:59 GMT",
    b"Friday, 31-Dec-99 23:59:59 GMT",
    b"Fri Dec 31 23:59:59 1999",
    b"Sun, 06 Nov 2094 08:49:37 +0100",
];

const LINKS: &[&[u8]] = &[
    b"<https://api.example.com/v1/things?page=2>; rel=\"next\"",
    b"</v1/things?page=1>; rel=\"prev first\"; title=\"a, <b>\", <?page=3>; rel=next, <things?page=4>; rel=\"last next\"",
    b"<//api.example.com:443/v1/things?a=%2e%2e>; rel=next; x",
];

/// Returns a response with this header; `None` if the value is not valid in a header.
fn response(status: u16, name: &'static str, value: &[u8], body: &str) -> Option<TransportResponse> {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).ok()?);
    Some(TransportResponse::new(StatusCode::from_u16(status).ok()?, headers, body.to_owned()))
}

#[test]
fn waits_stay_within_their_limits() {
    run("retry-after", RETRY_AFTER, |bytes, _| {
        let Some(busy) = response(503, "retry-after", bytes, "{}") else { return };
        let clock = SkippingClock::new(1.0);
        let mock = MockTransport::new().response(busy.clone()).response(busy);
        let client = ClientBuilder::new(&PROFILE).transport(mock).clock(clock.clone()).build().unwrap();
        if let Err(error) = block_on(client.request(GET).send::<EmptyBody>()) {
            let _ = (error.retry_after(), error.to_string());
        }
        assert!(clock.waits().iter().all(|wait| *wait <= Duration::from_secs(60)), "{:?}", clock.waits());
    });
}

/// Reads up to three pages, and asserts that all requests were sent to the host of the client.
fn read_pages(first: TransportResponse, paging: &'static Paging) {
    let mock = MockTransport::new().response(first).json(200, &Value::Null).json(200, &Value::Null);
    let client = ClientBuilder::new(&PROFILE)
        .access_token("t0ken")
        .transport(mock.clone())
        .no_retry()
        .build()
        .unwrap();
    let mut pages = Pages::<Json<Value>>::new(client.request(GET), paging);
    block_on(async {
        for _ in 0..3 {
            match pages.next().await {
                Some(Err(error)) => drop(error.to_string()),
                Some(Ok(_)) => {}
                None => break,
            }
        }
    });
    // A `Uri` can have at most 64 KiB.
    for request in mock.requests().iter().filter(|request| request.url.len() < 60_000) {
        let url: Uri = request.url.parse().unwrap_or_else(|error| panic!("{error}: {}", request.url));
        let is_same = url.host().is_some_and(|host| host.eq_ignore_ascii_case("api.example.com"));
        assert!(is_same && url.scheme_str() == Some("https"), "{url}");
    }
}

#[test]
fn a_link_header_does_not_lead_to_another_host() {
    run("link", LINKS, |bytes, _| {
        response(200, "link", bytes, "[1]").into_iter().for_each(|first| read_pages(first, &HEADER));
    });
}

#[test]
fn a_link_in_a_body_does_not_lead_to_another_host() {
    let links: &[&[u8]] = &[
        b"https://api.example.com/v1/things?page=2",
        b"/v1/things?page=3#x",
        b"?page=4",
        b"//api.example.com/v1",
    ];
    run("next", links, |bytes, _| {
        let body = serde_json::json!({ "items": [1], "next": String::from_utf8_lossy(bytes) }).to_string();
        response(200, "x-none", b"", &body).into_iter().for_each(|first| read_pages(first, &LINK));
    });
}

#[test]
fn an_error_body_has_a_message_or_not() {
    let bodies: &[&[u8]] = &[
        br#"{"code":"not.found","message":"no such thing","contextId":"8b3c","errors":[{"message":"a"}]}"#,
        br#"{"error":{"code":404,"message":{"text":"x"}},"password":"s3cret","details":["a","b"]}"#,
        b"<html><body>Bad gateway</body></html>",
    ];
    run("error", bodies, |bytes, _| {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        let response = TransportResponse::new(StatusCode::NOT_FOUND, headers, bytes.to_vec());
        let mock = MockTransport::new().response(response);
        let client = ClientBuilder::new(&PROFILE).transport(mock).no_retry().build().unwrap();
        let error = block_on(client.request(GET).send::<EmptyBody>()).unwrap_err();
        let _ = (error.code().map(str::len), error.correlation_id().map(str::len), format!("{error:?}"));
        assert_eq!(error.to_string().lines().count(), 1, "{error}");
    });
}
