//! Replaces invisible characters and terminal controls in a document's strings.
//!
//! Every string from a document passes through this module before it is printed or written to code, pages or
//! messages. This module does not depend on how a string is used, since escaping for Markdown, TOML or Rust
//! is a later step.

/// Returns the string without invisible characters.
///
/// Line endings become `\n`, and tabs and other separators become a space. Characters that [are
/// hidden](is_hidden) become a visible U+FFFD.
pub fn printable(text: &str) -> String {
    if is_visible_ascii(text) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\n' => c,
            '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            c if is_hidden(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// Returns the printable string on one line, with words separated by single spaces.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in printable(text).split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Returns whether the text consists of visible ASCII characters, spaces and `\n`, as nearly all text does.
pub(crate) fn is_visible_ascii(text: &str) -> bool {
    let is_visible = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    // Each chunk is checked without branches, which compiles to vector instructions.
    text.as_bytes().chunks(64).all(|chunk| chunk.iter().fold(true, |all, byte| all & is_visible(byte)))
}

/// Returns whether a character is invisible, changes the writing direction, or controls a terminal.
///
/// These are the control characters (C0, C1), line and paragraph separators, and the default-ignorable
/// characters, which can hide text (UAX #44, `Default_Ignorable_Code_Point`). The variation selectors from
/// U+FE00 to U+FE0F are excluded, because emoji need them.
pub fn is_hidden(c: char) -> bool {
    // Nearly all characters of a document are visible ASCII.
    if matches!(c, ' '..='~') {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_become_visible() {
        let hidden = [
            '\0',
            '\u{7}',
            '\u{1b}',
            '\u{7f}',
            '\u{9b}',
            '\u{ad}',
            '\u{61c}',
            '\u{180e}',
            '\u{200d}',
            '\u{202e}',
            '\u{2066}',
            '\u{feff}',
            '\u{fff9}',
            '\u{fffb}',
            '\u{e0000}',
            '\u{e0041}',
            '\u{e007f}',
            '\u{e01ef}',
        ];
        for c in hidden {
            assert_eq!(printable(&format!("a{c}b")), "a\u{fffd}b", "of {c:?}");
        }
    }

    #[test]
    fn line_ends_and_blanks_are_normalized() {
        assert_eq!(printable("a\r\nb\tc\rd\u{2028}e\u{85}f"), "a\nb c d e f");
        assert_eq!(one_line(" a\r\n\n b\u{2029}c\u{a0}\u{fe0f} "), "a b c \u{fe0f}");
        assert_eq!(printable("größe \u{2764}\u{fe0f} 名前"), "größe \u{2764}\u{fe0f} 名前");
    }
}
