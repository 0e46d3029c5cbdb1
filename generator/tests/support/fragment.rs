//! Completes the YAML files under `tests/snippets` into documents, for the tests and for `cargo xtask fuzz`.
//!
//! - `schemas:`, `parameters:` and the other kinds of component become `components.schemas` and so on.
//! - `operation:` becomes `paths./things.get`; `operation post:` and `operation post /things/{id}:` set
//!   the method and path. The operation gets the tag `things` and an empty response if it has none.
//! - `config:` is the configuration and is not part of the document.
//! - Everything else is copied, and `openapi`, `info`, `servers` and `paths` are added if missing.
//!
//! If the first line is `whole: true`, the document is used unchanged. This module works on text and has no
//! dependencies, so that each crate in the workspace can include this file.

use std::fmt::Write as _;

/// The kinds of components that a snippet can have at its top level.
const COMPONENTS: [&str; 7] =
    ["schemas", "parameters", "responses", "requestBodies", "headers", "examples", "securitySchemes"];

/// A completed fragment.
pub(crate) struct Fragment {
    /// The document, as YAML.
    pub(crate) document: String,
    /// The configuration, as YAML, if the fragment has one.
    pub(crate) config: Option<String>,
    /// Whether the fragment has no operations because it covers something else.
    #[allow(dead_code, reason = "only the snapshots display it")]
    pub(crate) only_components: bool,
}

impl Fragment {
    /// Completes a fragment.
    pub(crate) fn complete(text: &str) -> Self {
        let (mut rest, mut components, mut paths) = (String::new(), String::new(), String::new());
        let mut config = None;
        let mut keys = Vec::new();
        let whole = text.starts_with("whole: true\n");
        let mut last_path = "";
        for (key, section) in sections_of(text) {
            let body = section.split_once('\n').map_or("", |(_, body)| body);
            let (word, place) = key.split_once(' ').unwrap_or((key, "get"));
            match word {
                "config" => config = Some(body.to_owned()),
                "operation" => {
                    let (method, path) = place.split_once(' ').unwrap_or((place, "/things"));
                    if path != last_path {
                        let _ = writeln!(paths, "  {path}:");
                        last_path = path;
                    }
                    let _ = write!(paths, "    {method}:\n{}{}", indented(body, 4), completion(body));
                }
                _ if !whole && COMPONENTS.contains(&word) => components.push_str(&indented(section, 2)),
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
            if !whole && !keys.contains(&key) {
                head.push_str(text);
            }
        }
        let only_components = !whole && !keys.contains(&"paths");
        Self { document: head + &rest.replace("whole: true\n", ""), config, only_components }
    }
}

/// Returns the members that an operation without tags or responses needs.
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

/// Splits a snippet into its top-level sections, by key.
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
