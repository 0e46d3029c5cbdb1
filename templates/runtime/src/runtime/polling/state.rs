//! The state of a long-running operation that a response reports.

use std::fmt;

use bytes::Bytes;

use crate::runtime::call::Received;
use crate::runtime::redact::one_line;

/// The state of a long-running operation, as of the last response.
#[derive(Clone)]
pub struct OperationState {
    name: Option<String>,
    pub(super) percent: Option<f64>,
    raw: Bytes,
    is_done: bool,
}

impl OperationState {
    pub(super) fn new(received: &Received, name: Option<&str>, is_done: bool) -> Self {
        Self { name: name.map(str::to_owned), percent: None, raw: received.body().clone(), is_done }
    }

    /// Returns the name of the state, such as `Running` or `Succeeded`, if the response contains one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the progress in percent, if the response contains it (`percentComplete`).
    pub fn percent_complete(&self) -> Option<f64> {
        self.percent
    }

    /// Returns whether the operation succeeded. A failed operation is an error instead.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// Returns the undecoded body of the response.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }
}

// This is not derived, because the response can contain secrets.
impl fmt::Debug for OperationState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationState")
            .field("name", &self.name.as_deref().map(|name| one_line(name, 80, false)))
            .field("percent", &self.percent)
            .field("is_done", &self.is_done)
            .finish_non_exhaustive()
    }
}
