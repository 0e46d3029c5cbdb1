//! The result of a command: the argument for its format and its JSON.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::exit;
use crate::Outcome;

/// The format argument, for all commands whose result is text or JSON.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Output {
    /// Format of the result, on standard output
    #[arg(long, value_enum, default_value_t, global = true)]
    format: ResultFormat,
}

/// The output format of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ResultFormat {
    /// Plain text or Markdown
    #[default]
    Text,
    /// One JSON object, or one per crate or document
    Json,
}

impl Output {
    /// The default format of results.
    pub(crate) const TEXT: Self = Self { format: ResultFormat::Text };

    /// Returns whether the result is JSON.
    pub(crate) fn is_json(self) -> bool {
        self.format == ResultFormat::Json
    }

    /// Prints a complete result, as text or JSON.
    pub(crate) fn print(self, text: impl FnOnce() -> String, json: &impl Serialize) -> Outcome {
        if self.is_json() {
            return print_json(json, Outcome::Done);
        }
        exit::print(&text());
        Outcome::Done
    }
}

/// Prints a result as JSON; returns `outcome`, unless the result cannot be printed.
pub(crate) fn print_json(value: &impl Serialize, outcome: Outcome) -> Outcome {
    match exit::print_json(value) {
        Ok(()) => outcome,
        Err(error) => {
            exit::say(&format!("cannot write the result as JSON: {error}"));
            Outcome::BadInput
        }
    }
}
