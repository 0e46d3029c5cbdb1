//! JSON and XML bodies: decoding never panics, and a decoded value is equal after a round trip.

use http::{HeaderMap, HeaderValue, StatusCode};
use runtime::runtime::testing::MockTransport;
use runtime::runtime::{ClientBuilder, Json, Operation, Reading, TransportResponse, Value, Xml, decode_json};

use super::models::{Any, DOCUMENTS, Person, Rich, XML_DOCUMENTS};
use super::run;
use super::support::{PROFILE, block_on};

const GET: Operation = Operation::get("getThing", "/thing");

/// Returns a builder for a client that receives this body.
fn client(media_type: &'static str, body: &[u8]) -> ClientBuilder {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static(media_type));
    let response = TransportResponse::new(StatusCode::OK, headers, body.to_vec());
    ClientBuilder::new(&PROFILE).transport(MockTransport::new().response(response)).no_retry()
}

/// Asserts that the encoded form of a value decodes to an equal value.
fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_vec(value).unwrap();
    let again: T = decode_json(&text).unwrap_or_else(|error| panic!("{error}: {value:?}"));
    assert_eq!(again, *value);
}

#[test]
fn a_decoded_model_survives_a_round_trip() {
    run("json", DOCUMENTS, |bytes, _| match decode_json::<Rich>(bytes) {
        Ok(value) => round_trip(&value),
        Err(error) => {
            // At most about 80 characters, each of which may be escaped.
            assert!(error.excerpt().chars().count() < 1_000, "{error}");
            let _ = (error.to_string(), format!("{error:?}"));
        }
    });
}

#[test]
fn a_union_accepts_any_json_value() {
    run("union", DOCUMENTS, |bytes, _| {
        let value = decode_json::<Value>(bytes);
        match decode_json::<Any>(bytes) {
            Ok(union) => round_trip(&union),
            // A union without a tag has a variant for other values, so only invalid JSON is an error.
            Err(error) => assert!(value.is_err(), "{error}"),
        }
    });
}

#[test]
fn a_repaired_model_is_valid() {
    run("repair", DOCUMENTS, |bytes, _| {
        let client = client("application/json", bytes).reading(Reading::Lenient).build().unwrap();
        match block_on(client.request(GET).send::<Json<Rich>>()) {
            Ok(response) => {
                let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
                assert_eq!(response.repairs().is_empty(), decode_json::<Rich>(text).is_ok());
                round_trip(response.body());
            }
            Err(error) => drop((error.to_string(), format!("{error:?}"))),
        }
    });
}

#[test]
fn xml_is_decoded_or_an_error() {
    run("xml", XML_DOCUMENTS, |bytes, _| {
        let client = client("application/xml", bytes).build().unwrap();
        match block_on(client.request(GET).send::<Xml<Person>>()) {
            Ok(response) => round_trip(response.body()),
            Err(error) => drop((error.to_string(), format!("{error:?}"))),
        }
    });
}
