//! Decode errors: the path, reason and excerpt of each type of failure.

use std::collections::BTreeMap;

use proptest::prelude::*;
use runtime::runtime::{Base64, DateTime, DecodeError, UnknownValue, Value, decode_json, open_enum, record};

#[derive(Clone, PartialEq)]
enum State {
    Active,
    Unknown(UnknownValue),
}
open_enum! { State { Active = "active", } }

#[derive(Debug, PartialEq)]
struct Group {
    id: i32,
    name: Option<String>,
    date_modified: Option<DateTime>,
    state: Option<State>,
    tags: Option<Vec<String>>,
    access_token: Option<String>,
    image: Option<Base64>,
}
record! {
    Group {
        "id" id: req,
        "name" name: opt,
        "dateModified" date_modified: opt,
        "state" state: opt,
        "tags" tags: opt,
        "access_token" access_token: opt,
        "image" image: opt,
    }
}

#[derive(Debug, PartialEq)]
struct Page {
    entities: Option<Vec<Group>>,
    by_name: Option<BTreeMap<String, Group>>,
    page_size: Option<i32>,
}
record! { Page { "entities" entities: opt, "byName" by_name: opt, "pageSize" page_size: opt, } }

#[track_caller]
fn fault(text: &[u8]) -> DecodeError {
    decode_json::<Page>(text).expect_err("must not be readable")
}

#[test]
fn valid_input_is_decoded() {
    let page: Page = decode_json(br#"{"entities":[{"id":1,"state":"new"}],"pageSize":25}"#).unwrap();
    assert_eq!(page.page_size, Some(25));
    assert_eq!(page.entities.unwrap()[0].state.as_ref().map(State::as_str), Some("new"));
}

/// Compares the full error message for each JSON text.
#[test]
fn display_shows_path_reason_position_and_excerpt() {
    for (text, shown) in [
        (
            r#"{"entities":[{"id":1},{"id":2},{"id":3},{"id":4,"dateModified":5,"name":"x"}]}"#,
            r#"entities[3].dateModified: invalid type: integer `5`, expected a date and time (RFC 3339) at line 1 column 64, near `…es":[{"id":1},{"id":2},{"id":3},{"id":4,"dateModified":5,"name":"x"}]}`"#,
        ),
        (
            r#"{"entities":[{"id":1,"tags":["a",{"b":1}]}]}"#,
            r#"entities[0].tags[1]: invalid type: map, expected a string at line 1 column 33, near `{"entities":[{"id":1,"tags":["a",{"b":1}]}]}`"#,
        ),
        (
            r#"{"entities":[{"id":1},{"name":"a"}]}"#,
            r#"entities[1]: missing field `id` at line 1 column 34, near `{"entities":[{"id":1},{"name":"a"}]}`"#,
        ),
        (
            r#"{"entities":[{"id":1,"name":"a","id":1}]}"#,
            r#"entities[0].id: duplicate field `id` at line 1 column 36, near `{"entities":[{"id":1,"name":"a","id":1}]}`"#,
        ),
        (
            r#"{"entities":[{"id":1,"na"#,
            r#"entities[0]: EOF while parsing a string at line 1 column 24, near `{"entities":[{"id":1,"na`"#,
        ),
        (
            r#"{"entities":[{"id":1},"#,
            r#"entities[1]: EOF while parsing a value at line 1 column 22, near `{"entities":[{"id":1},`"#,
        ),
        (
            r#"{"pageSize":1} trailing"#,
            r#"trailing characters at line 1 column 16, near `{"pageSize":1} trailing`"#,
        ),
        (
            r#"{"pageSize":3000000000}"#,
            r#"pageSize: invalid value: integer `3000000000`, expected i32 at line 1 column 22, near `{"pageSize":3000000000}`"#,
        ),
        (
            r#"{"pageSize":1e999}"#,
            r#"pageSize: number out of range at line 1 column 17, near `{"pageSize":1e999}`"#,
        ),
        (
            r#"{"entities":[{"id":null}]}"#,
            r#"entities[0].id: invalid type: null, expected i32 at line 1 column 23, near `{"entities":[{"id":null}]}`"#,
        ),
        (
            r#"{"entities":[{"image":["a b"]}]}"#,
            r#"entities[0].image: invalid type: sequence, expected bytes as base64 at line 1 column 22, near `{"entities":[{"image":["a b"]}]}`"#,
        ),
        (
            r#"{"entities":[{"id":1.5}]}"#,
            r#"entities[0].id: invalid type: floating point `1.5`, expected i32 at line 1 column 22, near `{"entities":[{"id":1.5}]}`"#,
        ),
        (
            r#"{"byName":{"plain-name":{"id":1},"a b.\"c\"\u0000":{"id":[]}}}"#,
            r#"byName["a b.\"c\"\u{0}"].id: invalid type: sequence, expected i32 at line 1 column 57, near `…"byName":{"plain-name":{"id":1},"a b.\"c\"\u0000":{"id":[]}}}`"#,
        ),
        ("", "EOF while parsing a value at line 1 column 0 (the input is empty)"),
        (" ", "EOF while parsing a value at line 1 column 1, near ` `"),
        ("[]", "invalid type: sequence, expected an object (Page) at line 1 column 0, near `[]`"),
        ("<html>\n<body>", "expected value at line 1 column 1, near `<html> <body>`"),
        (
            "{\r\n  \"entities\": [\r\n    {\r\n\t\"id\": true\r\n    }\r\n  ]\r\n}",
            "entities[0].id: invalid type: boolean `true`, expected i32 at line 4 column 11, near `{ \"entities\": [ { \"id\": true } ] }`",
        ),
    ] {
        assert_eq!(fault(text.as_bytes()).to_string(), shown);
    }
}

/// A syntax error belongs to the innermost value, even if the invalid byte closes its parent.
#[test]
fn syntax_errors_have_a_path() {
    for (text, path) in [
        (r#"{"pageSize":}"#, "pageSize"),
        (r#"{"pageSize":,"entities":[]}"#, "pageSize"),
        (r#"{"pageSize" 1}"#, "pageSize"),
        (r#"{"pageSize":01}"#, "pageSize"),
        (r#"{"entities":[]]"#, "entities"),
        (r#"{"entities":[{"id":1},]}"#, "entities[1]"),
        (r#"{"entities":[{"id":1}}"#, "entities[0]"),
        (r#"{"entities":[{"name":"\q"}]}"#, "entities[0].name"),
        (r#"{"entities":[{"name":"\ud800"}]}"#, "entities[0].name"),
        (r#"{"entities":[{"unknown":[0,{"deep":tru}]}]}"#, "entities[0].unknown[1].deep"),
        ("{\"entities\":[{\"name\":\"a\nb\"}]}", "entities[0].name"),
        (r#"{"entities":[{"id":1"#, "entities[0].id"),
        (r#"{"entities":[{"name":"a"#, "entities[0].name"),
        (r#"{"entities":[{"name":"#, "entities[0].name"),
        (r#"{"entities":["#, "entities[0]"),
        (r#"{"entities""#, "entities"),
        (r#"{"#, ""),
        (r#"}"#, ""),
        (r#"{1}"#, ""),
    ] {
        let fault = fault(text.as_bytes());
        assert_eq!(fault.path(), path, "{text}: {fault}");
    }
}

#[test]
fn invalid_utf8_is_located_and_shown_as_bytes() {
    let fault = fault(b"{\"entities\":[{\"id\":1},{\"name\":\"a\xff\xfe\"}]}");
    assert_eq!(fault.path(), "entities[1].name");
    assert_eq!(fault.reason(), "invalid unicode code point");
    assert_eq!(fault.excerpt(), r#"{"entities":[{"id":1},{"name":"a\xff\xfe"}]}"#);
    assert!(decode_json::<Page>(b"{\"\xff\":1}").is_err());
    assert!(decode_json::<Page>(b"\xff").is_err());
}

#[test]
fn deep_nesting_ends_in_an_error() {
    let deep = "[".repeat(100_000);
    let error = decode_json::<Value>(deep.as_bytes()).unwrap_err();
    assert_eq!(error.reason(), "recursion limit exceeded");
    assert!(error.path().starts_with("…[0]") || error.path().starts_with("[0]"), "{}", error.path());
    assert!(error.to_string().chars().count() < 600, "{error}");
    // An unknown member may be nested to any depth. It is scanned if a later member is invalid.
    let text = format!(r#"{{"x":{}{},"pageSize":true}}"#, deep, "]".repeat(100_000));
    assert_eq!(fault(text.as_bytes()).path(), "pageSize");
    assert_eq!(fault(format!(r#"{{"x":{deep}"#).as_bytes()).path().chars().next(), Some('…'));
}

#[test]
fn messages_are_bounded_and_on_one_line() {
    let long = "é".repeat(5000);
    let text = format!("{{\"entities\":[{{\"id\":1,\"name\":\"{long}\",\n\n\t  \"id\":\"{long}\"}}]}}");
    let fault = fault(text.as_bytes());
    assert_eq!((fault.line(), fault.path()), (3, "entities[0].id"));
    assert!(fault.excerpt().chars().count() <= 90, "{}", fault.excerpt());
    assert!(fault.to_string().chars().count() < 500, "{fault}");
    assert!(!fault.to_string().contains('\n'));

    let error = decode_json::<Vec<i32>>(format!("[1,\n\"{long}\"]").as_bytes()).unwrap_err();
    assert_eq!(error.path(), "[1]");
    assert!(error.reason().starts_with("invalid type: string \"é"), "{error}");
    assert!(error.reason().ends_with("é\", expected i32"), "{error}");
    assert_eq!(error.reason().chars().count(), 301);

    let name = "n".repeat(5000);
    let error = decode_json::<BTreeMap<String, i32>>(format!(r#"{{"{name}":"x"}}"#).as_bytes()).unwrap_err();
    assert!(error.path().chars().count() < 100, "{}", error.path());
}

#[test]
fn terminal_control_characters_are_escaped() {
    let fault = fault("{\"entities\":[{\"name\":\"a\u{202e}b\u{7f}c\u{200b}\", \"id\":[]}]}".as_bytes());
    assert_eq!(fault.path(), "entities[0].id");
    assert!(fault.excerpt().contains(r"a\u{202e}b\u{7f}c\u{200b}"), "{fault}");
}

#[test]
fn secrets_are_not_shown() {
    for text in [
        r#"{"entities":[{"access_token":"s3cr3t","id":null}]}"#,
        r#"{"entities":[{"id":null,"access_token":"s3cr3t s3cr3t s3cr3t s3cr3t"}]}"#,
        r#"{"entities":[{"credentials":{"a":["s3cr3t"],"b":537}, "id":null}]}"#,
        r#"{"entities":[{"access_token":537}]}"#,
        r#"{"entities":[{"access_token":"s3cr3t\q"}]}"#,
        r#"{"entities":[{"access_token":"s3cr3t"#,
        r#"{"entities":[{"secret":"s3cr3t"}]}"#,
    ] {
        let fault = fault(text.as_bytes());
        for shown in [fault.to_string(), format!("{fault:?}")] {
            assert!(!shown.contains("s3cr") && !shown.contains("537"), "{shown}");
        }
    }
    let one = fault(br#"{"entities":[{"access_token":537}]}"#);
    assert_eq!(
        one.to_string(),
        r#"entities[0].access_token: invalid type, expected a string at line 1 column 32, near `{"entities":[{"access_token":[redacted]}]}`"#,
    );
}

/// Tests errors whose position is after the value, such as those from a conversion after decoding.
#[test]
fn an_error_of_a_custom_type_is_shown() {
    #[derive(Debug)]
    struct Even;
    impl<'de> serde::Deserialize<'de> for Even {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let number = u32::deserialize(deserializer)?;
            if number % 2 == 0 { Ok(Self) } else { Err(serde::de::Error::custom("an odd number")) }
        }
    }
    let error = decode_json::<Even>(b"3").unwrap_err();
    assert_eq!(error.to_string(), "an odd number, near `3`");
    for (text, path) in [("[3]", "[0]"), ("[2, 3\n ]", "[1]"), ("[2, 3 , 4]", "[1]"), ("[2,3,[]]", "[1]")] {
        let error = decode_json::<Vec<Even>>(text.as_bytes()).unwrap_err();
        assert_eq!((error.reason(), error.path()), ("an odd number", path), "{text}");
    }
    let nested =
        [(r#"{"a":[2,3]}"#, "a[1]"), (r#"{"a":[],"b":[3] }"#, "b[0]"), (r#"{"a":[3],"b":[]}"#, "a[0]")];
    for (text, path) in nested {
        let error = decode_json::<BTreeMap<String, Vec<Even>>>(text.as_bytes()).unwrap_err();
        assert_eq!((error.reason(), error.path()), ("an odd number", path), "{text}");
    }
    for (text, path) in [(r#"{"a":2,"b":3 }"#, "b"), (r#"{"a":2,"b":3 ,"c":4}"#, "b")] {
        let error = decode_json::<BTreeMap<String, Even>>(text.as_bytes()).unwrap_err();
        assert_eq!((error.reason(), error.path()), ("an odd number", path), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Checks that no input causes a panic, and that the message is one line of bounded length.
    #[test]
    fn any_bytes_decode_or_fail_with_a_short_line(bytes: Vec<u8>) {
        if let Err(error) = decode_json::<Page>(&bytes) {
            let shown = error.to_string();
            prop_assert!(!shown.contains('\n') && shown.chars().count() < 900, "{}", shown);
        }
    }

    /// A truncated page of results with one byte changed.
    #[test]
    fn truncated_pages_fail_with_a_short_line(cut in 0..100_usize, at in 0..100_usize, byte: u8) {
        let mut text = br#"{"entities":[{"id":1,"name":"a","tags":["b",{}],"x":[[{"y":1}]]}],"byName":{"\u0061":{}},"z":-1.5e3}"#.to_vec();
        text.truncate(cut);
        if let Some(place) = text.get_mut(at) {
            *place = byte;
        }
        if let Err(error) = decode_json::<Page>(&text) {
            prop_assert!(error.to_string().chars().count() < 500, "{}", error);
        }
    }
}
