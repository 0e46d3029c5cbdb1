//! Makes untrusted text safe to display in an error message: one bounded line without terminal control
//! characters.

// Every error of the runtime is displayed through `Printable`.

use std::fmt;

/// Returns the text as one line. Text longer than `limit` characters is reduced to its start and end.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    let mut line = String::new();
    push_line(&mut line, text.as_bytes());
    let length = line.chars().count();
    if length <= limit {
        return line;
    }
    let start = line.chars().take(limit / 2);
    let end = line.chars().skip(length - limit / 2);
    start.chain(['…']).chain(end).collect()
}

/// Appends text: collapses whitespace into one space and escapes characters that a terminal may interpret.
pub(crate) fn push_line(line: &mut String, text: &[u8]) {
    // The first or last character may be truncated.
    let inside = |byte: &u8| byte & 0b1100_0000 == 0b1000_0000;
    let start = text.iter().position(|byte| !inside(byte)).unwrap_or(text.len());
    for chunk in text.get(start..).unwrap_or_default().utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                ' ' | '\t' | '\r' | '\n' if line.ends_with(' ') => {}
                ' ' | '\t' | '\r' | '\n' => line.push(' '),
                _ => push_printable(line, character),
            }
        }
        for byte in chunk.invalid() {
            line.push_str(&format!("\\x{byte:02x}"));
        }
    }
}

/// Appends a character, escaped if it is [hidden](is_hidden).
pub(crate) fn push_printable(line: &mut String, character: char) {
    if is_hidden(character) {
        line.extend(character.escape_unicode());
    } else {
        line.push(character);
    }
}

/// Returns the text as one printable line of at most `limit` characters. An ellipsis marks truncation; `more`
/// requests one in any case.
pub(crate) fn one_line(text: &str, limit: usize, more: bool) -> String {
    let mut line = String::new();
    let mut count = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
            count += 1;
        }
        for character in word.chars() {
            if count >= limit {
                line.push('…');
                return line;
            }
            push_printable(&mut line, character);
            count += 1;
        }
    }
    if more {
        line.push('…');
    }
    line
}

/// A formatter that escapes [hidden](is_hidden) characters.
pub(crate) struct Printable<'a, 'f>(pub(crate) &'a mut fmt::Formatter<'f>);

impl Printable<'_, '_> {
    /// Writes formatted text; called by `write!`.
    pub(crate) fn write_fmt(&mut self, text: fmt::Arguments<'_>) -> fmt::Result {
        fmt::Write::write_fmt(self, text)
    }

    /// Writes a string.
    pub(crate) fn write_str(&mut self, text: &str) -> fmt::Result {
        fmt::Write::write_str(self, text)
    }
}

impl fmt::Write for Printable<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((at, hidden)) = rest.char_indices().find(|(_, character)| is_hidden(*character)) {
            self.0.write_str(rest.get(..at).unwrap_or_default())?;
            write!(self.0, "{}", hidden.escape_unicode())?;
            rest = rest.get(at + hidden.len_utf8()..).unwrap_or_default();
        }
        self.0.write_str(rest)
    }
}

/// Returns whether a character is invisible, changes the text direction, or controls a terminal.
///
/// These are C0 and C1 control characters, line separators, and default-ignorable characters (UAX #44), except
/// the variation selectors that emoji need.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
