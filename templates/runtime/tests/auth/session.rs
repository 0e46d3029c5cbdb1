//! A client's token requests: on first use, before expiry, after a 401, and only one for any number of concurrent
//! calls.

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use http::StatusCode;
use runtime::runtime::{
    AccessToken, AuthError, AuthErrorKind, BoxFuture, Client, EmptyBody, Error, LoginContext, OAuth2,
    Operation, RequestOptions, Result, RetryPolicy, TokenSource, TransportError, TransportErrorKind,
};
use tokio::task::{JoinSet, yield_now};

use crate::double::{ClosureSource, GET, LATE, Server, application, call};

async fn hundred_calls(client: &Client) -> Vec<Result<usize>> {
    let mut tasks = JoinSet::new();
    for _ in 0..100 {
        let client = client.clone();
        tasks.spawn(async move { call(&client).await });
    }
    tasks.join_all().await
}

fn auth(error: &Error) -> &AuthError {
    let Error::Auth(error) = error else { panic!("{error:?}") };
    error
}

#[tokio::test]
async fn a_token_is_requested_on_first_use_and_cached() {
    let server = Server::new();
    let client = server.client(application());
    assert_eq!(server.logins(), 0);
    assert_eq!(call(&client).await.unwrap(), 1);
    server.manual_clock.advance(1_000_000);
    assert_eq!(
        call(&client.clone()).await.unwrap(),
        1,
        "the server decides when a token without a known lifetime expires"
    );
    assert_eq!(server.logins(), 1);
}

#[tokio::test]
async fn a_token_is_renewed_a_minute_before_it_expires() {
    let server = Server::new().with_lifetime(86_400);
    let client = server.client(application());
    assert_eq!(call(&client).await.unwrap(), 1);
    server.manual_clock.advance(86_400 - 61);
    assert_eq!(call(&client).await.unwrap(), 1);
    server.manual_clock.advance(1);
    assert_eq!(call(&client).await.unwrap(), 2);
    assert_eq!(server.logins(), 2);
}

#[tokio::test]
async fn a_short_lived_token_is_used_for_nine_tenths_of_its_life() {
    let server = Server::new().with_lifetime(30);
    let client = server.client(application());
    assert_eq!(call(&client).await.unwrap(), 1);
    server.manual_clock.advance(26);
    assert_eq!(call(&client).await.unwrap(), 1);
    server.manual_clock.advance(1);
    assert_eq!(call(&client).await.unwrap(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_hundred_calls_share_one_token_request() {
    let server = Server::new().slow(2);
    let client = server.client(application());
    for token in hundred_calls(&client).await {
        assert_eq!(token.unwrap(), 1);
    }
    assert_eq!((server.logins(), server.calls()), (1, 100));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_on_many_threads_share_one_token_request() {
    for _ in 0..50 {
        let server = Server::new();
        let client = server.client(application());
        for token in hundred_calls(&client).await {
            assert_eq!(token.unwrap(), 1);
        }
        server.revoke();
        for token in hundred_calls(&client).await {
            assert_eq!(token.unwrap(), 2);
        }
        assert_eq!(server.logins(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_request_survives_the_call_that_started_it() {
    let server = Server::new().slow(10);
    let client = server.client(application());
    let leader = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await }
    });
    yield_now().await;
    let mut others = JoinSet::new();
    for _ in 0..10 {
        let client = client.clone();
        others.spawn(async move { call(&client).await });
    }
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(server.logins(), 1);
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    for token in others.join_all().await {
        assert_eq!(token.unwrap(), 1);
    }
    assert_eq!(server.logins(), 1, "the other calls continued with the same login");
}

/// A token source that polls another call from within its own token request and wakes its task immediately.
struct Nested(Mutex<Option<BoxFuture<'static, Result<usize>>>>, Arc<CountingWaker>);

/// A waker that counts its wake-ups.
#[derive(Default)]
struct CountingWaker(AtomicUsize);

impl Wake for CountingWaker {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl TokenSource for Nested {
    fn token<'a>(&'a self, _: &'a LoginContext) -> BoxFuture<'a, Result<AccessToken, AuthError>> {
        let mut polled = false;
        Box::pin(poll_fn(move |context| {
            if polled {
                return Poll::Ready(Ok(AccessToken::new("token-1")));
            }
            polled = true;
            context.waker().wake_by_ref();
            if let Some(other) = self.0.lock().unwrap().as_mut() {
                let waker = Waker::from(Arc::clone(&self.1));
                assert!(other.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
            }
            Poll::Pending
        }))
    }
}

/// The second call joins the first one's token request. Then the first call, which was woken but not polled
/// again, is dropped.
#[tokio::test]
async fn dropping_a_woken_call_wakes_the_next_one() {
    let server = Server::new();
    let waker = Arc::new(CountingWaker::default());
    let source = Arc::new(Nested(Mutex::default(), Arc::clone(&waker)));
    let client = server.client(Arc::clone(&source));
    let second = client.clone();
    *source.0.lock().unwrap() = Some(Box::pin(async move { call(&second).await }));
    let mut first = Box::pin(call(&client));
    assert!(first.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    let before = waker.0.load(Ordering::SeqCst);
    drop(first);
    assert!(waker.0.load(Ordering::SeqCst) > before, "the second call was not woken");
    let second = source.0.lock().unwrap().take().unwrap();
    assert_eq!(second.await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_abandoned_token_request_is_resumed() {
    let server = Server::new().slow(10).with_refresh_tokens();
    let client = server.client(application());
    let given_up = tokio::time::timeout(Duration::from_secs(1), call(&client)).await;
    assert!(given_up.is_err());
    assert_eq!(call(&client).await.unwrap(), 1);
    assert_eq!(server.logins(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_outdated_failure_is_not_returned_to_a_new_call() {
    let server = Server::new().slow(10);
    server.fail(TransportError::new(TransportErrorKind::Interrupted, "reset"));
    let client = server.client(application());
    assert!(tokio::time::timeout(Duration::from_secs(1), call(&client)).await.is_err());
    assert_eq!(call(&client).await.unwrap(), 2, "the abandoned token request failed, so a new one is sent");
    assert_eq!(server.logins(), 2);
}

#[tokio::test]
async fn a_401_renews_the_token_and_repeats_the_call() {
    let server = Server::new();
    let client = server.client(application());
    assert_eq!(call(&client).await.unwrap(), 1);
    server.revoke();
    assert_eq!(call(&client).await.unwrap(), 2);
    assert_eq!((server.logins(), server.calls()), (2, 3));
}

#[tokio::test(start_paused = true)]
async fn a_hundred_401s_share_one_renewal() {
    let server = Server::new().slow(2);
    let client = server.client(application());
    assert_eq!(call(&client).await.unwrap(), 1);
    server.revoke();
    for token in hundred_calls(&client).await {
        assert_eq!(token.unwrap(), 2);
    }
    assert_eq!(server.logins(), 2);
}

#[tokio::test]
async fn a_second_401_is_returned() {
    let server = Server::new();
    let client = server.client(application());
    server.revoke_all();
    let error = call(&client).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!((server.logins(), server.calls()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_late_401_for_an_old_token_causes_no_renewal() {
    let server = Server::new();
    let client = server.client(application());
    assert_eq!(call(&client).await.unwrap(), 1);
    server.revoke();
    let late = client.request(LATE).send::<EmptyBody>();
    let quick = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        call(&client).await
    };
    let (late, quick) = tokio::join!(late, quick);
    assert_eq!(quick.unwrap(), 2);
    assert_eq!(late.unwrap().headers()["x-token"], "2");
    assert_eq!(server.logins(), 2);
}

#[tokio::test]
async fn the_same_token_is_not_retried() {
    let server = Server::new();
    server.revoke_all();
    let client = server.client(ClosureSource(|_: &_| Ok(AccessToken::new("token-1"))));
    assert!(call(&client).await.unwrap_err().is_unauthorized());
    assert_eq!(server.calls(), 1);

    let client = server.builder().access_token("token-1").build().unwrap();
    assert!(call(&client).await.unwrap_err().is_unauthorized());
    assert_eq!(server.calls(), 2);
}

#[tokio::test]
async fn a_failed_token_request_shows_the_server_s_message() {
    let server = Server::new();
    let client = server.client(application());
    server.refuse(
        400,
        r#"{"error":"invalid_client","description":"client not found","error_description":"client not found: my-s3cret"}"#,
    );
    let error = call(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getX: authentication failed: 400 Bad Request: invalid_client: client not found: [redacted]: client not found"
    );
    assert_eq!((error.operation(), error.status()), (Some("getX"), None));
    let error = auth(&error);
    assert_eq!(
        (error.kind(), error.status(), error.code(), error.is_transient()),
        (AuthErrorKind::Refused, Some(StatusCode::BAD_REQUEST), Some("invalid_client"), false)
    );
    assert_eq!(server.calls(), 0);
    assert_eq!(call(&client).await.unwrap(), 2, "a failure is not cached");
}

#[tokio::test(start_paused = true)]
async fn a_failed_token_request_fails_all_waiting_calls() {
    let server = Server::new().slow(1);
    let client = server.client(application());
    server.refuse(503, "<html>busy</html>");
    for outcome in hundred_calls(&client).await {
        let error = outcome.unwrap_err();
        assert!(auth(&error).is_transient());
        let text = "getX: authentication failed: 503 Service Unavailable: no message; the body starts with: <html>busy</html>";
        assert_eq!(error.to_string(), text);
    }
    assert_eq!((server.logins(), server.calls()), (1, 0));
}

#[tokio::test]
async fn a_failed_renewal_is_an_error() {
    let server = Server::new();
    let client = server.client(application());
    assert_eq!(call(&client).await.unwrap(), 1);
    server.revoke();
    server.fail(TransportError::new(TransportErrorKind::Connect, "refused"));
    let error = call(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "getX: authentication failed: could not connect: refused");
    assert_eq!(auth(&error).kind(), AuthErrorKind::Transport);
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test(start_paused = true)]
async fn a_transient_token_failure_is_retried() {
    let server = Server::new();
    let client = server.builder().retry(RetryPolicy::new()).login(application()).build().unwrap();
    server.refuse(400, r#"{"error":"invalid_client"}"#);
    assert!(matches!(call(&client).await, Err(Error::Auth(_))));
    assert_eq!(server.logins(), 1);
    server.refuse(503, "");
    client.request(Operation::post("postX", "/x")).send::<EmptyBody>().await.unwrap();
    assert_eq!((server.logins(), server.calls()), (3, 1), "nothing was posted before the login succeeded");
}

#[tokio::test(start_paused = true)]
async fn only_transient_token_failures_are_retried() {
    for (kind, again) in [
        (TransportErrorKind::Connect, true),
        (TransportErrorKind::Interrupted, true),
        (TransportErrorKind::Timeout, true),
        (TransportErrorKind::Tls, false),
        (TransportErrorKind::Body, false),
        (TransportErrorKind::Upload, false),
        (TransportErrorKind::NoRuntime, false),
        (TransportErrorKind::Other, false),
    ] {
        let server = Server::new();
        let client = server.builder().retry(RetryPolicy::new()).login(application()).build().unwrap();
        server.fail(TransportError::new(kind, "why"));
        let outcome = call(&client).await;
        assert_eq!(server.logins(), if again { 2 } else { 1 }, "{kind:?}");
        match outcome {
            Ok(_) => assert!(again),
            Err(error) => assert!(!again && !auth(&error).is_transient(), "{kind:?}"),
        }
    }
    // A custom source that fails is not called again either, regardless of the error.
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let source = ClosureSource(move |_: &LoginContext| {
        counter.fetch_add(1, Ordering::SeqCst);
        Err(AuthError::new(TransportError::new(TransportErrorKind::Connect, "why")))
    });
    let client = Server::new().builder().retry(RetryPolicy::new()).login(source).build().unwrap();
    assert!(!auth(&call(&client).await.unwrap_err()).is_transient());
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_token_counts_towards_the_time_limit() {
    let server = Server::new().slow(1000);
    let client = server.client(application());
    let request = client.request(GET).options(RequestOptions::new().timeout(Duration::from_secs(3)));
    let error = request.send::<EmptyBody>().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_panicking_source_fails_only_its_call() {
    let server = Server::new();
    let first = Arc::new(AtomicUsize::new(0));
    let source = ClosureSource(move |_: &_| {
        assert!(first.fetch_add(1, Ordering::SeqCst) > 0, "the test's own panic");
        Ok(AccessToken::new("token-1"))
    });
    let client = server.client(source);
    let panicked = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await }
    });
    assert!(panicked.await.unwrap_err().is_panic());
    assert_eq!(call(&client).await.unwrap(), 1);
}

#[tokio::test]
async fn the_error_of_a_token_source_is_shown() {
    let server = Server::new();
    let client = server.client(ClosureSource(|_: &_| Err(AuthError::new("the vault is sealed"))));
    let error = call(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "getX: authentication failed: the vault is sealed");
    let client = server.client(ClosureSource(|_: &_| Ok(AccessToken::new("with a\nline end"))));
    let error = call(&client).await.unwrap_err();
    assert!(error.to_string().contains("the access token contains a space"), "{error}");
    assert_eq!(server.calls(), 0);
}

#[tokio::test]
async fn a_stored_token_avoids_the_first_token_request() {
    let server = Server::new();
    let kept = AccessToken::new("token-1").with_expires_in(Duration::from_secs(100));
    let client = server.client(OAuth2::refresh_token("id", "s3cret", "refresh-0").with_token(kept));
    assert_eq!(call(&client).await.unwrap(), 1);
    assert_eq!(server.logins(), 0);
    server.manual_clock.advance(91);
    assert_eq!(call(&client).await.unwrap(), 1);
    assert_eq!(server.forms(), ["grant_type=refresh_token&refresh_token=refresh-0"]);
}

#[tokio::test]
async fn a_busy_token_endpoint_is_retried_after_its_wait() {
    use runtime::runtime::testing::{MockTransport, SkippingClock, json_response};
    let busy = |status: u16| {
        let mut response = json_response(status, &());
        response.headers.insert("retry-after", "7".parse().unwrap());
        response
    };
    for (status, again) in [(429, true), (500, true), (503, true), (400, false), (401, false)] {
        let mock = MockTransport::new()
            .response(busy(status))
            .json(200, &serde_json::json!({"access_token": "t"}))
            .json(200, &1);
        let clock = SkippingClock::new(1.0);
        let builder = runtime::runtime::ClientBuilder::new(&crate::support::PROFILE).transport(mock);
        let client = builder.clock(clock.clone()).login(application()).build().unwrap();
        let outcome = client.request(GET).send::<EmptyBody>().await;
        assert_eq!(outcome.is_ok(), again, "{status}");
        if again {
            assert_eq!(clock.waits(), [Duration::from_secs(7)], "{status}");
        } else {
            let error = outcome.unwrap_err();
            assert_eq!(error.retry_after(), Some(Duration::from_secs(7)), "{status}");
            assert!(clock.waits().is_empty(), "{status}");
        }
    }
}

#[tokio::test]
async fn an_exhausted_time_limit_still_applies() {
    use runtime::runtime::testing::MockTransport;
    let manual_clock = crate::double::ManualClock::default();
    let clock = manual_clock.clone();
    let source = ClosureSource(move |_: &LoginContext| {
        manual_clock.advance(1000);
        Ok(AccessToken::new("t"))
    });
    let mock = MockTransport::new().json(200, &1);
    let builder = runtime::runtime::ClientBuilder::new(&crate::support::PROFILE).transport(mock.clone());
    let client = builder.clock(clock).login(source).build().unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    // Some transports treat zero as no limit.
    assert_eq!(mock.requests()[0].timeout, Some(Duration::from_millis(1)));
}
