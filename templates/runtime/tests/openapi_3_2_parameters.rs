//! Parameters with OpenAPI 3.2 features: `allowReserved` in paths, cookies that are not percent-encoded, and values
//! that form the entire query string.

mod support;

use runtime::runtime::{EmptyBody, Operation, Request, Style};
use serde_json::{Value, json};
use support::{Fake, header};

const GET: Operation = Operation::get("get", "/a/{p}/b");

/// Returns the path and query of a call, or its error.
async fn sent(set: impl Fn(Request) -> Request) -> String {
    let fake = Fake::new();
    match set(fake.client().request(GET)).send::<EmptyBody>().await {
        Ok(_) => fake.only().url.trim_start_matches("https://api.example.com").to_owned(),
        Err(error) => error.to_string(),
    }
}

async fn in_path(style: Style, value: Value) -> String {
    sent(|request| request.path_reserved("p", style, &value)).await
}

async fn in_query(style: Style, value: Value) -> String {
    sent(|request| request.path("p", "x").query_reserved("a&b", style, &value)).await
}

#[tokio::test(start_paused = true)]
async fn reserved_characters_in_a_path_parameter_are_sent_unchanged() {
    for (style, value, path) in [
        (Style::Simple, json!("XLON:LLOY"), "/a/XLON:LLOY/b"),
        (Style::Simple, json!(":[]@!$&'()*+,;="), "/a/:[]@!$&'()*+,;=/b"),
        (Style::Simple, json!("a/b?c#d"), "/a/a%2Fb%3Fc%23d/b"),
        (Style::Simple, json!("%2F%zz%41%2e%"), "/a/%2F%25zzA.%25/b"),
        (Style::Simple, json!("ä \"<>\\^`{|}"), "/a/%C3%A4%20%22%3C%3E%5C%5E%60%7B%7C%7D/b"),
        (Style::Simple, json!(["a:b", "c=d"]), "/a/a:b,c=d/b"),
        (Style::MatrixExploded, json!(["a:b", "c"]), "/a/;p=a:b;p=c/b"),
        (Style::LabelExploded, json!({"x": "a@b"}), "/a/.x=a@b/b"),
    ] {
        assert_eq!(in_path(style, value.clone()).await, path, "{value}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_cannot_change_the_path() {
    for value in ["..", ".", "%2e%2e", "%2E.", "..;a=b", "", "%252e%252e"] {
        let error = in_path(Style::Simple, json!(value)).await;
        assert!(error.starts_with("get: ") || error.contains("path parameter"), "{value}: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn reserved_characters_in_a_query_parameter_are_sent_unchanged() {
    for (style, value, query) in [
        (Style::FormExploded, json!("/x?y=1:2,3;[4]"), "a%26b=/x?y=1:2,3;[4]"),
        (Style::FormExploded, json!("a b+c&d#e"), "a%26b=a%20b%2Bc%26d%23e"),
        (Style::FormExploded, json!("%26%"), "a%26b=%26%25"),
        (Style::FormExploded, json!(["a/b", "c"]), "a%26b=a/b&a%26b=c"),
        (Style::FormExploded, json!({"x=y": "a=b"}), "x%3Dy=a=b"),
        (Style::PipeDelimited, json!(["a/b", "c"]), "a%26b=a/b%7Cc"),
        (Style::DeepObject, json!({"x": "a:b"}), "a%26b%5Bx%5D=a:b"),
    ] {
        assert_eq!(in_query(style, value.clone()).await, format!("/a/x/b?{query}"), "{value}");
    }
    assert_eq!(in_query(Style::FormExploded, Value::Null).await, "/a/x/b");
}

/// Returns the `Cookie` header of a call, or its error.
async fn cookie(name: &'static str, explode: bool, value: Value) -> String {
    let fake = Fake::new();
    let request = fake.client().request(GET).path("p", "x").cookie("first", "1");
    match request.plain_cookie(name, explode, &value).send::<EmptyBody>().await {
        Ok(_) => header(&fake.only(), "cookie").to_owned(),
        Err(error) => error.to_string(),
    }
}

#[tokio::test(start_paused = true)]
async fn a_cookie_is_sent_verbatim() {
    for (explode, value, text) in [
        (true, json!("a%20b=\"c\" d/e"), "color=a%20b=\"c\" d/e"),
        (true, json!(""), "color="),
        (true, json!(["blue", "black"]), "color=blue; color=black"),
        (true, json!({"G": 100, "R": true}), "G=100; R=true"),
        (false, json!(["blue", "black"]), "color=blue,black"),
        (false, json!({"G": 100, "R": 200}), "color=G,100,R,200"),
        (false, json!({"R": {"x": 1}}), "color={\"R\":{\"x\":1}}"),
    ] {
        assert_eq!(cookie("color", explode, value.clone()).await, format!("first=1; {text}"), "{value}");
    }
    for nothing in [Value::Null, json!([]), json!({"a": null})] {
        assert_eq!(cookie("color", true, nothing.clone()).await, "first=1", "{nothing}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_cookie_that_cannot_be_sent_is_an_error() {
    for (name, explode, value) in [
        ("color", true, json!("a; admin=1")),
        ("color", true, json!("a\r\nX: 1")),
        ("color", true, json!("ä")),
        ("color", true, json!(" a")),
        ("color", false, json!(["a,b", "c"])),
        ("color", true, json!({"a;b": 1})),
        ("co lor", true, json!("a")),
    ] {
        let error = cookie(name, explode, value.clone()).await;
        assert!(error.contains("cannot be sent") || error.contains("comma"), "{value}: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_can_be_the_entire_query_string() {
    let json = json!({"numbers": [1, 2], "text": "a b&c"});
    let request = |value: &Value| {
        let value = value.clone();
        move |request: Request| request.path("p", "x").querystring_json("q", &value)
    };
    let url = "/a/x/b?%7B%22numbers%22%3A%5B1%2C2%5D%2C%22text%22%3A%22a%20b%26c%22%7D";
    assert_eq!(sent(request(&json)).await, url);
    assert_eq!(sent(request(&Value::Null)).await, "/a/x/b");
    let text =
        |text: &'static str| move |request: Request| request.path("p", "x").querystring_text("q", text);
    assert_eq!(sent(text("$.a[1]?b=c d")).await, "/a/x/b?%24.a%5B1%5D%3Fb%3Dc%20d");
    let list = sent(|request: Request| request.path("p", "x").querystring_text("q", &[1])).await;
    assert!(list.contains("not a string"), "{list}");
}
