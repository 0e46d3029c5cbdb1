//! `multipart/form-data` bodies: their framing, the encoding of each value, and injection through names.

mod support;

use bytes::Bytes;
use runtime::runtime::{Body, EmptyBody, Operation, Part, Request, RequestOptions};
use serde_json::json;
use support::{Fake, header};

const POST: Operation = Operation::post("postX", "/x");

fn options(boundary: &str) -> RequestOptions {
    RequestOptions::new().boundary(boundary)
}

/// Returns the body, with the boundary `b`.
async fn sent(fill: impl FnOnce(Request) -> Request) -> String {
    let fake = Fake::new();
    fill(fake.client().request(POST)).options(options("b")).send::<EmptyBody>().await.unwrap();
    assert_eq!(header(&fake.only(), "content-type"), "multipart/form-data; boundary=b");
    String::from_utf8(fake.only().body.to_vec()).unwrap()
}

async fn refusal(fill: impl FnOnce(Request) -> Request) -> String {
    let request = fill(Fake::new().client().request(POST));
    request.send::<EmptyBody>().await.unwrap_err().to_string()
}

#[tokio::test]
async fn parts_are_framed() {
    let body = sent(|r| {
        let image = Part::bytes(&b"\x01\x02"[..]).file_name("me.png").content_type("image/png");
        r.part("note", "hello").part("image", image)
    });
    assert_eq!(
        body.await,
        "--b\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\r\n\
         --b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"me.png\"\r\nContent-Type: image/png\r\n\r\n\
         \x01\x02\r\n--b--\r\n"
    );
}

#[tokio::test]
async fn bytes_are_a_file_by_default() {
    let file = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"blob\"\r\n\
        Content-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n";
    assert_eq!(sent(|r| r.part("f", b"x")).await, file);
    assert_eq!(sent(|r| r.part("f", vec![b'x'])).await, file);
    assert_eq!(sent(|r| r.part("f", Bytes::from("x"))).await, file);
    assert_eq!(sent(|r| r.part("f", Body::from("x"))).await, file);
    let bare = sent(|r| r.part("f", Part::bytes("x").no_file_name().no_content_type())).await;
    assert_eq!(bare, "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--b--\r\n");
}

/// Returns the media types and contents of a body's parts.
fn parts(body: &str) -> Vec<(String, String)> {
    let parts = body.split("--b\r\n").skip(1).map(|part| {
        let (head, content) = part.split_once("\r\n\r\n").unwrap();
        let media_type = head.split_once("Content-Type: ").unwrap().1;
        (media_type.to_owned(), content.trim_end_matches("--b--\r\n").trim_end().to_owned())
    });
    parts.collect()
}

#[tokio::test]
async fn parts_have_the_declared_media_types() {
    let gif = Part::bytes("x").content_type("image/gif");
    let (png, text) = ("image/png", "text/plain; charset=utf-8");
    for (body, expected) in [
        (sent(|r| r.part_as("f", "image/png", b"x")).await, vec![(png, "x")]),
        (sent(|r| r.part_as("f", "image/png", gif)).await, vec![("image/gif", "x")]),
        (sent(|r| r.parts_as("f", "image/png", [b"x", b"y"])).await, vec![(png, "x"), (png, "y")]),
        (sent(|r| r.part_joined("v", ", ", &["a", "b"])).await, vec![(text, "a, b")]),
        (sent(|r| r.part_joined("v", "|", &[1, 2])).await, vec![(text, "1|2")]),
        (
            sent(|r| r.all_parts([("a", "1"), ("b", "2"), ("a", "3")])).await,
            vec![(text, "1"), (text, "3"), (text, "2")],
        ),
    ] {
        let found = parts(&body);
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected);
    }
    assert!(refusal(|r| r.part_joined("v", ",", &[[1]])).await.contains("cannot be joined"));
}

#[tokio::test]
async fn values_are_text_json_or_one_part_per_item() {
    let text = "text/plain; charset=utf-8";
    let json_type = "application/json";
    let values = json!({"a": 1});
    let mixed = json!(["x", null, {"y": 2}, [3]]);
    for (body, expected) in [
        (sent(|r| r.part_value("v", "ü")).await, vec![(text, "ü")]),
        (sent(|r| r.part_value("v", &1.5)).await, vec![(text, "1.5")]),
        (sent(|r| r.part_value("v", &true)).await, vec![(text, "true")]),
        (sent(|r| r.part_value("v", &values)).await, vec![(json_type, r#"{"a":1}"#)]),
        (sent(|r| r.part_value("v", &["a", "b"])).await, vec![(text, "a"), (text, "b")]),
        (
            sent(|r| r.part_value("v", &mixed)).await,
            vec![(text, "x"), (json_type, r#"{"y":2}"#), (json_type, "[3]")],
        ),
        (
            sent(|r| r.part_value_as("v", "application/hal+json", &[1, 2])).await,
            vec![("application/hal+json", "[1,2]")],
        ),
        (sent(|r| r.part_value_as("v", "text/csv", "a;b")).await, vec![("text/csv", "a;b")]),
    ] {
        let found = parts(&body);
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn undefined_values_are_not_sent() {
    assert_eq!(sent(|r| r.part_value("v", &None::<i32>).part_value("w", &[0; 0])).await, "--b--\r\n");
    assert_eq!(sent(|r| r.parts("v", Vec::<Part>::new())).await, "--b--\r\n");
}

#[tokio::test]
async fn setting_a_field_replaces_all_its_parts() {
    let body = sent(|r| r.parts("f", ["1", "2"]).part("g", "3").parts("f", ["4", "5"])).await;
    let contents: Vec<String> = parts(&body).into_iter().map(|(_, content)| content).collect();
    assert_eq!(contents, ["3", "4", "5"]);
}

#[tokio::test]
async fn names_cannot_inject_headers() {
    let evil = "a\"\r\nX: 1\r\n\r\n--b--ü";
    let part = Part::text("t").file_name(evil);
    let body = sent(|r| r.part("f\"\n", part)).await;
    assert_eq!(
        body,
        "--b\r\nContent-Disposition: form-data; name=\"f%22%0A\"; filename=\"a%22%0D%0AX: 1%0D%0A%0D%0A--b--ü\"\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nt\r\n--b--\r\n"
    );
    for evil in ["a/b\r\nX: 1", ""] {
        let error = refusal(|r| r.part("f", Part::text("t").content_type(evil))).await;
        assert_eq!(error, format!("postX: body f: {evil:?} is not a valid media type"));
    }
}

#[tokio::test]
async fn errors_are_reported() {
    let list = refusal(|r| r.part_value_as("v", "text/csv", &[1])).await;
    assert_eq!(list, "postX: body v: a list or object cannot be sent as text/csv");
    let unwritable = std::collections::BTreeMap::from([([1], 2)]);
    let error = refusal(|r| r.part_value("v", &unwritable)).await;
    assert_eq!(error, "postX: body v: cannot serialize the value: key must be a string");
    let error = refusal(|r| r.part("f", "t").options(RequestOptions::new().body_field("a", 1))).await;
    assert!(error.starts_with("postX: body a: the body is neither a JSON object nor a form"), "{error}");
}

#[tokio::test]
async fn boundaries_are_checked() {
    let wrong =
        "postX: body: the boundary must consist of 1 to 70 letters, digits or characters from `'()+_,-./:=?`";
    for boundary in ["", "a b", "a\r\n", "ü", &"x".repeat(71)] {
        assert_eq!(refusal(|r| r.part("f", "t").options(options(boundary))).await, wrong);
    }
    let error = refusal(|r| r.part("f", "one --b two").options(options("b"))).await;
    assert_eq!(error, "postX: body f: the boundary occurs in this part");

    let fake = Fake::new();
    fake.client().request(POST).part("f", "t").options(options("a=?:/")).send::<EmptyBody>().await.unwrap();
    assert_eq!(header(&fake.only(), "content-type"), "multipart/form-data; boundary=\"a=?:/\"");
}

#[tokio::test]
async fn boundaries_are_unpredictable() {
    let fake = Fake::new();
    for _ in 0..2 {
        fake.client().request(POST).part("f", "t").send::<EmptyBody>().await.unwrap();
    }
    let sent = fake.sent();
    assert_ne!(sent[0].body, sent[1].body);
    let boundary = header(&sent[0], "content-type").split_once("boundary=").unwrap().1;
    assert!(sent[0].body.ends_with(format!("\r\n--{boundary}--\r\n").as_bytes()));
    assert!(boundary.len() >= 32, "{boundary}");
}

#[test]
fn debug_shows_no_contents() {
    let request = Fake::new().client().request(POST).part("password", "s3cret");
    let shown = format!("{request:?}{:?}", Part::text("s3cret"));
    assert!(shown.contains("password") && !shown.contains("s3cret"), "{shown}");
}
