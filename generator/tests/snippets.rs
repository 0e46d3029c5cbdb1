//! Small fragments of descriptions and what becomes of them, one snapshot beside each.
//!
//! A fragment is a YAML file below `tests/snippets`. It holds only what matters; [`Snippet::read`] puts the rest of a document around it:
//! - `schemas:`, `parameters:` and the other kinds of components stand for `components.schemas` and so on,
//! - `operation:` stands for `paths./things.get`, and `operation post:` or `operation post /things/{id}:` for that place;
//!   it gets the tag `things` and an answer without a body where it has none,
//! - `config:` is the configuration, and no part of the document,
//! - everything else stands as it is; `openapi`, `info`, `servers` and `paths` are added if they are missing, unless there is `whole: true`.
//!
//! Each [section](sections) of a snapshot shows one stage. To add one is to add a line there. Whatever is emitted must be Rust.

use std::fmt::Write as _;
use std::path::Path;

use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::load::Source;
use generator::{Model, emit, ir};

/// The kinds of components that a fragment can name at its top level.
const COMPONENTS: [&str; 7] =
    ["schemas", "parameters", "responses", "requestBodies", "headers", "examples", "securitySchemes"];

/// How many lines a fragment may have: one that needs more shows more than one thing.
const LINES: usize = 25;

/// A fragment, made whole.
struct Snippet {
    document: String,
    config: Config,
}

#[test]
fn snippets() {
    insta::glob!("snippets/**/*.yaml", |path| {
        let snippet = Snippet::read(path);
        let folder = path.parent().expect("a fixture stands in a folder");
        let name = path.file_stem().expect("a fixture has a name").to_string_lossy().into_owned();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, snippet.run()));
    });
}

impl Snippet {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("a fixture can be read");
        assert!(text.lines().count() <= LINES, "{}: a fragment has at most {LINES} lines", path.display());
        let (mut rest, mut components, mut paths) = (String::new(), String::new(), String::new());
        let mut config = Config::default();
        let mut keys = Vec::new();
        let mut last_path = "";
        for (key, section) in sections_of(&text) {
            let body = section.split_once('\n').map_or("", |(_, body)| body);
            let (word, place) = key.split_once(' ').unwrap_or((key, "get"));
            match word {
                "config" => {
                    config = serde_yaml::from_str(body).expect("the configuration of a fixture is one")
                }
                "operation" => {
                    let (method, path) = place.split_once(' ').unwrap_or((place, "/things"));
                    if path != last_path {
                        let _ = writeln!(paths, "  {path}:");
                        last_path = path;
                    }
                    let _ = write!(paths, "    {method}:\n{}{}", indented(body, 4), completion(body));
                }
                _ if COMPONENTS.contains(&word) => components.push_str(&indented(section, 2)),
                _ => {
                    rest.push_str(section);
                    keys.push(key);
                }
            }
        }
        for (key, body) in [("components", components), ("paths", paths)] {
            if !body.is_empty() {
                let _ = write!(rest, "{key}:\n{body}");
                keys.push(key);
            }
        }
        let mut head = String::new();
        for (key, text) in [
            ("openapi", "openapi: 3.0.3\n"),
            ("info", "info: {title: Test, version: '1'}\n"),
            ("servers", "servers: [{url: https://example.com}]\n"),
            ("paths", "paths: {}\n"),
        ] {
            if !keys.contains(&key) && !keys.contains(&"whole") {
                head.push_str(text);
            }
        }
        Self { document: head + &rest.replace("whole: true\n", ""), config }
    }

    /// All sections of the snapshot.
    fn run(&self) -> String {
        let source = match Source::parse("snippet.yaml", self.document.as_bytes()) {
            Ok(source) => source,
            Err(finding) => return format!("# diagnostics\n{finding}\n"),
        };
        match generator::model(&source, self.config.clone()) {
            Ok((model, findings)) => sections(&model, &findings),
            Err(findings) => format!("# diagnostics\n{}", shown(&findings)),
        }
    }
}

/// What an operation gets that says nothing of tags or answers.
fn completion(operation: &str) -> String {
    let has = |key: &str| operation.lines().any(|line| line.starts_with(&format!("  {key}:")));
    let mut text = String::new();
    if !has("tags") {
        text.push_str("      tags: [things]\n");
    }
    if !has("responses") {
        text.push_str("      responses: {'204': {description: Done}}\n");
    }
    text
}

/// What a snapshot shows of a document that was read.
fn sections(model: &Model, findings: &Diagnostics) -> String {
    let all =
        [("diagnostics", shown(findings)), ("model", ir::dump(&model.api)), ("emitted", emitted(model))];
    let mut out = String::new();
    for (title, text) in all.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = writeln!(out, "# {title}\n{}\n", text.trim_matches('\n'));
    }
    out
}

fn shown(findings: &Diagnostics) -> String {
    findings.iter().map(|finding| format!("{finding}\n")).collect()
}

/// The items that the fragment becomes; what every crate has is left out, but looked at all the same.
fn emitted(model: &Model) -> String {
    let mut out = String::new();
    for (path, text) in emit::crate_files(model) {
        if !path.ends_with(".rs") {
            continue;
        }
        if let Err(why) = syn::parse_file(&text) {
            panic!("{path} is not Rust: {why}\n{text}");
        }
        let of_a_tag_or_schema = path.starts_with("src/api/") || path.starts_with("src/models/");
        if (of_a_tag_or_schema && !path.ends_with("/mod.rs")) || path == "src/servers.rs" {
            let items = text.split_once('\n').map_or("", |(_, items)| items);
            let _ = writeln!(out, "\n// {path}\n{}", without_examples(items).trim_matches('\n'));
        }
    }
    out
}

/// The code without the examples in its docs, which the tests of the pages show.
fn without_examples(code: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in code.lines() {
        let text = line.trim();
        if inside {
            inside = text != "/// ```";
        } else if text == "/// ```no_run" {
            inside = true;
            // The heading of the example, and the empty lines around it.
            while out.last().is_some_and(|line| matches!(line.trim(), "///" | "/// # Example")) {
                out.pop();
            }
        } else {
            out.push(line);
        }
    }
    out.join("\n")
}

/// The parts of a fragment by their keys: each from a line that is not indented to the next.
fn sections_of(text: &str) -> Vec<(&str, &str)> {
    let starts: Vec<usize> = text
        .lines()
        .map(|line| line.as_ptr() as usize - text.as_ptr() as usize)
        .filter(|start| text[*start..].starts_with(|c: char| c.is_ascii_alphabetic()))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let section = |(start, end): (&usize, usize)| {
        let section = &text[*start..end];
        let line = section.lines().next().unwrap_or_default();
        let key = line.split_once(": ").map_or(line, |(key, _)| key).trim_end_matches(':');
        (key, section)
    };
    starts.iter().zip(ends).map(section).collect()
}

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{:by$}{line}\n", "")).collect()
}
