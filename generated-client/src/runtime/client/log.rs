//! Settings of the trace.

/// What a client shows in its trace besides what it always does.
#[derive(Debug, Default)]
pub(crate) struct LogSettings {
    /// How many bytes of a body are shown; `None`: no body is.
    pub(crate) body_limit: Option<usize>,
}
