//! Numbers in requests and responses: every double and float keeps its value, and numbers without a JSON form are
//! errors.

mod support;

use proptest::prelude::*;
use runtime::runtime::{EmptyBody, Error, Operation, Reading, Request, Result, Style, decode_json, record};
use serde::Serialize;
use serde_json::{Value, json};
use support::Fake;

#[derive(Debug, PartialEq)]
struct Point {
    x: f64,
    y: Option<f32>,
    more: Option<Vec<f64>>,
}
record! { Point { "x" x: req, "y" y: opt, "more" more: opt, } }

/// Doubles at the limits of the range and of exact integers, and doubles that simple parsers misread.
const DOUBLES: [f64; 14] = [
    0.0,
    -0.0,
    0.1,
    1.0,
    -122.419_415_5,
    2.225_073_858_507_201e-308,
    5e-324,
    f64::MIN_POSITIVE,
    f64::MAX,
    f64::MIN,
    9_007_199_254_740_993.0,
    1e21,
    123_456_789_012_345_680.0,
    8.41e21,
];

/// Floats, including 7.038531e-26, which becomes a different float if it is rounded to a double first.
const FLOATS: [f32; 8] = [0.0, -0.0, 0.1, 7.038_531e-26, f32::MIN_POSITIVE, f32::MAX, 1e-45, 16_777_216.0];

#[test]
fn a_number_outside_the_range_of_floats_is_an_error() {
    let read = |y: &str| decode_json::<Point>(format!(r#"{{"x":0,"y":{y}}}"#).as_bytes());
    assert_eq!(read("3.4028235e38").unwrap().y, Some(f32::MAX));
    assert_eq!(read("1e-400").unwrap().y, Some(0.0));
    for y in ["1e39", "-3.5e38", "999999999999999999999999999999999999999"] {
        assert_eq!(read(y).unwrap_err().path(), "y");
        // Lenient reading decodes from a tree, in which all numbers are doubles.
        let text = format!(r#"{{"x":0,"y":{y}}}"#);
        let (point, repairs) = Reading::Lenient.decode::<Point>(text.as_bytes()).unwrap();
        assert_eq!((point.y, repairs.len()), (None, 1));
    }
}

fn send(fill: impl FnOnce(Request) -> Request) -> Result<runtime::runtime::TransportRequest> {
    let fake = Fake::new();
    let request = fake.client().request(Operation::post("postX", "/x/{id}"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(fill(request).send::<EmptyBody>())?;
    Ok(fake.only())
}

/// Returns a value as a path parameter, query parameter, header and form field.
fn parameters<T: Serialize + ?Sized>(value: &T) -> [String; 4] {
    let sent = send(|request| request.path("id", value).query("q", value).header("X-H", value)).unwrap();
    let (path, query) =
        sent.url.strip_prefix("https://api.example.com/x/").unwrap().split_once("?q=").unwrap();
    let header = sent.headers["x-h"].to_str().unwrap();
    let form = send(|request| request.path("id", "-").field("f", value)).unwrap();
    let form = String::from_utf8(form.body.to_vec()).unwrap();
    [path.to_owned(), query.to_owned(), header.to_owned(), form.strip_prefix("f=").unwrap().to_owned()]
}

#[track_caller]
fn check_double(value: f64) {
    for text in parameters(&value) {
        assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(value.to_bits()), "{value:e} as {text}");
        assert!(text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-')), "{text}");
    }
    let point = Point { x: value, y: None, more: Some(vec![value]) };
    let read: Point = decode_json(&serde_json::to_vec(&point).unwrap()).unwrap();
    assert_eq!((read.x.to_bits(), read.more.unwrap()[0].to_bits()), (value.to_bits(), value.to_bits()));
    // Other serializers write 17 digits.
    let read: Point = decode_json(format!(r#"{{"x":{value:.16e}}}"#).as_bytes()).unwrap();
    assert_eq!(read.x.to_bits(), value.to_bits(), "{value:.16e}");
}

#[track_caller]
fn check_float(value: f32) {
    for text in parameters(&value) {
        assert_eq!(text.parse::<f32>().map(f32::to_bits), Ok(value.to_bits()), "{value:e} as {text}");
    }
    let point = Point { x: 0.0, y: Some(value), more: None };
    let json = serde_json::to_vec(&point).unwrap();
    let read: Point = decode_json(&json).unwrap();
    assert_eq!(read.y.map(f32::to_bits), Some(value.to_bits()), "{}", String::from_utf8_lossy(&json));
}

#[test]
fn notable_doubles_and_floats_keep_their_value() {
    DOUBLES.into_iter().for_each(check_double);
    FLOATS.into_iter().for_each(check_float);
}

#[test]
fn numbers_are_written_without_an_exponent() {
    for (value, text) in [
        (json!(1.0), "1"),
        (json!(-0.5), "-0.5"),
        (json!(1e21), "1000000000000000000000"),
        (json!(1e-7), "0.0000001"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(i64::MIN), "-9223372036854775808"),
    ] {
        assert_eq!(parameters(&value), [text; 4]);
    }
    assert_eq!(parameters(&u128::MAX), [u128::MAX.to_string().as_str(); 4]);
    assert_eq!(parameters(&0.1_f32), ["0.1"; 4]);
}

#[test]
fn numbers_without_a_json_form_are_rejected() {
    #[track_caller]
    fn assert_rejected(fill: impl FnOnce(Request) -> Request, message: &str) {
        match send(|request| fill(request.path("id", "-"))) {
            Err(Error::Request(error)) => assert_eq!(error.to_string(), message),
            other => panic!("{message}: {other:?}"),
        }
    }
    let (nan, infinite) = (f64::NAN, f32::NEG_INFINITY);
    let what = "cannot serialize the value: JSON cannot represent the number NaN";
    assert_rejected(|request| request.query("q", &nan), &format!("postX: query parameter q: {what}"));
    assert_rejected(|request| request.query("q", &Some(nan)), &format!("postX: query parameter q: {what}"));
    assert_rejected(|request| request.query("q", &[1.0, nan]), &format!("postX: query parameter q: {what}"));
    assert_rejected(|request| request.header("X-H", &nan), &format!("postX: header X-H: {what}"));
    assert_rejected(|request| request.cookie("c", &nan), &format!("postX: cookie c: {what}"));
    assert_rejected(|request| request.path("id", &nan), &format!("postX: path parameter id: {what}"));
    assert_rejected(|request| request.field("f", &nan), &format!("postX: body f: {what}"));
    assert_rejected(
        |request| request.query_as("q", Style::Json, &nan),
        &format!("postX: query parameter q: {what}"),
    );
    let point = |x, y| Point { x, y, more: Some(vec![0.5]) };
    assert_rejected(
        |request| request.json(&[point(0.5, None), point(0.5, Some(infinite))]),
        "postX: body: cannot serialize it as JSON: `y`: JSON cannot represent the number -inf",
    );
    assert_rejected(
        |request| request.json(&json!({"a": [null, "null"]})).form(&Point { x: nan, y: None, more: None }),
        "postX: body: cannot serialize the form: `x`: JSON cannot represent the number NaN",
    );
}

/// An intended null differs from a float without a JSON form.
#[test]
fn null_is_still_sent() {
    let body = json!({"a": null, "b": [null, 1, -1, 0.5, "null", true], "c": {"d": null}});
    let sent = send(|request| request.path("id", "-").json(&body)).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&sent.body).unwrap(), body);
}

#[test]
fn a_number_out_of_range_is_rejected() {
    let error = decode_json::<Point>(br#"{"x":1e400}"#).unwrap_err();
    assert_eq!((error.path(), error.reason()), ("x", "number out of range"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_double_keeps_its_value(bits: u64) {
        let value = f64::from_bits(bits);
        prop_assume!(value.is_finite());
        check_double(value);
    }

    #[test]
    fn any_float_keeps_its_value(bits: u32) {
        let value = f32::from_bits(bits);
        prop_assume!(value.is_finite());
        check_float(value);
    }
}
