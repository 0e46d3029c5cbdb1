//! The combined results of all documents, for the report.

use std::collections::BTreeMap;

use serde::Serialize;

use super::paths::slashed;
use super::row::{Fate, Row};
use super::tally::Stocks;

/// The combined results of all documents.
#[derive(Debug, Default, Serialize)]
pub(super) struct Totals {
    pub(super) documents: usize,
    pub(super) generated: usize,
    pub(super) refused: usize,
    pub(super) not_openapi: usize,
    pub(super) crashed: usize,
    pub(super) timed_out: usize,
    /// The number of documents with an emitted file that does not parse.
    pub(super) broken: usize,
    /// The number of crates that the compiler checked.
    pub(super) checked: usize,
    /// The number of crates that compiled without errors.
    pub(super) compiled: usize,
    /// The number of crates that compiled without warnings.
    pub(super) clean: usize,
    /// The number of crates whose tests were run.
    pub(super) tested: usize,
    /// The number of crates whose tests all passed.
    pub(super) good: usize,
    /// The number of tests that passed in all crates.
    pub(super) tests_passed: usize,
    pub(super) tests_failed: usize,
    pub(super) operations: usize,
    pub(super) emitted: usize,
    pub(super) types: usize,
    pub(super) lines: usize,
    /// The sum of the times for all documents, in seconds.
    pub(super) generating: f64,
    /// The time of this run in seconds.
    pub(super) seconds: f64,
    /// The outcomes of all constructs.
    pub(super) stocks: Stocks,
    /// The findings by code, most frequent first.
    pub(super) kinds: Vec<Kind>,
}

/// The findings with one code.
#[derive(Debug, Default, Serialize)]
pub(super) struct Kind {
    pub(super) code: String,
    pub(super) severity: String,
    pub(super) fate: String,
    pub(super) number: usize,
    pub(super) documents: usize,
    /// The first finding in the document with the most findings.
    pub(super) example: String,
    #[serde(skip)]
    most: usize,
}

impl Totals {
    /// Combines the results of the given documents.
    pub(super) fn from_rows(rows: &[Row], seconds: f64) -> Self {
        let stocks = Stocks::from_rows(rows);
        let mut totals = Self { documents: rows.len(), seconds, stocks, ..Self::default() };
        let mut kinds: BTreeMap<&str, Kind> = BTreeMap::new();
        for row in rows {
            totals.add(row);
            for (code, found) in &row.measured.findings {
                let kind =
                    kinds.entry(code).or_insert_with(|| Kind { code: code.clone(), ..Kind::default() });
                kind.severity.clone_from(&found.severity);
                kind.fate.clone_from(&found.fate);
                kind.number += found.number;
                kind.documents += 1;
                if found.number > kind.most {
                    kind.most = found.number;
                    kind.example = format!("{} {}", slashed(&row.document.path), found.example);
                }
            }
        }
        totals.kinds = kinds.into_values().collect();
        totals.kinds.sort_by_key(|kind| std::cmp::Reverse(kind.number));
        totals
    }

    fn add(&mut self, row: &Row) {
        let measured = &row.measured;
        match measured.fate {
            Fate::Generated => self.generated += 1,
            Fate::Refused => self.refused += 1,
            Fate::NotOpenApi => self.not_openapi += 1,
            Fate::Crashed => self.crashed += 1,
            Fate::TimedOut => self.timed_out += 1,
        }
        self.broken += usize::from(!measured.broken.is_empty());
        if let Some(checked) = &row.checked {
            self.checked += 1;
            self.compiled += usize::from(checked.compiles);
            self.clean += usize::from(checked.compiles && checked.warnings == 0);
        }
        if let Some(tested) = &row.tested {
            self.tested += 1;
            self.good += usize::from(tested.is_good());
            self.tests_passed += tested.passed;
            self.tests_failed += tested.failed;
        }
        if measured.fate != Fate::NotOpenApi {
            self.operations += measured.operations;
            self.emitted += measured.emitted;
        }
        self.types += measured.types;
        self.lines += measured.lines;
        self.generating += measured.seconds;
    }

    /// Returns the number of findings with this outcome.
    pub(super) fn of_fate(&self, fate: &str) -> usize {
        self.kinds.iter().filter(|kind| kind.fate == fate).map(|kind| kind.number).sum()
    }

    /// Returns the number of operations that did not become methods.
    pub(super) fn dropped(&self) -> usize {
        self.operations.saturating_sub(self.emitted)
    }

    /// Returns the percentage of operations that became methods.
    pub(super) fn share(&self) -> f64 {
        if self.operations == 0 { 100.0 } else { 100.0 * self.emitted as f64 / self.operations as f64 }
    }

    /// Returns whether every description produced a crate whose files all parse. If the crates were checked, they
    /// must also compile without warnings and pass their tests.
    pub(super) fn is_good(&self) -> bool {
        self.refused + self.crashed + self.timed_out + self.broken == 0
            && self.clean == self.checked
            && self.good == self.tested
    }
}
