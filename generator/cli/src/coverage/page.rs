//! A report as a Markdown page.
//!
//! Strings from the document are escaped and kept on one line.

use std::fmt::Write as _;

use generator::code_cell;
use generator::coverage::{Counts, PART};
use generator::one_line;

use crate::report::Message;

use super::view::{LineView, OperationsView, PlaceView, ReasonView, View};

/// The maximum length of a quoted string, in characters.
const QUOTED: usize = 200;

/// Renders a report as a Markdown page.
pub(super) fn render(view: &View) -> String {
    let mut out = String::from("# Coverage report\n\n");
    let _ = writeln!(out, "{}, read as {}.\n", code(&view.document), view.version);
    errors(&mut out, view);
    totals(&mut out, view);
    operations(&mut out, &view.operations);
    reasons(&mut out, view);
    repairs(&mut out, view);
    findings(&mut out, view);
    constructs(&mut out, view);
    out
}

fn errors(out: &mut String, view: &View) {
    if view.generated {
        return;
    }
    out.push_str("Nothing was generated:\n\n");
    for error in &view.errors {
        let _ = writeln!(out, "- `{}` at {}: {}", error.code, place(&error.place), plain(&error.message));
    }
    out.push('\n');
}

fn totals(out: &mut String, view: &View) {
    let operations = &view.operations;
    let _ = writeln!(out, "{} of {} operations are emitted.", operations.emitted, operations.documented);
    if !view.generated {
        return;
    }
    out.push_str("\n| construct | handled | approximated | dropped |\n|---|---:|---:|---:|\n");
    for kind in &view.kinds {
        let _ = writeln!(out, "| {} {}", kind.kind, numbers(kind.counts));
    }
    let _ = writeln!(out, "| **all** {}", numbers(view.totals));
}

fn numbers(Counts { handled, approximated, dropped }: Counts) -> String {
    format!("| {handled} | {approximated} | {dropped} |")
}

fn operations(out: &mut String, operations: &OperationsView) {
    if operations.not_emitted.is_empty() {
        return;
    }
    out.push_str(
        "\n## Operations that are not emitted\n\n| operation | location | reason |\n|---|---|---|\n",
    );
    for operation in &operations.not_emitted {
        let what = code(&format!("{} {}", operation.method, operation.path));
        let _ = writeln!(out, "| {what} | {} | {} |", place(&operation.place), plain(&operation.why));
    }
}

/// Writes the dropped constructs, then the approximated ones, most frequent first. Lists the names of keywords and
/// formats without a table row last.
fn reasons(out: &mut String, view: &View) {
    for (class, title) in [("dropped", "Dropped"), ("approximated", "Approximated")] {
        let mut found: Vec<(&LineView, &ReasonView)> = Vec::new();
        for line in &view.constructs {
            found.extend(line.reasons.iter().filter(|r| r.class == class).map(|reason| (line, reason)));
        }
        let (parts, mut found): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, r)| r.why == PART);
        if found.is_empty() {
            continue;
        }
        found.sort_by_key(|(_, reason)| std::cmp::Reverse(reason.number));
        let _ =
            writeln!(out, "\n## {title}\n\n| construct | number | reason | locations |\n|---|---:|---|---|");
        for (line, reason) in found {
            let places: Vec<String> = reason.places.iter().map(place).collect();
            let (what, number, why) = (what(line), reason.number, plain_reason(reason.why));
            let _ = writeln!(out, "| {what} | {number} | {why} | {} |", places.join(", "));
        }
        let parts: usize = parts.iter().map(|(_, reason)| reason.number).sum();
        if parts > 0 {
            let _ = writeln!(out, "| contents of these constructs | {parts} | {PART} | |");
        }
    }
    let named: Vec<&LineView> = view.constructs.iter().filter(|line| !line.names.is_empty()).collect();
    if !named.is_empty() {
        out.push_str("\n## Keywords and formats by name\n\n| construct | names |\n|---|---|\n");
        for line in named {
            let names = line.names.iter().map(|(name, number)| format!("{} {number}", code(name)));
            let more = (line.more_names > 0).then(|| format!("others {}", line.more_names));
            let all: Vec<String> = names.chain(more).collect();
            let _ = writeln!(out, "| {} | {} |", what(line), all.join(", "));
        }
    }
}

fn repairs(out: &mut String, view: &View) {
    if view.repairs.is_empty() {
        return;
    }
    out.push_str("\n## Repaired defects\n\n| finding | number | repair | locations |\n|---|---:|---|---|\n");
    for repair in &view.repairs {
        let places: Vec<String> = repair.places.iter().map(place).collect();
        let meaning = plain_reason(repair.meaning);
        let _ =
            writeln!(out, "| `{}` | {} | {meaning} | {} |", repair.code, repair.number, places.join(", "));
    }
}

/// Writes all findings except errors, grouped by code.
fn findings(out: &mut String, view: &View) {
    let mut found: Vec<&Message> = view.findings.iter().filter(|one| one.severity != "error").collect();
    if found.is_empty() {
        return;
    }
    out.push_str("\n## All findings\n\n| finding | location | message |\n|---|---|---|\n");
    found.sort_by_key(|one| one.code);
    for one in found {
        let at = match (&one.file, one.line) {
            (Some(file), Some(line)) => format!("{} ({}:{line})", code(&one.pointer), plain(file)),
            _ => code(&one.pointer),
        };
        let _ = writeln!(out, "| `{}` | {at} | {} |", one.code, plain(&one.message));
    }
}

fn constructs(out: &mut String, view: &View) {
    if view.constructs.is_empty() {
        return;
    }
    out.push_str(
        "\n## All constructs\n\n| construct | handled | approximated | dropped |\n|---|---:|---:|---:|\n",
    );
    for line in &view.constructs {
        let _ = writeln!(out, "| {} {}", what(line), numbers(line.counts));
        for (value, counts) in &line.by_value {
            let _ = writeln!(out, "| {}: {value} {}", what(line), numbers(*counts));
        }
    }
}

/// Returns the kind of object and the keyword that a row is about.
fn what(line: &LineView) -> String {
    if line.keyword.is_empty() { line.kind.to_owned() } else { format!("{} `{}`", line.kind, line.keyword) }
}

fn place(place: &PlaceView) -> String {
    match (&place.file, place.line) {
        (Some(file), Some(line)) => format!("{} ({}:{line})", code(&place.pointer), plain(file)),
        _ => code(&place.pointer),
    }
}

/// Escapes a string from the generator's table, in which code is enclosed in backticks.
fn plain_reason(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Returns a string from a document as a code span in a table.
fn code(text: &str) -> String {
    code_cell(&short(&one_line(text)))
}

/// Escapes a string from a document.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in short(&one_line(text)).chars() {
        if c.is_ascii_punctuation()
            && !matches!(c, '.' | ',' | ':' | ';' | '/' | '-' | '\'' | '(' | ')' | '=')
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn short(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_a_document_are_not_markup() {
        assert_eq!(code("a|b`c\n<d>"), "`` a\\|b`c <d> ``");
        assert_eq!(plain("<b>[x](y) | `z`"), "\\<b\\>\\[x\\](y) \\| \\`z\\`");
        assert!(plain(&"x".repeat(1000)).len() < 220);
    }
}
