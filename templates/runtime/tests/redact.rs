//! Redaction: regardless of how a server echoes a request, no error, log or `Debug` output contains a secret in any
//! encoding.

#[path = "support/log.rs"]
mod log;
#[path = "support/outputs.rs"]
mod outputs;
mod support;

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use log::Log;
use outputs::{Echo, assert_hidden, encodings, outputs, panicked};
use runtime::runtime::{
    ApiKey, ClientBuilder, EmptyBody, Json, OAuth2, Operation, Request, RequestOptions, Transport,
    TransportError, TransportErrorKind, TransportRequest, Value,
};
use serde_json::json;
use support::{PROFILE, response};
use tracing_subscriber::fmt::format::FmtSpan;

const POST: Operation = Operation::post("postX", "/x/{token}/y");

/// Secrets, each of which contains characters that encodings change.
const SECRETS: [&str; 3] = ["s3cr+t/=\"\\ Wö&<rt>", "plain-t0ken-0123456789", "??>>~~\u{1f511}kéy%41"];

/// Creates a request that contains the secret in every possible location. Secrets that the description or the client
/// declares have innocuous names.
fn request_with_secrets(secret: &str, transport: impl Transport) -> Request {
    let ascii = secret.is_ascii();
    let header_safe = if ascii { secret.to_owned() } else { "plain-t0ken-0123456789".to_owned() };
    let builder = ClientBuilder::new(&PROFILE)
        .transport(transport)
        .no_retry()
        .log_bodies(5000)
        .log_redact("odd")
        .basic_auth("some user", secret)
        .key(ApiKey::query("plain", secret))
        .key(ApiKey::cookie("c", "plain-t0ken-0123456789"))
        .key(ApiKey::header("X-Own", &header_safe))
        .default_header("Ocp-Apim-Subscription-Key", &header_safe)
        .default_header("X-Office", &header_safe);
    let body = json!({"name": "visible", "password": secret, "deep": [{"clientAssertion": {"a": secret}}], "odd": secret});
    let request = builder.build().unwrap().request(POST).path("token", secret).json(&body);
    let request = request.query("session_id", secret).query("appid", secret).query("plain", secret);
    request.options(RequestOptions::new().header("X-Auth", header_safe).query("sig", secret))
}

#[tokio::test]
async fn sent_secrets_are_hidden_in_every_encoding_and_output() {
    for secret in SECRETS {
        for encoding in encodings(secret) {
            let error_body =
                json!({"message": format!("bad {encoding}, sorry"), "code": encoding, "contextId": encoding});
            let quoted = json!({"echo": {"headers": [encoding]}}).to_string();
            let responses: [(u16, String); 6] = [
                (400, error_body.to_string()),
                (400, quoted.clone()),
                (500, format!("<html>{}{encoding}", "<p> ".repeat(40))),
                (200, format!("{{\"a\": [1, \"{encoding}\"")),
                (200, encoding.clone()),
                (200, json!({"echo": encoding}).to_string()),
            ];
            for (status, body) in responses {
                let (log, _guard) = Log::start(FmtSpan::FULL);
                let header = encoding.clone();
                let transport = Echo(move |_: &TransportRequest| {
                    let mut response =
                        response(status, &[("content-type", "application/json")], body.clone());
                    if let Ok(value) = header.parse::<http::HeaderValue>() {
                        response.headers.insert("x-echo", value.clone());
                        response.headers.insert("x-correlation-id", value);
                    }
                    Ok(response)
                });
                let outcome = request_with_secrets(secret, transport).send::<Json<Vec<i32>>>().await;
                let shown = outputs(outcome.as_ref().unwrap_err());
                let shown = shown + &panicked(outcome.map(drop)) + &log.text();
                assert_hidden(&shown, secret, &encoding);
                assert!(shown.contains("[redacted]"), "{shown}");
            }
        }
    }
}

#[tokio::test]
async fn causes_and_response_headers_do_not_leak_secrets() {
    for secret in SECRETS {
        for encoding in encodings(secret).into_iter().take(14) {
            let (log, _guard) = Log::start(FmtSpan::FULL);
            let text = encoding.clone();
            let transport = Echo(move |request: &TransportRequest| {
                let inner = std::io::Error::other(format!("cannot send {text} of {:?}", request.body));
                Err(TransportError::new(TransportErrorKind::Connect, inner))
            });
            let outcome = request_with_secrets(secret, transport).send::<EmptyBody>().await.map(drop);
            let shown = outputs(outcome.as_ref().unwrap_err()) + &panicked(outcome) + &log.text();
            assert!(shown.contains("cannot send"), "{shown}");
            assert_hidden(&shown, secret, &encoding);

            let Ok(value) = encoding.parse::<http::HeaderValue>() else { continue };
            let transport = Echo(move |_: &TransportRequest| {
                let mut response = response(200, &[], "");
                response.headers.insert("x-count", value.clone());
                Ok(response)
            });
            let response = request_with_secrets(secret, transport).send::<EmptyBody>().await.unwrap();
            let error = response.header::<i64>("X-Count").unwrap_err();
            let text = error.to_string();
            assert!(text.contains("[redacted]") && text.contains("cannot parse"), "{text}");
            assert_hidden(&outputs(&error), secret, &encoding);
        }
    }
}

#[tokio::test]
async fn an_echoing_token_endpoint_leaks_no_secrets() {
    for secret in SECRETS {
        for encoding in encodings(secret) {
            for (status, body) in [
                (401, json!({"error": encoding, "error_description": format!("no {encoding}")}).to_string()),
                (401, json!({"debug": [encoding]}).to_string()),
                (400, format!("<pre>Authorization: {encoding}</pre>")),
                (200, json!({"access_token": "a", "token_type": encoding}).to_string()),
                (200, json!({"error": encoding}).to_string()),
                (0, encoding.clone()),
            ] {
                let (log, _guard) = Log::start(FmtSpan::FULL);
                let transport = Echo(move |request: &TransportRequest| {
                    assert_eq!(request.operation, "login");
                    match status {
                        0 => Err(TransportError::new(TransportErrorKind::Connect, body.clone())),
                        status => Ok(response(status, &[], body.clone())),
                    }
                });
                let login = OAuth2::client_credentials("my-id", secret).form_field("extra", secret);
                let builder = ClientBuilder::new(&PROFILE).transport(transport).no_retry().log_bodies(5000);
                let client = builder.login(login).build().unwrap();
                let request = client.request(Operation::get("getX", "/x"));
                let outcome = request.send::<EmptyBody>().await.map(drop);
                let shown = outputs(outcome.as_ref().unwrap_err()) + &panicked(outcome) + &log.text();
                assert_hidden(&shown, secret, &encoding);
            }
        }
    }
}

#[tokio::test]
async fn the_basic_header_is_redacted_completely() {
    let basic = STANDARD.encode("my-id:my-secret");
    let body =
        json!({"error_description": format!("got Authorization: Basic {basic} and {basic}")}).to_string();
    let transport = Echo(move |_: &TransportRequest| Ok(response(401, &[], body.clone())));
    let login = OAuth2::client_credentials("my-id", "my-secret");
    let client = ClientBuilder::new(&PROFILE).transport(transport).no_retry().login(login).build().unwrap();
    let error = client.request(Operation::get("getX", "/x")).send::<EmptyBody>().await.unwrap_err();
    let want = "getX: authentication failed: 401 Unauthorized: got Authorization: [redacted] and [redacted]";
    assert_eq!(error.to_string(), want);
}

async fn shown_error(body: &str) -> String {
    let body = body.to_owned();
    let transport = Echo(move |_: &TransportRequest| Ok(response(400, &[], body.clone())));
    let client = ClientBuilder::new(&PROFILE).transport(transport).no_retry().build().unwrap();
    let error = client.request(Operation::get("getX", "/x")).send::<EmptyBody>().await.unwrap_err();
    assert!(format!("{error:?}").contains("getX"));
    outputs(&error)
}

#[tokio::test]
async fn values_assigned_to_secret_names_in_bodies_are_hidden() {
    for body in [
        r#"{"password":"hidden"}"#,
        r#"{"deep":[{"refreshToken":{"value":"hidden"}}]}"#,
        r#"{"api_key": "hid\"den", "x": 1"#,
        r#"{"p\u0061ssword":"hidden"}"#,
        r#"{"Ocp-Apim-Subscription-Key":"hidden","X-Auth":"hidden"}"#,
        r#"{"session_id":"hidden","assertion":"hidden","verifier":"hidden","appid":"hidden"}"#,
        r#"{"message":"request was {\"password\":\"hidden\", \"pin\": \"hidden\"}"}"#,
        r#"{"message":"request was {\\\"password\\\":\\\"hidden\\\"}"}"#,
        r#"{"message":"sent password=hidden&client_secret=hidden&x=1"}"#,
        r#"{"message":"https://h/cb?access_token=hidden&sig=hidden&code=hidden#x"}"#,
        r#"{"message":"sent Authorization: Bearer hidden"}"#,
        "grant_type=password&username=me&password=hidden&code_verifier=hidden",
        "Authorization: Basic hidden\r\nCookie: a=hidden; b=hidden\r\nX-Api-Key: hidden\r\n",
        "{'password': 'hidden', 'auth': {'a': 'hidden'}, 'jwt': ['hidden', 'hidden']",
        "<request><password>hidden</password><a:token>hidden</a:token></request>",
        "<add password=\"hidden\" client-secret='hidden'/>",
        "password => hidden, saml = 'hidden hidden'",
        "user[password]=hidden&user%5Btoken%5D=hidden",
    ] {
        let shown = shown_error(body).await;
        assert!(!shown.contains("hidden") && !shown.contains("den\\"), "{body}: {shown}");
        assert!(shown.contains("[redacted]"), "{body}: {shown}");
    }
}

#[tokio::test]
async fn other_values_are_not_redacted() {
    for text in [
        "invalid_token: the access token has expired",
        "the password is wrong",
        "unauthorized: no credentials were sent",
        "author: someone, authority=x, keyboard: y, monkey=z, code: 7, key: value",
        "next-page: 7, idempotency-key=8b3c, partition_key=4",
        "token: null, password: false",
    ] {
        let shown = shown_error(&json!({"message": text}).to_string()).await;
        assert!(shown.contains(text) && !shown.contains("[redacted]"), "{text}: {shown}");
    }
}

#[tokio::test]
async fn server_messages_are_bounded_and_printable() {
    let odd = "a\u{1b}[31mb\u{202e}c\u{7}d\u{200b}e\u{2066}f\u{feff}g\r\nh";
    for body in [json!({"message": odd, "code": odd, "contextId": odd}).to_string(), odd.to_owned()] {
        let shown = shown_error(&body).await;
        let lines = shown.split_once('\n').unwrap().0;
        assert!(
            !lines.contains(['\u{1b}', '\u{202e}', '\u{7}', '\u{200b}', '\u{2066}', '\u{feff}', '\r']),
            "{lines:?}"
        );
    }
    let long = "long ".repeat(1_000_000);
    for body in [json!({"message": long, "code": long, "contextId": long}).to_string(), long.clone()] {
        let transport = Echo(move |_: &TransportRequest| Ok(response(400, &[], body.clone())));
        let client = ClientBuilder::new(&PROFILE).transport(transport).no_retry().build().unwrap();
        let error = client.request(Operation::get("getX", "/x")).send::<EmptyBody>().await.unwrap_err();
        assert!(error.to_string().len() < 1200 && format!("{error:?}").len() < 3000);
    }
}

#[test]
fn requests_and_builders_show_no_secret_of_any_name() {
    for secret in SECRETS {
        let request = request_with_secrets(secret, Echo(|_: &TransportRequest| Ok(response(200, &[], ""))));
        assert_hidden(&format!("{request:?}"), secret, "request");
    }
    let builder = ClientBuilder::new(&PROFILE).default_header("X-Office", "hidden").log_redact("odd");
    assert!(!format!("{:?}", builder.default_header("Odd", "hidden")).contains("hidden"));
    let shown = format!("{:?}", RequestOptions::new().query("X-Auth", "hidden").header("sid", "hidden"));
    assert!(!shown.contains("hidden"), "{shown}");
    // The request also redacts the names that the API declares and the names that the application adds.
    let client = ClientBuilder::new(&PROFILE).log_redact("odd").build().unwrap();
    let options =
        RequestOptions::new().header("X-Office", "hidden").query("appid", "hidden").query("odd", "hidden");
    let options = options.query("plain", "visible").query("empty", "");
    let shown = format!("{:?}", client.request(Operation::get("getX", "/x")).options(options));
    assert!(!shown.contains("hidden"), "{shown}");
    assert!(shown.contains(r#"("plain", "visible"), ("empty", "")"#), "{shown}");
}

#[tokio::test]
async fn urls_show_no_secret_of_path_or_query() {
    let seen: Arc<Mutex<Vec<TransportRequest>>> = Arc::default();
    let keep = Arc::clone(&seen);
    let transport = Echo(move |request: &TransportRequest| {
        keep.lock().unwrap().push(request.clone());
        Ok(response(200, &[], "null"))
    });
    let (log, _guard) = Log::start(FmtSpan::FULL);
    request_with_secrets(SECRETS[1], transport).send::<Json<Value>>().await.unwrap();
    let request = seen.lock().unwrap().remove(0);
    assert!(request.url.contains(SECRETS[1]));
    let shown = format!("{request:?} {} {}", request.shown_url(), log.text());
    assert_hidden(&shown, SECRETS[1], "url");
    assert!(shown.contains("/x/[redacted]/y?session_id=[redacted]&appid=[redacted]"), "{shown}");
    assert!(shown.contains("\\\"name\\\":\\\"visible\\\""), "{shown}");
}

/// Tests one name for each word that marks a secret.
#[tokio::test]
async fn each_name_of_a_secret_is_recognized() {
    let everywhere = [
        "X-Access-Key",
        "account_key",
        "apiKey",
        "X-API-Key",
        "appKey",
        "applicationKey",
        "clientAssertion",
        "authcode",
        "backupCodes",
        "db_pass",
        "device_code",
        "recovery_code",
        "userpass",
        "userpwd",
        "verificationCode",
        "authKey",
        "Proxy-Authorization",
        "bearerValue",
        "clientKey",
        "connectionString",
        "Set-Cookie",
        "credentials",
        "encryptionKey",
        "x-functions-key",
        "jwt",
        "licenseKey",
        "masterKey",
        "mfaCode",
        "otpCode",
        "passcode",
        "passphrase",
        "passwd",
        "userPassword",
        "private_key",
        "SAMLResponse",
        "clientSecret",
        "serviceKey",
        "session_id",
        "sessionKey",
        "sharedKey",
        "X-Signature",
        "signingKey",
        "storageKey",
        "Ocp-Apim-Subscription-Key",
        "refresh_token",
        "code_verifier",
        "X-Auth",
        "auth",
        "hmac",
        "otp",
        "psk",
        "dbPwd",
        "sid",
        "sig",
        "totp",
        "pass",
        "pin",
        "saml",
        "session",
        "appid",
        "X-Office",
    ];
    let parameters = ["key", "code", "X-Team-Key", "dd-key"];
    let open = [
        "author",
        "authority",
        "keyboard",
        "monkey",
        "encode",
        "postcode",
        "status",
        "passage",
        "pinned",
        "sessions",
        "side",
        "design",
        "signal",
        "Idempotency-Key",
        "partitionKey",
        "X-Cache-Key",
        "public_key",
        "sort-key",
        "spin",
    ];
    for (names, in_bodies, in_headers) in
        [(&everywhere[..], true, true), (&parameters[..], false, true), (&open[..], false, false)]
    {
        for name in names {
            let shown = shown_error(&json!({"it": {*name: "hidden"}}).to_string()).await;
            assert_eq!(shown.contains("hidden"), !in_bodies, "member {name}: {shown}");
            let client = ClientBuilder::new(&PROFILE).default_header(*name, "hidden");
            assert_eq!(format!("{client:?}").contains("hidden"), !in_headers, "header {name}");
        }
    }
}

/// Each location has a different secret, so that no secret is redacted because of another.
#[tokio::test]
async fn the_secret_of_each_location_is_redacted() {
    let secrets = [
        "in-bearer-1",
        "in-header-2",
        "in-cookie-3",
        "in-query-key-4",
        "in-path-5",
        "in-query-6",
        "in-member-7",
        "in-nested-8",
        "in-list-9",
        "123450",
        "in-option-11",
        "in-cookie-key-12",
        "in-default-13",
    ];
    let [
        bearer,
        header,
        cookie,
        query_key,
        path,
        query,
        member,
        nested,
        list,
        number,
        option,
        cookie_key,
        default,
    ] = secrets;
    for secret in secrets {
        for status in [400, 200] {
            let body = json!({"message": format!("<{secret}>"), "list": [secret]}).to_string();
            let transport =
                Echo(move |_: &TransportRequest| Ok(response(status, &[("x-echo", secret)], body.clone())));
            let builder = ClientBuilder::new(&PROFILE).transport(transport).no_retry().access_token(bearer);
            let builder = builder.key(ApiKey::header("X-One", header)).key(ApiKey::query("two", query_key));
            let builder =
                builder.key(ApiKey::cookie("three", cookie_key)).default_header("X-Api-Key", default);
            let body = json!({
                "password": member, "secret": {"a": {"b": nested}, "c": [list]}, "pin": number.parse::<u32>().unwrap(),
            });
            let request =
                builder.build().unwrap().request(POST).path("token", path).query("apikey", query).json(&body);
            let request =
                request.cookie("plain", cookie).options(RequestOptions::new().header("X-Auth", option));
            let error = request.send::<Json<Vec<i32>>>().await.unwrap_err();
            let shown = outputs(&error);
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
    }
}

#[tokio::test]
async fn form_fields_and_both_parts_of_basic_are_redacted() {
    for secret in ["in-form-1", "of-basic-2", "some-user:of-basic-2"] {
        let transport = Echo(move |_: &TransportRequest| Ok(response(400, &[], format!("<p>{secret}</p>"))));
        let builder = ClientBuilder::new(&PROFILE)
            .transport(transport)
            .no_retry()
            .basic_auth("some-user", "of-basic-2");
        let request = builder.build().unwrap().request(Operation::post("postX", "/x"));
        let request = request.body("application/x-www-form-urlencoded", "a=b&client_secret=in-form-1");
        let error = request.send::<EmptyBody>().await.unwrap_err();
        assert!(!outputs(&error).contains(secret), "{secret}: {error}");
        assert!(error.to_string().contains("<p>[redacted]</p>"), "{error}");
    }
}

#[tokio::test]
async fn base64_around_a_secret_and_truncated_secrets_are_hidden() {
    let secret = format!("token-{}-end-of-it", "0123456789".repeat(8));
    let echoed = STANDARD.encode(format!("someone else:{secret}, and more"));
    for (status, body, want) in [
        (400, format!("<p>{echoed}</p>"), "<p>[redacted]</p>"),
        // The excerpt around the error starts inside the secret.
        (200, format!(r#"{{"echo":"{secret}","x":}}"#), "near `…[redacted]\",\"x\":}`"),
    ] {
        let transport = Echo(move |_: &TransportRequest| Ok(response(status, &[], body.clone())));
        let builder = ClientBuilder::new(&PROFILE).transport(transport).no_retry().access_token(&secret);
        let request = builder.build().unwrap().request(Operation::get("getX", "/x"));
        let shown = outputs(&request.send::<Json<Value>>().await.unwrap_err());
        assert!(shown.contains(want) && !shown.contains("end-of-it"), "{shown}");
    }
}

#[tokio::test]
async fn a_string_too_long_to_compare_is_hidden_completely() {
    let secret = format!("{}b", "a".repeat(500));
    let body = "a".repeat(60_000);
    let transport = Echo(move |_: &TransportRequest| Ok(response(400, &[], format!("start {body}"))));
    let builder = ClientBuilder::new(&PROFILE).transport(transport).no_retry().access_token(secret);
    let request = builder.build().unwrap().request(Operation::get("getX", "/x"));
    let error = request.send::<EmptyBody>().await.unwrap_err();
    assert!(error.to_string().contains("no message; the body starts with: start aaa"), "{error}");
    assert!(error.api().unwrap().raw().len() > 60_000);
}

/// A model with secrets.
#[derive(Clone, PartialEq)]
struct Login {
    user: String,
    password: Option<String>,
    r#type: String,
}
runtime::runtime::safe_debug! {
    Login {
        user,
        password: secret,
        r#type: secret,
    }
}

#[test]
fn debug_of_a_model_hides_its_secrets() {
    let login = Login { user: "me".to_owned(), password: Some("hunter2".to_owned()), r#type: "x".to_owned() };
    assert_eq!(format!("{login:?}"), r#"Login { user: "me", password: [redacted], r#type: [redacted] }"#);
    let shown = format!("{login:#?}");
    assert!(shown.contains("    user: \"me\",\n    password: [redacted],\n"), "{shown}");
}
