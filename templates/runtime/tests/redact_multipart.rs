//! Redaction of multipart bodies: regardless of how a server echoes the parts, no output of an error contains a secret.

#[allow(dead_code, reason = "other tests need more of it")]
#[path = "support/outputs.rs"]
mod outputs;
mod support;

use outputs::{Echo, assert_hidden, encodings, outputs};
use runtime::runtime::{ClientBuilder, Json, Operation, TransportRequest};
use serde_json::json;
use support::{PROFILE, response};

const POST: Operation = Operation::post("postX", "/x");

/// Each secret contains characters that encodings change.
const SECRETS: [&str; 2] = ["s3cr+t/=\"\\ Wö&<rt>", "plain-t0ken-0123456789"];

#[tokio::test]
async fn secrets_in_the_parts_of_a_multipart_body_are_hidden() {
    for secret in SECRETS {
        for encoding in encodings(secret) {
            let echo = json!({"message": format!("bad {encoding}, another-s3cret")}).to_string();
            let transport =
                Echo(move |_: &TransportRequest| Ok(response(400, &[("x-echo", "none")], echo.clone())));
            let client = ClientBuilder::new(&PROFILE).transport(transport).no_retry().access_token("a-token");
            let request = client.build().unwrap().request(POST);
            let request = request.part("file", "x".repeat(70_000)).part("password", secret);
            let request = request.part_value("more", &json!({"clientSecret": "another-s3cret"}));
            let error = request.send::<Json<Vec<i32>>>().await.unwrap_err();
            let shown = outputs(&error);
            assert_hidden(&shown, secret, &encoding);
            assert!(!shown.contains("another-"), "{encoding}: {shown}");
            assert!(shown.contains("bad "), "{encoding}: {shown}");
        }
    }
}
