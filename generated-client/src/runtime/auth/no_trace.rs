//! Replaces `trace` when the feature `tracing` is off: the same functions, which do nothing.

/// The trace of a login that is not traced.
pub(crate) struct LoginSpan;

impl LoginSpan {
    pub(crate) fn new(_: Option<&str>) -> Self {
        Self
    }

    pub(crate) fn around<F: Future>(self, login: F) -> F {
        login
    }
}
