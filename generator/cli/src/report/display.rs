//! Options for displaying findings, which apply to all commands.

use std::sync::OnceLock;

use clap::{Args, ValueEnum};

/// The options, which are set once, before a command runs.
static DISPLAY: OnceLock<Display> = OnceLock::new();

/// The display options for findings and results.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Display {
    /// Print only errors, without warnings, notes or summaries
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Format of findings, on standard error: text, or JSON with one object per line
    #[arg(long, global = true, value_enum, value_name = "FORMAT", default_value_t)]
    pub(super) message_format: MessageFormat,
}

/// The format of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// Text with excerpts
    #[default]
    Human,
    /// One JSON object per line
    Json,
}

impl Display {
    /// Sets these options for the whole process.
    pub fn apply(self) {
        let _ = DISPLAY.set(self);
    }
}

/// Returns the options of the process.
pub(super) fn options() -> Display {
    DISPLAY.get().copied().unwrap_or_default()
}
