//! A transport with predefined responses.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::lock::lock;
use crate::runtime::transport::{
    Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

type Outcome = Result<TransportResponse, TransportError>;
type Responder = dyn Fn(&TransportRequest) -> Outcome + Send + Sync;

/// A transport for tests: it returns queued responses in order, and records the requests. Clones share both.
///
/// If the queue is empty, a call fails with a [`TransportErrorKind::Other`] that names the operation.
#[derive(Clone, Default)]
pub struct MockTransport {
    queue: Arc<Mutex<VecDeque<Outcome>>>,
    responder: Option<Arc<Responder>>,
    sent: Arc<Mutex<Vec<TransportRequest>>>,
}

impl MockTransport {
    /// Creates a transport without responses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a transport that calls a function for each response once the queue is empty.
    /// [`TransportRequest::operation`] is the ID of the called operation.
    pub fn from_fn(responder: impl Fn(&TransportRequest) -> Outcome + Send + Sync + 'static) -> Self {
        Self { responder: Some(Arc::new(responder)), ..Self::default() }
    }

    /// Queues a JSON response with this status; see [`json_response`].
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(self, status: u16, body: &T) -> Self {
        self.response(json_response(status, body))
    }

    /// Queues a response.
    #[must_use]
    pub fn response(self, response: TransportResponse) -> Self {
        lock(&self.queue).push_back(Ok(response));
        self
    }

    /// Queues a failure, such as a refused connection.
    #[must_use]
    pub fn fail(self, kind: TransportErrorKind, reason: impl Into<String>) -> Self {
        lock(&self.queue).push_back(Err(TransportError::new(kind, reason.into())));
        self
    }

    /// Returns the requests so far, including credentials.
    pub fn requests(&self) -> Vec<TransportRequest> {
        lock(&self.sent).clone()
    }

    fn next(&self, request: TransportRequest) -> Outcome {
        let queued = lock(&self.queue).pop_front();
        let outcome = match (queued, &self.responder) {
            (Some(outcome), _) => outcome,
            (None, Some(respond)) => respond(&request),
            (None, None) => {
                let reason = format!("the mock transport has no response left for {}", request.operation);
                Err(TransportError::new(TransportErrorKind::Other, reason))
            }
        };
        lock(&self.sent).push(request);
        outcome
    }
}

impl Transport for MockTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Outcome> {
        Box::pin(std::future::ready(self.next(request)))
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockTransport")
            .field("queued", &lock(&self.queue).len())
            .field("sent", &lock(&self.sent).len())
            .finish_non_exhaustive()
    }
}

/// Creates a response with a JSON body.
///
/// The response is a 500 with an explanation if the status is not valid or the body cannot be serialized.
pub fn json_response<T: Serialize + ?Sized>(status: u16, body: &T) -> TransportResponse {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    match (StatusCode::from_u16(status), serde_json::to_vec(body)) {
        (Ok(status), Ok(body)) => TransportResponse::new(status, headers, body),
        (Err(error), _) => invalid(&error.to_string()),
        (_, Err(error)) => invalid(&error.to_string()),
    }
}

fn invalid(reason: &str) -> TransportResponse {
    let body = format!("the mock response is not valid: {reason}");
    TransportResponse::new(StatusCode::INTERNAL_SERVER_ERROR, HeaderMap::new(), body)
}
