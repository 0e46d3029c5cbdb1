//! Renders the results as text, Markdown and JSON.

use generator::one_line;
use serde_json::json;

use super::found::{Failure, Totals, Verified};
use openapi_crate::report;
use xtask::corpus::cell::cell;

/// The maximum length of an instance or a message on the terminal, in characters.
const QUOTED: usize = 300;

/// Renders one line about a document.
pub(super) fn line(found: &Verified) -> String {
    let mut text = format!("{} ({:.0} s): ", one_line(&found.path), found.seconds);
    if let Some(why) = &found.unusable {
        return text + &short(why);
    }
    let mut parts = Vec::new();
    if let Some(instances) = &found.instances {
        parts.push(format!("{} of {} instances equal", instances.equal, instances.valid));
    }
    if let Some(tests) = &found.tests {
        parts.push(format!("{} of {} tests passed", tests.passed, tests.passed + tests.failed));
    }
    if let Some(requests) = &found.requests {
        parts.push(format!("{} of {} requests valid", requests.valid, requests.requests));
    }
    if let Some(docs) = &found.docs {
        let rustdoc = if docs.rustdoc.is_none() { "no warning" } else { "warnings" };
        let all = docs.examples.passed + docs.examples.failed;
        parts.push(format!("rustdoc: {rustdoc}, {} of {all} examples passed", docs.examples.passed));
    }
    text.push_str(&parts.join("; "));
    text
}

/// Renders a summary of a few lines.
pub(super) fn summary(totals: &Totals) -> String {
    let Totals { documents, good, unusable, schemas, valid, rejected, equal, declared, failed, .. } = totals;
    let share = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
    let mut text = format!("{documents} documents: {good} without a failure, {unusable} not verified\n");
    if *schemas > 0 {
        text.push_str(&format!(
            "{schemas} schemas ({} without a valid instance), {valid} valid instances: {equal} equal, {declared} changed (explained by findings), {failed} failed; {rejected} rejected ({:.1}%)\n",
            totals.schemas_without_instance,
            share(*rejected, valid + rejected),
        ));
    }
    if totals.tests_passed + totals.tests_failed > 0 {
        text.push_str(&format!("tests: {} passed, {} failed\n", totals.tests_passed, totals.tests_failed));
    }
    if totals.requests > 0 {
        let Totals { requests, valid_requests, operations, called, .. } = totals;
        text.push_str(&format!(
            "requests: {valid_requests} of {requests} match the document; {called} of {operations} operations called\n"
        ));
    }
    if totals.documented > 0 {
        text.push_str(&format!(
            "rustdoc: {} of {} crates without a warning; examples: {} passed, {} failed\n",
            totals.documented_without_warning,
            totals.documented,
            totals.examples_passed,
            totals.examples_failed,
        ));
    }
    text.push_str(&format!("{:.0} s\n", totals.seconds));
    text
}

/// Renders the failures, each with the smallest instance.
pub(super) fn failures(all: &[Verified]) -> String {
    let mut text = String::new();
    for (path, what, example) in problems(all) {
        text.push_str(&format!("\n{}: {}\n  {}\n", one_line(path), short(&what), short(&example)));
    }
    text
}

/// Returns the failures, each as the path of the document, the failure, and an example or message.
fn problems(all: &[Verified]) -> Vec<(&str, String, String)> {
    let mut found = Vec::new();
    for one in all {
        let mut add = |what: String, example: &str| found.push((one.path.as_str(), what, example.to_owned()));
        if let Some(why) = &one.unusable {
            add("not verified".to_owned(), why);
        }
        for failure in one.instances.iter().flat_map(|instances| &instances.failures) {
            add(title(failure), &example(failure));
        }
        for failure in one.requests.iter().flat_map(|requests| &requests.failures) {
            let (kind, number, operations) = (&failure.kind, failure.number, failure.schemas);
            add(format!("{kind} ({number} requests of {operations} operations)"), &example(failure));
        }
        if let Some(tests) = one.tests.as_ref().filter(|tests| !tests.is_good()) {
            add(format!("{} tests fail", tests.failed), tests.first.as_deref().unwrap_or_default());
        }
        if let Some(docs) = &one.docs {
            if let Some(first) = &docs.rustdoc {
                add("rustdoc reports warnings".to_owned(), first);
            }
            if !docs.examples.is_good() {
                add(
                    format!("{} examples fail", docs.examples.failed),
                    docs.examples.first.as_deref().unwrap_or_default(),
                );
            }
        }
    }
    found
}

fn title(failure: &Failure) -> String {
    format!("{} ({} instances of {} schemas)", failure.kind, failure.number, failure.schemas)
}

fn example(failure: &Failure) -> String {
    format!("{}: {} -> {}", failure.schema, failure.instance, failure.detail)
}

fn short(text: &str) -> String {
    one_line(text).to_string().chars().take(QUOTED).collect()
}

/// Renders all results as JSON.
pub(super) fn json(totals: &Totals, all: &[Verified]) -> String {
    report::json(&json!({ "totals": totals, "documents": all })).unwrap_or_default()
}

/// Renders all results as Markdown.
pub(super) fn markdown(totals: &Totals, all: &[Verified]) -> String {
    let mut text = String::from("# Verification\n\n| what | number |\n|---|---:|\n");
    for (what, number) in [
        ("documents", totals.documents),
        ("documents without a failure", totals.good),
        ("documents not verified", totals.unusable),
        ("schemas", totals.schemas),
        ("schemas without a valid instance", totals.schemas_without_instance),
        ("valid instances", totals.valid),
        ("instances rejected by the validator", totals.rejected),
        ("instances encoded as an equal value", totals.equal),
        ("instances changed (explained by findings)", totals.declared),
        ("instances that failed", totals.failed),
        ("tests passed", totals.tests_passed),
        ("tests failed", totals.tests_failed),
        ("operations", totals.operations),
        ("operations called by a test", totals.called),
        ("requests", totals.requests),
        ("requests that match the document", totals.valid_requests),
        ("crates with rustdoc", totals.documented),
        ("crates without a warning from rustdoc", totals.documented_without_warning),
        ("examples passed", totals.examples_passed),
        ("examples failed", totals.examples_failed),
    ] {
        text.push_str(&format!("| {what} | {number} |\n"));
    }
    let problems = problems(all);
    if !problems.is_empty() {
        text.push_str("\n## Failures\n\n| document | failure | example |\n|---|---|---|\n");
        for (path, what, example) in problems {
            text.push_str(&format!("| {} | {} | {} |\n", cell(path), cell(&what), cell(&example)));
        }
    }
    let declared = all.iter().flat_map(|one| {
        let instances = one.instances.iter().flat_map(|found| &found.declared);
        let requests = one.requests.iter().flat_map(|found| &found.declared);
        instances.chain(requests).map(|failure| (one.path.as_str(), failure))
    });
    let rows: Vec<String> = declared
        .map(|(path, failure)| {
            let (what, findings) = (title(failure), failure.findings.join(", "));
            format!(
                "| {} | {} | {} | {} |\n",
                cell(path),
                cell(&what),
                cell(&findings),
                cell(&example(failure))
            )
        })
        .collect();
    if !rows.is_empty() {
        text.push_str("\n## Differences explained by findings\n\n| document | difference | findings | example |\n|---|---|---|---|\n");
        text.extend(rows);
    }
    text.push_str("\n## Documents\n\n| document | result |\n|---|---|\n");
    for one in all {
        text.push_str(&format!("| {} | {} |\n", cell(&one.path), cell(&line(one))));
    }
    text
}
