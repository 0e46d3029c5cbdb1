//! Parameters by style: the table in OpenAPI 3.0.4, "Style Examples", and the cases that the runtime defines.

mod support;

use http::HeaderMap;
use runtime::runtime::{EmptyBody, Error, Json, Operation, Request, RequestPart, Style};
use serde::Serialize;
use serde_json::{Map, Value, json};
use support::Fake;

/// An object whose members keep their order, like those of a model.
struct Color;

impl Serialize for Color {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("R", 100), ("G", 200), ("B", 150)])
    }
}

const LIST: [&str; 3] = ["blue", "black", "brown"];

/// Sends a request that `fill` builds and returns the part of the URL after `/x`.
async fn url(fill: impl FnOnce(Request) -> Request) -> Result<String, Error> {
    let fake = Fake::new();
    let request = fake.client().request(Operation::get("getX", "/x{color}")).path("color", "-");
    fill(request).send::<EmptyBody>().await?;
    Ok(fake.only().url.strip_prefix("https://api.example.com/x").unwrap().to_owned())
}

async fn path<T: Serialize + ?Sized>(style: Style, value: &T) -> String {
    url(|request| request.path_as("color", style, value)).await.unwrap()
}

async fn query<T: Serialize + ?Sized>(style: Style, value: &T) -> String {
    let url = url(|request| request.query_as("color", style, value)).await.unwrap();
    url.strip_prefix('-').unwrap().to_owned()
}

async fn headers(fill: impl FnOnce(Request) -> Request) -> Result<HeaderMap, Error> {
    let fake = Fake::new();
    let request = fake.client().request(Operation::get("getX", "/x"));
    fill(request).send::<EmptyBody>().await?;
    Ok(fake.only().headers)
}

#[tokio::test]
async fn path_styles_follow_the_table() {
    use Style::*;
    let table = [
        (Matrix, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        (MatrixExploded, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
        (Label, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        (LabelExploded, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        (Simple, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        (SimpleExploded, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ];
    for (style, string, list, object) in table {
        assert_eq!(path(style, "blue").await, string, "{style:?}");
        assert_eq!(path(style, &LIST).await, list, "{style:?}");
        assert_eq!(path(style, &Color).await, object, "{style:?}");
    }
}

#[tokio::test]
async fn undefined_path_values_follow_the_table_where_the_url_allows() {
    for style in [Style::Matrix, Style::MatrixExploded] {
        assert_eq!(path(style, &None::<&str>).await, ";color");
        assert_eq!(path(style, "").await, ";color");
    }
    // The template has text next to the parameter, so a lone dot is not a dot segment.
    assert_eq!(path(Style::Label, &None::<&str>).await, ".");
    assert_eq!(path(Style::LabelExploded, "").await, ".");
    for style in [Style::Simple, Style::SimpleExploded] {
        let error = url(|request| request.path_as("color", style, &None::<&str>)).await.unwrap_err();
        assert_eq!(error.to_string(), "getX: path parameter color: the value is empty");
    }
}

#[tokio::test]
async fn query_styles_follow_the_table() {
    use Style::*;
    let table = [
        (Form, "?color=blue,black,brown", "?color=R,100,G,200,B,150"),
        (FormExploded, "?color=blue&color=black&color=brown", "?R=100&G=200&B=150"),
        (SpaceDelimited, "?color=blue%20black%20brown", "?color=R%20100%20G%20200%20B%20150"),
        (PipeDelimited, "?color=blue%7Cblack%7Cbrown", "?color=R%7C100%7CG%7C200%7CB%7C150"),
        // The table has no list for `deepObject`; servers that use this style accept indices in brackets.
        (
            DeepObject,
            "?color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown",
            "?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ),
        (
            Json,
            "?color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
            "?color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
        ),
    ];
    for (style, list, object) in table {
        assert_eq!(query(style, &LIST).await, list, "{style:?}");
        assert_eq!(query(style, &Color).await, object, "{style:?}");
        assert_eq!(query(style, &None::<&str>).await, "", "{style:?}");
        assert_eq!(query(style, &Vec::<String>::new()).await, "", "{style:?}");
        assert_eq!(query(style, &Map::new()).await, "", "{style:?}");
        if style != Json {
            assert_eq!(query(style, "blue").await, "?color=blue", "{style:?}");
            assert_eq!(query(style, "").await, "?color=", "{style:?}");
        }
    }
}

#[tokio::test]
async fn delimiters_in_values_are_encoded() {
    let list = ["a,b", "c d", "e|f", "g&h=i"];
    assert_eq!(query(Style::Form, &list).await, "?color=a%2Cb,c+d,e%7Cf,g%26h%3Di");
    assert_eq!(query(Style::FormExploded, &list).await, "?color=a%2Cb&color=c+d&color=e%7Cf&color=g%26h%3Di");
    assert_eq!(query(Style::SpaceDelimited, &["a", "b,c"]).await, "?color=a%20b%2Cc");
    assert_eq!(path(Style::LabelExploded, &["a;b", "c=d"]).await, ".a%3Bb.c%3Dd");
}

#[tokio::test]
async fn scalars_are_written_as_plain_text() {
    assert_eq!(query(Style::FormExploded, &true).await, "?color=true");
    assert_eq!(query(Style::FormExploded, &-7).await, "?color=-7");
    assert_eq!(query(Style::FormExploded, &u64::MAX).await, "?color=18446744073709551615");
    assert_eq!(query(Style::FormExploded, &1.1f32).await, "?color=1.1");
    assert_eq!(query(Style::FormExploded, &1e21).await, "?color=1000000000000000000000");
    assert_eq!(query(Style::FormExploded, &0.5).await, "?color=0.5");
}

#[tokio::test]
async fn queries_are_encoded_as_forms_are() {
    let text = "aZ09_.-~ +&=%/?#\u{e9}\u{1f600}\"'";
    let expected = "?color=aZ09_.-~+%2B%26%3D%25%2F%3F%23%C3%A9%F0%9F%98%80%22%27";
    assert_eq!(query(Style::FormExploded, text).await, expected);
}

#[tokio::test]
async fn path_values_stay_one_segment() {
    assert_eq!(path(Style::Simple, "a/../b c?d#e%2f\\\u{e9}").await, "a%2F..%2Fb%20c%3Fd%23e%252f%5C%C3%A9");

    let fake = Fake::new();
    for value in ["", ".", ".."] {
        let request = fake.client().request(Operation::get("getX", "/a/{id}/b")).path("id", value);
        let error = request.send::<EmptyBody>().await.unwrap_err();
        let Error::Request(fault) = error else { panic!("{error:?}") };
        assert_eq!((fault.operation(), fault.part(), fault.name()), ("getX", RequestPart::Path, "id"));
    }
    let request =
        fake.client().request(Operation::get("getX", "/a/{one}{two}")).path("one", ".").path("two", ".");
    let error = request.send::<EmptyBody>().await.unwrap_err();
    assert_eq!(error.to_string(), "getX: path parameter two: the value would change the path");

    let request = fake.client().request(Operation::get("getX", "/a/{id}"));
    let error = request.send::<EmptyBody>().await.unwrap_err();
    assert_eq!(error.to_string(), "getX: path parameter id: no value is set");
    assert!(fake.sent().is_empty());
}

#[tokio::test]
async fn parameters_can_be_parts_of_segments() {
    let fake = Fake::new();
    let request = fake
        .client()
        .request(Operation::get("getX", "/files/{name}.{ext}:copy now?mode=a"))
        .path("name", "..")
        .path("ext", "{name}")
        .query("b", "c");
    request.send::<EmptyBody>().await.unwrap();
    assert_eq!(fake.only().url, "https://api.example.com/files/...%7Bname%7D:copy%20now?mode=a&b=c");
}

#[tokio::test]
async fn deep_objects_can_be_nested() {
    let nested = json!({"a": {"b": [1, {"c": "d e"}], "none": null}, "n[]": true});
    assert_eq!(
        query(Style::DeepObject, &nested).await,
        "?color%5Ba%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=d+e&color%5Bn%5B%5D%5D=true"
    );
}

#[tokio::test]
async fn undefined_items_and_members_are_omitted() {
    assert_eq!(query(Style::Form, &[Some("a"), None, Some("b")]).await, "?color=a,b");
    assert_eq!(query(Style::FormExploded, &json!({"a": null, "b": 1})).await, "?b=1");
}

#[tokio::test]
async fn a_value_set_twice_is_sent_once() {
    let url = url(|request| {
        request
            .query("size", &1)
            .query("other", &["x", "y"])
            .query("gone", "a")
            .query("size", &2)
            .query("gone", &None::<&str>)
    });
    assert_eq!(url.await.unwrap(), "-?other=x&other=y&size=2");
}

#[tokio::test]
async fn headers_use_the_simple_style_and_are_validated() {
    let map = headers(|request| {
        request
            .header("X-List", &LIST)
            .header_as("X-Object", Style::SimpleExploded, &Color)
            .header("X-Text", "a b, \u{e9}%")
            .header("X-Gone", &None::<i32>)
    });
    let map = map.await.unwrap();
    assert_eq!(map["x-list"], "blue,black,brown");
    assert_eq!(map["x-object"], "R=100,G=200,B=150");
    assert_eq!(map["x-text"].as_bytes(), "a b, \u{e9}%".as_bytes());
    assert!(!map.contains_key("x-gone"));

    for (name, value, reason) in [
        ("X-A", "a\r\nEvil: b", "the value contains a line break or control character"),
        ("bad name", "a", "not a valid header name"),
        ("Authorization", "Bearer stolen", "this header cannot be a parameter"),
        ("Content-Length", "3", "this header cannot be a parameter"),
    ] {
        let error = headers(|request| request.header(name, value)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("getX: header {name}: {reason}"));
    }
}

#[tokio::test]
async fn cookies_are_sent_in_one_header() {
    let map = headers(|request| {
        request
            .cookie("a", "x y;z")
            .cookie_as("b", Style::Form, &["1", "2"])
            .cookie("c", &["1", "2"])
            .cookie("d", &None::<i32>)
    });
    assert_eq!(map.await.unwrap()["cookie"], "a=x%20y%3Bz; b=1,2; c=1; c=2");
}

#[tokio::test]
async fn a_serialization_failure_is_a_request_error() {
    struct Refuses;
    impl Serialize for Refuses {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("no such form"))
        }
    }
    let error = url(|request| request.query("color", &Refuses)).await.unwrap_err();
    assert_eq!(error.to_string(), "getX: query parameter color: cannot serialize the value: no such form");

    let fake = Fake::new();
    let request =
        fake.client().request(Operation::post("postX", "/x")).json(&Refuses).query("later", &Refuses);
    let error = request.send::<Json<Value>>().await.unwrap_err();
    assert_eq!(error.to_string(), "postX: body: cannot serialize it as JSON: no such form");
    assert!(fake.sent().is_empty());
}
