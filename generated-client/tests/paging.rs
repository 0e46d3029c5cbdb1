//! Lists that span several pages, as users of the crate read them: items, pages, a failure between two pages, and
//! resuming later.
//!
//! This file is hand-written; the generator never changes it.

use purecloud_platform_client_v2::models::{GroupSearchRequest, User};
use purecloud_platform_client_v2::runtime::{PagingErrorKind, Position, RetryPolicy};
use purecloud_platform_client_v2::{Client, Error};
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

const MEMBERS: &str = "/api/v2/groups/8b3c/members";

fn client(server: &MockServer) -> Client {
    let builder = Client::builder().base_url(server.uri()).access_token("secret-token");
    builder.retry(RetryPolicy::none()).build().unwrap()
}

/// Returns a page of members, as the API sends it.
fn page(number: i32, of: i32, names: &[&str]) -> ResponseTemplate {
    let entities: Vec<Value> =
        names.iter().map(|name| json!({"id": name, "name": name, "version": 1})).collect();
    let mut body =
        json!({"entities": entities, "pageNumber": number, "pageCount": of, "pageSize": 2, "total": 5});
    if number < of {
        body["nextUri"] = json!(format!("{MEMBERS}?pageSize=2&pageNumber={}", number + 1));
    }
    ResponseTemplate::new(200).set_body_json(body)
}

/// Serves the three pages of a group's members; each can be requested once.
async fn members() -> MockServer {
    let server = MockServer::start().await;
    let members = || Mock::given(method("GET")).and(path(MEMBERS)).and(query_param("pageSize", "2"));
    members()
        .and(query_param_is_missing("pageNumber"))
        .respond_with(page(1, 3, &["a", "b"]))
        .expect(1)
        .mount(&server)
        .await;
    members()
        .and(query_param("pageNumber", "2"))
        .respond_with(page(2, 3, &["c", "d"]))
        .expect(1)
        .mount(&server)
        .await;
    members()
        .and(query_param("pageNumber", "3"))
        .respond_with(page(3, 3, &["e"]))
        .expect(1)
        .mount(&server)
        .await;
    server
}

fn name(user: User) -> String {
    user.name.unwrap_or_default()
}

#[tokio::test]
async fn all_members_come_from_three_pages() {
    let server = members().await;
    let mut items = client(&server).groups().get_group_members("8b3c").page_size(2).items();
    let mut names = Vec::new();
    while let Some(user) = items.next().await {
        names.push(name(user.unwrap()));
    }
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
    assert!(items.position().is_end());
}

#[tokio::test]
async fn pages_contain_their_paging_data() {
    let server = members().await;
    let mut pages = client(&server).groups().get_group_members("8b3c").page_size(2).pages();
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        seen.push((page.page_number, page.total, page.next_uri.is_some()));
    }
    assert_eq!(seen, [(Some(1), Some(5), true), (Some(2), Some(5), true), (Some(3), Some(5), false)]);
}

#[tokio::test]
async fn a_failure_on_the_second_page_loses_nothing() {
    let server = MockServer::start().await;
    let second = || Mock::given(path(MEMBERS)).and(query_param("pageNumber", "2"));
    second().respond_with(ResponseTemplate::new(503)).up_to_n_times(2).mount(&server).await;
    second().respond_with(page(2, 2, &["c"])).mount(&server).await;
    Mock::given(path(MEMBERS)).respond_with(page(1, 2, &["a", "b"])).expect(1).mount(&server).await;

    let client = client(&server);
    let mut items = client.groups().get_group_members("8b3c").items();
    assert_eq!(name(items.next().await.unwrap().unwrap()), "a");
    assert_eq!(name(items.next().await.unwrap().unwrap()), "b");
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));

    // The list is continued immediately, and later from the stored position. The first page is not requested again.
    assert!(items.next().await.unwrap().is_err());
    let kept = items.position().to_string();
    drop(items);
    let position: Position = kept.parse().unwrap();
    let mut items = client.groups().get_group_members("8b3c").items().starting_at(position);
    assert_eq!(name(items.next().await.unwrap().unwrap()), "c");
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_search_counts_in_its_body() {
    let server = MockServer::start().await;
    let found = |number: i32| {
        json!({"total": 2, "pageCount": 2, "pageSize": 1, "pageNumber": number, "types": ["groups"], "nextPage": "q64",
            "results": [{"name": format!("g{number}"), "type": "official", "rulesVisible": true, "visibility": "public"}]})
    };
    let search = || Mock::given(method("POST")).and(path("/api/v2/groups/search"));
    let second = search().and(body_partial_json(json!({"pageNumber": 2, "pageSize": 1})));
    second.respond_with(ResponseTemplate::new(200).set_body_json(found(2))).expect(1).mount(&server).await;
    search().respond_with(ResponseTemplate::new(200).set_body_json(found(1))).expect(1).mount(&server).await;

    let request = GroupSearchRequest::new().page_size(1);
    let mut items = client(&server).groups().post_groups_search(&request).items();
    let mut names = Vec::new();
    while let Some(group) = items.next().await {
        names.push(group.unwrap().name);
    }
    assert_eq!(names, ["g1", "g2"]);
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() {
    let server = MockServer::start().await;
    let body =
        json!({"entities": [{"id": "a", "name": "a", "version": 1}], "nextUri": "https://evil.example/api"});
    Mock::given(path("/api/v2/groups/8b3c/individuals"))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(&server)
        .await;
    let mut items = client(&server).groups().get_group_individuals("8b3c").items();
    assert!(items.next().await.unwrap().is_ok());
    match items.next().await {
        Some(Err(Error::Paging(error))) => assert_eq!(error.kind(), PagingErrorKind::ForeignLink),
        other => panic!("{other:?}"),
    }
    assert!(items.next().await.is_none());
}
