//! Decodes JSON and reports the location and reason of each error.

// This module must not depend on models. `locate` finds the location only after an error, so that successful
// decoding has no overhead.

mod locate;
pub(crate) mod repair;
pub(crate) mod text;
pub(crate) mod write;

use std::fmt;

use serde::de::DeserializeOwned;

use crate::runtime::redact::sanitize::{Printable, shorten};
use locate::{Location, Step, locate, locate_value};

/// The maximum length of a reason, in characters. A reason may quote a value of any length.
const MAX_REASON: usize = 300;

/// Decodes a value from JSON.
///
/// Decoding takes time proportional to the length of the text: about 10 ms per megabyte, or several times as long if
/// the text consists mostly of unions. This function does not yield to an async runtime, so decode many megabytes in
/// `tokio::task::spawn_blocking`.
///
/// # Errors
/// Returns an error if the text is not JSON or does not match `T`; see [`DecodeError`].
pub fn decode_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, DecodeError> {
    decode_boxed(text).map(|value| *value)
}

/// Decodes a value from JSON into a box, so that callers only move a pointer. In a debug build, each caller
/// would otherwise hold several copies of a large value on the stack.
///
/// # Errors
/// Returns an error if the text is not JSON or does not match `T`; see [`DecodeError`].
pub(crate) fn decode_boxed<T: DeserializeOwned>(text: &[u8]) -> Result<Box<T>, DecodeError> {
    serde_json::from_slice(text).map_err(|error| DecodeError::new(text, &error))
}

/// A JSON decoding error, with its location.
///
/// `Display` writes one line with the path, the reason, the position and the surrounding text. Values whose names
/// identify secrets (such as tokens and passwords) are redacted.
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
        let Location { path, excerpt, secret } = locate(text, error);
        let message = error.to_string();
        let position = format!(" at line {line} column {column}");
        let reason = without_field(message.strip_suffix(&position).unwrap_or(&message));
        let reason = if secret { without_value(reason) } else { shorten(reason, MAX_REASON) };
        Self { path, reason, excerpt, line, column }
    }

    /// Returns an error for the value at the end of `steps`, or `self` if it already concerns that value.
    pub(crate) fn or_at(self, text: &[u8], steps: &[Step], error: &serde_json::Error) -> Self {
        let Some((location, line, column)) = locate_value(text, steps) else { return self };
        if location.path == self.path {
            return self;
        }
        let Location { path, excerpt, .. } = location;
        Self { path, reason: reason_without_values(&error.to_string()), excerpt, line, column }
    }

    /// Returns the path of the invalid value, such as `entities[3].dateModified`. It is empty for the root.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the reason, such as ``missing field `name` ``.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns the text around the error, on one line of at most about 80 characters.
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }

    /// Returns the line of the error, starting at 1, or 0 if the error concerns the entire value.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column of the error, which is the number of bytes consumed in its [`line`](Self::line).
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
        if excerpt.is_empty() { write!(f, " (the input is empty)") } else { write!(f, ", near `{excerpt}`") }
    }
}

impl std::error::Error for DecodeError {}

/// Returns the reason from a serde message, without values from the input.
pub(crate) fn reason_without_values(message: &str) -> String {
    shorten(&without_value(without_field(message)), MAX_REASON)
}

/// Removes the field name that `record!` adds, because the path already contains it.
fn without_field(reason: &str) -> &str {
    let after = reason.strip_prefix("field `").and_then(|rest| rest.split_once("`: "));
    after.map_or(reason, |(_, reason)| reason)
}

/// Removes the received value: ``invalid type: string "x", expected ...``.
fn without_value(reason: &str) -> String {
    match (reason.split_once(": "), reason.rsplit_once(", expected ")) {
        (Some((what, _)), Some((_, expected))) => format!("{what}, expected {expected}"),
        _ => reason.to_owned(),
    }
}
