//! Middleware: its order and its capabilities. Credentials do not follow a request to another host.

mod support;

use std::sync::{Arc, Mutex};

use http::HeaderValue;
use runtime::runtime::testing::{MockTransport, SkippingClock, json_response};
use runtime::runtime::{
    BoxFuture, ClientBuilder, EmptyBody, Json, Middleware, Next, Operation, RequestOptions, Result,
    TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};
use support::PROFILE;

const GET: Operation = Operation::get("getX", "/x");

/// A middleware that records the request on entry, and the response on exit.
struct Notes {
    name: &'static str,
    notes: Arc<Mutex<Vec<String>>>,
}

impl Middleware for Notes {
    fn handle<'a>(
        &'a self,
        mut request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse>> {
        Box::pin(async move {
            let seen = (request.operation, request.headers.contains_key("authorization"));
            self.notes.lock().unwrap().push(format!("{} before {seen:?}", self.name));
            request.headers.append("x-via", HeaderValue::from_static(self.name));
            let response = next.run(request).await?;
            let note = format!("{} after {} in {}", self.name, response.status.as_u16(), response.attempts);
            self.notes.lock().unwrap().push(note);
            Ok(response)
        })
    }
}

/// A middleware that calls a closure.
struct With<F>(F);

impl<F> Middleware for With<F>
where
    F: for<'a> Fn(TransportRequest, Next<'a>) -> BoxFuture<'a, Result<TransportResponse>>
        + Send
        + Sync
        + 'static,
{
    fn handle<'a>(
        &'a self,
        request: TransportRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<TransportResponse>> {
        (self.0)(request, next)
    }
}

/// Guides type inference, so that the closure accepts `Next` with any lifetime.
fn with<F>(closure: F) -> With<F>
where
    F: for<'a> Fn(TransportRequest, Next<'a>) -> BoxFuture<'a, Result<TransportResponse>>,
{
    With(closure)
}

fn builder(mock: &MockTransport) -> ClientBuilder {
    let builder = ClientBuilder::new(&PROFILE).access_token("t0ken").transport(mock.clone());
    builder.clock(SkippingClock::new(0.0)).default_header("X-Api-Key", "k3y").default_header("X-Plain", "p")
}

#[tokio::test]
async fn middlewares_run_once_per_call_in_order() {
    let notes = Arc::default();
    let note = |name| Notes { name, notes: Arc::clone(&notes) };
    let mock = MockTransport::new().json(503, "").json(404, "");
    let client =
        builder(&mock).middleware(note("first")).middleware(Arc::new(note("second"))).build().unwrap();
    let error = client.request(GET).send::<EmptyBody>().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (404, Some(2)));
    assert_eq!(
        *notes.lock().unwrap(),
        [
            "first before (\"getX\", false)",
            "second before (\"getX\", false)",
            "second after 404 in 2",
            "first after 404 in 2"
        ]
    );
    for request in mock.requests() {
        assert_eq!(request.headers.get_all("x-via").iter().collect::<Vec<_>>(), ["first", "second"]);
        assert_eq!(request.headers["authorization"], "Bearer t0ken");
    }
}

#[tokio::test]
async fn a_middleware_can_respond_without_sending() {
    let mock = MockTransport::new();
    let cached = with(|_, _| Box::pin(async { Ok(json_response(200, &7)) }));
    let client = builder(&mock).middleware(cached).build().unwrap();
    let response = client.request(GET).send::<Json<i32>>().await.unwrap();
    assert_eq!((response.attempts(), response.into_body()), (0, 7));
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn a_middleware_can_fail_and_recover() {
    let closed = with(|_, _| {
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Other, "closed on Sundays").into()) })
    });
    let client = builder(&MockTransport::new()).middleware(closed).build().unwrap();
    let error = client.request(GET).send::<EmptyBody>().await.unwrap_err();
    assert_eq!(error.to_string(), "getX: could not send the request: closed on Sundays");
    assert_eq!(error.operation(), Some("getX"));

    let mend = with(|request, next| {
        Box::pin(async move {
            let response = next.clone().run(request.clone()).await?;
            if response.status == 409 { next.run(request).await } else { Ok(response) }
        })
    });
    let mock = MockTransport::new().json(409, "").json(200, "");
    let client = builder(&mock).middleware(mend).build().unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn credentials_are_not_sent_to_another_host() {
    for (url, there) in [
        ("https://api.example.com/other?q=1", true),
        ("https://api.example.com.evil.org/x", false),
        ("https://api.example.com@evil.org/x", false),
        ("https://api.example.com:444/x", false),
        ("http://api.example.com/x", false),
        ("https://evil.org\\.example.com/x", false),
    ] {
        let mock = MockTransport::new().json(200, "");
        let redirect = with(move |mut request: TransportRequest, next| {
            request.url = url.to_owned();
            next.run(request)
        });
        let client = builder(&mock).middleware(redirect).build().unwrap();
        client.request(GET).send::<EmptyBody>().await.unwrap();
        let sent = &mock.requests()[0].headers;
        assert_eq!(
            (sent.contains_key("authorization"), sent.contains_key("x-api-key")),
            (there, there),
            "{url}"
        );
        assert_eq!(sent["x-plain"], "p");
    }
}

#[tokio::test]
async fn credentials_set_by_a_middleware_are_kept() {
    let mock = MockTransport::new().json(200, "");
    let sign = with(|mut request: TransportRequest, next| {
        request.headers.insert("authorization", HeaderValue::from_static("Signature s"));
        next.run(request)
    });
    let client = builder(&mock).middleware(sign).build().unwrap();
    client.request(GET).options(RequestOptions::new()).send::<EmptyBody>().await.unwrap();
    assert_eq!(
        mock.requests()[0].headers.get_all("authorization").iter().collect::<Vec<_>>(),
        ["Signature s"]
    );
}
