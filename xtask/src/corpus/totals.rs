//! Totals: what the results of all documents come to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::paths::slashed;
use super::row::{Fate, Row};
use super::tally::Stocks;

/// What all documents come to.
#[derive(Debug, Default, Serialize)]
pub(super) struct Totals {
    pub(super) documents: usize,
    pub(super) generated: usize,
    pub(super) refused: usize,
    pub(super) not_openapi: usize,
    pub(super) crashed: usize,
    pub(super) timed_out: usize,
    /// Documents of which an emitted file does not parse.
    pub(super) broken: usize,
    /// Crates that were compiled; of those that did, some without a warning.
    pub(super) checked: usize,
    pub(super) compiled: usize,
    pub(super) clean: usize,
    pub(super) operations: usize,
    pub(super) emitted: usize,
    pub(super) types: usize,
    pub(super) lines: usize,
    /// Seconds of all documents, one after the other.
    pub(super) generating: f64,
    /// Seconds of this run.
    pub(super) seconds: f64,
    /// What became of all constructs.
    pub(super) stocks: Stocks,
    /// What was found, by code, the most frequent first.
    pub(super) kinds: Vec<Kind>,
}

/// What was found of one code.
#[derive(Debug, Default, Serialize)]
pub(super) struct Kind {
    pub(super) code: String,
    pub(super) severity: String,
    pub(super) fate: String,
    pub(super) number: usize,
    pub(super) documents: usize,
    /// The first of the document with the most.
    pub(super) example: String,
    #[serde(skip)]
    most: usize,
}

impl Totals {
    /// Of these documents.
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
        if measured.fate != Fate::NotOpenApi {
            self.operations += measured.operations;
            self.emitted += measured.emitted;
        }
        self.types += measured.types;
        self.lines += measured.lines;
        self.generating += measured.seconds;
    }

    /// How many things had this fate, by what was found.
    pub(super) fn of_fate(&self, fate: &str) -> usize {
        self.kinds.iter().filter(|kind| kind.fate == fate).map(|kind| kind.number).sum()
    }

    /// Operations that became no method.
    pub(super) fn dropped(&self) -> usize {
        self.operations.saturating_sub(self.emitted)
    }

    /// How many of a hundred operations became methods.
    pub(super) fn share(&self) -> f64 {
        if self.operations == 0 { 100.0 } else { 100.0 * self.emitted as f64 / self.operations as f64 }
    }

    /// Whether every description became a crate that parses and, if that was looked at, compiles without a warning.
    pub(super) fn is_good(&self) -> bool {
        self.refused + self.crashed + self.timed_out + self.broken == 0 && self.clean == self.checked
    }
}
