//! Reads a configuration, and locates invalid entries in its text.
//!
//! Part of `config`. This module handles TOML; `check` validates the values.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{Config, check, package_name};
use crate::diagnostic::{Code, Diagnostic, Position};
use crate::load;
use crate::pointer::Pointer;
use crate::suggest;

impl Config {
    /// Reads an `sdk.toml`.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or its contents are invalid; see [`parse`](Self::parse).
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        Self::parse(&load::read_text(path)?)
    }

    /// Parses the text of an `sdk.toml`.
    ///
    /// # Errors
    /// Returns a finding with its position if the text is not valid TOML, or if an entry is unknown, has the wrong
    /// type, or has an invalid value.
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

    /// Returns the path of the naming lock, relative to the configuration's folder, or `None` if names are not locked.
    pub fn lock_file(&self) -> Option<&str> {
        (self.locked != Some(false)).then(|| self.lock.as_deref().unwrap_or("names.lock"))
    }

    /// Returns the configuration for a document without an `sdk.toml`. With this configuration, everything is
    /// generated, and no vendor extension has a configured meaning.
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
    // The text is valid TOML, so the error concerns an entry or a value that `Config` does not allow.
    let finding = match DeTable::parse(text) {
        Ok(document) => in_table(wrong_value(message), message, document.get_ref()),
        Err(_) => {
            let message = format!("invalid TOML: {}", message.replace('\n', ", "));
            Diagnostic::error(Code::TomlSyntax, &Pointer::root(), message)
                .help("correct the TOML syntax at this location")
        }
    };
    match error.span() {
        Some(span) => finding.at(position(text, span.start)),
        None => finding,
    }
}

/// Adds the table that has an entry of this name to the finding for an unknown entry at the top level.
fn in_table(finding: Diagnostic, message: &str, document: &DeTable<'_>) -> Diagnostic {
    let entry = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
    let Some((entry, rest)) = entry.filter(|(entry, _)| document.contains_key(*entry)) else {
        return finding;
    };
    let tables = rest.split('`').skip(1).step_by(2);
    // A table whose keys are names from the document accepts every key.
    let accepts = |table: &&str, key: &str| {
        let probe = toml::Table::from_iter([(key.to_owned(), toml::Value::Boolean(true))]);
        let probe = toml::Table::from_iter([((*table).to_owned(), toml::Value::Table(probe))]);
        probe.try_into::<Config>().err().is_none_or(|error| !error.message().starts_with("unknown field"))
    };
    let found: Vec<String> = tables
        .filter(|table| accepts(table, entry) && !accepts(table, "no-table-has-this-entry"))
        .map(|table| format!("`[{table}]`"))
        .collect();
    if found.is_empty() {
        return finding;
    }
    finding.help(format!("move it to the table {}", found.join(" or ")))
}

/// Returns the finding for an unknown entry or an invalid value, based on serde's message.
pub(super) fn wrong_value(message: &str) -> Diagnostic {
    let at = Pointer::root();
    // Serde's message is "unknown field `a`, expected one of `b`, `c`", or "unknown variant" for an enum.
    let unknown = |what: &str| {
        let (found, known) = message.strip_prefix(what)?.split_once(", ")?;
        let known = known.strip_prefix("expected ")?.trim_start_matches("one of ");
        let known = known.replace(" or ", ", ").replace('`', "");
        let near = suggest::nearest(found.trim_matches('`'), known.split(", "));
        let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        Some((found.to_owned(), near, known))
    };
    if let Some((found, near, known)) = unknown("unknown field ") {
        return Diagnostic::error(Code::UnknownEntry, &at, format!("unknown entry {found}"))
            .help(format!("{near}the possible entries are: {known}"));
    }
    if let Some((found, near, known)) = unknown("unknown variant ") {
        return Diagnostic::error(
            Code::WrongEntry,
            &at,
            format!("{found} is not a valid value for this entry"),
        )
        .help(format!("{near}the possible values are: {known}"));
    }
    let message = message
        .replace("expected a sequence", "expected a list")
        .replace("expected a map", "expected a table");
    let message = match &*message {
        // This is toml's message if an enum's value has any other type.
        "wanted string or table" => "invalid type: expected a string",
        message => message,
    };
    Diagnostic::error(Code::WrongEntry, &at, message.replace('\n', ", "))
        .help("set the entry to a value of the expected type")
}

/// Returns the position of an entry such as `extensions.preview` in an `sdk.toml`, or of its nearest existing
/// ancestor. If the file configures several SDKs, `sdk` is the name of the one whose table contains or inherits the
/// entry.
pub fn place(text: &str, sdk: Option<&str>, entry: &str) -> Option<Position> {
    let document = DeTable::parse(text).ok()?;
    let own = sdk
        .and_then(|sdk| document.get_ref().get("sdk")?.get_ref().as_table()?.get(sdk)?.get_ref().as_table());
    let own = own.and_then(|table| offset_of(table, entry));
    let (offset, _) = match (own, offset_of(document.get_ref(), entry)) {
        (Some(own), Some(common)) if common.1 > own.1 => common,
        (Some(own), _) => own,
        (None, common) => common?,
    };
    Some(position(text, offset))
}

/// Returns the offset of an entry or its nearest existing ancestor, and the length of the name that was found. A key,
/// such as an `operationId`, can contain a dot.
fn offset_of(table: &DeTable<'_>, entry: &str) -> Option<(usize, usize)> {
    let fits =
        |key: &str| entry.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let (key, value) =
        table.iter().filter(|(key, _)| fits(key.get_ref())).max_by_key(|(key, _)| key.get_ref().len())?;
    let (start, length) = (key.span().start, key.get_ref().len());
    let rest = entry.get(length + 1..);
    let below = rest.and_then(|rest| offset_of(value.get_ref().as_table()?, rest));
    Some(below.map_or((start, length), |(start, more)| (start, length + 1 + more)))
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
