//! `release`: its effect on the version, the changelog, the settings and the crate, and the cases that it
//! rejects.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::path::Path;

use common::example::assert_example;
use common::{Folder, GOOD, Run};

const SETTINGS: &str = "\
# The settings of the client.
document = \"good.yaml\" # the current one

[package]
name = \"pets\"
# Updated manually so far.
version = \"0.3.1\"

[release]
# Set by the `release` command.
document = \"old.yaml\"
";

/// Creates a folder whose document has one enum value fewer and one property more than that of the last release.
fn project() -> Folder {
    let folder = Folder::new();
    folder.put("spec/sdk.toml", SETTINGS);
    folder.put("spec/old.yaml", GOOD.replace("enum: [cat, dog]", "enum: [cat, cow, dog]"));
    folder
        .put("spec/good.yaml", GOOD.replace("        kind:", "        tail: {type: boolean}\n        kind:"));
    folder
}

fn release(folder: &Folder, more: &[&str]) -> Run {
    let arguments = ["release", "--config", "spec/sdk.toml", "--out", "crate", "--date", "2024-06-16"];
    folder.run(&[&arguments[..], more].concat())
}

fn text(folder: &Folder, path: &str) -> String {
    std::fs::read_to_string(folder.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_dry_run_changes_nothing() {
    let folder = project();
    let before = folder.contents("");
    let run = release(&folder, &["--dry-run"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(folder.contents("") == before);
    insta::assert_snapshot!("dry_run", run.out);
}

#[test]
fn a_release_updates_every_version() {
    let folder = project();
    let run = release(&folder, &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!("changelog", text(&folder, "crate/CHANGELOG.md"));
    insta::assert_snapshot!("settings", text(&folder, "spec/sdk.toml"));
    assert_eq!(text(&folder, "spec/released/good.yaml"), text(&folder, "spec/good.yaml"));
    assert!(text(&folder, "crate/Cargo.toml").contains("version = \"0.4.0\""));

    // The maintainer owns the changelog, so regenerating the crate leaves it unchanged.
    let log = text(&folder, "crate/CHANGELOG.md");
    let made = folder.run(&["generate", "--config", "spec/sdk.toml", "--out", "crate"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert_eq!(text(&folder, "crate/CHANGELOG.md"), log);

    let again = release(&folder, &[]);
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert!(again.out.starts_with("The API has not changed since the last release"), "{}", again.out);
}

#[test]
fn a_release_is_printed_as_json() {
    let first = Folder::with_document();
    first.put("sdk.toml", "document = \"good.yaml\"\nout = \"client\"\n[package]\nversion = \"0.1.0\"\n");
    assert_example(&first, "release");

    let folder = project();
    let low = release(&folder, &["--version", "0.3.2", "--format", "json"]);
    assert_eq!((low.code, low.out.as_str()), (Some(2), ""));
    assert!(low.err.contains("error[no-release]"), "{}", low.err);
    let result = || -> serde_json::Value {
        let run = release(&folder, &["--format", "json"]);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out))
    };
    let made = result();
    assert_eq!((&made["version"], &made["crate"]), (&"0.4.0".into(), &"breaking".into()));
    assert_eq!((&made["applied"], &made["generated"]["out"]), (&true.into(), &"crate".into()));
    assert_eq!(made["update"], serde_json::json!(["spec/sdk.toml"]));
    let entry = made["entry"].as_str().unwrap_or_default();
    assert!(!entry.is_empty() && text(&folder, "crate/CHANGELOG.md").contains(entry), "{entry}");
    let unchanged = result();
    assert_eq!((&unchanged["previous"], unchanged["version"].is_null()), (&"0.4.0".into(), true));
}

#[test]
fn the_next_release_starts_from_the_copied_document() {
    let folder = project();
    assert_eq!(release(&folder, &[]).code, Some(0));
    let log = text(&folder, "crate/CHANGELOG.md");
    let (head, entries) = log.split_at(log.find("\n## ").unwrap_or_default());
    folder.put("crate/CHANGELOG.md", format!("{head}\n## [Unreleased]\n\nA manual note.\n{entries}"));
    folder.put("spec/good.yaml", text(&folder, "spec/good.yaml").replace("Get a pet", "Get one pet"));
    let run = release(&folder, &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!("changelog_of_two", text(&folder, "crate/CHANGELOG.md"));
}

#[test]
fn all_files_of_a_document_are_copied() {
    let folder = project();
    let (head, pet) = GOOD.split_once("    Pet:\n").unwrap_or_default();
    let part: String = pet.lines().map(|line| format!("{}\n", line.get(4..).unwrap_or_default())).collect();
    folder.put("spec/good.yaml", format!("{head}    Pet: {{$ref: 'pet.yaml#/Pet'}}\n"));
    folder.put("spec/pet.yaml", format!("Pet:\n{part}"));
    let run = release(&folder, &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(text(&folder, "spec/sdk.toml").contains("released/good.json"));
    let again = release(&folder, &[]);
    assert!(again.out.starts_with("The API has not changed since the last release"), "{}", again.out);
    folder.put("spec/pet.yaml", format!("Pet:\n{part}").replace("dog", "goat"));
    let next = release(&folder, &["--dry-run"]);
    assert!(next.out.contains("value `dog` removed from property `kind`"), "{}", next.out);
}

#[test]
fn overlays_are_copied_with_the_document() {
    let folder = project();
    let overlay = |property: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: More, version: '1'}}\nactions:\n  - target: $.components.schemas.Pet.properties\n    \
             update: {{{property}: {{type: string}}}}\n"
        )
    };
    let listed = "document = \"good.yaml\"\noverlays = [\"overlays/more.yaml\", \"other/more.yaml\"]";
    folder.put("spec/sdk.toml", SETTINGS.replace("document = \"good.yaml\"", listed));
    folder.put("spec/overlays/more.yaml", overlay("ear"));
    folder.put("spec/other/more.yaml", overlay("paw"));
    let run = release(&folder, &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.contains("`ear`") && run.out.contains("`paw`"), "{}", run.out);
    assert_eq!(text(&folder, "spec/released/overlays/more.yaml"), overlay("ear"));
    assert_eq!(text(&folder, "spec/released/overlays/2-more.yaml"), overlay("paw"));
    insta::assert_snapshot!("settings_with_overlays", text(&folder, "spec/sdk.toml"));
    let again = release(&folder, &[]);
    assert!(again.out.starts_with("The API has not changed since the last release"), "{}", again.out);

    // Changing an overlay changes the API. Obsolete files are deleted.
    folder.put("spec/overlays/more.yaml", overlay("nose"));
    folder.put("spec/sdk.toml", text(&folder, "spec/sdk.toml").replace(", \"other/more.yaml\"", ""));
    let next = release(&folder, &[]);
    assert_eq!((next.code, next.err.as_str()), (Some(0), ""));
    assert!(
        next.out.contains("property `ear` removed") && next.out.contains("property `nose` added"),
        "{}",
        next.out
    );
    assert!(next.out.contains("removes spec/released/overlays/2-more.yaml"), "{}", next.out);
    assert!(!folder.path("spec/released/overlays/2-more.yaml").exists());
}

#[test]
fn invalid_releases_are_rejected_without_changes() {
    let folder = project();
    let before = folder.contents("");
    let low = release(&folder, &["--version", "0.3.2"]);
    assert_eq!(low.code, Some(2));
    let message = "version 0.3.2 is too low: after 0.3.1, these changes require at least 0.4.0\n";
    assert!(low.err.contains(&format!("error[no-release]: {message}")), "{}", low.err);
    for arguments in [&["--date", "yesterday"][..], &["--version", "1.0"], &["--from", "none.yaml"]] {
        assert_eq!(release(&folder, arguments).code, Some(2), "{arguments:?}");
    }
    assert!(folder.contents("") == before);
    let without = Folder::with_document();
    assert_eq!(release(&without, &[]).code, Some(2), "there are no settings");
    let higher = release(&folder, &["--version", "1.0.0", "--dry-run"]);
    assert!(higher.out.starts_with("0.3.1 -> 1.0.0\n"), "{}", higher.out);
}

#[test]
fn the_example_in_the_docs_matches_the_output() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |path: &str| {
        std::fs::read_to_string(repository.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let folder = Folder::new();
    for document in ["groups-173.0.0.yaml", "groups-202.0.0.yaml"] {
        folder.put(&format!("spec/{document}"), read(&format!("spec/{document}")));
    }
    let settings = "document = \"groups-202.0.0.yaml\"\ntags = [\"Groups\"]\n[docs]\npython_package = \"PureCloudPlatformClientV2\"\n[extensions]\npreview = \"x-genesys-preview\"\n";
    folder.put("spec/sdk.toml", settings);
    let run = release(&folder, &["--dry-run", "--from", "spec/groups-173.0.0.yaml"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let entry = run.out.split("\n\nwrites").next().unwrap_or_default();
    let entry = entry.split_once("## [0.2.0] - 2024-06-16\n").map_or("", |(_, entry)| entry).trim_end();
    let page = read("docs/review.md");
    assert!(entry.contains("### Removed") && page.contains(entry), "docs/review.md: insert\n{entry}");
}
