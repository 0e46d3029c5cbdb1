//! Progress: a bar on a terminal, and occasional lines elsewhere.

use std::io::{self, IsTerminal};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use crate::report;

/// The number of lines over a whole run without a terminal.
const LINES: u64 = 10;

/// The progress of a run.
pub(super) struct Progress {
    what: &'static str,
    bar: ProgressBar,
    is_terminal: bool,
}

impl Progress {
    /// Starts with `all` steps, of which `done` are done.
    pub(super) fn new(what: &'static str, all: usize, done: usize) -> Self {
        let bar = ProgressBar::new(all as u64).with_position(done as u64);
        let style = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len}, {eta} to go  {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_prefix(what);
        bar.reset_eta();
        Self { what, bar, is_terminal: io::stderr().is_terminal() }
    }

    /// Completes one step.
    pub(super) fn step(&self, path: &Path) {
        self.bar.set_message(report::shown(path));
        self.bar.inc(1);
        let (done, all) = (self.bar.position(), self.bar.length().unwrap_or_default());
        if !self.is_terminal && (done * LINES) / all.max(1) != ((done - 1) * LINES) / all.max(1) {
            report::say(&format!("{}: {done} of {all}", self.what));
        }
    }

    /// Completes all steps.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
