//! Nested lists and objects in parameters: the output of each style in each location.

mod support;

use runtime::runtime::{Date, DateTime, EmptyBody, Operation, Style};
use serde::Serialize;
use serde_json::value::RawValue;
use support::{Fake, header};

/// Returns JSON text as a value that preserves the order of its members.
fn json(text: &str) -> Box<RawValue> {
    RawValue::from_string(text.to_owned()).unwrap()
}

const POST: Operation = Operation::post("postX", "/x{v}");

async fn query<T: Serialize + ?Sized>(style: Style, value: &T) -> String {
    let fake = Fake::new();
    let request = fake.client().request(Operation::get("getX", "/x")).query_as("v", style, value);
    request.send::<EmptyBody>().await.unwrap();
    let url = fake.only().url.replace("%5B", "[").replace("%5D", "]");
    url.strip_prefix("https://api.example.com/x").unwrap().to_owned()
}

async fn path(style: Style, value: &str) -> String {
    let fake = Fake::new();
    fake.client().request(POST).path_as("v", style, &json(value)).send::<EmptyBody>().await.unwrap();
    fake.only().url.strip_prefix("https://api.example.com/x").unwrap().to_owned()
}

/// Returns the cookie header, a header and a form body with a value in this style.
async fn cookie_header_and_form(style: Style, value: &str) -> (String, String, String) {
    let fake = Fake::new();
    let value = json(value);
    let request = fake.client().request(POST).path("v", "-").cookie_as("v", style, &value);
    request.header_as("X-V", style, &value).field_as("v", style, &value).send::<EmptyBody>().await.unwrap();
    let request = fake.only();
    let body = String::from_utf8(request.body.to_vec()).unwrap();
    (header(&request, "cookie").to_owned(), header(&request, "x-v").to_owned(), body)
}

const PAGEABLE: &str = r#"{"page":1,"size":20,"sort":["name,asc","id,desc"]}"#;
const RANGE: &str = r#"{"text":"x","range":{"from":"2024-01-01","to":null,"days":[1,2]}}"#;
const ROWS: &str = r#"[{"a":1,"b":[true,false]},"s",[2,3]]"#;

#[tokio::test]
async fn a_list_in_an_exploded_object_repeats_its_name() {
    for style in [Style::FormExploded, Style::FormBrackets, Style::FormDots] {
        assert_eq!(
            query(style, &json(PAGEABLE)).await,
            "?page=1&size=20&sort=name%2Casc&sort=id%2Cdesc",
            "{style:?}"
        );
    }
    for (style, expected) in [
        (Style::SimpleExploded, "page=1,size=20,sort=name%2Casc,sort=id%2Cdesc"),
        (Style::LabelExploded, ".page=1.size=20.sort=name%2Casc.sort=id%2Cdesc"),
        (Style::MatrixExploded, ";page=1;size=20;sort=name%2Casc;sort=id%2Cdesc"),
    ] {
        assert_eq!(path(style, PAGEABLE).await, expected, "{style:?}");
    }
    let (cookie, _, body) = cookie_header_and_form(Style::FormExploded, PAGEABLE).await;
    assert_eq!(cookie, "page=1; size=20; sort=name%2Casc; sort=id%2Cdesc");
    assert_eq!(body, "page=1&size=20&sort=name%2Casc&sort=id%2Cdesc");
    let (_, header, _) = cookie_header_and_form(Style::SimpleExploded, PAGEABLE).await;
    assert_eq!(header, "page=1,size=20,sort=name,asc,sort=id,desc");
}

#[tokio::test]
async fn nested_values_in_an_exploded_form_are_json_or_named() {
    // {"from":"2024-01-01","to":null,"days":[1,2]}
    let range = "%7B%22from%22%3A%222024-01-01%22%2C%22to%22%3Anull%2C%22days%22%3A[1%2C2]%7D";
    assert_eq!(query(Style::FormExploded, &json(RANGE)).await, format!("?text=x&range={range}"));
    assert_eq!(
        query(Style::FormBrackets, &json(RANGE)).await,
        "?text=x&range[from]=2024-01-01&range[days][0]=1&range[days][1]=2"
    );
    assert_eq!(
        query(Style::FormDots, &json(RANGE)).await,
        "?text=x&range.from=2024-01-01&range.days=1&range.days=2"
    );
    // {"a":1,"b":[true,false]}
    let row = "%7B%22a%22%3A1%2C%22b%22%3A[true%2Cfalse]%7D";
    assert_eq!(query(Style::FormExploded, &json(ROWS)).await, format!("?v={row}&v=s&v=[2%2C3]"));
    assert_eq!(
        query(Style::FormBrackets, &json(ROWS)).await,
        "?v[0][a]=1&v[0][b][0]=true&v[0][b][1]=false&v[1]=s&v[2][0]=2&v[2][1]=3"
    );
    assert_eq!(
        query(Style::FormDots, &json(ROWS)).await,
        "?v[0].a=1&v[0].b=true&v[0].b=false&v[1]=s&v[2]=2&v[2]=3"
    );
    assert_eq!(
        query(Style::DeepObject, &json(RANGE)).await,
        "?v[text]=x&v[range][from]=2024-01-01&v[range][days][0]=1&v[range][days][1]=2"
    );
    let (cookie, _, body) = cookie_header_and_form(Style::FormBrackets, r#"{"a b":{"c":1,"d":2}}"#).await;
    assert_eq!(
        (cookie.as_str(), body.as_str()),
        ("a%20b%5Bc%5D=1; a%20b%5Bd%5D=2", "a+b%5Bc%5D=1&a+b%5Bd%5D=2")
    );
}

#[tokio::test]
async fn other_styles_write_the_entire_value_as_json() {
    // {"a":{"b":1}}
    let (value, encoded) = (r#"{"a":{"b":1}}"#, "%7B%22a%22%3A%7B%22b%22%3A1%7D%7D");
    for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::Json] {
        assert_eq!(query(style, &json(value)).await, format!("?v={encoded}"), "{style:?}");
    }
    // A list has no representation in an object that is not exploded.
    assert_eq!(query(Style::Form, &json(r#"{"a":[1]}"#)).await, "?v=%7B%22a%22%3A[1]%7D");
    assert_eq!(query(Style::PipeDelimited, &json("[[1],[2]]")).await, "?v=[[1]%2C[2]]");
    for (style, expected) in [
        (Style::Simple, encoded.to_owned()),
        (Style::SimpleExploded, encoded.to_owned()),
        (Style::Label, format!(".{encoded}")),
        (Style::LabelExploded, format!(".{encoded}")),
        (Style::Matrix, format!(";v={encoded}")),
        (Style::MatrixExploded, format!(";v={encoded}")),
    ] {
        assert_eq!(path(style, value).await, expected, "{style:?}");
    }
    let (cookie, header, body) = cookie_header_and_form(Style::Simple, value).await;
    assert_eq!((cookie.as_str(), header.as_str()), (encoded, value));
    assert_eq!(body, encoded);
}

#[tokio::test]
async fn empty_and_undefined_members_are_not_sent() {
    let value = r#"{"a":null,"b":[],"c":{},"d":{"e":null},"f":"","g":false,"h":[null,1]}"#;
    assert_eq!(query(Style::FormExploded, &json(value)).await, "?f=&g=false&h=1");
    assert_eq!(query(Style::FormBrackets, &json(value)).await, "?f=&g=false&h=1");
    assert_eq!(query(Style::DeepObject, &json(value)).await, "?v[f]=&v[g]=false&v[h][0]=1");
    assert_eq!(query(Style::Form, &json(r#"{"a":null,"b":[],"g":false}"#)).await, "?v=g,false");
    for style in [Style::Form, Style::FormExploded, Style::FormBrackets, Style::FormDots, Style::DeepObject] {
        for nothing in [r#"{"a":{"b":[]}}"#, r#"{"a":[]}"#, "[]", "{}", "null", "[null]"] {
            let sent = query(style, &json(nothing)).await;
            let is_json = nothing.contains("b") && matches!(style, Style::Form | Style::FormExploded);
            assert!(sent.is_empty() || is_json, "{style:?} {nothing}: {sent}");
        }
    }
}

#[tokio::test]
async fn an_empty_string_in_matrix_style_has_no_equals_sign() {
    // RFC 6570, 3.2.7: `{;x,y,empty}` is `;x=1024;y=768;empty`.
    assert_eq!(path(Style::MatrixExploded, r#"{"x":1024,"y":768,"empty":""}"#).await, ";x=1024;y=768;empty");
    assert_eq!(path(Style::Matrix, "\"\"").await, ";v");
    assert_eq!(path(Style::MatrixExploded, r#"["a",""]"#).await, ";v=a;v");
    assert_eq!(path(Style::Matrix, r#"["",""]"#).await, ";v=,");
}

#[tokio::test]
async fn dates_in_objects_are_written_as_in_json() {
    let when: DateTime = serde_json::from_str("\"2024-02-29T12:34:56.789Z\"").unwrap();
    let day: Date = serde_json::from_str("\"2024-02-29\"").unwrap();
    let value = std::collections::BTreeMap::from([("a", vec![when])]);
    assert_eq!(query(Style::FormExploded, &value).await, "?a=2024-02-29T12%3A34%3A56.789Z");
    let value = std::collections::BTreeMap::from([("a", Some(day)), ("b", None)]);
    assert_eq!(query(Style::FormExploded, &value).await, "?a=2024-02-29");
}
