//! Command line: help, version, generating and checking, docs and inspection, from any folder.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::example::assert_example;
use common::{Folder, GOOD, run_in};
use generator::Project;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_help_of_every_command_has_an_example() {
    let folder = Folder::new();
    let help = folder.run(&["--help"]).out;
    let (_, commands) = help.split_once("Commands:\n").unwrap_or_default();
    let commands: Vec<&str> = commands.lines().map_while(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 10, "{commands:?}");
    for command in [""].into_iter().chain(commands).filter(|command| *command != "help") {
        let arguments: Vec<_> =
            [command, "--help"].into_iter().filter(|argument| !argument.is_empty()).collect();
        let run = folder.run(&arguments);
        assert_eq!(run.code, Some(0));
        assert!(run.out.contains("\nExamples:\n  openapi-crate "), "{command} has no example: {}", run.out);
        insta::assert_snapshot!(format!("help_{command}").trim_end_matches('_'), run.out);
    }
}

#[test]
fn a_crate_is_generated_checked_and_regenerated() {
    let folder = Folder::with_document();
    let arguments = ["generate", "--spec", "good.yaml", "--out", "a crate", "--name", "pets"];
    let check = [&arguments[..], &["--check"]].concat();

    let missing = folder.run(&check);
    assert_eq!(missing.code, Some(1));
    assert!(!folder.path("a crate").exists(), "a check writes nothing");
    assert!(missing.err.contains("  missing a crate/Cargo.toml\n"), "{}", missing.err);

    let made = folder.run(&arguments);
    assert_eq!((made.code, made.err.as_str()), (Some(0), ""));
    let fresh = folder.contents("a crate");
    assert!(made.out.starts_with("a crate: 1 operation, 1 schema; "), "{}", made.out);
    assert!(made.out.contains(" 0 unchanged, 0 removed; 0 warnings; "), "{}", made.out);

    let clean = folder.run(&check);
    assert_eq!((clean.code, clean.err.as_str()), (Some(0), ""));
    assert!(clean.out.contains("; 0 written, "), "{}", clean.out);

    folder.put("a crate/src/lib.rs", "changed");
    fs::remove_file(folder.path("a crate/Cargo.toml")).unwrap_or_else(|error| panic!("{error}"));
    folder.put("a crate/docs/Old.md", "left by an earlier run");
    let list = String::from_utf8_lossy(&fresh[".generated"]).into_owned();
    folder.put("a crate/.generated", list + "docs/Old.md\n");
    let stale = folder.run(&check);
    assert_eq!((stale.code, stale.out.as_str()), (Some(1), ""));
    insta::assert_snapshot!("stale", stale.err);

    let mended = folder.run(&arguments);
    assert!(mended.out.contains("; 3 written, ") && mended.out.contains(" 1 removed; "), "{}", mended.out);
    assert!(folder.contents("a crate") == fresh);
}

#[test]
fn two_runs_produce_the_same_bytes() {
    let folder = Folder::with_document();
    for out in ["one", "two/deep"] {
        assert_eq!(folder.run(&["generate", "--spec", "good.yaml", "--out", out]).code, Some(0));
    }
    assert!(folder.contents("one") == folder.contents("two/deep"));
}

/// The crate of another package, or docs pages, would replace all files of the folder.
#[test]
fn a_folder_keeps_the_kind_and_the_package_of_its_files() {
    let folder = Folder::with_document();
    folder.put("other.yaml", GOOD.replace("title: Pets", "title: Owners"));
    let generate = |document, out| ["generate", "--spec", document, "--out", out];
    let pages = |flavor, out| ["docs", "--flavor", flavor, "--spec", "good.yaml", "--out", out];
    assert_eq!(folder.run(&generate("good.yaml", "client")).code, Some(0));
    assert_eq!(folder.run(&pages("rust", "pages")).code, Some(0));
    let before = (folder.contents("client"), folder.contents("pages"));
    for refused in [
        generate("other.yaml", "client").to_vec(),
        generate("good.yaml", "pages").to_vec(),
        pages("rust", "client").to_vec(),
        pages("purecloud-python-202", "pages").to_vec(),
    ] {
        let run = folder.run(&refused);
        assert_eq!(run.code, Some(2), "{refused:?}");
        assert!(
            run.err.starts_with("error[other-output]: ") && run.err.contains("help: choose another"),
            "{}",
            run.err
        );
    }
    assert!(before == (folder.contents("client"), folder.contents("pages")));
    assert_eq!(folder.run(&generate("good.yaml", "client")).code, Some(0));
}

/// Build scripts use the library in place of the program.
#[test]
fn the_library_writes_the_same_files_as_the_program() {
    let folders = [Folder::with_document(), Folder::with_document()];
    for folder in &folders {
        let settings = "document = \"good.yaml\"\nout = \"client\"\noverlays = [\"overlay.yaml\"]\n[package]\nname = \"x\"\n";
        folder.put("sdk.toml", settings);
        let overlay = "overlay: 1.0.0\ninfo: {title: a, version: '1'}\nactions: [{target: $.info, update: {title: Overlaid}}]\n";
        folder.put("overlay.yaml", overlay);
        folder.put("names.lock", "# Naming lock, version 1:\n/components/schemas/Pet type models::Animal\n");
        folder.put("client/.generated", "");
        folder.put("client/src/custom/mod.rs", "//! Hand-written code.\n");
    }
    let run = folders[0].run(&["generate"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let projects =
        Project::read_all(&folders[1].path("sdk.toml")).unwrap_or_else(|failure| panic!("{failure}"));
    for project in &projects {
        project.generate().unwrap_or_else(|failure| panic!("{failure}"));
    }
    let contents = folders[1].contents("");
    let lib = String::from_utf8_lossy(&contents["client/src/lib.rs"]).into_owned();
    assert!(contents.contains_key("client/src/models/animal.rs") && lib.contains("mod custom;"), "{lib}");
    let differing: Vec<_> =
        folders[0].contents("").into_iter().filter(|(path, text)| contents.get(path) != Some(text)).collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert_eq!(folders[1].run(&["check"]).code, Some(0));
}

/// Cargo requires that only the root of a workspace has a `[workspace]` table.
#[test]
fn only_standalone_crates_are_workspaces() {
    let folder = Folder::with_document();
    let is_workspace = |folder: &Folder, out: &str| {
        let manifest = String::from_utf8_lossy(&folder.contents(out)["Cargo.toml"]).into_owned();
        manifest.contains("[workspace]")
    };
    assert_eq!(folder.run(&["generate", "--spec", "good.yaml", "--out", "bare"]).code, Some(0));
    for (standalone, out) in [("", "default"), ("standalone = true\n", "standalone")] {
        folder.put("sdk.toml", format!("document = \"good.yaml\"\nout = \"{out}\"\n[package]\n{standalone}"));
        assert_eq!(folder.run(&["generate"]).code, Some(0));
        assert_eq!(folder.run(&["generate", "--out", &format!("{out}-given")]).code, Some(0));
        for out in [out.to_owned(), format!("{out}-given")] {
            assert_eq!(is_workspace(&folder, &out), !standalone.is_empty(), "{out}");
        }
    }
    assert!(!is_workspace(&folder, "bare"));
}

#[test]
fn a_configuration_applies_only_to_its_document() {
    let folder = Folder::with_document();
    folder.put("conf/sdk.toml", "document = \"../good.yaml\"\n[package]\nname = \"configured\"\n");
    assert_eq!(folder.run(&["generate", "--config", "conf/sdk.toml", "--out", "out"]).code, Some(0));
    let manifest = String::from_utf8_lossy(&folder.contents("out")["Cargo.toml"]).into_owned();
    assert!(manifest.contains("name = \"configured\""), "{manifest}");
}

/// The complete description is not in the repository, so the configuration is applied to a part of the description.
#[test]
fn the_configuration_for_the_complete_platform_applies() {
    let folder = Folder::new();
    let config = repository().join("spec/platform.toml").display().to_string();
    let document = repository().join("spec/groups-202.0.0.yaml").display().to_string();
    let run = folder.run(&["generate", "--config", &config, "--spec", &document, "--out", "platform"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(folder.path("platform/src/api/groups/mod.rs").exists());
}

#[test]
fn the_configuration_next_to_a_document_applies() {
    let folder = Folder::with_document();
    folder.put("sdk.toml", "[package]\nname = \"beside\"\nversion = \"7.0.0\"\n");
    assert_eq!(
        folder.run(&["generate", "--spec", "good.yaml", "--out", "out", "--name", "given"]).code,
        Some(0)
    );
    let manifest = String::from_utf8_lossy(&folder.contents("out")["Cargo.toml"]).into_owned();
    assert!(manifest.contains("name = \"given\"") && manifest.contains("version = \"7.0.0\""), "{manifest}");
}

#[test]
fn warnings_can_be_denied() {
    let folder = Folder::new();
    let with_defect = common::GOOD
        .replace("kind: {type: string,", "odd: {type: string, required: true}\n        kind: {type: string,");
    folder.put("in.yaml", with_defect);
    let arguments = ["generate", "--spec", "in.yaml", "--out", "out"];
    let run = folder.run(&arguments);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("; 1 warning; "), "{}", run.out);
    insta::assert_snapshot!("warning", run.err);
    assert_eq!(folder.run(&[&arguments[..], &["--deny-warnings"]].concat()).code, Some(1));
}

#[test]
fn every_flavor_of_docs_is_written() {
    let folder = Folder::with_document();
    for flavor in ["rust", "purecloud-python-202", "purecloud-python-173"] {
        let arguments = ["docs", "--flavor", flavor, "--spec", "good.yaml", "--out", flavor];
        let run = folder.run(&arguments);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
        assert!(run.out.contains(&format!("1 operation, 1 schema ({flavor}); ")), "{}", run.out);
        let pages = folder.contents(flavor);
        assert!(pages.keys().any(|path| path.ends_with(".md")), "{flavor}: {:?}", pages.keys());
        assert_eq!(folder.run(&[&arguments[..], &["--check"]].concat()).code, Some(0));
    }
}

#[test]
fn the_files_of_docs_are_printed_as_json() {
    let folder = Folder::with_document();
    assert_example(&folder, "generate, check, docs");
    fs::write(folder.path("pages/index.md"), "outdated").unwrap_or_else(|error| panic!("{error}"));
    let check = ["docs", "--flavor", "rust", "--spec", "good.yaml", "--out", "pages", "--check"];
    let stale = folder.run(&[&check[..], &["--format", "json"]].concat());
    assert_eq!(stale.code, Some(1), "{}", stale.err);
    let result: serde_json::Value = serde_json::from_str(&stale.out).unwrap_or_default();
    assert_eq!(result["update"], serde_json::json!(["pages/index.md"]));
    assert_eq!(result["edited"], result["update"]);
    let missing = ["docs", "--flavor", "rust", "--spec", "none.yaml", "--out", "pages", "--format", "json"];
    let run = folder.run(&missing);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("error["), "{}", run.err);
}

#[test]
fn the_model_is_shown_as_text() {
    let run = Folder::with_document().run(&["inspect", "good.yaml"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!("inspect", run.out);
}

#[test]
fn the_model_is_shown_as_json() {
    let run = Folder::with_document().run(&["inspect", "good.yaml", "--json"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(serde_json::from_str::<serde_json::Value>(&run.out).is_ok());
    assert_eq!(Folder::with_document().run(&["inspect", "good.yaml", "--format", "json"]).out, run.out);
    insta::assert_snapshot!("inspect_json", run.out);
}

#[test]
fn commands_work_from_any_folder_of_the_repository() {
    let shown = run_in(&repository().join("generator/src"), &["inspect", "--json"]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    let model: serde_json::Value = serde_json::from_str(&shown.out).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(model["package"], "purecloud-platform-client-v2");
    let emitted =
        model["operations"].as_array().map(|all| all.iter().filter(|one| !one["rust"].is_null()).count());
    assert_eq!(emitted, Some(18));
}

#[test]
fn the_committed_crate_is_up_to_date() {
    for folder in ["", "spec"] {
        let run = run_in(&repository().join(folder), &["generate", "--check"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.contains("18 operations, 61 schemas; 0 written, "), "{}", run.out);
    }
}

/// A program operates on the checkout that contains the working directory, not on the one that it was
/// compiled in.
#[test]
fn the_program_works_on_other_checkouts() {
    let folder = Folder::new();
    for part in ["spec", "generated-client"] {
        copy(&repository().join(part), &folder.path(part));
    }
    for arguments in [&["generate"][..], &["generate", "--check"]] {
        let run = run_in(&folder.path("spec"), arguments);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    }

    folder.put("generated-client/src/lib.rs", "changed");
    let stale = run_in(&folder.path("spec"), &["generate", "--check"]);
    assert_eq!((stale.code, stale.out.as_str()), (Some(1), ""));
    assert!(stale.err.contains("  stale   ../generated-client/src/lib.rs\n"), "{}", stale.err);
}

fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
        return;
    }
    fs::create_dir_all(to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        if entry.file_name() != "target" {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    }
}

#[test]
fn a_missing_configuration_is_explained() {
    let folder = Folder::with_document();
    for arguments in
        [&["generate", "--check"][..], &["inspect"], &["names", "list"], &["diff"], &["release", "--dry-run"]]
    {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains("error[no-configuration]"), "{arguments:?}: {}", run.err);
        assert!(run.err.contains("openapi-crate init"), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn the_nearest_configuration_applies() {
    let folder = Folder::with_document();
    folder.put("sdk.toml", "document = \"good.yaml\"\nout = \"../outer\"\n");
    folder.put("inner/spec/sdk.toml", "document = \"../../good.yaml\"\nout = \"../made/crate\"\n");
    folder.put("inner/src/deep/file", "");
    for (within, made) in [("inner/src/deep", "inner/made/crate"), ("inner/spec", "inner/made/crate")] {
        let run = run_in(&folder.path(within), &["generate"]);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{within}");
        assert!(folder.path(made).join("Cargo.toml").is_file(), "{within}: {}", run.out);
    }
    assert!(folder.path("inner/spec/names.lock").is_file());
}

#[test]
fn a_configuration_without_an_output_folder_is_an_error() {
    let folder = Folder::with_document();
    folder.put("sdk.toml", "document = \"good.yaml\"\n");
    let run = folder.run(&["generate"]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("error[no-output]"), "{}", run.err);
    let run = folder.run(&["generate", "--out", "given"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

#[test]
fn the_version_matches_the_package() {
    let run = Folder::new().run(&["--version"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let expected = concat!("openapi-crate ", env!("CARGO_PKG_VERSION"));
    assert!(run.out.trim_end() == expected || run.out.starts_with(&format!("{expected} (")), "{}", run.out);
}
