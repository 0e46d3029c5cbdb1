//! Writes the parts of a paragraph, on one line or, with the document's line breaks, on several.

use std::ops::Range;

use super::escape::{Around, escape};
use super::tree::{Inline, Link};
use super::{code, link};

/// The context of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A paragraph with the document's line breaks.
    Lines,
    /// A paragraph in which only hard line breaks are kept.
    Sentences,
    /// A paragraph on one line.
    Line,
    /// The remainder of a line.
    Rest,
    /// A table cell.
    Cell,
}

/// A paragraph, and the ranges in which no line break is allowed.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) text: String,
    /// The code spans and links, in order.
    pub(super) whole: Vec<Range<usize>>,
}

/// Returns the parts as Markdown.
pub(super) fn write(parts: &[Inline], place: Place) -> String {
    paragraph(parts, place).text
}

/// Returns the parts as Markdown, with the ranges in which no line break is allowed.
pub(super) fn paragraph(parts: &[Inline], place: Place) -> Written {
    let mut writer =
        Writer { out: Written::default(), place, link: false, inside: false, unmarked: false, newline: None };
    writer.parts(parts);
    let mut out = writer.out;
    out.text.truncate(out.text.trim_end().len());
    out
}

fn blank(is: bool) -> &'static str {
    if is { " " } else { "" }
}

struct Writer {
    out: Written,
    place: Place,
    /// Whether the text is inside a link.
    link: bool,
    /// Whether the text is inside emphasis, whose opening delimiter is already written.
    inside: bool,
    /// Whether the text is inside emphasis that is written without delimiters.
    unmarked: bool,
    /// A pending line break, written before the next part.
    newline: Option<&'static str>,
}

impl Writer {
    fn parts(&mut self, parts: &[Inline]) {
        for (index, part) in parts.iter().enumerate() {
            match part {
                Inline::Text(text) => {
                    self.text(text, index + 1 == parts.len() && !self.inside && !self.unmarked)
                }
                // `[` and `]:` at the start of a block define a link reference instead, even if code contains
                // them.
                Inline::Code(text) if self.link && text.contains("]:") => {
                    self.text(text, index + 1 == parts.len() && !self.inside && !self.unmarked);
                }
                Inline::Code(text) => {
                    let text = text.trim();
                    let span =
                        if self.place == Place::Cell { code::cell_span(text) } else { code::span(text) };
                    self.whole(&span);
                }
                Inline::Marked(mark, parts) => self.marked(mark, parts),
                Inline::Link(link) => self.link(link),
                Inline::Address(address) => self.whole(&format!("<{address}>")),
                Inline::SoftBreak if self.place == Place::Lines && !self.link => self.newline(""),
                Inline::HardBreak if matches!(self.place, Place::Lines | Place::Sentences) && !self.link => {
                    self.newline("\\");
                }
                Inline::SoftBreak | Inline::HardBreak => self.text(" ", false),
            }
        }
    }

    fn is_start(&self) -> bool {
        let is_empty = self.out.text.is_empty() && !self.inside;
        match self.place {
            Place::Lines | Place::Sentences => {
                is_empty || self.newline.is_some() || self.out.text.ends_with('\n')
            }
            Place::Line => is_empty,
            Place::Rest | Place::Cell => false,
        }
    }

    /// Returns whether the line consists of digits, which a period would turn into a list marker.
    fn is_after_number(&self) -> bool {
        let line = self.out.text.rsplit('\n').next().unwrap_or_default();
        !self.inside && (1..10).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn text(&mut self, text: &str, end: bool) {
        let is_blank =
            self.is_start() || (self.out.text.is_empty() && !self.inside) || self.out.text.ends_with(' ');
        let text = if is_blank { text.trim_start() } else { text };
        if text.is_empty() {
            return;
        }
        let single = (self.place != Place::Lines && self.place != Place::Sentences && text.contains("  "))
            .then(|| text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
            .map(|words| format!("{}{words}{}", blank(text.starts_with(' ')), blank(text.ends_with(' '))));
        let text = single.as_deref().unwrap_or(text);
        let around = Around {
            start: self.is_start(),
            number: self.is_after_number(),
            cell: self.place == Place::Cell,
            link: self.link,
            end,
        };
        self.break_line();
        escape(&mut self.out.text, text, around);
    }

    /// Schedules a line break.
    fn newline(&mut self, mark: &'static str) {
        if !self.is_start() {
            self.newline = Some(mark);
        }
    }

    fn break_line(&mut self) {
        if let Some(mark) = self.newline.take() {
            self.out.text.truncate(self.out.text.trim_end_matches(' ').len());
            self.out.text.push_str(mark);
            self.out.text.push('\n');
        }
    }

    fn whole(&mut self, span: &str) {
        self.break_line();
        code::push(&mut self.out.text, span);
        let end = self.out.text.len();
        self.out.whole.push(end - span.len()..end);
    }

    /// Writes the parts of a nested element.
    fn within(&self, parts: &[Inline], link: bool) -> Written {
        let mut inner = Writer {
            out: Written::default(),
            place: self.place,
            link: self.link || link,
            inside: true,
            unmarked: false,
            newline: None,
        };
        inner.parts(parts);
        inner.out
    }

    fn marked(&mut self, mark: &str, parts: &[Inline]) {
        let inner = self.within(parts, false);
        // Delimiters next to whitespace would have no effect.
        let marks = match inner.text.trim() == inner.text && !inner.text.is_empty() {
            true => mark,
            false => "",
        };
        if marks.is_empty() {
            // Without delimiters, the text continues the line.
            let before = std::mem::replace(&mut self.unmarked, true);
            self.parts(parts);
            self.unmarked = before;
            return;
        }
        self.break_line();
        self.out.text.push_str(marks);
        code::push(&mut self.out.text, &inner.text);
        let start = self.out.text.len() - inner.text.len();
        self.out.whole.extend(inner.whole.into_iter().map(|range| range.start + start..range.end + start));
        self.out.text.push_str(marks);
    }

    fn link(&mut self, link: &Link) {
        let text = self.within(&link.text, true).text;
        let text = text.trim();
        self.break_line();
        // A preceding exclamation mark would turn the link into an image.
        if self.out.text.ends_with('!') {
            self.out.text.pop();
            self.out.text.push_str("\\!");
        }
        let title = match link.title.as_str() {
            "" => String::new(),
            title => format!(
                " \"{}\"",
                title
                    .chars()
                    .map(|c| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() })
                    .collect::<String>()
            ),
        };
        match text.is_empty() && link::is_address(&link.target) {
            true => self.whole(&format!("<{}>", link.target)),
            false => self.whole(&format!("[{text}]({}{title})", link.target)),
        }
    }
}
