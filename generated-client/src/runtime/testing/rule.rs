//! Rules of a mock transport, which assign responses to calls.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::mock::{Outcome, json_response};
use super::respond::Respond;
use super::same_call::{Expected, is_same};
use crate::runtime::call::mockable::Mockable;
use crate::runtime::request::assemble::assemble;
use crate::runtime::response::decoders::Decode;
use crate::runtime::transport::lock::lock;
use crate::runtime::transport::{TransportError, TransportErrorKind, TransportRequest, TransportResponse};

/// The responses to one call, created by [`MockTransport::on`](super::MockTransport::on).
///
/// Each method that adds a response can be called several times. The responses are used in order, and the last one
/// is repeated. `D` is the decoder of the operation. Clones refer to the same rule.
pub struct Rule<D> {
    state: Arc<Mutex<State>>,
    decoder: PhantomData<fn() -> D>,
}

/// The state of a rule, shared with the transport.
pub(super) struct State {
    operation: &'static str,
    /// The arguments of the call; `None` for any arguments.
    expected: Option<Expected>,
    replies: VecDeque<Reply>,
    calls: usize,
}

/// A response that can be repeated.
#[derive(Clone)]
enum Reply {
    Response(TransportResponse),
    Failure(TransportErrorKind, String),
}

impl State {
    /// Returns whether the rule applies to this request.
    pub(super) fn matches(&self, request: &TransportRequest) -> bool {
        request.operation == self.operation
            && self.expected.as_ref().is_none_or(|expected| is_same(expected, request))
    }

    /// Returns the response to the next call.
    pub(super) fn reply(&mut self) -> Outcome {
        self.calls += 1;
        let reply = match self.replies.len() {
            0 | 1 => self.replies.front().cloned(),
            _ => self.replies.pop_front(),
        };
        match reply {
            Some(Reply::Response(response)) => Ok(response),
            Some(Reply::Failure(kind, reason)) => Err(TransportError::new(kind, reason)),
            None => Err(TransportError::new(
                TransportErrorKind::Other,
                format!("the rule of the mock transport for {} has no response", self.operation),
            )),
        }
    }

    /// Describes the rule in a message: `getGroup (with other arguments)`.
    pub(super) fn shown(&self, request: &TransportRequest) -> String {
        let other = if request.operation == self.operation { " (with other arguments)" } else { "" };
        format!("{}{other}", self.operation)
    }
}

impl<D: Decode> Rule<D> {
    /// Creates a rule for a call and its arguments, together with its shared state.
    pub(super) fn new(call: impl Mockable<Decoder = D>) -> (Self, Arc<Mutex<State>>) {
        let mut parts = call.into_request().into_parts();
        let headers = parts.headers.clone();
        let operation = parts.operation.id();
        // Invalid arguments cause an error before the transport is called, as in the call itself.
        let expected =
            assemble(&mut parts).ok().map(|assembled| Expected { request: assembled.request, headers });
        let state = State { operation, expected, replies: VecDeque::new(), calls: 0 };
        let state = Arc::new(Mutex::new(state));
        (Self { state: Arc::clone(&state), decoder: PhantomData }, state)
    }

    /// Applies the rule to every call to the operation, regardless of the arguments.
    pub fn with_any_arguments(self) -> Self {
        lock(&self.state).expected = None;
        self
    }

    /// Responds with a value. The status is 200, or 204 for an operation without a response body.
    pub fn returns(self, value: impl std::borrow::Borrow<D::Output>) -> Self
    where
        D: Respond,
    {
        let response = D::respond(value.borrow());
        self.response(response)
    }

    /// Responds with this status and a JSON body, such as an API error.
    pub fn json<T: Serialize + ?Sized>(self, status: u16, body: &T) -> Self {
        self.response(json_response(status, body))
    }

    /// Responds with this status, without a body. If the status is invalid, responds with a 500.
    pub fn status(self, status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.response(TransportResponse::new(status, HeaderMap::new(), ""))
    }

    /// Responds with the given response.
    pub fn response(self, response: TransportResponse) -> Self {
        lock(&self.state).replies.push_back(Reply::Response(response));
        self
    }

    /// Fails with this error, for example a refused connection.
    pub fn fails(self, kind: TransportErrorKind, reason: impl Into<String>) -> Self {
        lock(&self.state).replies.push_back(Reply::Failure(kind, reason.into()));
        self
    }

    /// Returns the number of requests so far, including retries of the same call.
    pub fn calls(&self) -> usize {
        lock(&self.state).calls
    }
}

impl<D> Clone for Rule<D> {
    fn clone(&self) -> Self {
        Self { state: Arc::clone(&self.state), decoder: PhantomData }
    }
}

impl<D> fmt::Debug for Rule<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = lock(&self.state);
        f.debug_struct("Rule")
            .field("operation", &state.operation)
            .field("calls", &state.calls)
            .finish_non_exhaustive()
    }
}
