//! Text instead of JSON, and JSON instead of text. The response's content type takes precedence over the Rust
//! type.

mod support;

use http::StatusCode;
use runtime::runtime::{
    ApiError, Decode, Error, JsonOrText, Operation, Text, UnknownValue, Uuid, Value, open_enum,
};
use support::Fake;

#[derive(Clone, PartialEq)]
#[non_exhaustive]
enum Kind {
    InternalError,
    Unknown(UnknownValue),
}
open_enum! { Kind { InternalError = "Internal Error", } }

const GET: Operation = Operation::get("getX", "/x");

async fn called<D: Decode>(media_type: &str, body: &[u8]) -> Result<D::Output, String> {
    let headers: &[(&str, &str)] = if media_type.is_empty() { &[] } else { &[("content-type", media_type)] };
    let fake = Fake::new().respond(200, headers, body.to_vec());
    let response = fake.client().request(GET).send::<D>().await;
    response.map(runtime::runtime::Response::into_body).map_err(|error| error.to_string())
}

async fn failed(media_type: &str, body: &[u8]) -> Box<ApiError> {
    let headers: &[(&str, &str)] = if media_type.is_empty() { &[] } else { &[("content-type", media_type)] };
    let fake = Fake::new().respond(500, headers, body.to_vec());
    match fake.client().request(GET).send::<Text>().await.unwrap_err() {
        Error::Api(error) => error,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn the_content_type_determines_how_a_string_is_decoded() {
    for (media_type, body, expected) in [
        ("application/json", &b"\"hello\""[..], "hello"),
        ("application/json; charset=utf-8", b"\xef\xbb\xbf\"hello\"", "hello"),
        ("application/vnd.api+json", b"\"hello\"", "hello"),
        ("text/plain", b"hello", "hello"),
        ("text/plain", b"\"hello\"", "\"hello\""),
        ("Text/Plain; Charset=UTF-8", b"\xef\xbb\xbfhello\n", "hello\n"),
        ("text/plain;charset=ISO-8859-1", b"gr\xfc\xdfe", "grüße"),
        ("text/plain", b"42", "42"),
        ("text/plain", b"null", "null"),
        ("text/plain", b"", ""),
        ("text/csv", b"{\"a\":1}", "{\"a\":1}"),
        ("", b"hello", "hello"),
        ("", b"\"hello\"", "hello"),
        ("application/json", b"hello there", "hello there"),
        ("application/json", b"2024-01-01", "2024-01-01"),
    ] {
        assert_eq!(
            called::<JsonOrText<String>>(media_type, body).await.as_deref(),
            Ok(expected),
            "{media_type}"
        );
    }
}

#[tokio::test]
async fn unexpected_types_remain_errors() {
    for (media_type, body, reason) in [
        ("application/json", &b"\"hel"[..], "EOF while parsing a string"),
        ("application/json", b"42", "invalid type: integer `42`"),
        ("application/json", b"{\"a\":1}", "invalid type: map"),
        ("", b"{\"a\":", "invalid type: map"),
        ("text/html", b"<html>Log in</html>", "it is text/html, not JSON"),
        ("image/png", b"PNG", "it is image/png, not JSON"),
        ("application/json", b"", "the body is empty"),
    ] {
        let error = called::<JsonOrText<String>>(media_type, body).await.unwrap_err();
        assert!(error.contains(reason), "{media_type}: {error}");
    }
}

#[tokio::test]
async fn other_values_are_read_from_json_or_text() {
    let uuid = "550e8400-e29b-41d4-a716-446655440000";
    for (media_type, body) in [
        ("application/json", format!("\"{uuid}\"")),
        ("application/json", uuid.to_owned()),
        ("text/plain", format!(" {uuid}\r\n")),
        ("text/plain", format!("\"{uuid}\"")),
        ("", uuid.to_owned()),
    ] {
        let read = called::<JsonOrText<Uuid>>(media_type, body.as_bytes()).await.unwrap();
        assert_eq!(read.to_string(), uuid, "{media_type}: {body}");
    }
    for body in ["Internal Error\n", "\"Internal Error\""] {
        let read = called::<JsonOrText<Kind>>("text/plain", body.as_bytes()).await;
        assert_eq!(read, Ok(Kind::InternalError), "{body}");
    }
    for (media_type, body, expected) in [
        ("text/plain", "{\"a\":1}", serde_json::json!({"a": 1})),
        ("text/plain", "hello", Value::from("hello")),
        ("application/json", "[1]", serde_json::json!([1])),
    ] {
        assert_eq!(called::<JsonOrText<Value>>(media_type, body.as_bytes()).await, Ok(expected), "{body}");
    }
}

#[tokio::test]
async fn text_labeled_as_json_is_decoded() {
    for (media_type, body, expected) in [
        ("text/plain", "hello", "hello"),
        ("text/html", "<p>", "<p>"),
        ("application/octet-stream", "hello", "hello"),
        ("", "\"hello\"", "\"hello\""),
        ("application/json", "\"hello\"", "hello"),
        ("application/problem+json", "\"hello\"", "hello"),
        ("application/json", "hello", "hello"),
        ("application/json", "{\"a\":1}", "{\"a\":1}"),
        ("application/x-ndjson", "\"a\"", "\"a\""),
    ] {
        assert_eq!(
            called::<Text>(media_type, body.as_bytes()).await.as_deref(),
            Ok(expected),
            "{media_type}"
        );
    }
}

#[tokio::test]
async fn an_error_described_as_text_is_decoded() {
    let error = failed("text/plain; charset=iso-8859-1", b"Internal Error \xfc").await;
    assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(error.text().as_deref(), Some("Internal Error ü"));
    assert_eq!(error.decode::<String>().unwrap(), "Internal Error ü");

    let error = failed("text/plain", b"Internal Error\n").await;
    assert_eq!(error.decode::<Kind>().unwrap(), Kind::InternalError);
    assert_eq!(error.decode::<String>().unwrap(), "Internal Error\n");
    assert!(error.decode::<Vec<String>>().is_err());

    for (media_type, body) in
        [("application/json", &b"\"no\""[..]), ("", b"no"), ("text/html", b"no"), ("", b"\xef\xbb\xbf\"no\"")]
    {
        assert_eq!(failed(media_type, body).await.decode::<String>().unwrap(), "no", "{media_type}");
    }
    let object = failed("text/plain", b"{\"message\":\"m\"}").await;
    assert_eq!(object.decode::<Value>().unwrap()["message"], "m");
    assert_eq!(object.text().as_deref(), Some("{\"message\":\"m\"}"));
    assert_eq!(failed("text/plain", b"\xff\xfe").await.text(), None);
}

#[tokio::test]
async fn json_of_another_type_is_not_reported_as_text() {
    for media_type in ["text/plain", "application/octet-stream"] {
        let error = called::<JsonOrText<i32>>(media_type, b"{\"a\": 1}").await.unwrap_err();
        assert!(error.contains("cannot be decoded: invalid type: map"), "{error}");
        let error = called::<JsonOrText<i32>>(media_type, b"some").await.unwrap_err();
        assert!(error.contains(&format!("it is {media_type}, not JSON, and starts with: some")), "{error}");
    }
}
