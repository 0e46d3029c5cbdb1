//! Per-request options.

mod support;

use std::time::Duration;

use runtime::runtime::{EmptyBody, Error, Operation, Request, RequestOptions, RequestPart};
use serde_json::{Value, json};
use support::{Fake, header};

fn post(fake: &Fake, body: &str) -> Request {
    let mut request = fake.client().request(Operation::post("postX", "/x"));
    let raw: &serde_json::value::RawValue = serde_json::from_str(body).unwrap();
    request = request.json(raw);
    request = request.query("a", "1");
    request = request.header("X-A", "operation");
    request
}

async fn send(mut request: Request, options: RequestOptions) -> Result<(), Error> {
    request = request.options(options);
    request.send::<EmptyBody>().await.map(|_| ())
}

#[tokio::test]
async fn headers_and_query_are_added() {
    let fake = Fake::new();
    let options = RequestOptions::new()
        .header("X-A", "call")
        .header("X-B", "1")
        .header("x-b", "2")
        .header("Content-Type", "application/merge-patch+json")
        .query("a", "2")
        .query("b&", "c d");
    send(post(&fake, "{}"), options).await.unwrap();
    let request = fake.only();
    assert_eq!(request.url, "https://api.example.com/x?a=1&a=2&b%26=c+d");
    assert_eq!(request.headers.get_all("x-a").iter().collect::<Vec<_>>(), ["call"]);
    assert_eq!(request.headers.get_all("x-b").iter().collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(header(&request, "content-type"), "application/merge-patch+json");
    assert_eq!(header(&request, "authorization"), "Bearer t0ken-5ecret");
}

#[tokio::test]
async fn authorization_of_the_call_replaces_that_of_the_client() {
    let fake = Fake::new();
    send(post(&fake, "{}"), RequestOptions::new().header("Authorization", "Basic x")).await.unwrap();
    assert_eq!(fake.only().headers.get_all("authorization").iter().collect::<Vec<_>>(), ["Basic x"]);
}

#[tokio::test]
async fn body_fields_are_added_and_the_rest_keeps_its_text() {
    let fake = Fake::new();
    let body = r#"{"big":123456789012345678901234567890.10,"name":"old","n":1.0}"#;
    let options =
        RequestOptions::new().body_field("name", "new").body_field("extra", json!({"a": [1, null]}));
    send(post(&fake, body), options).await.unwrap();
    let sent = String::from_utf8(fake.only().body.to_vec()).unwrap();
    assert!(sent.contains(r#""big":123456789012345678901234567890.10"#), "{sent}");
    assert!(sent.contains(r#""n":1.0"#), "{sent}");
    let sent: Value = serde_json::from_str(&sent).unwrap();
    assert_eq!((&sent["name"], &sent["extra"]), (&json!("new"), &json!({"a": [1, null]})));
    assert_eq!(sent.as_object().unwrap().len(), 4);
}

#[tokio::test]
async fn body_fields_require_an_object() {
    let fake = Fake::new();
    let without = fake.client().request(Operation::delete("deleteX", "/x"));
    for request in [post(&fake, "[1]"), without] {
        let error = send(request, RequestOptions::new().body_field("f", 1)).await.unwrap_err();
        let Error::Request(fault) = &error else { panic!("{error:?}") };
        assert_eq!((fault.part(), fault.name()), (RequestPart::Body, "f"));
        assert!(fault.reason().contains("neither a JSON object"));
    }
    assert!(fake.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn timeouts_of_a_call_take_precedence() {
    let fake = Fake::new();
    send(post(&fake, "{}"), RequestOptions::new().timeout(Duration::from_secs(3))).await.unwrap();
    send(post(&fake, "{}"), RequestOptions::new().no_timeout()).await.unwrap();
    send(post(&fake, "{}"), RequestOptions::new()).await.unwrap();
    let timeouts: Vec<_> = fake.sent().iter().map(|request| request.timeout).collect();
    assert_eq!(timeouts, [Some(Duration::from_secs(3)), None, Some(Duration::from_secs(60))]);
}

#[tokio::test]
async fn credentials_are_sent_only_to_the_origin_of_the_client() {
    let fake = Fake::new();
    let client = fake.builder().default_header("X-Mine", "m").build().unwrap();
    for url in [
        "https://API.example.com:443/other/",
        "https://api.example.com:444",
        "https://evil.example.com",
        "http://api.example.com",
    ] {
        send(client.request(Operation::get("getX", "/x")), RequestOptions::new().base_url(url))
            .await
            .unwrap();
    }
    let sent = fake.sent();
    assert_eq!(sent[0].url, "https://API.example.com:443/other/x");
    assert_eq!((header(&sent[0], "authorization"), header(&sent[0], "x-mine")), ("Bearer t0ken-5ecret", "m"));
    for request in &sent[1..] {
        assert_eq!(
            (header(request, "authorization"), header(request, "x-mine")),
            ("", ""),
            "{}",
            request.url
        );
        assert_eq!((header(request, "x-sdk"), header(request, "user-agent")), ("7.0", "test-sdk/1"));
    }
}

#[tokio::test]
async fn invalid_options_are_request_errors() {
    let fake = Fake::new();
    for (options, text) in [
        (RequestOptions::new().header("a b", "c"), "postX: header a b: not a valid header name"),
        (
            RequestOptions::new().header("x", "a\nb"),
            "postX: header x: the value contains a line break or control character",
        ),
        (
            RequestOptions::new().header("Host", "h"),
            "postX: header Host: this header is reserved for the transport",
        ),
        (
            RequestOptions::new().base_url("ftp://h"),
            "postX: base URL: the base URL \"ftp://h\" must start with https:// or http://",
        ),
    ] {
        assert_eq!(send(post(&fake, "{}"), options).await.unwrap_err().to_string(), text);
    }
    assert!(fake.sent().is_empty());
}
