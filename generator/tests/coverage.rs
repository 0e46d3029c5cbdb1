//! Tests of coverage reports: snapshots for the documents in `tests/coverage`, and a check that the report for each
//! snippet agrees with the crate emitted for it.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::coverage::{Coverage, ExtensionUse, Kind, PART, VENDOR_EXTENSIONS, coverage};
use generator::diagnostic::{Code, Diagnostics, Outcome};
use generator::emit::{self, Files};
use generator::load::Source;
use generator::pointer::Pointer;
use serde_json::Value;
use support::Snippet;

/// Returns the report for a snippet.
fn report(snippet: &Snippet) -> Coverage {
    let source =
        Source::parse("fragment.yaml", snippet.document.as_bytes()).expect("a fixture can be loaded");
    match generator::model(&source, snippet.config.clone()) {
        Ok((model, findings)) => coverage(&source, Some(&model), &findings),
        Err(findings) => coverage(&source, None, &findings),
    }
}

/// Renders the parts of a report that the snapshots contain.
fn shown(report: &Coverage) -> String {
    let operations = &report.operations;
    let mut out = format!("{} of {} operations\n", operations.emitted, operations.documented);
    for left in &operations.unemitted {
        let _ = writeln!(out, "- {} {} at {}: {}", left.method, left.path, left.pointer, left.why);
    }
    for (code, message, at) in &report.errors {
        let _ = writeln!(out, "- error {code} at {at}: {message}");
    }
    for repair in &report.repairs {
        let places: Vec<_> = repair.places.iter().map(ToString::to_string).collect();
        let _ = writeln!(
            out,
            "repaired {} {}: {}; {}",
            repair.number,
            repair.code,
            repair.meaning,
            places.join(" ")
        );
    }
    for line in &report.lines {
        let counts = line.counts;
        let _ = writeln!(
            out,
            "{} {}: {}/{}/{}",
            line.kind, line.keyword, counts.handled, counts.approximated, counts.dropped
        );
        for (label, counts) in &line.labels {
            let _ =
                writeln!(out, "    {label}: {}/{}/{}", counts.handled, counts.approximated, counts.dropped);
        }
        for reason in &line.reasons {
            let places: Vec<_> = reason.places.iter().map(ToString::to_string).collect();
            let class = reason.class.name();
            let _ = writeln!(out, "    {class} {}: {}; {}", reason.number, reason.why, places.join(" "));
        }
        for (name, number) in &line.names {
            let _ = writeln!(out, "    {number} {name:?}");
        }
        if line.more_names > 0 {
            let _ = writeln!(out, "    {} others", line.more_names);
        }
    }
    out
}

#[test]
fn fragments() {
    insta::glob!("coverage/*.yaml", |path| {
        let name = path.file_stem().expect("a fixture has a name").to_string_lossy().into_owned();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().expect("fixtures are in a folder"));
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, shown(&report(&Snippet::read(path)))));
    });
}

/// Returns the paths of all snippets.
fn fixtures() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder exists").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                found.push(path);
            }
        }
    }
    assert!(found.len() > 90, "only {} fixtures", found.len());
    found
}

#[test]
fn every_operation_is_emitted_or_listed_as_omitted() {
    for path in fixtures() {
        let snippet = Snippet::read(&path);
        let operations = report(&snippet).operations;
        assert_eq!(
            operations.documented,
            operations.emitted + operations.unemitted.len(),
            "{}",
            path.display()
        );
        for left in &operations.unemitted {
            assert_ne!(left.why, "unknown reason", "{}: {}", path.display(), left.pointer);
        }
        if let Ok((model, _)) = snippet.model() {
            let emitted = model.api.operations().filter(|(id, _)| model.facts.owner(*id).is_some()).count();
            assert_eq!(operations.emitted, emitted, "{}", path.display());
        }
    }
}

/// Returns a lower bound on the number of approximated or dropped constructs: 1 if a finding reports one, otherwise 0.
fn minimum_affected(findings: &Diagnostics) -> usize {
    let is_less = |code: Code| matches!(code.outcome(), Some(Outcome::Approximated | Outcome::Dropped));
    usize::from(findings.iter().any(|finding| is_less(finding.code)))
}

#[test]
fn every_finding_is_at_a_counted_construct() {
    for path in fixtures() {
        let snippet = Snippet::read(&path);
        let Ok((_, findings)) = snippet.model() else { continue };
        let report = report(&snippet);
        let less = report.totals.approximated + report.totals.dropped;
        assert!(less >= minimum_affected(&findings), "{}:\n{}", path.display(), shown(&report));
        let elsewhere: Vec<_> = report.lines.iter().filter(|line| line.kind == "elsewhere").collect();
        assert!(elsewhere.is_empty(), "{}: {elsewhere:#?}", path.display());
    }
}

/// Returns the files emitted for a document, or `None` if the document is rejected.
fn files(tree: &Value, config: &Config) -> Option<Files> {
    let source = Source::parse("document.json", tree.to_string()).expect("the tree is a valid document");
    generator::model(&source, config.clone()).ok().map(|(model, _)| emit::crate_files(&model))
}

/// Removes the object member or array element at a location.
fn remove_node(tree: &mut Value, at: &Pointer) {
    let around = at.parent().and_then(|around| around.find_mut(tree));
    match (around, at.last()) {
        (Some(Value::Object(members)), Some(key)) => drop(members.shift_remove(&key)),
        (Some(Value::Array(items)), Some(index)) => {
            drop(items.remove(index.parse().expect("an element has a number")));
        }
        _ => panic!("no node at {at}"),
    }
}

#[test]
fn removing_a_dropped_construct_changes_nothing() {
    insta::glob!("coverage/*.yaml", |path| {
        let snippet = Snippet::read(path);
        let report = report(&snippet);
        let source =
            Source::parse("fragment.yaml", snippet.document.as_bytes()).expect("a fixture can be loaded");
        let Some(whole) = files(source.tree(), &snippet.config) else { return };
        for line in &report.lines {
            let is_silent = |why: &str| why != PART && !why.contains("the docs list this one");
            let dropped = line.reasons.iter().filter(|r| r.class == Outcome::Dropped && is_silent(r.why));
            for (reason, at) in dropped.filter_map(|reason| Some((reason, reason.places.first()?))) {
                let mut tree = source.tree().clone();
                remove_node(&mut tree, at);
                let same = files(&tree, &snippet.config).as_ref() == Some(&whole);
                assert!(
                    same,
                    "{}: `{at}` is reported as dropped ({}), but changes the output",
                    path.display(),
                    reason.why
                );
            }
        }
    });
}

/// Returns the report for a document with the given `components/schemas`.
fn report_of(schemas: &str) -> Coverage {
    let document = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {schemas}}}}}"#
    );
    report(&Snippet { document, config: Config::default(), only_components: false })
}

#[test]
fn the_size_of_a_report_is_bounded() {
    let members: Vec<String> =
        (0..5000).map(|n| format!(r#""x-{n}-{}": 1, "k{n}": {{"maxLength": 1}}"#, "y".repeat(200))).collect();
    let report = report_of(&format!(r#"{{"A": {{{}}}}}"#, members.join(",")));
    assert_eq!(report.totals.dropped, 10_000);
    assert!(report.lines.len() < 10, "{}", report.lines.len());
    for line in &report.lines {
        assert!(line.names.len() <= 50 && line.names.iter().all(|(name, _)| name.len() <= 60), "{line:?}");
        assert!(line.reasons.iter().all(|reason| reason.places.len() <= 3), "{line:?}");
    }
}

#[test]
fn deep_documents_are_counted_completely() {
    let deep = 100;
    let nested = format!("{}{}{}", r#"{"items": "#.repeat(deep), r#"{"pattern": "a"}"#, "}".repeat(deep));
    let report = report_of(&format!(r#"{{"A": {nested}}}"#));
    let find = |keyword: &str| {
        report.lines.iter().find(|line| line.keyword == keyword).map(|line| line.counts.all())
    };
    assert_eq!((find("items"), find("pattern")), (Some(deep), Some(1)));
}

/// Returns the source code of a stage, without its tests.
fn sources(stage: &str) -> String {
    let mut text = String::new();
    let mut todo = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(stage)];
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            todo.extend(
                fs::read_dir(&path).expect("a stage can be listed").flatten().map(|entry| entry.path()),
            );
        } else if path.file_name().is_some_and(|name| name != "tests.rs") {
            text.push_str(&fs::read_to_string(&path).expect("a source can be read"));
        }
    }
    text
}

#[test]
fn the_table_of_extensions_matches_the_sources() {
    let text: String =
        ["bundle", "normalise", "resolve", "lower", "analyse", "name", "emit"].map(sources).concat();
    let mut seen = Vec::new();
    for (names, _, usage) in VENDOR_EXTENSIONS {
        for name in *names {
            assert!(!seen.contains(name), "`{name}` occurs twice");
            seen.push(name);
            let has_row = Kind::ALL.iter().any(|kind| kind.rows().iter().any(|row| row.keyword == *name));
            let is_read = text.contains(&format!("\"{name}\""));
            let is_always = matches!(usage, ExtensionUse::Always(_));
            assert_eq!((has_row, is_read), (is_always, is_always), "`{name}`");
        }
        if let ExtensionUse::Setting(entry) = usage {
            let config = format!("[extensions]\n{entry} = \"x-name\"\n");
            assert!(toml::from_str::<Config>(&config).is_ok(), "`{entry}` is not an entry of [extensions]");
        }
    }
    // Every extension with a row in a keyword table must also be in `VENDOR_EXTENSIONS`.
    let rows = Kind::ALL.iter().flat_map(|kind| kind.rows()).map(|row| row.keyword);
    for keyword in rows.filter(|keyword| keyword.starts_with("x-")) {
        assert!(seen.contains(&keyword), "`{keyword}`");
    }
}
