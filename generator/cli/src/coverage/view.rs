//! A report as plain strings and numbers; this is the schema of the JSON report, documented in
//! docs/support.md.

use std::collections::BTreeMap;

use generator::Pointer;
use generator::Source;
use generator::coverage::{Counts, Coverage, Dialect, Line};
use generator::diagnostic::{Diagnostic, Diagnostics};
use serde::Serialize;

use crate::report::Message;

/// The maximum number of unemitted operations for which line numbers are looked up.
const LINES: usize = 1000;

/// The coverage report of a document.
#[derive(Debug, Serialize)]
pub(super) struct View {
    pub(super) document: String,
    /// The OpenAPI version of the document.
    pub(super) version: &'static str,
    /// Whether a crate was generated.
    pub(super) generated: bool,
    /// The errors that prevented the crate from being generated.
    pub(super) errors: Vec<ErrorView>,
    pub(super) operations: OperationsView,
    /// The counts of all constructs.
    pub(super) totals: Counts,
    /// The counts of constructs, by kind of object.
    pub(super) kinds: Vec<KindView>,
    /// The counts of constructs, by keyword.
    pub(super) constructs: Vec<LineView>,
    /// The repaired defects.
    pub(super) repairs: Vec<RepairView>,
    /// All findings.
    pub(super) findings: Vec<Message>,
}

#[derive(Debug, Serialize)]
pub(super) struct ErrorView {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) place: PlaceView,
}

#[derive(Debug, Serialize)]
pub(super) struct OperationsView {
    pub(super) documented: usize,
    pub(super) emitted: usize,
    pub(super) not_emitted: Vec<UnemittedView>,
}

#[derive(Debug, Serialize)]
pub(super) struct UnemittedView {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) why: String,
    pub(super) place: PlaceView,
}

#[derive(Debug, Serialize)]
pub(super) struct KindView {
    pub(super) kind: &'static str,
    #[serde(flatten)]
    pub(super) counts: Counts,
}

#[derive(Debug, Serialize)]
pub(super) struct LineView {
    pub(super) kind: &'static str,
    /// The keyword; empty for the object itself.
    pub(super) keyword: &'static str,
    #[serde(flatten)]
    pub(super) counts: Counts,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) by_value: BTreeMap<&'static str, Counts>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) reasons: Vec<ReasonView>,
    /// The names that have no separate row in the keyword table, most frequent first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) names: Vec<(String, usize)>,
    /// The number of occurrences of unlisted names.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) more_names: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct ReasonView {
    pub(super) class: &'static str,
    pub(super) why: &'static str,
    pub(super) number: usize,
    /// The locations of the first few constructs.
    pub(super) places: Vec<PlaceView>,
}

#[derive(Debug, Serialize)]
pub(super) struct RepairView {
    pub(super) code: &'static str,
    pub(super) meaning: &'static str,
    pub(super) number: usize,
    /// The locations of the first few repairs.
    pub(super) places: Vec<PlaceView>,
}

/// A location in a file.
#[derive(Debug, Serialize)]
pub(super) struct PlaceView {
    pub(super) pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl View {
    /// Creates the view of a document's report.
    pub(super) fn from_report(source: &Source, coverage: &Coverage, findings: &Diagnostics) -> Self {
        let place = |pointer: &Pointer| place(source, pointer);
        let places = |pointers: &[Pointer]| pointers.iter().map(place).collect();
        let errors = coverage.errors.iter().map(|(code, message, at)| ErrorView {
            code: code.name(),
            message: message.clone(),
            place: place(at),
        });
        let operations = &coverage.operations;
        let not_emitted = operations.unemitted.iter().enumerate().map(|(number, operation)| UnemittedView {
            method: operation.method.to_string(),
            path: operation.path.clone(),
            why: operation.why.clone(),
            place: if number < LINES { place(&operation.pointer) } else { bare(&operation.pointer) },
        });
        let repairs = coverage.repairs.iter().map(|repair| RepairView {
            code: repair.code.name(),
            meaning: repair.meaning,
            number: repair.number,
            places: places(&repair.places),
        });
        Self {
            document: source.name().to_owned(),
            version: version(coverage.dialect),
            generated: coverage.errors.is_empty(),
            errors: errors.collect(),
            operations: OperationsView {
                documented: operations.documented,
                emitted: operations.emitted,
                not_emitted: not_emitted.collect(),
            },
            totals: coverage.totals,
            kinds: kinds(&coverage.lines),
            constructs: coverage.lines.iter().map(|line| construct(line, &places)).collect(),
            repairs: repairs.collect(),
            findings: findings.iter().map(|finding| message(source, finding)).collect(),
        }
    }
}

fn message(source: &Source, finding: &Diagnostic) -> Message {
    let (text, position) = source.place(&finding.pointer);
    Message::new(finding, Some(text.name()), finding.position.or(position))
}

/// Returns the name of an OpenAPI version.
pub(super) fn version(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Swagger20 => "Swagger 2.0",
        Dialect::OpenApi30 => "OpenAPI 3.0",
        Dialect::OpenApi31 => "OpenAPI 3.1",
        Dialect::OpenApi32 => "OpenAPI 3.2",
    }
}

fn construct(line: &Line, places: &dyn Fn(&[Pointer]) -> Vec<PlaceView>) -> LineView {
    let reasons = line.reasons.iter().map(|reason| ReasonView {
        class: reason.class.name(),
        why: reason.why,
        number: reason.number,
        places: places(&reason.places),
    });
    LineView {
        kind: line.kind,
        keyword: line.keyword,
        counts: line.counts,
        by_value: line.labels.iter().copied().collect(),
        reasons: reasons.collect(),
        names: line.names.clone(),
        more_names: line.more_names,
    }
}

fn kinds(lines: &[Line]) -> Vec<KindView> {
    let mut kinds: Vec<KindView> = Vec::new();
    for line in lines {
        match kinds.iter_mut().find(|known| known.kind == line.kind) {
            Some(known) => known.counts.extend(line.counts),
            None => kinds.push(KindView { kind: line.kind, counts: line.counts }),
        }
    }
    kinds
}

fn place(source: &Source, pointer: &Pointer) -> PlaceView {
    let (text, position) = source.place(pointer);
    let file = position.map(|_| text.name().to_owned());
    PlaceView { file, line: position.map(|position| position.line), ..bare(pointer) }
}

fn bare(pointer: &Pointer) -> PlaceView {
    let pointer = Some(pointer.listed().into_owned()).filter(|pointer| !pointer.is_empty());
    // The root is displayed as `/`, since its pointer is empty.
    PlaceView { pointer: pointer.unwrap_or_else(|| "/".to_owned()), file: None, line: None }
}
