//! Source excerpts: the lines around a location, for annotate-snippets.
//!
//! Only these lines are passed to the renderer, which reads its entire input for each finding. A long line is truncated
//! around the location, because a minified document can consist of one line with millions of characters.

use annotate_snippets::{Annotation, AnnotationKind, Origin, Snippet};
use generator::diagnostic::Position;
use generator::{one_line, printable};

/// The number of lines to show before and after the location's line.
const AROUND: usize = 1;

/// The maximum number of characters to show before the location.
const BEFORE: usize = 50;
/// The maximum number of characters to show from the location onward.
const AFTER: usize = 40;

/// The lines of a source file.
pub(super) struct Lines<'a> {
    name: &'a str,
    lines: Vec<&'a str>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, lines: text.lines().collect() }
    }

    /// Returns the lines around a location; `None` if the text has no such line.
    pub(super) fn excerpt(&self, at: Position) -> Option<Excerpt> {
        let index = at.line.checked_sub(1)?;
        // A location after the last line is the end of the text, for which an empty line is shown.
        if index > self.lines.len() {
            return None;
        }
        let first = index.saturating_sub(AROUND);
        let skipped = at.column.saturating_sub(1 + BEFORE);
        let mut text = String::new();
        let mut start = 0;
        for number in first..=index + AROUND {
            let Some(line) = self.lines.get(number).copied().or((number == index).then_some("")) else {
                break;
            };
            // Each hidden character is replaced with exactly one character, so that columns are preserved.
            let shown = printable(&line.chars().skip(skipped).take(BEFORE + AFTER).collect::<String>());
            if number == index {
                let column: usize = shown.chars().take(at.column - 1 - skipped).map(char::len_utf8).sum();
                start = text.len() + column;
            }
            text.push_str(&shown);
            text.push('\n');
        }
        let length = token_length(text.get(start..).unwrap_or_default());
        Some(Excerpt { name: one_line(self.name), text, first, at, start, length })
    }
}

/// The lines around a location.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    /// The index of the excerpt's first line in the source file.
    first: usize,
    at: Position,
    start: usize,
    length: usize,
}

impl Excerpt {
    /// Returns the location and the lines, with a label on the marked part.
    pub(super) fn drawn(&self, label: String) -> (Origin<'_>, Snippet<'_, Annotation<'_>>) {
        let origin = Origin::path(&self.name).line(self.at.line).char_column(self.at.column);
        let marked = AnnotationKind::Primary.span(self.start..self.start + self.length).label(label);
        let snippet = Snippet::source(&self.text).line_start(self.first + 1).fold(false).annotation(marked);
        (origin, snippet)
    }
}

/// Returns the length of the word or quoted string at the start; 1 if there is none.
fn token_length(text: &str) -> usize {
    let line = text.lines().next().unwrap_or_default();
    let length = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => line[1..].find(quote).map(|end| end + 2),
        _ => line.find(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '[' | ']' | '"')),
    };
    length.filter(|length| *length > 0).unwrap_or(line.len()).max(1)
}

/// Returns a pointer that fits on a line; the middle of a long pointer is omitted.
pub(super) fn shortened(pointer: &str) -> String {
    const KEPT: usize = 60;
    let length = pointer.chars().count();
    if length <= 2 * KEPT {
        return pointer.to_owned();
    }
    let start: String = pointer.chars().take(KEPT).collect();
    let end: String = pointer.chars().skip(length - KEPT).collect();
    format!("{start} ... {end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, line: usize, column: usize) -> Option<(String, String)> {
        let excerpt = Lines::new("x", text).excerpt(Position { line, column })?;
        let word = excerpt.text.get(excerpt.start..excerpt.start + excerpt.length)?.to_owned();
        Some((excerpt.text, word))
    }

    #[test]
    fn an_excerpt_contains_the_lines_around_the_location() {
        let found = marked("a: 1\nbé:\n  name: x\nd: 4\ne: 5\n", 3, 3);
        assert_eq!(found, Some(("bé:\n  name: x\nd: 4\n".to_owned(), "name".to_owned())));
        assert_eq!(marked("{\"é\": \"b\"}", 1, 7).map(|found| found.1).as_deref(), Some("\"b\""));
    }

    #[test]
    fn a_long_line_is_truncated_around_the_location() {
        let text = format!("{}{{\"key\": 1}}{}", " ".repeat(100_000), "x".repeat(100_000));
        let (shown, word) = marked(&text, 1, 100_002).unwrap_or_default();
        assert_eq!(word, "\"key\"");
        assert!(shown.chars().count() <= BEFORE + AFTER + 1, "{}", shown.len());
    }

    #[test]
    fn a_location_at_or_just_after_the_end_has_an_excerpt() {
        assert_eq!(marked("a", 1, 2), Some(("a\n".to_owned(), "\n".to_owned())));
        assert_eq!(marked("a\n", 2, 1), Some(("a\n\n".to_owned(), "\n".to_owned())));
        assert_eq!(marked("", 1, 1), Some(("\n".to_owned(), "\n".to_owned())));
        assert_eq!(marked("a\n", 7, 1), None);
    }
}
