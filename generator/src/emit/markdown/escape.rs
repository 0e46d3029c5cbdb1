//! Escape: plain text as Markdown that is nothing but this text.
//!
//! What could be a mark is escaped, unless its neighbours show that no reader takes it for one: `snake_case` and `2 * 3` stay as they are.

use super::{code, link};

/// Where a text is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// At the start of a line: marks of blocks are escaped.
    pub(super) start: bool,
    /// In a table: borders are escaped.
    pub(super) cell: bool,
    /// In a link: addresses are not links.
    pub(super) link: bool,
    /// At the end of a paragraph: nothing follows that could complete a mark.
    pub(super) end: bool,
}

/// Returns the text of a table cell.
pub(super) fn cell_text(text: &str) -> String {
    let mut out = String::new();
    escape(&mut out, text, Around { start: false, cell: true, link: false, end: false });
    out
}

/// Writes a text on one line. At the start of a line it has no white space at its own start.
pub(super) fn escape(out: &mut String, text: &str, around: Around) {
    let mut rest = text;
    let mut before = None;
    // The place of the character that would make the line the start of a block.
    let mark = around.start.then(|| block_mark(text)).flatten();
    while let Some(c) = rest.chars().next() {
        if let Some(len) = address(out, rest, around) {
            (rest, before) = (&rest[len..], None);
            continue;
        }
        let is_run = matches!(c, '*' | '_' | '~');
        let len = if is_run { rest.len() - rest.trim_start_matches(c).len() } else { c.len_utf8() };
        let (run, after) = rest.split_at(len);
        if mark == Some(text.len() - rest.len()) || !is_inert(c, before, after, around) {
            run.chars().for_each(|c| out.extend(['\\', c]));
        } else {
            out.push_str(run);
        }
        (rest, before) = (after, Some(c));
    }
}

/// Writes the address that a text starts with, and returns its length: a link to it, or code if its scheme is not allowed.
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

/// Returns whether no reader takes a character, or a run of it, for a mark.
fn is_inert(c: char, before: Option<char>, after: &str, around: Around) -> bool {
    let next = after.chars().next();
    match c {
        '\\' | '`' | '<' | '>' | '[' | ']' => false,
        '|' => !around.cell,
        '&' => !starts_entity_name(after, around.end),
        // A run within a word neither opens nor closes emphasis; nor does a run of the others between blanks.
        '_' => before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric),
        '*' | '~' => before == Some(' ') && next == Some(' '),
        _ => true,
    }
}

/// Returns whether a text that starts with `&` starts with an entity reference.
pub(super) fn starts_entity(text: &str) -> bool {
    text.strip_prefix('&').is_some_and(|name| starts_entity_name(name, true))
}

/// Whether a text starts with the rest of a reference; one that is not `whole` may go on.
fn starts_entity_name(text: &str, whole: bool) -> bool {
    // The longest name has 31 letters, the longest number seven digits.
    let name = text.strip_prefix('#').unwrap_or(text);
    let len = name.bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
    let after = &name[len..];
    (len > 0 && after.starts_with(';')) || (after.is_empty() && !whole)
}

/// Returns the place of the character to escape, so that a line does not start a heading, an item of a list, a table, a line of dashes, or the underline of a heading.
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
