//! `diff`: its output, its sources, and its exit codes.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Folder, GOOD, Run, run_in};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn groups(format: &str) -> Run {
    let documents = ["spec/groups-173.0.0.yaml", "spec/groups-202.0.0.yaml"];
    run_in(&repository(), &["diff", documents[0], documents[1], "--format", format])
}

#[test]
fn the_page_of_the_groups_documents() {
    let run = groups("markdown");
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn diffs_as_text_and_as_json() {
    let run = groups("text");
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    insta::assert_snapshot!("groups_text", run.out);
    let run = groups("json");
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}"));
    let changes = json["changes"].as_array().map_or(0, Vec::len);
    let counts = &json["summary"]["crate_counts"];
    let sum = ["breaking", "additive", "documentation"].map(|key| counts[key].as_u64().unwrap_or_default());
    assert_eq!(changes as u64, sum.iter().sum::<u64>());
    insta::assert_snapshot!("groups_json", format!("{:#}\n{:#}", json["summary"], json["changes"][0]));
}

/// Creates a folder with the valid document, `more.yaml` with an additional property, and `less.yaml` with
/// fewer enum values.
fn changed() -> Folder {
    let folder = Folder::with_document();
    folder.put("more.yaml", GOOD.replace("        kind:", "        tail: {type: boolean}\n        kind:"));
    folder.put("less.yaml", GOOD.replace("enum: [cat, dog]", "enum: [cat]"));
    folder
}

#[test]
fn only_breaking_changes_exit_with_1() {
    let folder = changed();
    let code = |old: &str, new: &str| folder.run(&["diff", old, new]).code;
    assert_eq!(code("good.yaml", "good.yaml"), Some(0));
    assert_eq!(code("good.yaml", "more.yaml"), Some(0));
    assert_eq!(code("more.yaml", "good.yaml"), Some(1));
    assert_eq!(code("good.yaml", "less.yaml"), Some(1));
    assert_eq!(code("good.yaml", "none.yaml"), Some(2));
    let same = folder.run(&["diff", "good.yaml", "good.yaml", "--format", "markdown"]);
    assert!(same.out.ends_with("\nNothing changed.\n"), "{}", same.out);
}

/// Commits all files in the folder as the first commit.
fn commit(folder: &Folder) {
    let git = |arguments: &[&str]| {
        let run = Command::new("git").args(arguments).current_dir(folder.path("")).output();
        let run = run.unwrap_or_else(|error| panic!("{error}"));
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "one"]);
}

/// Returns an overlay that adds a property to `Pet`.
fn more(property: &str) -> String {
    format!(
        "overlay: 1.0.0\ninfo: {{title: More, version: '1'}}\nactions:\n  - target: $.components.schemas.Pet.properties\n    \
         update: {{{property}: {{type: string}}}}\n"
    )
}

#[test]
fn overlays_are_included_in_the_comparison() {
    let folder = Folder::new();
    let settings = "document = \"good.yaml\"\noverlays = [\"overlays/more.yaml\"]\n";
    folder.put("spec/good.yaml", GOOD);
    folder.put("spec/sdk.toml", settings);
    folder.put("spec/overlays/more.yaml", more("tail"));
    commit(&folder);
    folder.put("spec/overlays/more.yaml", more("ear"));
    let reported = |arguments: &[&str]| {
        let run = folder.run(&[&["diff"], arguments].concat());
        assert_eq!(run.err, "", "{arguments:?}");
        let lines = run.out.lines().filter_map(|line| line.trim().strip_prefix("- "));
        (run.code, lines.map(str::to_owned).collect::<Vec<_>>())
    };
    // Each revision has its own overlays.
    let (added, removed) = ("optional property `ear` added: `string`", "property `tail` removed: `string`");
    let both = (Some(1), vec![removed.to_owned(), added.to_owned()]);
    assert_eq!(reported(&["HEAD:spec/good.yaml", "spec/good.yaml"]), both);
    assert_eq!(reported(&["HEAD:./spec/good.yaml", "spec/good.yaml", "--config", "spec/sdk.toml"]), both);
    assert_eq!(reported(&["HEAD:spec/good.yaml", "spec/good.yaml", "--no-overlays"]), (Some(0), Vec::new()));
    // Overlays apply only to the document in the settings.
    folder.put("spec/other.yaml", GOOD);
    assert_eq!(reported(&["spec/other.yaml", "spec/good.yaml"]), (Some(0), vec![added.to_owned()]));
    folder.put("spec/released/overlays/more.yaml", more("tail"));
    folder.put("spec/released/good.yaml", GOOD);
    let released =
        "[release]\ndocument = \"released/good.yaml\"\noverlays = [\"released/overlays/more.yaml\"]\n";
    folder.put("spec/sdk.toml", format!("{settings}{released}"));
    assert_eq!(reported(&["spec/released/good.yaml", "spec/good.yaml", "--config", "spec/sdk.toml"]), both);
    // An overlay that selects nothing is an error, as with `generate`.
    folder.put("spec/overlays/more.yaml", more("ear").replace(".Pet.", ".Pets."));
    let run = folder.run(&["diff", "spec/other.yaml", "spec/good.yaml"]);
    assert_eq!(run.code, Some(2));
    insta::assert_snapshot!("overlay_without_target", run.err);
}

#[test]
fn documents_can_come_from_git() {
    let folder = changed();
    commit(&folder);
    folder.put("good.yaml", GOOD.replace("Get a pet", "Get one pet"));
    let run = folder.run(&["diff", "HEAD:good.yaml", "good.yaml"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.contains("summary changed: `Get a pet` to `Get one pet`"), "{}", run.out);
    for name in ["HEAD:none.yaml", "nowhere:good.yaml", "HEAD:"] {
        assert_eq!(folder.run(&["diff", name, "good.yaml"]).code, Some(2), "{name}");
    }
    let run = folder.run(&["diff", "--", "--output=made:x", "good.yaml"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("cannot start with `-`"), "{}", run.err);
    assert!(!folder.contents("").contains_key("made:x"), "git interpreted an argument as an option");
}

#[test]
fn strings_of_a_document_are_not_markup() {
    let folder = Folder::with_document();
    let evil = "</code>`<img src=x onerror=alert(1)>` [a](javascript:b) | \\u202e \\n# big";
    folder.put("evil.yaml", GOOD.replace("summary: Get a pet", &format!("summary: \"{evil}\"")));
    let run = folder.run(&["diff", "good.yaml", "evil.yaml", "--format", "markdown"]);
    insta::assert_snapshot!("hostile", run.out);
}

#[test]
fn the_docs_list_all_kinds() {
    let table = run_in(&repository(), &["diff", "--kinds"]).out;
    let path = repository().join("docs/changes.md");
    let page = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}"));
    assert!(
        page.contains(&table),
        "docs/changes.md: insert the output of `cargo xtask diff --kinds`:\n{table}"
    );
}
