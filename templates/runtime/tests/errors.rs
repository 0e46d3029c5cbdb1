//! The data and messages of all kinds of errors.

mod support;

use std::error::Error as _;
use std::time::Duration;

use runtime::runtime::{
    Binary, Decode, EmptyBody, Error, Json, Operation, RequestOptions, Response, Text, TransportError,
    TransportErrorKind,
};
use serde_json::{Map, Value};
use support::Fake;

const GET: Operation = Operation::get("getGroup", "/groups");

async fn call<D: Decode>(fake: &Fake) -> Result<Response<D::Output>, Error> {
    fake.client().request(GET).send::<D>().await
}

async fn api_error(status: u16, headers: &[(&str, &str)], body: &str) -> Error {
    let fake = Fake::new().respond(status, headers, body.to_owned());
    let error = call::<EmptyBody>(&fake).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    error
}

#[tokio::test]
async fn an_api_error_contains_all_details_from_the_server() {
    let body =
        r#"{"message":"the group was not found","code":"not.found","status":404,"contextId":"body-id"}"#;
    let error = api_error(404, &[("x-CORRELATION-id", "5f3a"), ("x-other", "o")], body).await;
    assert_eq!(
        error.to_string(),
        "getGroup: 404 Not Found: the group was not found (code not.found, correlation id 5f3a)"
    );
    assert_eq!(error.operation(), Some("getGroup"));
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.headers().unwrap()["x-other"], "o");
    assert_eq!(error.raw().unwrap(), body);
    assert_eq!((error.code(), error.correlation_id()), (Some("not.found"), Some("5f3a")));
    assert!(error.is_not_found() && !error.is_unauthorized() && !error.is_server_error());
    assert!(!error.is_timeout());
    assert_eq!(error.api().unwrap().message(), Some("the group was not found"));
    assert_eq!(error.api().unwrap().decode::<Map<String, Value>>().unwrap()["status"], 404);
    assert!(error.api().unwrap().decode::<Vec<Value>>().is_err());
}

#[tokio::test]
async fn missing_details_of_an_error_response_are_omitted() {
    let cases = [
        (
            r#"{"code":7,"contextId":"c1"}"#,
            "no message; the body starts with: {\"code\":7,\"contextId\":\"c1\"} (code 7, correlation id c1)",
        ),
        (r#"{"message":"m","code":"","contextId":null}"#, "m"),
        (r#"{"message":" two\r\n  lines\u0007 ","contextId":"i"}"#, "two lines (correlation id i)"),
        (r#"["message"]"#, "no message; the body starts with: [\"message\"]"),
        (r#"{"message":"cut o"#, "no message; the body starts with: {\"message\":\"cut o"),
        ("", "no message"),
        (" \n", "no message"),
    ];
    for (body, expected) in cases {
        assert_eq!(
            api_error(418, &[], body).await.to_string(),
            format!("getGroup: 418 I'm a teapot: {expected}")
        );
    }
    let error = api_error(499, &[], "").await;
    assert_eq!(error.to_string(), "getGroup: 499: no message");
    let error =
        api_error(502, &[("content-type", "text/html; charset=utf-8")], "<html>\n <h1>Bad</h1>").await;
    assert_eq!(
        error.to_string(),
        "getGroup: 502 Bad Gateway: no message; the body (text/html; charset=utf-8) starts with: <html> <h1>Bad</h1>"
    );
    assert!(error.is_server_error());
}

#[tokio::test]
async fn long_bodies_are_truncated() {
    let long = format!("<html>{}", "\u{e9} ".repeat(100_000));
    let error = api_error(500, &[], &long).await;
    let text = error.to_string();
    assert!(text.chars().count() < 300 && text.ends_with('…'), "{text}");
    assert!(format!("{error:?}").chars().count() < 800);
    assert_eq!(error.raw().unwrap().len(), long.len());

    let body = format!(r#"{{"message":"{}"}}"#, "m".repeat(5000));
    assert!(api_error(500, &[], &body).await.to_string().len() < 800);
}

#[tokio::test]
async fn redirects_and_other_statuses_are_api_errors() {
    for status in [199, 304, 302, 400, 599] {
        assert_eq!(api_error(status, &[], "").await.status().unwrap(), status);
    }
    for status in [200, 201, 202, 204, 206, 299] {
        let fake = Fake::new().respond(status, &[], "");
        assert_eq!(call::<EmptyBody>(&fake).await.unwrap().status(), status);
    }
}

#[tokio::test]
async fn a_redirect_names_its_location() {
    let error = api_error(303, &[("location", "/groups/1?a=b")], "").await;
    assert!(error.is_redirect());
    assert_eq!(error.location(), Some("/groups/1?a=b"));
    let error = api_error(304, &[], "").await;
    assert!(!error.is_redirect());
    assert_eq!(error.location(), None);
}

#[tokio::test]
async fn retry_after_is_read_in_every_form() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    for (text, seconds) in [
        ("0", Some(0)),
        (" 120 ", Some(120)),
        ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
        ("Sunday, 06-Nov-94 08:50:07 GMT", Some(30)),
        ("Sun Nov  6 08:49:39 1994", Some(2)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
        ("-1", None),
        ("soon", None),
        ("1.5", None),
        ("99999999999999999999999", None),
    ] {
        let error = api_error(429, &[("retry-after", text), date], "").await;
        assert_eq!(error.retry_after(), seconds.map(Duration::from_secs), "{text}");
        assert!(error.is_rate_limited());
    }
    let error = api_error(503, &[("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")], "").await;
    assert!(error.retry_after().unwrap() > Duration::from_secs(3600));
    assert_eq!(api_error(503, &[], "").await.retry_after(), None);
}

#[tokio::test]
async fn a_decode_error_shows_path_and_excerpt() {
    let body = r#"{"entities":["a",7,"b"]}"#;
    let fake = Fake::new().respond(200, &[("X-Correlation-Id", "5f3a")], body);
    let error = call::<Json<std::collections::BTreeMap<String, Vec<String>>>>(&fake).await.unwrap_err();
    let Error::Decode(fault) = &error else { panic!("{error:?}") };
    assert_eq!(fault.fault().unwrap().path(), "entities[1]");
    assert_eq!((error.operation(), error.correlation_id()), (Some("getGroup"), Some("5f3a")));
    assert_eq!((error.status().unwrap().as_u16(), error.raw().unwrap()), (200, &body.into()));
    let text = error.to_string();
    assert!(
        text.starts_with("getGroup: 200 OK, but the body cannot be decoded: entities[1]: invalid type"),
        "{text}"
    );
    assert!(text.contains("(correlation id 5f3a)"), "{text}");
}

#[tokio::test]
async fn empty_bodies_are_decoded_as_empty_objects() {
    for body in ["", " \r\n", "\u{feff}"] {
        let fake = Fake::new().respond(200, &[], body);
        assert_eq!(call::<Json<Map<String, Value>>>(&fake).await.unwrap().into_body(), Map::new());
    }
    let fake = Fake::new().respond(202, &[("content-type", "text/html")], "");
    let error = call::<Json<Vec<u8>>>(&fake).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getGroup: 202 Accepted, but the body cannot be decoded: the body is empty"
    );
}

#[tokio::test]
async fn html_instead_of_json_is_reported() {
    let fake = Fake::new().respond(200, &[("content-type", "Text/HTML; charset=x")], "<html>\n<p>Sign in");
    let error = call::<Json<Value>>(&fake).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getGroup: 200 OK, but the body cannot be decoded: it is text/html, not JSON, and starts with: <html> <p>Sign in"
    );
    for media_type in ["text/plain", "application/problem+json", "text/json; charset=utf-8"] {
        let fake = Fake::new().respond(200, &[("content-type", media_type)], "\u{feff}[1]");
        assert_eq!(call::<Json<Vec<u8>>>(&fake).await.unwrap().into_body(), [1]);
    }
}

#[tokio::test]
async fn text_and_bytes_are_returned_unchanged() {
    let fake = Fake::new()
        .respond(200, &[], "\u{feff}gr\u{fc}n")
        .respond(200, &[("content-type", "text/plain; Charset=\"ISO-8859-1\"")], &b"gr\xfcn"[..])
        .respond(200, &[("content-type", "text/plain")], &b"gr\xfcn"[..])
        .respond(200, &[], &b"\x00\xff"[..])
        .respond(200, &[], "not decoded");
    assert_eq!(call::<Text>(&fake).await.unwrap().into_body(), "gr\u{fc}n");
    assert_eq!(call::<Text>(&fake).await.unwrap().into_body(), "gr\u{fc}n");
    let error = call::<Text>(&fake).await.unwrap_err();
    assert!(error.to_string().contains("it is not UTF-8"), "{error}");
    assert_eq!(&call::<Binary>(&fake).await.unwrap().into_body()[..], b"\x00\xff");
    let response = call::<EmptyBody>(&fake).await.unwrap();
    assert_eq!((response.body(), &response.raw()[..]), (&(), &b"not decoded"[..]));
}

#[tokio::test]
async fn transport_errors_keep_their_causes() {
    let source = std::io::Error::other("broken pipe");
    let fake = Fake::new().fail(TransportError::new(TransportErrorKind::Connect, source));
    let error = call::<EmptyBody>(&fake).await.unwrap_err();
    assert_eq!(error.to_string(), "getGroup: could not connect: broken pipe");
    assert!(error.is_connect() && !error.is_timeout());
    assert!(error.source().unwrap().downcast_ref::<std::io::Error>().is_some());
    assert_eq!((error.operation(), error.status()), (Some("getGroup"), None));
}

#[tokio::test]
async fn each_transport_error_kind_states_the_failed_step() {
    for (kind, text) in [
        (TransportErrorKind::Connect, "could not connect"),
        (TransportErrorKind::Tls, "TLS handshake failed"),
        (TransportErrorKind::Interrupted, "the connection was closed before a response was received"),
        (TransportErrorKind::Timeout, "timed out"),
        (TransportErrorKind::Body, "could not read the response body"),
        (TransportErrorKind::Upload, "could not read the request body"),
        (TransportErrorKind::Save, "could not write the response body"),
        (TransportErrorKind::NoRuntime, "no tokio runtime"),
        (TransportErrorKind::Other, "could not send the request"),
    ] {
        let fake = Fake::new().fail(TransportError::new(kind, "why"));
        let error = call::<EmptyBody>(&fake).await.unwrap_err();
        assert_eq!(error.to_string(), format!("getGroup: {text}: why"));
        assert_eq!(error.is_connect(), matches!(kind, TransportErrorKind::Connect | TransportErrorKind::Tls));
    }
}

#[tokio::test(start_paused = true)]
async fn calls_time_out() {
    let fake = Fake::slow(Duration::from_secs(90));
    let started = tokio::time::Instant::now();
    let error = call::<EmptyBody>(&fake).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect());
    assert_eq!(error.to_string(), "getGroup: timed out: no complete response within 60s");
    assert_eq!(started.elapsed(), Duration::from_secs(60));

    let request = fake.client().request(GET).options(RequestOptions::new().timeout(Duration::from_secs(91)));
    request.send::<EmptyBody>().await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_secs(150));
}

#[test]
fn the_error_is_small_send_and_sync() {
    fn assert_send_sync<T: std::error::Error + Send + Sync + 'static>() {}
    assert_send_sync::<Error>();
    assert!(size_of::<Error>() <= 16);
    assert!(size_of::<Result<(), Error>>() <= 16);
}

#[tokio::test(start_paused = true)]
async fn a_timeout_shows_the_limit_of_the_call() {
    use runtime::runtime::{OAuth2, RetryPolicy};
    let wanted = "timed out: no complete response within 1s";
    // After a failed attempt or a token request, less time remains for the next step.
    let limit = RequestOptions::new().timeout(Duration::from_secs(1));
    let refused = || TransportError::new(TransportErrorKind::Connect, "refused");
    let policy = || RetryPolicy::new().base_wait(Duration::from_millis(10));
    let fake = Fake::slow(Duration::from_millis(700)).fail(refused()).fail(refused());
    let client = fake.builder().retry(policy()).build().unwrap();
    let error = client.request(GET).options(limit.clone()).send::<EmptyBody>().await.unwrap_err();
    assert_eq!(error.to_string(), "getGroup: timed out (2 attempts): no complete response within 1s");
    let fake = Fake::slow(Duration::from_millis(700)).json(r#"{"access_token":"t"}"#);
    let client = fake.builder().login(OAuth2::client_credentials("id", "s3cret")).build().unwrap();
    let error = client.request(GET).options(limit.clone()).send::<EmptyBody>().await.unwrap_err();
    assert_eq!(error.to_string(), format!("getGroup: {wanted}"));
    // The same applies to token renewal when the token request exceeds the time limit.
    let fake = Fake::slow(Duration::from_millis(300))
        .json(r#"{"access_token":"t"}"#)
        .respond(401, &[], "")
        .json(r#"{"access_token":"u"}"#);
    let client = fake.builder().login(OAuth2::client_credentials("id", "s3cret")).build().unwrap();
    let error = client.request(GET).options(limit.clone()).send::<EmptyBody>().await.unwrap_err();
    assert_eq!(error.to_string(), format!("getGroup: {wanted}"));
    // A transport's message about its own limit is preserved.
    let own = TransportError::timeout(Some(Duration::from_millis(250)));
    let client = Fake::new().fail(own).client();
    let error = client.request(GET).options(limit).send::<EmptyBody>().await.unwrap_err();
    assert!(error.to_string().ends_with("no complete response within 250ms"), "{error}");
}
