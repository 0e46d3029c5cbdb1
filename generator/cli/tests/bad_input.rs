//! Invalid input: one clear finding, exit code 2, and an unchanged output folder.
//!
//! With `--strict`, repairable defects are also errors; the tests in `repairs.rs` cover the repairs.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use common::{Folder, GOOD};

/// Runs `generate` over existing output and snapshots the message.
fn refuse(name: &str, folder: &Folder, arguments: &[&str]) {
    let first = folder.run(&["generate", "--spec", "good.yaml", "--out", "out"]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    folder.put("out/tests/mine.rs", "// mine");
    let before = folder.contents("");

    let run = folder.run(arguments);
    assert_eq!(run.code, Some(2), "{}{}", run.out, run.err);
    assert_eq!(run.out, "");
    assert!(!run.err.contains('\u{1b}'), "colors in a pipe: {:?}", run.err);
    assert!(folder.contents("") == before, "files were changed");
    insta::assert_snapshot!(name, run.err);
}

/// Runs `generate` on a document with this file name.
fn refuse_document(name: &str, file: &str, document: impl AsRef<[u8]>) {
    let folder = Folder::with_document();
    folder.put(file, document);
    refuse(name, &folder, &["generate", "--strict", "--spec", file, "--out", "out"]);
}

/// Returns the valid document with one string replaced.
fn with(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    GOOD.replacen(from, to, 1)
}

#[test]
fn no_such_file() {
    let folder = Folder::with_document();
    refuse("no_such_file", &folder, &["generate", "--spec", "nothing.yaml", "--out", "out"]);
}

#[test]
fn a_folder() {
    let folder = Folder::with_document();
    folder.put("folder/x", "");
    refuse("a_folder", &folder, &["generate", "--spec", "folder", "--out", "out"]);
}

#[test]
fn empty() {
    refuse_document("empty", "in.yaml", "");
}

#[test]
fn not_utf_8() {
    refuse_document("not_utf_8", "in.yaml", b"openapi: 3.0.3\ninfo:\n  title: Caf\xe9\n");
}

#[test]
fn broken_json() {
    refuse_document(
        "broken_json",
        "in.json",
        "{\n  \"openapi\": \"3.0.3\",\n  \"info\": {\"title\": \"Pets\",}\n}\n",
    );
}

#[test]
fn broken_yaml() {
    refuse_document("broken_yaml", "in.yaml", "openapi: 3.0.3\ninfo:\n  title: Pets\n version: 1.0.0\n");
}

#[test]
fn broken_json_in_one_long_line() {
    let members: Vec<_> = (0..5000).map(|number| format!("\"x-{number}\":{number}")).collect();
    let text = format!("{{{},\"broken\" 1,\"openapi\":\"3.0.3\"}}", members.join(","));
    refuse_document("broken_json_in_one_long_line", "in.json", text);
}

#[test]
fn not_an_openapi_description() {
    refuse_document(
        "not_an_openapi_description",
        "in.yaml",
        "name: my-package\nversion: 1.0.0\ndependencies: []\n",
    );
}

#[test]
fn an_unsupported_future_version() {
    refuse_document("an_unsupported_future_version", "in.yaml", with("openapi: 3.0.3", "openapi: 7.0.0"));
}

#[test]
fn an_unresolved_reference() {
    refuse_document("an_unresolved_reference", "in.yaml", with("schemas/Pet'", "schemas/Pets'"));
}

#[test]
fn a_circular_reference() {
    let schemas = "  schemas:\n    Loop: {$ref: '#/components/schemas/Pool'}\n    Pool: {$ref: '#/components/schemas/Loop'}\n";
    refuse_document("a_circular_reference", "in.yaml", with("  schemas:\n", schemas));
}

#[test]
fn two_operations_with_the_same_id() {
    let second =
        "  /pets:\n    get:\n      operationId: getPet\n      responses: {'204': {description: None}}\n";
    refuse_document(
        "two_operations_with_the_same_id",
        "in.yaml",
        with("components:\n", &format!("{second}components:\n")),
    );
}

#[test]
fn a_path_parameter_that_is_not_in_the_path() {
    refuse_document(
        "a_path_parameter_that_is_not_in_the_path",
        "in.yaml",
        with("/pets/{petId}:", "/pets/{id}:"),
    );
}

#[test]
fn a_duplicate_key() {
    refuse_document(
        "a_duplicate_key",
        "in.yaml",
        with("  schemas:\n", "  schemas:\n    Pet: {type: string}\n"),
    );
}

#[test]
fn an_alias_bomb() {
    let mut bomb = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    refuse_document("an_alias_bomb", "in.yaml", bomb);
}

#[test]
fn an_output_that_is_a_file() {
    let folder = Folder::with_document();
    folder.put("file", "mine");
    refuse("an_output_that_is_a_file", &folder, &["generate", "--spec", "good.yaml", "--out", "file"]);
}

#[test]
fn an_output_that_cannot_be_created() {
    let folder = Folder::with_document();
    folder.put("file", "mine");
    refuse(
        "an_output_that_cannot_be_created",
        &folder,
        &["generate", "--spec", "good.yaml", "--out", "file/out"],
    );
}

#[cfg(unix)]
#[test]
fn an_output_that_cannot_be_written() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::with_document();
    let target = folder.path("locked");
    fs::create_dir(&target).unwrap_or_else(|error| panic!("{error}"));
    let set = |mode| {
        fs::set_permissions(&target, Permissions::from_mode(mode)).unwrap_or_else(|error| panic!("{error}"))
    };
    set(0o555);
    // The superuser can write to any folder, so the test cannot cover this case when run as root.
    let may_write = fs::write(target.join("probe"), "").is_ok();
    if !may_write {
        refuse(
            "an_output_that_cannot_be_written",
            &folder,
            &["generate", "--spec", "good.yaml", "--out", "locked/out"],
        );
    }
    set(0o755);
}

#[test]
fn an_output_with_foreign_files() {
    let folder = Folder::with_document();
    folder.put("theirs/thesis.txt", "mine");
    folder.put("theirs/src/lib.rs", "mine");
    refuse("an_output_with_foreign_files", &folder, &["generate", "--spec", "good.yaml", "--out", "theirs"]);
}

#[test]
fn foreign_files_in_place_of_generated_ones() {
    let folder = Folder::with_document();
    folder.put("theirs/.generated", "");
    folder.put("theirs/Cargo.toml", "mine");
    let arguments = ["generate", "--spec", "good.yaml", "--out", "theirs"];
    refuse("foreign_files_in_place_of_generated_ones", &folder, &arguments);
}

#[test]
fn a_manifest_that_refers_outside_the_folder() {
    let folder = Folder::with_document();
    folder.put("hostile/.generated", "src/lib.rs\n../good.yaml\n");
    let arguments = ["generate", "--spec", "good.yaml", "--out", "hostile"];
    refuse("a_manifest_that_refers_outside_the_folder", &folder, &arguments);
}

#[test]
fn an_unknown_entry_in_the_configuration() {
    let folder = Folder::with_document();
    folder.put("conf/sdk.toml", "document = \"../good.yaml\"\n\n[package]\nlicence = \"MIT\"\n");
    let arguments = ["generate", "--config", "conf/sdk.toml", "--out", "out"];
    refuse("an_unknown_entry_in_the_configuration", &folder, &arguments);
}

#[test]
fn a_tag_that_the_document_does_not_contain() {
    let folder = Folder::with_document();
    folder.put("conf/sdk.toml", "document = \"../good.yaml\"\ntags = [\"Pet\"]\n");
    let arguments = ["generate", "--config", "conf/sdk.toml", "--out", "out"];
    refuse("a_tag_that_the_document_does_not_contain", &folder, &arguments);
}

#[test]
fn a_configuration_without_a_document() {
    let folder = Folder::with_document();
    folder.put("conf/sdk.toml", "");
    refuse(
        "a_configuration_without_a_document",
        &folder,
        &["generate", "--config", "conf/sdk.toml", "--out", "out"],
    );
}

#[test]
fn invalid_arguments() {
    let folder = Folder::with_document();
    let wrong: &[&[&str]] = &[
        &[],
        &["generat"],
        &["generate", "--spec", "good.yaml"],
        &["generate", "--spec", "good.yaml", "--out", "out", "--name", "../x"],
        &["docs", "--flavor", "java", "--out", "out"],
        &["docs", "--out", "out"],
        &["inspect", "a", "b"],
    ];
    let mut messages = String::new();
    for arguments in wrong {
        let run = folder.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}");
        // The remaining lines are the help, which other tests cover.
        messages.push_str(&format!(
            "$ openapi-crate {}\n{}\n\n",
            arguments.join(" "),
            run.err.lines().next().unwrap_or_default()
        ));
    }
    insta::assert_snapshot!("invalid_arguments", messages);
}
