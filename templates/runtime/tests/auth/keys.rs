//! API keys and Basic authentication: their location in a request, and the requests that do not contain them.

use runtime::runtime::{ApiKey, ClientBuilder, EmptyBody, Error, Operation, RequestOptions, Scheme};

use crate::double::{GET, application};
use crate::support::{Fake, PROFILE, header};

const OPEN: Operation = Operation::get("getOpen", "/open").public();

fn builder(fake: &Fake) -> ClientBuilder {
    ClientBuilder::new(&PROFILE).transport(fake.clone())
}

#[tokio::test]
async fn keys_are_sent_with_each_request() {
    let fake = Fake::new();
    let client = builder(&fake)
        .key(ApiKey::header("X-App", "k 1"))
        .key(ApiKey::query("app id", "k&2"))
        .key(ApiKey::cookie("app", "k3"))
        .build()
        .unwrap();
    client.request(GET).query("q", "1").cookie("a", "b").send::<EmptyBody>().await.unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    client.request(OPEN).send::<EmptyBody>().await.unwrap();
    let other = RequestOptions::new().base_url("https://other.example.com");
    client.request(GET).options(other).send::<EmptyBody>().await.unwrap();

    let sent = fake.sent();
    assert_eq!(sent[0].url, "https://api.example.com/x?q=1&app+id=k%262");
    assert_eq!((header(&sent[0], "x-app"), header(&sent[0], "cookie")), ("k 1", "a=b; app=k3"));
    assert_eq!(sent[1].url, "https://api.example.com/x?app+id=k%262");
    assert_eq!(header(&sent[1], "cookie"), "app=k3");
    for request in &sent[2..] {
        assert!(!request.url.contains('?') && !request.headers.contains_key("x-app"), "{request:?}");
        assert!(!request.headers.contains_key("cookie"));
    }
    assert_eq!(sent[0].shown_url(), "https://api.example.com/x?q=1&app+id=[redacted]");
}

#[tokio::test]
async fn a_key_and_a_token_can_be_combined() {
    let fake = Fake::new().json(r#"{"access_token":"t0ken"}"#);
    let client = builder(&fake).key(ApiKey::header("X-App", "k1")).login(application()).build().unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    let options = RequestOptions::new().header("Authorization", "own").header("x-app", "own key");
    client.request(GET).options(options).send::<EmptyBody>().await.unwrap();
    let sent = fake.sent();
    assert!(!sent[0].headers.contains_key("x-app"), "an API key is not sent to the login server");
    assert_eq!((header(&sent[1], "x-app"), header(&sent[1], "authorization")), ("k1", "Bearer t0ken"));
    assert_eq!((header(&sent[2], "x-app"), header(&sent[2], "authorization")), ("own key", "own"));
}

#[tokio::test]
async fn basic() {
    // The example in RFC 7617, section 2.
    let fake = Fake::new();
    let client = builder(&fake).basic_auth("Aladdin", "open sesame").build().unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    client.request(OPEN).send::<EmptyBody>().await.unwrap();
    assert_eq!(header(&fake.sent()[0], "authorization"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert!(!fake.sent()[1].headers.contains_key("authorization"));
}

#[tokio::test]
async fn the_last_credentials_set_are_used() {
    let fake = Fake::new();
    let client = builder(&fake).login(application()).basic_auth("a", "b").access_token("t").build().unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    assert_eq!(header(&fake.only(), "authorization"), "Bearer t");
}

#[test]
fn credentials_are_validated() {
    let build = |change: &dyn Fn(ClientBuilder) -> ClientBuilder| change(builder(&Fake::new())).build();
    let refusal = |change: &dyn Fn(ClientBuilder) -> ClientBuilder| match build(change) {
        Err(error @ Error::Config(_)) => error.to_string(),
        other => panic!("{other:?}"),
    };
    for (key, reason) in [
        (ApiKey::header("", "s3cret"), "has no name or is empty"),
        (ApiKey::query("a", ""), "has no name or is empty"),
        (ApiKey::header("a b", "s3cret"), "does not have a valid header name"),
        (ApiKey::header("host", "s3cret"), "reserved for the transport"),
        (ApiKey::header("x-a", "s3cret\r\nx-b: c"), "contains a line break"),
        (ApiKey::header("x-a", "s3cret "), "a leading or trailing space"),
        (ApiKey::cookie("a", "s3cret; b=c"), "not allowed in a cookie"),
        (ApiKey::cookie("a;b", "s3cret"), "not allowed in a cookie"),
    ] {
        let text = refusal(&|builder| builder.key(key.clone()));
        assert!(text.contains(reason) && !text.contains("s3cret"), "{text}");
    }
    let text = refusal(&|builder| builder.basic_auth("a:b", "s3cret"));
    assert!(text.contains("colon") && !text.contains("s3cret"), "{text}");
    assert!(refusal(&|builder| builder.basic_auth("a", "s3cret\n")).contains("line break"));
    let key = || ApiKey::header("Authorization", "s3cret");
    assert!(build(&|builder| builder.key(key())).is_ok());
    assert!(refusal(&|builder| builder.key(key()).access_token("t")).contains("authorization is set both"));
    assert!(refusal(&|builder| builder.key(key()).key(key())).contains("authorization is set both"));
    let header = |builder: ClientBuilder| builder.key(key()).default_header("authorization", "x");
    assert!(refusal(&header).contains("authorization is set both"));
    for open in [ApiKey::query("a", "b"), ApiKey::cookie("a", "b"), ApiKey::header("a", "b")] {
        let text = refusal(&|builder| builder.base_url("http://example.com").key(open.clone()));
        assert!(text.contains("credentials require an https base URL"), "{text}");
    }
}

#[tokio::test]
async fn a_value_stays_in_its_segment() {
    let fake = Fake::new();
    let client = builder(&fake).build().unwrap();
    let group = || client.request(Operation::get("getGroup", "/groups/{id}/members"));
    for value in
        ["..", ".", "", "%2e%2e", "../../users", "a/b", "a%2fb", "a?b#c", "\\..\\", ";x=y", "\u{2025}"]
    {
        let _ = group().path("id", value).send::<EmptyBody>().await;
    }
    let sent: Vec<String> = fake.sent().into_iter().map(|request| request.url).collect();
    let path = |segment: &str| format!("https://api.example.com/groups/{segment}/members");
    assert_eq!(
        sent,
        [
            path("%252e%252e"),
            path("..%2F..%2Fusers"),
            path("a%2Fb"),
            path("a%252fb"),
            path("a%3Fb%23c"),
            path("%5C..%5C"),
            path("%3Bx%3Dy"),
            path("%E2%80%A5"),
        ]
    );
}

/// Returns the `authorization`, `x-app` and `x-key` headers of a request.
async fn sent(builder: ClientBuilder, fake: &Fake, operation: Operation) -> [Option<String>; 3] {
    let client = builder.build().unwrap();
    client.request(operation).send::<EmptyBody>().await.unwrap();
    let request = fake.sent().pop().unwrap();
    ["authorization", "x-app", "x-key"]
        .map(|name| request.headers.get(name).map(|value| value.to_str().unwrap().to_owned()))
}

#[tokio::test(start_paused = true)]
async fn an_operation_sends_the_credentials_that_its_security_requires() {
    const ADMIN: Operation = Operation::get("a", "/a").secured(&[&[Scheme::Bearer("admin")]]);
    const BOTH: Operation = Operation::get("b", "/b").secured(&[&[Scheme::Key("app"), Scheme::Key("key")]]);
    const EITHER: Operation =
        Operation::get("e", "/e").secured(&[&[Scheme::Key("key")], &[Scheme::Basic("user")]]);
    const OPEN: Operation = Operation::get("o", "/o").secured(&[&[], &[Scheme::Key("app")]]);
    let fake = Fake::new();
    let all = || {
        builder(&fake)
            .access_token("plain")
            .basic_auth("u", "p")
            .scheme_token("admin", "root")
            .scheme_key("app", ApiKey::header("X-App", "a"))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(sent(all(), &fake, ADMIN).await, [some("Bearer root"), None, None]);
    assert_eq!(sent(all(), &fake, EITHER).await, [some("Basic dTpw"), None, None]);
    assert_eq!(sent(all(), &fake, OPEN).await, [None, some("a"), None]);
    // Only one of the two required keys is set. It is sent anyway, and the server decides whether to accept
    // it.
    assert_eq!(sent(all(), &fake, BOTH).await, [some("Basic dTpw"), some("a"), None]);
    let complete = all().scheme_key("key", ApiKey::header("X-Key", "k"));
    assert_eq!(sent(complete, &fake, BOTH).await, [None, some("a"), some("k")]);
    let plain = builder(&fake).access_token("plain");
    assert_eq!(sent(plain, &fake, ADMIN).await, [some("Bearer plain"), None, None]);
    let gateway = all().key(ApiKey::header("X-Key", "gate"));
    assert_eq!(sent(gateway, &fake, ADMIN).await, [some("Bearer root"), None, some("gate")]);
    assert_eq!(sent(builder(&fake), &fake, ADMIN).await, [None, None, None]);
}

#[tokio::test(start_paused = true)]
async fn credentials_are_sent_if_no_security_is_declared() {
    const SILENT: Operation = Operation::get("s", "/s").public();
    let fake = Fake::new();
    let plain = || builder(&fake).access_token("t");
    assert_eq!(sent(plain(), &fake, SILENT).await[0], None);
    assert_eq!(sent(plain().always_authorize(), &fake, SILENT).await[0].as_deref(), Some("Bearer t"));
}
