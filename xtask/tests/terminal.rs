//! Terminal: no string from a document or file name is printed unescaped in findings, excerpts, tables, pages
//! or JSON.

mod common;

use common::{Folder, Run};
use generator::is_hidden;
use serde_json::{Value, json};

/// Colours, a window title, text direction, tags, joiners, separators, a line that imitates the program's
/// output, a cursor movement.
const HOSTILE: &str = "\u{1b}[31mx\u{1b}]0;t\u{7}\u{9b}2J\u{202e}\u{2066}\u{ad}\u{61c}\u{180e}\u{e0041}\u{fff9}\u{2028}\u{8}\r\nFORGED\u{7f}";

fn hostile(name: &str) -> String {
    format!("{name}{HOSTILE}")
}

/// Returns a document with such a string in every possible location, and an additional property `extra`.
fn document(extra: &str) -> Value {
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

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("in.json", document("one").to_string());
    folder.put("new.json", document("two").to_string());
    folder.put(
        "sdk.toml",
        "document = \"new.json\"\n[package]\nname = \"pets\"\n[release]\ndocument = \"in.json\"\n",
    );
    folder
}

/// Panics if the output contains a terminal command, an invisible character or an injected line.
fn assert_clean(what: &str, text: &str) {
    let found: Vec<char> = text.chars().filter(|c| *c != '\n' && is_hidden(*c)).collect();
    assert!(found.is_empty(), "{what} prints {found:?}:\n{text}");
    assert!(
        !text.lines().any(|line| line.trim_start().starts_with("FORGED")),
        "{what}: a line is forged:\n{text}"
    );
}

fn assert_clean_run(what: &[&str], run: &Run) {
    assert!(
        run.out.contains("FORGED") || run.err.contains("FORGED"),
        "{what:?} shows nothing of the document:\n{}",
        run.err
    );
    assert_clean(&format!("{what:?}"), &run.out);
    assert_clean(&format!("{what:?}"), &run.err);
}

#[test]
fn every_command_prints_printable_text() {
    let folder = folder();
    for arguments in [
        &["generate", "--spec", "in.json", "--out", "out"][..],
        &["generate", "--spec", "in.json", "--out", "out", "--strict"],
        &["generate", "--config", "sdk.toml", "--out", "locked"],
        &["inspect", "in.json"],
        &["inspect", "in.json", "--json"],
        &["diff", "in.json", "new.json"],
        &["diff", "in.json", "new.json", "--format", "markdown"],
        &["diff", "in.json", "new.json", "--format", "json"],
        &["names", "list", "--config", "sdk.toml"],
        &["names", "list", "--config", "sdk.toml", "--gone"],
        &["names", "explain", "models", "--config", "sdk.toml"],
        &["names", "explain", "pets", "--config", "sdk.toml"],
        &["release", "--dry-run", "--config", "sdk.toml", "--out", "released", "--date", "2024-06-16"],
        &["docs", "--flavor", "rust", "--spec", "in.json", "--out", "pages"],
    ] {
        let run = folder.run(arguments);
        if arguments.contains(&"--json") || arguments.last() == Some(&"json") {
            assert!(serde_json::from_str::<Value>(&run.out).is_ok(), "{arguments:?}: {}", run.out);
        }
        assert_clean_run(arguments, &run);
    }
}

#[test]
fn each_name_is_explained_in_printable_text() {
    let folder = folder();
    let names = folder.run(&["generate", "--config", "sdk.toml", "--out", "locked"]);
    assert_eq!(names.code, Some(0), "{}", names.err);
    let list = folder.run(&["names", "list", "--config", "sdk.toml"]);
    let paths: Vec<&str> = list.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(paths.len() > 10, "{}", list.out);
    for path in paths {
        let run = folder.run(&["names", "explain", path, "--config", "sdk.toml"]);
        assert_eq!(run.code, Some(0), "{path}: {}", run.err);
        assert_clean(path, &run.out);
    }
    // The second document lacks the first one's names: they are pruned by location.
    folder.put("sdk.toml", "document = \"in.json\"\n[package]\nname = \"pets\"\n");
    assert_clean_run(&["prune"], &folder.run(&["names", "prune", "--config", "sdk.toml"]));
}

#[test]
fn reports_are_printable() {
    let folder = folder();
    let run = folder.run(&["generate", "--spec", "in.json", "--out", "out", "--report", "report"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    folder.put("docs/api/in.json", document("one").to_string());
    for report in ["corpus.md", "corpus.json"] {
        let run = folder.run(&["corpus", "docs", "--work", "work", "--report", report]);
        assert_clean("corpus", &run.out);
        assert_clean("corpus", &run.err);
    }
    let contents = folder.contents("");
    for report in ["report.md", "report.json", "corpus.md", "corpus.json"] {
        let text = String::from_utf8_lossy(&contents[report]).into_owned();
        assert!(text.contains("FORGED"), "{report} contains nothing of the document");
        assert_clean(report, &text);
    }
}

#[test]
fn an_unreadable_document_is_shown_in_printable_text() {
    let folder = Folder::with_document();
    folder.put("in.json", format!("{{\"openapi\": \"3.0.3\", \"{HOSTILE}"));
    folder.put("in.yaml", format!("openapi: 3.0.3\ninfo: {{title: \"{HOSTILE}\n - x"));
    folder.put("sdk.toml", "[package]\nname = \"a\u{202e}b\"\nlic\u{ad}ense = \"\u{9b}2J\"\n");
    for file in ["in.json", "in.yaml", "good.yaml"] {
        let run = folder.run(&["inspect", file]);
        assert_eq!(run.code, Some(2), "{file}");
        assert_clean(file, &run.err);
    }
}

/// On Linux, a file name can contain any byte except `/` and NUL.
#[cfg(unix)]
#[test]
fn file_names_are_printed_as_printable_text() {
    let folder = folder();
    let name = hostile("docs/f").replace('/', "").replace("docs", "docs/") + ".json";
    folder.put(&name, document("one").to_string());
    assert_clean_run(&["inspect"], &folder.run(&["inspect", &name]));
    assert_clean_run(
        &["generate"],
        &folder.run(&["generate", "--spec", &name, "--out", &hostile("out"), "--check"]),
    );
    let run = folder.run(&["corpus", "docs", "--work", "work", "--report", "corpus.md"]);
    assert_clean("corpus", &run.err);
    assert_clean("corpus", &run.out);
    assert_clean("corpus.md", &String::from_utf8_lossy(&folder.contents("")["corpus.md"]));
}
