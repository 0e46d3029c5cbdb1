//! Operations with several success responses, and response headers.

mod support;

use runtime::runtime::{
    Bytes, Decode, EmptyBody, Error, Json, Maybe, Operation, Representation, RequestOptions, Response,
    Result, Text, responses,
};
use support::{Fake, header};

/// The output of an emitted operation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
enum Output {
    Ok(Vec<u8>),
    Accepted(String),
    NoContent,
    Other(Bytes),
}

responses! {
    Output {
        200 => Ok(into_ok: Json<Vec<u8>>),
        202 => Accepted(into_accepted: Text),
        204 => NoContent,
        206..=207 => Other(into_other: runtime::runtime::Binary),
    }
}

async fn call<D: Decode>(status: u16, headers: &[(&str, &str)], body: &str) -> Result<Response<D::Output>> {
    let fake = Fake::new().respond(status, headers, body.to_owned());
    fake.client().request(Operation::get("getX", "/x")).send::<D>().await
}

#[tokio::test]
async fn the_status_selects_the_decoder() {
    let cases = [
        (200, "[1, 2]", Output::Ok(vec![1, 2])),
        (202, "later", Output::Accepted("later".to_owned())),
        (204, "", Output::NoContent),
        (207, "octets", Output::Other(Bytes::from_static(b"octets"))),
    ];
    for (status, body, expected) in cases {
        assert_eq!(call::<Output>(status, &[], body).await.unwrap().into_body(), expected);
    }
    let response = call::<Output>(200, &[], "[3]").await.unwrap().into_body();
    assert_eq!((response.clone().into_accepted(), response.into_ok()), (None, Some(vec![3])));
}

#[tokio::test]
async fn an_undeclared_status_is_an_error_that_keeps_the_response() {
    let error = call::<Output>(201, &[], "made").await.unwrap_err();
    assert_eq!(error.to_string(), "getX: 201 Created, but no response with this status is declared");
    assert_eq!(error.raw().unwrap().as_ref(), b"made");
    let error = call::<Output>(200, &[], "made").await.unwrap_err();
    assert!(error.to_string().starts_with("getX: 200 OK, but the body cannot be decoded: "), "{error}");
}

#[tokio::test]
async fn a_response_can_have_no_body() {
    let read =
        async |status, body| call::<Maybe<Json<Vec<u8>>>>(status, &[], body).await.map(Response::into_body);
    assert_eq!(read(200, "[1]").await.unwrap(), Some(vec![1]));
    assert_eq!(read(204, "").await.unwrap(), None);
    assert_eq!(read(200, " \n").await.unwrap(), None);
    assert!(matches!(read(202, "later").await, Err(Error::Decode(_))));
}

#[tokio::test]
async fn headers_are_parsed_as_the_requested_type() {
    let headers = [("x-limit", " 12 "), ("x-name", "a, b"), ("x-on", "yes"), ("x-api-key", "s3cret")];
    let response = call::<EmptyBody>(200, &headers, "").await.unwrap();
    assert_eq!(response.header::<i64>("X-Limit").unwrap(), Some(12));
    assert_eq!(response.header::<String>("x-name").unwrap().as_deref(), Some("a, b"));
    assert_eq!(response.header::<i64>("x-none").unwrap(), None);
    assert_eq!(response.header::<i64>("no name").unwrap(), None);
    let wrong = |name| response.header::<bool>(name).unwrap_err().to_string();
    assert_eq!(
        wrong("X-On"),
        "getX: 200 OK, but the header X-On is invalid: cannot parse yes: provided string was not `true` or `false`"
    );
    assert!(!wrong("X-Api-Key").contains("s3cret"));
}

#[tokio::test]
async fn another_representation_is_requested_by_its_media_type() {
    let fake = Fake::new().respond(200, &[("content-type", "text/csv")], "a,b");
    let request = fake.client().request(Operation::get("getX", "/x")).query("day", "1");
    let csv = Representation::<Text>::new(request, "text/csv");
    let csv = csv.options(RequestOptions::new().header("x-trace", "7"));
    assert_eq!(csv.await.unwrap(), "a,b");
    let sent = fake.only();
    assert_eq!((header(&sent, "accept"), header(&sent, "x-trace")), ("text/csv", "7"));
    assert!(sent.url.ends_with("/x?day=1"), "{}", sent.url);
}

#[tokio::test]
async fn the_headers_of_another_representation_are_available() {
    let fake = Fake::new().respond(200, &[("content-type", "text/html")], "<p>");
    let request = fake.client().request(Operation::get("getX", "/x"));
    let response = Representation::<Text>::new(request, "text/csv").send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/html");
}

#[cfg(feature = "stream")]
#[tokio::test]
async fn another_representation_can_be_streamed() {
    let fake = Fake::new().respond(200, &[("content-type", "application/pdf")], "%PDF");
    let request = fake.client().request(Operation::get("getX", "/x"));
    let download = Representation::<Text>::new(request, "application/pdf").stream().await.unwrap();
    assert_eq!(download.length(), Some(4));
    assert_eq!(header(&fake.only(), "accept"), "application/pdf");
}
