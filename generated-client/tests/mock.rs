//! Tests a user's code without a server: mocked calls, and models that occur only in responses.
//!
//! This file is hand-written; the generator never changes it.

#![cfg(feature = "testing")]

use purecloud_platform_client_v2::models::{ErrorBody, Group, GroupEntityListing, GroupType, GroupVisibility};
use purecloud_platform_client_v2::testing::MockTransport;
use purecloud_platform_client_v2::{Client, Result};

/// The code under test: the names of all groups.
async fn names(client: &Client) -> Result<Vec<String>> {
    let mut groups = client.groups().get_groups().page_size(2).items();
    let mut names = Vec::new();
    while let Some(group) = groups.next().await {
        names.push(group?.name);
    }
    Ok(names)
}

fn group(name: &str) -> Group {
    Group::new(name, GroupType::Official, true, GroupVisibility::Public).member_count(3)
}

#[tokio::test]
async fn pages_are_mocked() {
    let mock = MockTransport::new();
    let client = Client::builder().access_token("t").transport(mock.clone()).build().unwrap();
    let page = |number| GroupEntityListing::new().page_number(number).page_count(2).page_size(2);
    let calls = client.groups();
    mock.on(calls.get_groups().page_size(2)).returns(page(1).entities([group("A"), group("B")]));
    let last = mock.on(calls.get_groups().page_size(2).page_number(2)).returns(page(2).entities([group("C")]));
    assert_eq!(names(&client).await.unwrap(), ["A", "B", "C"]);
    assert_eq!(last.calls(), 1);
}

#[tokio::test]
async fn errors_of_the_api_are_mocked() {
    let mock = MockTransport::new();
    let client = Client::builder().access_token("t").no_retry().transport(mock.clone()).build().unwrap();
    let body = ErrorBody::new().message("No such group.").code("not.found");
    mock.on(client.groups().get_group("any")).with_any_arguments().json(404, &body);
    let error = client.groups().get_group("g1").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.api().and_then(|api| api.message()), Some("No such group."));
}
