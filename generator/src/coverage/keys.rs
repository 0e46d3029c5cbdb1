//! Finds keys that are not keywords in their object, and values of the wrong type, based on the table of the coverage
//! report.
//!
//! The search runs on every document, in its original version. Each key is reported once per kind of object,
//! with a count, so that a repeated mistake causes one finding. Vendor extensions are exempt.

use std::collections::BTreeMap;

use serde_json::Value;

use super::exclusive::Exclusive;
use super::expected::Expected;
use super::operations::operations_at;
use super::places::{is_referable, referring};
use super::rows::Rows;
use super::table::{Inside, Kind, Row};
use super::wrong_types::WrongTypes;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::normalise::Dialect;
use crate::pointer::{Pointer, Way};
use crate::suggest::nearest;

/// The maximum number of different keys reported.
const MAX_KEYS: usize = 100;

/// The maximum length of a key, in bytes, for which a keyword is suggested.
const MAX_SUGGESTED: usize = 40;

/// The minimum length of a key, in bytes, for a suggestion that differs in more than case.
const MIN_SUGGESTED: usize = 3;

/// The remedy for a keyword of the newest version in an older document.
const UPGRADE: &str = "set `openapi: 3.2.0` if the description is meant to be OpenAPI 3.2";

/// The remedy for a keyword next to `$ref`.
const TO_TARGET: &str = "move it to the target of the reference";

/// Finds the keys that are not keywords in `dialect`, the document's version, and the values of the wrong type that
/// `findings` does not already report.
pub(crate) fn unknown_keys(tree: &Value, dialect: Dialect, findings: &Diagnostics) -> Vec<Diagnostic> {
    let mut check = Check {
        dialect,
        rows: Rows::new(),
        places: BTreeMap::new(),
        found: Vec::new(),
        lost: Vec::new(),
        exclusive: Exclusive::default(),
        wrong_types: WrongTypes::new(findings),
    };
    check.object(Kind::Document, tree, &Way::Root);
    check.findings()
}

/// A key that is not a keyword.
struct Found {
    kind: Kind,
    key: String,
    first: Pointer,
    number: usize,
}

struct Check {
    dialect: Dialect,
    rows: Rows,
    /// The index of each key in `found`.
    places: BTreeMap<(Kind, String), usize>,
    found: Vec<Found>,
    /// The findings about operations that are lost because of unknown keys.
    lost: Vec<Diagnostic>,
    exclusive: Exclusive,
    wrong_types: WrongTypes,
}

impl Check {
    /// Checks an object whose keys are keywords, and its contents. The recursion is as deep as the tree,
    /// whose depth `load` limits.
    fn object(&mut self, kind: Kind, value: &Value, at: &Way<'_>) {
        let Some(object) = value.as_object() else { return };
        if kind == Kind::Requirement {
            for (key, value) in object {
                self.wrong_types.member(kind, key, Expected::List, value, &Way::Key(at, key));
            }
            return;
        }
        let is_reference =
            object.get("$ref").is_some_and(Value::is_string) && is_referable(kind, self.dialect);
        let kind = if is_reference { referring(kind) } else { kind };
        let mut exclusive = std::mem::take(&mut self.exclusive);
        exclusive.search(kind, object, at, |key| self.row(kind, key).0.is_some());
        self.exclusive = exclusive;
        for (key, value) in object {
            let way = Way::Key(at, key);
            match self.row(kind, key).0 {
                Some(row) => self.below(kind, row, value, &way),
                None if key.starts_with("x-") => {}
                None if kind == Kind::Callback => self.item(Kind::PathItem, value, &way),
                None if kind == Kind::PathItem && self.operations(key, value, at) => {}
                None => self.unknown(kind, key, &way),
            }
        }
    }

    /// Checks an object in a list or a map.
    fn item(&mut self, kind: Kind, value: &Value, at: &Way<'_>) {
        self.wrong_types.item(kind, value, at);
        self.object(kind, value, at);
    }

    /// Returns the row of a keyword in the document's version, and its row in any other version. Swagger 2.0
    /// parameters and headers also have the keywords of schemas.
    fn row(&self, kind: Kind, key: &str) -> (Option<&'static Row>, Option<&'static Row>) {
        let find = |kind| {
            let (row, other) = self.rows.find(kind, key, self.dialect);
            (row.map(|(_, row)| row).filter(|_| !key.is_empty()), other)
        };
        let (row, other) = find(kind);
        let is_schema = self.dialect == Dialect::Swagger20 && matches!(kind, Kind::Parameter | Kind::Header);
        if row.is_none() && is_schema { find(Kind::Schema) } else { (row, other) }
    }

    fn below(&mut self, parent: Kind, row: &Row, value: &Value, at: &Way<'_>) {
        self.wrong_types.member(parent, row.keyword, Expected::from_row(parent, row), value, at);
        match (row.inside, value) {
            (Inside::One(kind), value) => self.object(kind, value, at),
            (Inside::List(kind), Value::Array(items)) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(index, item)| self.item(kind, item, &Way::Index(at, index)));
            }
            (Inside::Map(kind), Value::Object(members)) => {
                let is_open = matches!(
                    (parent, kind),
                    (Kind::Document, Kind::PathItem) | (Kind::Operation, Kind::Response)
                );
                for (name, value) in members.iter().filter(|(name, _)| !is_open || !name.starts_with("x-")) {
                    let way = Way::Key(at, name);
                    if row.keyword == "paths" && !name.starts_with('/') && !self.has_operations(value) {
                        self.unknown(kind, name, &way);
                        continue;
                    }
                    self.item(kind, value, &way);
                }
            }
            _ => {}
        }
    }

    /// Returns whether a value contains an operation, or may refer to one.
    fn has_operations(&self, item: &Value) -> bool {
        item.get("$ref").is_some() || self.methods().iter().any(|method| item.get(method).is_some())
    }

    /// Reports the operations under a key that is not a method; returns `false` if there are none.
    fn operations(&mut self, key: &str, value: &Value, item: &Way<'_>) -> bool {
        let path = match item {
            Way::Key(Way::Key(Way::Root, "paths"), path) => *path,
            _ => return false,
        };
        let lost = operations_at(key, value);
        for (method, steps) in &lost {
            let mut at = item.key(key);
            at = at.keys(steps.iter().copied());
            let (why, help) = self.why_lost(key);
            let message = format!("`{method} {path}` is omitted: {why}");
            let finding = Diagnostic::warning(Code::OperationLeftOut, &at, message);
            self.lost.push(match help {
                Some(help) => finding.help(help),
                None => finding,
            });
        }
        !lost.is_empty()
    }

    /// Returns the reason why the operations under a key are lost, and a remedy.
    fn why_lost(&self, key: &str) -> (String, Option<String>) {
        match self.row(Kind::PathItem, key) {
            (None, Some(row)) if is_newer(row) => {
                (format!("`{key}` is a keyword of OpenAPI 3.2"), Some(UPGRADE.to_owned()))
            }
            _ => {
                let near = suggested(key, &self.methods());
                (
                    format!("`{key}` is not an OpenAPI method"),
                    near.map(|near| format!("did you mean `{near}`?")).or_else(|| {
                        let is_newer = self.dialect >= Dialect::OpenApi32;
                        is_newer.then(|| "move it to the path item's `additionalOperations`".to_owned())
                    }),
                )
            }
        }
    }

    /// Returns the keys of path items that are HTTP methods.
    fn methods(&self) -> Vec<&'static str> {
        let has = |key: &&'static str| matches!(self.row(Kind::PathItem, key), (Some(row), _) if row.inside == Inside::One(Kind::Operation));
        Kind::PathItem.rows().iter().map(|row| row.keyword).filter(has).collect()
    }

    fn unknown(&mut self, kind: Kind, key: &str, at: &Way<'_>) {
        let place = (kind, key.to_owned());
        match self.places.get(&place).and_then(|index| self.found.get_mut(*index)) {
            Some(known) => known.number += 1,
            None => {
                self.places.insert(place, self.found.len());
                // The locations of keys beyond the limit are not needed, since these keys are only counted.
                let first = if self.found.len() <= MAX_KEYS { at.pointer() } else { Pointer::root() };
                self.found.push(Found { kind, key: key.to_owned(), first, number: 1 });
            }
        }
    }

    fn findings(self) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> =
            self.found.iter().take(MAX_KEYS).map(|found| self.finding(found)).collect();
        if let Some(next) = self.found.get(MAX_KEYS) {
            let message =
                format!("{} other keys are not keywords; they are ignored", self.found.len() - MAX_KEYS);
            all.push(Diagnostic::warning(Code::InvalidKeyword, &next.first, message));
        }
        all.extend(self.lost);
        all.extend(self.exclusive.findings());
        all.extend(self.wrong_types.findings());
        all
    }

    fn finding(&self, found: &Found) -> Diagnostic {
        let Found { kind, key, first, number } = found;
        let places = in_other_locations(*number);
        let name = kind.name();
        let other_version = self.row(*kind, key).1;
        if other_version.is_some_and(is_newer) {
            let message = format!("`{key}` ({name}) is a keyword of OpenAPI 3.2{places}; it is ignored");
            return Diagnostic::warning(Code::UnknownKeyword, first, message).help(UPGRADE);
        }
        if other_version.is_some() {
            let message = format!(
                "`{key}` ({name}) is a keyword of a different OpenAPI version{places}; it is ignored"
            );
            return Diagnostic::note(Code::UnknownKeyword, first, message);
        }
        let message = format!("unknown keyword `{key}` ({name}){places}; it is ignored");
        if *kind == Kind::Reference {
            return Diagnostic::note(Code::UnknownKeyword, first, message).help(TO_TARGET);
        }
        let invalid =
            |help: String| Diagnostic::warning(Code::InvalidKeyword, first, message.clone()).help(help);
        if let Some(near) = suggested(key, &self.keywords(*kind).collect::<Vec<_>>()) {
            return invalid(format!("did you mean `{near}`?"));
        }
        match self.other_kind(*kind, key) {
            // JSON Schema allows any keyword.
            None if *kind == Kind::Schema && self.dialect.has_json_schema() => {
                Diagnostic::note(Code::UnknownKeyword, first, message)
            }
            Some(Kind::Schema) => invalid("move this keyword into the schema".to_owned()),
            Some(other) => invalid(format!("move this keyword to a different object: {}", other.name())),
            None => invalid("remove it, or turn it into an extension with the prefix `x-`".to_owned()),
        }
    }

    /// Returns the keywords that a kind of object has in the document's version.
    fn keywords(&self, kind: Kind) -> impl Iterator<Item = &'static str> {
        let dialect = self.dialect;
        let also = (dialect == Dialect::Swagger20 && matches!(kind, Kind::Parameter | Kind::Header))
            .then_some(Kind::Schema.rows());
        let rows = kind.rows().iter().chain(also.into_iter().flatten());
        rows.filter(move |row| row.dialects.contains(&dialect))
            .map(|row| row.keyword)
            .filter(|keyword| !keyword.is_empty() && !keyword.starts_with("x-"))
    }

    /// Returns a different kind of object that has the keyword `key`, preferring the most common kinds.
    fn other_kind(&self, kind: Kind, key: &str) -> Option<Kind> {
        let has = |other: &Kind| *other != kind && self.keywords(*other).any(|keyword| keyword == key);
        [Kind::Schema, Kind::Operation, Kind::Parameter].into_iter().chain(Kind::ALL).find(has)
    }
}

/// Returns the end of a message, with the number of other locations.
pub(super) fn in_other_locations(number: usize) -> String {
    match number {
        0 | 1 => String::new(),
        2 => ", here and in one other location".to_owned(),
        n => format!(", here and in {} other locations", n - 1),
    }
}

/// Returns whether only OpenAPI 3.2 defines a keyword.
fn is_newer(row: &Row) -> bool {
    row.dialects == [Dialect::OpenApi32]
}

/// Returns the keyword that a key probably misspells.
fn suggested(key: &str, keywords: &[&'static str]) -> Option<&'static str> {
    if let Some(same) = keywords.iter().find(|keyword| keyword.eq_ignore_ascii_case(key)) {
        return Some(*same);
    }
    let is_comparable = (MIN_SUGGESTED..=MAX_SUGGESTED).contains(&key.len());
    is_comparable.then(|| nearest(key, keywords.iter().copied())).flatten()
}
