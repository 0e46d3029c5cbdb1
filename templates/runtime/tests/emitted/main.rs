//! Hand-written code in the form that the generator emits, tested on a fake transport and over HTTP.

mod api;
mod client;
mod mock;
mod models;
mod photos;
#[path = "../support/mod.rs"]
mod support;

/// The path to the runtime in emitted code.
use ::runtime::runtime;

use std::time::Duration;

use api::groups::{DeleteGroup, GetGroup, GetGroups, Groups, PostGroups, SortOrder};
use client::PROFILE;
use models::{GroupCreate, GroupState};
use runtime::{Client, ClientBuilder, Error, RequestOptions, Transport};
use serde_json::{Value, json};
use support::{Fake, header};

const GROUP: &str = r#"{"id":"g1","name":"Sales","state":"active"}"#;

fn groups(transport: impl Transport) -> Groups {
    let builder = ClientBuilder::new(&PROFILE).access_token("t0ken").transport(transport);
    Groups::new(builder.build().unwrap())
}

#[tokio::test]
async fn a_builder_is_awaited() {
    let fake = Fake::new().json(GROUP);
    let group = groups(fake.clone()).get_group("a/b").await.unwrap();
    assert_eq!(
        (group.id.as_deref(), group.name.as_str(), group.state),
        (Some("g1"), "Sales", Some(GroupState::Active))
    );
    let request = fake.only();
    assert_eq!((request.method.as_str(), request.operation), ("GET", "getGroup"));
    assert_eq!(request.url, "https://api.example.org/api/v2/groups/a%2Fb");
    assert_eq!(header(&request, "x-sdk"), "202.0.0");
}

#[tokio::test]
async fn setters_fill_the_query() {
    let fake = Fake::new().json(r#"{"entities":[],"total":0}"#);
    let page = groups(fake.clone())
        .get_groups()
        .page_size(50)
        .id(["a", "b,c"])
        .sort_order(SortOrder::Descending)
        .colors([SortOrder::Ascending, SortOrder::Descending])
        .page_size(25);
    assert_eq!(page.await.unwrap().entities.unwrap().len(), 0);
    assert_eq!(
        fake.only().url,
        "https://api.example.org/api/v2/groups?id=a&id=b%2Cc&sortOrder=descending&colors=ascending%7Cdescending&pageSize=25"
    );
}

#[tokio::test]
async fn a_list_is_read_item_by_item_and_page_by_page() {
    let two = format!(r#"{{"entities":[{GROUP},{GROUP}]}}"#);
    let one = format!(r#"{{"entities":[{GROUP}]}}"#);
    let script = || Fake::new().json(&two).json(&one).json(r#"{"entities":[]}"#);
    let fake = script();
    let mut items = groups(fake.clone()).get_groups().page_size(2).items();
    assert!(fake.sent().is_empty());
    let mut names = Vec::new();
    while let Some(group) = items.next().await {
        names.push(group.unwrap().name);
    }
    assert_eq!(names, ["Sales"; 3]);
    assert_eq!(fake.sent()[2].url, "https://api.example.org/api/v2/groups?pageSize=2&pageNumber=3");

    let mut pages = groups(script()).get_groups().pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().entities.unwrap().len());
    }
    assert_eq!(sizes, [2, 1, 0]);
}

#[tokio::test(start_paused = true)]
async fn send_returns_the_full_response() {
    let fake = Fake::new().respond(201, &[("x-a", "b")], GROUP);
    let body = GroupCreate { name: "Sales".to_owned(), state: None };
    let options = RequestOptions::new().timeout(Duration::from_secs(5)).body_field("new", true);
    let response = groups(fake.clone()).post_groups(&body).options(options).send().await.unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["x-a"]), (201, &"b".parse().unwrap()));
    assert_eq!(&response.raw()[..], GROUP.as_bytes());
    assert_eq!(response.into_body().name, "Sales");
    let request = fake.only();
    assert_eq!(request.timeout, Some(Duration::from_secs(5)));
    assert_eq!(
        serde_json::from_slice::<Value>(&request.body).unwrap(),
        json!({"name": "Sales", "new": true})
    );
}

#[tokio::test]
async fn a_deletion_returns_no_value() {
    let fake = Fake::new().respond(204, &[], "");
    groups(fake.clone()).delete_group("g1").await.unwrap();
    assert_eq!(fake.only().method, "DELETE");
}

#[tokio::test]
async fn invalid_values_are_reported_when_the_call_is_polled() {
    let fake = Fake::new();
    let error = groups(fake.clone()).get_group("").await.unwrap_err();
    assert!(matches!(error, Error::Request(_)));
    assert_eq!(error.to_string(), "getGroup: path parameter groupId: the value is empty");
    assert!(fake.sent().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_before_the_call_is_polled() {
    let fake = Fake::new().json(GROUP);
    let groups = groups(fake.clone());
    let call = groups.get_group("g1").send();
    assert!(fake.sent().is_empty());
    call.await.unwrap();
    assert_eq!(fake.sent().len(), 1);
}

#[tokio::test]
async fn calls_run_on_other_threads() {
    let fake = Fake::new().json(GROUP).json(GROUP);
    let groups = groups(fake.clone());
    let first = tokio::spawn(groups.get_group("g1").into_future());
    let second = tokio::spawn(groups.get_group("g2").send());
    drop(groups);
    assert_eq!(first.await.unwrap().unwrap().name, "Sales");
    assert_eq!(second.await.unwrap().unwrap().body().name, "Sales");
}

#[test]
fn types_are_small_and_can_be_sent() {
    fn assert_send<T: Send + 'static>(_: &T) {}
    fn assert_clone_send_sync<T: Clone + Send + Sync + 'static>() {}
    assert_clone_send_sync::<Client>();
    assert_clone_send_sync::<Groups>();
    assert_clone_send_sync::<RequestOptions>();

    let groups = groups(Fake::new());
    let builder = groups.get_group("g1");
    assert_send(&builder);
    assert_eq!(size_of_val(&builder), size_of::<usize>());
    let send = builder.send();
    assert_send(&send);
    assert!(size_of_val(&send) <= 32);
    let call = groups.get_group("g1").into_future();
    assert_send(&call);
    assert!(size_of_val(&call) <= 32);
    assert_eq!(size_of::<(GetGroups, PostGroups, DeleteGroup, GetGroup)>(), 4 * size_of::<usize>());
}

#[test]
fn debug_shows_a_call_without_its_secrets() {
    let shown = format!("{:?}", groups(Fake::new()).get_groups().page_size(7));
    assert!(shown.contains("getGroups") && shown.contains("pageSize=7"), "{shown}");
    assert!(!shown.contains("t0ken"), "{shown}");
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod over_http {
    use super::*;
    use wiremock::matchers::{body_json, header, method, path, query_param};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    fn groups(server: &MockServer) -> Groups {
        let builder = ClientBuilder::new(&PROFILE).base_url(server.uri()).access_token("t0ken");
        Groups::new(builder.build().unwrap())
    }

    #[tokio::test]
    async fn a_group_is_created_read_and_deleted() {
        let server = MockServer::start().await;
        let group = ResponseTemplate::new(200).set_body_raw(GROUP, "application/json");
        Mock::given(method("POST"))
            .and(path("/api/v2/groups"))
            .and(body_json(json!({"name": "Sales", "state": "active"})))
            .and(header("content-type", "application/json"))
            .respond_with(group.clone())
            .mount(&server)
            .await;
        Mock::given(method("GET"))
            .and(path("/api/v2/groups/g1"))
            .and(header("authorization", "Bearer t0ken"))
            .respond_with(group)
            .mount(&server)
            .await;
        Mock::given(method("DELETE")).respond_with(ResponseTemplate::new(204)).mount(&server).await;

        let groups = groups(&server);
        let body = GroupCreate { name: "Sales".to_owned(), state: Some(GroupState::Active) };
        let made = groups.post_groups(&body).await.unwrap();
        let read = groups.get_group("g1").await.unwrap();
        assert_eq!(made, read);
        groups.delete_group("g1").await.unwrap();
    }

    #[tokio::test]
    async fn an_error_response_is_returned() {
        let server = MockServer::start().await;
        let error = json!({"message": "no such group", "code": "not.found"});
        Mock::given(method("GET"))
            .and(query_param("pageSize", "1"))
            .respond_with(
                ResponseTemplate::new(404).set_body_json(error).insert_header("x-correlation-id", "5f3a"),
            )
            .mount(&server)
            .await;
        let error = groups(&server).get_groups().page_size(1).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "getGroups: 404 Not Found: no such group (code not.found, correlation id 5f3a)"
        );
    }
}
