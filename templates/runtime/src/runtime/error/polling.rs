//! The error for a long-running operation that failed on the server, or whose status cannot be requested.

use std::fmt;

use bytes::Bytes;

use crate::runtime::redact::one_line;
use crate::runtime::redact::sanitize::Printable;

/// The kind of a [`PollingError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PollingErrorKind {
    /// The server reports that the operation failed.
    Failed,
    /// The server reports that the operation was canceled.
    Canceled,
    /// The server accepted the operation, but the response contains no link to its status.
    NoStatusLink,
    /// The status response does not contain a status.
    NoStatus,
    /// The link to the status or the result has a different scheme, host or port, or is outside of the base URL's
    /// path. Credentials are not sent there.
    ForeignLink,
    /// The link to the status or the result is not a valid URL.
    UnusableLink,
}

/// The error for a long-running operation that failed, or whose status cannot be requested.
#[derive(Clone)]
pub struct PollingError {
    operation: &'static str,
    kind: PollingErrorKind,
    detail: String,
    code: Option<String>,
    message: Option<String>,
    raw: Bytes,
}

impl PollingError {
    pub(crate) fn new(operation: &'static str, kind: PollingErrorKind, detail: impl Into<String>) -> Self {
        Self { operation, kind, detail: detail.into(), code: None, message: None, raw: Bytes::new() }
    }

    /// Creates the error for a failed operation from its status response; the code and message are redacted.
    pub(crate) fn failed(
        operation: &'static str,
        kind: PollingErrorKind,
        (code, message): (Option<String>, Option<String>),
        raw: Bytes,
    ) -> Self {
        let outcome = if kind == PollingErrorKind::Canceled { "was canceled" } else { "failed" };
        let start = format!("the operation {outcome}");
        let parts = [Some(&start), code.as_ref(), message.as_ref()].into_iter().flatten();
        let detail = parts.map(|part| one_line(part, 200, false)).collect::<Vec<_>>().join(": ");
        Self { operation, kind, detail, code, message, raw }
    }

    /// Returns the operation ID.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the kind of failure.
    pub fn kind(&self) -> PollingErrorKind {
        self.kind
    }

    /// Returns the code of the failure (`error.code`), if the status response contains it.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the message of the failure (`error.message`), if the status response contains it.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the undecoded body of the status response; empty if the operation itself did not fail.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }
}

impl fmt::Display for PollingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        write!(f, "{}: {}", self.operation, self.detail)
    }
}

// This is not derived, because the response can contain secrets.
impl fmt::Debug for PollingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PollingError")
            .field("operation", &self.operation)
            .field("kind", &self.kind)
            .field("detail", &self.detail)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for PollingError {}
