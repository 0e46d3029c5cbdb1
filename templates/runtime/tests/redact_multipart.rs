//! Redaction of multipart bodies: regardless of how a server echoes the parts, no output of an error contains a secret.

#[allow(dead_code, reason = "other tests need more of it")]
#[path = "support/exits.rs"]
mod exits;
mod support;

use exits::{Echo, assert_hidden, exits, spellings};
use runtime::runtime::{ClientBuilder, Json, Operation, TransportRequest};
use serde_json::json;
use support::{PROFILE, response};

const POST: Operation = Operation::post("postX", "/x");

/// Each secret contains characters that encodings change.
const SECRETS: [&str; 2] = ["s3cr+t/=\"\\ Wö&<rt>", "plain-t0ken-0123456789"];

#[tokio::test]
async fn secrets_in_the_parts_of_a_multipart_body_are_hidden() {
    for secret in SECRETS {
        for spelling in spellings(secret) {
            let echo = json!({"message": format!("bad {spelling}, another-s3cret")}).to_string();
            let transport =
                Echo(move |_: &TransportRequest| Ok(response(400, &[("x-echo", "none")], echo.clone())));
            let client = ClientBuilder::new(&PROFILE).transport(transport).no_retry().access_token("a-token");
            let request = client.build().unwrap().request(POST);
            let request = request.part("file", "x".repeat(70_000)).part("password", secret);
            let request = request.part_value("more", &json!({"clientSecret": "another-s3cret"}));
            let error = request.send::<Json<Vec<i32>>>().await.unwrap_err();
            let shown = exits(&error);
            assert_hidden(&shown, secret, &spelling);
            assert!(!shown.contains("another-"), "{spelling}: {shown}");
            assert!(shown.contains("bad "), "{spelling}: {shown}");
        }
    }
}
