//! The outcome of every construct in a document.
//!
//! Runs outside the pipeline, after `name`. It walks the loaded document, including overlays, in its
//! original version. Each path, parameter, body, response and keyword counts as handled, approximated or
//! dropped. [`table`] defines the outcome of a keyword. A finding from a stage can downgrade it for one
//! occurrence ([`marks`]), so that the report matches the generated crate. The command-line program renders
//! the report.
//!
//! Unless a report is requested, only the search for unknown keys ([`keys`]) runs. The table bounds the size of a
//! report, except for its list of omitted operations.

mod exclusive;
mod expected;
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
mod wrong_types;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Outcome, Severity};
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
pub use table::{ExtensionUse, Inside, Kind, Row, VENDOR_EXTENSIONS};
pub use walk::PART;

/// The maximum number of locations that are kept for each kind of repair.
const PLACES: usize = 3;
/// The maximum number of errors in a report.
const ERRORS: usize = 100;

/// The outcome of every construct in a document.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The version that the document was parsed as.
    pub dialect: Dialect,
    /// The errors, if nothing was generated; in that case, only operations are counted.
    pub errors: Vec<(Code, String, Pointer)>,
    /// The number of operations, and the omitted operations.
    pub operations: Operations,
    /// The counts of all constructs.
    pub totals: Counts,
    /// The rows with at least one occurrence, in the order of the table.
    pub lines: Vec<Line>,
    /// The repairs, one entry per code.
    pub repairs: Vec<Repair>,
}

/// The number of constructs with each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// The number of handled constructs.
    pub handled: usize,
    /// The number of approximated constructs.
    pub approximated: usize,
    /// The number of dropped constructs.
    pub dropped: usize,
}

/// A row of the table with at least one occurrence in the document.
#[derive(Clone, Debug)]
pub struct Line {
    /// The kind of object.
    pub kind: &'static str,
    /// The keyword; empty for the object itself.
    pub keyword: &'static str,
    /// The number of occurrences with each outcome.
    pub counts: Counts,
    /// The counts of occurrences by value, for rows with labels.
    pub labels: Vec<(&'static str, Counts)>,
    /// The reasons for occurrences that are not handled.
    pub reasons: Vec<Reason>,
    /// The names that have no row in the table, with their counts, most frequent first.
    pub names: Vec<(String, usize)>,
    /// The number of occurrences of all other names.
    pub more_names: usize,
}

/// The reason for an outcome other than "handled".
#[derive(Clone, Debug)]
pub struct Reason {
    /// The outcome of the constructs.
    pub class: Outcome,
    /// The approximation, or the reason for dropping the construct.
    pub why: &'static str,
    /// The number of constructs with this outcome and reason.
    pub number: usize,
    /// The locations of the first few constructs.
    pub places: Vec<Pointer>,
}

/// A kind of repaired defect.
#[derive(Clone, Debug)]
pub struct Repair {
    /// The code of the findings that report the repair.
    pub code: Code,
    /// The defect and its repair.
    pub meaning: &'static str,
    /// The number of repairs.
    pub number: usize,
    /// The locations of the first few repairs.
    pub places: Vec<Pointer>,
}

impl Counts {
    /// Adds a number of constructs to the count of an outcome.
    fn add(&mut self, class: Outcome, number: usize) {
        *match class {
            Outcome::Handled => &mut self.handled,
            Outcome::Approximated => &mut self.approximated,
            Outcome::Dropped => &mut self.dropped,
        } += number;
    }

    /// Returns the total number of constructs.
    pub fn all(&self) -> usize {
        self.handled + self.approximated + self.dropped
    }

    /// Adds the counts of `other` to these counts.
    pub fn extend(&mut self, other: Self) {
        self.handled += other.handled;
        self.approximated += other.approximated;
        self.dropped += other.dropped;
    }
}

/// Reports the outcome of every construct in a document. `model` is `None` if nothing was generated.
pub fn coverage(source: &Source, model: Option<&Model>, findings: &Diagnostics) -> Coverage {
    let tree = source.tree();
    let dialect = normalise::dialect(tree);
    let operations = operations::operations(tree, dialect, model, findings);
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

/// Returns the repairs, most frequent first.
fn repairs(findings: &Diagnostics) -> Vec<Repair> {
    let mut found: BTreeMap<Code, Repair> = BTreeMap::new();
    let is_repair = |d: &&Diagnostic| d.code.is_defect() && d.severity != Severity::Error;
    for finding in findings.iter().filter(is_repair) {
        let code = finding.code;
        let repair = found.entry(code).or_insert_with(|| Repair {
            code,
            meaning: code.meaning(),
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
