//! Writing: the findings of a plan, its effects, and the files that it never changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator::Flavor;
use generator::diagnostic::Code;
use generator::emit::Files;
use generator::write::{Contents, DIGESTS, MANIFEST, Plan, Report};
use tempfile::TempDir;

fn files(pairs: &[(&str, &str)]) -> Files {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"))
}

fn plan(dir: &Path, pairs: &[(&str, &str)]) -> Plan {
    Plan::new(dir, &Contents::of_crate("pets"), files(pairs)).unwrap_or_else(|finding| panic!("{finding}"))
}

fn apply(dir: &Path, pairs: &[(&str, &str)]) -> Report {
    plan(dir, pairs).apply().unwrap_or_else(|finding| panic!("{finding}"))
}

/// Returns the code and message of the finding that rejects a plan, with `$DIR` for the folder.
fn rejection(dir: &Path, pairs: &[(&str, &str)]) -> String {
    match Plan::new(dir, &Contents::of_crate("pets"), files(pairs)) {
        Ok(plan) => panic!("not rejected: {plan:?}"),
        Err(finding) => {
            format!("{}: {}", finding.code, finding.message.replace(&dir.display().to_string(), "$DIR"))
        }
    }
}

fn put(dir: &Path, path: &str, text: &str) {
    let target = dir.join(path);
    let made = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&target, text));
    made.unwrap_or_else(|error| panic!("{path}: {error}"));
}

/// Returns the contents of a folder. Folder names end with `/`, and link names with `@`.
fn contents(dir: &Path) -> BTreeMap<String, String> {
    fn walk(dir: &Path, prefix: &str, found: &mut BTreeMap<String, String>) -> std::io::Result<()> {
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type()?;
            if kind.is_symlink() {
                found.insert(format!("{name}@"), String::new());
            } else if kind.is_dir() {
                found.insert(format!("{name}/"), String::new());
                walk(&entry.path(), &format!("{name}/"), found)?;
            } else {
                found.insert(name, fs::read_to_string(entry.path())?);
            }
        }
        Ok(())
    }
    let mut found = BTreeMap::new();
    walk(dir, "", &mut found).unwrap_or_else(|error| panic!("{error}"));
    found
}

fn names(dir: &Path) -> Vec<String> {
    contents(dir).into_keys().collect()
}

#[test]
fn a_new_folder_receives_all_files_and_a_manifest() {
    let temp = folder();
    let dir = temp.path().join("a/b");
    let report = apply(&dir, &[("src/lib.rs", "1"), ("Cargo.toml", "2")]);
    assert_eq!(report, Report { written: 4, unchanged: 0, removed: 0 });
    assert_eq!(names(&dir), [MANIFEST, DIGESTS, "Cargo.toml", "src/", "src/lib.rs"]);
    assert!(contents(&dir)[MANIFEST].ends_with("\n.generated.digests\nCargo.toml\nsrc/lib.rs\n"));
}

#[test]
fn only_changed_files_are_written_and_obsolete_ones_are_deleted() {
    let dir = folder();
    let dir = dir.path();
    apply(dir, &[("same", "1"), ("changed", "1"), ("old/deep/gone", "1"), ("old/stays", "1")]);
    let before = fs::metadata(dir.join("same")).and_then(|m| m.modified()).ok();

    let second = [("same", "1"), ("changed", "2"), ("old/stays", "1"), ("added", "1")];
    let next = plan(dir, &second);
    assert_eq!(next.missing().collect::<Vec<_>>(), ["added"]);
    assert_eq!(next.stale().collect::<Vec<_>>(), [MANIFEST, DIGESTS, "changed"]);
    assert_eq!(next.extra().collect::<Vec<_>>(), ["old/deep/gone"]);
    assert_eq!(contents(dir)["changed"], "1", "planning writes no files");

    assert_eq!(next.apply().ok(), Some(Report { written: 4, unchanged: 2, removed: 1 }));
    assert_eq!(names(dir), [MANIFEST, DIGESTS, "added", "changed", "old/", "old/stays", "same"]);
    assert_eq!(fs::metadata(dir.join("same")).and_then(|m| m.modified()).ok(), before);

    let third = plan(dir, &second);
    assert!(third.is_clean());
    assert_eq!(third.apply().ok(), Some(Report { written: 0, unchanged: 6, removed: 0 }));
}

#[test]
fn foreign_files_are_kept() {
    let dir = folder();
    let dir = dir.path();
    apply(dir, &[("src/lib.rs", "1"), ("tests/wire.rs", "1")]);
    put(dir, "tests/mine.rs", "mine");
    put(dir, "CHANGELOG.md", "mine");
    put(dir, "target/debug/x", "mine");
    apply(dir, &[("src/lib.rs", "2")]);
    let after = contents(dir);
    assert_eq!(after["tests/mine.rs"], "mine");
    assert!(after.contains_key("CHANGELOG.md") && after.contains_key("target/debug/x"));
    assert!(!after.contains_key("tests/wire.rs"));
}

#[test]
fn a_foreign_folder_is_rejected_unchanged() {
    let dir = folder();
    let dir = dir.path();
    put(dir, "thesis.txt", "mine");
    put(dir, "src/lib.rs", "mine");
    let before = contents(dir);
    assert_eq!(
        rejection(dir, &[("src/lib.rs", "1")]),
        "foreign-files: the output folder `$DIR` is not empty, and its files were not created by the generator: src, thesis.txt"
    );
    put(dir, MANIFEST, "");
    assert_eq!(
        rejection(dir, &[("src/lib.rs", "1"), ("thesis.txt", "1"), ("new", "1")]),
        "foreign-files: the output folder `$DIR` contains files that the generator did not create and would overwrite: src/lib.rs, thesis.txt"
    );
    fs::remove_file(dir.join(MANIFEST)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(contents(dir), before);
}

#[test]
fn an_empty_manifest_permits_writing() {
    let dir = folder();
    let dir = dir.path();
    put(dir, MANIFEST, "");
    put(dir, "tests/mine.rs", "mine");
    put(dir, "src/lib.rs", "1");
    // A file that already has the new contents becomes a generated file. This happens, for example, after a
    // merge that lost a line of the manifest.
    assert_eq!(
        apply(dir, &[("src/lib.rs", "1"), ("a", "1")]),
        Report { written: 3, unchanged: 1, removed: 0 }
    );
    assert_eq!(contents(dir)["tests/mine.rs"], "mine");
}

#[test]
fn a_manifest_path_outside_the_folder_is_rejected() {
    let temp = folder();
    let dir = temp.path().join("out");
    put(temp.path(), "precious", "mine");
    for line in ["../precious", "/etc/hostname", "a/../../precious", ".git/config", "a\\..\\b"] {
        put(&dir, MANIFEST, &format!("# comment\n\nok\n{line}\n"));
        let message = rejection(&dir, &[("a", "1")]);
        assert!(message.starts_with("wrong-manifest: ") && message.contains("line 4"), "{line}: {message}");
    }
    assert_eq!(contents(temp.path())["precious"], "mine");
}

#[test]
fn a_manifest_may_list_missing_files() {
    let dir = folder();
    put(dir.path(), MANIFEST, "gone\nnever/was\r\n");
    assert_eq!(apply(dir.path(), &[("a", "1")]), Report { written: 3, unchanged: 0, removed: 0 });
}

#[test]
fn an_output_path_outside_the_folder_is_rejected() {
    let temp = folder();
    let dir = temp.path().join("out");
    for path in ["../x", "/x", "a//b", "target/x", "a\nb", ""] {
        assert!(rejection(&dir, &[(path, "1")]).starts_with("unsafe-path: "), "{path}");
    }
    assert!(!dir.exists());
}

#[cfg(unix)]
#[test]
fn symlinks_are_never_followed_for_writing_or_deleting() {
    use std::os::unix::fs::symlink;
    let temp = folder();
    let dir = temp.path().join("out");
    put(temp.path(), "outside/lib.rs", "mine");
    put(&dir, MANIFEST, "src/lib.rs\n");
    symlink(temp.path().join("outside"), dir.join("src")).unwrap_or_else(|error| panic!("{error}"));
    let before = contents(temp.path());
    let message = "link-in-output: `$DIR/src` is a symbolic link, and the generator does not follow links when it \
         writes";
    assert_eq!(rejection(&dir, &[("src/lib.rs", "1")]), message);
    assert_eq!(rejection(&dir, &[("src/other.rs", "1")]), message);
    assert_eq!(rejection(&dir, &[("unrelated", "1")]), message, "an owned file to be deleted");
    assert_eq!(contents(temp.path()), before);

    fs::remove_file(dir.join(MANIFEST)).unwrap_or_else(|error| panic!("{error}"));
    symlink(temp.path().join("outside/lib.rs"), dir.join(MANIFEST)).unwrap_or_else(|error| panic!("{error}"));
    assert!(rejection(&dir, &[("a", "1")]).starts_with("wrong-manifest: "));
}

#[test]
fn a_folder_in_place_of_a_file_is_rejected() {
    let dir = folder();
    let dir = dir.path();
    put(dir, MANIFEST, "");
    put(dir, "a/b", "mine");
    assert_eq!(rejection(dir, &[("a", "1")]), "output-occupied: `$DIR/a` exists, but is not a file");
    assert_eq!(rejection(dir, &[("a/b/c", "1")]), "output-occupied: `$DIR/a/b` exists, but is not a folder");
}

#[test]
fn a_file_in_place_of_the_output_folder_is_rejected() {
    let dir = folder();
    put(dir.path(), "file", "mine");
    for out in ["file", "file/out"] {
        let message = rejection(&dir.path().join(out), &[("a", "1")]);
        assert!(message.starts_with("output-not-a-folder: "), "{message}");
    }
    assert_eq!(names(dir.path()), ["file"]);
}

#[test]
fn files_created_concurrently_are_kept() {
    let dir = folder();
    let next = plan(dir.path(), &[("a", "1"), ("b/c", "2"), ("b/d", "3")]);
    put(dir.path(), "b/c", "mine");
    assert!(next.apply().is_err());
    assert_eq!(
        contents(dir.path()),
        BTreeMap::from([("b/".into(), String::new()), ("b/c".into(), "mine".into())])
    );
}

#[test]
fn a_failed_write_is_rolled_back() {
    let dir = folder();
    let dir = dir.path();
    apply(dir, &[("a", "1"), ("b/c", "1"), ("gone", "1"), ("z", "1")]);
    let next = plan(dir, &[("a", "2"), ("b/c", "2"), ("new/deep/file", "1"), ("z", "2")]);
    // A file disappears between planning and deletion, which is the last step that can fail.
    fs::remove_file(dir.join("gone")).unwrap_or_else(|error| panic!("{error}"));
    let before = contents(dir);
    let finding = next.apply().err();
    assert_eq!(finding.map(|f| f.code), Some(Code::OutputFailed));
    assert_eq!(contents(dir), before);
}

/// The paths and texts of a crate and of pages that have a page in common.
const CRATE: [(&str, &str); 3] =
    [("Cargo.toml", "[package]\nname = \"pets\"\n"), ("src/lib.rs", "1"), ("docs/a.md", "1")];
const PAGES: [(&str, &str); 2] = [("docs/a.md", "1"), ("index.md", "1")];

/// Returns the code, message and help of the finding if the files are refused.
fn refused(dir: &Path, contents: &Contents, pairs: &[(&str, &str)]) -> Option<String> {
    let finding = Plan::new(dir, contents, files(pairs)).err()?;
    let text = format!("{}: {}; {}", finding.code, finding.message, finding.help.unwrap_or_default());
    Some(text.replace(&dir.display().to_string(), "$DIR"))
}

/// Every folder is written by an earlier version, too, whose manifest has no line about the contents.
#[test]
fn other_contents_are_not_replaced() {
    let rust = Flavor::RUST;
    let all = [
        (Contents::of_crate("pets"), &CRATE[..]),
        (Contents::of_crate("owners"), &CRATE[..]),
        (Contents::of_pages("pets", rust), &PAGES[..]),
    ];
    for (number, (own, files_of)) in all.iter().enumerate().filter(|(number, _)| *number != 1) {
        for is_marked in [true, false] {
            let dir = folder();
            let dir = dir.path();
            let plan = Plan::new(dir, own, files(files_of)).and_then(Plan::apply);
            plan.unwrap_or_else(|finding| panic!("{finding}"));
            if !is_marked {
                let text = contents(dir)[MANIFEST].clone();
                let lines = text.lines().filter(|line| !line.starts_with("# Contents: "));
                put(dir, MANIFEST, &lines.map(|line| format!("{line}\n")).collect::<String>());
            }
            let before = contents(dir);
            for (other, (wanted, pairs)) in all.iter().enumerate() {
                let outcome = refused(dir, wanted, pairs);
                assert_eq!(
                    outcome.is_some(),
                    other != number,
                    "{wanted} into {own}, {is_marked}: {outcome:?}"
                );
                assert!(outcome.is_none_or(|text| text.starts_with("other-output: ")));
            }
            assert_eq!(contents(dir), before);
        }
    }
}

#[test]
fn a_renamed_package_needs_a_line_in_the_manifest() {
    let dir = folder();
    let dir = dir.path();
    apply(dir, &CRATE);
    let owners = Contents::of_crate("owners");
    assert_eq!(
        refused(dir, &owners, &CRATE).unwrap_or_default(),
        "other-output: the output folder `$DIR` contains the crate of package `pets`; the crate of package `owners` \
         would replace all of its files; choose another folder; if these are the same files with a new package name, \
         add the line `# Contents: crate of owners` to `$DIR/.generated`"
    );
    let text = contents(dir)[MANIFEST].clone();
    put(dir, MANIFEST, &format!("{text}# Contents: crate of owners\n"));
    assert_eq!(refused(dir, &owners, &CRATE), None);
    assert_eq!(refused(dir, &Contents::of_crate("pets"), &CRATE), None, "a merge leaves both lines");
}
