//! Finds values of the wrong JSON type, such as an object where a list is required.
//!
//! Part of the search for unknown keys. Each mistake is reported once per kind of object, with a count. A
//! value in an object that another finding already rejects is not reported again.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::expected::{Expected, type_name};
use super::keys::in_other_locations;
use super::kinds::Kind;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::pointer::{Pointer, Way};

/// The maximum number of different mistakes reported.
const MAX_MISTAKES: usize = 100;

/// The codes of findings about absent members. Such a member can seem absent because its value has the wrong type.
const ABSENT: [Code; 3] = [Code::BodyWithoutContent, Code::NoOperations, Code::NoResponse];

/// The codes of findings that reject an object, so that its contents are not used.
const REJECTED: [Code; 6] = [
    Code::InvalidHeader,
    Code::InvalidResponse,
    Code::InvalidSchema,
    Code::InvalidSecurity,
    Code::InvalidServer,
    Code::OperationLeftOut,
];

/// A kind of object, its member (empty for the object itself), and the names of the required and the actual type.
type Mistake = (Kind, String, &'static str, &'static str);

/// The values of the wrong type found so far.
pub(super) struct WrongTypes {
    /// The locations with a finding about the value itself.
    reported: BTreeSet<Pointer>,
    /// The locations of rejected objects.
    rejected: BTreeSet<Pointer>,
    /// The index of each mistake in `found`.
    places: BTreeMap<Mistake, usize>,
    found: Vec<(Diagnostic, usize)>,
}

impl WrongTypes {
    /// Creates a search that skips values that `findings` already report.
    pub(super) fn new(findings: &Diagnostics) -> Self {
        let at = |is: fn(Code) -> bool| {
            let all = findings.iter().filter(|finding| finding.severity > Severity::Note);
            let matching = all.filter(|finding| is(finding.code));
            matching.map(|finding| findings.in_the_text(&finding.pointer)).collect()
        };
        Self {
            reported: at(|code| !ABSENT.contains(&code)),
            rejected: at(|code| REJECTED.contains(&code)),
            places: BTreeMap::new(),
            found: Vec::new(),
        }
    }

    /// Checks a member of an object with keywords. A member that is `null` counts as absent.
    pub(super) fn member(&mut self, kind: Kind, key: &str, expected: Expected, value: &Value, at: &Way<'_>) {
        if !value.is_null() {
            self.check(kind, key, expected, value, at);
        }
    }

    /// Checks an object in a list or a map.
    pub(super) fn item(&mut self, kind: Kind, value: &Value, at: &Way<'_>) {
        self.check(kind, "", Expected::of_object(kind), value, at);
    }

    fn check(&mut self, kind: Kind, key: &str, expected: Expected, value: &Value, at: &Way<'_>) {
        if expected.allows(value) {
            return;
        }
        let at = at.pointer();
        if self.reported.contains(&at) || self.is_rejected(&at) {
            return;
        }
        let mistake = (kind, key.to_owned(), expected.name(), type_name(value));
        let place = self.places.get(&mistake).copied();
        if let Some((_, number)) = place.and_then(|index| self.found.get_mut(index)) {
            *number += 1;
        } else if self.found.len() < MAX_MISTAKES {
            let finding = finding(&mistake, &at);
            let finding = match expected.help() {
                Some(help) => finding.help(help),
                None => finding,
            };
            self.places.insert(mistake, self.found.len());
            self.found.push((finding, 1));
        }
    }

    /// Returns whether a value is part of a rejected object.
    fn is_rejected(&self, at: &Pointer) -> bool {
        !self.rejected.is_empty()
            && std::iter::successors(Some(at.clone()), Pointer::parent).any(|at| self.rejected.contains(&at))
    }

    /// Returns one finding per mistake.
    pub(super) fn findings(self) -> impl Iterator<Item = Diagnostic> {
        self.found.into_iter().map(|(mut finding, number)| {
            finding.message.push_str(&in_other_locations(number));
            finding.message.push_str("; it is ignored");
            finding
        })
    }
}

/// Returns the start of a finding; the number of locations and the consequence follow.
fn finding((kind, key, expected, actual): &Mistake, at: &Pointer) -> Diagnostic {
    let name = kind.name();
    let what = if key.is_empty() { format!("this {name}") } else { format!("`{key}` ({name})") };
    Diagnostic::warning(Code::WrongType, at, format!("{what} must be {expected}, not {actual}"))
}
