//! A document with hostile strings and a check of the output about it.

use generator::is_hidden;
use serde_json::{Value, json};

use crate::common::Run;

/// Colors, a window title, text direction, tags, joiners, separators, a line that imitates the program's
/// output, and a cursor movement.
pub(crate) const HOSTILE: &str = "\u{1b}[31mx\u{1b}]0;t\u{7}\u{9b}2J\u{202e}\u{2066}\u{ad}\u{61c}\u{180e}\u{e0041}\u{fff9}\u{2028}\u{8}\r\nFORGED\u{7f}";

/// Returns a name with the hostile string at its end.
pub(crate) fn hostile(name: &str) -> String {
    format!("{name}{HOSTILE}")
}

/// Returns a document with a hostile string in every possible location and an additional property named `extra`.
pub(crate) fn document(extra: &str) -> Value {
    let schema = hostile("Pet");
    json!({
        "openapi": "3.0.3",
        "info": {"title": hostile("Pets"), "version": hostile("1"), "description": hostile("What")},
        "servers": [{"url": "https://pets.example/{v}", "description": hostile("Main"),
            "variables": {"v": {"default": "a", "enum": ["a", hostile("b")]}}}],
        "tags": [{"name": hostile("tag"), "description": hostile("Tag")}],
        "paths": {
            hostile("/pets/"): {"get": {
                "tags": [hostile("tag")], "operationId": hostile("getPet"), "summary": hostile("Get"),
                "parameters": [
                    {"name": hostile("q"), "in": "query", "schema": {"type": "string", "default": hostile("d")}},
                    {"name": "n", "in": "query", "schema": {"type": hostile("strin"), "enum": [hostile("e"), hostile("e")]}},
                    {"name": hostile("p"), "in": "path", "schema": {"type": "string"}}],
                "responses": {
                    "200": {"description": hostile("Ok"),
                        "headers": {hostile("X-H"): {"schema": {"type": "string"}}},
                        "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{schema}")}}}},
                    hostile("2xx"): {"description": "bad"}}
            }},
            "/gone": {"get": {"operationId": "gone", "responses": {"204": {"description": "none",
                "content": {hostile("text/x"): {"schema": {"$ref": hostile("#/nowhere/")}}}}}}}
        },
        "components": {
            "schemas": {schema: {"type": "object", "required": hostile("r"), "properties": {
                hostile("name"): {"type": "string", "enum": ["a", hostile("b"), hostile("b")], "description": hostile("text")},
                hostile(extra): {"type": "integer", "default": hostile("nothing"), "required": true}}}},
            "securitySchemes": {hostile("key"): {"type": "apiKey", "in": "header", "name": hostile("X-Key")}}
        },
        "security": [{hostile("key"): []}]
    })
}

/// Panics if the text contains an escape sequence, an invisible character or an injected line.
pub(crate) fn assert_clean(what: &str, text: &str) {
    let found: Vec<char> = text.chars().filter(|c| *c != '\n' && is_hidden(*c)).collect();
    assert!(found.is_empty(), "{what} prints {found:?}:\n{text}");
    assert!(
        !text.lines().any(|line| line.trim_start().starts_with("FORGED")),
        "{what}: a line is forged:\n{text}"
    );
}

/// Applies [`assert_clean`] to both streams of a run. At least one of them must display strings from the document.
pub(crate) fn assert_clean_run(what: &[&str], run: &Run) {
    assert!(
        run.out.contains("FORGED") || run.err.contains("FORGED"),
        "{what:?} displays nothing from the document:\n{}",
        run.err
    );
    assert_clean(&format!("{what:?}"), &run.out);
    assert_clean(&format!("{what:?}"), &run.err);
}
