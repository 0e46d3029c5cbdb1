//! Lists that span many pages, in each paging style: the requests, the end of the list, and rejected pages.

mod support;

use runtime::runtime::{
    Error, Items, Json, Operation, Pages, Paging, PagingErrorKind, Position, RequestOptions, Result,
    TransportError, TransportErrorKind, Value,
};
use serde_json::json;
use support::Fake;

const THINGS: Operation = Operation::get("getThings", "/v1/things");

static NUMBER: Paging = Paging::number("page").first(1).items("/items").page_count("/meta/pages");
static PLAIN_NUMBER: Paging = Paging::number("page").first(1).items("/items").next("/next").current("/page");
static ZERO: Paging = Paging::number("page").first(0).items("/items").page_count("/pages").more("/more");
static OFFSET: Paging = Paging::offset("offset").first(0).items("/items").total("/total");
static SCIM: Paging = Paging::offset("startIndex").first(1).items("/Resources").total("/totalResults");
static CURSOR: Paging = Paging::cursor("after", "/cursors/after").items("/items");
static LINK: Paging = Paging::link("/next").items("/items");
static HEADER: Paging = Paging::link_header();

fn pages(fake: &Fake, paging: &'static Paging) -> Pages<Json<Value>> {
    Pages::new(fake.client().request(THINGS).query("size", &2), paging)
}

fn items(fake: &Fake, paging: &'static Paging) -> Items<Json<Value>, Value> {
    Items::new(pages(fake, paging), list)
}

fn list(page: Value) -> Vec<Value> {
    let list = if page.is_array() {
        &page
    } else {
        page.get("items").or(page.get("Resources")).unwrap_or(&Value::Null)
    };
    list.as_array().cloned().unwrap_or_default()
}

/// Reads to the end, with a limit of 20 pages or errors.
async fn all(mut pages: Pages<Json<Value>>) -> Vec<Result<usize>> {
    let mut got = Vec::new();
    while let Some(page) = pages.next().await {
        got.push(page.map(|page| list(page).len()));
        assert!(got.len() < 20, "no end: {got:?}");
    }
    assert!(pages.next().await.is_none() && pages.position().is_end());
    got
}

/// Returns the number of items of each page; panics on an error.
async fn sizes(pages: Pages<Json<Value>>) -> Vec<usize> {
    all(pages).await.into_iter().map(Result::unwrap).collect()
}

fn queries(fake: &Fake) -> Vec<String> {
    let query = |url: &str| url.strip_prefix("https://api.example.com/v1/things").unwrap().to_owned();
    fake.sent().iter().map(|request| query(&request.url)).collect()
}

fn kind(error: &Error) -> PagingErrorKind {
    match error {
        Error::Paging(error) => error.kind(),
        other => panic!("{other:?}"),
    }
}

fn last_kind(got: &[Result<usize>]) -> PagingErrorKind {
    kind(got.last().unwrap().as_ref().unwrap_err())
}

#[tokio::test]
async fn pages_are_counted_up_to_their_number() {
    let fake = Fake::new()
        .json(r#"{"items":[1,2],"meta":{"pages":3}}"#)
        .json(r#"{"items":[3],"meta":{"pages":3}}"#)
        .json(r#"{"items":[4],"meta":{"pages":3}}"#);
    assert_eq!(sizes(pages(&fake, &NUMBER)).await, [2, 1, 1]);
    assert_eq!(queries(&fake), ["?size=2", "?size=2&page=2", "?size=2&page=3"]);
}

#[tokio::test]
async fn page_numbers_start_at_the_caller_s_value() {
    let fake =
        Fake::new().json(r#"{"items":[1],"meta":{"pages":8}}"#).json(r#"{"items":[2],"meta":{"pages":8}}"#);
    let request = fake.client().request(THINGS).query("page", &7);
    assert_eq!(sizes(Pages::new(request, &NUMBER)).await, [1, 1]);
    assert_eq!(queries(&fake), ["?page=7", "?page=8"]);
}

#[tokio::test]
async fn pages_can_be_counted_from_zero() {
    let fake = Fake::new().json(r#"{"items":[1],"pages":2}"#).json(r#"{"items":[2],"pages":2}"#);
    assert_eq!(sizes(pages(&fake, &ZERO)).await, [1, 1]);
    let fake = Fake::new().json(r#"{"items":[1],"more":true}"#).json(r#"{"items":[2],"more":false}"#);
    assert_eq!(sizes(pages(&fake, &ZERO)).await, [1, 1]);
    assert_eq!(queries(&fake), ["?size=2", "?size=2&page=1"]);
}

#[tokio::test]
async fn without_a_count_a_list_ends_with_the_links_or_an_empty_page() {
    let fake = Fake::new().json(r#"{"items":[1],"next":"/x"}"#).json(r#"{"items":[2]}"#);
    assert_eq!(sizes(pages(&fake, &PLAIN_NUMBER)).await, [1, 1]);
    let fake = Fake::new().json(r#"{"items":[1]}"#).json(r#"{"items":[2]}"#).json(r#"{"items":[]}"#);
    assert_eq!(sizes(pages(&fake, &PLAIN_NUMBER)).await, [1, 1, 0]);
    let fake = Fake::new().json("{}");
    assert_eq!(sizes(pages(&fake, &PLAIN_NUMBER)).await, [0]);
    assert_eq!(fake.sent().len(), 1);
}

#[tokio::test]
async fn the_page_number_can_be_in_the_body() {
    static SEARCH: Paging = Paging::number("page").in_body().first(1).items("/items").page_count("/pages");
    let fake = Fake::new().json(r#"{"items":[1],"pages":4}"#).json(r#"{"items":[2],"pages":4}"#);
    let search = Operation::post("search", "/v1/things");
    let request = fake.client().request(search).json(&json!({"query": "a", "page": 3}));
    assert_eq!(sizes(Pages::new(request, &SEARCH)).await, [1, 1]);
    let body = |at: usize| serde_json::from_slice::<Value>(&fake.sent()[at].body).unwrap();
    assert_eq!(body(0), json!({"query": "a", "page": 3}));
    assert_eq!(body(1), json!({"query": "a", "page": 4}));
}

#[tokio::test]
async fn offsets_grow_by_the_items_received() {
    let fake = Fake::new()
        .json(r#"{"items":[1,2],"total":4}"#)
        .json(r#"{"items":[3],"total":4}"#)
        .json(r#"{"items":[4],"total":4}"#);
    assert_eq!(sizes(pages(&fake, &OFFSET)).await, [2, 1, 1]);
    assert_eq!(queries(&fake), ["?size=2", "?size=2&offset=2", "?size=2&offset=3"]);
}

#[tokio::test]
async fn scim_counts_from_one() {
    let fake = Fake::new()
        .json(r#"{"Resources":[1,2],"totalResults":3}"#)
        .json(r#"{"Resources":[3],"totalResults":3}"#);
    assert_eq!(sizes(pages(&fake, &SCIM)).await, [2, 1]);
    assert_eq!(queries(&fake), ["?size=2", "?size=2&startIndex=3"]);
}

#[tokio::test]
async fn cursors_are_sent_back() {
    let fake = Fake::new()
        .json(r#"{"cursors":{"after":"a/b c"},"items":[1]}"#)
        .json(r#"{"cursors":{"after":17},"items":[2]}"#)
        .json(r#"{"cursors":{"after":null},"items":[3]}"#);
    assert_eq!(sizes(pages(&fake, &CURSOR)).await, [1, 1, 1]);
    assert_eq!(queries(&fake), ["?size=2", "?size=2&after=a%2Fb+c", "?size=2&after=17"]);
}

#[tokio::test]
async fn links_are_followed_in_every_form_on_the_same_host() {
    let links = [
        ("https://api.example.com/v1/things?page=2", "?page=2"),
        ("HTTPS://api.example.com:443/v1/things?p=3", ""),
        ("//api.example.com/v1/things?page=4", "?page=4"),
        ("/v1/things?page=5#top", "?page=5"),
        ("?page=6", "?page=6"),
        ("things?at=a:b", "?at=a:b"),
    ];
    for (link, query) in links {
        let fake = Fake::new()
            .json(&json!({"items": [1], "next": link}).to_string())
            .json(r#"{"items":[2],"next":""}"#);
        assert_eq!(sizes(pages(&fake, &LINK)).await, [1, 1], "{link}");
        let sent = &fake.sent()[1];
        let want = if query.is_empty() {
            link.to_owned()
        } else {
            format!("https://api.example.com/v1/things{query}")
        };
        assert_eq!(sent.url, want);
        assert_eq!(support::header(sent, "authorization"), "Bearer t0ken-5ecret");
    }
}

#[tokio::test]
async fn a_path_behind_a_gateway_belongs_to_the_api() {
    for (base, want) in [
        ("https://gate.example.com/genesys", "https://gate.example.com/genesys/api/v2/x?page=2"),
        ("https://gate.example.com/api", "https://gate.example.com/api/v2/x?page=2"),
        ("https://gate.example.com/ap", "https://gate.example.com/ap/api/v2/x?page=2"),
    ] {
        let fake = Fake::new().json(r#"{"items":[1],"next":"/api/v2/x?page=2"}"#);
        let client = fake.builder().base_url(base).build().unwrap();
        assert_eq!(sizes(Pages::new(client.request(THINGS), &LINK)).await, [1, 0]);
        assert_eq!(fake.sent()[1].url, want);
    }
}

#[tokio::test]
async fn links_to_other_hosts_are_rejected() {
    let foreign = [
        "https://evil.example/v1",
        "http://api.example.com/v1",
        "https://api.example.com:8443/v1",
        "//evil.example/v1",
        "https://api.example.com.evil.example/v1",
    ];
    let unusable = [
        "https://me@evil.example/",
        "javascript:alert(1)",
        "ftp://api.example.com/x",
        "/a b",
        "\\\\evil\\x",
        "../x",
        "https:///x",
        "https:api.example.com/v1",
        "https://api.example.com%2eevil.example/v1",
        "//evil.example\u{3002}com/v1",
        "https://api.example.com@evil.example/v1",
        "//me:s3cret@evil.example/v1",
        "/v1\\..\\evil",
        "/v1/%2e%2e/evil",
        "/v1/%2E%2e/evil",
        "/v1/.%2E/evil",
        "/v1/%2e./evil",
        "/v1/..%2fevil",
        "/v1/..%5Cevil",
        "/v1/x%2f..%2F..%2fevil",
        "/v1/%252e%252e/evil",
        "/v1/%c0%ae%c0%ae/evil",
        "/v1/%E0%80%AE%E0%80%AE/evil",
        "/v1/x%c0%af..%c0%afevil",
        "/v1/%25252525252e%25252525252e/evil",
        "/v1/..;a=b/evil",
        "/v1/th`ings",
        "/v1/%2e%2e%3b/evil",
        "/v1/%09../evil",
        "https://api.example.com/v1/%2e%2e/evil",
        "//api.example.com/v1/..%2fevil",
        "x/%2e%2e/%2e%2e/evil",
    ];
    let cases = foreign.map(|link| (link, PagingErrorKind::ForeignLink)).into_iter();
    for (link, want) in cases.chain(unusable.map(|link| (link, PagingErrorKind::UnusableLink))) {
        let fake = Fake::new().json(&json!({"items": [1], "next": link}).to_string());
        let got = all(pages(&fake, &LINK)).await;
        assert_eq!((got.len(), last_kind(&got)), (2, want), "{link}");
        assert_eq!(fake.sent().len(), 1, "{link}");
        assert!(!got[1].as_ref().unwrap_err().to_string().contains("evil"), "{link}");
    }
}

#[tokio::test]
async fn links_stay_below_the_path_of_the_base_url() {
    for (link, follows) in [
        ("https://gate.example.com/api/v1/things?page=2", true),
        ("https://gate.example.com/api?page=2", true),
        ("https://gate.example.com/api", true),
        ("https://gate.example.com/api/v1/a%2Fb?at=%2e%2e/x&b=../y", true),
        ("https://gate.example.com/", false),
        ("https://gate.example.com/other", false),
        ("https://gate.example.com/apiary/x", false),
        ("//gate.example.com/other", false),
    ] {
        let fake = Fake::new().json(&json!({"items": [1], "next": link}).to_string());
        let client = fake.builder().base_url("https://gate.example.com/api").build().unwrap();
        let got = all(Pages::new(client.request(THINGS), &LINK)).await;
        assert_eq!(fake.sent().len(), if follows { 2 } else { 1 }, "{link}");
        if !follows {
            assert_eq!(last_kind(&got), PagingErrorKind::ForeignLink, "{link}");
        }
    }
}

#[tokio::test]
async fn numbers_at_their_limits_end_the_list_with_an_error() {
    static CURRENT: Paging =
        Paging::number("page").first(1).items("/items").current("/page").page_count("/pages");
    static LAST: Paging = Paging::number("page").first(i64::MAX).items("/items").current("/page");
    static LOWEST: Paging = Paging::number("page").first(i64::MIN).items("/items").page_count("/pages");
    static FAR: Paging = Paging::offset("offset").first(i64::MAX).items("/items").total("/total");
    static DEEP: Paging = Paging::offset("offset").first(i64::MIN).items("/items").total("/total");
    let out = Some(PagingErrorKind::OutOfRange);
    for (paging, response, ends) in [
        (&CURRENT, json!({"items": [1], "page": i64::MAX}), out),
        (&CURRENT, json!({"items": [1], "page": i64::MAX, "pages": i64::MAX}), None),
        (&CURRENT, json!({"items": [1], "page": i64::MIN, "pages": i64::MIN}), None),
        (&CURRENT, json!({"items": [1], "page": i64::MAX, "pages": i64::MIN}), out),
        (&LAST, json!({"items": [1]}), out),
        (&LOWEST, json!({"items": [1], "pages": 0}), None),
        (&FAR, json!({"items": [1]}), out),
        (&FAR, json!({"items": [1], "total": i64::MIN}), None),
        (&FAR, json!({"items": [1], "total": i64::MAX}), out),
        (&DEEP, json!({"items": [1], "total": i64::MAX}), None),
    ] {
        let fake = Fake::new().json(&response.to_string());
        let got = all(pages(&fake, paging)).await;
        assert_eq!(got[0].as_ref().ok(), Some(&1), "{response}");
        let end = got.last().unwrap().as_ref().err().map(kind);
        assert_eq!(end, ends, "{response}");
    }
    // The same applies to the caller's parameter and position.
    let far = i64::MAX.to_string();
    let fake = Fake::new().json(r#"{"items":[1]}"#).json(r#"{"items":[1]}"#);
    let request = fake.client().request(THINGS).query("page", far.as_str());
    assert_eq!(last_kind(&all(Pages::new(request, &PLAIN_NUMBER)).await), PagingErrorKind::OutOfRange);
    let position: Position = format!("number:{}:{far}", usize::MAX).parse().unwrap();
    let mut items = items(&fake, &PLAIN_NUMBER).starting_at(position);
    assert_eq!(kind(&items.next().await.unwrap().unwrap_err()), PagingErrorKind::OutOfRange);
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn pages_follow_the_base_url_of_the_call() {
    let fake = Fake::new().json(r#"{"items":[1],"next":"https://other.example/v1/things?page=2"}"#);
    let options = RequestOptions::new().base_url("https://other.example");
    let request = fake.client().request(THINGS).options(options);
    assert_eq!(sizes(Pages::new(request, &LINK)).await, [1, 0]);
    assert_eq!(support::header(&fake.sent()[1], "authorization"), "");
}

#[tokio::test]
async fn links_are_found_in_the_header() {
    let first = [(
        "link",
        r#"</v1/things?page=1>; rel="first", </v1/things?page=2,3>; title="a, b; c"; REL="up NEXT""#,
    )];
    let last = [("link", r#"</v1/things?page=1>; rel="prev"; title="rel=next""#), ("link", "rubbish")];
    let fake = Fake::new().respond(200, &first, "[1,2]").respond(200, &last, "[3]");
    assert_eq!(sizes(pages(&fake, &HEADER)).await, [2, 1]);
    assert_eq!(queries(&fake)[1], "?page=2,3");
}

#[tokio::test]
async fn cycles_end_with_an_error_and_lose_no_page() {
    let a = r#"{"cursors":{"after":"a"},"items":[1]}"#;
    let b = r#"{"cursors":{"after":"b"},"items":[2]}"#;
    let fake = Fake::new().json(a).json(b).json(a);
    let got = all(pages(&fake, &CURSOR)).await;
    assert_eq!((got.len(), last_kind(&got)), (4, PagingErrorKind::Repeated));
    assert_eq!(got[3].as_ref().unwrap_err().to_string(), "getThings: the next page was already read");

    // A server that ignores the page number, with and without a page number in its response.
    let same = r#"{"items":[1],"next":"/x","page":1}"#;
    let got = all(pages(&Fake::new().json(same).json(same), &PLAIN_NUMBER)).await;
    assert_eq!((got.len(), last_kind(&got)), (2, PagingErrorKind::Repeated));
    let same = r#"{"items":[1]}"#;
    let got = all(pages(&Fake::new().json(same).json(same), &OFFSET)).await;
    assert_eq!((got.len(), last_kind(&got)), (2, PagingErrorKind::Repeated));
}

#[tokio::test]
async fn endless_empty_pages_are_an_error_and_can_be_continued() {
    let mut fake = Fake::new();
    for number in 0..4 {
        fake = fake.json(&json!({"cursors": {"after": number}, "items": []}).to_string());
    }
    let fake = fake.json(r#"{"items":[1]}"#);
    let mut items = items(&fake, &CURSOR);
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!((kind(&error), fake.sent().len()), (PagingErrorKind::EmptyPages, 3));
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn no_items_are_lost_after_an_error_and_the_page_is_requested_again() {
    let broken = TransportError::new(TransportErrorKind::Other, "reset");
    let fake = Fake::new()
        .json(r#"{"cursors":{"after":"a"},"items":[1,2]}"#)
        .fail(broken)
        .json(r#"{"cursors":{"after":"b"},"items":["#)
        .json(r#"{"cursors":{"after":"b"},"items":[3]}"#)
        .json(r#"{"items":[4]}"#);
    let client = fake.builder().retry(runtime::runtime::RetryPolicy::none()).build().unwrap();
    let mut items = Items::new(Pages::<Json<Value>>::new(client.request(THINGS), &CURSOR), list);
    let mut got = Vec::new();
    while let Some(item) = items.next().await {
        got.push(item.map_or_else(|error| error.to_string(), |item| item.to_string()));
    }
    assert_eq!(
        (got.len(), &got[..2], &got[4..]),
        (6, &["1".to_owned(), "2".to_owned()][..], &["3".to_owned(), "4".to_owned()][..])
    );
    assert!(got[2].contains("reset") && got[3].contains("cannot be decoded"), "{got:?}");
    assert_eq!(queries(&fake), ["", "?after=a", "?after=a", "?after=a", "?after=b"]);
}

#[tokio::test]
async fn a_list_resumes_at_its_position() {
    let fake = Fake::new()
        .json(r#"{"items":[1,2],"meta":{"pages":2}}"#)
        .json(r#"{"items":[3,4],"meta":{"pages":2}}"#);
    let mut first = items(&fake, &NUMBER);
    assert_eq!(first.position().to_string(), "start:0:");
    for want in 1..=3 {
        assert_eq!(first.next().await.unwrap().unwrap(), want);
    }
    let kept = serde_json::to_string(&first.position()).unwrap();
    assert_eq!(kept, r#""number:1:2""#);

    let fake = Fake::new().json(r#"{"items":[3,4],"meta":{"pages":2}}"#);
    let position: Position = serde_json::from_str(&kept).unwrap();
    let mut second = items(&fake, &NUMBER).starting_at(position.clone());
    assert_eq!(second.position(), position);
    assert_eq!(second.next().await.unwrap().unwrap(), 4);
    assert!(second.next().await.is_none() && second.position().is_end());
    assert_eq!(queries(&fake), ["?size=2&page=2"]);
    assert!(items(&fake, &NUMBER).starting_at(second.position()).next().await.is_none());
}

#[tokio::test]
async fn a_position_is_validated() {
    for text in ["", "start", "number:0:x", "number:-1:2", "cursor:0:", "page:0:1"] {
        assert!(text.parse::<Position>().is_err(), "{text}");
    }
    for text in ["start:2:", "number:0:-1", "cursor:3:a:b", "link:0:/x", "end:0:"] {
        assert_eq!(text.parse::<Position>().unwrap().to_string(), text);
    }
    let fake = Fake::new();
    let got = all(pages(&fake, &CURSOR).starting_at("number:0:2".parse().unwrap())).await;
    assert_eq!((got.len(), last_kind(&got)), (1, PagingErrorKind::ForeignPosition));
    let got = all(pages(&fake, &LINK).starting_at("link:0:https://evil.example/".parse().unwrap())).await;
    assert_eq!((got.len(), last_kind(&got)), (1, PagingErrorKind::ForeignLink));
    assert!(fake.sent().is_empty());
    let shown = format!("{:?}", "link:0:/x?access_token=5ecret".parse::<Position>().unwrap());
    assert!(!shown.contains("5ecret"), "{shown}");
}

#[tokio::test]
async fn a_page_without_a_number_ends_the_list() {
    static UNPLACED: Paging = Paging::number("page").items("/items").current("/page");
    let fake = Fake::new().json(r#"{"items":[1]}"#);
    let got = all(pages(&fake, &UNPLACED)).await;
    assert_eq!((got.len(), last_kind(&got)), (2, PagingErrorKind::UnknownPage));
    let fake = Fake::new().json(r#"{"items":[1],"page":"0"}"#).json(r#"{"items":[],"page":1}"#);
    assert_eq!(sizes(pages(&fake, &UNPLACED)).await, [1, 0]);
    assert_eq!(queries(&fake), ["?size=2", "?size=2&page=1"]);
}

#[tokio::test]
async fn pages_and_items_implement_stream_and_send() {
    fn check<S: futures_core::Stream + Send + Unpin + std::fmt::Debug + 'static>(stream: S) -> String {
        format!("{stream:?}")
    }
    let fake = Fake::new();
    assert!(check(pages(&fake, &NUMBER)).contains("getThings"));
    assert!(check(items(&fake, &NUMBER)).contains("Items"));
    assert!(fake.sent().is_empty());
}

#[tokio::test]
async fn a_stream_can_return_to_an_earlier_page() {
    let (a, b) = (r#"{"cursors":{"after":"a"},"items":[1]}"#, r#"{"cursors":{"after":"b"},"items":[2]}"#);
    let fake = Fake::new().json(a).json(b).json(b).json(r#"{"items":[3]}"#);
    let mut pages = pages(&fake, &CURSOR);
    pages.next().await.unwrap().unwrap();
    let position = pages.position();
    pages.next().await.unwrap().unwrap();
    assert_eq!(sizes(pages.starting_at(position)).await, [1, 1]);
    assert_eq!(queries(&fake)[1..], ["?size=2&after=a", "?size=2&after=a", "?size=2&after=b"]);
}

#[tokio::test]
async fn empty_pages_are_reported_again_after_three_more() {
    let fake = (0..7).fold(Fake::new(), |fake, number| {
        fake.json(&json!({"cursors": {"after": number}, "items": []}).to_string())
    });
    let got = all(pages(&fake.json(r#"{"items":[1]}"#), &CURSOR)).await;
    let errors: Vec<usize> = (0..got.len()).filter(|at| got[*at].is_err()).collect();
    assert_eq!(errors, [3, 7], "{got:?}");
}

#[tokio::test]
async fn a_response_can_end_a_list_paged_by_offset() {
    static MORE: Paging = Paging::offset("offset").first(0).items("/items").more("/more");
    let fake = Fake::new().json(r#"{"items":[1],"more":true}"#).json(r#"{"items":[2],"more":false}"#);
    assert_eq!(sizes(pages(&fake, &MORE)).await, [1, 1]);
    assert_eq!(fake.sent().len(), 2);
}
