//! A limit on the total size of the emitted files.
//!
//! A small document can produce a large output. For example, many operations can each display the same long value. The
//! emitters of files whose size depends on the document stop once the limit is exceeded.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The amount of text emitted so far, and its limit. Threads share a budget. The order in which they emit does not
/// affect whether the total exceeds the limit.
pub(super) struct Budget {
    limit: usize,
    used: AtomicUsize,
}

impl Budget {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, used: AtomicUsize::new(0) }
    }

    /// Returns the text that `make` emits, or an empty string if the limit is already exceeded.
    pub(super) fn text(&self, make: impl FnOnce() -> String) -> String {
        self.around(0, make)
    }

    /// Like [`text`](Self::text), but for text with parts that have already been counted. `counted` is the total size
    /// of these parts.
    pub(super) fn around(&self, counted: usize, make: impl FnOnce() -> String) -> String {
        if self.is_exceeded() {
            return String::new();
        }
        let text = make();
        self.used.fetch_add(text.len().saturating_sub(counted), Ordering::Relaxed);
        text
    }

    pub(super) fn is_exceeded(&self) -> bool {
        self.used.load(Ordering::Relaxed) > self.limit
    }
}
