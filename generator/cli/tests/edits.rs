//! Manual edits to generated files. Every command that would undo them lists them first.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::fs;

use common::{Folder, GOOD};

const GENERATE: [&str; 5] = ["generate", "--spec", "good.yaml", "--out", "client"];

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn edits_are_reported_before_they_are_replaced() {
    let folder = Folder::with_document();
    assert_eq!(folder.run(&GENERATE).err, "");
    let fresh = folder.contents("client");
    folder.put("client/src/models/pet.rs", text(&folder, "client/src/models/pet.rs") + "// mine\n");
    folder.put("client/README.md", "# Mine\n");
    folder.put("client/src/custom/mod.rs", "//! Mine.\n");
    fs::remove_file(folder.path("client/src/custom/mod.rs")).unwrap_or_else(|error| panic!("{error}"));

    let message = "warning[edited-files]: `client` contains 2 files that were edited since the last run; ";
    let check = folder.run(&[&GENERATE[..], &["--check"]].concat());
    assert_eq!(check.code, Some(1));
    assert!(
        check
            .err
            .contains(&format!("{message}`generate` overwrites the edits: README.md, src/models/pet.rs\n")),
        "{}",
        check.err
    );
    assert!(!folder.run(&[&GENERATE[..], &["--check", "--quiet"]].concat()).err.contains("edited-files"));
    let list = folder.run(&[&GENERATE[..], &["--dry-run", "--format", "json"]].concat());
    assert!(list.err.contains(message), "{}", list.err);
    let list: serde_json::Value = serde_json::from_str(&list.out).unwrap_or_default();
    assert_eq!(list["edited"], serde_json::json!(["client/README.md", "client/src/models/pet.rs"]));

    let run = folder.run(&GENERATE);
    assert_eq!(run.code, Some(0));
    assert!(
        run.err.contains(&format!("{message}the edits are overwritten: README.md, src/models/pet.rs\n")),
        "{}",
        run.err
    );
    fs::remove_dir(folder.path("client/src/custom")).unwrap_or_else(|error| panic!("{error}"));
    assert!(folder.contents("client") == fresh);
    assert_eq!(folder.run(&GENERATE).err, "");
}

#[test]
fn changes_to_the_document_are_not_edits() {
    let folder = Folder::with_document();
    assert_eq!(folder.run(&GENERATE).err, "");
    folder.put("good.yaml", GOOD.replace("    Pet:", "    Animal:").replace("/Pet'", "/Animal'"));
    assert_eq!(folder.run(&GENERATE).err, "");
    // This file was edited, and is then no longer generated.
    folder.put("client/src/models/animal.rs", "// mine\n");
    folder.put("good.yaml", GOOD);
    let run = folder.run(&GENERATE);
    assert!(
        run.err.contains("contains 1 file that was edited") && run.err.contains("src/models/animal.rs"),
        "{}",
        run.err
    );
    // The following do not count as edits: different line endings in a checkout, a merge of both sides' digests, and
    // a folder without digests.
    folder.put("client/README.md", text(&folder, "client/README.md").replace('\n', "\r\n"));
    let digests = text(&folder, "client/.generated.digests");
    folder.put(
        "client/.generated.digests",
        format!("<<<<<<< a\n{digests}=======\n0123456789abcdef README.md\n>>>>>>> b\n"),
    );
    assert_eq!(folder.run(&GENERATE).err, "");
    assert_eq!(text(&folder, "client/.generated.digests"), digests);
    fs::remove_file(folder.path("client/.generated.digests")).unwrap_or_else(|error| panic!("{error}"));
    folder.put("client/README.md", "mine");
    assert_eq!(folder.run(&GENERATE).err, "");
}
