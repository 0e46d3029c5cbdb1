//! Several SDKs in one configuration: crates from several documents, or from one document by tag, each with its own
//! lock and releases.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::fs;

use common::{Folder, GOOD};

const SETTINGS: &str = "\
document = \"api.yaml\"
strict = true

[package]
license = \"MIT\"
version = \"0.3.0\"

[sdk.cats]
out = \"cats\"
tags = [\"Cats\"]
package.name = \"cats-client\"

[sdk.dogs]
out = \"dogs\"
tags = [\"Dogs\"]
lock = \"dogs.lock\"
package = { name = \"dogs-client\", version = \"1.0.0\" }
";

/// Creates a folder with a document that has two tags.
fn folder() -> Folder {
    let folder = Folder::new();
    let cats = GOOD.replace("Pets}", "Cats}").replace("tags: [Pets]", "tags: [Cats]");
    let dogs = "  /dogs/{id}:\n    get:\n      tags: [Dogs]\n      operationId: getDog\n      parameters:\n        - {name: id, in: path, required: true, schema: {type: string}}\n      responses: {'204': {description: None}}\ncomponents:";
    folder.put("api.yaml", cats.replace("components:", dogs));
    folder.put("sdk.toml", SETTINGS);
    folder
}

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn all_sdks_or_a_selected_one_are_generated() {
    let folder = folder();
    let one = folder.run(&["generate", "--sdk", "dogs"]);
    assert_eq!((one.code, one.err.as_str()), (Some(0), ""));
    assert!(folder.path("dogs/src/api/dogs/get_dog.rs").is_file() && !folder.path("cats").exists());
    let all = folder.run(&["generate"]);
    assert_eq!((all.code, all.err.as_str()), (Some(0), ""));
    assert!(
        all.out.starts_with("cats: 1 operation") && all.out.contains("\ndogs: 1 operation"),
        "{}",
        all.out
    );
    let manifest = text(&folder, "cats/Cargo.toml");
    assert!(manifest.contains("name = \"cats-client\"\nversion = \"0.3.0\"\n"), "{manifest}");
    assert!(manifest.contains("license = \"MIT\""), "the common entries apply to: {manifest}");
    assert!(text(&folder, "dogs/Cargo.toml").contains("version = \"1.0.0\""));
    for lock in ["names-cats.lock", "dogs.lock"] {
        assert!(folder.path(lock).is_file(), "{lock}");
    }

    assert_eq!(folder.run(&["check"]).code, Some(0));
    folder.put("cats/src/lib.rs", "changed");
    let stale = folder.run(&["check"]);
    assert_eq!(stale.code, Some(1));
    assert!(stale.err.contains("cats is not up to date") && stale.out.contains("dogs: "), "{}", stale.err);
    assert_eq!(folder.run(&["check", "--sdk", "dogs"]).code, Some(0));
}

/// A document is checked once for each SDK, since its tags and settings decide about findings.
#[test]
fn a_document_is_checked_for_each_sdk() {
    let folder = folder();
    let run = folder.run(&["check", "--spec", "api.yaml"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(
        lines,
        ["cats: 1 operation, 1 schema; 0 warnings", "dogs: 1 operation, 0 schemas; 0 warnings"]
    );
    let json = folder.run(&["check", "--spec", "api.yaml", "--format", "json"]);
    assert!(json.out.contains("\"sdk\": \"cats\"") && json.out.contains("\"sdk\": \"dogs\""), "{}", json.out);
}

#[test]
fn commands_for_one_sdk_require_its_name() {
    let folder = folder();
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    for arguments in [&["inspect"][..], &["names", "list"], &["diff"], &["release"]] {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains("error[several-sdks]") && run.err.contains("cats, dogs"), "{}", run.err);
    }
    assert_eq!(folder.run(&["generate", "--out", "x"]).code, Some(2));
    assert!(folder.run(&["inspect", "--sdk", "cats"]).out.contains("cats-client"));
    let unknown = folder.run(&["check", "--sdk", "birds"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.err.contains("error[unknown-sdk]") && unknown.err.contains("cats, dogs"),
        "{}",
        unknown.err
    );
}

#[test]
fn each_sdk_is_released_separately() {
    let folder = folder();
    let first = folder.run(&["release", "--sdk", "cats", "--date", "2024-06-16"]);
    assert_eq!((first.code, first.err.as_str()), (Some(0), ""));
    assert!(folder.path("released/cats/api.yaml").is_file());
    assert!(text(&folder, "cats/CHANGELOG.md").contains("## [0.3.0] - 2024-06-16"));
    assert!(!folder.path("dogs").exists());
    folder.put("api.yaml", text(&folder, "api.yaml").replace("enum: [cat, dog]", "enum: [cat]"));
    let next = folder.run(&["release", "--sdk", "cats", "--date", "2024-06-17"]);
    assert_eq!((next.code, next.err.as_str()), (Some(0), ""));
    assert!(next.out.starts_with("0.3.0 -> 0.4.0\n"), "{}", next.out);
    insta::assert_snapshot!("settings", text(&folder, "sdk.toml"));
    assert!(text(&folder, "cats/Cargo.toml").contains("version = \"0.4.0\""));
}

#[test]
fn invalid_entries_are_reported_at_their_locations() {
    let folder = folder();
    for (from, to, line, message) in [
        ("out = \"dogs\"", "out = \"cats\"", 14, "the SDKs `cats` and `dogs` have the same `out`: `cats`"),
        ("out = \"dogs\"", "out = \"x/../Cats/\"", 14, "the SDKs `cats` and `dogs` have the same `out`"),
        (
            "lock = \"dogs.lock\"",
            "lock = \"names-cats.lock\"",
            16,
            "the SDKs `cats` and `dogs` have the same `lock`",
        ),
        ("tags = [\"Dogs\"]", "tags = [\"Dogs\", \"Dogs\"]", 15, "duplicate tag `Dogs`"),
        ("version = \"0.3.0\"", "version = \"0.3\"", 6, "`0.3` is not a valid version"),
        ("tags = [\"Dogs\"]", "tag = [\"Dogs\"]", 15, "unknown entry `tag`"),
        ("[sdk.dogs]", "[sdk.\"a b\"]", 0, "`a b` is not a valid SDK name"),
        ("tags = [\"Dogs\"]", "sdk.x.out = \"x\"", 0, "an SDK cannot contain other SDKs"),
    ] {
        assert!(SETTINGS.contains(from), "{from}");
        folder.put("sdk.toml", SETTINGS.replace(from, to));
        let run = folder.run(&["generate"]);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{to}");
        assert!(run.err.contains(message), "{to}: {}", run.err);
        assert!(line == 0 || run.err.contains(&format!("--> sdk.toml:{line}:")), "{to}: {}", run.err);
    }
}
