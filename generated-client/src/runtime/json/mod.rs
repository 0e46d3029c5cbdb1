//! Reads JSON, and tells where and why that fails.
//!
//! Between the HTTP half, which brings the bytes, and the models. It must not know any particular model; the place of a
//! failure is found by `locate` after the fact, so that reading itself pays nothing for it.

mod locate;
pub(crate) mod repair;
pub(crate) mod text;
pub(crate) mod write;

use std::fmt;

use serde::de::DeserializeOwned;

use crate::runtime::redact::sanitize::{Printable, shorten};
use locate::{Place, Step, locate, locate_value};

/// How many characters of a reason are kept: it may quote a value of any length.
const REASON: usize = 300;

/// Reads a value from JSON text.
///
/// The time is proportional to the length of the text: some 10 ms for a megabyte, several times as much where most of it is in unions.
/// Nothing is awaited meanwhile: an async program that reads texts of many megabytes does so in `tokio::task::spawn_blocking`.
///
/// # Errors
/// The text is not JSON, or does not hold what `T` needs; see [`DecodeError`].
pub fn decode_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, DecodeError> {
    serde_json::from_slice(text).map_err(|error| DecodeError::new(text, &error))
}

/// Why and where a JSON text could not be read as the type that was asked for.
///
/// `Display` gives one line with the path, the reason, the position and the text around it. The value of a member that is
/// named like a secret (a token, a password) is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    reason: String,
    excerpt: String,
    line: usize,
    column: usize,
}

impl DecodeError {
    fn new(text: &[u8], error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let Place { path, excerpt, secret } = locate(text, error);
        let message = error.to_string();
        let position = format!(" at line {line} column {column}");
        let reason = without_field(message.strip_suffix(&position).unwrap_or(&message));
        let reason = if secret { without_value(reason) } else { shorten(reason, REASON) };
        Self { path, reason, excerpt, line, column }
    }

    /// The error about the value at these steps of the text; this one if it is about that value already.
    pub(crate) fn or_at(self, text: &[u8], steps: &[Step], error: &serde_json::Error) -> Self {
        let Some((place, line, column)) = locate_value(text, steps) else { return self };
        if place.path == self.path {
            return self;
        }
        let Place { path, excerpt, .. } = place;
        Self { path, reason: bare_reason(&error.to_string()), excerpt, line, column }
    }

    /// The path of the value at fault, such as `entities[3].dateModified`; empty if it is the whole text.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there, such as ``missing field `name` ``.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The text around the fault, on one line and at most some 80 characters long.
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }

    /// The line at which the reader stopped, from 1; 0 if the type refused the text as a whole.
    pub fn line(&self) -> usize {
        self.line
    }

    /// How many bytes of that line the reader had taken.
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        let Self { path, reason, excerpt, line, column } = self;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        f.write_str(reason)?;
        if *line > 0 {
            write!(f, " at line {line} column {column}")?;
        }
        if excerpt.is_empty() { write!(f, " (the text is empty)") } else { write!(f, ", near `{excerpt}`") }
    }
}

impl std::error::Error for DecodeError {}

/// The reason in a message of serde, without the values of the text.
pub(crate) fn bare_reason(message: &str) -> String {
    shorten(&without_value(without_field(message)), REASON)
}

/// The reason without the name of the field, which `record!` puts first and the path tells as well.
fn without_field(reason: &str) -> &str {
    let after = reason.strip_prefix("field `").and_then(|rest| rest.split_once("`: "));
    after.map_or(reason, |(_, reason)| reason)
}

/// The reason without the value that came: ``invalid type: string "x", expected ...``.
fn without_value(reason: &str) -> String {
    match (reason.split_once(": "), reason.rsplit_once(", expected ")) {
        (Some((what, _)), Some((_, expected))) => format!("{what}, expected {expected}"),
        _ => reason.to_owned(),
    }
}
