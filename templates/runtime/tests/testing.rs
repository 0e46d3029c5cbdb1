//! The test doubles for users: their responses, and the requests and exchanges that they record.

mod support;

use runtime::runtime::testing::{
    Exchange, MockTransport, RecordingTransport, ReplayTransport, json_response,
};
use runtime::runtime::{
    Binary, Client, ClientBuilder, EmptyBody, Error, Json, Operation, Text, Transport, TransportErrorKind,
    Value,
};
use serde_json::json;
use support::{PROFILE, response};

const GET: Operation = Operation::get("getX", "/x");
const LOGIN: Operation = Operation::post("postLogin", "/login");

fn client(transport: impl Transport) -> Client {
    ClientBuilder::new(&PROFILE).access_token("t0ken").no_retry().transport(transport).build().unwrap()
}

#[tokio::test]
async fn a_mock_responds_in_order_and_records_requests() {
    let mock = MockTransport::new()
        .json(201, &json!({"id": 7}))
        .response(response(404, &[], "gone"))
        .fail(TransportErrorKind::Connect, "refused");
    let client = client(mock.clone());
    let made = client.request(GET).query("a", &1).send::<Json<Value>>().await.unwrap();
    assert_eq!(
        (made.status().as_u16(), made.headers()["content-type"].to_str().unwrap()),
        (201, "application/json")
    );
    assert_eq!(made.body()["id"], 7);
    assert!(client.request(GET).send::<EmptyBody>().await.unwrap_err().is_not_found());
    assert!(client.request(GET).send::<EmptyBody>().await.unwrap_err().is_connect());
    let error = client.request(GET).send::<EmptyBody>().await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Other));
    assert_eq!(
        error.to_string(),
        "getX: could not send the request: the mock transport has no response left for getX"
    );
    let sent = mock.requests();
    assert_eq!(sent.len(), 4);
    assert_eq!((sent[0].operation, sent[0].url.as_str()), ("getX", "https://api.example.com/x?a=1"));
    assert!(!format!("{mock:?}{sent:?}").contains("t0ken"));
}

#[tokio::test]
async fn invalid_mock_responses_are_errors() {
    let no_json = std::collections::BTreeMap::from([([1], 2)]);
    let mock = MockTransport::new().json(99, &1).response(json_response(200, &no_json));
    for _ in 0..2 {
        let error = client(mock.clone()).request(GET).send::<EmptyBody>().await.unwrap_err();
        assert!(error.to_string().contains("the mock response is not valid"), "{error}");
    }
}

#[tokio::test]
async fn recordings_are_replayed() {
    let server = MockTransport::new()
        .json(200, &json!({"n": 1}))
        .response(response(
            200,
            &[("content-type", "image/png"), ("x-a", "1"), ("x-a", "2")],
            &b"\x89PNG\xff"[..],
        ))
        .response(response(404, &[("content-type", "text/plain")], "no such a=b&c"));
    let recording = RecordingTransport::new(server);
    let first = client(recording.clone());
    let calls = |client: Client| async move {
        let one = client.request(GET).query("q", "1").send::<Json<Value>>().await.unwrap().into_body();
        let two = client.request(GET).query("q", "2").send::<Binary>().await.unwrap();
        let values: Vec<_> = two.headers().get_all("x-a").iter().cloned().collect();
        let three = client.request(GET).send::<Text>().await.unwrap_err();
        (one, values, two.into_body(), three.to_string())
    };
    let real = calls(first).await;

    let kept = serde_json::to_string_pretty(&recording.exchanges()).unwrap();
    let read: Vec<Exchange> = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, recording.exchanges());
    let replay = ReplayTransport::new(read);
    assert_eq!(calls(client(replay.clone())).await, real);
    assert!(replay.left().is_empty());
    let error = client(replay).request(GET).query("api_key", "s3cret").send::<EmptyBody>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getX: could not send the request: no response is recorded for GET https://api.example.com/x?api_key=[redacted]"
    );
}

#[tokio::test]
async fn replays_match_method_and_url() {
    let server =
        MockTransport::new().json(200, "first").json(200, "second").json(200, "other").json(200, "posted");
    let recording = RecordingTransport::new(server);
    let recorded = client(recording.clone());
    for request in [
        recorded.request(GET),
        recorded.request(GET),
        recorded.request(GET).query("q", "1"),
        recorded.request(Operation::post("postX", "/x")),
    ] {
        request.send::<EmptyBody>().await.unwrap();
    }
    let replay = client(ReplayTransport::new(recording.exchanges()));
    for (request, expected) in [
        (replay.request(Operation::post("postX", "/x")), "posted"),
        (replay.request(GET).query("q", "1"), "other"),
        (replay.request(GET), "first"),
        (replay.request(GET), "second"),
    ] {
        assert_eq!(request.send::<Json<String>>().await.unwrap().into_body(), expected);
    }
}

#[tokio::test]
async fn recordings_contain_no_secrets() {
    let response = json!({"access_token": "s3cret", "list": [{"clientSecret": "s3cret", "code": "kept"}]});
    let mut response = json_response(200, &response);
    response.headers.insert("set-cookie", "session=s3cret".parse().unwrap());
    let recording = RecordingTransport::new(MockTransport::new().response(response).json(200, &1));
    let client = client(recording.clone());
    let form = "grant_type=password&client_secret=s3cret&user%5fpassword=s3cret&x=1";
    let login = client.request(LOGIN).body("application/x-www-form-urlencoded", form);
    login.query("api_key", "s3cret").header("X-Auth-Token", "s3cret").send::<EmptyBody>().await.unwrap();
    client
        .request(LOGIN)
        .json(&json!({"password": "s3cret", "name": "n"}))
        .send::<EmptyBody>()
        .await
        .unwrap();

    let kept =
        format!("{}{:?}", serde_json::to_string(&recording.exchanges()).unwrap(), recording.exchanges());
    assert!(!kept.contains("s3cret") && !kept.contains("t0ken"), "{kept}");
    let exchange = &recording.exchanges()[0];
    assert_eq!(
        exchange.request_body.as_deref().unwrap(),
        "grant_type=password&client_secret=[redacted]&user%5fpassword=[redacted]&x=1"
    );
    assert!(exchange.text.as_deref().unwrap().contains(r#""code":"kept""#), "{exchange:?}");
    assert_eq!(exchange.headers["set-cookie"], ["[redacted]"]);
}
