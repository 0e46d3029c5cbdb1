//! Calls without a server: rules for a call and its arguments, responses from models, errors, and assertions.

use ::runtime::runtime::testing::{MockTransport, SkippingClock, json_response};
use serde_json::json;

use crate::api::groups::{Groups, SortOrder};
use crate::api::photos::Photos;
use crate::client::PROFILE;
use crate::models::{Group, GroupCreate, GroupEntityListing, GroupState};
use crate::runtime::{ApiKey, Bytes, ClientBuilder, Error, Part, TransportErrorKind};

fn groups(mock: &MockTransport) -> Groups {
    let builder = ClientBuilder::new(&PROFILE).access_token("t0ken").clock(SkippingClock::new(1.0));
    Groups::new(builder.transport(mock.clone()).build().unwrap())
}

fn photos(mock: &MockTransport) -> Photos {
    let builder = ClientBuilder::new(&PROFILE).access_token("t0ken").no_retry();
    Photos::new(builder.transport(mock.clone()).build().unwrap())
}

fn group(id: &str) -> Group {
    Group::new("Support").id(id).state(GroupState::Active)
}

#[tokio::test]
async fn a_call_gets_the_response_for_its_arguments() {
    let mock = MockTransport::new();
    let groups = groups(&mock);
    let rule = mock.on(groups.get_group("g1")).returns(group("g1"));
    mock.on(groups.get_group("g2")).returns(group("g2"));
    assert_eq!(groups.get_group("g2").await.unwrap(), group("g2"));
    assert_eq!(groups.get_group("g1").await.unwrap(), group("g1"));
    assert_eq!((rule.calls(), mock.requests().len()), (1, 2));
    let error = groups.get_group("g3").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getGroup: could not send the request: the mock transport has no response left for getGroup; its rules are \
         for getGroup (with other arguments), getGroup (with other arguments)"
    );
}

#[tokio::test]
async fn query_parameters_are_compared_in_any_order_and_credentials_are_not() {
    let mock = MockTransport::new();
    let page = GroupEntityListing::new().entities([group("g1")]).total(1);
    let builder = ClientBuilder::new(&PROFILE).key(ApiKey::query("api_key", "k3y"));
    let groups = Groups::new(builder.no_retry().transport(mock.clone()).build().unwrap());
    let rule =
        mock.on(groups.get_groups().page_size(5).sort_order(SortOrder::Ascending)).returns(page.clone());
    assert_eq!(groups.get_groups().sort_order(SortOrder::Ascending).page_size(5).await.unwrap(), page);
    assert!(mock.requests()[0].url.contains("api_key=k3y"));
    groups.get_groups().page_size(6).sort_order(SortOrder::Ascending).await.unwrap_err();
    groups.get_groups().page_size(5).await.unwrap_err();
    assert_eq!(rule.calls(), 1);
}

#[tokio::test]
async fn bodies_are_compared() {
    let mock = MockTransport::new();
    let (groups, photos) = (groups(&mock), photos(&mock));
    let body = GroupCreate { name: "Support".into(), state: None };
    let other = GroupCreate { name: "Sales".into(), state: None };
    mock.on(groups.post_groups(&body)).json(409, &json!({"message": "exists"}));
    mock.on(groups.post_groups(&other)).json(201, &group("g1"));
    assert_eq!(groups.post_groups(&other).await.unwrap(), group("g1"));
    assert_eq!(
        groups.post_groups(&body).await.unwrap_err().status().map(|status| status.as_u16()),
        Some(409)
    );
    // The boundary differs between two requests.
    let image = |bytes: &'static [u8]| Part::bytes(bytes).file_name("a.png");
    let uploaded = mock.on(photos.post_photos(image(b"one"))).json(200, &json!({}));
    photos.post_photos(image(b"one")).await.unwrap();
    photos.post_photos(image(b"two")).await.unwrap_err();
    assert_eq!(uploaded.calls(), 1);
}

#[tokio::test]
async fn responses_are_used_in_order_and_the_last_one_repeats() {
    let mock = MockTransport::new();
    let groups = groups(&mock);
    let rule = mock
        .on(groups.get_group("g1"))
        .fails(TransportErrorKind::Connect, "refused")
        .status(503)
        .returns(group("g1"))
        .status(404);
    // Both failures are retried.
    assert_eq!(groups.get_group("g1").await.unwrap(), group("g1"));
    assert_eq!(rule.calls(), 3);
    for _ in 0..2 {
        assert!(groups.get_group("g1").await.unwrap_err().is_not_found());
    }
    assert_eq!(rule.clone().calls(), 5);
}

#[tokio::test]
async fn a_rule_can_apply_to_any_arguments_and_the_latest_rule_takes_precedence() {
    let mock = MockTransport::new().json(200, &group("queued"));
    let groups = groups(&mock);
    let any = mock.on(groups.get_group("any")).with_any_arguments().returns(group("any"));
    mock.on(groups.get_group("g1")).returns(group("g1"));
    assert_eq!(groups.get_group("g1").await.unwrap(), group("g1"));
    assert_eq!(groups.get_group("g7").await.unwrap(), group("any"));
    assert_eq!(any.calls(), 1);
    mock.on(groups.delete_group("g1")).returns(());
    groups.delete_group("g1").await.unwrap();
    // A call without a rule takes its response from the queue.
    assert!(groups.get_groups().await.unwrap().entities.is_none());
}

#[tokio::test]
async fn text_and_bytes_are_returned_unchanged() {
    let mock = MockTransport::new();
    let photos = photos(&mock);
    mock.on(photos.get_photo("p1")).returns(Bytes::from_static(b"\x89PNG"));
    assert_eq!(photos.get_photo("p1").await.unwrap(), &b"\x89PNG"[..]);
    let chunks = photos.get_photo("p1").stream().await.unwrap();
    assert_eq!(chunks.status().as_u16(), 200);
    mock.on(photos.get_photos_events()).returns("data: 1\n\n".to_owned());
    assert_eq!(photos.get_photos_events().await.unwrap(), "data: 1\n\n");
}

#[tokio::test]
async fn a_rule_without_a_response_and_an_invalid_call_fail() {
    let mock = MockTransport::new();
    let groups = groups(&mock);
    let rule = mock.on(groups.get_group("g1"));
    let error = groups.get_group("g1").await.unwrap_err();
    assert!(
        error.to_string().ends_with("the rule of the mock transport for getGroup has no response"),
        "{error}"
    );
    rule.response(json_response(200, &group("g1")));
    assert_eq!(groups.get_group("g1").await.unwrap(), group("g1"));
    // The value would change the path, so the call fails before it reaches the transport, as it would without a rule.
    let invalid = mock.on(groups.get_group("..")).returns(group("x"));
    assert!(matches!(groups.get_group("..").await.unwrap_err(), Error::Request(_)));
    assert_eq!(invalid.calls(), 0);
}
