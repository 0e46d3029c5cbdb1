//! Wire tests. Each operation is called on a local HTTP server, and the request and the decoded response are checked.
//! Each schema is decoded and encoded in a round trip.

#![allow(dead_code, unused_imports, reason = "a small API uses only some of the test support")]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use the_crate::{Client, models};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A server that returns the same response to every request.
struct Wire {
    server: MockServer,
    body: Value,
}

/// The request that the server received.
struct Received {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Wire {
    async fn start(status: u16, media_type: &str, body: &str) -> Self {
        let server = MockServer::start().await;
        let body: Value = serde_json::from_str(body).expect("the sample is JSON");
        let response = match (&body, media_type) {
            (_, "") => ResponseTemplate::new(status),
            (Value::String(text), kind) if kind != "application/json" => {
                ResponseTemplate::new(status).set_body_raw(text.as_bytes(), media_type)
            }
            _ => ResponseTemplate::new(status).set_body_raw(body.to_string(), media_type),
        };
        Mock::given(wiremock::matchers::any()).respond_with(response).mount(&server).await;
        Self { server, body }
    }

    async fn request(&self) -> Received {
        let requests = self.server.received_requests().await.expect("requests are recorded");
        let [request] = requests.as_slice() else { panic!("{} requests instead of one", requests.len()) };
        let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let text = |value: &wiremock::http::HeaderValue| value.to_str().expect("a header is text").to_owned();
        let received = Received {
            line: format!("{} {}{query}", request.method, request.url.path()),
            headers: request.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
            body: request.body.clone(),
        };
        received.record();
        received
    }
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Appends the request to the file named by the environment variable `WIRE_REQUESTS`, for programs that compare
    /// requests with the API description.
    fn record(&self) {
        let Some(file) = std::env::var_os("WIRE_REQUESTS") else { return };
        let body = String::from_utf8_lossy(&self.body);
        let line = serde_json::json!({ "line": self.line, "headers": self.headers, "body": body });
        let file = std::fs::OpenOptions::new().create(true).append(true).open(file);
        let written = file.and_then(|mut file| std::io::Write::write_all(&mut file, format!("{line}\n").as_bytes()));
        written.expect("the file for requests is writable");
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }

    /// Returns the parts of a multipart body as `name (file name): media type: content`.
    fn parts(&self) -> Vec<String> {
        let boundary =
            self.header("content-type").and_then(|kind| kind.strip_prefix("multipart/form-data; boundary="));
        let mark = format!("--{}", boundary.expect("the body has parts"));
        let mut pieces: Vec<&str> = self.text().split(mark.as_str()).collect();
        assert_eq!((pieces.pop(), pieces.first()), (Some("--\r\n"), Some(&"")), "the parts are framed");
        pieces.into_iter().skip(1).map(part).collect()
    }
}

fn part(piece: &str) -> String {
    let piece = piece
        .strip_prefix("\r\n")
        .and_then(|piece| piece.strip_suffix("\r\n"))
        .expect("a part starts and ends with a line break");
    let (head, content) = piece.split_once("\r\n\r\n").expect("a part has a head");
    let entry = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    let disposition = entry("Content-Disposition: form-data; ");
    let value = |key: &str| Some(disposition.split_once(key)?.1.split_once('"')?.0);
    let file = value("filename=\"").map(|name| format!(" ({name})")).unwrap_or_default();
    format!("{}{file}: {}: {content}", value("name=\"").unwrap_or_default(), entry("Content-Type: "))
}

fn value<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("the value is valid JSON")
}

fn round_trip<T: DeserializeOwned + Serialize>(text: &str) -> T {
    let read: T = value(text);
    assert_eq!(json(&read), value::<Value>(text), "{}", std::any::type_name::<T>());
    read
}
