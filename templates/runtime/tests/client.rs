//! Building clients, the headers of each request, and the destinations of credentials.

mod support;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use runtime::runtime::{
    Call, ClientBuilder, Decode, EmptyBody, Error, Operation, Profile, RequestOptions, TransportResponse,
    Unreadable,
};
use support::{Fake, PROFILE, header};

const GET: Operation = Operation::get("getX", "/x");
const OPEN: Operation = Operation::get("getOpen", "/open").public();

fn refusal(builder: ClientBuilder) -> String {
    match builder.build() {
        Err(error @ Error::Config(_)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn each_request_has_the_headers_of_the_api() {
    let fake = Fake::new();
    fake.client().request(GET).send::<EmptyBody>().await.unwrap();
    let request = fake.only();
    assert_eq!(request.url, "https://api.example.com/x");
    assert_eq!(request.method, "GET");
    assert_eq!(request.operation, "getX");
    assert_eq!(request.timeout, Some(Duration::from_secs(60)));
    assert_eq!(request.max_response_bytes, 512 * 1024 * 1024);
    assert_eq!(header(&request, "accept"), "application/json");
    assert_eq!(header(&request, "authorization"), "Bearer t0ken-5ecret");
    assert_eq!(header(&request, "user-agent"), "test-sdk/1");
    assert_eq!(header(&request, "x-sdk"), "7.0");
    assert!(!request.headers.contains_key("content-type"));
    assert!(request.body.is_empty());
}

/// Decodes a response into a type that is not `Send`.
#[derive(Debug)]
enum Counted {}

impl Decode for Counted {
    type Output = Rc<usize>;

    fn decode(response: &TransportResponse) -> Result<Self::Output, Unreadable> {
        Ok(Rc::new(response.body.len()))
    }
}

#[tokio::test]
async fn a_call_is_send_regardless_of_its_response() {
    fn is_send<T: Send + 'static>(call: T) -> T {
        call
    }
    let client = Fake::new().client();
    let call = is_send(client.request(GET).send::<Counted>());
    assert_eq!(*call.await.unwrap().into_body(), 2);
    assert_eq!(*is_send(Call::new(client.request(GET).send::<Counted>())).await.unwrap(), 2);
}

#[tokio::test]
async fn a_body_sets_its_content_type() {
    let fake = Fake::new();
    let request = fake.client().request(Operation::post("postX", "/x").accept("text/plain")).json(&["a"]);
    request.send::<EmptyBody>().await.unwrap();
    let request = fake.client().request(Operation::put("putX", "/x")).body("image/png", b"\x89PNG");
    request.send::<EmptyBody>().await.unwrap();

    let sent = fake.sent();
    assert_eq!((sent[0].method.as_str(), &sent[0].body[..]), ("POST", &b"[\"a\"]"[..]));
    assert_eq!(header(&sent[0], "content-type"), "application/json");
    assert_eq!(header(&sent[0], "accept"), "text/plain");
    assert_eq!((header(&sent[1], "content-type"), &sent[1].body[..]), ("image/png", &b"\x89PNG"[..]));
}

#[tokio::test(start_paused = true)]
async fn settings_override_those_of_the_api() {
    let fake = Fake::new();
    let client = fake
        .builder()
        .base_url("https://gateway.example.com:8443/pre/fix//")
        .user_agent("mine/2")
        .default_header("x-sdk", "own")
        .default_header("X-Sdk", "own again")
        .timeout(Duration::from_secs(5))
        .max_response_bytes(10)
        .build()
        .unwrap();
    assert_eq!(client.base_url(), "https://gateway.example.com:8443/pre/fix");
    client.request(GET).send::<EmptyBody>().await.unwrap();
    let request = fake.only();
    assert_eq!(request.url, "https://gateway.example.com:8443/pre/fix/x");
    assert_eq!(header(&request, "user-agent"), "mine/2");
    assert_eq!(header(&request, "x-sdk"), "own again");
    assert_eq!(request.headers.get_all("x-sdk").iter().count(), 1);
    assert_eq!(request.timeout, Some(Duration::from_secs(5)));
    assert_eq!(request.max_response_bytes, 10);

    let fake = Fake::new();
    fake.builder().no_timeout().build().unwrap().request(GET).send::<EmptyBody>().await.unwrap();
    assert_eq!(fake.only().timeout, None);
}

#[tokio::test]
async fn public_operations_send_no_credentials() {
    let fake = Fake::new();
    let client =
        fake.builder().default_header("X-Api-Key", "k3y").default_header("X-Plain", "p").build().unwrap();
    client.request(OPEN).send::<EmptyBody>().await.unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    let sent = fake.sent();
    assert_eq!((header(&sent[0], "authorization"), header(&sent[0], "x-api-key")), ("", ""));
    assert_eq!(header(&sent[0], "x-plain"), "p");
    assert_eq!(header(&sent[1], "x-api-key"), "k3y");
}

#[tokio::test]
async fn a_client_without_credentials_sends_none() {
    let fake = Fake::new();
    let client = ClientBuilder::new(&PROFILE)
        .transport(Arc::new(fake.clone()))
        .base_url("http://intranet/")
        .build()
        .unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    assert_eq!(fake.only().url, "http://intranet/x");
    assert!(!fake.only().headers.contains_key("authorization"));
}

#[test]
fn base_urls_are_checked() {
    let build = |url: &str| Fake::new().builder().base_url(url).build();
    for url in [
        "https://a.example.com",
        "HTTPS://A.example.com/",
        "http://localhost:8080",
        "http://api.localhost",
        "http://127.0.0.1:1/p",
        "http://[::1]:80",
        "https://[2001:db8::1]/x",
    ] {
        assert!(build(url).is_ok(), "{url}: {:?}", build(url));
    }
    for (url, reason) in [
        ("", "no base URL is set"),
        ("api.example.com", "must start with https:// or http://"),
        ("ftp://api.example.com", "must start with https:// or http://"),
        ("/relative", "must start with https:// or http://"),
        ("https://", "is not valid"),
        ("https://a b", "is not valid"),
        ("https://{region}.example.com", "is not valid"),
        ("https://h:99999", "has an invalid port"),
        ("https://h:", "has an invalid port"),
        ("https://h/a/../b", "must not have dot segments"),
        ("https://h?key=s3cret", "must not have a query or fragment"),
        ("https://h/#s3cret", "must not have a query or fragment"),
        ("https://me:s3cret@h", "must not contain a user name or password"),
        ("https:/me:s3cret@h", "must not contain a user name or password"),
        ("https:///me:s3cret@h", "must not contain a user name or password"),
        ("https://me:s3cret@h/a@b", "must not contain a user name or password"),
        ("http://api.example.com", "credentials require an https base URL"),
        ("http://localhost.example.com", "credentials require an https base URL"),
        ("http://128.0.0.1", "credentials require an https base URL"),
    ] {
        let text = refusal(Fake::new().builder().base_url(url));
        assert!(text.contains(reason), "{url}: {text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
}

#[test]
fn the_path_of_a_base_url_may_contain_an_at_sign() {
    assert!(Fake::new().builder().base_url("https://h/users/@me").build().is_ok());
}

#[tokio::test]
async fn empty_segments_of_a_path_are_sent() {
    for path in ["//x", "/a//b", "/a/"] {
        let fake = Fake::new();
        fake.client().request(Operation::get("x", path)).send::<EmptyBody>().await.unwrap();
        assert_eq!(fake.only().url, format!("https://api.example.com{path}"));
    }
}

#[test]
fn an_api_without_a_server_requires_a_base_url() {
    static BARE: Profile = Profile::new("Bare");
    assert!(refusal(ClientBuilder::new(&BARE)).contains("no base URL is set"));
}

#[test]
fn tokens_and_headers_are_checked() {
    let fake = Fake::new();
    for token in ["", "s3cret\n", "s3 cret", "s3cr\u{e9}t"] {
        let text = refusal(fake.builder().access_token(token));
        assert!(text.contains("access token") && !text.contains("s3"), "{text}");
    }
    assert!(
        refusal(fake.builder().default_header("Content-Length", "3")).contains("reserved for the transport")
    );
    assert!(refusal(fake.builder().default_header("a b", "c")).contains("not a valid header name"));
    assert!(refusal(fake.builder().default_header("x-a", "s3cret\r\n")).contains("header x-a"));
    assert!(refusal(fake.builder().user_agent("a\nb")).contains("header user-agent"));
    assert!(refusal(fake.builder().default_header("Authorization", "Basic x")).contains("both"));
    let http = ClientBuilder::new(&PROFILE).base_url("http://h").default_header("x-api-key", "s3cret");
    assert!(refusal(http).contains("credentials require an https"));
}

#[tokio::test]
async fn secrets_are_not_shown() {
    let fake = Fake::new().respond(200, &[("set-cookie", "session=s3cret")], "{}").respond(
        500,
        &[("set-cookie", "session=s3cret"), ("x-plain", "shown")],
        "oops",
    );
    let builder = fake
        .builder()
        .access_token("s3cret")
        .default_header("X-Api-Key", "s3cret")
        .default_header("X-Plain", "shown");
    assert!(format!("{builder:?}").contains("shown"));
    let mut shown = format!("{builder:?}{:?}", fake.builder().base_url("https://u:s3cret@h"));
    let client = builder.build().unwrap();
    shown += &format!("{client:?}");
    let fill = || {
        client
            .request(GET)
            .query("access_token", "s3cret")
            .header("X-Auth-Token", "s3cret")
            .cookie("session", "s3cret")
            .options(RequestOptions::new().header("Authorization", "s3cret").query("api_key", "s3cret"))
    };
    shown += &format!("{:?}", fill());
    shown += &format!("{:?}", fill().send::<EmptyBody>());
    let response = fill().send::<EmptyBody>().await.unwrap();
    shown += &format!("{response:?}{:?}", response.headers());
    let error = fill().send::<EmptyBody>().await.unwrap_err();
    assert!(format!("{error:?}").contains("shown"));
    shown += &format!("{error:?}{error}{:?}", error.headers());
    for request in fake.sent() {
        assert_eq!(header(&request, "authorization"), "s3cret");
        assert!(request.url.contains("access_token=s3cret"));
        shown += &format!("{request:?}{:?}", request.headers);
    }
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn a_fixed_token_is_not_renewed() {
    let fake = Fake::new().respond(401, &[], r#"{"message":"expired"}"#);
    let error = fake.client().request(GET).send::<EmptyBody>().await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    fake.only();
}
