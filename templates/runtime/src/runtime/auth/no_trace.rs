//! No-op replacements for `trace` when the `tracing` feature is disabled.

/// A login span that records nothing.
pub(crate) struct LoginSpan;

impl LoginSpan {
    pub(crate) fn new(_: Option<&str>) -> Self {
        Self
    }

    pub(crate) fn around<F: Future>(self, login: F) -> F {
        login
    }
}
