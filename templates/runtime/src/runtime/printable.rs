//! Makes text of a server fit to stand in an error message: one line, bounded, nothing that a terminal obeys.
//!
//! Part of `decode` and `locate`. It must not know what the text is.

/// A text as one line; of one with more than `limit` characters, the start and the end.
pub(super) fn shorten(text: &str, limit: usize) -> String {
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

/// Adds a piece of text: runs of white space as one blank, characters that a terminal may obey escaped.
pub(super) fn push_line(line: &mut String, piece: &[u8]) {
    // The window may cut a character at its start or at its end.
    let inside = |byte: &u8| byte & 0b1100_0000 == 0b1000_0000;
    let start = piece.iter().position(|byte| !inside(byte)).unwrap_or(piece.len());
    for chunk in piece.get(start..).unwrap_or_default().utf8_chunks() {
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

/// Adds a character, escaped if it is not printed as itself: control characters, and those that change the direction
/// of the text or take no room.
pub(super) fn push_printable(line: &mut String, character: char) {
    let hidden = matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if hidden || character.is_control() {
        line.extend(character.escape_unicode());
    } else {
        line.push(character);
    }
}
