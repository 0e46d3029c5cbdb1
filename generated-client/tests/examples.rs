//! Runs the `main` function of each example against a mock server, in a separate process with its own environment.
//!
//! The examples are compiled into this test, which starts itself again to run one of them, so their `main` is `pub`.
//! Therefore, the test always runs the current sources. This file is hand-written; the generator never changes it.

#![allow(clippy::duplicate_mod, reason = "each example is a separate program, with its own copy of the shared code")]

use std::process::Command;

use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, body_string_contains, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

#[path = "../examples/custom_transport.rs"]
mod custom_transport;
#[path = "../examples/group_lifecycle.rs"]
mod group_lifecycle;
#[path = "../examples/handle_errors.rs"]
mod handle_errors;
#[path = "../examples/login_and_list.rs"]
mod login_and_list;
#[path = "../examples/stream_members.rs"]
mod stream_members;

const BASE_URL: &str = "GENESYS_CLOUD_BASE_URL";
const SECRET: &str = "ex4mple-5ecret";
const TOKEN: &str = "ex4mple-t0ken";

/// The programs that the following tests start, each in a separate process.
mod run {
    use std::error::Error;

    /// Runs an example, but never against a real server, regardless of the local environment.
    fn main(example: fn() -> Result<(), Box<dyn Error>>) {
        if std::env::var(super::BASE_URL).is_ok_and(|url| url.starts_with("http://127.0.0.1:")) {
            example().unwrap();
        }
    }

    macro_rules! examples {
        ($($name:ident)*) => {$(
            #[test]
            #[ignore = "started by the test with the same name, in a separate process"]
            fn $name() {
                main(crate::$name::main);
            }
        )*};
    }

    examples! { custom_transport group_lifecycle handle_errors login_and_list stream_members }
}

/// A server that issues a token, and accepts only calls with that token.
async fn server() -> MockServer {
    let server = MockServer::start().await;
    let issued = json!({"access_token": TOKEN, "token_type": "bearer", "expires_in": 3600});
    Mock::given(method("POST"))
        .and(path("/oauth/token"))
        .and(body_string_contains("grant_type=client_credentials"))
        .and(header("authorization", "Basic ZXhhbXBsZTpleDRtcGxlLTVlY3JldA=="))
        .respond_with(ResponseTemplate::new(200).set_body_json(issued))
        .expect(1)
        .mount(&server)
        .await;
    server
}

async fn respond(server: &MockServer, verb: &str, at: &str, response: ResponseTemplate) {
    let call = Mock::given(method(verb)).and(path(at)).and(header("authorization", format!("Bearer {TOKEN}")));
    call.respond_with(response).expect(1).mount(server).await;
}

fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn group(name: &str, version: i32) -> Value {
    json!({"id": "8b3c", "name": name, "version": version, "memberCount": 3, "type": "social", "rulesVisible": true,
        "visibility": "members"})
}

/// Returns the lines that the example prints. It must succeed, and must not print a secret.
async fn output(server: &MockServer, example: &str) -> Vec<String> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", &format!("run::{example}"), "--ignored", "--nocapture", "--test-threads=2"])
        .env(BASE_URL, server.uri())
        .env("GENESYS_CLOUD_CLIENT_ID", "example")
        .env("GENESYS_CLOUD_CLIENT_SECRET", SECRET)
        .env("GENESYS_CLOUD_GROUP_ID", "8b3c")
        .env_remove("GENESYS_CLOUD_REGION");
    let ended = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let (out, err) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert!(ended.status.success(), "{out}\n{err}");
    assert!([&out, &err].iter().all(|text| !text.contains(SECRET) && !text.contains(TOKEN)), "{out}\n{err}");
    // libtest's own lines are the first two and the last ones.
    let lines: Vec<String> = out.lines().map(str::to_owned).collect();
    assert!(lines.iter().any(|line| line.starts_with("test result: ok. 1 passed")), "{out}");
    lines
}

fn assert_prints(lines: &[String], expected: &[&str]) {
    let mut rest = lines.iter();
    for line in expected {
        assert!(rest.any(|found| found == line), "line {line:?} is missing or out of order in {lines:#?}");
    }
}

#[tokio::test]
async fn login_and_list() {
    let server = server().await;
    Mock::given(path("/api/v2/groups"))
        .and(query_param("pageSize", "25"))
        .and(query_param("sortOrder", "ascending"))
        .respond_with(ok(json!({"entities": [group("A", 1), group("B", 1)], "total": 2})))
        .expect(1)
        .mount(&server)
        .await;
    let lines = output(&server, "login_and_list").await;
    assert_prints(&lines, &["2 groups in all", "A: 3 members", "B: 3 members"]);
}

#[tokio::test]
async fn stream_members() {
    let server = server().await;
    let members = "/api/v2/groups/8b3c/members";
    let second = json!({"entities": [{"name": "C", "version": 1}], "pageNumber": 2, "pageCount": 2});
    Mock::given(path(members))
        .and(query_param("pageNumber", "2"))
        .respond_with(ok(second))
        .expect(1)
        .mount(&server)
        .await;
    let first =
        json!({"entities": [{"name": "A", "version": 1}, {"name": "B", "version": 1}], "pageNumber": 1, "pageCount": 2});
    Mock::given(path(members)).respond_with(ok(first)).expect(1).mount(&server).await;
    let lines = output(&server, "stream_members").await;
    assert_prints(&lines, &["1: A", "2: B", "3: C", "3 members"]);
}

#[tokio::test]
async fn group_lifecycle() {
    let server = server().await;
    let post = Mock::given(method("POST")).and(path("/api/v2/groups"));
    let post = post.and(body_partial_json(json!({"name": "Example", "type": "social", "visibility": "members"})));
    post.respond_with(ok(group("Example", 7))).expect(1).mount(&server).await;
    let put = Mock::given(method("PUT")).and(path("/api/v2/groups/8b3c"));
    let put = put.and(body_partial_json(json!({"version": 7, "name": "Example, renamed"})));
    put.respond_with(ok(group("Example, renamed", 8))).expect(1).mount(&server).await;
    respond(&server, "DELETE", "/api/v2/groups/8b3c", ResponseTemplate::new(204)).await;
    respond(&server, "GET", "/api/v2/groups/8b3c", ResponseTemplate::new(404)).await;
    let lines = output(&server, "group_lifecycle").await;
    assert_prints(&lines, &["created Example as 8b3c", "renamed to Example, renamed, now version 8", "deleted 8b3c"]);
}

#[tokio::test]
async fn handle_errors() {
    let server = server().await;
    let body = json!({"message": "No such group.", "code": "not.found", "status": 404});
    let refusal = ResponseTemplate::new(404).set_body_json(body).insert_header("ININ-Correlation-Id", "5f3a");
    respond(&server, "GET", "/api/v2/groups/8b3c", refusal).await;
    let lines = output(&server, "handle_errors").await;
    let expected = [
        "getGroup: 404 Not Found: No such group. (code not.found, correlation id 5f3a)",
        "-> there is no such group",
        "-> for the vendor's support: correlation id 5f3a",
    ];
    assert_prints(&lines, &expected);
}

#[tokio::test]
async fn custom_transport() {
    let server = server().await;
    respond(&server, "GET", "/api/v2/groups", ok(json!({"entities": [], "total": 0}))).await;
    let lines = output(&server, "custom_transport").await;
    let uri = server.uri();
    let login = format!("POST {uri}/oauth/token (attempt 1): 200 OK");
    let call = format!("GET {uri}/api/v2/groups (attempt 1): 200 OK");
    assert_prints(&lines, &[&login, &call, "0 groups"]);
}
