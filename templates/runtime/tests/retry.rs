//! Retries: repeated calls, the waits between attempts, and when retries stop. No test waits in real time.

mod support;

use std::time::Duration;

use http::StatusCode;
use runtime::runtime::testing::{MockTransport, SkippingClock, json_response};
use runtime::runtime::{
    Client, ClientBuilder, EmptyBody, Error, Operation, Request, RequestOptions, Response, RetryBudget,
    RetryPolicy, TransportErrorKind, TransportRequest,
};
use support::{Fake, PROFILE, response};

const GET: Operation = Operation::get("getX", "/x");
const POST: Operation = Operation::post("postX", "/x");

/// Returns a client that skips waits, and its clock. Each wait has the maximum length.
fn client(mock: &MockTransport, policy: RetryPolicy) -> (Client, SkippingClock) {
    let clock = SkippingClock::new(1.0);
    (builder(mock).retry(policy).clock(clock.clone()).build().unwrap(), clock)
}

fn builder(mock: &MockTransport) -> ClientBuilder {
    ClientBuilder::new(&PROFILE).access_token("t0ken").transport(mock.clone())
}

async fn send(request: Request) -> Result<Response<()>, Error> {
    request.send::<EmptyBody>().await
}

fn always(status: u16, headers: &'static [(&'static str, &'static str)]) -> MockTransport {
    MockTransport::from_fn(move |_: &TransportRequest| Ok(response(status, headers, "")))
}

fn ms(numbers: &[u64]) -> Vec<Duration> {
    numbers.iter().map(|number| Duration::from_millis(*number)).collect()
}

#[tokio::test]
async fn transient_failures_are_retried_until_success() {
    let mock = MockTransport::new()
        .json(503, "")
        .fail(TransportErrorKind::Connect, "refused")
        .fail(TransportErrorKind::Interrupted, "reset")
        .json(200, "");
    let (client, clock) = client(&mock, RetryPolicy::new());
    let response = send(client.request(GET)).await.unwrap();
    assert_eq!(response.attempts(), 4);
    assert_eq!(clock.waits(), ms(&[500, 1000, 2000]));
    let numbers: Vec<u32> = mock.requests().iter().map(|request| request.attempt).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    // Each attempt has the credentials. Its time limit is the remaining part of the call's 60 s.
    for (request, left) in mock.requests().iter().zip(ms(&[60_000, 59_500, 58_500, 56_500])) {
        assert_eq!(request.headers["authorization"], "Bearer t0ken");
        assert_eq!(request.timeout, Some(left));
    }
}

#[tokio::test]
async fn only_transient_statuses_are_retried() {
    for status in [408, 429, 502, 503, 504] {
        let mock = MockTransport::new().json(status, "").json(200, "");
        let (client, _) = client(&mock, RetryPolicy::new());
        assert_eq!(send(client.request(GET)).await.unwrap().attempts(), 2, "{status}");
    }
    for status in [400, 401, 403, 404, 409, 500, 501] {
        let mock = MockTransport::new().json(status, "").json(200, "");
        let (client, _) = client(&mock, RetryPolicy::new());
        let error = send(client.request(GET)).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, Some(1)));
    }
    let mock = MockTransport::new().json(409, "").json(503, "");
    let (client, _) = client(&mock, RetryPolicy::new().statuses([StatusCode::CONFLICT]));
    assert_eq!(send(client.request(GET)).await.unwrap_err().status().unwrap(), 503);
}

#[tokio::test]
async fn only_connection_failures_are_retried() {
    for (kind, attempts) in [
        (TransportErrorKind::Connect, 4),
        (TransportErrorKind::Interrupted, 4),
        (TransportErrorKind::Tls, 1),
        (TransportErrorKind::Timeout, 1),
        (TransportErrorKind::Body, 1),
        (TransportErrorKind::Upload, 1),
        (TransportErrorKind::Save, 1),
        (TransportErrorKind::NoRuntime, 1),
        (TransportErrorKind::Other, 1),
    ] {
        let mock = (0..4).fold(MockTransport::new(), |mock, _| mock.fail(kind, "why"));
        let (client, _) = client(&mock, RetryPolicy::new());
        let error = send(client.request(GET)).await.unwrap_err();
        assert_eq!(
            (error.attempts(), mock.requests().len()),
            (Some(attempts), attempts as usize),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn unsafe_methods_are_not_retried() {
    let put = Operation::put("putX", "/x");
    let delete = Operation::delete("deleteX", "/x");
    let patch = Operation::patch("patchX", "/x");
    let said = || RequestOptions::new().idempotent();
    for (operation, options, attempts) in [
        (GET, RequestOptions::new(), 2),
        (put, RequestOptions::new(), 2),
        (delete, RequestOptions::new(), 2),
        (POST, RequestOptions::new(), 1),
        (patch, RequestOptions::new(), 1),
        (POST.idempotent(), RequestOptions::new(), 2),
        (POST, said(), 2),
        (patch, said(), 2),
        (POST, said().no_retry(), 1),
        // A policy for the call does not make the call idempotent.
        (POST, RequestOptions::new().retry(RetryPolicy::new()), 1),
    ] {
        let mock = MockTransport::new().json(503, "").fail(TransportErrorKind::Connect, "refused");
        let (client, _) = client(&mock, RetryPolicy::new().max_attempts(2));
        send(client.request(operation).json("body").options(options)).await.unwrap_err();
        assert_eq!(mock.requests().len(), attempts, "{}", operation.id());
        assert!(mock.requests().iter().all(|request| request.body == "\"body\""));
    }
}

#[tokio::test]
async fn retry_after_is_respected_in_both_forms() {
    let mock = MockTransport::new()
        .response(response(429, &[("retry-after", "7")], ""))
        .response(response(
            503,
            &[("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT"), ("date", "Sun, 06 Nov 1994 08:49:37 GMT")],
            "",
        ))
        .response(response(429, &[("retry-after", "soon")], ""))
        .json(200, "");
    let (client, clock) = client(&mock, RetryPolicy::new());
    send(client.request(GET)).await.unwrap();
    assert_eq!(clock.waits(), ms(&[7000, 3000, 2000]));
}

#[tokio::test]
async fn an_excessive_wait_fails_the_call_immediately() {
    let long = always(429, &[("retry-after", "61")]);
    let (with_limit, clock) = client(&long, RetryPolicy::new());
    let options = RequestOptions::new().no_timeout();
    let error = send(with_limit.request(GET).options(options)).await.unwrap_err();
    assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::from_secs(61)), Some(1)));
    assert!(clock.waits().is_empty());

    // The call's time limit of 60 s leaves no time for a wait of 60 s.
    let (client, clock) = client(&always(429, &[("retry-after", "60")]), RetryPolicy::new());
    assert!(send(client.request(GET)).await.unwrap_err().is_rate_limited());
    assert!(clock.waits().is_empty());
}

#[tokio::test]
async fn single_waits_and_the_total_are_bounded() {
    let policy =
        RetryPolicy::new().max_attempts(9).base_wait(Duration::from_secs(1)).max_wait(Duration::from_secs(4));
    let (capped, clock) = client(&always(503, &[]), policy.clone());
    let error = send(capped.request(GET)).await.unwrap_err();
    assert_eq!(clock.waits(), ms(&[1000, 2000, 4000, 4000, 4000, 4000, 4000, 4000]));
    assert_eq!(error.attempts(), Some(9));

    let (total, clock) = client(&always(503, &[]), policy.max_total(Duration::from_secs(12)));
    assert_eq!(send(total.request(GET)).await.unwrap_err().attempts(), Some(5));
    assert_eq!(clock.waits(), ms(&[1000, 2000, 4000, 4000]));

    let (timed, clock) = client(&always(503, &[]), RetryPolicy::new());
    let options = RequestOptions::new().timeout(Duration::from_millis(1501));
    send(timed.request(GET).options(options)).await.unwrap_err();
    assert_eq!(clock.waits(), ms(&[500, 1000]));
}

#[tokio::test]
async fn jitter_shortens_waits() {
    for (chance, waits) in [(0.0, [0, 0, 0]), (0.25, [125, 250, 500])] {
        let clock = SkippingClock::new(chance);
        let client = builder(&always(503, &[])).clock(clock.clone()).build().unwrap();
        send(client.request(GET)).await.unwrap_err();
        assert_eq!(clock.waits(), ms(&waits));
    }
}

#[tokio::test]
async fn a_budget_bounds_the_load_of_an_outage() {
    let down = always(503, &[]);
    let clock = SkippingClock::new(0.0);
    let client = builder(&down).clock(clock).retry_budget(RetryBudget::new(5)).build().unwrap();
    for _ in 0..100 {
        send(client.request(GET)).await.unwrap_err();
    }
    assert_eq!(down.requests().len(), 105);

    // Five successful calls add one retry.
    let mock = (0..5).fold(MockTransport::new(), |mock, _| mock.json(503, ""));
    let mock = (0..9).fold(mock, |mock, at| mock.json([404, 500, 302][at % 3], ""));
    let mock = (0..5).fold(mock.json(503, ""), |mock, _| mock.json(204, ""));
    let mock = mock.json(503, "").json(200, "").json(503, "");
    let budget = RetryBudget::new(3).regain_percent(20);
    let client = builder(&mock).clock(SkippingClock::new(0.0)).retry_budget(budget).build().unwrap();
    assert_eq!(send(client.request(GET)).await.unwrap_err().attempts(), Some(4));
    assert_eq!(send(client.request(GET)).await.unwrap_err().attempts(), Some(1));
    // Failed calls add nothing, regardless of their status.
    for _ in 0..9 {
        assert_eq!(send(client.request(GET)).await.unwrap_err().attempts(), Some(1));
    }
    assert_eq!(send(client.request(GET)).await.unwrap_err().status().unwrap(), 503);
    for _ in 0..5 {
        assert_eq!(send(client.request(GET)).await.unwrap().status(), 204);
    }
    assert_eq!(send(client.request(GET)).await.unwrap().attempts(), 2);
    assert_eq!(send(client.request(GET)).await.unwrap_err().attempts(), Some(1));

    let down = always(503, &[]);
    let builder = builder(&down).clock(SkippingClock::new(0.0)).retry_budget(RetryBudget::unlimited());
    let client = builder.build().unwrap();
    for _ in 0..200 {
        send(client.request(GET)).await.unwrap_err();
    }
    assert_eq!(down.requests().len(), 800);
}

#[tokio::test]
async fn errors_contain_the_number_of_attempts() {
    let text = |error: Error| error.to_string();
    let (api, _) = client(&always(503, &[("x-correlation-id", "5f3a")]), RetryPolicy::new());
    assert_eq!(
        text(send(api.request(GET)).await.unwrap_err()),
        "getX: 503 Service Unavailable: no message (correlation id 5f3a, 4 attempts)"
    );
    let mock = (0..2).fold(MockTransport::new(), |mock, _| mock.fail(TransportErrorKind::Connect, "refused"));
    let (transport, _) = client(&mock, RetryPolicy::new().max_attempts(2));
    assert_eq!(
        text(send(transport.request(GET)).await.unwrap_err()),
        "getX: could not connect (2 attempts): refused"
    );
}

#[tokio::test]
async fn policies_of_the_client_and_of_the_call() {
    let down = always(503, &[]);
    let (client, _) = client(&down, RetryPolicy::none());
    assert_eq!(send(client.request(GET)).await.unwrap_err().attempts(), Some(1));
    let options = RequestOptions::new().retry(RetryPolicy::new().max_attempts(7));
    assert_eq!(send(client.request(GET).options(options)).await.unwrap_err().attempts(), Some(7));
    let options = RequestOptions::new().retry(RetryPolicy::new().max_attempts(0));
    assert_eq!(send(client.request(GET).options(options)).await.unwrap_err().attempts(), Some(1));
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tokio_clock {
    use super::*;
    use crate::support::Fake;
    use runtime::runtime::{Clock, TokioClock};

    #[tokio::test(start_paused = true)]
    async fn waits_use_the_tokio_clock() {
        let fake = Fake::new().respond(429, &[("retry-after", "30")], "").json("{}");
        let client = fake.builder().retry(RetryPolicy::new()).build().unwrap();
        let started = tokio::time::Instant::now();
        assert_eq!(send(client.request(GET)).await.unwrap().attempts(), 2);
        let waited = started.elapsed();
        // Timers are accurate to the millisecond.
        assert!(waited >= Duration::from_secs(30) && waited < Duration::from_millis(30_010), "{waited:?}");
    }

    #[test]
    fn nothing_is_retried_outside_a_runtime() {
        assert!(TokioClock::new().sleep(Duration::ZERO).is_none());
    }

    #[test]
    fn jitter_is_spread_over_its_range() {
        let clock = TokioClock::new();
        let numbers: Vec<f64> = (0..1000).map(|_| clock.chance()).collect();
        assert!(numbers.iter().all(|number| (0.0..1.0).contains(number)));
        let mean = numbers.iter().sum::<f64>() / 1000.0;
        assert!((0.4..0.6).contains(&mean), "{mean}");
    }
}

#[tokio::test]
async fn responses_of_a_closure_can_depend_on_the_attempt() {
    let mock = MockTransport::from_fn(|request: &TransportRequest| {
        Ok(json_response(if request.attempt < 3 { 502 } else { 200 }, request.operation))
    });
    let (client, _) = client(&mock, RetryPolicy::new());
    assert_eq!(send(client.request(GET)).await.unwrap().attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn all_attempts_of_a_call_have_the_same_idempotency_key() {
    const PAY: Operation = Operation::post("pay", "/pay").idempotency_key("Idempotency-Key");
    let fake = Fake::new().respond(503, &[], "").respond(200, &[], "{}");
    let client = fake.builder().retry(RetryPolicy::new()).build().unwrap();
    client.request(PAY).send::<EmptyBody>().await.unwrap();
    client.request(PAY).send::<EmptyBody>().await.unwrap();
    let options = RequestOptions::new().header("idempotency-key", "own");
    client.request(PAY).options(options).send::<EmptyBody>().await.unwrap();
    client.request(PAY).header("Idempotency-Key", "mine").send::<EmptyBody>().await.unwrap();
    let sent = fake.sent();
    let keys: Vec<&str> = sent.iter().map(|request| support::header(request, "idempotency-key")).collect();
    assert_eq!(keys.len(), 5);
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2]);
    assert_eq!(keys[3..], ["own", "mine"]);
    let shape: Vec<usize> = keys[0].split('-').map(str::len).collect();
    assert_eq!((shape, keys[0].as_bytes()[14]), (vec![8, 4, 4, 4, 12], b'4'));
}

#[tokio::test]
async fn successes_do_not_refill_a_budget_beyond_its_capacity() {
    let mock = (0..20).fold(MockTransport::new(), |mock, _| mock.json(200, ""));
    let mock = (0..9).fold(mock, |mock, _| mock.json(503, ""));
    let budget = RetryBudget::new(1).regain_percent(100);
    let client = builder(&mock).clock(SkippingClock::new(0.0)).retry_budget(budget).build().unwrap();
    for _ in 0..20 {
        send(client.request(GET)).await.unwrap();
    }
    assert_eq!(send(client.request(GET)).await.unwrap_err().attempts(), Some(2));
    assert_eq!(send(client.request(GET)).await.unwrap_err().attempts(), Some(1));
}

/// An attempt's limit is the shorter of its own limit and the call's remaining time.
#[tokio::test]
async fn an_attempt_that_takes_too_long_is_retried_within_the_time_of_the_call() {
    let policy = RetryPolicy::new().attempt_timeout(Duration::from_secs(2));
    let mock = MockTransport::new().fail(TransportErrorKind::Timeout, "slow").json(200, "");
    let (client, _) = client(&mock, policy.clone());
    assert_eq!(send(client.request(GET)).await.unwrap().attempts(), 2);
    assert!(mock.requests().iter().all(|request| request.timeout == Some(Duration::from_secs(2))));

    let short = RequestOptions::new().timeout(Duration::from_secs(1)).retry(policy.clone());
    let mock = MockTransport::new().fail(TransportErrorKind::Timeout, "slow").json(200, "");
    let (client, _) = self::client(&mock, RetryPolicy::none());
    let error = send(client.request(GET).options(short)).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == Some(1), "{error:?}");

    let mock = MockTransport::new().fail(TransportErrorKind::Timeout, "slow").json(200, "");
    let (client, _) = self::client(&mock, policy);
    assert!(send(client.request(POST)).await.unwrap_err().is_timeout());
}

/// The server ignores the first connection and returns the first line of the second request as a body.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[tokio::test]
async fn a_silent_connection_is_replaced_and_any_method_can_be_called() {
    use std::sync::LazyLock;

    use runtime::runtime::Text;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    static REPORT: LazyLock<http::Method> = LazyLock::new(|| http::Method::from_bytes(b"REPORT").unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let _silent = listener.accept().await.unwrap();
        let (mut second, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 4096];
        let read = second.read(&mut request).await.unwrap();
        let text = String::from_utf8_lossy(&request[..read]).into_owned();
        let line = text.lines().next().unwrap_or_default();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nconnection: close\r\n";
        let response = format!("{head}content-length: {}\r\n\r\n{line}", line.len());
        second.write_all(response.as_bytes()).await.unwrap();
    });
    let policy =
        RetryPolicy::new().attempt_timeout(Duration::from_millis(300)).base_wait(Duration::from_millis(1));
    let client = ClientBuilder::new(&PROFILE).base_url(url).retry(policy).build().unwrap();
    let operation = Operation::new(&REPORT, "report", "/status/{id}").idempotent();
    let response = client.request(operation).path("id", "a b").send::<Text>().await.unwrap();
    assert_eq!(response.attempts(), 2);
    assert!(response.into_body().starts_with("REPORT /"), "the method is sent");
    server.await.unwrap();
}
