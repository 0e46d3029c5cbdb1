//! What can go wrong between pages that are each in order: the server sends the caller in circles, nowhere, or elsewhere.

use std::fmt;

use crate::runtime::redact::sanitize::Printable;

/// What is wrong with the way to the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PagingErrorKind {
    /// The server sends back to a page that was read already; reading on would never end. The stream has ended.
    Repeated,
    /// Several pages in a row held no items, and the server still says that there are more. The stream can go on.
    EmptyPages,
    /// The link to the next page leads to another scheme, host or port, or out of the path of the base URL; credentials are
    /// not sent there. The stream has ended.
    ForeignLink,
    /// The link to the next page is no URL that can be called. The stream has ended.
    UnusableLink,
    /// The number of the next page, or of the items before it, does not fit into 64 bits. The stream has ended.
    OutOfRange,
    /// The answer does not say which page it is, so that the next one is unknown. The stream has ended.
    UnknownPage,
    /// The [`Position`](crate::runtime::Position) to start from is one of another operation. The stream has ended.
    ForeignPosition,
}

/// A list whose next page cannot, or should not, be asked for. All pages before it were given.
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

    /// The id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// What is wrong.
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
