//! Progress lines on standard error. More lines are printed if standard error is a terminal.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::report;

/// The number of progress lines per run if standard error is not a terminal.
const LINES: usize = 10;

/// The number of progress lines per run if standard error is a terminal.
const LINES_ON_TERMINAL: usize = 100;

/// The progress of a run, as a count of completed steps.
pub(super) struct Progress {
    what: &'static str,
    all: usize,
    done: AtomicUsize,
    lines: usize,
}

impl Progress {
    /// Creates the progress tracker for a run of `all` steps, of which `done` are already complete.
    pub(super) fn new(what: &'static str, all: usize, done: usize) -> Self {
        let lines = if report::is_terminal() { LINES_ON_TERMINAL } else { LINES };
        Self { what, all: all.max(1), done: AtomicUsize::new(done), lines }
    }

    /// Records a completed step.
    pub(super) fn step(&self, path: &Path) {
        let before = self.done.fetch_add(1, Ordering::Relaxed);
        let line = |done: usize| done * self.lines / self.all;
        if line(before + 1) != line(before) {
            report::say(&format!("{}: {} of {}, {}", self.what, before + 1, self.all, report::shown(path)));
        }
    }
}
