//! Typical uses of the crate: the README's example, values that are newer than the crate, errors, and per-call options.
//!
//! This file is hand-written; the generator never changes it.

use std::time::Duration;

use purecloud_platform_client_v2::api::groups::SortOrder;
use purecloud_platform_client_v2::models::{ErrorBody, Group, GroupState, GroupUpdate};
use purecloud_platform_client_v2::runtime::Reading;
use purecloud_platform_client_v2::{Client, Error, Region, RequestOptions, Result};
use serde_json::json;
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn server_with(mock: Mock) -> (MockServer, Client) {
    let server = MockServer::start().await;
    mock.expect(1).mount(&server).await;
    let client = Client::builder().base_url(server.uri()).access_token("secret-token").build().unwrap();
    (server, client)
}

/// The README's example, with a client as its argument.
async fn list(client: &Client) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let page = client.groups().get_groups().page_size(50).sort_order(SortOrder::Ascending).await?;
    for group in page.entities.unwrap_or_default() {
        names.push(format!("{}: {:?} members", group.name, group.member_count));
    }
    Ok(names)
}

#[tokio::test]
async fn groups_are_listed() {
    let group = json!({"name": "A", "memberCount": 3, "type": "official", "rulesVisible": true, "visibility": "public"});
    let mock = Mock::given(method("GET"))
        .and(path("/api/v2/groups"))
        .and(query_param("pageSize", "50"))
        .and(query_param("sortOrder", "ascending"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"entities": [group], "pageSize": 50})));
    let (_server, client) = server_with(mock).await;
    assert_eq!(list(&client).await.unwrap(), ["A: Some(3) members"]);
}

#[test]
fn a_value_newer_than_the_crate_is_preserved() {
    let text = r#"{"name":"A","state":"hibernating","type":"official","rulesVisible":true,"visibility":"public"}"#;
    let group: Group = serde_json::from_str(text).unwrap();
    let state = group.state.clone().unwrap();
    assert_eq!(state.as_str(), "hibernating");
    assert!(matches!(state, GroupState::Unknown(_)));
    assert_eq!(serde_json::to_string(&group).unwrap(), text);
    // A documented value is never `Unknown`.
    assert_eq!(GroupState::from("active"), GroupState::Active);
}

#[tokio::test]
async fn an_error_contains_all_details() {
    let body = json!({"message": "No such group.", "code": "not.found", "status": 404, "contextId": "in-the-body"});
    let response = ResponseTemplate::new(404).set_body_json(body).insert_header("ININ-Correlation-Id", "5f3a");
    let (_server, client) = server_with(Mock::given(method("GET")).respond_with(response)).await;
    let error = client.groups().get_group("8b3c").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getGroup: 404 Not Found: No such group. (code not.found, correlation id 5f3a)"
    );
    let Error::Api(error) = error else { panic!("{error:?}") };
    let declared: ErrorBody = error.decode().unwrap();
    assert_eq!(declared.context_id.as_deref(), Some("in-the-body"));
    assert!(!format!("{error:?}").contains("secret-token"));
}

#[tokio::test]
async fn a_decoding_error_names_the_location() {
    let response = json!({"entities": [{"name": "A"}, {"name": 7}]});
    let mock = Mock::given(method("GET")).respond_with(ResponseTemplate::new(200).set_body_json(response));
    let server = MockServer::start().await;
    mock.expect(1).mount(&server).await;
    let builder = Client::builder().base_url(server.uri()).access_token("secret-token");
    let client = builder.reading(Reading::Strict).build().unwrap();
    let text = client.groups().get_groups().await.unwrap_err().to_string();
    assert!(text.starts_with("getGroups: "), "{text}");
    assert!(text.contains("entities[0]") && text.contains("missing field `type`"), "{text}");
}

#[tokio::test]
async fn one_call_can_differ() {
    let mock = Mock::given(method("PUT")).and(header("x-trace", "7")).and(query_param("dryRun", "true"));
    let group = json!({"name": "A", "type": "official", "rulesVisible": true, "visibility": "public"});
    let (server, client) = server_with(mock.respond_with(ResponseTemplate::new(200).set_body_json(group))).await;
    let options = RequestOptions::new().header("x-trace", "7").query("dryRun", "true").timeout(Duration::from_secs(5));
    let update = GroupUpdate::new(3).name("A").owner_ids(["u1", "u2"]);
    let reply = client.groups().put_group("8b3c").body(&update).options(options).send().await.unwrap();
    assert_eq!(reply.status().as_u16(), 200);
    let sent: serde_json::Value = server.received_requests().await.unwrap()[0].body_json().unwrap();
    assert_eq!(sent, json!({"name": "A", "version": 3, "ownerIds": ["u1", "u2"]}));
}

#[test]
fn regions_are_those_of_the_document() {
    assert_eq!(Region::default().base_url(), "https://api.mypurecloud.com");
    assert_eq!(Region::EuWest1.base_url(), "https://api.mypurecloud.ie");
    assert_eq!("usw2.pure.cloud".parse::<Region>().unwrap(), Region::UsWest2);
    assert!("evil.example/".parse::<Region>().is_err());
    assert_eq!(Region::ALL.len(), 15);
}

#[test]
fn calls_can_move_between_threads() {
    fn is_send<T: Send + 'static>(_: &T) {}
    let client = Client::builder().access_token("t").build().unwrap();
    let call = client.groups().get_group("8b3c");
    is_send(&call);
    is_send(&client.groups().get_groups().send());
    is_send(&client.groups().get_groups().into_future());
    is_send(&client.groups().get_groups().pages());
    is_send(&client.groups().get_groups().items());
}
