//! From a document to a crate and its first release: `init`, `generate --dry-run`, `check`, `release`, and documents
//! from standard input.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::fs;

use common::example::assert_example;
use common::{Folder, GOOD, run_in, run_with};

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Creates a folder that contains the valid document under a name that `init` finds.
fn with_openapi() -> Folder {
    let folder = Folder::new();
    folder.put("openapi.yaml", GOOD);
    folder
}

#[test]
fn a_folder_is_prepared_and_the_crate_is_generated() {
    let folder = with_openapi();
    folder.put("README.md", "# Mine");
    let run = folder.run(&["init"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(run.out, "wrote sdk.toml\nwrote .github/workflows/sdk.yml\nwrote README.md\n");
    assert!(run.err.contains("openapi.yaml: 1 operation, 1 schema; 0 warnings\n"), "{}", run.err);
    insta::assert_snapshot!("init_settings", text(&folder, "sdk.toml"));
    insta::assert_snapshot!("init_workflow", text(&folder, ".github/workflows/sdk.yml"));
    assert_eq!(
        text(&folder, "README.md"),
        "# Mine\n\nThe Rust client in `client` is generated from `openapi.yaml` by `openapi-crate generate`.\n"
    );

    let made = folder.run(&["generate"]);
    assert_eq!((made.code, made.err.as_str()), (Some(0), ""));
    assert!(text(&folder, "client/Cargo.toml").contains("name = \"pets\"\nversion = \"0.1.0\"\n"));
    assert!(folder.path("names.lock").is_file());
    let check = folder.run(&["check"]);
    assert_eq!((check.code, check.err.as_str()), (Some(0), ""));
}

#[test]
fn nothing_is_overwritten() {
    for existing in ["sdk.toml", ".github/workflows/sdk.yml"] {
        let folder = with_openapi();
        folder.put(existing, "mine");
        let before = folder.contents("");
        let run = folder.run(&["init"]);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{existing}");
        assert!(run.err.contains(&format!("`{existing}` already exists")), "{}", run.err);
        assert!(folder.contents("") == before, "{existing}");
    }
    let folder = with_openapi();
    folder.put(".github/workflows/sdk.yml", "mine");
    assert_eq!(folder.run(&["init", "--no-ci"]).code, Some(0));
    assert_eq!(text(&folder, ".github/workflows/sdk.yml"), "mine");
}

#[test]
fn a_dry_run_lists_files() {
    let folder = with_openapi();
    folder.put("README.md", "# Mine\n");
    let before = folder.contents("");
    let run = folder.run(&["init", "--dry-run"]);
    assert_eq!(run.out, "create sdk.toml\ncreate .github/workflows/sdk.yml\nupdate README.md\n");
    assert!(folder.contents("") == before);

    assert_eq!(folder.run(&["init"]).code, Some(0));
    let before = folder.contents("");
    let run = folder.run(&["generate", "--dry-run"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.contains("create  client/src/lib.rs\n"), "{}", run.out);
    assert!(run.out.ends_with("create  names.lock\n"), "{}", run.out);
    assert!(folder.contents("") == before);

    assert_eq!(folder.run(&["generate"]).code, Some(0));
    assert_eq!(folder.run(&["generate", "--dry-run"]).out, "");
    folder.put(
        "openapi.yaml",
        GOOD.replace("kind:", "species:").replace("    Pet:", "    Animal:").replace("/Pet'", "/Animal'"),
    );
    let run = folder.run(&["generate", "--dry-run"]);
    for line in [
        "create  client/src/models/animal.rs",
        "update  client/src/models/mod.rs",
        "delete  client/src/models/pet.rs",
        "update  names.lock",
    ] {
        assert!(run.out.lines().any(|one| one == line), "{line}: {}", run.out);
    }
}

#[test]
fn the_workflow_is_written_to_the_repository_root() {
    let folder = Folder::new();
    folder.put(".git/HEAD", "");
    folder.put("sdk/rust/api.yaml", GOOD);
    let run = run_in(&folder.path("sdk/rust"), &["init", "api.yaml", "--out", "made/here"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let workflow = text(&folder, ".github/workflows/sdk.yml");
    assert!(workflow.contains("        working-directory: sdk/rust\n"), "{workflow}");
    assert!(workflow.contains("--manifest-path made/here/Cargo.toml\n"), "{workflow}");
    assert!(text(&folder, "sdk/rust/sdk.toml").contains("out = \"made/here\"\n"));
}

#[test]
fn unusable_input_leaves_the_folder_unchanged() {
    let folder = Folder::new();
    folder.put("bad.yaml", "openapi: 3.0.3\ninfo: [");
    folder.put("good.yaml", GOOD);
    let before = folder.contents("");
    for (arguments, message) in [
        (&["init"][..], "no OpenAPI document found in this folder"),
        (&["init", "none.yaml"], "none.yaml"),
        (&["init", "bad.yaml"], "yaml-syntax"),
        (&["init", "good.yaml", "--out", "../x"], "expected a folder under this one"),
        (&["init", "good.yaml", "--out", "a b"], "expected a folder under this one"),
        (&["init", "good.yaml", "--name", "fn"], "it is a Rust keyword; try `fn-client`"),
        (&["init", "good.yaml", "--name", "serde-json"], "it is a dependency of every emitted crate"),
        (&["init", "good.yaml", "--name", "std"], "it is part of Rust's standard distribution"),
        (&["init", "http://pets.example/"], "`http` is supported only for localhost"),
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains(message), "{arguments:?}: {}", run.err);
        assert!(folder.contents("") == before, "{arguments:?}");
    }
}

#[test]
fn an_unreadable_document_has_a_location() {
    let folder = Folder::new();
    folder.put("bad.yaml", "openapi: 3.0.3\ninfo: [");
    folder.put("empty.yaml", "");
    folder.put("text.yaml", "just text\n");
    for (document, location) in [
        ("bad.yaml", "--> bad.yaml:3:1"),
        ("empty.yaml", "--> empty.yaml:1:1"),
        ("text.yaml", "--> text.yaml:1:1"),
    ] {
        for command in [&["init", document][..], &["check", "--spec", document]] {
            let run = folder.run(command);
            assert_eq!(run.code, Some(2));
            assert!(run.err.contains(location), "{command:?}: {}", run.err);
        }
        let json = folder.run(&["init", document, "--message-format", "json"]).err;
        let finding: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        assert_eq!(finding["file"], document, "{json}");
        assert!(finding["line"].is_u64() && finding["column"].is_u64(), "{json}");
    }
    let run = run_with(&folder.path(""), &["init", "-"], "openapi: [", &[]);
    assert!(run.err.contains("--> <stdin>:2:1"), "{}", run.err);
}

/// Cargo writes to `client/target`, which `git add` must not stage.
#[test]
fn git_ignores_the_output_of_cargo() {
    for (before, after) in [
        (None, "/client/target/\n"),
        (Some("*.log"), "*.log\n/client/target/\n"),
        (Some("/client/target\n"), "/client/target\n"),
        (Some("target/\n"), "target/\n"),
    ] {
        let folder = with_openapi();
        folder.put(".git/HEAD", "");
        before.into_iter().for_each(|text| folder.put(".gitignore", text));
        let run = folder.run(&["init", "--no-ci"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert_eq!(text(&folder, ".gitignore"), after);
        assert_eq!(folder.run(&["generate"]).code, Some(0));
        assert_eq!(folder.run(&["check"]).code, Some(0));
    }
    let folder = with_openapi();
    assert_eq!(folder.run(&["init"]).code, Some(0));
    assert!(!folder.path(".gitignore").exists(), "the folder is not in a git repository");
}

#[test]
fn strings_from_a_document_remain_strings_in_new_files() {
    let folder = Folder::new();
    let title = "'P\"ets\\\u{1b}[31m\n[evil]\n${{ secrets }}'";
    let document = GOOD.replace("title: Pets", &format!("title: {}", serde_json::json!(title)));
    folder.put("openapi.yaml", document);
    assert_eq!(folder.run(&["init"]).code, Some(0));
    let settings = text(&folder, "sdk.toml");
    assert!(!settings.contains("\n[evil]") && !settings.contains('\u{1b}'), "{settings}");
    assert!(!text(&folder, ".github/workflows/sdk.yml").contains("secrets"));
    let made = folder.run(&["generate"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
}

#[test]
fn a_document_is_read_from_standard_input() {
    let folder = Folder::new();
    let run = run_with(&folder.path(""), &["generate", "--spec", "-", "--out", "made"], GOOD, &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(folder.path("made/src/models/pet.rs").is_file());
    let run = run_with(&folder.path(""), &["inspect", "-", "--json"], GOOD, &[]);
    assert!(run.out.contains("getPet"), "{}", run.err);
    let run = run_with(&folder.path(""), &["check", "--spec", "-"], "openapi: 3.0.3\ninfo: [", &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("--> <stdin>:"), "{}", run.err);

    let run = run_with(&folder.path(""), &["init", "-"], GOOD, &[]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(text(&folder, "openapi.yaml"), GOOD);
}

#[test]
fn a_document_from_standard_input_can_refer_to_files_in_the_folder() {
    let folder = Folder::new();
    let (head, _) = GOOD.split_once("    Pet:\n").unwrap_or_default();
    let document = format!("{head}    Pet: {{$ref: 'pet.yaml#/Pet'}}\n");
    folder.put("pet.yaml", "Pet: {type: object, properties: {tail: {type: boolean}}}\n");
    let run = run_with(&folder.path(""), &["inspect", "-"], &document, &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.contains("tail"), "{}", run.out);
}

#[test]
fn a_document_is_checked_without_a_crate() {
    let folder = Folder::with_document();
    let run = folder.run(&["check", "--spec", "good.yaml"]);
    assert_eq!((run.code, run.out.as_str()), (Some(0), "1 operation, 1 schema; 0 warnings\n"));
    folder.put("odd.yaml", GOOD.replace("name: {type: string,", "name: {type: strin,"));
    assert_eq!(folder.run(&["check", "--spec", "odd.yaml"]).code, Some(0));
    assert_eq!(folder.run(&["check", "--spec", "odd.yaml", "--deny-warnings"]).code, Some(1));
    assert_eq!(folder.run(&["check", "--spec", "odd.yaml", "--strict"]).code, Some(2));

    folder.put("sdk.toml", "document = \"good.yaml\"\nout = \"client\"\n");
    let stale = folder.run(&["check"]);
    assert_eq!((stale.code, stale.out.as_str()), (Some(1), ""));
    assert!(stale.err.contains("  missing client/Cargo.toml\n"), "{}", stale.err);
    assert!(stale.err.ends_with("run: openapi-crate generate\n"), "{}", stale.err);
}

#[test]
fn custom_code_is_kept_and_its_dependencies_are_added() {
    let folder = with_openapi();
    let settings = "document = \"openapi.yaml\"\nout = \"client\"\nlocked = false\n";
    folder.put("sdk.toml", settings);
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    assert!(!text(&folder, "client/src/lib.rs").contains("mod custom"));

    let custom = "//! Helpers.\n\n/// Returns 1.\npub fn one() -> u8 {\n    1\n}\n";
    folder.put("client/src/custom/mod.rs", custom);
    let added = "[dependencies]\nurl = { version = \"2\", optional = true }\n\n[dev_dependencies]\ntempfile = \"3\"\n\n\
                 [features]\ndefault = [\"urls\"]\nurls = [\"dep:url\"]\npets = [\"urls\"]\n";
    folder.put("sdk.toml", format!("{settings}{added}"));
    assert_eq!(folder.run(&["check"]).code, Some(1));
    let made = folder.run(&["generate"]);
    assert_eq!((made.code, made.err.as_str()), (Some(0), ""));
    assert!(text(&folder, "client/src/lib.rs").contains("pub mod custom;\n"));
    assert_eq!(text(&folder, "client/src/custom/mod.rs"), custom);
    assert_eq!(folder.run(&["check"]).code, Some(0));
    let manifest: toml_edit::DocumentMut =
        text(&folder, "client/Cargo.toml").parse().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(manifest["dependencies"]["url"]["optional"].as_bool(), Some(true));
    assert_eq!(manifest["dev-dependencies"]["tempfile"].as_str(), Some("3"));
    let feature = |name: &str| {
        let needs = manifest["features"][name].as_array().into_iter().flatten();
        needs.filter_map(|need| need.as_str()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(feature("default"), ["rustls", "pets", "urls"]);
    assert_eq!((feature("urls"), feature("pets")), (vec!["dep:url".to_owned()], vec!["urls".to_owned()]));

    for (added, message) in [
        ("[dependencies]\nserde = \"1\"\n", "`serde` is a dependency of every emitted crate"),
        ("[dev_dependencies]\nwiremock = \"1\"\n", "`wiremock` is a dependency of every emitted crate"),
        ("[dependencies]\n\"a b\" = \"1\"\n", "`a b` is not a valid dependency name"),
        ("[dependencies]\na = 1\n", "expected a version, or a table"),
        ("[features]\na = [\"b\\\"]\"]\n", "expected a list of features"),
    ] {
        folder.put("sdk.toml", format!("{settings}{added}"));
        let run = folder.run(&["generate"]);
        assert_eq!(run.code, Some(2), "{added}");
        assert!(run.err.contains(message), "{added}: {}", run.err);
    }
}

#[test]
fn the_first_release_requires_no_predecessor() {
    let folder = with_openapi();
    assert_eq!(folder.run(&["init"]).code, Some(0));
    let low = folder.run(&["release", "--version", "0.0.9"]);
    assert_eq!(low.code, Some(2));
    assert!(
        low.err.contains("error[no-release]: version 0.0.9 is too low: the configured version is 0.1.0\n"),
        "{}",
        low.err
    );
    assert!(low.err.contains("pass `--version 0.1.0` or a higher version"), "{}", low.err);
    let run = folder.run(&["release", "--date", "2024-06-16"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let log = text(&folder, "client/CHANGELOG.md");
    let entry = "## [0.1.0] - 2024-06-16\n\nFirst release, generated from version `1.0.0` of the API.\n";
    assert!(log.ends_with(entry), "{log}");
    assert_eq!(text(&folder, "released/openapi.yaml"), GOOD);
    assert!(text(&folder, "sdk.toml").contains("[release]\ndocument = \"released/openapi.yaml\"\n"));

    let again = folder.run(&["release"]);
    assert!(again.out.starts_with("The API has not changed since the last release"), "{}", again.out);
    folder.put("openapi.yaml", GOOD.replace("enum: [cat, dog]", "enum: [cat]"));
    let changes = folder.run(&["diff"]);
    assert_eq!(changes.code, Some(1), "{}", changes.err);
    let next = folder.run(&["release", "--date", "2024-06-17"]);
    assert_eq!((next.code, next.err.as_str()), (Some(0), ""));
    assert!(next.out.starts_with("0.1.0 -> 0.2.0\n"), "{}", next.out);
    assert!(text(&folder, "client/Cargo.toml").contains("version = \"0.2.0\""));
}

#[test]
fn results_are_printed_as_json() {
    let folder = with_openapi();
    folder.put("sdk.toml", "document = \"openapi.yaml\"\nout = \"client\"\n");
    let result = |arguments: &[&str], code: i32| -> serde_json::Value {
        let run = folder.run(&[arguments, &["--format", "json"]].concat());
        assert_eq!((run.code, run.err.as_str()), (Some(code), ""), "{arguments:?}");
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", run.out))
    };
    let listed = |result: &serde_json::Value, list: &str, path: &str| {
        result[list].as_array().is_some_and(|paths| paths.iter().any(|one| one == path))
    };
    let planned = result(&["generate", "--dry-run"], 0);
    assert!(listed(&planned, "create", "client/src/lib.rs") && listed(&planned, "create", "names.lock"));
    assert_eq!(planned["applied"], false);
    assert!(!folder.path("client").exists());
    assert!(listed(&result(&["check"], 1), "create", "client/src/lib.rs"));
    let made = result(&["generate"], 0);
    assert_eq!(
        (&made["applied"], &made["operations"], &made["package"]),
        (&true.into(), &1.into(), &"pets".into())
    );
    folder.put("openapi.yaml", GOOD.replace("Get a pet", "Get one pet"));
    assert!(listed(&result(&["check"], 1), "update", "client/src/api/pets/get_pet.rs"));
    result(&["generate"], 0);
    let clean = result(&["check"], 0);
    assert_eq!(
        (&clean["create"], &clean["update"], &clean["warnings"]),
        (&serde_json::json!([]), &serde_json::json!([]), &0.into())
    );
    let document = result(&["check", "--spec", "openapi.yaml"], 0);
    assert!(document["out"].is_null() && document["schemas"] == 1, "{document}");
}

#[test]
fn new_files_are_printed_as_json() {
    let folder = Folder::with_document();
    folder.put("README.md", "# Mine\n");
    let before = folder.contents("");
    let planned = folder.run(&["init", "good.yaml", "--dry-run", "--format", "json"]);
    assert_eq!((planned.code, planned.err.as_str()), (Some(0), ""));
    assert!(planned.out.contains("\"applied\": false") && folder.contents("") == before, "{}", planned.out);
    assert_example(&folder, "init");
    assert!(folder.path("sdk.toml").is_file());
    let again = folder.run(&["init", "good.yaml", "--format", "json"]);
    assert_eq!((again.code, again.out.as_str()), (Some(2), ""));
    assert!(again.err.contains("error[already-initialized]"), "{}", again.err);
}

#[test]
fn completions_and_man_pages_cover_all_commands() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = folder.run(&["completions", shell]);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{shell}");
        assert!(run.out.contains("deny-warnings"), "{shell}: {}", run.out);
    }
    let page = folder.run(&["man"]);
    assert!(page.out.contains(".TH openapi-crate 1"), "{}", page.out);
    assert_eq!(folder.run(&["man", "--out", "man1"]).code, Some(0));
    let pages = folder.contents("man1");
    for command in ["", "-init", "-generate", "-check", "-diff", "-release", "-names", "-names-explain"] {
        assert!(pages.contains_key(&format!("openapi-crate{command}.1")), "{command}: {:?}", pages.keys());
    }
    let generate = String::from_utf8_lossy(&pages["openapi-crate-generate.1"]);
    assert!(generate.contains("openapi\\-crate generate \\-\\-check"), "{generate}");
}
