//! All outputs of the runtime that can contain a string, and a server that echoes requests.

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use runtime::runtime::{BoxFuture, Error, Transport, TransportError, TransportRequest, TransportResponse};

/// Returns the encodings in which a server may echo a secret.
pub(crate) fn encodings(secret: &str) -> Vec<String> {
    let percent = |text: &str, keep: &str, upper: bool| {
        let mut encoded = String::new();
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || keep.as_bytes().contains(&byte) {
                encoded.push(char::from(byte));
            } else if upper {
                write!(encoded, "%{byte:02X}").unwrap();
            } else {
                write!(encoded, "%{byte:02x}").unwrap();
            }
        }
        encoded
    };
    let json = serde_json::to_string(secret).unwrap();
    let ascii: String = secret.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
    let html: String = secret
        .chars()
        .map(|c| if c.is_alphanumeric() { c.to_string() } else { format!("&#{};", u32::from(c)) })
        .collect();
    let mut all = vec![
        secret.to_owned(),
        percent(secret, "", true),
        percent(secret, "", false),
        percent(secret, "-._~!*'()/", true),
        percent(secret, "-._~", true).replace("%20", "+"),
        percent(&percent(secret, "-._~", true), "", true),
        json.trim_matches('"').to_owned(),
        serde_json::to_string(&json).unwrap(),
        json.replace('/', "\\/"),
        ascii,
        html,
        secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"),
    ];
    for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
        for around in [String::new(), "u:".to_owned(), "some user:".to_owned(), "abc:".to_owned()] {
            let encoded = engine.encode(format!("{around}{secret}"));
            all.push(percent(&encoded, "-_", true));
            all.push(encoded);
            all.push(engine.encode(format!("{around}{secret}{around}")));
        }
    }
    let digits: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    all.extend([digits.to_uppercase(), digits]);
    all
}

/// Asserts that the output contains neither the secret, in any encoding, nor a useful part of the secret.
pub(crate) fn assert_hidden(shown: &str, secret: &str, context: &str) {
    let pieces = ["s3cr", "t0ken-0123", "f511kéy"].map(str::to_owned);
    for piece in encodings(secret).into_iter().chain(pieces) {
        if let Some(at) = shown.find(&piece) {
            let before: String =
                shown[..at].chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().collect();
            panic!("{context}: {piece} is shown after …{before}");
        }
    }
}

/// Returns all printed forms of an error.
pub(crate) fn outputs(error: &Error) -> String {
    let mut shown = format!("{error}\n{error:?}\n{error:#?}\n");
    let mut cause = error.source();
    while let Some(source) = cause {
        write!(shown, "{source}\n{source:?}\n").unwrap();
        cause = source.source();
    }
    for text in [error.code(), error.correlation_id(), error.api().and_then(|api| api.message())] {
        writeln!(shown, "{text:?}").unwrap();
    }
    shown
}

/// Returns the message of a panic with an error.
pub(crate) fn panicked(outcome: Result<(), Error>) -> String {
    let payload = catch_unwind(AssertUnwindSafe(|| outcome.unwrap())).unwrap_err();
    payload.downcast_ref::<String>().cloned().unwrap()
}

pub(crate) type Outcome = Result<TransportResponse, TransportError>;

/// A transport that creates each response from the request, with a function.
pub(crate) struct Echo<F>(pub(crate) F);

impl<F: Fn(&TransportRequest) -> Outcome + Send + Sync + 'static> Transport for Echo<F> {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Outcome> {
        Box::pin(std::future::ready((self.0)(&request)))
    }
}
