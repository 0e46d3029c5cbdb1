//! Responses that do not match the API description: a client repairs and reports them, or the call fails.

mod support;

use std::sync::{Arc, Mutex};

use runtime::runtime::{Client, Error, Json, Operation, Reading, Repair, record};
use support::Fake;

#[derive(Debug, PartialEq)]
struct Owner {
    id: String,
    version: i64,
}
record! { Owner { "id" id: req, "version" version: req, } }

#[derive(Debug, PartialEq)]
struct Page {
    owners: Option<Vec<Owner>>,
    count: Option<i32>,
}
record! { Page { "owners" owners: opt, "count" count: opt, } }

type Reported = Arc<Mutex<Vec<Repair>>>;

/// Returns a client with this reading mode, and the repairs reported to its callback.
fn client(fake: &Fake, reading: Reading) -> (Client, Reported) {
    let reported = Reported::default();
    let callback = Arc::clone(&reported);
    let builder = fake.builder().reading(reading);
    let builder = builder.on_repair(move |repair| callback.lock().unwrap().push(repair.clone()));
    (builder.build().unwrap(), reported)
}

const GET: Operation = Operation::get("getOwners", "/owners");

#[tokio::test]
async fn a_lenient_client_reports_each_repair() {
    let fake = Fake::new();
    let (client, reported) = client(&fake, Reading::Lenient);
    fake.clone().json(r#"{"owners":[{"id":"a"},{"id":"b","version":2}],"count":"1"}"#);
    let response = client.request(GET).send::<Json<Page>>().await.unwrap();
    assert_eq!(response.repairs(), reported.lock().unwrap().as_slice());
    let mut repairs: Vec<_> = response
        .repairs()
        .iter()
        .map(|repair| (repair.operation(), repair.path(), repair.reason()))
        .collect();
    // Whether serde_json preserves the order of members depends on the features that other crates enable.
    repairs.sort();
    assert_eq!(
        repairs,
        [
            ("getOwners", "count", "invalid type, expected i32"),
            ("getOwners", "owners[0].version", "missing field `version`"),
        ]
    );
    assert_eq!(response.into_body().owners.unwrap().len(), 2);

    // The next response starts with an empty list of repairs.
    fake.clone().json(r#"{"count":1}"#);
    let response = client.request(GET).send::<Json<Page>>().await.unwrap();
    assert_eq!((response.repairs().len(), reported.lock().unwrap().len()), (0, 2));
}

#[tokio::test]
async fn a_strict_client_repairs_nothing() {
    let fake = Fake::new();
    let (client, reported) = client(&fake, Reading::Strict);
    fake.clone().json(r#"{"owners":[{"id":"a"}]}"#);
    let Err(Error::Decode(error)) = client.request(GET).send::<Json<Page>>().await else {
        panic!("it was decoded")
    };
    assert_eq!(error.fault().unwrap().path(), "owners[0]");
    assert_eq!(reported.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn empty_and_non_json_bodies_are_errors_in_lenient_mode() {
    for (body, shown) in
        [("", "the body is empty"), ("  ", "the body is empty"), ("<html>", "expected value")]
    {
        let fake = Fake::new();
        let (client, reported) = client(&fake, Reading::Lenient);
        fake.clone().json(body);
        let error = client.request(GET).send::<Json<Owner>>().await.unwrap_err();
        assert!(error.to_string().contains(shown), "{error}");
        assert_eq!(reported.lock().unwrap().len(), 0);
    }
}
