//! A transport with predefined responses.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use super::rule::{Rule, State};
use crate::runtime::call::mockable::Mockable;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::lock::lock;
use crate::runtime::transport::{
    Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

pub(super) type Outcome = Result<TransportResponse, TransportError>;
type Responder = dyn Fn(&TransportRequest) -> Outcome + Send + Sync;

/// A transport for tests. It returns the response of the rule that matches a call, or else the next queued response,
/// and records the requests. Clones share all of this state.
///
/// If a call has no rule, the queue is empty, and the transport has no function ([`from_fn`](Self::from_fn)), the call
/// fails with a [`TransportErrorKind::Other`] error that names the operation.
#[derive(Clone, Default)]
pub struct MockTransport {
    rules: Arc<Mutex<Vec<Arc<Mutex<State>>>>>,
    queue: Arc<Mutex<VecDeque<Outcome>>>,
    responder: Option<Arc<Responder>>,
    sent: Arc<Mutex<Vec<TransportRequest>>>,
}

impl MockTransport {
    /// Creates a transport without responses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a transport that calls a function for each response when the queue is empty.
    /// [`TransportRequest::operation`] is the ID of the called operation.
    pub fn from_fn(responder: impl Fn(&TransportRequest) -> Outcome + Send + Sync + 'static) -> Self {
        Self { responder: Some(Arc::new(responder)), ..Self::default() }
    }

    /// Adds a rule for a call. The given call is not sent. Any call to the same operation with the same
    /// arguments receives the rule's responses. The latest matching rule applies.
    ///
    /// Create the call with a client that uses this transport: `mock.on(client.groups().get_group("id")).returns(group)`.
    #[must_use = "a rule without a response fails the call"]
    pub fn on<C: Mockable>(&self, call: C) -> Rule<C::Decoder> {
        let (rule, state) = Rule::new(call);
        lock(&self.rules).push(state);
        rule
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
        let rule = lock(&self.rules).iter().rev().find(|rule| lock(rule).matches(&request)).cloned();
        let outcome = match rule {
            Some(rule) => lock(&rule).reply(),
            None => self.queued(&request),
        };
        lock(&self.sent).push(request);
        outcome
    }

    /// Returns the response to a request without a rule.
    fn queued(&self, request: &TransportRequest) -> Outcome {
        let queued = lock(&self.queue).pop_front();
        match (queued, &self.responder) {
            (Some(outcome), _) => outcome,
            (None, Some(respond)) => respond(request),
            (None, None) => Err(TransportError::new(TransportErrorKind::Other, self.no_response(request))),
        }
    }

    fn no_response(&self, request: &TransportRequest) -> String {
        let rules: Vec<String> = lock(&self.rules).iter().map(|rule| lock(rule).shown(request)).collect();
        let rules = match rules.as_slice() {
            [] => String::new(),
            rules => format!("; its rules are for {}", rules.join(", ")),
        };
        format!("the mock transport has no response left for {}{rules}", request.operation)
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
            .field("rules", &lock(&self.rules).len())
            .field("queued", &lock(&self.queue).len())
            .field("sent", &lock(&self.sent).len())
            .finish_non_exhaustive()
    }
}

/// Creates a response with a JSON body.
///
/// If the status is invalid or the body cannot be serialized, the response is a 500 with an explanation.
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
