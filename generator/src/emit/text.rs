//! Text: how a document's texts are made safe before they go into code or pages.
//!
//! Shared by both halves of `emit`. A description is somebody else's text: nothing in it may become HTML, a link to an item,
//! a heading, or an invisible change of how a file reads.

pub use crate::printable::{one_line, printable};

/// The text on one line, as it can stand between two backticks of a doc comment.
pub fn code_text(text: &str) -> String {
    one_line(text).replace('`', "'")
}

/// A line of CommonMark in which brackets and angle brackets are plain text, but for code spans and for links to web pages.
pub fn escape_markdown(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        // `!` before a link would make an image of it.
        let image = out.ends_with('!');
        let kept = code_span(rest).or_else(|| web_link(rest).filter(|_| !image));
        if let Some(len) = kept {
            out.push_str(&rest[..len]);
            rest = &rest[len..];
        } else if let Some(len) = web_address(rest, out.chars().next_back()) {
            out.push('<');
            out.push_str(&rest[..len]);
            out.push('>');
            rest = &rest[len..];
        } else {
            // A backslash of the text would undo the one that is put after it.
            if matches!(c, '[' | ']' | '<' | '>' | '`' | '\\') {
                out.push('\\');
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// The length of the code span that starts here.
fn code_span(text: &str) -> Option<usize> {
    let ticks = text.bytes().take_while(|b| *b == b'`').count();
    if ticks == 0 {
        return None;
    }
    let mark = &text[..ticks];
    let mut from = ticks;
    while let Some(at) = text[from..].find(mark) {
        let end = from + at + ticks;
        if !text[end..].starts_with('`') {
            return Some(end);
        }
        from = end + text[end..].bytes().take_while(|b| *b == b'`').count();
    }
    None
}

/// The length of the `[text](https://...)` that starts here; its text is plain.
fn web_link(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let close = inner.find(']')?;
    let label = &inner[..close];
    let target = inner[close..].strip_prefix("](")?;
    let end = target.find(')')?;
    let url = &target[..end];
    let plain = !label.contains(['[', '<', '>', '`', '\\']);
    (plain
        && is_web(url)
        && !url.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | '"' | '\\')))
    .then_some(1 + close + 2 + end + 1)
}

/// The length of the bare web address that starts here.
fn web_address(text: &str, before: Option<char>) -> Option<usize> {
    if !is_web(text) || before.is_some_and(|c| c.is_alphanumeric()) {
        return None;
    }
    let end = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '(' | ')' | '[' | ']' | '\\')
        })
        .unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    (url.len() > "https://".len()).then_some(url.len())
}

fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}
