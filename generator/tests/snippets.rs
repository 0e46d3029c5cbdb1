//! Small fragments of descriptions and what becomes of them, one snapshot beside each.
//!
//! A fragment is a YAML file below `tests/snippets`. It holds only what matters; [`Snippet::read`] puts the rest of a document around it:
//! - `schemas:` stands for `components.schemas`,
//! - `operation:` for `paths./things.get`, and `operation post /things/{id}:` for that place,
//! - `config:` is the configuration, and no part of the document,
//! - everything else stands as it is; `openapi`, `info`, `servers` and `paths` are added if they are missing, unless there is `whole: true`.
//!
//! Each [section](sections) of a snapshot shows one stage. To add one is to add a line there.

use std::fmt::Write as _;
use std::path::Path;

use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::load::Source;
use generator::{Model, ir};

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
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, snippet.run()));
    });
}

impl Snippet {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("a fixture can be read");
        assert!(text.lines().count() <= 40, "{}: a fragment is small", path.display());
        let mut document = String::new();
        let mut config = Config::default();
        let mut keys = Vec::new();
        for (key, section) in sections_of(&text) {
            let body = section.split_once('\n').map_or("", |(_, body)| body);
            match key.split_once(' ').unwrap_or((key, "get /things")) {
                ("config", _) => config = serde_yaml::from_str(body).expect("the configuration of a fixture is one"),
                ("schemas", _) => {
                    let _ = write!(document, "components:\n{}", indented(section, 2));
                    keys.push("components");
                }
                ("operation", place) => {
                    let (method, path) = place.split_once(' ').expect("an operation is at a method and a path");
                    let _ = write!(document, "paths:\n  {path}:\n    {method}:\n{}", indented(body, 4));
                    keys.push("paths");
                }
                _ => {
                    document.push_str(section);
                    keys.push(key);
                }
            }
        }
        for (key, text) in [
            ("openapi", "openapi: 3.0.3\n"),
            ("info", "info: {title: Test, version: '1'}\n"),
            ("servers", "servers: [{url: https://example.com}]\n"),
            ("paths", "paths: {}\n"),
        ] {
            if !keys.contains(&key) && !keys.contains(&"whole") {
                document.insert_str(0, text);
            }
        }
        Self { document: document.replace("whole: true\n", ""), config }
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

/// What a snapshot shows of a document that was read.
fn sections(model: &Model, findings: &Diagnostics) -> String {
    let all = [("diagnostics", shown(findings)), ("model", ir::dump(&model.api))];
    let mut out = String::new();
    for (title, text) in all.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = writeln!(out, "# {title}\n{}\n", text.trim_end());
    }
    out
}

fn shown(findings: &Diagnostics) -> String {
    findings.iter().map(|finding| format!("{finding}\n")).collect()
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
        let key = line.rsplit_once(": ").map_or(line, |(key, _)| key).trim_end_matches(':');
        (key, section)
    };
    starts.iter().zip(ends).map(section).collect()
}

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{:by$}{line}\n", "")).collect()
}
