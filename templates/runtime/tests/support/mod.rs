//! Support code for the HTTP tests: an API profile, and a transport with scripted responses.

#![allow(dead_code)] // each test binary uses only part of this module

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use runtime::runtime::{
    BoxFuture, Client, ClientBuilder, ErrorShape, Profile, RetryPolicy, Transport, TransportError,
    TransportRequest, TransportResponse,
};

pub(crate) static PROFILE: Profile = Profile::new("Test API")
    .base_url("https://api.example.com")
    .user_agent("test-sdk/1")
    .headers(&[("x-sdk", "7.0")])
    .token_url("https://login.example.com/oauth/token")
    .authorization_url("https://login.example.com/oauth/authorize")
    .login_host("//api.", "//login.")
    .secrets(&["appid", "X-Office"])
    .errors(
        ErrorShape::new()
            .code("/code")
            .message("/message")
            .correlation_id("/contextId")
            .correlation_header("X-Correlation-Id"),
    );

/// A transport that responds in the order of its script and records the requests. After the script, it
/// responds with `200 {}`.
#[derive(Clone, Default)]
pub(crate) struct Fake {
    script: Arc<Mutex<VecDeque<Result<TransportResponse, TransportError>>>>,
    sent: Arc<Mutex<Vec<TransportRequest>>>,
    delay: Duration,
}

impl Fake {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Delays each response, using tokio's clock, and enforces the call's time limit, as any transport must.
    pub(crate) fn slow(delay: Duration) -> Self {
        Self { delay, ..Self::default() }
    }

    pub(crate) fn respond(self, status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        self.script.lock().unwrap().push_back(Ok(response(status, headers, body)));
        self
    }

    pub(crate) fn json(self, body: &str) -> Self {
        self.respond(200, &[("content-type", "application/json")], body.to_owned())
    }

    pub(crate) fn fail(self, error: TransportError) -> Self {
        self.script.lock().unwrap().push_back(Err(error));
        self
    }

    pub(crate) fn sent(&self) -> Vec<TransportRequest> {
        self.sent.lock().unwrap().clone()
    }

    /// Returns the only request that was sent.
    pub(crate) fn only(&self) -> TransportRequest {
        let mut sent = self.sent();
        assert_eq!(sent.len(), 1, "{sent:?}");
        sent.remove(0)
    }

    /// Returns a client that uses this transport and a token.
    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// Returns a builder with this transport. A script is played only once, so retries are disabled unless a test
    /// enables them.
    pub(crate) fn builder(&self) -> ClientBuilder {
        let builder = ClientBuilder::new(&PROFILE).access_token("t0ken-5ecret").transport(self.clone());
        builder.retry(RetryPolicy::none())
    }

    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        self.sent.lock().unwrap().push(request.clone());
        let response = async {
            tokio::time::sleep(self.delay).await;
            let scripted = self.script.lock().unwrap().pop_front();
            scripted.unwrap_or_else(|| Ok(response(200, &[("content-type", "application/json")], "{}")))
        };
        match request.timeout {
            Some(limit) => {
                let response = tokio::time::timeout(limit, response).await;
                response.unwrap_or_else(|_| Err(TransportError::timeout(request.timeout)))
            }
            None => response.await,
        }
    }
}

impl Transport for Fake {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

pub(crate) fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> TransportResponse {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
    }
    TransportResponse::new(StatusCode::from_u16(status).unwrap(), map, body)
}

/// Returns a header of a request; empty if it is missing.
pub(crate) fn header<'a>(request: &'a TransportRequest, name: &str) -> &'a str {
    request.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// Polls a future without an async runtime.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let mut future = std::pin::pin!(future);
    let waker = Arc::new(Unpark(std::thread::current())).into();
    loop {
        match future.as_mut().poll(&mut std::task::Context::from_waker(&waker)) {
            std::task::Poll::Ready(output) => return output,
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}
