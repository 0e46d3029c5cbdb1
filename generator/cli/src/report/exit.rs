//! Terminal output. Everything that this program prints passes through this module.
//!
//! Most of the output contains strings from a document. Control characters and invisible characters must not reach a
//! terminal, so they are escaped in JSON, and replaced elsewhere ([`printable`]).

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use generator::{is_hidden, printable};
use serde::Serialize;

use super::display;

/// Prints a message to standard error, unless findings are printed as JSON. Errors are findings, not messages.
pub fn say(text: &str) {
    if display::options().message_format == display::MessageFormat::Json {
        return;
    }
    let _ = writeln!(io::stderr(), "{}", printable(text));
}

/// Returns whether messages go to a terminal.
pub fn is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Prints a message to standard error, unless `--quiet` is set.
pub fn inform(text: &str) {
    if !display::options().quiet {
        say(text);
    }
}

/// Prints a summary to standard output, unless `--quiet` is set.
pub fn summarize(text: &str) {
    if !display::options().quiet {
        print(text);
    }
}

/// Replaces the current terminal line.
pub(super) fn line(text: &str) {
    let _ = write!(io::stderr(), "\r\u{1b}[2K{}", flat(text));
    let _ = io::stderr().flush();
}

/// Clears the current terminal line.
pub(super) fn clear_line() {
    let _ = write!(io::stderr(), "\r\u{1b}[2K");
}

/// Prints a value to standard error, as JSON on one line.
pub(super) fn say_json(value: &impl Serialize) {
    let text = json(value).unwrap_or_default();
    // Newlines occur only between tokens, where they are insignificant whitespace.
    let line: Vec<&str> = text.lines().map(str::trim_start).collect();
    let _ = writeln!(io::stderr(), "{}", line.concat());
}

/// Prints a string to standard output. A closed pipe is not an error.
pub fn print(text: &str) {
    let _ = io::stdout().write_all(printable(text).as_bytes());
}

/// Prints a value to standard output, as JSON.
///
/// # Errors
/// Returns an error if the value cannot be serialized.
pub(super) fn print_json(value: &impl Serialize) -> serde_json::Result<()> {
    let text = json(value)?;
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(())
}

/// Prints rendered output to standard error. All strings in `text` must already be printable. Colors are kept only if
/// the terminal supports them and `NO_COLOR` is not set.
pub(super) fn draw(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Returns a value as indented JSON, with a final newline. Hidden characters are escaped.
///
/// # Errors
/// Returns an error if the value cannot be serialized.
pub fn json(value: &impl Serialize) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        // Apart from newlines, JSON contains hidden characters only in strings (RFC 8259, section 7).
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

/// Returns the string on one line, so that a string from a document cannot add a line. Spaces are preserved.
pub fn flat(text: &str) -> String {
    printable(text).replace('\n', " ")
}

/// Returns a path on one line.
pub fn shown(path: &Path) -> String {
    flat(&path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_hidden_characters_preserves_the_json_value() {
        let text = "a\u{1b}[31m\u{9b}\u{202e}\u{e0041}\u{ad}\u{2028}\r\nb \u{1f600}";
        let json = json(&[text]).unwrap_or_default();
        assert!(json.chars().all(|c| c == '\n' || !is_hidden(c)), "{json:?}");
        assert_eq!(serde_json::from_str::<[String; 1]>(&json).ok(), Some([text.to_owned()]));
    }
}
