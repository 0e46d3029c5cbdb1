//! Webhooks: signatures, with the test vectors of Standard Webhooks, and the events of requests.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue};
use runtime::runtime::{
    Value, WebhookEncoding, WebhookError, WebhookHash, WebhookRule, WebhookScheme, WebhookVerifier,
    webhook_event, webhook_named, webhook_payload,
};

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let pair = |(name, value): &(&str, &str)| {
        (name.parse::<HeaderName>().unwrap(), HeaderValue::try_from(*value).unwrap())
    };
    pairs.iter().map(pair).collect()
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

// The test vector from the reference libraries (standard-webhooks/standard-webhooks, "test_sign_function").
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIMESTAMP: u64 = 1_614_265_330;
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

fn verify(verifier: &WebhookVerifier, signature: &str, now: u64) -> Result<(), WebhookError> {
    let timestamp = TIMESTAMP.to_string();
    let headers =
        headers(&[("webhook-id", ID), ("webhook-timestamp", &timestamp), ("webhook-signature", signature)]);
    verifier.verify_at(&headers, BODY, at(now))
}

fn standard(secret: &str) -> WebhookVerifier {
    WebhookVerifier::new(WebhookScheme::STANDARD, secret).unwrap()
}

#[test]
fn the_test_vector_of_standard_webhooks_is_valid() {
    assert_eq!(verify(&standard(SECRET), SIGNATURE, TIMESTAMP), Ok(()));
    // The prefix of the secret is optional.
    assert_eq!(verify(&standard(&SECRET[6..]), SIGNATURE, TIMESTAMP), Ok(()));
}

#[test]
fn one_of_several_signatures_suffices() {
    let wrong = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
    let verifier = standard(SECRET);
    assert_eq!(verify(&verifier, &format!("{wrong} v2,abc v1a,{SIGNATURE} {SIGNATURE}"), TIMESTAMP), Ok(()));
    assert_eq!(verify(&verifier, &format!("{wrong} v1,### x"), TIMESTAMP), Err(WebhookError::Signature));
    assert_eq!(verify(&verifier, &SIGNATURE[3..], TIMESTAMP), Err(WebhookError::Signature));
    let other = standard("whsec_c2VjcmV0");
    assert_eq!(verify(&other, SIGNATURE, TIMESTAMP), Err(WebhookError::Signature));
    assert_eq!(verify(&other.also(SECRET).unwrap(), SIGNATURE, TIMESTAMP), Ok(()));
    let many = format!("{} {SIGNATURE}", [wrong; 64].join(" "));
    assert_eq!(verify(&verifier, &many, TIMESTAMP), Err(WebhookError::Signature));
}

#[test]
fn timestamps_are_within_the_tolerance_in_both_directions() {
    let verifier = standard(SECRET);
    for (now, expected) in [
        (TIMESTAMP + 300, Ok(())),
        (TIMESTAMP - 300, Ok(())),
        (TIMESTAMP + 301, Err(WebhookError::Timestamp)),
        (TIMESTAMP - 301, Err(WebhookError::Timestamp)),
    ] {
        assert_eq!(verify(&verifier, SIGNATURE, now), expected);
    }
    assert_eq!(verify(&verifier.tolerance(Duration::from_secs(301)), SIGNATURE, TIMESTAMP + 301), Ok(()));
    for timestamp in ["", "now", "+1614265330", "-1", "99999999999999999999"] {
        let all = headers(&[
            ("webhook-id", ID),
            ("webhook-timestamp", timestamp),
            ("webhook-signature", SIGNATURE),
        ]);
        let found = standard(SECRET).verify_at(&all, BODY, at(TIMESTAMP));
        assert_eq!(found, Err(WebhookError::Header("webhook-timestamp")), "{timestamp}");
    }
    assert_eq!(standard(SECRET).verify(&HeaderMap::new(), BODY), Err(WebhookError::Header("webhook-id")));
}

#[test]
fn secrets_are_checked_and_never_displayed() {
    for secret in ["", "whsec_", "whsec_###"] {
        let error = WebhookVerifier::new(WebhookScheme::STANDARD, secret).unwrap_err();
        assert!(matches!(error, WebhookError::Secret(_)));
        assert!(!error.to_string().contains("###"), "{error}");
    }
    let shown = format!("{:?}", standard(SECRET));
    assert!(shown.contains("secrets: 1") && !shown.contains("MfKQ"), "{shown}");
}

#[test]
fn other_schemes_have_their_own_headers_and_content() {
    // The example from GitHub's documentation ("Validating webhook deliveries").
    let github = WebhookScheme::new("X-Hub-Signature-256", WebhookHash::Sha256, WebhookEncoding::Hex)
        .prefix("sha256=");
    let verifier = WebhookVerifier::new(github, "It's a Secret to Everybody").unwrap();
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let sent = headers(&[("x-hub-signature-256", signature)]);
    assert_eq!(verifier.verify(&sent, b"Hello, World!"), Ok(()));
    assert_eq!(verifier.verify(&sent, b"Hello, World?"), Err(WebhookError::Signature));
    let sent = headers(&[("x-hub-signature-256", &signature[..70])]);
    assert_eq!(verifier.verify(&sent, b"Hello, World!"), Err(WebhookError::Signature));

    // The example from Slack's documentation ("Verifying requests from Slack").
    let slack = WebhookScheme::new("X-Slack-Signature", WebhookHash::Sha256, WebhookEncoding::Hex)
        .prefix("v0=")
        .timestamp("X-Slack-Request-Timestamp")
        .content("v0:{timestamp}:{body}");
    let verifier = WebhookVerifier::new(slack, "8f742231b10e8888abcd99yyyzzz85a5").unwrap();
    let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    let sent = headers(&[
        ("x-slack-request-timestamp", "1531420618"),
        ("x-slack-signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
    ]);
    assert_eq!(verifier.verify_at(&sent, body.as_bytes(), at(1_531_420_618)), Ok(()));
}

#[derive(Debug, PartialEq)]
enum Event {
    Created(Value),
    Number(i64),
    Text(String),
    Unknown(Value),
}

static EVENTS: &[WebhookRule<Event>] = &[
    WebhookRule {
        name: "created",
        headers: &[("x-event", &["made"])],
        members: &[(&["data", "type"], &["a", "b"])],
        decode: |body| webhook_payload(body, Event::Created),
    },
    WebhookRule {
        name: "number",
        headers: &[("x-event", &["plain"])],
        members: &[],
        decode: |body| webhook_payload(body, Event::Number),
    },
    WebhookRule {
        name: "text",
        headers: &[("x-event", &["plain"])],
        members: &[],
        decode: |body| webhook_payload(body, Event::Text),
    },
];

#[test]
fn constants_determine_the_event() {
    let parse = |event: &str, body: &str| {
        webhook_event(EVENTS, Event::Unknown, &headers(&[("X-Event", event)]), body.as_bytes())
    };
    assert!(matches!(parse("made", r#"{"data":{"type":"b"}}"#), Ok(Event::Created(_))));
    assert!(matches!(parse("made", r#"{"data":{"type":"c"}}"#), Ok(Event::Unknown(_))));
    assert!(matches!(parse("other", "1"), Ok(Event::Unknown(_))));
    assert_eq!(parse("plain", "1"), Ok(Event::Number(1)));
    assert_eq!(parse("plain", "\"1\""), Ok(Event::Text("1".to_owned())));
    assert_eq!(parse("plain", "[]"), Err(WebhookError::Ambiguous(vec!["number", "text"])));
    assert!(parse("made", "{").unwrap_err().to_string().starts_with("the body is not JSON: "));
    assert_eq!(webhook_named(EVENTS, "number", b"2"), Ok(Event::Number(2)));
    let error = webhook_named(EVENTS, "number", b"\"x\"").unwrap_err();
    assert!(error.to_string().starts_with("the body is not valid for the event `number`: "), "{error}");
    let error = webhook_named(EVENTS, "no\u{1b}", b"2").unwrap_err();
    assert!(!error.to_string().contains('\u{1b}'), "{error}");
}
