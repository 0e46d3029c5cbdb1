//! Strings from a document as inert Markdown, for doc comments, pages and the README.
//!
//! A description is hostile input. It is parsed as CommonMark with GitHub's tables ([`parse`]). The output contains
//! only harmless elements: paragraphs, emphasis, code spans, lists, quotations, tables, code blocks (always fenced, as
//! `text`), and links to `http`, `https` and `mailto`. Headings become bold lines, and images become links. HTML
//! elements with a Markdown equivalent become Markdown ([`html`]), and other HTML is escaped. Every other character
//! that could be markup is escaped ([`escape`]). As a result, pulldown-cmark (with and without rustdoc's extensions),
//! cmark-gfm and markdown-it produce the same text. The output contains no HTML, no code that rustdoc compiles, and
//! no intra-doc links.
//!
//! [`parse::MAX_DEPTH`] bounds the depth, and the running time is linear in the length of the string.

mod block;
mod code;
mod escape;
mod flat;
mod html;
mod inline;
mod link;
mod parse;
mod sentences;
mod table;
mod tag;
mod tree;

use self::inline::Place;
use crate::sanitize::one_line;

/// The line breaks of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// After each sentence, so that a change to a sentence affects only one line.
    Sentences,
    /// Where the document has them.
    AsWritten,
}

/// Returns the lines of a description. An empty description has no lines.
pub fn lines(text: &str, wrap: Wrap) -> Vec<String> {
    block::lines(&parse::parse(text), wrap)
}

/// Returns a description as one line that can be a paragraph.
pub fn line(text: &str) -> String {
    inline::write(&flat::flat(parse::parse(text)), Place::Line)
}

/// Returns a description as the remainder of a line.
pub fn rest(text: &str) -> String {
    inline::write(&flat::flat(parse::parse(text)), Place::Rest)
}

/// Returns a description as the content of a table cell.
pub fn cell(text: &str) -> String {
    inline::write(&flat::flat(parse::parse(text)), Place::Cell)
}

/// Returns the first sentence of a description as one line that can be a paragraph. The line is empty for an empty
/// description.
pub fn first_sentence(text: &str) -> String {
    opening(text, Place::Line)
}

/// Returns the first sentence of a description as the remainder of a line. The remainder is empty for an empty
/// description.
pub fn first_rest(text: &str) -> String {
    opening(text, Place::Rest)
}

fn opening(text: &str, place: Place) -> String {
    let mut blocks = parse::parse(text);
    blocks.truncate(1);
    let paragraph = inline::paragraph(&flat::flat(blocks), place);
    sentences::lines(&paragraph).into_iter().next().unwrap_or_default()
}

/// Returns the first paragraph of a description as the content of a table cell.
pub fn first_cell(text: &str) -> String {
    let mut blocks = parse::parse(text);
    blocks.truncate(1);
    inline::write(&flat::flat(blocks), Place::Cell)
}

/// Returns a string as a code span on one line.
pub fn code(text: &str) -> String {
    code::span(&one_line(text))
}

/// Returns a string as a code span in a table.
pub fn code_cell(text: &str) -> String {
    code::cell_span(&one_line(text))
}

#[cfg(test)]
mod tests;
