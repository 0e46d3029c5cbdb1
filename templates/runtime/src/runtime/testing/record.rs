//! Exchanges with a server, kept as data without secrets, and given again without the server.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use super::mock::locked;
use crate::record;
use crate::runtime::model::scalar::Base64;
use crate::runtime::redact::{REDACTED, SecretNames};
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::{
    Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

/// One request and its answer, without secrets: values of headers, query parameters and JSON members that are named like
/// secrets are `[redacted]`. It can be written to JSON and read from it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Exchange {
    /// The operation's id.
    pub operation: String,
    /// The HTTP method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// The body that was sent, if it was a text and had no parts.
    pub request_body: Option<String>,
    /// The status of the answer.
    pub status: i32,
    /// The headers of the answer.
    pub headers: BTreeMap<String, Vec<String>>,
    /// The body of the answer, if it is a text.
    pub text: Option<String>,
    /// The body of the answer, if it is no text.
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

    /// Whether this is the answer to a request: method and URL are the same. Bodies are not compared.
    fn answers(&self, request: &TransportRequest) -> bool {
        self.method == request.method.as_str() && self.url == request.shown_url()
    }

    fn response(&self) -> Result<TransportResponse, TransportError> {
        let wrong = |what: &str| {
            TransportError::new(TransportErrorKind::Other, format!("the recorded {what} is not valid"))
        };
        let status = u16::try_from(self.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.ok_or_else(|| wrong("status"))?;
        let mut headers = HeaderMap::new();
        for (name, values) in &self.headers {
            let name = HeaderName::try_from(name).map_err(|_| wrong("header"))?;
            for value in values {
                headers.append(&name, HeaderValue::try_from(value).map_err(|_| wrong("header"))?);
            }
        }
        let body = match (&self.text, &self.bytes) {
            (Some(text), _) => Bytes::from(text.clone()),
            (None, Some(bytes)) => bytes.bytes().ok_or_else(|| wrong("body"))?.into(),
            (None, None) => Bytes::new(),
        };
        Ok(TransportResponse::new(status, headers, body))
    }
}

/// Whether the body has parts, whose secrets are not looked for.
fn is_multipart(request: &TransportRequest) -> bool {
    let media_type = request.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    media_type.get(..10).is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/"))
}

/// A body as a text without secrets; `None` if it is no text. JSON without secrets in it stays as it is to the byte.
fn safe_text(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let Ok(before) = serde_json::from_str::<Value>(text) else {
        return Some(SecretNames::BUILT_IN.form(text));
    };
    let mut after = before.clone();
    SecretNames::BUILT_IN.redact(&mut after);
    Some(if after == before { text.to_owned() } else { after.to_string() })
}

/// Sends through another transport and keeps each exchange; failures are not kept. A clone shares what is kept.
#[derive(Clone)]
pub struct RecordingTransport {
    inner: Arc<dyn Transport>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl RecordingTransport {
    /// Records what goes through a transport.
    pub fn new(inner: impl Transport) -> Self {
        Self { inner: Arc::new(inner), exchanges: Arc::default() }
    }

    /// What was kept so far, in the order of the answers.
    pub fn exchanges(&self) -> Vec<Exchange> {
        locked(&self.exchanges).clone()
    }

    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let response = self.inner.send(request.clone()).await?;
        locked(&self.exchanges).push(Exchange::new(&request, &response));
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
            .field("exchanges", &locked(&self.exchanges).len())
            .finish_non_exhaustive()
    }
}

/// Answers from recorded exchanges: the first one with the request's method and URL that was not used yet. A clone shares
/// what is left.
#[derive(Debug, Clone)]
pub struct ReplayTransport {
    left: Arc<Mutex<Vec<Exchange>>>,
}

impl ReplayTransport {
    /// Answers from these exchanges.
    pub fn new(exchanges: impl IntoIterator<Item = Exchange>) -> Self {
        Self { left: Arc::new(Mutex::new(exchanges.into_iter().collect())) }
    }

    /// The exchanges that no request has asked for yet.
    pub fn left(&self) -> Vec<Exchange> {
        locked(&self.left).clone()
    }

    fn answer(&self, request: &TransportRequest) -> Result<TransportResponse, TransportError> {
        let mut left = locked(&self.left);
        match left.iter().position(|exchange| exchange.answers(request)) {
            Some(index) => left.remove(index).response(),
            None => {
                let reason = format!("no answer is recorded for {} {}", request.method, request.shown_url());
                Err(TransportError::new(TransportErrorKind::Other, reason))
            }
        }
    }
}

impl Transport for ReplayTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(std::future::ready(self.answer(&request)))
    }
}
