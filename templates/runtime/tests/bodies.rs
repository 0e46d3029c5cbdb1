//! Bodies that are not JSON objects: forms by style, raw bytes and text, and other JSON media types. Also
//! covers text responses.

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use runtime::runtime::{EmptyBody, Operation, Request, RequestOptions, Style, Text};
use serde_json::json;
use support::{Fake, header};

const POST: Operation = Operation::post("postX", "/x");

fn request() -> Request {
    Fake::new().client().request(POST)
}

/// Returns the content type and body of a request.
async fn sent(fill: impl FnOnce(Request) -> Request) -> (String, String) {
    let fake = Fake::new();
    fill(fake.client().request(POST)).send::<EmptyBody>().await.unwrap();
    let request = fake.only();
    (header(&request, "content-type").to_owned(), String::from_utf8(request.body.to_vec()).unwrap())
}

async fn form(fill: impl FnOnce(Request) -> Request) -> String {
    let (media_type, body) = sent(fill).await;
    assert_eq!(media_type, "application/x-www-form-urlencoded");
    body
}

async fn refusal(request: Request) -> String {
    request.send::<EmptyBody>().await.unwrap_err().to_string()
}

#[tokio::test]
async fn form_fields_are_encoded_as_in_the_url_standard() {
    let body = form(|r| r.field("a b&c", "x y+z=1&ü~*-._'\r\n").field("n", &1.5).field("yes", &true)).await;
    assert_eq!(body, "a+b%26c=x+y%2Bz%3D1%26%C3%BC%7E*-._%27%0D%0A&n=1.5&yes=true");
}

#[tokio::test]
async fn a_field_is_written_in_its_style() {
    let color = json!({"G": 100, "R": 200});
    let list = ["blue", "black"];
    for (style, of_list, of_object) in [
        (Style::FormExploded, "c=blue&c=black", "G=100&R=200"),
        (Style::Form, "c=blue,black", "c=G,100,R,200"),
        (Style::SpaceDelimited, "c=blue%20black", "c=G%20100%20R%20200"),
        (Style::PipeDelimited, "c=blue%7Cblack", "c=G%7C100%7CR%7C200"),
        (Style::DeepObject, "c%5B0%5D=blue&c%5B1%5D=black", "c%5BG%5D=100&c%5BR%5D=200"),
        (Style::Json, "c=%5B%22blue%22%2C%22black%22%5D", "c=%7B%22G%22%3A100%2C%22R%22%3A200%7D"),
    ] {
        assert_eq!(form(|r| r.field_as("c", style, &list)).await, of_list, "{style:?}");
        assert_eq!(form(|r| r.field_as("c", style, &color)).await, of_object, "{style:?}");
    }
}

#[tokio::test]
async fn brackets_nest_to_any_depth() {
    let value =
        json!({"items": [{"price": {"amount": 5, "tags": ["x", "y"]}}, {"price": null}], "empty": []});
    let body = form(|r| r.field_as("a", Style::DeepObject, &value)).await;
    let body = body.replace("%5B", "[").replace("%5D", "]");
    assert_eq!(
        body,
        "a[items][0][price][amount]=5&a[items][0][price][tags][0]=x&a[items][0][price][tags][1]=y"
    );
}

#[tokio::test]
async fn undefined_values_are_not_sent() {
    let body = form(|r| r.field("a", &None::<i32>).field("b", "").field("c", &[0; 0]).field("d", &7)).await;
    assert_eq!(body, "b=&d=7");
    assert_eq!(form(|r| r.field("a", &None::<i32>)).await, "");
    assert_eq!(form(|r| r.field("a", &1).field("b", &2).field("a", &None::<i32>)).await, "b=2");
}

#[tokio::test]
async fn an_object_can_be_a_form() {
    // The members are sorted, since serde_json's features determine whether `json!` preserves their order.
    let value = json!({
        "at": {"x": 1, "y": [2]}, "no": null, "rows": [{"z": 0.1}], "tags": ["a", "b"], "to": "+1 555",
    });
    let body = form(|r| r.form(&value).field("from", "me")).await;
    assert_eq!(
        body,
        "at=%7B%22x%22%3A1%2C%22y%22%3A%5B2%5D%7D&rows=%5B%7B%22z%22%3A0.1%7D%5D&tags=a&tags=b&to=%2B1+555&from=me"
    );
    // The shortest form of an `f32`, which differs from that of the same `f64`.
    assert_eq!(form(|r| r.form(&BTreeMap::from([("x", 0.1_f32)]))).await, "x=0.1");
}

#[tokio::test]
async fn unserializable_values_are_errors() {
    assert_eq!(refusal(request().form(&[1, 2])).await, "postX: body: a form requires an object");
    let unwritable = BTreeMap::from([([1], 2)]);
    assert_eq!(
        refusal(request().field("a", &unwritable)).await,
        "postX: body a: cannot serialize the value: key must be a string"
    );
    assert!(refusal(request().form(&unwritable)).await.starts_with("postX: body: cannot serialize the form"));
}

#[tokio::test]
async fn options_add_fields_to_a_form() {
    let options = RequestOptions::new().body_field("b", 2).body_field("a", "z");
    assert_eq!(form(|r| r.field("a", &1).options(options)).await, "b=2&a=z");
    let nested = RequestOptions::new().body_field("b", json!({"c": {"d": 1}}));
    assert_eq!(form(|r| r.field("a", &1).options(nested)).await, "a=1&b=%7B%22c%22%3A%7B%22d%22%3A1%7D%7D");
    let options = RequestOptions::new().body_field("b", 2);
    assert_eq!(
        refusal(request().body("text/plain", "hello").options(options)).await,
        "postX: body b: the body is neither a JSON object nor a form, so this member cannot be added"
    );
}

#[tokio::test]
async fn bytes_and_text_are_sent_unchanged() {
    let (media_type, body) = sent(|r| r.body("text/csv; charset=utf-8", "a;b\r\n")).await;
    assert_eq!((media_type.as_str(), body.as_str()), ("text/csv; charset=utf-8", "a;b\r\n"));
    assert_eq!(sent(|r| r.body("text/plain", String::from("ü"))).await.1, "ü");
    assert_eq!(sent(|r| r.body("a/b", b"1")).await.1, "1");
    assert_eq!(sent(|r| r.body("a/b", vec![50])).await.1, "2");
    assert_eq!(refusal(request().body("a\nb", "")).await, "postX: body: \"a\\nb\" is not a valid media type");
}

#[tokio::test]
async fn json_has_the_requested_media_type() {
    let (media_type, body) = sent(|r| r.json_as("application/merge-patch+json", &json!({"a": null}))).await;
    assert_eq!((media_type.as_str(), body.as_str()), ("application/merge-patch+json", r#"{"a":null}"#));
}

#[tokio::test]
async fn the_last_body_set_is_sent() {
    assert_eq!(sent(|r| r.field("a", &1).json(&2)).await.1, "2");
    assert_eq!(form(|r| r.json(&2).field("a", &1)).await, "a=1");
}

#[test]
fn debug_shows_no_values() {
    let shown = format!("{:?}", request().field("password", "s3cret").field("b", &1));
    assert!(shown.contains("password") && !shown.contains("s3cret"), "{shown}");
    let shown = format!("{:?}", request().body("text/plain", "s3cret"));
    assert!(shown.contains("text/plain") && shown.contains('6') && !shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn text_is_decoded_with_its_charset() {
    let read = async |media_type: &str, body: &'static [u8]| {
        let fake = Fake::new().respond(200, &[("content-type", media_type)], body);
        fake.client()
            .request(POST)
            .send::<Text>()
            .await
            .map(|text| text.into_body())
            .map_err(|e| e.to_string())
    };
    for (media_type, body, text) in [
        ("text/plain", "\u{feff}ü".as_bytes(), "ü"),
        ("text/plain; charset=\"UTF-8\"", "ü".as_bytes(), "ü"),
        ("text/plain; format=flowed; charset=ISO-8859-1", b"\xfc", "ü"),
        ("text/plain; charset=windows-1252", b"abc", "abc"),
    ] {
        assert_eq!(read(media_type, body).await.unwrap(), text, "{media_type}");
    }
    let error = read("text/plain", b"ab\xfc").await.unwrap_err();
    assert!(error.ends_with("it is not UTF-8: invalid utf-8 sequence of 1 bytes from index 2"), "{error}");
    for (media_type, body) in
        [("text/plain; charset=utf-16", &b"a\0b\0"[..]), ("text/plain; charset=utf-16", b"\xfca")]
    {
        let error = read(media_type, body).await.unwrap_err();
        assert!(error.ends_with("its charset utf-16 is not supported"), "{error}");
    }
}

fn decoded(text: &str) -> String {
    let bytes: Vec<u8> = text.replace('+', " ").into_bytes();
    let mut out = Vec::new();
    let mut rest = bytes.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            let digits = std::str::from_utf8(&after[..2]).unwrap();
            out.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &after[2..];
        } else {
            out.push(*first);
        }
    }
    String::from_utf8(out).unwrap()
}

proptest! {
    #[test]
    fn a_form_can_be_read_back(members in prop::collection::btree_map(".{1,8}", ".{0,12}", 0..5)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let body = runtime.block_on(form(|r| r.form(&members)));
        let pairs = body.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap());
        let read: BTreeMap<String, String> = pairs.map(|(name, value)| (decoded(name), decoded(value))).collect();
        prop_assert_eq!(read, members);
    }
}
