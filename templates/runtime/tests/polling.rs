//! Long-running operations: the links that are followed, the end of the operation, its result, and rejected links.

mod support;

use std::time::Duration;

#[cfg(feature = "rustls")]
use runtime::runtime::ClientBuilder;
use runtime::runtime::testing::SkippingClock;
use runtime::runtime::{
    BoxFuture, Clock, EmptyBody, Error, Json, Maybe, Operation, OperationState, Poller, PollingErrorKind,
    RequestOptions, Response, Result, TransportError, TransportErrorKind, Value,
};
use serde_json::json;
#[cfg(feature = "rustls")]
use support::PROFILE;
use support::{Fake, header};
#[cfg(feature = "rustls")]
use wiremock::matchers::{method, path};
#[cfg(feature = "rustls")]
use wiremock::{Mock, MockServer, ResponseTemplate};

const CREATE: Operation = Operation::put("createThing", "/v1/things/{id}");
const RUN: Operation = Operation::post("runJob", "/v1/jobs").accept("application/json, text/csv");

fn create(fake: &Fake, clock: &SkippingClock) -> Poller<Json<Value>> {
    let client = fake.builder().clock(clock.clone()).access_token("t0-secret").build().unwrap();
    Poller::new(client.request(CREATE).path("id", "7").header("If-Match", "a").json(&json!({"size": 1})))
}

fn run(fake: &Fake) -> Poller<Maybe<Json<Value>>> {
    let client = fake.builder().clock(SkippingClock::new(1.0)).build().unwrap();
    Poller::new(client.request(RUN))
}

/// Polls to the end, with a limit of 20 states or errors.
async fn all<D: runtime::runtime::Decode>(poller: &mut Poller<D>) -> Vec<Result<OperationState>> {
    let mut states = Vec::new();
    while let Some(state) = poller.next().await {
        states.push(state);
        assert!(states.len() < 20, "no end: {states:?}");
    }
    assert!(poller.next().await.is_none() && poller.status_url().is_none());
    states
}

fn names(states: &[Result<OperationState>]) -> Vec<&str> {
    states.iter().map(|state| state.as_ref().unwrap().name().unwrap_or("-")).collect()
}

fn urls(fake: &Fake) -> Vec<String> {
    let path = |url: &str| url.strip_prefix("https://api.example.com").unwrap().to_owned();
    fake.sent().iter().map(|request| format!("{} {}", request.method, path(&request.url))).collect()
}

fn failed<T: std::fmt::Debug>(outcome: Result<T>) -> (PollingErrorKind, String) {
    match outcome {
        Err(Error::Polling(error)) => (error.kind(), error.to_string()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_status_document_is_polled_and_the_resource_is_read() {
    let fake = Fake::new()
        .respond(201, &[("Operation-Location", "/v1/operations/1")], r#"{"id": 7}"#)
        .respond(200, &[("Retry-After", "9")], r#"{"status": "Running", "percentComplete": 40}"#)
        .json(r#"{"status": "Succeeded"}"#)
        .json(r#"{"id": 7, "size": 1}"#);
    let clock = SkippingClock::new(1.0);
    let mut poller = create(&fake, &clock).interval(Duration::from_secs(3));
    let started = poller.next().await.unwrap().unwrap();
    assert_eq!((started.name(), started.is_done(), &started.raw()[..]), (None, false, &br#"{"id": 7}"#[..]));
    assert_eq!(poller.status_url(), Some("/v1/operations/1"));
    let running = poller.next().await.unwrap().unwrap();
    assert_eq!((running.name(), running.percent_complete()), (Some("Running"), Some(40.0)));
    let thing: Response<Value> = poller.until_done().await.unwrap();
    assert_eq!(thing.body(), &json!({"id": 7, "size": 1}));
    let expected = ["PUT /v1/things/7", "GET /v1/operations/1", "GET /v1/operations/1", "GET /v1/things/7"];
    assert_eq!(urls(&fake), expected);
    assert_eq!(clock.waits(), [Duration::from_secs(3), Duration::from_secs(9)]);
    for request in &fake.sent()[1..] {
        assert_eq!(header(request, "authorization"), "Bearer t0-secret");
        assert!(!request.headers.contains_key("if-match") && request.body.is_empty());
    }
}

#[tokio::test]
async fn the_result_of_a_post_is_at_its_location() {
    let links = [("Operation-Location", "/v1/operations/1"), ("Location", "/v1/jobs/8")];
    let fake = Fake::new().respond(202, &links, "").json(r#"{"status": "succeeded"}"#).json(r#"{"id": 8}"#);
    let job = run(&fake).until_done().await.unwrap().into_body();
    assert_eq!(job, Some(json!({"id": 8})));
    assert_eq!(urls(&fake), ["POST /v1/jobs", "GET /v1/operations/1", "GET /v1/jobs/8"]);
    let accepted: Vec<String> = fake.sent().iter().map(|sent| header(sent, "accept").to_owned()).collect();
    let own = "application/json, text/csv";
    assert_eq!(accepted, [own, "application/json", own]);
}

#[tokio::test]
async fn a_status_document_can_contain_or_link_to_the_result() {
    let accepted = |fake: Fake| fake.respond(202, &[("Azure-AsyncOperation", "/v1/operations/1")], "");
    let fake = accepted(Fake::new()).json(r#"{"status": "Succeeded", "result": {"id": 8}}"#);
    assert_eq!(run(&fake).until_done().await.unwrap().into_body(), Some(json!({"id": 8})));
    let fake = accepted(Fake::new())
        .json(r#"{"status": "Succeeded", "resourceLocation": "/v1/jobs/9"}"#)
        .json(r#"{"id": 9}"#);
    assert_eq!(run(&fake).until_done().await.unwrap().into_body(), Some(json!({"id": 9})));
}

#[tokio::test]
async fn a_location_returns_202_until_the_result_is_available() {
    let fake = Fake::new()
        .respond(202, &[("Location", "https://api.example.com/v1/jobs/8?token=1")], "")
        .respond(202, &[("Location", "/v1/jobs/8?token=2")], r#"{"status": "Queued"}"#)
        .json(r#"{"id": 8, "status": "Failed"}"#);
    let mut poller = run(&fake);
    // A `status` in the result belongs to the result itself.
    let states = all(&mut poller).await;
    assert_eq!(names(&states), ["-", "Queued", "Failed"]);
    assert!(states[2].as_ref().unwrap().is_done());
    assert_eq!(urls(&fake), ["POST /v1/jobs", "GET /v1/jobs/8?token=1", "GET /v1/jobs/8?token=2"]);
    assert_eq!(poller.until_done().await.unwrap().into_body(), Some(json!({"id": 8, "status": "Failed"})));
}

#[tokio::test]
async fn a_resource_without_links_is_polled_until_its_state_is_final() {
    let state = |name: &str| json!({"properties": {"provisioningState": name}}).to_string();
    let fake =
        Fake::new().respond(201, &[], state("Creating")).json(&state("Updating")).json(&state("Succeeded"));
    let clock = SkippingClock::new(1.0);
    let mut poller = create(&fake, &clock);
    assert_eq!(names(&all(&mut poller).await), ["Creating", "Updating", "Succeeded"]);
    assert_eq!(clock.waits(), [Duration::from_secs(2); 2]);
    assert_eq!(urls(&fake), ["PUT /v1/things/7", "GET /v1/things/7", "GET /v1/things/7"]);
}

#[tokio::test]
async fn an_immediate_result_needs_no_status() {
    let fake = Fake::new().json(r#"{"id": 8}"#);
    assert_eq!(run(&fake).until_done().await.unwrap().into_body(), Some(json!({"id": 8})));
    assert_eq!(fake.sent().len(), 1);
}

#[tokio::test]
async fn a_failed_operation_is_an_error_without_secrets() {
    let body =
        r#"{"status": "Failed", "error": {"code": "Quota", "message": "t0-secret exceeds \u0007 all"}}"#;
    let fake = Fake::new().respond(201, &[("Operation-Location", "/v1/operations/1")], "{}").json(body);
    let mut poller = create(&fake, &SkippingClock::new(1.0));
    let mut states = all(&mut poller).await;
    let Some(Err(Error::Polling(error))) = states.pop() else { panic!("{states:?}") };
    assert_eq!((error.kind(), error.operation()), (PollingErrorKind::Failed, "createThing"));
    assert_eq!(
        error.to_string(),
        "createThing: the operation failed: Quota: … exceeds all".replace('…', "[redacted]")
    );
    assert!(!format!("{error:?}").contains("t0-secret"));
    assert_eq!(error.raw(), body);
    assert!(matches!(poller.until_done().await, Err(Error::Config(_))));
}

#[tokio::test]
async fn links_to_other_hosts_are_not_followed() {
    for (link, expected) in [
        ("https://evil.example.com/v1/operations/1", PollingErrorKind::ForeignLink),
        ("//evil.example.com/", PollingErrorKind::ForeignLink),
        ("http://api.example.com/v1/operations/1", PollingErrorKind::ForeignLink),
        ("/v1/%2e%2e/admin", PollingErrorKind::UnusableLink),
    ] {
        let fake = Fake::new().respond(202, &[("Operation-Location", link)], "");
        assert_eq!(failed(run(&fake).until_done().await).0, expected, "{link}");
        assert_eq!(fake.sent().len(), 1);
    }
}

#[tokio::test]
async fn a_status_must_be_available() {
    let fake = Fake::new().respond(202, &[], "");
    assert_eq!(failed(run(&fake).until_done().await).0, PollingErrorKind::NoStatusLink);
    let fake = Fake::new().respond(202, &[("Operation-Location", "/v1/operations/1")], "").json("{}");
    assert_eq!(failed(run(&fake).until_done().await).0, PollingErrorKind::NoStatus);
}

#[tokio::test]
async fn a_status_request_is_repeated_after_an_error_and_the_operation_is_not() {
    let reset = || TransportError::new(TransportErrorKind::Connect, "reset");
    let fake = Fake::new()
        .respond(202, &[("Operation-Location", "/v1/operations/1")], "")
        .respond(503, &[], "")
        .json(r#"{"status": "Succeeded"}"#);
    let mut poller = run(&fake);
    let states = all(&mut poller).await;
    assert!(matches!(states.as_slice(), [Ok(_), Err(Error::Api(_)), Ok(_)]), "{states:?}");
    let fake = Fake::new().fail(reset());
    let mut poller = run(&fake);
    assert!(poller.next().await.unwrap().is_err());
    assert!(poller.next().await.is_none());
}

#[tokio::test]
async fn an_operation_is_resumed_from_its_status_url() {
    let fake = Fake::new().json(r#"{"status": "Running"}"#).json(r#"{"status": "Succeeded", "result": 1}"#);
    let mut poller = run(&fake).resume("https://api.example.com/v1/operations/1");
    assert_eq!(names(&all(&mut poller).await), ["Running", "Succeeded"]);
    assert_eq!(poller.until_done().await.unwrap().into_body(), Some(json!(1)));
    assert_eq!(urls(&fake), ["GET /v1/operations/1", "GET /v1/operations/1"]);
}

#[tokio::test]
async fn a_resumed_operation_can_be_of_any_kind() {
    let resumed = |fake: &Fake| run(fake).resume("/v1/jobs/8");
    let result = r#"{"id": 8}"#;
    let fake = Fake::new().respond(202, &[], "").json(result);
    assert_eq!(resumed(&fake).until_done().await.unwrap().into_body(), Some(json!({"id": 8})));
    let state = |name: &str| json!({"properties": {"provisioningState": name}});
    let fake = Fake::new().json(&state("Creating").to_string()).json(&state("Succeeded").to_string());
    assert_eq!(resumed(&fake).until_done().await.unwrap().into_body(), Some(state("Succeeded")));
}

#[tokio::test]
async fn a_deleted_resource_is_not_read() {
    let links = [("Azure-AsyncOperation", "/v1/operations/1"), ("Location", "/v1/things/7")];
    let fake = Fake::new().respond(202, &links, "").json(r#"{"status": "Succeeded"}"#);
    let client = fake.builder().clock(SkippingClock::new(1.0)).build().unwrap();
    let request = client.request(Operation::delete("deleteThing", "/v1/things/7"));
    Poller::<EmptyBody>::new(request).until_done().await.unwrap();
    assert_eq!(urls(&fake), ["DELETE /v1/things/7", "GET /v1/operations/1"]);
}

#[tokio::test]
async fn parameters_in_headers_are_sent_again_and_conditions_are_not() {
    let fake = Fake::new()
        .respond(202, &[("Operation-Location", "/v1/operations/1")], "")
        .json(r#"{"status": "Succeeded", "result": 1}"#);
    let client = fake.builder().clock(SkippingClock::new(1.0)).build().unwrap();
    let options = RequestOptions::new().header("If-None-Match", "*").header("X-Trace", "7f");
    let request = client.request(RUN).header("X-Tenant", "a").header("If-Match", "b").options(options);
    Poller::<Json<Value>>::new(request).until_done().await.unwrap();
    let poll = &fake.sent()[1];
    assert_eq!((header(poll, "x-tenant"), header(poll, "x-trace")), ("a", "7f"));
    assert!(!poll.headers.contains_key("if-match") && !poll.headers.contains_key("if-none-match"));
}

#[tokio::test]
async fn an_operation_that_cannot_be_polled_is_not_started() {
    /// A clock that cannot sleep, as outside of its async runtime.
    struct NoSleep;
    impl Clock for NoSleep {
        fn now(&self) -> Duration {
            Duration::ZERO
        }

        fn sleep(&self, _: Duration) -> Option<BoxFuture<'static, ()>> {
            None
        }
    }
    let fake = Fake::new();
    let client = fake.builder().clock(NoSleep).build().unwrap();
    let error = Poller::<EmptyBody>::new(client.request(RUN)).until_done().await.unwrap_err();
    assert!(matches!(error, Error::Config(_)), "{error}");
    assert!(fake.sent().is_empty());
}

#[tokio::test]
async fn a_missing_result_ends_the_operation() {
    let fake = Fake::new()
        .respond(202, &[("Operation-Location", "/v1/operations/1"), ("Location", "/v1/jobs/8")], "")
        .json(r#"{"status": "Succeeded"}"#)
        .respond(503, &[("Retry-After", "7")], "")
        .respond(404, &[], "");
    let clock = SkippingClock::new(1.0);
    let client = fake.builder().clock(clock.clone()).build().unwrap();
    let mut poller = Poller::<Json<Value>>::new(client.request(RUN));
    let states = all(&mut poller).await;
    assert!(matches!(states.as_slice(), [Ok(_), Err(_), Err(_)]), "{states:?}");
    assert_eq!(clock.waits(), [2, 7].map(Duration::from_secs));
}

#[tokio::test]
async fn a_failure_does_not_repeat_secrets_of_the_first_request() {
    let fake = Fake::new()
        .respond(202, &[("Operation-Location", "/v1/operations/1")], "")
        .json(r#"{"status": "Failed", "error": {"code": "Weak", "message": "hunter2hunter2 is weak"}}"#);
    let client = fake.builder().clock(SkippingClock::new(1.0)).build().unwrap();
    let request = client.request(RUN).json(&json!({"password": "hunter2hunter2"}));
    let error = Poller::<EmptyBody>::new(request).until_done().await.unwrap_err();
    let Error::Polling(error) = error else { panic!("{error:?}") };
    assert_eq!((error.code(), error.message()), (Some("Weak"), Some("[redacted] is weak")));
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[tokio::test]
async fn hostile_waits_are_bounded() {
    let fake = Fake::new()
        .respond(202, &[("Location", "/v1/jobs/8"), ("Retry-After", "0")], "")
        .respond(202, &[("Retry-After", "18446744073709551615")], "")
        .json("{}");
    let clock = SkippingClock::new(1.0);
    let client = fake.builder().clock(clock.clone()).build().unwrap();
    Poller::<Json<Value>>::new(client.request(RUN)).until_done().await.unwrap();
    assert_eq!(clock.waits(), [Duration::from_millis(100), Duration::from_secs(3_600)]);
}

/// Starts a server whose operation completes after one status request.
#[cfg(feature = "rustls")]
async fn server() -> MockServer {
    let server = MockServer::start().await;
    let status = format!("{}/operations/1", server.uri());
    let accepted = ResponseTemplate::new(202).insert_header("Operation-Location", status);
    Mock::given(method("POST")).and(path("/v1/jobs")).respond_with(accepted).expect(1).mount(&server).await;
    let of_status = || Mock::given(method("GET")).and(path("/operations/1"));
    let running = ResponseTemplate::new(200).set_body_json(json!({"status": "Running"}));
    of_status().respond_with(running).up_to_n_times(1).mount(&server).await;
    let done = ResponseTemplate::new(200).set_body_json(json!({"status": "Succeeded", "result": {"id": 8}}));
    of_status().respond_with(done).mount(&server).await;
    server
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn the_built_in_transport_and_clock_poll_a_server() {
    let server = server().await;
    let client = ClientBuilder::new(&PROFILE).base_url(server.uri()).access_token("t0ken").build().unwrap();
    let mut poller = Poller::<Json<Value>>::new(client.request(RUN)).interval(Duration::from_millis(1));
    assert_eq!(poller.until_done().await.unwrap().into_body(), json!({"id": 8}));
}

#[cfg(all(feature = "rustls", feature = "blocking"))]
#[test]
fn a_poller_can_block() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(server());
    let client = ClientBuilder::new(&PROFILE).base_url(server.uri()).access_token("t0ken").build().unwrap();
    let poller = || Poller::<Json<Value>>::new(client.request(RUN)).interval(Duration::from_millis(1)).wait();
    assert_eq!(poller().until_done().unwrap().into_body(), json!({"id": 8}));
}

#[cfg(all(feature = "rustls", feature = "blocking"))]
#[test]
fn the_states_are_a_blocking_iterator() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(server());
    let client = ClientBuilder::new(&PROFILE).base_url(server.uri()).access_token("t0ken").build().unwrap();
    let states = Poller::<Json<Value>>::new(client.request(RUN)).interval(Duration::from_millis(1)).wait();
    assert_eq!(names(&states.collect::<Vec<_>>()), ["-", "Running", "Succeeded"]);
}
