//! Finds the place in a JSON text at which reading it failed: its path, and the text around it.
//!
//! Part of `decode`, and only run after a failure. `serde_json` tells how many bytes it had taken; a scan of these bytes,
//! which keeps the open objects and arrays on a stack of its own, tells whose value the last one belongs to. It must
//! not assume that the text is JSON.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::runtime::redact::sanitize::{push_line, push_printable};
use crate::runtime::redact::{REDACTED, is_secret_member};

/// How many bytes before and after the place are shown.
const BEFORE: usize = 56;
const AFTER: usize = 24;

/// How many characters of a path and of a single name are shown.
const PATH: usize = 300;
const NAME: usize = 80;

/// A place in a JSON text.
pub(crate) struct Place {
    /// The path, such as `entities[3].name`; empty for the whole text.
    pub(crate) path: String,
    /// The text around it on one line.
    pub(crate) excerpt: String,
    /// Whether the value there is named like a secret.
    pub(crate) secret: bool,
}

/// Finds where `error` arose in `text`.
pub(crate) fn locate(text: &[u8], error: &serde_json::Error) -> Place {
    let taken = taken(text, error.line(), error.column());
    place(text, taken, end_of_value(text, taken, error))
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// To the member of this name.
    Name(String),
    /// To the item at this position.
    Index(usize),
}

/// Finds the value at these steps, with the line and the column at which it ends.
pub(crate) fn locate_value(text: &[u8], steps: &[Step]) -> Option<(Place, usize, usize)> {
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
    Some((place(text, end, end), line, column))
}

/// The path of these steps.
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

/// The place whose value ends at `end`, with the text around `taken`.
fn place(text: &[u8], taken: usize, end: usize) -> Place {
    let window = taken.saturating_sub(BEFORE)..(taken + AFTER).min(text.len());

    let mut scan = Scan { text, at: 0, open: Vec::new(), shown_from: window.start, secrets: Vec::new() };
    scan.advance(end);
    let (path, secret) = (scan.path(), scan.in_secret());
    scan.advance(window.end);
    scan.hide_unfinished();
    Place { path, excerpt: excerpt(text, window, &scan.secrets), secret }
}

/// The number of bytes before a position: lines count from 1, a column is the number of bytes taken of its line.
fn taken(text: &[u8], line: usize, column: usize) -> usize {
    let mut ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(index, _)| index + 1);
    let start = match line {
        0 | 1 => 0,
        _ => ends.nth(line - 2).unwrap_or(text.len()),
    };
    (start + column).min(text.len())
}

/// How much of the bytes that were taken belongs to the value at fault and what is before it.
fn end_of_value(text: &[u8], taken: usize, error: &serde_json::Error) -> usize {
    match error.classify() {
        // The byte that does not belong there is counted, and it may be one that closes the object.
        Category::Syntax => taken.saturating_sub(1),
        // An error that a type makes after it has read its value gets a position when the list has gone on. (A list or
        // an object that is not due has not been taken: the comma is the one before it.)
        Category::Data if !error.to_string().contains("invalid type: ") => {
            let before = text.get(..taken).unwrap_or(text).trim_ascii_end();
            before.strip_suffix(b",").map_or(taken, <[u8]>::len)
        }
        _ => taken,
    }
}

/// An object or array that has begun and not ended.
enum Open {
    /// The last name that was read in it, as it stands in the text, and whether another one is due.
    Object { name: Option<Range<usize>>, name_due: bool },
    /// The position of the element.
    Array(usize),
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    open: Vec<Open>,
    /// Secrets that end before this place need not be noted.
    shown_from: usize,
    secrets: Vec<Range<usize>>,
}

impl Scan<'_> {
    /// Goes on up to `end`, or to the start of the string that goes beyond it.
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
        if range.end > self.shown_from && self.in_secret() {
            self.secrets.push(range);
        }
    }

    /// The place after the string that begins here; `None` if it does not end.
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

    /// Notes the string at which the scan stopped, if it is a secret.
    fn hide_unfinished(&mut self) {
        let name_due = matches!(self.open.last(), Some(Open::Object { name_due: true, .. }));
        if self.text.get(self.at) == Some(&b'"') && !name_due {
            self.value(self.at..self.text.len());
        }
    }

    /// Whether the value here, or one that holds it, is named like a secret.
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

    /// The path of the value here. Of a very long one, the end is shown.
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
            if length > PATH {
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

/// A member's name as a step of a path: `.name`, or `["a name"]` if it is no plain word.
fn step(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@');
    let shown: String = name.chars().take(NAME).collect();
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

/// The text of a window as one line, without the secrets in it.
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
