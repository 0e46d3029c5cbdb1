//! Responses that do not match the description: partial entities, and members of a different type.
//!
//! This file is hand-written; the generator never changes it.

use std::sync::{Arc, Mutex};

use purecloud_platform_client_v2::runtime::{Reading, Repair};
use purecloud_platform_client_v2::{Client, ClientBuilder, Error};
use serde_json::{Value, json};
use wiremock::matchers::{body_json, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn server_with(body: Value) -> (MockServer, ClientBuilder) {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(200).set_body_json(body);
    Mock::given(method("GET")).respond_with(response).expect(1).mount(&server).await;
    let builder = Client::builder().base_url(server.uri()).access_token("secret-token");
    (server, builder)
}

/// Returns a page as the server sends it. The owners are references, with only an ID and a link.
fn page() -> Value {
    let group = |id: &str, owner: Value| {
        json!({
            "id": id, "name": "A", "type": "official", "rulesVisible": true, "visibility": "public", "owners": [owner],
            "dateModified": "2024-06-16T06:41:12.52Z",
        })
    };
    let user = json!({"id": "u1", "selfUri": "/api/v2/users/u1"});
    let whole = json!({"id": "u2", "version": 3, "dateLastLogin": "/Date(1718520072000)/"});
    json!({"entities": [group("g1", user), group("g2", whole)], "pageSize": 25.0})
}

#[tokio::test]
async fn a_partial_user_does_not_invalidate_the_page() {
    let (_server, builder) = server_with(page()).await;
    let heard = Arc::new(Mutex::new(Vec::<Repair>::new()));
    let hears = Arc::clone(&heard);
    let client = builder.on_repair(move |repair| hears.lock().unwrap().push(repair.clone())).build().unwrap();

    let response = client.groups().get_groups().send().await.unwrap();
    let repairs: Vec<String> = response.repairs().iter().map(Repair::to_string).collect();
    assert_eq!(repairs, ["entities[0].owners[0].version: missing field `version`"]);
    assert_eq!(*heard.lock().unwrap(), response.repairs());
    assert_eq!(response.repairs()[0].operation(), "getGroups");

    let page = response.into_body();
    assert_eq!(page.page_size, Some(25));
    let groups = page.entities.unwrap();
    let owners: Vec<_> = groups.iter().flat_map(|group| group.owners.iter().flatten()).collect();
    assert_eq!((owners[0].id.as_deref(), owners[0].version), (Some("u1"), 0));
    assert_eq!((owners[1].id.as_deref(), owners[1].version), (Some("u2"), 3));
    assert_eq!(groups[0].date_modified.as_ref().unwrap().as_str(), "2024-06-16T06:41:12.52Z");
    let login = owners[1].date_last_login.as_ref().unwrap();
    assert_eq!((login.time(), login.as_str()), (None, "/Date(1718520072000)/"));
}

#[tokio::test]
async fn a_strict_client_names_the_missing_property() {
    let (_server, builder) = server_with(page()).await;
    let client = builder.reading(Reading::Strict).build().unwrap();
    let Err(Error::Decode(error)) = client.groups().get_groups().await else { panic!("it was decoded") };
    let fault = error.fault().unwrap();
    assert_eq!((fault.path(), fault.reason()), ("entities[0].owners[0]", "missing field `version`"));
}

/// An item with missing or invalid members does not affect other items.
#[tokio::test]
async fn items_are_read_one_by_one() {
    let body = json!({"entities": [{"name": "A"}, "gone", null, {"name": "B", "memberCount": "many"}], "pageCount": "1"});
    let (_server, builder) = server_with(body).await;
    let client = builder.build().unwrap();
    let response = client.groups().get_groups().send().await.unwrap();
    let paths: Vec<&str> = response.repairs().iter().map(Repair::path).collect();
    assert!(paths.contains(&"entities[1]") && paths.contains(&"entities[2]") && paths.contains(&"pageCount"), "{paths:?}");
    assert!(paths.contains(&"entities[3].memberCount") && paths.contains(&"entities[0].visibility"), "{paths:?}");
    let names: Vec<String> = response.into_body().entities.unwrap().into_iter().map(|group| group.name).collect();
    assert_eq!(names, ["A", "B"]);
}

/// A body of a different type and an empty body are not repaired.
#[tokio::test]
async fn a_body_of_another_type_fails() {
    for body in [json!([]), json!("A"), json!(null)] {
        let (_server, builder) = server_with(body).await;
        let error = builder.build().unwrap().groups().get_group("8b3c").await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error}");
    }
}

/// A received value is sent back unchanged.
#[tokio::test]
async fn requests_are_not_repaired() {
    let server = MockServer::start().await;
    let definition = json!({"name": "A", "type": "official", "rulesVisible": true, "visibility": "public"});
    let created = definition.as_object().unwrap().clone();
    let mock = Mock::given(method("POST")).and(path("/api/v2/groups")).and(body_json(&definition));
    mock.respond_with(ResponseTemplate::new(200).set_body_json(&created)).expect(1).mount(&server).await;
    let client = Client::builder().base_url(server.uri()).access_token("secret-token").build().unwrap();
    let group = serde_json::from_value(definition).unwrap();
    assert_eq!(client.groups().post_groups(&group).send().await.unwrap().repairs(), []);
}
