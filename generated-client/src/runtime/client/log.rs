//! Settings for a client's trace.

/// Optional content of a client's trace.
#[derive(Debug, Default)]
pub(crate) struct LogSettings {
    /// The maximum number of bytes of a body to show; `None` to omit bodies.
    pub(crate) body_limit: Option<usize>,
}
