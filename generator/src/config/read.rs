//! Reads a configuration, and locates invalid entries in its text.
//!
//! Part of `config`. Handles TOML; `check` validates the values.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{Config, check, package_name};
use crate::diagnostic::{Diagnostic, Position};
use crate::load;
use crate::pointer::Pointer;
use crate::suggest;

impl Config {
    /// Reads an `sdk.toml`.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or its content is invalid; see [`parse`](Self::parse).
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        Self::parse(&load::read_text(path)?)
    }

    /// Parses the text of an `sdk.toml`.
    ///
    /// # Errors
    /// Returns one finding with its position if the text is not TOML, an entry is unknown or has a wrong
    /// type, or a value is invalid.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        let config: Self = toml::from_str(text).map_err(|error| wrong_toml(text, &error))?;
        match check::config(&config) {
            Ok(()) => Ok(config),
            Err(finding) => Err(match place_of(text, &finding.pointer) {
                Some(position) => finding.at(position),
                None => finding,
            }),
        }
    }

    /// Returns the configuration for a document without an `sdk.toml`: everything is generated, and vendor
    /// extensions have no meaning.
    ///
    /// `name` is the package name. Default: derived from the document's title.
    ///
    /// # Errors
    /// Returns an error if `name` is not a valid package name.
    pub fn for_document(name: Option<&str>) -> Result<Self, Diagnostic> {
        let mut config = Self::default();
        if let Some(name) = name {
            let at = Pointer::root().keys(["package", "name"]);
            let name = package_name(name).map_err(|why| check::wrong(&at, why))?;
            config.package.name = Some(name);
        }
        Ok(config)
    }
}

fn wrong_toml(text: &str, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().trim();
    let at = Pointer::root();
    // serde's message for an unknown entry: "unknown field `a`, expected one of `b`, `c`".
    let finding = match message.strip_prefix("unknown field ").and_then(|rest| rest.split_once(", expected "))
    {
        Some((entry, known)) => {
            let known = known.trim_start_matches("one of ").replace('`', "");
            let near = suggest::nearest(entry.trim_matches('`'), known.split(", "));
            let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            Diagnostic::error("unknown-entry", &at, format!("unknown entry {entry}"))
                .help(format!("{near}the entries here are: {known}"))
        }
        None if message.starts_with("invalid type") => {
            Diagnostic::error("wrong-entry", &at, message.to_owned())
                .help("set the entry to a value of the expected type")
        }
        None => {
            Diagnostic::error("toml-syntax", &at, format!("invalid TOML: {}", message.replace('\n', ", ")))
                .help("correct the TOML syntax at this location")
        }
    };
    match error.span() {
        Some(span) => finding.at(position(text, span.start)),
        None => finding,
    }
}

/// Returns the position of an entry such as `extensions.preview` in an `sdk.toml`, or of its nearest existing
/// ancestor.
pub fn place(text: &str, entry: &str) -> Option<Position> {
    place_of(text, &Pointer::root().keys(entry.split('.')))
}

/// Returns the position of an entry, or of its nearest existing ancestor.
pub(super) fn place_of(text: &str, pointer: &Pointer) -> Option<Position> {
    let document = DeTable::parse(text).ok()?;
    let mut steps = pointer.segments();
    let (key, mut value) = document.get_ref().get_key_value(steps.next()?.as_str())?;
    let mut offset = key.span().start;
    for step in steps {
        let next = match value.get_ref() {
            DeValue::Table(table) => {
                table.get_key_value(step.as_str()).map(|(key, value)| (key.span().start, value))
            }
            DeValue::Array(list) => step
                .parse()
                .ok()
                .and_then(|index: usize| list.get(index))
                .map(|value| (value.span().start, value)),
            _ => None,
        };
        match next {
            Some(found) => (offset, value) = found,
            None => break,
        }
    }
    Some(position(text, offset))
}

fn position(text: &str, offset: usize) -> Position {
    load::position_after(text.get(..offset).unwrap_or(text))
}
