//! Deeply nested documents in JSON and YAML, and nesting in overlays.

use serde_json::{Value, json};

use super::{Case, Entry, document, generated, of_schema, operation, schema_ref, text, with_name};

pub(super) const ALL: &[Entry] = &[
    Entry("nested inline objects", 16, 4_096, |n| {
        nested(n, |inner| json!({ "type": "object", "properties": { "p": inner } }))
    }),
    Entry("nested inline required objects", 16, 4_096, |n| {
        nested(
            n,
            |inner| json!({ "type": "object", "required": ["p"], "properties": { "p": inner, "q": { "type": "string" } } }),
        )
    }),
    Entry("nested inline arrays", 16, 4_096, |n| {
        nested(n, |inner| json!({ "type": "array", "items": inner }))
    }),
    Entry("nested inline oneOf", 16, 4_096, |n| {
        nested(n, |inner| json!({ "oneOf": [inner, { "type": "integer" }] }))
    }),
    Entry("nested inline allOf", 16, 4_096, |n| {
        nested(n, |inner| json!({ "allOf": [inner, { "properties": { "p": text() } }] }))
    }),
    Entry("nested lists in JSON", 1_024, 1_048_576, |n| example(n, "[", "]")),
    Entry("nested objects in JSON", 1_024, 1_048_576, |n| example(n, "{\"a\":", "}")),
    Entry("nested lists in YAML", 1_024, 1_048_576, |n| yaml("[".repeat(n) + &"]".repeat(n))),
    Entry("nested objects in YAML", 1_024, 1_048_576, |n| yaml("{a: ".repeat(n) + "1" + &"}".repeat(n))),
    Entry("open lists in YAML", 1_024, 1_048_576, |n| yaml("[".repeat(n))),
    Entry("open objects in YAML", 1_024, 1_048_576, |n| yaml("{a: ".repeat(n))),
    Entry("explicit keys in YAML", 1_024, 262_144, |n| yaml("? ".repeat(n) + "a")),
    Entry("block lists in YAML", 1_024, 262_144, |n| yaml("- ".repeat(n) + "a")),
    Entry("indented objects in YAML", 64, 1_024, indented),
    Entry("aliases of aliases in YAML", 8, 64, aliases),
    Entry("merge keys in YAML", 8, 4_096, merges),
    Entry("many aliases of one anchor in YAML", 1_024, 262_144, many_aliases),
    Entry("nested filters in an overlay", 2, 64, |n| {
        overlay(format!("${}{}", "[?@".repeat(n), "]".repeat(n)))
    }),
    Entry("nested searches in an overlay", 2, 64, |n| {
        overlay(format!("${}{}", "..*[?@".repeat(n), "]".repeat(n)))
    }),
    Entry("nested count() in an overlay", 2, 64, |n| {
        overlay(format!("$..*{}[?@.a]{}", "[?count(@..*".repeat(n), ") > 1]".repeat(n)))
    }),
    Entry("descendant segments in an overlay target", 2, 64, |n| overlay(format!("${}", "..*".repeat(n)))),
    Entry("length of an overlay target", 1_024, 65_536, |n| overlay(format!("${}", ".a".repeat(n)))),
];

fn nested(size: usize, make: impl Fn(Value) -> Value) -> Case {
    // Deeper values overflow the stack when they are dropped or written, since both operations recurse.
    of_schema((0..size.min(400)).fold(text(), |inner, _| make(inner)))
}

/// Returns a case whose description contains a deeply nested example.
fn example(size: usize, open: &str, close: &str) -> Case {
    let schema = json!({ "type": "object", "example": "HERE" });
    let text = document(operation(&schema), json!({}));
    generated(text.replace("\"HERE\"", &(open.repeat(size) + "1" + &close.repeat(size))))
}

const START: &str = "openapi: 3.0.3\ninfo: {title: Hostile, version: '1'}\npaths: {}\n";

fn yaml(value: String) -> Case {
    with_name("api.yaml", format!("{START}x-deep: {value}\n"))
}

fn indented(size: usize) -> Case {
    let lines: String = (0..size).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    with_name("api.yaml", format!("{START}x-deep:\n {}", lines.replace('\n', "\n ")))
}

fn aliases(size: usize) -> Case {
    let line = |level: usize| format!("x-{level}: &a{level} [*a{0}, *a{0}, *a{0}, *a{0}]\n", level - 1);
    let lines: String = (1..=size).map(line).collect();
    with_name("api.yaml", format!("{START}x-0: &a0 [text]\n{lines}"))
}

fn merges(size: usize) -> Case {
    let line = |level: usize| format!("x-{level}: &a{level} {{<<: *a{}, k{level}: 1}}\n", level - 1);
    let lines: String = (1..=size).map(line).collect();
    with_name("api.yaml", format!("{START}x-0: &a0 {{k: 1}}\n{lines}"))
}

fn many_aliases(size: usize) -> Case {
    with_name("api.yaml", format!("{START}x-0: &a [text]\nx-1: [{}]\n", "*a, ".repeat(size)))
}

/// Returns a case with the given overlay target and a small description.
fn overlay(target: String) -> Case {
    let properties = super::members("p", 20, |_| text());
    let components = json!({ "schemas": { "First": { "type": "object", "properties": properties } } });
    let overlay = json!({
        "overlay": "1.0.0", "info": { "title": "Hostile", "version": "1" },
        "actions": [{ "target": target, "update": { "x-found": true } }],
    });
    let files = vec![
        ("api.json".to_owned(), document(operation(&schema_ref("First")), components)),
        ("overlay.json".to_owned(), overlay.to_string()),
        ("sdk.toml".to_owned(), "document = \"api.json\"\noverlays = [\"overlay.json\"]\n".to_owned()),
    ];
    Case { files, arguments: vec!["generate", "--spec", "api.json", "--out", "out"] }
}
