//! Renders the results as a summary, as Markdown and as JSON.

use std::path::Path;

use generator::one_line;
use serde_json::json;

use super::cell::cell;
use super::paths::slashed;
use super::row::{Fate, Row, Tested};
use super::totals::Totals;
use super::trial;
use crate::report;

/// The folder for the crates whose failing tests are rerun.
const FAILING: &str = "target/failing";

/// The maximum length of a quoted failure, in characters.
const QUOTED: usize = 300;

/// The maximum number of documents in each list of worst results.
const WORST: usize = 20;

/// Renders a summary of a few lines.
pub(super) fn summary(totals: &Totals) -> String {
    let Totals { documents, generated, refused, not_openapi, crashed, timed_out, broken, .. } = totals;
    let mut text = format!("{documents} documents: {generated} generated");
    for (number, what) in [
        (refused, "refused"),
        (crashed, "crashed"),
        (timed_out, "timed out"),
        (broken, "with files that do not parse"),
        (not_openapi, "not OpenAPI"),
    ] {
        if *number > 0 {
            text.push_str(&format!(", {number} {what}"));
        }
    }
    if totals.checked > 0 {
        let Totals { checked, compiled, clean, .. } = totals;
        text.push_str(&format!("\n{checked} checked: {compiled} compile, {clean} of them without a warning"));
    }
    if totals.tested > 0 {
        let Totals { tested, good, tests_passed, tests_failed, .. } = totals;
        text.push_str(&format!(
            "\n{tested} tested: {good} without a failure; {tests_passed} tests passed, {tests_failed} failed"
        ));
    }
    let (emitted, operations) = (totals.emitted, totals.operations);
    text.push_str(&format!("\n{emitted} of {operations} operations emitted ({:.2}%)", totals.share()));
    text.push_str(&format!("; {} types, {} lines", totals.types, totals.lines));
    let [handled, approximated, dropped] = totals.stocks.totals;
    text.push_str(&format!("\n{handled} constructs handled, {approximated} approximated, {dropped} dropped"));
    text.push_str(&format!(
        "\ngenerating took {:.1} s in total; this run took {:.1} s\n",
        totals.generating, totals.seconds
    ));
    text
}

/// Renders the crates whose tests fail, each with the command to rerun them.
pub(super) fn failing_tests(rows: &[Row]) -> String {
    let mut text = String::new();
    for (row, tested) in failing(rows) {
        let first = one_line(tested.first.as_deref().unwrap_or_default()).to_string();
        text.push_str(&format!(
            "\ntests fail: {}: {} of {}; {}\n  to rerun: {}\n",
            report::shown(&row.document.path),
            tested.failed,
            tested.passed + tested.failed,
            first.chars().take(QUOTED).collect::<String>(),
            trial::to_repeat(row, Path::new(FAILING)),
        ));
    }
    text
}

fn failing(rows: &[Row]) -> impl Iterator<Item = (&Row, &Tested)> {
    let tested = rows.iter().filter_map(|row| Some((row, row.tested.as_ref()?)));
    tested.filter(|(_, tested)| !tested.is_good())
}

/// Renders all results as JSON.
pub(super) fn json(totals: &Totals, rows: &[Row]) -> String {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({
                "path": slashed(&row.document.path),
                "size": row.document.size,
                "result": row.measured,
                "check": row.checked,
                "tests": row.tested,
            })
        })
        .collect();
    let all = json!({ "totals": totals, "documents": rows });
    report::json(&all).unwrap_or_default()
}

/// Renders all results as Markdown.
pub(super) fn markdown(totals: &Totals, rows: &[Row]) -> String {
    let [handled, approximated, dropped] = totals.stocks.totals;
    let mut text = String::from("# Corpus\n\n| what | number |\n|---|---:|\n");
    for (what, number) in [
        ("documents", totals.documents),
        ("generated", totals.generated),
        ("refused", totals.refused),
        ("not OpenAPI", totals.not_openapi),
        ("crashed", totals.crashed),
        ("timed out", totals.timed_out),
        ("with files that do not parse", totals.broken),
        ("checked by the compiler", totals.checked),
        ("compile", totals.compiled),
        ("compile without a warning", totals.clean),
        ("whose tests were run", totals.tested),
        ("pass all tests", totals.good),
        ("tests passed", totals.tests_passed),
        ("tests failed", totals.tests_failed),
        ("operations in the documents", totals.operations),
        ("operations emitted", totals.emitted),
        ("operations omitted", totals.dropped()),
        ("types", totals.types),
        ("lines, without the runtime", totals.lines),
        ("constructs handled", handled),
        ("constructs approximated", approximated),
        ("constructs dropped", dropped),
        ("defects repaired", totals.of_fate("repaired")),
    ] {
        text.push_str(&format!("| {what} | {number} |\n"));
    }
    text.push_str(&format!("| operations emitted, % | {:.3} |\n", totals.share()));
    text.push_str(&format!("| seconds spent generating | {:.1} |\n", totals.generating));
    kinds(totals, &mut text);
    totals.stocks.sections(rows, &mut text);
    problems(rows, &mut text);
    repeats(rows, &mut text);
    worst(rows, &mut text);
    text
}

fn kinds(totals: &Totals, text: &mut String) {
    text.push_str("\n## Findings by kind\n\n| kind | outcome | findings | documents | example |\n");
    text.push_str("|---|---|---:|---:|---|\n");
    for kind in &totals.kinds {
        let (code, fate, number, documents) = (&kind.code, &kind.fate, kind.number, kind.documents);
        text.push_str(&format!("| {code} | {fate} | {number} | {documents} | {} |\n", cell(&kind.example)));
    }
}

/// Lists the documents that did not succeed, with the reason.
fn problems(rows: &[Row], text: &mut String) {
    let mut found = Vec::new();
    for row in rows {
        let what = match row.measured.fate {
            Fate::Generated => None,
            Fate::Refused => Some("refused"),
            Fate::NotOpenApi => Some("not OpenAPI"),
            Fate::Crashed => Some("crashed"),
            Fate::TimedOut => Some("timed out"),
        };
        if let Some(what) = what {
            found.push((row, what, row.measured.reason.clone().unwrap_or_default()));
        }
        if let Some(first) = row.measured.broken.first() {
            found.push((row, "does not parse", first.clone()));
        }
        let Some(checked) = &row.checked else { continue };
        let first = checked.first.clone().unwrap_or_default();
        if !checked.compiles {
            found.push((row, "does not compile", format!("{} errors; {first}", checked.errors)));
        } else if checked.warnings > 0 {
            found.push((row, "warnings", format!("{}; {first}", checked.warnings)));
        }
    }
    for (row, tested) in failing(rows) {
        let first = tested.first.clone().unwrap_or_default();
        found.push((row, "tests fail", format!("{} tests; {first}", tested.failed)));
    }
    if found.is_empty() {
        return;
    }
    text.push_str("\n## Documents with a problem\n\n| document | problem | first |\n|---|---|---|\n");
    for (row, what, first) in found {
        text.push_str(&format!("| {} | {what} | {} |\n", cell(&slashed(&row.document.path)), cell(&first)));
    }
}

/// Lists the commands to rerun failed tests.
fn repeats(rows: &[Row], text: &mut String) {
    let commands: Vec<String> =
        failing(rows).map(|(row, _)| trial::to_repeat(row, Path::new(FAILING))).collect();
    if !commands.is_empty() {
        text.push_str(&format!(
            "\n## Commands to rerun failed tests\n\n```sh\n{}\n```\n",
            commands.join("\n")
        ));
    }
}

/// Lists the documents with the worst results by several measures.
fn worst(rows: &[Row], text: &mut String) {
    let missing = |row: &Row| match row.measured.fate {
        Fate::NotOpenApi => 0,
        _ => row.measured.operations.saturating_sub(row.measured.emitted),
    };
    let mut by_loss: Vec<&Row> = rows.iter().filter(|row| missing(row) > 0).collect();
    by_loss.sort_by_key(|row| std::cmp::Reverse(missing(row)));
    if !by_loss.is_empty() {
        text.push_str(
            "\n## Most omitted operations\n\n| document | omitted | of | most frequent findings |\n",
        );
        text.push_str("|---|---:|---:|---|\n");
        for row in by_loss.iter().take(WORST) {
            let (path, all) = (cell(&slashed(&row.document.path)), row.measured.operations);
            text.push_str(&format!("| {path} | {} | {all} | {} |\n", missing(row), frequent(row)));
        }
    }
    let mut by_time: Vec<&Row> = rows.iter().collect();
    by_time.sort_by(|one, other| other.measured.seconds.total_cmp(&one.measured.seconds));
    text.push_str("\n## Slowest\n\n| document | s | MB | bytes | operations | lines |\n|---|---:|---:|---:|---:|---:|\n");
    for row in by_time.iter().take(WORST) {
        let memory = row.measured.memory.map(|mb| mb.to_string()).unwrap_or_default();
        text.push_str(&format!(
            "| {} | {:.2} | {memory} | {} | {} | {} |\n",
            cell(&slashed(&row.document.path)),
            row.measured.seconds,
            row.document.size,
            row.measured.operations,
            row.measured.lines,
        ));
    }
}

fn frequent(row: &Row) -> String {
    let warnings = row.measured.findings.iter().filter(|(_, found)| found.severity != "note");
    let mut all: Vec<_> = warnings.map(|(code, found)| (found.number, code)).collect();
    all.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    all.iter().take(3).map(|(number, code)| format!("{number} {code}")).collect::<Vec<_>>().join(", ")
}
