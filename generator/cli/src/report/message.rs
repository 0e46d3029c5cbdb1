//! A finding as JSON, for `--message-format json` and reports.

use generator::diagnostic::{Diagnostic, Position};
use serde::Serialize;

/// A finding. Later versions may add members, but will not remove any.
#[derive(Debug, Serialize)]
pub(crate) struct Message {
    /// The severity: `error`, `warning` or `note`.
    pub(crate) severity: String,
    /// The code, as in `--explain CODE`.
    pub(crate) code: &'static str,
    /// The problem.
    pub(crate) message: String,
    /// A suggested fix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<String>,
    /// The JSON pointer to the location in the file; empty for the root.
    pub(crate) pointer: String,
    /// The name of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<String>,
    /// The line number, starting at 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<usize>,
    /// The column number, in characters, starting at 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) column: Option<usize>,
}

impl Message {
    /// Creates the message for a finding.
    pub(crate) fn new(finding: &Diagnostic, file: Option<&str>, position: Option<Position>) -> Self {
        Self {
            severity: finding.severity.to_string(),
            code: finding.code.name(),
            message: finding.message.clone(),
            help: finding.help.clone(),
            pointer: finding.pointer.listed().into_owned(),
            file: file.map(str::to_owned),
            line: position.map(|at| at.line),
            column: position.map(|at| at.column),
        }
    }
}
