//! The pagination error: the pages so far are valid, but the next one cannot be requested.

use std::fmt;

use crate::runtime::redact::sanitize::Printable;

/// The kind of a [`PagingError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PagingErrorKind {
    /// The next page was already read, or the server returned the same or an earlier page again, so pagination would
    /// not terminate. The stream ends.
    Repeated,
    /// Several consecutive pages were empty, but the server reports more pages. The stream can continue.
    EmptyPages,
    /// The link to the next page has a different scheme, host or port, or is outside of the base URL's path.
    /// Credentials are not sent there. The stream ends.
    ForeignLink,
    /// The link to the next page is not a valid URL. The stream ends.
    UnusableLink,
    /// The next page number or item offset exceeds 64 bits. The stream ends.
    OutOfRange,
    /// The response does not contain its page number, so the next page number is unknown. The stream ends.
    UnknownPage,
    /// The starting [`Position`](crate::runtime::Position) belongs to an operation with a different paging style. The
    /// stream ends.
    ForeignPosition,
}

/// The error for a list whose next page cannot be requested. All previous pages were returned.
#[derive(Debug, Clone)]
pub struct PagingError {
    operation: &'static str,
    kind: PagingErrorKind,
    detail: String,
}

impl PagingError {
    pub(crate) fn new(operation: &'static str, kind: PagingErrorKind, detail: impl Into<String>) -> Self {
        Self { operation, kind, detail: detail.into() }
    }

    /// Returns the operation ID.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the kind of failure.
    pub fn kind(&self) -> PagingErrorKind {
        self.kind
    }
}

impl fmt::Display for PagingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        write!(f, "{}: {}", self.operation, self.detail)
    }
}

impl std::error::Error for PagingError {}
