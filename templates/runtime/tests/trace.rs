//! The trace of calls: the names and values of spans and events, which contain no secrets.

#[path = "support/log.rs"]
mod log;
#[path = "support/streams.rs"]
mod streams;
mod support;

use log::Log;
use runtime::runtime::testing::{MockTransport, SkippingClock, json_response};
use runtime::runtime::{ClientBuilder, EmptyBody, Json, Operation, TransportErrorKind, Value};
use serde_json::json;
use support::PROFILE;
use tracing_subscriber::fmt::format::FmtSpan;

const GET: Operation = Operation::get("getX", "/x");
const POST: Operation = Operation::post("postX", "/x");

fn builder(mock: MockTransport) -> ClientBuilder {
    ClientBuilder::new(&PROFILE).access_token("t0ken-s3cret").transport(mock).clock(SkippingClock::new(1.0))
}

fn assert_has(line: &str, parts: &[&str]) {
    for part in parts {
        assert!(line.contains(part), "{part} is missing from: {line}");
    }
}

#[tokio::test]
async fn a_call_is_a_span_with_the_names_of_opentelemetry() {
    let (log, _guard) = Log::start(FmtSpan::NEW | FmtSpan::CLOSE);
    let mut response = json_response(200, &1);
    response.headers.insert("x-correlation-id", "5f3a".parse().unwrap());
    let mock = MockTransport::new().json(503, "").response(response);
    let client = builder(mock).base_url("https://api.example.com:8443/pre").build().unwrap();
    client.request(GET).query("q", "1").send::<EmptyBody>().await.unwrap();

    let end = log.line("close");
    assert_has(
        &end,
        &[
            "INFO call{",
            "otel.name=\"getX\"",
            "otel.kind=\"client\"",
            "operation.id=\"getX\"",
            "http.request.method=\"GET\"",
            "url.full=\"https://api.example.com:8443/pre/x?q=1\"",
            "server.address=\"api.example.com\"",
            "server.port=8443",
            "http.response.status_code=200",
            "http.request.resend_count=1",
            "correlation.id=5f3a",
        ],
    );
    assert!(!end.contains("error.type"), "{end}");
    assert_eq!(log.text().matches(" sending ").count(), 2, "{}", log.text());
    assert_has(&log.line("received attempt=1"), &["DEBUG", "http.response.status_code=503"]);
    assert_has(&log.line("received attempt=2"), &["DEBUG", "http.response.status_code=200"]);
    assert_has(
        &log.line("retrying the request"),
        &["WARN", "attempt=1", "wait_ms=500", "error.type=\"503\""],
    );
}

#[tokio::test]
async fn each_kind_of_failure_is_logged() {
    for (mock, parts) in [
        (
            MockTransport::new()
                .json(404, &json!({"code": "not.found", "message": "s3cret", "contextId": "7a"})),
            &["http.response.status_code=404", "error.type=\"404\"", "correlation.id=7a"][..],
        ),
        (
            MockTransport::new().fail(TransportErrorKind::Tls, "unknown issuer"),
            &["error.type=\"tls\"", "http.request.resend_count=0"],
        ),
        (
            MockTransport::new().json(200, "s3cret"),
            &["http.response.status_code=200", "error.type=\"decode\""],
        ),
    ] {
        let (log, _guard) = Log::start(FmtSpan::NEW | FmtSpan::CLOSE);
        let client = builder(mock).build().unwrap();
        client.request(GET).send::<Json<Vec<i32>>>().await.unwrap_err();
        assert_has(&log.line("close"), parts);
        assert_has(&log.line("the call failed"), &["WARN", "error.type="]);
        assert!(!log.text().contains("s3cret"), "{}", log.text());
    }
}

/// Makes a call with a secret in every possible location.
async fn full_of_secrets(builder: ClientBuilder) {
    let client =
        builder.default_header("X-Api-Key", "s3cret").default_header("X-Odd", "s3cret").build().unwrap();
    let body = json!({"name": "visible", "password": "s3cret", "deep": [{"refreshToken": {"a": "s3cret"}}], "odd": "s3cret"});
    let request = client.request(POST.idempotent()).json(&body).query("access_token", "s3cret");
    let request = request.query("odd", "s3cret").header("X-Auth-Token", "s3cret").cookie("session", "s3cret");
    request.send::<Json<Value>>().await.unwrap();
    let form =
        client.request(POST).body("application/x-www-form-urlencoded", "a=visible&client_secret=s3cret");
    form.send::<Json<Value>>().await.unwrap();
    let text = client.request(POST).body("text/plain", "s3cret").send::<Json<Value>>().await;
    text.unwrap();
}

fn secret_responses() -> MockTransport {
    let mut response =
        json_response(200, &json!({"shown": "kept-value", "access_token": "s3cret", "odd": null}));
    response.headers.insert("set-cookie", "session=s3cret".parse().unwrap());
    let mock = MockTransport::new().fail(TransportErrorKind::Connect, "refused").response(response.clone());
    mock.response(response).json(200, &1)
}

#[tokio::test]
async fn secrets_and_bodies_are_omitted() {
    let (log, _guard) = Log::start(FmtSpan::NEW | FmtSpan::CLOSE);
    full_of_secrets(builder(secret_responses()).log_redact("ODD").log_redact("x-odd")).await;
    let text = log.text();
    assert!(!text.contains("s3cret"), "{text}");
    assert!(!text.contains("visible") && !text.contains("shown"), "{text}");
    assert!(text.contains("x-api-key") && text.contains("access_token=[redacted]"), "{text}");
}

#[tokio::test]
async fn bodies_are_shown_on_request_without_secrets() {
    let (log, _guard) = Log::start(FmtSpan::NEW | FmtSpan::CLOSE);
    full_of_secrets(builder(secret_responses()).log_redact("odd").log_redact("x-odd").log_bodies(2000)).await;
    let text = log.text();
    assert!(!text.contains("s3cret"), "{text}");
    for part in [
        r#"\"name\":\"visible\""#,
        "a=visible&client_secret=[redacted]",
        "(6 bytes of text/plain)",
        "kept-value",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[tokio::test]
async fn streams_are_never_shown() {
    let (log, _guard) = Log::start(FmtSpan::NEW | FmtSpan::CLOSE);
    let client = builder(MockTransport::new().json(200, &1)).log_bodies(2000).build().unwrap();
    let body = runtime::runtime::Body::stream(streams::pieces(&["{\"a\":", "\"hidden\"}"]), Some(14));
    client.request(POST).body("application/json", body).send::<EmptyBody>().await.unwrap();
    let text = log.text();
    assert!(text.contains("body.size=14") && !text.contains("hidden"), "{text}");
}

#[tokio::test]
async fn shown_bodies_are_bounded() {
    let (log, _guard) = Log::start(FmtSpan::NEW | FmtSpan::CLOSE);
    let long = "long ".repeat(1000);
    let mock = MockTransport::new().json(200, &long).json(200, &"x".repeat(1024 * 1024));
    let client = builder(mock).log_bodies(20).build().unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    let text = log.text();
    assert!(text.contains("long long") && text.len() < 10_000, "{text}");
    assert!(text.contains("(1048578 bytes of application/json)"), "{text}");
}

#[tokio::test]
async fn a_login_is_a_span_within_the_span_of_its_call() {
    use runtime::runtime::OAuth2;
    let (log, _guard) = Log::start(FmtSpan::NEW | FmtSpan::CLOSE);
    let mock = MockTransport::new().json(200, &json!({"access_token": "t0ken-s3cret"})).json(200, &1);
    let login = || OAuth2::client_credentials("my-id", "my-s3cret");
    let url = "https://login.example.com/token?key=s3cret";
    let client = builder(mock).token_url(url).login(login()).build().unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    let line = log.line("obtained a token");
    let parts = [
        "call{otel.name=\"getX\"",
        "login{otel.name=\"login\"",
        "url.full=\"https://login.example.com/token\"",
    ];
    assert_has(&line, &parts);
    assert_has(&line, &["server.address=\"login.example.com\""]);

    let mock =
        MockTransport::new().json(400, &json!({"error": "invalid_client", "description": "my-s3cret"}));
    let client = builder(mock).token_url(url).login(login()).build().unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap_err();
    let line = log.line("the token request failed");
    assert_has(
        &line,
        &["WARN", "http.response.status_code=400", "error.type=\"refused\"", "invalid_client: [redacted]"],
    );
    assert!(!log.text().contains("s3cret"), "{}", log.text());
}
