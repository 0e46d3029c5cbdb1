//! A transport that answers as it is told.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::{
    Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

type Outcome = Result<TransportResponse, TransportError>;
type Answer = dyn Fn(&TransportRequest) -> Outcome + Send + Sync;

/// A transport for tests: it gives the queued answers in their order, and keeps what it was sent. A clone shares both.
///
/// Once the queue is empty, a call ends with a [`TransportErrorKind::Other`] that names the operation.
#[derive(Clone, Default)]
pub struct MockTransport {
    queue: Arc<Mutex<VecDeque<Outcome>>>,
    answer: Option<Arc<Answer>>,
    sent: Arc<Mutex<Vec<TransportRequest>>>,
}

impl MockTransport {
    /// A transport without answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// A transport whose answers a function gives, once the queue is empty. [`TransportRequest::operation`] tells it which
    /// operation is called.
    pub fn answering(answer: impl Fn(&TransportRequest) -> Outcome + Send + Sync + 'static) -> Self {
        Self { answer: Some(Arc::new(answer)), ..Self::default() }
    }

    /// Queues a JSON answer of this status; see [`json_response`].
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(self, status: u16, body: &T) -> Self {
        self.response(json_response(status, body))
    }

    /// Queues an answer.
    #[must_use]
    pub fn response(self, response: TransportResponse) -> Self {
        locked(&self.queue).push_back(Ok(response));
        self
    }

    /// Queues a failure, such as a connection that does not come about.
    #[must_use]
    pub fn fail(self, kind: TransportErrorKind, reason: impl Into<String>) -> Self {
        locked(&self.queue).push_back(Err(TransportError::new(kind, reason.into())));
        self
    }

    /// What was sent so far, credentials included.
    pub fn requests(&self) -> Vec<TransportRequest> {
        locked(&self.sent).clone()
    }

    fn next(&self, request: TransportRequest) -> Outcome {
        let queued = locked(&self.queue).pop_front();
        let outcome = match (queued, &self.answer) {
            (Some(outcome), _) => outcome,
            (None, Some(answer)) => answer(&request),
            (None, None) => {
                let reason = format!("the mock transport has no answer left for {}", request.operation);
                Err(TransportError::new(TransportErrorKind::Other, reason))
            }
        };
        locked(&self.sent).push(request);
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
            .field("queued", &locked(&self.queue).len())
            .field("sent", &locked(&self.sent).len())
            .finish_non_exhaustive()
    }
}

/// An answer with a JSON body. A number that is no status is taken for 500, and so is a body that cannot be written: the
/// call then ends with an error that tells it.
pub fn json_response<T: Serialize + ?Sized>(status: u16, body: &T) -> TransportResponse {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    match (StatusCode::from_u16(status), serde_json::to_vec(body)) {
        (Ok(status), Ok(body)) => TransportResponse::new(status, headers, body),
        (Err(error), _) => refusal(&error.to_string()),
        (_, Err(error)) => refusal(&error.to_string()),
    }
}

fn refusal(reason: &str) -> TransportResponse {
    let body = format!("the mock answer is not valid: {reason}");
    TransportResponse::new(StatusCode::INTERNAL_SERVER_ERROR, HeaderMap::new(), body)
}

/// A lock whose contents are whole even after a thread has panicked with it.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
