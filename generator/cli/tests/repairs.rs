//! Repaired defects: each causes a warning, and the crate is generated; with `--strict`, each is an error.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use common::{Folder, GOOD};

/// Returns the valid document with defects of most kinds; the generator's snippets cover the others.
fn with_defects() -> String {
    let mut text = GOOD.to_owned();
    for (from, to) in [
        ("openapi: 3.0.3", "openapi: v3.0"),
        ("title: Pets, version: 1.0.0", "title: 7, version: 1.10"),
        ("in: path, required: true, schema: {type: string}", "in: path, schema: {type: String}"),
        ("schema: {type: boolean, default: false}", "schema: {type: bool, default: nothing}"),
        ("'200':", "2xx:"),
        ("name: {type: string,", "name: {type: string, required: true, maxLength: '9',"),
        ("enum: [cat, dog]", "enum: [cat, dog, cat]"),
        (
            "    Pet:\n",
            "    Loop: {$ref: '#/components/schemas/Loop'}\n    Gone: {$ref: '#/nowhere'}\n    Pet:\n",
        ),
    ] {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    format!("\u{feff}{text}")
}

#[test]
fn each_repaired_defect_causes_a_warning() {
    let folder = Folder::with_document();
    folder.put("in.yaml", with_defects());
    let run = folder.run(&["generate", "--spec", "in.yaml", "--out", "out"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("; 13 warnings; "), "{}", run.out);
    insta::assert_snapshot!("defects", run.err);
    assert!(folder.contents("out").contains_key("src/models/pet.rs"));
    assert_eq!(folder.run(&["generate", "--spec", "in.yaml", "--out", "out", "--check"]).code, Some(0));
}

#[test]
fn defects_are_errors_with_strict() {
    let folder = Folder::with_document();
    folder.put("in.yaml", with_defects());
    let strict = folder.run(&["generate", "--spec", "in.yaml", "--out", "out", "--strict"]);
    assert_eq!(strict.code, Some(2));
    insta::assert_snapshot!("strict", strict.err);
    // An error describes the defect; its repair is only suggested.
    for line in strict.err.lines().filter(|line| line.starts_with("error[")) {
        for done in ["; ", "is used", "is accepted", "is omitted", "is read as", "is ignored"] {
            assert!(!line.contains(done), "{line}");
        }
    }

    folder.put("sdk.toml", "strict = true\n");
    let configured = folder.run(&["generate", "--spec", "in.yaml", "--out", "out"]);
    assert_eq!((configured.code, configured.err), (Some(2), strict.err));
    assert!(!folder.path("out").exists());
    assert_eq!(folder.run(&["generate", "--spec", "in.yaml", "--out", "out", "--lenient"]).code, Some(0));
    assert_eq!(
        folder.run(&["generate", "--spec", "in.yaml", "--out", "out", "--lenient", "--strict"]).code,
        Some(2)
    );
}

#[test]
fn tabs_are_read_as_spaces() {
    let folder = Folder::with_document();
    let tabs: String = GOOD
        .lines()
        .map(|line| {
            let text = line.trim_start();
            format!("{}{text}\n", "\t".repeat((line.len() - text.len()) / 2))
        })
        .collect();
    folder.put("in.yaml", tabs);
    let run = folder.run(&["generate", "--spec", "in.yaml", "--out", "out"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    insta::assert_snapshot!("tabs", run.err);
    assert_eq!(folder.run(&["generate", "--spec", "in.yaml", "--out", "out", "--strict"]).code, Some(2));
}

#[test]
fn misspelled_keywords_are_defects() {
    let folder = Folder::with_document();
    for (from, to, near) in [
        ("name: {type: string,", "name: {typ: string,", "`type`"),
        ("      parameters:\n", "      parametres:\n", "`parameters`"),
        ("operationId: getPet", "operationId: getPet\n      owner: me", "`x-`"),
    ] {
        assert!(GOOD.contains(from), "{from}");
        folder.put("in.yaml", GOOD.replacen(from, to, 1));
        let lenient = folder.run(&["check", "--spec", "in.yaml"]);
        assert_eq!(lenient.code, Some(0), "{}", lenient.err);
        assert!(
            lenient.err.contains("warning[invalid-keyword]") && lenient.err.contains(near),
            "{}",
            lenient.err
        );
        let strict = folder.run(&["check", "--spec", "in.yaml", "--strict"]);
        assert_eq!(strict.code, Some(2), "{}", strict.err);
        assert!(strict.err.contains("error[invalid-keyword]"), "{}", strict.err);
        assert!(strict.err.contains("without `strict`, it is ignored"), "{}", strict.err);
    }
}

#[test]
fn too_many_tags_for_crates_io_are_reported() {
    let folder = Folder::new();
    let mut document = GOOD[..GOOD.find("paths:").unwrap_or_default()].to_owned() + "paths:\n";
    for tag in 0..300 {
        document.push_str(&format!("  /a{tag}: {{get: {{tags: [Tag{tag}], operationId: get{tag}, responses: {{'204': {{description: None}}}}}}}}\n"));
    }
    folder.put("api.yaml", document);
    let settings = "document = \"api.yaml\"\nout = \"x\"\n";
    folder.put("sdk.toml", format!("{settings}[package]\npublish = true\n"));
    let run = folder.run(&["check"]);
    assert!(run.err.contains("warning[too-many-features]: each of the 300 tags"), "{}", run.err);
    assert!(run.err.contains("[sdk.NAME]"), "{}", run.err);
    folder.put("sdk.toml", settings);
    assert!(folder.run(&["check"]).err.contains("note[too-many-features]"));
    folder.put("sdk.toml", format!("tags = [\"Tag1\"]\n{settings}[package]\npublish = true\n"));
    assert!(!folder.run(&["check"]).err.contains("too-many-features"));
}
