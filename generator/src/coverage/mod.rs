//! Coverage: what became of everything that a document says.
//!
//! Beside the pipeline, after `name`. It walks the document as it was loaded (overlays included), with the words of its own version, and
//! counts each path, parameter, body, answer and keyword as handled, approximated or dropped. What becomes of a keyword stands in one
//! [`table`]; where a stage did less with a particular one, its finding says so ([`marks`]), so that the report agrees with what was generated.
//! How a report looks on a page is the command line's business.
//!
//! Nothing but the search for unknown keys ([`keys`]) runs unless a report is asked for. Its size is bounded by the table, but for the
//! operations that are not emitted, each of which is named.

mod keys;
mod kinds;
mod known;
mod look;
mod marks;
mod operations;
mod places;
mod predicates;
mod rows;
mod table;
mod tally;
mod walk;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Diagnostics, Fate, Severity, fate, find};
use crate::load::Source;
use crate::model::Model;
use crate::normalise;
use crate::pointer::Pointer;
pub(crate) use keys::unknown_keys;
use known::Known;
use marks::Mark;

pub use crate::normalise::Dialect;
pub use operations::{Operations, Unemitted};
pub use rows::{EXTENSION, UNKNOWN};
pub use table::{Class, Inside, Kind, Row};
pub use walk::PART;

/// How many places are kept of each kind of repair, and how many errors.
const PLACES: usize = 3;
const ERRORS: usize = 100;

/// What became of everything that a document says.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The version that it was read as.
    pub dialect: Dialect,
    /// Why nothing was generated; empty if something was. Then nothing but operations is counted.
    pub errors: Vec<(&'static str, String, Pointer)>,
    /// Its operations.
    pub operations: Operations,
    /// All constructs.
    pub totals: Counts,
    /// What was met, in the order of the table.
    pub lines: Vec<Line>,
    /// What was mended, by the codes of the findings.
    pub repairs: Vec<Repair>,
}

/// How many constructs are of each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Handled.
    pub handled: usize,
    /// Approximated.
    pub approximated: usize,
    /// Dropped.
    pub dropped: usize,
}

/// A row of the table that was met.
#[derive(Clone, Debug)]
pub struct Line {
    /// The kind of object.
    pub kind: &'static str,
    /// The keyword; empty for the object itself.
    pub keyword: &'static str,
    /// How often.
    pub counts: Counts,
    /// The same by what it says, where that is told apart.
    pub labels: Vec<(&'static str, Counts)>,
    /// Why not all are handled.
    pub reasons: Vec<Reason>,
    /// The names of what has no row of its own, with how often they were met, the most frequent first.
    pub names: Vec<(String, usize)>,
    /// How often others were met.
    pub more_names: usize,
}

/// Why something is not handled.
#[derive(Clone, Debug)]
pub struct Reason {
    /// What became of it.
    pub class: Class,
    /// How, or why.
    pub why: &'static str,
    /// How often.
    pub number: usize,
    /// Some of the places.
    pub places: Vec<Pointer>,
}

/// A kind of defect that was mended.
#[derive(Clone, Debug)]
pub struct Repair {
    /// The code of the findings.
    pub code: &'static str,
    /// What was done.
    pub meaning: &'static str,
    /// How often.
    pub number: usize,
    /// Some of the places.
    pub places: Vec<Pointer>,
}

impl Counts {
    /// Counts some more.
    fn add(&mut self, class: Class, number: usize) {
        *match class {
            Class::Handled => &mut self.handled,
            Class::Approximated => &mut self.approximated,
            Class::Dropped => &mut self.dropped,
        } += number;
    }

    /// All together.
    pub fn all(&self) -> usize {
        self.handled + self.approximated + self.dropped
    }

    /// Adds those of another.
    pub fn extend(&mut self, other: Self) {
        self.handled += other.handled;
        self.approximated += other.approximated;
        self.dropped += other.dropped;
    }
}

/// Takes stock of a document, the findings about it, and what became of it; without a model, nothing was generated.
pub fn coverage(source: &Source, model: Option<&Model>, findings: &Diagnostics) -> Coverage {
    let tree = source.tree();
    let dialect = normalise::dialect(tree);
    let operations = operations::operations(tree, model, findings);
    let Some(model) = model else {
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).take(ERRORS);
        let errors = errors.map(|error| (error.code, error.message.clone(), error.pointer.clone())).collect();
        let (totals, lines) = (Counts::default(), Vec::new());
        return Coverage { dialect, errors, operations, totals, lines, repairs: repairs(findings) };
    };
    let known = Known::from_model(model, findings);
    let marks = Mark::from_findings(findings, tree);
    let lines = walk::walk(tree, dialect, &known, &marks);
    let mut totals = Counts::default();
    lines.iter().for_each(|line| totals.extend(line.counts));
    Coverage { dialect, errors: Vec::new(), operations, totals, lines, repairs: repairs(findings) }
}

/// What was mended, the most frequent first.
fn repairs(findings: &Diagnostics) -> Vec<Repair> {
    let mut found: BTreeMap<&'static str, Repair> = BTreeMap::new();
    let is_repair = |d: &&Diagnostic| fate(d.code) == Fate::Repaired && d.severity != Severity::Error;
    for finding in findings.iter().filter(is_repair) {
        let Some(code) = find(finding.code) else { continue };
        let repair = found.entry(code.name).or_insert_with(|| Repair {
            code: code.name,
            meaning: code.meaning,
            number: 0,
            places: Vec::new(),
        });
        repair.number += 1;
        if repair.places.len() < PLACES {
            repair.places.push(finding.pointer.clone());
        }
    }
    let mut all: Vec<Repair> = found.into_values().collect();
    all.sort_by_key(|repair| std::cmp::Reverse(repair.number));
    all
}
