//! Settings for the trace.

/// Optional content of a client's trace.
#[derive(Debug, Default)]
pub(crate) struct LogSettings {
    /// The maximum number of bytes shown of a body; `None` to omit bodies.
    pub(crate) body_limit: Option<usize>,
}
