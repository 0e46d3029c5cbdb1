//! Terminal output: no string from a document or file name is printed unescaped in findings, excerpts,
//! tables, pages or JSON.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;
#[path = "common/terminal.rs"]
mod terminal;

use common::Folder;
use serde_json::Value;
use terminal::{HOSTILE, assert_clean, assert_clean_run, document, hostile};

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
    // The second document contains none of the names in the lock, so all names are pruned and printed with their
    // locations.
    folder.put("sdk.toml", "document = \"in.json\"\n[package]\nname = \"pets\"\n");
    assert_clean_run(&["prune"], &folder.run(&["names", "prune", "--config", "sdk.toml"]));
}

#[test]
fn reports_are_printable() {
    let folder = folder();
    let run = folder.run(&["generate", "--spec", "in.json", "--out", "out", "--report", "report"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let contents = folder.contents("");
    for report in ["report.md", "report.json"] {
        let text = String::from_utf8_lossy(&contents[report]).into_owned();
        assert!(text.contains("FORGED"), "{report} contains nothing from the document");
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
fn file_names_are_shown_in_printable_text() {
    let folder = folder();
    let name = hostile("docs/f").replace('/', "").replace("docs", "docs/") + ".json";
    folder.put(&name, document("one").to_string());
    assert_clean_run(&["inspect"], &folder.run(&["inspect", &name]));
    assert_clean_run(
        &["generate"],
        &folder.run(&["generate", "--spec", &name, "--out", &hostile("out"), "--check"]),
    );
}
