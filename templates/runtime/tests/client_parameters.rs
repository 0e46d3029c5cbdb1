//! Client-level parameters: the client's values, a request's values, and missing values, on a scripted transport and a
//! real server.

mod support;

use runtime::runtime::{
    Client, ClientBuilder, ClientParameter, EmptyBody, Error, Operation, Request, RequestOptions,
    RequestPart, Style,
};
use serde_json::json;
use support::{Fake, header};

const ACCOUNT: ClientParameter = ClientParameter::path("account", "account");
const VERSION: ClientParameter = ClientParameter::query("version", "api-version").default("\"2024\"");
const ZONES: ClientParameter = ClientParameter::query("zones", "zones").style(Style::Form);
const OFFICE: ClientParameter = ClientParameter::header("office", "X-Office");

/// Creates a request for an operation with all parameters; the zones are optional.
fn list(client: &Client) -> Request {
    let operation = Operation::get("list", "/{account}/things");
    client.request(operation.with_client_parameters(const { &[ACCOUNT, VERSION, OFFICE, ZONES.optional()] }))
}

fn with_values(builder: ClientBuilder) -> ClientBuilder {
    builder.client_parameter("account", &7).client_parameter("office", "north")
}

async fn send(request: Request) -> Result<(), Error> {
    request.send::<EmptyBody>().await.map(|_| ())
}

#[tokio::test]
async fn the_client_fills_in_its_values_and_defaults() {
    let fake = Fake::new();
    let client = with_values(fake.builder()).client_parameter("zones", &["a", "b c"]).build().unwrap();
    send(list(&client).query("q", "x")).await.unwrap();
    let request = fake.only();
    assert_eq!(request.url, "https://api.example.com/7/things?q=x&api-version=2024&zones=a,b+c");
    assert_eq!(header(&request, "x-office"), "north");
}

#[tokio::test]
async fn optional_parameters_are_sent_only_if_set() {
    let fake = Fake::new();
    send(list(&with_values(fake.builder()).build().unwrap())).await.unwrap();
    assert_eq!(fake.only().url, "https://api.example.com/7/things?api-version=2024");
}

#[tokio::test]
async fn a_request_overrides_the_client() {
    let fake = Fake::new();
    let client = with_values(fake.builder()).client_parameter("version", "2025").build().unwrap();
    let request =
        list(&client).path("account", "a/b").query("api-version", "2026").header("X-Office", "south");
    send(request).await.unwrap();
    let options = RequestOptions::new().query("api-version", "2027").header("x-office", "west");
    send(list(&client).options(options)).await.unwrap();
    let [first, second] = &fake.sent()[..] else { panic!("two requests are sent") };
    assert_eq!(first.url, "https://api.example.com/a%2Fb/things?api-version=2026");
    assert_eq!(first.headers.get_all("x-office").iter().collect::<Vec<_>>(), ["south"]);
    assert_eq!(second.url, "https://api.example.com/7/things?api-version=2027");
    assert_eq!(second.headers.get_all("x-office").iter().collect::<Vec<_>>(), ["west"]);
}

#[tokio::test]
async fn a_missing_value_fails_the_call_before_it_is_sent() {
    let fake = Fake::new();
    let client = fake.builder().client_parameter("account", &7).build().unwrap();
    let error = send(list(&client)).await.unwrap_err();
    let Error::Request(error) = &error else { panic!("{error}") };
    assert_eq!((error.part(), error.name()), (RequestPart::Header, "X-Office"));
    assert!(error.to_string().contains("call `office` on the client builder or on the request"), "{error}");
    assert!(fake.sent().is_empty());
}

#[tokio::test]
async fn an_operation_without_the_parameters_needs_no_values() {
    let fake = Fake::new();
    send(fake.client().request(Operation::get("free", "/free"))).await.unwrap();
    assert_eq!(fake.only().url, "https://api.example.com/free");
}

#[tokio::test]
async fn invalid_values_are_errors() {
    let fake = Fake::new();
    let client = with_values(fake.builder()).client_parameter("office", "a\nb").build().unwrap();
    let error = send(list(&client)).await.unwrap_err();
    assert!(error.to_string().contains("X-Office"), "{error}");
    let client = with_values(fake.builder()).client_parameter("account", "..").build().unwrap();
    assert!(send(list(&client)).await.unwrap_err().to_string().contains("would change the path"));
    let map = std::collections::BTreeMap::from([(vec![1], 1)]);
    let error = fake.builder().client_parameter("account", &map).build().unwrap_err();
    assert!(error.to_string().contains("account"), "{error}");
    assert!(fake.sent().is_empty());
}

/// The API declares `X-Office` as a secret.
#[tokio::test]
async fn a_secret_is_sent_only_to_the_servers_of_the_client() {
    let fake = Fake::new();
    let client = with_values(fake.builder()).build().unwrap();
    let elsewhere = || RequestOptions::new().base_url("https://other.example.com");
    let error = send(list(&client).options(elsewhere())).await.unwrap_err();
    assert!(error.to_string().contains("not sent to another server"), "{error}");
    assert!(fake.sent().is_empty());
    send(list(&client).header("X-Office", "south").options(elsewhere())).await.unwrap();
    let request = fake.only();
    assert_eq!(request.url, "https://other.example.com/7/things?api-version=2024");
    assert_eq!(header(&request, "x-office"), "south");
    assert!(!format!("{request:?} {client:?}").contains("south"));
}

#[tokio::test]
async fn a_real_server_receives_them() {
    let server = wiremock::MockServer::start().await;
    let response = wiremock::ResponseTemplate::new(200).set_body_json(json!({}));
    wiremock::Mock::given(wiremock::matchers::any()).respond_with(response).mount(&server).await;
    let builder = ClientBuilder::new(&support::PROFILE).base_url(server.uri());
    let client = with_values(builder).client_parameter("version", "2025&").build().unwrap();
    send(list(&client)).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    let [request] = &requests[..] else { panic!("one request is sent") };
    assert_eq!(request.url.path(), "/7/things");
    assert_eq!(request.url.query(), Some("api-version=2025%26"));
    assert_eq!(request.headers.get("x-office").unwrap(), "north");
}
