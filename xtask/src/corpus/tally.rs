//! The outcomes of one document's constructs and the sums over all documents. The data per document is small enough
//! to keep for thousands of documents.

use std::collections::BTreeMap;
use std::time::Instant;

use generator::Model;
use generator::Source;
use generator::coverage::{Counts, Coverage, coverage};
use generator::diagnostic::Diagnostics;
use serde::{Deserialize, Serialize};

use super::cell::cell;
use super::paths::slashed;
use super::row::Row;

/// The maximum number of omitted operations that are stored per document.
const UNEMITTED: usize = 50;

/// The maximum number of documents in the list of worst results.
const WORST: usize = 20;

/// The maximum number of omitted operations on a page.
const LISTED: usize = 2000;

/// The outcomes of the constructs of a document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Stock {
    /// The numbers of handled, approximated and dropped constructs.
    totals: [usize; 3],
    /// The same counts, by kind of object and keyword.
    constructs: Vec<(String, String, [usize; 3])>,
    /// The first omitted operations, with reasons.
    unemitted: Vec<String>,
    /// The time of the analysis in seconds.
    seconds: f64,
}

impl Stock {
    /// Analyzes a document. Also returns the numbers of its documented and emitted operations.
    pub(super) fn from_findings(
        source: &Source,
        model: Option<&Model>,
        findings: &Diagnostics,
    ) -> (Self, usize, usize) {
        let start = Instant::now();
        let Coverage { operations, totals, lines, .. } = coverage(source, model, findings);
        let first = operations.unemitted.iter().take(UNEMITTED);
        let stock = Self {
            totals: numbers(totals),
            constructs: lines
                .iter()
                .map(|line| (line.kind.to_owned(), line.keyword.to_owned(), numbers(line.counts)))
                .collect(),
            unemitted: first.map(|left| format!("{} {}: {}", left.method, left.path, left.why)).collect(),
            seconds: start.elapsed().as_secs_f64(),
        };
        (stock, operations.documented, operations.emitted)
    }

    fn less(&self) -> usize {
        let [_, approximated, dropped] = self.totals;
        approximated + dropped
    }
}

fn numbers(Counts { handled, approximated, dropped }: Counts) -> [usize; 3] {
    [handled, approximated, dropped]
}

/// The outcomes of the constructs of all documents.
#[derive(Debug, Default, Serialize)]
pub(super) struct Stocks {
    /// The numbers of handled, approximated and dropped constructs.
    pub(super) totals: [usize; 3],
    /// The same counts, by kind of object and keyword, in the order of the generator's table.
    constructs: Vec<Construct>,
    /// The time of the analysis in seconds.
    seconds: f64,
}

/// A keyword in a kind of object, or the object itself.
#[derive(Debug, Serialize)]
struct Construct {
    kind: String,
    keyword: String,
    /// The numbers of handled, approximated and dropped occurrences.
    counts: [usize; 3],
    /// The number of documents that contain the construct.
    documents: usize,
    /// The document with the most approximated or dropped occurrences.
    worst: Option<String>,
    #[serde(skip)]
    most: usize,
}

impl Stocks {
    /// Sums the outcomes of the given documents.
    pub(super) fn from_rows(rows: &[Row]) -> Self {
        let mut all = Self::default();
        let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for row in rows {
            let stock = &row.measured.stock;
            add(&mut all.totals, stock.totals);
            all.seconds += stock.seconds;
            for (kind, keyword, counts) in &stock.constructs {
                let index = *known.entry((kind, keyword)).or_insert_with(|| {
                    all.constructs.push(Construct {
                        kind: kind.clone(),
                        keyword: keyword.clone(),
                        counts: [0; 3],
                        documents: 0,
                        worst: None,
                        most: 0,
                    });
                    all.constructs.len() - 1
                });
                let Some(construct) = all.constructs.get_mut(index) else { continue };
                construct.take(*counts, row);
            }
        }
        all
    }

    /// Adds the sections about constructs and omitted operations to the page.
    pub(super) fn sections(&self, rows: &[Row], text: &mut String) {
        self.by_kind(text);
        self.by_keyword(text);
        worst(rows, text);
        unemitted(rows, text);
    }

    fn by_kind(&self, text: &mut String) {
        let mut kinds: Vec<(&str, [usize; 3])> = Vec::new();
        for construct in &self.constructs {
            match kinds.iter_mut().find(|(kind, _)| *kind == construct.kind) {
                Some((_, counts)) => add(counts, construct.counts),
                None => kinds.push((&construct.kind, construct.counts)),
            }
        }
        text.push_str(
            "\n## Constructs by kind\n\n| kind | handled | approximated | dropped |\n|---|---:|---:|---:|\n",
        );
        for (kind, counts) in kinds.iter().chain([&("all", self.totals)]) {
            text.push_str(&format!("| {kind} {}\n", columns(*counts)));
        }
        text.push_str(&format!("\nThe analysis took {:.1} s.\n", self.seconds));
    }

    fn by_keyword(&self, text: &mut String) {
        let mut less: Vec<&Construct> = self.constructs.iter().filter(|one| one.less() > 0).collect();
        less.sort_by_key(|one| std::cmp::Reverse(one.less()));
        text.push_str("\n## Constructs that are approximated or dropped\n\n");
        text.push_str("| construct | handled | approximated | dropped | documents | most occurrences in |\n");
        text.push_str("|---|---:|---:|---:|---:|---|\n");
        for one in less {
            let worst = one.worst.as_deref().map(cell).unwrap_or_default();
            let (name, counts) = (one.name(), columns(one.counts));
            text.push_str(&format!("| {name} {counts} {} | {worst} |\n", one.documents));
        }
    }
}

impl Construct {
    fn take(&mut self, counts: [usize; 3], row: &Row) {
        add(&mut self.counts, counts);
        self.documents += 1;
        let [_, approximated, dropped] = counts;
        if approximated + dropped > self.most {
            self.most = approximated + dropped;
            self.worst = Some(slashed(&row.document.path));
        }
    }

    fn less(&self) -> usize {
        let [_, approximated, dropped] = self.counts;
        approximated + dropped
    }

    fn name(&self) -> String {
        if self.keyword.is_empty() { self.kind.clone() } else { format!("{} `{}`", self.kind, self.keyword) }
    }
}

fn add(sum: &mut [usize; 3], counts: [usize; 3]) {
    sum.iter_mut().zip(counts).for_each(|(sum, number)| *sum += number);
}

fn columns([handled, approximated, dropped]: [usize; 3]) -> String {
    format!("| {handled} | {approximated} | {dropped} |")
}

/// Lists the documents with the most approximated or dropped constructs.
fn worst(rows: &[Row], text: &mut String) {
    let mut less: Vec<&Row> = rows.iter().filter(|row| row.measured.stock.less() > 0).collect();
    less.sort_by_key(|row| std::cmp::Reverse(row.measured.stock.less()));
    text.push_str("\n## Most approximated and dropped\n\n| document | handled | approximated | dropped |\n");
    text.push_str("|---|---:|---:|---:|\n");
    for row in less.iter().take(WORST) {
        let path = cell(&slashed(&row.document.path));
        text.push_str(&format!("| {path} {}\n", columns(row.measured.stock.totals)));
    }
}

/// Lists the omitted operations.
fn unemitted(rows: &[Row], text: &mut String) {
    let of_row = |row| -> Vec<(&Row, &String)> {
        let row: &Row = row;
        row.measured.stock.unemitted.iter().map(|left| (row, left)).collect()
    };
    let all: Vec<_> = rows.iter().flat_map(of_row).take(LISTED).collect();
    if all.is_empty() {
        return;
    }
    text.push_str("\n## Operations that are not emitted\n\n| document | operation and reason |\n|---|---|\n");
    for (row, left) in all {
        text.push_str(&format!("| {} | {} |\n", cell(&slashed(&row.document.path)), cell(left)));
    }
}
