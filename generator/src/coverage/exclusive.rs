//! Finds pairs of keywords in one object that the specification does not allow together.
//!
//! Part of the search for unknown keys. Each pair is reported once per kind of object, with a count.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::kinds::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::{Pointer, Way};

/// The pairs of keywords that are not allowed together. Each entry contains the kinds of object, the keyword that takes
/// precedence, and the keyword that is ignored.
const PAIRS: &[(&[Kind], &str, &str)] = &[
    (WITH_EXAMPLES, "example", "examples"),
    (&[Kind::Parameter, Kind::Header], "schema", "content"),
    (&[Kind::Example], "dataValue", "value"),
    (&[Kind::Example], "value", "serializedValue"),
    (&[Kind::Example], "value", "externalValue"),
    (&[Kind::Example], "serializedValue", "externalValue"),
    (&[Kind::Link], "operationId", "operationRef"),
    (&[Kind::License], "identifier", "url"),
    (&[Kind::Xml], "nodeType", "attribute"),
    (&[Kind::Xml], "nodeType", "wrapped"),
    (WITH_ENCODING, "encoding", "prefixEncoding"),
    (WITH_ENCODING, "encoding", "itemEncoding"),
];

const WITH_EXAMPLES: &[Kind] = &[
    Kind::Parameter,
    Kind::Header,
    Kind::MediaType,
    Kind::SentContent,
    Kind::ReadContent,
    Kind::InnerContent,
];

const WITH_ENCODING: &[Kind] =
    &[Kind::MediaType, Kind::SentContent, Kind::ReadContent, Kind::InnerContent, Kind::Encoding];

/// The pairs found so far, with the first occurrence's location and the number of occurrences.
#[derive(Default)]
pub(super) struct Exclusive {
    found: BTreeMap<(usize, Kind), (Pointer, usize)>,
}

impl Exclusive {
    /// Searches an object; `is_keyword` returns whether the document's version defines a keyword.
    pub(super) fn search(
        &mut self,
        kind: Kind,
        object: &Map<String, Value>,
        at: &Way<'_>,
        is_keyword: impl Fn(&str) -> bool,
    ) {
        for (index, (kinds, used, ignored)) in PAIRS.iter().enumerate() {
            let has = |key: &str| object.contains_key(key) && is_keyword(key);
            if kinds.contains(&kind) && has(used) && has(ignored) {
                let first = || (at.key(ignored), 0);
                self.found.entry((index, kind)).or_insert_with(first).1 += 1;
            }
        }
    }

    /// Returns one finding per pair and kind of object.
    pub(super) fn findings(self) -> impl Iterator<Item = Diagnostic> {
        self.found.into_iter().filter_map(|((index, kind), (at, number))| {
            let (_, used, ignored) = PAIRS.get(index)?;
            let places = super::keys::in_other_locations(number);
            let message = format!(
                "`{used}` and `{ignored}` ({}) are mutually exclusive{places}; `{ignored}` is ignored",
                kind.name()
            );
            Some(Diagnostic::note(Code::ExclusiveKeywords, &at, message).help("remove one of them"))
        })
    }
}
