//! The output for small documents, with a snapshot next to each; see [`support`] for their syntax.
//!
//! Each [section](sections) of a snapshot contains the result of one stage. All emitted code must be valid Rust.

mod support;

use std::fmt::Write as _;

use generator::diagnostic::{Code, Diagnostic};
use generator::{Model, emit, ir};
use support::Snippet;

#[test]
fn snippets() {
    insta::glob!("snippets/**/*.yaml", |path| {
        let snippet = Snippet::read(path);
        let folder = path.parent().expect("fixtures are in a folder");
        let name = path.file_stem().expect("a fixture has a name").to_string_lossy().into_owned();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, shown(&snippet)));
    });
}

/// Renders a snapshot. For a document with errors, it contains only the findings.
fn shown(snippet: &Snippet) -> String {
    match snippet.model() {
        Ok((model, findings)) => {
            let of_fragment =
                |finding: &&Diagnostic| !snippet.only_components || finding.code != Code::NoOperations;
            sections(&model, findings.iter().filter(of_fragment))
        }
        Err(findings) => format!("# diagnostics\n{}", lines(findings.iter())),
    }
}

/// Renders the snapshot of a valid document.
fn sections<'a>(model: &Model, findings: impl Iterator<Item = &'a Diagnostic>) -> String {
    let all =
        [("diagnostics", lines(findings)), ("model", ir::dump(&model.api)), ("emitted", emitted(model))];
    let mut out = String::new();
    for (title, text) in all.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = writeln!(out, "# {title}\n{}\n", text.trim_matches('\n'));
    }
    out
}

/// The phrases that identify a repair in a message.
const REPAIRS: [&str; 4] = [" omitted", " is accepted", " is ignored", " is used"];

fn lines<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> String {
    let line = |finding: &Diagnostic| {
        // Strict mode repairs nothing, so the text after `; ` becomes the help.
        let defect = finding.message.split("; ").next().unwrap_or_default();
        let has_repair = REPAIRS.iter().any(|repair| defect.contains(repair));
        assert!(!has_repair || !finding.code.is_defect(), "no `; ` before the repair: {finding}");
        format!("{finding}\n")
    };
    findings.map(line).collect()
}

/// Renders the items emitted for the snippet. Items that every crate contains are omitted, but still checked.
fn emitted(model: &Model) -> String {
    let mut out = String::new();
    for (path, text) in emit::crate_files(model) {
        if !path.ends_with(".rs") {
            continue;
        }
        if let Err(why) = syn::parse_file(&text) {
            panic!("{path} is not Rust: {why}\n{text}");
        }
        let of_a_tag_or_schema =
            path.starts_with("src/api/") || path.starts_with("src/models/") || path == "src/webhooks.rs";
        let has_parameters = path == "src/client.rs" && model.all_client_parameters().next().is_some();
        let is_shown = of_a_tag_or_schema && !path.ends_with("/mod.rs");
        if is_shown || path == "src/servers.rs" || has_parameters {
            let items = text.split_once('\n').map_or("", |(_, items)| items);
            let _ = writeln!(out, "\n// {path}\n{}", without_examples(items).trim_matches('\n'));
        }
    }
    out
}

/// Removes the examples from doc comments, since other tests cover the examples.
fn without_examples(code: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in code.lines() {
        let text = line.trim();
        if inside {
            inside = text != "/// ```";
        } else if text == "/// ```no_run" {
            inside = true;
            // Removes the heading of the example and the empty lines around it.
            while out.last().is_some_and(|line| matches!(line.trim(), "///" | "/// # Examples")) {
                out.pop();
            }
        } else {
            out.push(line);
        }
    }
    out.join("\n")
}
