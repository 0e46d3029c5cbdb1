//! Hostile strings in the docs pages. None of them becomes markup.

use generator::config::Config;
use generator::emit::Files;
use generator::emit::docs;
use pulldown_cmark::CodeBlockKind::{Fenced, Indented};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};

use crate::model;

const TEXTS: [&str; 22] = [
    "*     panic!()",
    "- ~~~\n  panic!()\n  ~~~",
    "# `a. B <img src=x>`",
    "`x | <img src=x onerror=alert(1)>`",
    "`\\\\| <img src=x>`",
    "[x](java\tscript:alert(1)) <svg/onload=alert(1)> &lt;b&gt; &#32;&#32;&#32;&#32;a",
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

/// Returns the pages of a document with a string in every location that accepts one.
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

fn events(page: &str) -> Parser<'_> {
    Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM)
}

#[test]
fn no_string_becomes_html_an_image_or_a_link() {
    for text in TEXTS {
        for (path, page) in pages(text).into_iter().filter(|(path, _)| !path.ends_with(".toml")) {
            for event in events(&page) {
                match &event {
                    Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. }) => {
                        panic!("{event:?} for {text:?} in {path}");
                    }
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        let own = ["#", "models/", "../", "docs/", "guides/", "Thing", "https://", "http://"];
                        let own =
                            own.into_iter().chain(["README.md", "index.md", "reference.md", "transport.md"]);
                        let is_own = own.into_iter().any(|start| dest_url.starts_with(start));
                        assert!(is_own || dest_url.contains("Api.md"), "{event:?} for {text:?} in {path}");
                    }
                    _ => {}
                }
            }
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, events(&page));
            for live in ["<img", "<script", "<svg", "<i>", "<b>"] {
                assert!(!html.contains(live), "{live} for {text:?} in {path}:\n{html}");
            }
        }
    }
}

#[test]
fn no_string_breaks_a_table_or_adds_a_heading() {
    let calm = pages("calm");
    let shape = |page: &str| {
        let is = |wanted: fn(&Event<'_>) -> bool| events(page).filter(wanted).count();
        let headings = is(|event| matches!(event, Event::Start(Tag::Heading { .. })));
        let rows = is(|event| matches!(event, Event::Start(Tag::TableRow | Tag::TableHead)));
        let examples =
            is(|event| matches!(event, Event::Start(Tag::CodeBlock(Fenced(info))) if &**info != "text"));
        let code = is(|event| matches!(event, Event::Start(Tag::CodeBlock(Indented))));
        (headings, rows, is(|event| matches!(event, Event::Start(Tag::TableCell))), examples, code)
    };
    for text in TEXTS {
        // Only the page names depend on the tag.
        for (path, page) in pages(text) {
            let like = calm
                .get(&path)
                .or_else(|| calm.iter().find(|(p, _)| p.ends_with("Api.md")).map(|(_, page)| page));
            let like = like.unwrap_or_else(|| panic!("{path} has no counterpart"));
            assert_eq!(shape(&page), shape(like), "for {text:?} in {path}:\n{page}");
        }
    }
}

#[test]
fn pages_contain_no_invisible_characters() {
    let is_hidden = |c: &char| {
        let formatting =
            matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        formatting || (c.is_control() && *c != '\n')
    };
    for text in TEXTS {
        for (path, page) in pages(text) {
            assert_eq!(page.chars().find(is_hidden), None, "for {text:?} in {path}");
        }
    }
}

#[test]
fn mdbook_includes_no_files() {
    for text in
        TEXTS.into_iter().chain(["{{#include /etc/passwd}}", "a\"\n[preprocessor.x]\ncommand = \"sh\""])
    {
        let files = pages(text);
        let settings: toml::Table = files["docs/book.toml"].parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(
            settings["build"]["use-default-preprocessors"],
            toml::Value::Boolean(false),
            "for {text:?}"
        );
        let tables: Vec<&String> = settings.keys().collect();
        assert_eq!(tables, ["book", "build", "output"], "for {text:?}");
    }
}

#[test]
fn examples_stay_in_their_fences() {
    let examples = |page: &str| page.lines().filter(|line| *line == "```rust,no_run").count();
    // The order of the pages depends on the tag.
    let sorted = |text: &str| {
        let mut found: Vec<usize> = pages(text).values().map(|page| examples(page)).collect();
        found.sort_unstable();
        found
    };
    let harmless = sorted("harmless");
    assert!(harmless.iter().sum::<usize>() > 1, "there are examples to check");
    for text in TEXTS {
        assert_eq!(sorted(text), harmless, "for {text:?}");
    }
}
