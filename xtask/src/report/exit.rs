//! The exit: everything that this program writes to the terminal passes here.
//!
//! Strings of a document are part of most of it. No character of theirs may reach a terminal that the terminal obeys or that a reader
//! cannot see; in JSON such a character is escaped, elsewhere it is replaced ([`printable`]).

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use generator::{is_hidden, printable};
use serde::Serialize;

/// Prints a message to the standard error, next to the result.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{}", printable(text));
}

/// Prints the result to the standard output. A reader who has closed it does not need the rest.
pub(crate) fn print(text: &str) {
    let _ = io::stdout().write_all(printable(text).as_bytes());
}

/// Prints the result as JSON.
///
/// # Errors
/// Those of serde_json.
pub(crate) fn print_json(value: &impl Serialize) -> serde_json::Result<()> {
    let text = json(value)?;
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(())
}

/// Prints what a renderer has made of printable strings, with its colours if the standard error is a terminal that has them and
/// `NO_COLOR` is not set.
pub(super) fn draw(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// A value as indented JSON, with a line end. Hidden characters are escaped.
///
/// # Errors
/// Those of serde_json.
pub(crate) fn json(value: &impl Serialize) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        // JSON has such characters in strings only (RFC 8259, section 7), but for the line ends of its layout.
        if is_hidden(c) && c != '\n' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    Ok(out)
}

/// The string on one line, blanks kept: no string of a document adds a line.
pub(crate) fn flat(text: &str) -> String {
    printable(text).replace('\n', " ")
}

/// A path on one line.
pub(crate) fn shown(path: &Path) -> String {
    flat(&path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_reads_the_same_without_hidden_characters() {
        let text = "a\u{1b}[31m\u{9b}\u{202e}\u{e0041}\u{ad}\u{2028}\r\nb \u{1f600}";
        let json = json(&[text]).unwrap_or_default();
        assert!(json.chars().all(|c| c == '\n' || !is_hidden(c)), "{json:?}");
        assert_eq!(serde_json::from_str::<[String; 1]>(&json).ok(), Some([text.to_owned()]));
    }
}
