//! Recorded exchanges with a server. They contain no secrets and can be replayed without the server.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use crate::record;
use crate::runtime::model::scalar::Base64;
use crate::runtime::redact::{REDACTED, SecretNames};
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::lock::lock;
use crate::runtime::transport::{
    Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

/// A recorded request and its response, without secrets. It can be stored as JSON.
///
/// The values of headers, query parameters and JSON members whose names identify secrets are `[redacted]`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Exchange {
    /// The operation ID.
    pub operation: String,
    /// The HTTP method.
    pub method: String,
    /// The URL, redacted.
    pub url: String,
    /// The request body, if it is text and not multipart.
    pub request_body: Option<String>,
    /// The status of the response.
    pub status: i32,
    /// The headers of the response.
    pub headers: BTreeMap<String, Vec<String>>,
    /// The body of the response, if it is text.
    pub text: Option<String>,
    /// The body of the response, if it is not text.
    pub bytes: Option<Base64>,
}

record! {
    Exchange {
        "operation" operation: req,
        "method" method: req,
        "url" url: req,
        "requestBody" request_body: opt,
        "status" status: req,
        "headers" headers: req,
        "text" text: opt,
        "bytes" bytes: opt,
    }
}

impl Exchange {
    fn new(request: &TransportRequest, response: &TransportResponse) -> Self {
        let text = safe_text(&response.body);
        let bytes = text.is_none().then(|| Base64::from(response.body.to_vec()));
        let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &response.headers {
            let secret = value.is_sensitive() || SecretNames::BUILT_IN.contains(name.as_str());
            let value = String::from_utf8_lossy(value.as_bytes());
            let shown = if secret { REDACTED.to_owned() } else { value.into_owned() };
            headers.entry(name.as_str().to_owned()).or_default().push(shown);
        }
        Self {
            operation: request.operation.to_owned(),
            method: request.method.as_str().to_owned(),
            url: request.shown_url(),
            request_body: safe_text(&request.body).filter(|text| !text.is_empty() && !is_multipart(request)),
            status: i32::from(response.status.as_u16()),
            headers,
            text,
            bytes,
        }
    }

    /// Returns whether the request has the same method and URL. Bodies are not compared.
    fn matches(&self, request: &TransportRequest) -> bool {
        self.method == request.method.as_str() && self.url == request.shown_url()
    }

    fn response(&self) -> Result<TransportResponse, TransportError> {
        let invalid = |what: &str| {
            TransportError::new(TransportErrorKind::Other, format!("the recorded {what} is not valid"))
        };
        let status = u16::try_from(self.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.ok_or_else(|| invalid("status"))?;
        let mut headers = HeaderMap::new();
        for (name, values) in &self.headers {
            let name = HeaderName::try_from(name).map_err(|_| invalid("header"))?;
            for value in values {
                headers.append(&name, HeaderValue::try_from(value).map_err(|_| invalid("header"))?);
            }
        }
        let body = match (&self.text, &self.bytes) {
            (Some(text), _) => Bytes::from(text.clone()),
            (None, Some(bytes)) => bytes.bytes().ok_or_else(|| invalid("body"))?.into(),
            (None, None) => Bytes::new(),
        };
        Ok(TransportResponse::new(status, headers, body))
    }
}

/// Returns whether the body is multipart. Such a body is not searched for secrets.
fn is_multipart(request: &TransportRequest) -> bool {
    let media_type = request.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    media_type.get(..10).is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/"))
}

/// Returns a body as redacted text, or `None` if it is not text. JSON without secrets is preserved verbatim.
fn safe_text(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let Ok(before) = serde_json::from_str::<Value>(text) else {
        return Some(SecretNames::BUILT_IN.form(text));
    };
    let mut after = before.clone();
    SecretNames::BUILT_IN.redact(&mut after);
    Some(if after == before { text.to_owned() } else { after.to_string() })
}

/// A transport that records the exchanges of another transport. Failures are not recorded. Clones share the
/// recording.
#[derive(Clone)]
pub struct RecordingTransport {
    inner: Arc<dyn Transport>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl RecordingTransport {
    /// Creates a transport that records the exchanges of `inner`.
    pub fn new(inner: impl Transport) -> Self {
        Self { inner: Arc::new(inner), exchanges: Arc::default() }
    }

    /// Returns the exchanges so far, in the order of the responses.
    pub fn exchanges(&self) -> Vec<Exchange> {
        lock(&self.exchanges).clone()
    }

    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let response = self.inner.send(request.clone()).await?;
        lock(&self.exchanges).push(Exchange::new(&request, &response));
        Ok(response)
    }
}

impl Transport for RecordingTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

impl fmt::Debug for RecordingTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingTransport")
            .field("exchanges", &lock(&self.exchanges).len())
            .finish_non_exhaustive()
    }
}

/// A transport that replays recorded exchanges. Each request receives the first unused exchange with its method and
/// URL. Clones share the remaining exchanges.
#[derive(Debug, Clone)]
pub struct ReplayTransport {
    left: Arc<Mutex<Vec<Exchange>>>,
}

impl ReplayTransport {
    /// Creates a transport that replays these exchanges.
    pub fn new(exchanges: impl IntoIterator<Item = Exchange>) -> Self {
        Self { left: Arc::new(Mutex::new(exchanges.into_iter().collect())) }
    }

    /// Returns the exchanges that have not been replayed yet.
    pub fn left(&self) -> Vec<Exchange> {
        lock(&self.left).clone()
    }

    fn replay(&self, request: &TransportRequest) -> Result<TransportResponse, TransportError> {
        let mut left = lock(&self.left);
        match left.iter().position(|exchange| exchange.matches(request)) {
            Some(index) => left.remove(index).response(),
            None => {
                let reason =
                    format!("no response is recorded for {} {}", request.method, request.shown_url());
                Err(TransportError::new(TransportErrorKind::Other, reason))
            }
        }
    }
}

impl Transport for ReplayTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(std::future::ready(self.replay(&request)))
    }
}
