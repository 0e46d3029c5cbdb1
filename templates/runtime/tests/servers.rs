//! The server for a call: the client's server, a server in the description, an operation's server, or a
//! custom server.

mod support;

use runtime::runtime::{
    ClientBuilder, EmptyBody, Error, Gateway, Operation, Profile, RequestOptions, server_url,
};
use support::{Fake, PROFILE};

const UPLOAD: Operation = Operation::post("upload", "/files").at("https://uploads.example.com/v2");
const RELATIVE: Operation = Operation::get("getOld", "/x").at("/old/v1");
const UNSAFE: Operation = Operation::get("getUnsafe", "/x").at("http://plain.example.com");

async fn url(builder: ClientBuilder, operation: Operation) -> String {
    let fake = Fake::new();
    let client = builder.transport(fake.clone()).build().unwrap();
    client.request(operation).send::<EmptyBody>().await.unwrap();
    fake.only().url.clone()
}

#[tokio::test]
async fn an_operation_can_declare_a_server() {
    let fake = Fake::new();
    fake.client().request(UPLOAD).send::<EmptyBody>().await.unwrap();
    let request = fake.only();
    assert_eq!(request.url, "https://uploads.example.com/v2/files");
    assert_eq!(support::header(&request, "authorization"), "Bearer t0ken-5ecret");

    let builder = || ClientBuilder::new(&PROFILE).access_token("t0ken");
    assert_eq!(url(builder(), RELATIVE).await, "https://api.example.com/old/v1/x");
    let listed = builder().listed_server("https://eu.example.com/v1".to_owned());
    assert_eq!(url(listed, UPLOAD).await, "https://uploads.example.com/v2/files");
    let listed = builder().listed_server("https://eu.example.com/v1".to_owned());
    assert_eq!(url(listed, RELATIVE).await, "https://eu.example.com/old/v1/x");
}

#[tokio::test]
async fn a_custom_base_url_overrides_it() {
    let builder = || ClientBuilder::new(&PROFILE).base_url("http://localhost:9/pre").access_token("t0ken");
    assert_eq!(url(builder(), UPLOAD).await, "http://localhost:9/pre/files");
    assert_eq!(url(builder(), RELATIVE).await, "http://localhost:9/old/v1/x");
    let gateway = ClientBuilder::new(&PROFILE).gateway(Gateway::new("gw.example.com").api_path("api"));
    assert_eq!(url(gateway, UPLOAD).await, "https://gw.example.com/api/files");

    let fake = Fake::new();
    let options = RequestOptions::new().base_url("https://other.example.com");
    fake.client().request(UPLOAD).options(options).send::<EmptyBody>().await.unwrap();
    let request = fake.only();
    assert_eq!(request.url, "https://other.example.com/files");
    assert!(!request.headers.contains_key("authorization"));
}

#[tokio::test]
async fn credentials_are_not_sent_to_an_unencrypted_server() {
    let error = Fake::new().client().request(UNSAFE).send::<EmptyBody>().await.unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error}");
    assert!(error.to_string().contains("credentials require an https base URL"), "{error}");
    assert_eq!(url(ClientBuilder::new(&PROFILE), UNSAFE).await, "http://plain.example.com/x");
}

#[test]
fn a_description_without_a_host_requires_a_base_url() {
    static PATH: Profile = Profile::new("Test API").base_url("/api/v3");
    let error = ClientBuilder::new(&PATH).build().unwrap_err().to_string();
    assert!(
        error.contains("declares no host: set one with base_url(), such as https://api.example.com/api/v3"),
        "{error}"
    );
    let client =
        ClientBuilder::new(&PATH).transport(Fake::new()).gateway(Gateway::new("gw.example.com")).build();
    assert_eq!(client.unwrap().base_url(), "https://gw.example.com/api/v3");
}

#[test]
fn values_stay_in_their_part_of_the_url() {
    let host = |value| server_url("https://{tenant}.example.com/v1/", &[("tenant", value, "demo/x")]);
    assert_eq!(host("acme"), "https://acme.example.com/v1");
    assert_eq!(host("evil.com/"), "https://evil.com%2F.example.com/v1");
    assert_eq!(host("a@evil.com?#\\"), "https://a%40evil.com%3F%23%5C.example.com/v1");
    assert_eq!(host("demo/x"), "https://demo/x.example.com/v1");
    for value in [
        "",
        ".",
        "a..b",
        "evil.com/",
        "evil.com?",
        "evil.com#",
        "user@evil.com:80",
        "evil.com\\",
        "{tenant}",
        "a b",
    ] {
        let builder = ClientBuilder::new(&PROFILE).transport(Fake::new()).listed_server(host(value));
        assert!(builder.build().is_err(), "{value}");
    }
    let error = ClientBuilder::new(&PROFILE).listed_server(host("")).build().unwrap_err();
    assert!(matches!(error, Error::Config(_)), "{error:?}");
    assert!(
        error.to_string().contains(r#""https://.example.com/v1" has an empty label in its host"#),
        "{error}"
    );
    let rooted = ClientBuilder::new(&PROFILE).transport(Fake::new()).base_url("https://example.com.");
    assert!(rooted.build().is_ok());
    let path = |value| server_url("https://example.com/{base}/v1", &[("base", value, "")]);
    assert_eq!(path("a/b"), "https://example.com/a/b/v1");
    assert_eq!(path("a?b#c%d[]"), "https://example.com/a%3Fb%23c%25d%5B%5D/v1");
    let whole = [("scheme", "https", ""), ("host", "h:8080", ""), ("url", "https://h/p", "")];
    assert_eq!(server_url("{scheme}://{host}", &whole), "https://h:8080");
    assert_eq!(server_url("{url}", &whole), "https://h/p");
    assert_eq!(server_url("https://h/{none}/{host", &whole), "https://h/{none}/{host");
}
