//! A fake transport with an API and its authorization server, and a manually set clock.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;
use runtime::runtime::{
    AccessToken, AuthError, BoxFuture, Client, ClientBuilder, Clock, EmptyBody, LoginContext, OAuth2,
    Operation, Response, Result, RetryPolicy, TokenSource, Transport, TransportError, TransportRequest,
    TransportResponse,
};

use crate::support::{PROFILE, header, response};

pub(crate) const GET: Operation = Operation::get("getX", "/x");
/// An operation whose response arrives after the token has been replaced.
pub(crate) const LATE: Operation = Operation::get("getLate", "/late");

/// The time of a test, set manually. Sleeps use tokio's clock, which the tests pause.
#[derive(Clone, Default)]
pub(crate) struct ManualClock(Arc<Mutex<Duration>>);

impl ManualClock {
    pub(crate) fn advance(&self, seconds: u64) {
        *self.0.lock().unwrap() += Duration::from_secs(seconds);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        Some(Box::pin(tokio::time::sleep(duration)))
    }
}

/// An API with its authorization server, which issues `token-1`, `token-2`, ... after a delay. The API accepts only the
/// newest token.
#[derive(Clone, Default)]
pub(crate) struct Server {
    inner: Arc<Inner>,
    pub(crate) manual_clock: ManualClock,
}

#[derive(Default)]
struct Inner {
    logins: AtomicUsize,
    calls: AtomicUsize,
    /// Tokens up to this number are rejected with 401.
    revoked: AtomicUsize,
    forms: Mutex<Vec<String>>,
    /// The duration of a token request.
    delay: Mutex<Duration>,
    /// The lifetime of a token, in seconds.
    lifetime: Mutex<Option<u64>>,
    refresh: Mutex<bool>,
    /// Responses that replace the usual response to the next token requests; the last one is used first.
    overrides: Mutex<Vec<Result<TransportResponse, TransportError>>>,
}

impl Server {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn slow(self, seconds: u64) -> Self {
        *self.inner.delay.lock().unwrap() = Duration::from_secs(seconds);
        self
    }

    pub(crate) fn with_lifetime(self, seconds: u64) -> Self {
        *self.inner.lifetime.lock().unwrap() = Some(seconds);
        self
    }

    pub(crate) fn with_refresh_tokens(self) -> Self {
        *self.inner.refresh.lock().unwrap() = true;
        self
    }

    /// Fails the next token request with this response.
    pub(crate) fn refuse(&self, status: u16, body: &str) {
        self.inner.overrides.lock().unwrap().push(Ok(response(status, &[], body.to_owned())));
    }

    pub(crate) fn fail(&self, error: TransportError) {
        self.inner.overrides.lock().unwrap().push(Err(error));
    }

    /// Rejects all tokens issued so far.
    pub(crate) fn revoke(&self) {
        self.revoke_up_to(self.logins());
    }

    /// Rejects the tokens up to this number.
    pub(crate) fn revoke_up_to(&self, number: usize) {
        self.inner.revoked.store(number, Ordering::SeqCst);
    }

    /// Rejects all tokens.
    pub(crate) fn revoke_all(&self) {
        self.revoke_up_to(usize::MAX);
    }

    pub(crate) fn logins(&self) -> usize {
        self.inner.logins.load(Ordering::SeqCst)
    }

    pub(crate) fn calls(&self) -> usize {
        self.inner.calls.load(Ordering::SeqCst)
    }

    pub(crate) fn forms(&self) -> Vec<String> {
        self.inner.forms.lock().unwrap().clone()
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        let builder = ClientBuilder::new(&PROFILE).transport(self.clone()).clock(self.manual_clock.clone());
        builder.retry(RetryPolicy::none())
    }

    pub(crate) fn client(&self, source: impl TokenSource) -> Client {
        self.builder().login(source).build().unwrap()
    }

    async fn login(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let number = self.inner.logins.fetch_add(1, Ordering::SeqCst) + 1;
        self.inner.forms.lock().unwrap().push(String::from_utf8(request.body.to_vec()).unwrap());
        let delay = *self.inner.delay.lock().unwrap();
        tokio::time::sleep(delay).await;
        if let Some(other) = self.inner.overrides.lock().unwrap().pop() {
            return other;
        }
        let mut body = format!(r#"{{"access_token":"token-{number}","token_type":"bearer""#);
        if let Some(lifetime) = *self.inner.lifetime.lock().unwrap() {
            body += &format!(r#","expires_in":{lifetime}"#);
        }
        if *self.inner.refresh.lock().unwrap() {
            body += &format!(r#","refresh_token":"refresh-{number}""#);
        }
        Ok(response(200, &[], body + "}"))
    }

    fn call(&self, request: &TransportRequest) -> TransportResponse {
        self.inner.calls.fetch_add(1, Ordering::SeqCst);
        let number = header(request, "authorization").strip_prefix("Bearer token-");
        let number: usize = number.and_then(|number| number.parse().ok()).unwrap_or(0);
        if number <= self.inner.revoked.load(Ordering::SeqCst) {
            return response(401, &[], r#"{"code":"authentication.failed","message":"no longer valid"}"#);
        }
        response(200, &[("x-token", &number.to_string())], "")
    }
}

impl Transport for Server {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            if request.operation == "login" {
                assert_eq!(request.url, "https://login.example.com/oauth/token");
                self.login(request).await
            } else {
                let response = self.call(&request);
                if request.operation == LATE.id() {
                    tokio::time::sleep(Duration::from_secs(5)).await;
                }
                Ok(response)
            }
        })
    }
}

/// Returns client credentials.
pub(crate) fn application() -> OAuth2 {
    OAuth2::client_credentials("my-id", "my-s3cret")
}

/// Makes a call and returns the number of the token that it was sent with.
pub(crate) async fn call(client: &Client) -> Result<usize> {
    let response: Response<()> = client.request(GET).send::<EmptyBody>().await?;
    assert_eq!(response.status(), StatusCode::OK);
    Ok(response.headers()["x-token"].to_str().unwrap().parse().unwrap())
}

/// A token source that calls a closure.
pub(crate) struct ClosureSource<F>(pub(crate) F);

impl<F> TokenSource for ClosureSource<F>
where
    F: Fn(&LoginContext) -> Result<AccessToken, AuthError> + Send + Sync + 'static,
{
    fn token<'a>(&'a self, context: &'a LoginContext) -> BoxFuture<'a, Result<AccessToken, AuthError>> {
        Box::pin(std::future::ready((self.0)(context)))
    }
}
