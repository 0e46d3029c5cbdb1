//! Escaping of plain text in Markdown.
//!
//! Every character that could be markup is escaped, unless its neighbors rule that out, as in `snake_case` and `2 * 3`.

use super::{code, link};

/// The context of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// Whether the text is at the start of a line, where markers of blocks are escaped.
    pub(super) start: bool,
    /// Whether the text follows digits at the start of a line.
    pub(super) number: bool,
    /// Whether the text is in a table, where vertical bars are escaped.
    pub(super) cell: bool,
    /// Whether the text is in a link, where web URLs do not become links.
    pub(super) link: bool,
    /// Whether the text is at the end of a paragraph, where no further text can complete markup.
    pub(super) end: bool,
}

/// Escapes text in a table cell.
pub(super) fn cell_text(text: &str) -> String {
    let mut out = String::new();
    escape(&mut out, text, Around { start: false, number: false, cell: true, link: false, end: false });
    out
}

/// Writes text on one line. Text at the start of a line must not start with whitespace.
pub(super) fn escape(out: &mut String, text: &str, around: Around) {
    let mut rest = text;
    let mut before = None;
    // The offset of the character that would start a block.
    let mark = match around {
        Around { start: true, .. } => block_mark(text),
        Around { number: true, .. } => {
            text.find(|c: char| !c.is_ascii_digit()).filter(|at| text[*at..].starts_with(['.', ')']))
        }
        _ => None,
    };
    while let Some(c) = rest.chars().next() {
        let offset = text.len() - rest.len();
        if mark.is_none_or(|mark| mark < offset) {
            let plain = rest.bytes().take_while(|byte| is_plain(*byte)).count();
            if plain > 0 {
                let (run, after) = rest.split_at(plain);
                out.push_str(run);
                (rest, before) = (after, run.chars().next_back());
                continue;
            }
        }
        if let Some(len) = address(out, rest, around) {
            (rest, before) = (&rest[len..], None);
            continue;
        }
        let is_run = matches!(c, '*' | '_' | '~');
        let len = if is_run { rest.len() - rest.trim_start_matches(c).len() } else { c.len_utf8() };
        let (run, after) = rest.split_at(len);
        if mark == Some(offset) || !is_inert(c, before, after, around) {
            run.chars().for_each(|c| out.extend(['\\', c]));
        } else {
            out.push_str(run);
        }
        (rest, before) = (after, Some(c));
    }
}

/// Returns whether an ASCII character is never markup, and never starts a URL that [`address`] finds.
fn is_plain(byte: u8) -> bool {
    let starts_address = matches!(byte.to_ascii_lowercase(), b'f' | b'h' | b'x');
    (byte.is_ascii_alphanumeric() && !starts_address) || matches!(byte, b' ' | b',' | b'.' | b'\'')
}

/// Writes the URL at the start of the text as a link, or as code if its scheme is not allowed. Returns its length.
fn address(out: &mut String, text: &str, around: Around) -> Option<usize> {
    if !around.link
        && let Some(len) = link::web_address(text)
    {
        out.push_str(&format!("<{}>", &text[..len]));
        return Some(len);
    }
    let len = link::foreign_address(text)?;
    let span = if around.cell { code::cell_span(&text[..len]) } else { code::span(&text[..len]) };
    code::push(out, &span);
    Some(len)
}

/// Returns whether a character, or a run of the same character, cannot be markup.
fn is_inert(c: char, before: Option<char>, after: &str, around: Around) -> bool {
    let next = after.chars().next();
    match c {
        '\\' | '`' | '<' | '>' | '[' | ']' => false,
        '|' => !around.cell,
        '&' => !starts_entity_name(after, around.end),
        // Underscores within a word do not delimit emphasis, and neither do other delimiters between spaces.
        '_' => before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric),
        '*' | '~' => before == Some(' ') && next == Some(' '),
        _ => true,
    }
}

/// Returns whether text that starts with `&` starts with an entity reference.
pub(super) fn starts_entity(text: &str) -> bool {
    text.strip_prefix('&').is_some_and(|name| starts_entity_name(name, true))
}

/// Returns whether text starts with the remainder of an entity reference. Unless `whole` is set, more text can
/// follow.
fn starts_entity_name(text: &str, whole: bool) -> bool {
    // The longest name has 31 letters, and the longest number has seven digits.
    let name = text.strip_prefix('#').unwrap_or(text);
    let len = name.bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
    let after = &name[len..];
    (len > 0 && after.starts_with(';')) || (after.is_empty() && !whole)
}

/// Returns the offset of the character to escape so that the line neither starts a heading, list item, table or rule,
/// nor underlines a heading.
fn block_mark(line: &str) -> Option<usize> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let next = chars.next();
    match first {
        '#' | '=' | '|' | ':' => Some(0),
        '-' => next.is_none_or(|c| c.is_whitespace() || matches!(c, '-' | '|' | ':')).then_some(0),
        '+' => next.is_none_or(|c| c.is_whitespace() || c == '+').then_some(0),
        '*' | '~' | '_' => Some(0),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let mut after = line[digits..].chars();
            let is_item =
                matches!(after.next(), Some('.' | ')')) && after.next().is_none_or(char::is_whitespace);
            (digits <= 9 && is_item).then_some(digits)
        }
        _ => None,
    }
}
