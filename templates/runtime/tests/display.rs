//! `Display` of every error kind: one actionable line. Each new kind must be added to this file.

mod support;

use std::collections::BTreeMap;

use runtime::runtime::testing::SkippingClock;
use runtime::runtime::{
    AccessToken, AuthError, Authorize, BoxFuture, ClientBuilder, EmptyBody, Error, Json, LoginContext,
    OAuth2, Operation, Pages, Paging, Poller, Position, Request, RequestOptions, TokenSource, TransportError,
    TransportErrorKind, Value,
};
use support::{Fake, PROFILE};

const GET: Operation = Operation::get("getX", "/x");
const OF_ID: Operation = Operation::get("getX", "/x/{id}");

/// The error messages of one enum, by kind.
type Shown = BTreeMap<String, String>;

/// Parses the variants of an enum from its source.
fn variants(file: &str, name: &str) -> Vec<String> {
    let path = format!("{}/src/runtime/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap();
    let body = text.split_once(&format!("pub enum {name} {{\n")).expect(name).1.split_once("\n}").unwrap().0;
    let lines = body.lines().map(str::trim).filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    lines.map(|line| line.trim_end_matches(',').split('(').next().unwrap().to_owned()).collect()
}

/// Compares the messages and finds kinds without a message.
fn check(file: &str, name: &str, shown: &Shown, expected: &[(&str, &str)]) {
    let mut kinds = variants(file, name);
    kinds.sort_unstable();
    assert_eq!(shown.keys().cloned().collect::<Vec<_>>(), kinds, "{name}");
    let expected = expected.iter().map(|(kind, text)| ((*kind).to_owned(), (*text).to_owned())).collect();
    assert_eq!(*shown, expected, "{name}");
}

async fn failed(request: Request) -> Error {
    request.send::<Json<Value>>().await.unwrap_err()
}

#[tokio::test]
async fn request_errors() {
    let client = Fake::new().client();
    let get = || client.request(GET);
    let unwritable = std::collections::BTreeMap::from([([1], 2)]);
    let requests = [
        client.request(OF_ID).path("id", ".."),
        get().query("q", &unwritable),
        get().header("x-h", "two\nlines"),
        get().cookie("c", &unwritable),
        get().json("text").options(RequestOptions::new().body_field("a", 1)),
        get().options(RequestOptions::new().base_url("example.com")),
    ];
    let mut shown = Shown::new();
    for request in requests {
        let Error::Request(error) = failed(request).await else { panic!() };
        shown.insert(format!("{:?}", error.part()), error.to_string());
    }
    let expected = [
        ("Path", "getX: path parameter id: the value would change the path"),
        ("Query", "getX: query parameter q: cannot serialize the value: key must be a string"),
        ("Header", "getX: header x-h: the value contains a line break or control character"),
        ("Cookie", "getX: cookie c: cannot serialize the value: key must be a string"),
        (
            "Body",
            "getX: body a: the body is neither a JSON object nor a form, so this member cannot be added",
        ),
        ("BaseUrl", "getX: base URL: the base URL \"example.com\" must start with https:// or http://"),
    ];
    check("error/mod.rs", "RequestPart", &shown, &expected);
}

#[tokio::test]
async fn transport_errors() {
    use TransportErrorKind::{Body, Connect, Interrupted, NoRuntime, Other, Save, Timeout, Tls, Upload};
    let mut shown = Shown::new();
    for kind in [Connect, Tls, Interrupted, Timeout, Body, Upload, Save, NoRuntime, Other] {
        let fake = Fake::new().fail(TransportError::new(kind, "why"));
        shown.insert(format!("{kind:?}"), failed(fake.client().request(GET)).await.to_string());
    }
    let expected = [
        ("Connect", "getX: could not connect: why"),
        ("Tls", "getX: TLS handshake failed: why"),
        ("Interrupted", "getX: the connection was closed before a response was received: why"),
        ("Timeout", "getX: timed out: why"),
        ("Body", "getX: could not read the response body: why"),
        ("Upload", "getX: could not read the request body: why"),
        ("Save", "getX: could not write the response body: why"),
        ("NoRuntime", "getX: no tokio runtime: why"),
        ("Other", "getX: could not send the request: why"),
    ];
    check("transport/error.rs", "TransportErrorKind", &shown, &expected);
}

/// A custom token source without a token.
struct NoToken;

impl TokenSource for NoToken {
    fn token<'a>(&'a self, _: &'a LoginContext) -> BoxFuture<'a, Result<AccessToken, AuthError>> {
        Box::pin(async { Err(AuthError::new("the vault is locked")) })
    }

    fn needs_token_url(&self) -> bool {
        false
    }
}

#[tokio::test]
async fn authentication_errors() {
    let application = |fake: Fake| fake.builder().login(OAuth2::client_credentials("id", "s3cret"));
    let refusal = r#"{"error":"invalid_client","description":"no such client"}"#;
    let unreached = TransportError::new(TransportErrorKind::Connect, "why");
    let builders: [ClientBuilder; 4] = [
        application(Fake::new().respond(400, &[("content-type", "application/json")], refusal)),
        application(Fake::new().fail(unreached)),
        application(Fake::new().json("{}")),
        Fake::new().builder().login(NoToken),
    ];
    let mut errors = Vec::new();
    for builder in builders {
        errors.push(failed(builder.build().unwrap().request(GET)).await);
    }
    errors.push(Authorize::new("id", "app:/cb").code_from("app:/cb").unwrap_err());
    let mut shown = Shown::new();
    for error in errors {
        let Error::Auth(error) = error else { panic!("{error:?}") };
        shown.insert(format!("{:?}", error.kind()), error.to_string());
    }
    let expected = [
        ("Refused", "getX: authentication failed: 400 Bad Request: invalid_client: no such client"),
        ("Transport", "getX: authentication failed: could not connect: why"),
        (
            "InvalidResponse",
            "getX: authentication failed: 200 OK: the response is not a JSON object with an access_token",
        ),
        ("Source", "getX: authentication failed: the vault is locked"),
        (
            "Redirect",
            "authentication failed: the redirect does not belong to this login: the code is missing",
        ),
    ];
    check("error/auth.rs", "AuthErrorKind", &shown, &expected);
}

static BY_NUMBER: Paging = Paging::number("page").first(1).items("/list").more("/more");
static BY_LINK: Paging = Paging::link("/next").items("/list");
static BY_ANSWER: Paging = Paging::number("page").items("/list").current("/page").more("/more");

/// Returns the first error of a list.
async fn list_error(responses: &[&str], paging: &'static Paging, from: Option<&str>) -> Error {
    let fake = responses.iter().fold(Fake::new(), |fake, response| fake.json(response));
    let mut pages: Pages<Json<Value>> = Pages::new(fake.client().request(GET), paging);
    if let Some(position) = from {
        pages = pages.starting_at(position.parse::<Position>().unwrap());
    }
    loop {
        if let Err(error) = pages.next().await.expect("an error occurs before the end") {
            return error;
        }
    }
}

#[tokio::test]
async fn pagination_errors() {
    let (full, empty) = (r#"{"list":[1],"more":true}"#, r#"{"list":[],"more":true}"#);
    let errors = [
        list_error(&[full, full], &BY_NUMBER, None).await,
        list_error(&[empty, empty, empty, empty], &BY_NUMBER, None).await,
        list_error(&[r#"{"list":[1],"next":"https://evil.example/x"}"#], &BY_LINK, None).await,
        list_error(&[r#"{"list":[1],"next":"/a b"}"#], &BY_LINK, None).await,
        list_error(&[full], &BY_ANSWER, None).await,
        list_error(&[full], &BY_NUMBER, Some("number:0:9223372036854775807")).await,
        list_error(&[], &BY_LINK, Some("number:0:2")).await,
    ];
    let mut shown = Shown::new();
    for error in errors {
        let Error::Paging(error) = error else { panic!("{error:?}") };
        shown.insert(format!("{:?}", error.kind()), error.to_string());
    }
    let expected = [
        ("Repeated", "getX: the server returned the same page again instead of the next one"),
        ("EmptyPages", "getX: 3 consecutive pages had no items, although the server reports more"),
        (
            "ForeignLink",
            "getX: the link to the next page points to another scheme, host or port, or outside the base URL's path, where credentials are not sent",
        ),
        ("UnusableLink", "getX: the link to the next page is not a usable URL"),
        ("OutOfRange", "getX: the number of the next page does not fit in a 64-bit integer"),
        ("UnknownPage", "getX: the response does not contain its page number"),
        (
            "ForeignPosition",
            "getX: the starting position belongs to an operation with a different paging style",
        ),
    ];
    check("error/paging.rs", "PagingErrorKind", &shown, &expected);
}

/// Returns the error of a long-running operation with this status link and these status responses.
async fn polling_error(link: &str, responses: &[&str]) -> Error {
    let started = Fake::new().respond(202, &[("operation-location", link)], "");
    let fake = responses.iter().fold(started, |fake, response| fake.json(response));
    let client = fake.builder().clock(SkippingClock::new(1.0)).build().unwrap();
    Poller::<EmptyBody>::new(client.request(GET)).until_done().await.unwrap_err()
}

#[tokio::test]
async fn polling_errors() {
    let failed = r#"{"status":"Failed","error":{"code":"Quota","message":"too many"}}"#;
    let errors = [
        polling_error("/status", &[failed]).await,
        polling_error("/status", &[r#"{"status":"Canceled"}"#]).await,
        polling_error("", &[]).await,
        polling_error("/status", &["{}"]).await,
        polling_error("https://evil.example/x", &[]).await,
        polling_error("/a b", &[]).await,
    ];
    let mut shown = Shown::new();
    for error in errors {
        let Error::Polling(error) = error else { panic!("{error:?}") };
        shown.insert(format!("{:?}", error.kind()), error.to_string());
    }
    let expected = [
        ("Failed", "getX: the operation failed: Quota: too many"),
        ("Canceled", "getX: the operation was canceled"),
        (
            "NoStatusLink",
            "getX: the server accepted the operation, but its response contains no link to the status",
        ),
        ("NoStatus", "getX: the status response contains no status"),
        (
            "ForeignLink",
            "getX: the link to the status or the result points to another scheme, host or port, or outside the base URL's path, where credentials are not sent",
        ),
        ("UnusableLink", "getX: the link to the status or the result is not a usable URL"),
    ];
    check("error/polling.rs", "PollingErrorKind", &shown, &expected);
}

#[tokio::test]
async fn errors_of_calls() {
    let response = |status, body: &str| {
        Fake::new().respond(status, &[("content-type", "application/json")], body.to_owned())
    };
    let errors = [
        failed(response(404, r#"{"message":"gone","code":"not.found"}"#).client().request(GET)).await,
        failed(response(200, "[1,]").client().request(GET)).await,
        failed(Fake::new().fail(TransportError::timeout(None)).client().request(GET)).await,
        failed(Fake::new().builder().login(NoToken).build().unwrap().request(GET)).await,
        failed(Fake::new().client().request(OF_ID)).await,
        list_error(&[], &BY_LINK, Some("number:0:2")).await,
        polling_error("/status", &["{}"]).await,
        ClientBuilder::new(&PROFILE).base_url("").build().unwrap_err(),
    ];
    let mut shown = Shown::new();
    for error in errors {
        let name = format!("{error:?}").split('(').next().unwrap().to_owned();
        assert!(!error.to_string().contains('\n'), "{error}");
        shown.insert(name, error.to_string());
    }
    let expected = [
        ("Api", "getX: 404 Not Found: gone (code not.found)"),
        (
            "Decode",
            "getX: 200 OK, but the body cannot be decoded: [1]: trailing comma at line 1 column 4, near `[1,]`",
        ),
        ("Transport", "getX: timed out"),
        ("Auth", "getX: authentication failed: the vault is locked"),
        ("Request", "getX: path parameter id: no value is set"),
        ("Paging", "getX: the starting position belongs to an operation with a different paging style"),
        ("Polling", "getX: the status response contains no status"),
        ("Config", "client configuration: no base URL is set"),
    ];
    check("error/mod.rs", "Error", &shown, &expected);
    let silent =
        Fake::new().respond(500, &[], "").client().request(GET).send::<EmptyBody>().await.unwrap_err();
    assert_eq!(silent.to_string(), "getX: 500 Internal Server Error: no message");
}

/// A direction mark, a tag, a soft hyphen, annotations, terminal commands (C1 and ESC), a line separator.
const HOSTILE: &str = "a\u{202e}\u{e0041}\u{ad}\u{61c}\u{180e}\u{fff9}\u{9b}2J\u{1b}[31m\u{2028}b";

/// Neither an API description nor a server can inject terminal commands or invisible characters into an error.
#[tokio::test]
async fn no_error_shows_hidden_characters() {
    const NAMED: Operation = Operation::get("get\u{202e}\u{1b}[31mX", "/x/{id}");
    let json = serde_json::json!({"message": HOSTILE, "code": HOSTILE, "contextId": HOSTILE}).to_string();
    let response = |status, body: &str| {
        Fake::new().respond(status, &[("content-type", "application/json")], body.to_owned())
    };
    let hostile_status =
        serde_json::json!({"status": "failed", "error": {"code": HOSTILE, "message": HOSTILE}}).to_string();
    let refusal = serde_json::json!({"error": HOSTILE, "description": HOSTILE}).to_string();
    let login =
        |fake: Fake| fake.builder().login(OAuth2::client_credentials("id", "s3cret")).build().unwrap();
    let cause = TransportError::new(TransportErrorKind::Connect, HOSTILE);
    let found = || Fake::new().client().request(NAMED).path("id", "1");
    let errors = [
        failed(response(404, &json).client().request(GET)).await,
        failed(response(404, HOSTILE).client().request(GET)).await,
        failed(response(200, HOSTILE).client().request(GET)).await,
        failed(response(200, "[1,]").client().request(NAMED).path("id", "1")).await,
        failed(Fake::new().fail(cause).client().request(NAMED).path("id", "1")).await,
        failed(login(response(400, &refusal)).request(GET)).await,
        failed(login(response(400, HOSTILE)).request(GET)).await,
        polling_error("/status", &[&hostile_status]).await,
        failed(found().query(HOSTILE, &std::collections::BTreeMap::from([([1], 2)]))).await,
        failed(found().header(HOSTILE, "x")).await,
        failed(found().options(RequestOptions::new().base_url(HOSTILE))).await,
        ClientBuilder::new(&PROFILE).base_url(HOSTILE).build().unwrap_err(),
        ClientBuilder::new(&PROFILE).user_agent(HOSTILE).build().unwrap_err(),
    ];
    let is_seen = |c: char| !c.is_control() && !HOSTILE.chars().any(|hidden| hidden == c && !c.is_ascii());
    for error in errors {
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(text.chars().all(is_seen), "{text:?}");
        }
    }
}
