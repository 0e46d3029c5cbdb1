//! Doc: from a document's CommonMark to doc comments that are safe for rustdoc.
//!
//! A description is somebody else's text. No code block of it may become a doctest, no bracket a link to an item, no angle
//! bracket HTML, and no control character may change how the source reads. What is plainly meant (a fenced block, a code span,
//! a link to a web page) is kept.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::text;

/// A doc comment in the making: paragraphs of lines.
#[derive(Default)]
pub(super) struct Doc(Vec<String>);

impl Doc {
    /// Adds a paragraph of the document's text, one sentence per line; nothing if the text is empty.
    pub(super) fn text(mut self, text: Option<&str>) -> Self {
        let lines = text.map(lines).unwrap_or_default();
        if !lines.is_empty() {
            self.gap();
            self.0.extend(lines);
        }
        self
    }

    /// Adds a paragraph of our own, Markdown as it is.
    pub(super) fn line(mut self, line: impl Into<String>) -> Self {
        self.gap();
        self.0.push(line.into());
        self
    }

    /// Adds lines of our own as one paragraph.
    pub(super) fn block(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() {
            self.gap();
            self.0.extend(lines);
        }
        self
    }

    /// Adds `fallback` if nothing was said so far.
    pub(super) fn or(self, fallback: impl FnOnce() -> String) -> Self {
        if self.0.is_empty() { self.line(fallback()) } else { self }
    }

    fn gap(&mut self) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
    }

    /// The comment as attributes of the item that follows.
    pub(super) fn outer(&self) -> TokenStream {
        let lines =
            self.0.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
        quote! { #(#[doc = #lines])* }
    }

    /// The comment as text at the top of a file.
    pub(super) fn inner(&self) -> String {
        self.prefixed("//!", "")
    }

    /// The comment as text before an item, indented.
    pub(super) fn outer_text(&self, indent: &str) -> String {
        self.prefixed("///", indent)
    }

    fn prefixed(&self, mark: &str, indent: &str) -> String {
        let lines = self.0.iter().map(|line| format!("{indent}{mark} {line}").trim_end().to_owned() + "\n");
        lines.collect()
    }
}

/// The lines of a text, made safe: paragraphs broken by sentence, whatever their line breaks were.
fn lines(raw: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut paragraph = String::new();
    let mut fence: Option<&str> = None;
    let clean = text::printable(raw);
    for line in clean.trim().lines() {
        let trimmed = line.trim();
        match fence {
            Some(mark) if trimmed.starts_with(mark) => {
                out.push("```".to_owned());
                fence = None;
            }
            Some(_) => out.push(line.trim_end().replace("```", "'''")),
            None if trimmed.starts_with("```") || trimmed.starts_with("~~~") => {
                close(&mut paragraph, &mut out);
                fence = Some(&trimmed[..3]);
                out.push("```text".to_owned());
            }
            None if trimmed.is_empty() => {
                close(&mut paragraph, &mut out);
                if out.last().is_some_and(|last| !last.is_empty()) {
                    out.push(String::new());
                }
            }
            None => {
                if starts_block(trimmed) {
                    close(&mut paragraph, &mut out);
                }
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(trimmed);
            }
        }
    }
    close(&mut paragraph, &mut out);
    if fence.is_some() {
        out.push("```".to_owned());
    }
    out
}

/// Ends a paragraph.
fn close(paragraph: &mut String, out: &mut Vec<String>) {
    if !paragraph.is_empty() {
        let mark = list_mark(paragraph);
        let mut sentences = sentences(&text::escape_markdown(paragraph)).into_iter();
        out.extend(sentences.next());
        // What goes on in a list item is indented to stay in it.
        out.extend(sentences.map(|sentence| format!("{}{sentence}", " ".repeat(mark))));
        paragraph.clear();
    }
}

/// Whether a line begins something of its own: a list item, a heading, a row of a table, a quotation.
fn starts_block(line: &str) -> bool {
    list_mark(line) > 0 || line.starts_with(['#', '|', '>'])
}

/// The width of the mark of a list item: 2 for `- `, 3 for `1. `; 0 if there is none.
fn list_mark(line: &str) -> usize {
    if line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ") {
        return 2;
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    if (1..=9).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") ")) {
        digits + 2
    } else {
        0
    }
}

/// Breaks a line after each sentence, so that a changed sentence is one changed line.
fn sentences(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = line;
    let mut from = 0;
    while let Some(at) = rest[from..].find(". ") {
        let end = from + at + 1;
        let next = rest[end..].trim_start();
        // "e.g. this" and "3. item" are no ends of sentences; the next one starts with a capital letter.
        let before = &rest[..end - 1];
        let long_word = before.rsplit(' ').next().is_some_and(|word| word.len() > 3 && !word.contains('.'));
        if long_word && next.starts_with(|c: char| c.is_uppercase()) {
            out.push(rest[..end].to_owned());
            rest = next;
            from = 0;
        } else {
            from = end + 1;
            if from >= rest.len() {
                break;
            }
        }
    }
    out.push(rest.to_owned());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_harmless() {
        let cases = [
            ("One sentence here. Another one.", "One sentence here.\nAnother one."),
            ("See e.g. This one.", "See e.g. This one."),
            ("A line\nbroken anywhere. And\nmore.", "A line broken anywhere.\nAnd more."),
            ("- An item. With more.\n- two", "- An item.\n  With more.\n- two"),
            ("    indented\n\n\n\ncode", "indented\n\ncode"),
            ("```\nrm -rf\n", "```text\nrm -rf\n```"),
            ("```rust\nlet x;\n```", "```text\nlet x;\n```"),
            ("an [item] and `[code]`", "an \\[item\\] and `[code]`"),
            ("<script>", "\\<script\\>"),
            ("\\<div\\>", "\\\\\\<div\\\\\\>"),
            ("![a](https://example.com/a.png)", "!\\[a\\](<https://example.com/a.png>)"),
            ("see https://example.com/a_b.", "see <https://example.com/a_b>."),
            ("[docs](https://example.com/)", "[docs](https://example.com/)"),
            ("a\u{202e}b", "a\u{fffd}b"),
        ];
        for (text, want) in cases {
            assert_eq!(lines(text).join("\n"), want, "of {text:?}");
        }
    }
}
