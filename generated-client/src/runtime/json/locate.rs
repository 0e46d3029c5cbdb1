//! Locates a decoding error in JSON: its path, and the surrounding text.

// `serde_json` reports how many bytes it consumed. A scan of these bytes, with an explicit stack of open
// objects and arrays, finds the value that the last byte belongs to. The scan runs only after an error and
// must not assume valid JSON.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::runtime::redact::sanitize::{push_line, push_printable};
use crate::runtime::redact::{REDACTED, is_secret_member};

/// The number of bytes that are displayed before and after the error.
const BEFORE: usize = 56;
const AFTER: usize = 24;

/// The maximum length of a displayed path, and of a name in it, in characters.
const MAX_PATH: usize = 300;
const MAX_NAME: usize = 80;

/// Phrases in messages from serde and the macros, as opposed to messages from a type's own check.
const SERDE_MESSAGES: [&str; 8] = [
    "duplicate field `",
    "invalid length ",
    "invalid type: ",
    "invalid value: ",
    "missing field `",
    "too many variants",
    "unknown field `",
    "unknown variant `",
];

/// A location in a JSON text.
pub(crate) struct Location {
    /// The path, such as `entities[3].name`; empty for the root.
    pub(crate) path: String,
    /// The surrounding text, on one line.
    pub(crate) excerpt: String,
    /// Whether the name of the value identifies a secret.
    pub(crate) secret: bool,
}

/// Returns the location of `error` in `text`.
pub(crate) fn locate(text: &[u8], error: &serde_json::Error) -> Location {
    let consumed = consumed(text, error.line(), error.column());
    location_at(text, consumed, end_of_value(text, consumed, error))
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// A member, by its name.
    Name(String),
    /// An item, by its index.
    Index(usize),
}

/// Returns the location of the value at a path, and the line and column of its end.
pub(crate) fn locate_value(text: &[u8], steps: &[Step]) -> Option<(Location, usize, usize)> {
    let mut value: &RawValue = serde_json::from_slice(text).ok()?;
    for step in steps {
        value = match step {
            Step::Name(name) => {
                serde_json::from_str::<BTreeMap<String, &RawValue>>(value.get()).ok()?.remove(name)?
            }
            Step::Index(index) => *serde_json::from_str::<Vec<&RawValue>>(value.get()).ok()?.get(*index)?,
        };
    }
    let end = (value.get().as_ptr() as usize).checked_sub(text.as_ptr() as usize)? + value.get().len();
    let before = text.get(..end)?;
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
    Some((location_at(text, end, end), line, column))
}

/// Formats a path.
pub(crate) fn path<'a>(steps: impl IntoIterator<Item = &'a Step>) -> String {
    let mut path = String::new();
    for part in steps {
        match part {
            Step::Name(name) => path.push_str(&step(name)),
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path.strip_prefix('.').map_or_else(|| path.clone(), str::to_owned)
}

/// Returns the location of the value that ends at `end`, with the text around `consumed`.
fn location_at(text: &[u8], consumed: usize, end: usize) -> Location {
    let window = consumed.saturating_sub(BEFORE)..(consumed + AFTER).min(text.len());

    let mut scan = Scan { text, at: 0, open: Vec::new(), excerpt_start: window.start, secrets: Vec::new() };
    scan.advance(end);
    let (path, secret) = (scan.path(), scan.in_secret());
    scan.advance(window.end);
    scan.redact_unfinished();
    Location { path, excerpt: excerpt(text, window, &scan.secrets), secret }
}

/// Returns the byte offset of a position. Lines start at 1; a column is the number of consumed bytes in its
/// line.
fn consumed(text: &[u8], line: usize, column: usize) -> usize {
    let mut ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(index, _)| index + 1);
    let start = match line {
        0 | 1 => 0,
        _ => ends.nth(line - 2).unwrap_or(text.len()),
    };
    (start + column).min(text.len())
}

/// Returns the offset at which the invalid value ends.
fn end_of_value(text: &[u8], consumed: usize, error: &serde_json::Error) -> usize {
    match error.classify() {
        // The count includes the unexpected byte, which may close the object.
        Category::Syntax => consumed.saturating_sub(1),
        // If a type's own check fails, the error position is after the comma that follows the value. An
        // unexpected list or object is not consumed, so the comma precedes it.
        Category::Data => {
            let message = error.to_string();
            let before = text.get(..consumed).unwrap_or(text).trim_ascii_end();
            let comma = before.strip_suffix(b",").filter(|_| !message.contains("invalid type: "));
            // After the last value, the position is after the bracket that closes the list or object. The messages of
            // serde can be about that list or object itself.
            let bracket = before.strip_suffix(b"}").or_else(|| before.strip_suffix(b"]"));
            let bracket = bracket.filter(|_| !SERDE_MESSAGES.iter().any(|words| message.contains(words)));
            comma.or(bracket).map_or(consumed, <[u8]>::len)
        }
        _ => consumed,
    }
}

/// An object or array that is not closed yet.
enum Open {
    /// The last name that was read, still escaped, and whether a name is expected next.
    Object { name: Option<Range<usize>>, name_due: bool },
    /// The index of the current item.
    Array(usize),
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    open: Vec<Open>,
    /// The start of the displayed text; secrets that end before it are not collected.
    excerpt_start: usize,
    secrets: Vec<Range<usize>>,
}

impl Scan<'_> {
    /// Advances to `end`, or to the start of a string that extends beyond it.
    fn advance(&mut self, end: usize) {
        while self.at < end {
            let Some(&byte) = self.text.get(self.at) else { return };
            let mut next = self.at + 1;
            match byte {
                b'{' => self.open.push(Open::Object { name: None, name_due: true }),
                b'[' => self.open.push(Open::Array(0)),
                b'}' | b']' => {
                    self.open.pop();
                }
                b',' => self.next_item(),
                b':' => self.value_due(),
                b'"' => {
                    next = match self.string_end() {
                        Some(next) if next <= end => next,
                        _ => return,
                    };
                    self.string(self.at..next);
                }
                b' ' | b'\t' | b'\r' | b'\n' => {}
                _ => self.value(self.at..next),
            }
            self.at = next;
        }
    }

    fn next_item(&mut self) {
        match self.open.last_mut() {
            Some(Open::Array(index)) => *index += 1,
            Some(Open::Object { name, name_due }) => (*name, *name_due) = (None, true),
            None => {}
        }
    }

    fn value_due(&mut self) {
        if let Some(Open::Object { name_due, .. }) = self.open.last_mut() {
            *name_due = false;
        }
    }

    fn string(&mut self, range: Range<usize>) {
        match self.open.last_mut() {
            Some(Open::Object { name, name_due: true }) => *name = Some(range),
            _ => self.value(range),
        }
    }

    fn value(&mut self, range: Range<usize>) {
        if range.end > self.excerpt_start && self.in_secret() {
            self.secrets.push(range);
        }
    }

    /// Returns the offset after the string that starts here, or `None` if it is not terminated.
    fn string_end(&self) -> Option<usize> {
        let mut escaped = false;
        let content = self.text.iter().enumerate().skip(self.at + 1);
        for (index, &byte) in content {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => return Some(index + 1),
                _ => {}
            }
        }
        None
    }

    /// Collects the string at which the scan stopped, if it is a secret.
    fn redact_unfinished(&mut self) {
        let name_due = matches!(self.open.last(), Some(Open::Object { name_due: true, .. }));
        if self.text.get(self.at) == Some(&b'"') && !name_due {
            self.value(self.at..self.text.len());
        }
    }

    /// Returns whether the name of the current value, or of an enclosing value, identifies a secret.
    fn in_secret(&self) -> bool {
        self.open.iter().any(|open| match open {
            Open::Object { name: Some(name), .. } => is_secret_member(&self.name(name)),
            _ => false,
        })
    }

    fn name(&self, range: &Range<usize>) -> String {
        let quoted = self.text.get(range.clone()).unwrap_or_default();
        serde_json::from_slice(quoted)
            .unwrap_or_else(|_| String::from_utf8_lossy(quoted).trim_matches('"').into())
    }

    /// Returns the path of the current value. A long path is reduced to its end.
    fn path(&self) -> String {
        let mut steps = Vec::new();
        let mut length = 0;
        for open in self.open.iter().rev() {
            let step = match open {
                Open::Array(index) => format!("[{index}]"),
                Open::Object { name: Some(name), .. } => step(&self.name(name)),
                Open::Object { name: None, .. } => continue,
            };
            length += step.len();
            if length > MAX_PATH {
                steps.push("…".to_owned());
                break;
            }
            steps.push(step);
        }
        steps.reverse();
        let path = steps.concat();
        path.strip_prefix('.').map_or_else(|| path.clone(), str::to_owned)
    }
}

/// Formats a name as a step of a path: `.name`, or `["a name"]` if it is not a plain word.
fn step(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@');
    let shown: String = name.chars().take(MAX_NAME).collect();
    let ellipsis = if shown.len() < name.len() { "…" } else { "" };
    if !shown.is_empty() && shown.chars().all(plain) {
        return format!(".{shown}{ellipsis}");
    }
    let mut quoted = String::new();
    for character in shown.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        push_printable(&mut quoted, character);
    }
    format!("[\"{quoted}{ellipsis}\"]")
}

/// Returns the text of a window as one line, with secrets redacted.
fn excerpt(text: &[u8], window: Range<usize>, secrets: &[Range<usize>]) -> String {
    let mut line = String::new();
    let mut at = window.start;
    if at > 0 {
        line.push('…');
    }
    for secret in secrets {
        let (start, end) = (secret.start.max(at), secret.end.min(window.end));
        push_line(&mut line, text.get(at..start).unwrap_or_default());
        if start < end && !line.ends_with(REDACTED) {
            line.push_str(REDACTED);
        }
        at = end.max(at);
    }
    push_line(&mut line, text.get(at..window.end).unwrap_or_default());
    if window.end < text.len() {
        line.push('…');
    }
    line
}
