//! Texts that try to be more than text.

use generator::config::Config;
use generator::emit::Files;
use generator::emit::docs;
use serde_json::{Value, json};

use crate::model;

const TEXTS: [&str; 16] = [
    "<script>alert(1)</script>",
    "\\<img src=x onerror=alert(1)>",
    "a | b | c",
    "\\| d",
    "one\n\n# two\n\nthree\n===\nfour\n---",
    "```\nopen fence",
    "~~~rust\nfn broken(\n```\n~~~",
    "[x](javascript:alert(1)) [y]: http://a.b",
    "![pixel](https://a.b/c.png)",
    "* # heading in a list\n1. > quote",
    "`unclosed <b>",
    "`closed <b>` <i>",
    "rtl \u{202e}gnp.exe\u{2066}",
    "{{ template }} {% if %} {# c #}",
    "</code></pre>*/ --> ]]>",
    "a\u{0}b\r\nc\u{2028}d",
];

/// The pages of a document that has a text in every place where a text can stand.
fn pages(text: &str) -> Files {
    let thing = json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}});
    let described = |mut value: Value| {
        value["description"] = json!(text);
        value
    };
    let string = |extra: &str, value: Value| json!({"type": "string", extra: value});
    let operation = json!({
        "operationId": "postThing",
        "tags": [text],
        "summary": text,
        "description": text,
        "x-permissions": {"type": "ANY", "permissions": [text]},
        "parameters": [
            described(json!({"name": "id", "in": "path", "required": true, "schema": string("example", json!(text))})),
            described(json!({"name": text, "in": "query", "schema": string("default", json!(text))})),
            {"name": "choice", "in": "query", "schema": string("enum", json!([text]))},
        ],
        "requestBody": described(thing.clone()),
        "responses": {
            "200": described(thing),
            "400": described(json!({"x-error-codes": {text: text}})),
        },
    });
    let schema = described(json!({
        "title": text,
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": described(string("default", json!(text))),
            text: described(string("enum", json!([text]))),
        },
    }));
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": text, "version": "1", "description": text},
        "servers": [{"url": "https://api.example.com"}],
        "tags": [described(json!({"name": text}))],
        "paths": {"/things/{id}": {"post": operation}},
        "components": {"schemas": {"Thing": schema}},
    });
    let mut config = Config::default();
    config.package.name = Some("things-client".to_owned());
    config.extensions.permissions = Some("x-permissions".to_owned());
    config.extensions.error_codes = Some("x-error-codes".to_owned());
    docs::rust_files(&model("things.json", &document.to_string(), config))
}

/// A page without its fenced blocks and code spans, where anything may stand.
fn prose(page: &str) -> Vec<String> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in page.lines() {
        let fence = line.starts_with("```");
        inside ^= fence;
        if !inside && !fence {
            lines.push(without_code(line));
        }
    }
    assert!(!inside, "a fence stays open:\n{page}");
    lines
}

fn without_code(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let mark = &rest[..ticks];
        let closing = (ticks > 0).then(|| {
            rest[ticks..].match_indices(mark).find(|(at, _)| {
                !rest[ticks + at + ticks..].starts_with('`') && !rest[..ticks + at].ends_with('`')
            })
        });
        if let Some(Some((at, _))) = closing.map(|found| found.filter(|(at, _)| *at > 0)) {
            out.push_str("CODE");
            rest = &rest[ticks + at + ticks..];
        } else if c == '\\' {
            // What is escaped is plain text.
            rest = rest
                .get(1..)
                .and_then(|r| r.get(r.chars().next().map_or(0, char::len_utf8)..))
                .unwrap_or_default();
            out.push('_');
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

#[test]
fn no_text_becomes_html_an_image_or_a_link() {
    for text in TEXTS {
        for (path, page) in pages(text) {
            for line in prose(&page) {
                let plain = line.replace("<https://a.b/c.png>", "").replace("<http://a.b>", "");
                assert!(!plain.contains('<'), "HTML by {text:?} in {path}: {line}");
                assert!(!plain.contains("!["), "an image by {text:?} in {path}: {line}");
                let own = |target: &str| {
                    ["#", "models/", "../", "docs/index.md", "Thing"]
                        .iter()
                        .any(|start| target.starts_with(start))
                        || target.contains("Api.md#")
                };
                assert!(plain.split("](").skip(1).all(own), "a link by {text:?} in {path}: {line}");
            }
        }
    }
}

#[test]
fn no_text_breaks_a_table_or_adds_a_heading() {
    let calm = pages("calm");
    let shape = |page: &str| {
        let lines = prose(page);
        let headings = lines.iter().filter(|line| line.starts_with('#')).count();
        let rows: Vec<usize> =
            lines.iter().filter(|line| line.starts_with('|')).map(|row| row.matches('|').count()).collect();
        (headings, rows)
    };
    for text in TEXTS {
        // The names of the pages come from the tag; all else is alike.
        for (path, page) in pages(text) {
            let like = calm
                .get(&path)
                .or_else(|| calm.iter().find(|(p, _)| p.ends_with("Api.md")).map(|(_, page)| page));
            let like = like.unwrap_or_else(|| panic!("{path} has no likeness"));
            assert_eq!(shape(&page), shape(like), "by {text:?} in {path}:\n{page}");
            let underlined = prose(&page)
                .iter()
                .any(|line| !line.is_empty() && line.chars().all(|c| matches!(c, '=' | '-')));
            assert!(!underlined, "by {text:?} in {path}");
        }
    }
}

#[test]
fn no_character_is_invisible() {
    let is_hidden = |c: &char| {
        let formatting =
            matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        formatting || (c.is_control() && *c != '\n')
    };
    for text in TEXTS {
        for (path, page) in pages(text) {
            assert_eq!(page.chars().find(is_hidden), None, "by {text:?} in {path}");
        }
    }
}

#[test]
fn examples_stay_in_their_fences() {
    let examples = |page: &str| page.lines().filter(|line| *line == "```rust,no_run").count();
    let harmless: Vec<usize> = pages("harmless").values().map(|page| examples(page)).collect();
    assert!(harmless.iter().sum::<usize>() > 1, "there are examples to look at");
    for text in TEXTS {
        let found: Vec<usize> = pages(text).values().map(|page| examples(page)).collect();
        assert_eq!(found, harmless, "by {text:?}");
    }
}
