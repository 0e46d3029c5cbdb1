//! Detects the format of a document, and converts parser errors to findings.
//!
//! Part of `load`. This module also adds positions to the findings of the tree builder.

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::index::{self, Index};
use super::tree::{Build, Problem, nested_too_deep};
use crate::diagnostic::{Code, Diagnostic, Position};
use crate::pointer::Pointer;

/// The format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// JSON (RFC 8259).
    Json,
    /// YAML 1.2, which is nearly a superset of JSON.
    Yaml,
}

impl Format {
    /// Indexes the positions of all nodes, up to the first syntax error.
    pub(super) fn index(self, text: &str) -> Index {
        match self {
            Self::Json => index::of_json(text),
            Self::Yaml => index::of_yaml(text),
        }
    }
}

/// Parses a source; `first` is its first non-blank character.
pub(super) fn parse(name: &str, text: &str, first: char) -> Result<(Format, Value), Diagnostic> {
    let lower = name.to_ascii_lowercase();
    let looks_like_json = first == '{' || first == '[';
    if lower.ends_with(".json") {
        return json(text).map_err(|failure| failure.help_with_json(looks_like_json));
    }
    if looks_like_json {
        // The text looks like JSON, regardless of the file's extension, so a JSON parser is tried first. YAML accepts
        // most JSON, but neither tabs nor escaped surrogate pairs.
        match json(text) {
            Ok(read) => return Ok(read),
            Err(failure) if failure.found_by_builder => return Err(*failure.diagnostic),
            Err(failure) if !(lower.ends_with(".yaml") || lower.ends_with(".yml")) => {
                return Err(failure.help_with_json(true));
            }
            Err(_) => {}
        }
    }
    yaml(text)
}

/// Parses a YAML source after replacing its indenting tabs with spaces, and returns a finding about the
/// repair.
///
/// Tries widths of 2, 4 and 8 spaces; returns `None` if none of them results in valid YAML.
pub(super) fn without_tabs(
    name: &str,
    text: &str,
    first: char,
) -> Option<(String, Diagnostic, (Format, Value))> {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let line =
        text.lines().position(|line| line.get(..indent(line)).is_some_and(|blank| blank.contains('\t')))?;
    [2, 4, 8].into_iter().find_map(|width| {
        let mut repaired = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let (blank, rest) = line.split_at(indent(line));
            repaired.push_str(&blank.replace('\t', &" ".repeat(width)));
            repaired.push_str(rest);
        }
        let read = parse(name, &repaired, first).ok()?;
        let message = format!("YAML does not allow tabs for indentation; each is read as {width} spaces");
        let finding = Diagnostic::warning(Code::TabsRepaired, &Pointer::root(), message)
            .at(Position { line: line + 1, column: 1 })
            .help("indent with spaces");
        Some((repaired, finding, read))
    })
}

/// A finding from a parser, and whether the source is well-formed up to its location.
struct Failure {
    diagnostic: Box<Diagnostic>,
    found_by_builder: bool,
}

impl Failure {
    fn help_with_json(self, looks_like_json: bool) -> Diagnostic {
        let finding = *self.diagnostic;
        match finding.help {
            Some(_) => finding,
            None if looks_like_json => finding.help("correct the JSON syntax at this location"),
            None => finding.help("rename the file to `.yaml` if it contains YAML"),
        }
    }
}

fn json(text: &str) -> Result<(Format, Value), Failure> {
    let build = Build::of_json();
    let mut parser = serde_json::Deserializer::from_str(text);
    let read = build.root().deserialize(&mut parser).and_then(|value| parser.end().map(|()| value));
    read.map(|value| (Format::Json, value)).map_err(|error| {
        let position = json_position(text, error.line(), error.column());
        match build.into_problem() {
            Some(problem) => place(problem, Format::Json, text, Some(position)),
            None => {
                let message = without_position(&error.to_string());
                let finding =
                    Diagnostic::error(Code::JsonSyntax, &Pointer::root(), format!("invalid JSON: {message}"));
                Failure { diagnostic: Box::new(finding.at(position)), found_by_builder: false }
            }
        }
    })
}

/// Converts a position of `serde_json`, which counts columns in bytes and starts at 0.
fn json_position(text: &str, line: usize, column: usize) -> Position {
    let line = line.max(1);
    let content = text.lines().nth(line - 1).unwrap_or_default();
    let end = (0..=column.min(content.len())).rev().find(|&i| content.is_char_boundary(i)).unwrap_or(0);
    Position { line, column: content[..end].chars().count().max(1) }
}

/// The number of open `[` and `{` above which the nesting depth is checked. The parser's running time is
/// quadratic in this number.
const OPEN: usize = 1_000;

/// Returns a finding if a YAML source is nested so deeply that parsing it would be too slow.
fn too_deep_to_parse(text: &str) -> Option<Diagnostic> {
    // Brackets in descriptions also count, because `open` only determines whether a precise check is needed.
    let mut open = 0_usize;
    let is_suspicious = text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > OPEN
    });
    let position = if is_suspicious { index::too_deep(text)? } else { return None };
    Some(nested_too_deep(&Pointer::root()).at(position))
}

fn yaml(text: &str) -> Result<(Format, Value), Diagnostic> {
    if let Some(finding) = too_deep_to_parse(text) {
        return Err(finding);
    }
    let build = Build::of_yaml(text.len());
    let read = build.root().deserialize(serde_yaml::Deserializer::from_str(text));
    read.map(|value| (Format::Yaml, value)).map_err(|error| {
        let known = error.location().map(|at| Position { line: at.line(), column: at.column() });
        let position = known.or_else(|| second_document(text));
        if let Some(problem) = build.into_problem() {
            return *place(problem, Format::Yaml, text, position).diagnostic;
        }
        let message = without_position(&error.to_string());
        let finding = if message.contains("repetition limit") {
            super::tree::too_many_repetitions(&Pointer::root())
        } else {
            Diagnostic::error(Code::YamlSyntax, &Pointer::root(), format!("invalid YAML: {message}"))
                .help(yaml_help(&message, text, position))
        };
        match position {
            Some(position) => finding.at(position),
            None => finding,
        }
    })
}

/// Returns the start of a second document, which is the only error that `serde_yaml` reports without a position.
fn second_document(text: &str) -> Option<Position> {
    let starts = |line: &str| line.starts_with("---");
    let is_content = |line: &str| !(line.trim().is_empty() || line.starts_with(['#', '%']));
    let first = text.lines().position(is_content)?;
    let line = text.lines().enumerate().skip(first + 1).find(|(_, line)| starts(line))?.0;
    Some(Position { line: line + 1, column: 1 })
}

fn yaml_help(message: &str, text: &str, position: Option<Position>) -> &'static str {
    let line = position.and_then(|at| text.lines().nth(at.line - 1)).unwrap_or_default();
    if line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t') {
        "YAML does not allow tabs for indentation; use spaces"
    } else if message.contains("more than one document") {
        "keep only the first document, and delete the second `---` and everything after it"
    } else if message.contains("unknown anchor") {
        "define the anchor `&name` before its alias `*name`; quote a string that starts with `*`"
    } else if message.contains("expected a key") {
        "write the key as a plain string"
    } else {
        "correct the YAML syntax at this location; quote strings that contain special characters"
    }
}

/// Adds a position to a problem that the tree builder found at a node.
fn place(problem: Problem, format: Format, text: &str, fallback: Option<Position>) -> Failure {
    let Problem { diagnostic, repeated_key } = problem;
    let index = format.index(text);
    let exact = index.exact(&diagnostic.pointer);
    let position = match exact {
        Some(found) if repeated_key => found.repeated.or(fallback),
        Some(found) => Some(found.position),
        None => fallback.or_else(|| index.find(&diagnostic.pointer).map(|found| found.position)),
    };
    let diagnostic = match position {
        Some(position) => diagnostic.at(position),
        None => diagnostic,
    };
    Failure { diagnostic: Box::new(diagnostic), found_by_builder: true }
}

/// Removes the position from a parser's message, since the finding contains the position separately.
fn without_position(message: &str) -> String {
    let Some(start) = message.find(" at line ") else {
        return message.to_owned();
    };
    let rest = &message[start + " at line ".len()..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let rest = rest[end..].strip_prefix(" column ").unwrap_or(&rest[end..]);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    format!("{}{}", &message[..start], &rest[end..])
}
