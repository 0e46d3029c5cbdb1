//! Markdown that stays what it is meant to be, whatever a document's texts contain.
//!
//! Names and values become code spans, texts become lines or cells in which neither HTML, headings, images nor table
//! borders survive; code spans, lists, fenced blocks and links to web pages do. The anchors of headings are those of GitHub.

use std::collections::BTreeMap;

use crate::emit::text::{escape_markdown, one_line, printable};

/// A code span on one line.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let mark = "`".repeat(longest + 1);
    match text.as_str() {
        "" => "` `".to_owned(),
        plain if longest == 0 => format!("`{plain}`"),
        text => format!("{mark} {text} {mark}"),
    }
}

/// A code span in a table.
pub(super) fn code_cell(text: &str) -> String {
    borders(&code(text))
}

/// A text in a table, on one line.
pub(super) fn cell(text: &str) -> String {
    borders(&escape_markdown(&one_line(text)))
}

/// A text on one line, as a paragraph of its own or the rest of one.
pub(super) fn line(text: &str) -> String {
    start(&escape_markdown(&one_line(text)))
}

/// The lines of a text that may have paragraphs, lists and fenced blocks.
pub(super) fn lines(text: &str) -> Vec<String> {
    let clean = printable(text);
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in clean.trim().lines() {
        let trimmed = line.trim();
        match fence {
            Some(mark) if trimmed.starts_with(mark) => {
                out.push("```".to_owned());
                fence = None;
            }
            Some(_) => out.push(line.trim_end().replace("```", "'''")),
            None if trimmed.starts_with("```") || trimmed.starts_with("~~~") => {
                fence = trimmed.get(..3);
                out.push("```text".to_owned());
            }
            None if trimmed.is_empty() && out.last().is_some_and(String::is_empty) => {}
            None => out.push(start(&escape_markdown(trimmed))),
        }
    }
    if fence.is_some() {
        out.push("```".to_owned());
    }
    out
}

/// A line without the borders of a table.
fn borders(line: &str) -> String {
    line.replace('|', "\\|")
}

/// A line that does not start a heading, an underline of one, a quote, a fence or a table.
fn start(line: &str) -> String {
    let rule = |c: char| !line.is_empty() && line.chars().all(|other| other == c || other == ' ');
    if line.starts_with(['#', '>', '=', '|', '~', ':']) || rule('-') || rule('_') || rule('*') {
        return format!("\\{line}");
    }
    let (number, rest) =
        line.split_at(line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    match rest.split_once(' ') {
        // An item of a list may hold all that stands at the start of a line.
        Some((mark @ ("-" | "*" | "+"), item)) if number.is_empty() => {
            format!("{mark} {}", start(item.trim_start()))
        }
        Some((mark @ ("." | ")"), item)) if !number.is_empty() => {
            format!("{number}{mark} {}", start(item.trim_start()))
        }
        _ => line.to_owned(),
    }
}

/// The anchors of the headings of one page, given in their order.
#[derive(Default)]
pub(super) struct Slugs(BTreeMap<String, usize>);

impl Slugs {
    /// The anchor of the next heading.
    pub(super) fn next(&mut self, heading: &str) -> String {
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let plain = kept.collect::<String>().to_lowercase().replace(' ', "-");
        let mut slug = plain.clone();
        while let Some(count) = self.0.get_mut(&slug) {
            *count += 1;
            slug = format!("{plain}-{count}");
        }
        self.0.insert(slug.clone(), 0);
        slug
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_spans_hold_any_text() {
        let cases = [
            ("a|b", "`a\\|b`"),
            ("", "` `"),
            ("a`b", "`` a`b ``"),
            ("a\n``", "``` a `` ```"),
            ("x\u{202e}y", "`x\u{fffd}y`"),
        ];
        for (text, want) in cases {
            assert_eq!(code_cell(text), want, "of {text:?}");
        }
    }

    #[test]
    fn cells_keep_the_table() {
        let cases = [
            ("a | b\nc", "a \\| b c"),
            ("<b onclick=x>", "\\<b onclick=x\\>"),
            ("\\<div onclick=x\\>", "\\\\\\<div onclick=x\\\\\\>"),
            ("[x](javascript:a)", "\\[x\\](javascript:a)"),
            ("![x](https://a.b/c.png)", "!\\[x\\](<https://a.b/c.png>)"),
            ("see [x](https://a.b/c)", "see [x](https://a.b/c)"),
            ("`a|b`", "`a\\|b`"),
        ];
        for (text, want) in cases {
            assert_eq!(cell(text), want, "of {text:?}");
        }
    }

    #[test]
    fn paragraphs_hold_no_headings() {
        let text = "# big\n\nunder\n===\nrule\n---\n> quote\n* item\n1. # no\n\n\n\n~~~html\n<b>\n```\nend";
        let want = "\\# big\n\nunder\n\\===\nrule\n\\---\n\\> quote\n* item\n1. \\# no\n\n```text\n<b>\n'''\nend\n```";
        assert_eq!(lines(text).join("\n"), want);
    }

    #[test]
    fn anchors_are_numbered_as_on_github() {
        let mut slugs = Slugs::default();
        let given =
            ["get_group", "Example", "Return type", "Example", "example-1", "Example"].map(|h| slugs.next(h));
        assert_eq!(given, ["get_group", "example", "return-type", "example-1", "example-1-1", "example-2"]);
    }
}
