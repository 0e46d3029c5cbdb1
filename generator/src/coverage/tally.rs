//! Counts the occurrences of each row and their outcomes. The size of the result is bounded for any document.

use std::collections::BTreeMap;

use super::table::{Kind, Row};
use super::{Counts, Line, Reason};
use crate::diagnostic::Outcome;
use crate::pointer::Way;

/// The maximum number of locations that are kept for each reason.
const PLACES: usize = 3;

/// The maximum number of different names without a dedicated row, such as vendor extensions, that are kept per row.
const NAMES: usize = 50;

/// The length to which a name without a dedicated row is truncated, in characters.
const NAME: usize = 60;

/// The occurrences of one row.
#[derive(Debug, Default)]
struct Met {
    counts: Counts,
    labels: Vec<(&'static str, Counts)>,
    reasons: Vec<Reason>,
    names: BTreeMap<String, usize>,
    more_names: usize,
}

/// The occurrences of all rows.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The occurrences, indexed like the rows.
    met: Vec<Met>,
}

/// The outcome of one construct.
#[derive(Clone, Copy)]
pub(super) struct Verdict {
    pub(super) class: Outcome,
    pub(super) why: &'static str,
}

impl Tally {
    /// Counts one construct.
    pub(super) fn add(&mut self, row: usize, label: Option<&'static str>, verdict: Verdict, way: &Way<'_>) {
        if self.met.len() <= row {
            self.met.resize_with(row + 1, Met::default);
        }
        let Some(met) = self.met.get_mut(row) else { return };
        met.counts.add(verdict.class, 1);
        if let Some(label) = label {
            match met.labels.iter_mut().find(|(known, _)| *known == label) {
                Some((_, counts)) => counts.add(verdict.class, 1),
                None => {
                    let mut counts = Counts::default();
                    counts.add(verdict.class, 1);
                    met.labels.push((label, counts));
                }
            }
        }
        if verdict.class == Outcome::Handled {
            return;
        }
        let known =
            met.reasons.iter_mut().find(|reason| reason.class == verdict.class && reason.why == verdict.why);
        match known {
            Some(reason) => {
                reason.number += 1;
                if reason.places.len() < PLACES {
                    reason.places.push(way.pointer());
                }
            }
            None => met.reasons.push(Reason {
                class: verdict.class,
                why: verdict.why,
                number: 1,
                places: vec![way.pointer()],
            }),
        }
    }

    /// Counts a name without a dedicated row.
    pub(super) fn name(&mut self, row: usize, name: &str) {
        let Some(met) = self.met.get_mut(row) else { return };
        let short: String = name.chars().take(NAME).collect();
        let has_room = met.names.len() < NAMES;
        match met.names.get_mut(&short) {
            Some(number) => *number += 1,
            None if has_room => drop(met.names.insert(short, 1)),
            None => met.more_names += 1,
        }
    }

    /// Returns a line for each row with at least one occurrence.
    pub(super) fn lines(self, rows: &[(Kind, &'static Row)]) -> Vec<Line> {
        let mut lines = Vec::new();
        for (met, (kind, row)) in self.met.into_iter().zip(rows) {
            if met.counts.all() == 0 {
                continue;
            }
            let Met { counts, mut labels, mut reasons, names, more_names } = met;
            labels.sort_by_key(|(label, _)| *label);
            reasons.sort_by_key(|reason| (reason.class, std::cmp::Reverse(reason.number)));
            let mut names: Vec<(String, usize)> = names.into_iter().collect();
            names.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
            lines.push(Line {
                kind: kind.name(),
                keyword: row.keyword,
                counts,
                labels,
                reasons,
                names,
                more_names,
            });
        }
        lines
    }
}
