//! Messages about the configuration and the arguments. Each contains the location, the reason and the remedy.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use common::{Folder, GOOD};

/// Runs a command that fails and checks the message.
fn refused(folder: &Folder, arguments: &[&str], messages: &[&str]) {
    let run = folder.run(arguments);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
    for message in messages {
        assert!(run.err.contains(message), "{arguments:?} without `{message}`: {}", run.err);
    }
}

#[test]
fn a_missing_file_points_to_its_entry() {
    let folder = Folder::with_document();
    for (settings, messages) in [
        (
            "out = \"x\"\ndocument = \"goood.yaml\"\n",
            &[
                "error[no-such-file]: `document` is `goood.yaml`",
                "--> sdk.toml:2:1",
                "did you mean `good.yaml`?",
            ][..],
        ),
        (
            "document = \"api.json\"\nsource = \"https://a.example/api.json\"\nout = \"x\"\n",
            &["--> sdk.toml:1:1", "run `openapi-crate fetch` to download it"],
        ),
        (
            "document = \"good.yaml\"\nout = \"x\"\noverlays = [\"none.yaml\"]\n",
            &["error[no-such-file]: `overlays` is `none.yaml`", "--> sdk.toml:3:1"],
        ),
        (
            "document = \"good.yaml\"\nout = \"x\"\n[refs]\nroots = [\"none\"]\n",
            &["error[no-such-file]: `refs.roots` is `none`", "--> sdk.toml:4:1"],
        ),
        // If there are several SDKs, each has its own entry, or inherits it.
        (
            "document = \"good.yaml\"\n[sdk.a]\nout = \"a\"\ndocument = \"a.yaml\"\n",
            &["`document` is `a.yaml`", "--> sdk.toml:4:1"],
        ),
        ("document = \"b.yaml\"\n[sdk.a]\nout = \"a\"\n", &["`document` is `b.yaml`", "--> sdk.toml:1:1"]),
    ] {
        folder.put("sdk.toml", settings);
        refused(&folder, &["generate"], messages);
        refused(&folder, &["check"], messages);
    }
}

#[test]
fn wrong_values_are_not_syntax_errors() {
    let folder = Folder::with_document();
    for (entry, messages) in [
        (
            "models.reading = \"strikt\"",
            &[
                "error[wrong-entry]: `strikt` is not a valid value",
                "did you mean `strict`? the possible values are: strict, lenient",
            ][..],
        ),
        ("models.bare_object = \"mapp\"", &["error[wrong-entry]", "did you mean `map`?"]),
        ("parameters.nested = \"dot\"", &["error[wrong-entry]", "did you mean `dots`?"]),
        ("webhooks.algorithm = \"sha265\"", &["error[wrong-entry]", "did you mean `sha256`?"]),
        ("webhooks.encoding = \"hexx\"", &["error[wrong-entry]", "did you mean `hex`?"]),
        ("pagination.getPet.style = \"curser\"", &["error[wrong-entry]", "did you mean `cursor`?"]),
        ("models.reading = 3", &["error[wrong-entry]: invalid type: expected a string"]),
        ("strict = \"yes\"", &["error[wrong-entry]: invalid type: string \"yes\", expected a boolean"]),
        ("models.redaing = \"strict\"", &["error[unknown-entry]", "did you mean `reading`?"]),
        ("strict = ", &["error[toml-syntax]"]),
        ("tags = \"Pets\"", &["invalid type: string \"Pets\", expected a list"]),
        ("reading = \"strict\"", &["unknown entry `reading`", "help: move it to the table `[models]`"]),
        ("license = \"MIT\"", &["unknown entry `license`", "help: move it to the table `[package]`"]),
        (
            "diagnostics.allow = [\"unknown-keywrd\"]",
            &["did you mean", "`openapi-crate explain` to list all codes"],
        ),
    ] {
        folder.put("sdk.toml", format!("document = \"good.yaml\"\nout = \"x\"\n{entry}\n"));
        refused(&folder, &["generate"], messages);
        refused(&folder, &["generate"], &["--> sdk.toml:3:"]);
    }
}

#[test]
fn findings_about_documents_have_a_remedy() {
    let folder = Folder::new();
    folder.put("old.json", "{\"swaggerVersion\": \"1.2\", \"apis\": []}");
    refused(
        &folder,
        &["check", "--spec", "old.json"],
        &[
            "error[unsupported-version]: unsupported version: Swagger 1.2",
            "convert the document with another tool",
        ],
    );
    folder.put("lost.yaml", GOOD.replace("schemas/Pet'", "parameters/Pet'"));
    let run = folder.run(&["check", "--spec", "lost.yaml"]);
    assert!(run.err.contains("add it, or correct the reference"), "{}", run.err);
}

#[test]
fn settings_without_effect_have_a_remedy_and_a_location() {
    let folder = Folder::with_document();
    folder.put(
        "sdk.toml",
        "document = \"good.yaml\"\n[sdk.a]\nout = \"a\"\n[sdk.a.pagination.getPet]\nstyle = \"cursor\"\n",
    );
    refused(
        &folder,
        &["check"],
        &[
            "the response does not contain a list",
            "--> sdk.toml:4:19",
            "set `style`, `parameter`, `next` or `items`",
            "the check failed: 1 error",
        ],
    );
    // The name of this operation contains a dot.
    folder.put(
        "sdk.toml",
        "document = \"good.yaml\"\nout = \"a\"\n[pagination.\"get.pets\"]\nstyle = \"cursor\"\n",
    );
    refused(&folder, &["generate"], &["--> sdk.toml:3:13", "nothing was generated: 1 error"]);
    refused(&folder, &["generate", "--dry-run"], &["nothing was listed: 1 error"]);
}

#[test]
fn names_that_are_not_available_have_a_reason() {
    let folder = Folder::with_document();
    for (name, reason) in [
        ("serde", "because it is a dependency of every emitted crate; try `serde-client`"),
        ("std", "it is part of Rust's standard distribution"),
        ("match", "it is a Rust keyword"),
        ("models", "it is a module of every emitted crate"),
        ("nul", "it is a device name on Windows"),
        ("build", "it is a folder name that Cargo uses"),
    ] {
        refused(&folder, &["generate", "--spec", "good.yaml", "--out", "x", "--name", name], &[reason]);
        folder.put("sdk.toml", format!("document = \"good.yaml\"\nout = \"x\"\npackage.name = \"{name}\"\n"));
        refused(&folder, &["generate"], &[reason, "--> sdk.toml:3:"]);
    }
    folder.put(
        "sdk.toml",
        "document = \"good.yaml\"\nout = \"x\"\npackage.name = \"a\"\n[dependencies]\na = \"1\"\n",
    );
    refused(&folder, &["generate"], &["`a` is the name of the package itself", "--> sdk.toml:5:1"]);
}

#[test]
fn commands_without_their_input_name_the_next_step() {
    let folder = Folder::new();
    refused(
        &folder,
        &["generate"],
        &["openapi-crate generate --spec SPEC --out DIR", "`openapi-crate init`"],
    );
    folder.put("openapi.yaml", GOOD);
    assert_eq!(folder.run(&["init"]).code, Some(0));
    let exists = "`sdk.toml` and `.github/workflows/sdk.yml` already exist; nothing was written";
    refused(&folder, &["init"], &[exists, "run `openapi-crate generate`"]);
    // Nothing is downloaded to a folder that already has a configuration.
    refused(&folder, &["init", "https://pets.invalid/openapi.json"], &[exists]);
    refused(&folder, &["diff"], &["there is no earlier release to compare with", "`openapi-crate diff OLD`"]);
    refused(&folder, &["release", "--date", "2024-13-01"], &["expected a calendar date"]);
}

#[test]
fn an_unknown_code_has_a_suggestion() {
    let folder = Folder::new();
    refused(&folder, &["explain", "unknown-keywrd"], &["did you mean `unknown-keyword`?"]);
    refused(&folder, &["--explain", "warning[unknow-type]:"], &["did you mean `unknown-type`?"]);
}

/// Programs read each line of standard error as JSON.
#[test]
fn all_messages_are_json_if_requested() {
    let folder = Folder::with_document();
    folder.put("warning.yaml", GOOD.replace("summary: Get", "sumary: Get"));
    folder.put("sdk.toml", "document = \"good.yaml\"\nout = \"client\"\n");
    for (arguments, code, finding) in [
        (&["check"][..], 1, "not-up-to-date"),
        (&["generate"], 0, ""),
        (&["names", "list"], 0, ""),
        (&["names", "prune"], 0, ""),
        (&["names", "redecide", "models::Pet", "--dry-run"], 0, ""),
        (&["names", "explain", "models::Nope"], 2, "wrong-arguments"),
        (&["explain", "nope"], 2, "wrong-arguments"),
        (&["generate", "--nope"], 2, "wrong-arguments"),
        (&["report"], 2, "wrong-arguments"),
        (&["docs"], 2, "wrong-arguments"),
        (&["generate", "--watch", "--spec", "-", "--out", "x"], 2, "wrong-arguments"),
        (&["check", "--spec", "warning.yaml", "--deny-warnings"], 1, "denied-warnings"),
        (&["generate", "--report", "report.md"], 0, ""),
        (&["diff", "good.yaml", "none.yaml"], 2, "no-such-file"),
    ] {
        for format in [&["--message-format", "json"][..], &["--message-format=json"]] {
            let run = folder.run(&[arguments, format].concat());
            assert_eq!(run.code, Some(code), "{arguments:?}: {}", run.err);
            let parsed: Result<Vec<serde_json::Value>, _> =
                run.err.lines().map(serde_json::from_str).collect();
            let findings = parsed.unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", run.err));
            let codes: Vec<&str> = findings.iter().filter_map(|finding| finding["code"].as_str()).collect();
            assert_eq!(codes.last().copied().unwrap_or_default(), finding, "{arguments:?}: {}", run.err);
            if arguments == ["check"] {
                assert_eq!(findings[0]["help"], "run `openapi-crate generate`");
            }
        }
    }
}

#[test]
fn the_command_that_updates_files_has_no_options_for_output() {
    let folder = Folder::with_document();
    folder.put("sdk.toml", "document = \"good.yaml\"\nout = \"client\"\n");
    for arguments in [
        &["check", "-q"][..],
        &["check", "--quiet", "--deny-warnings"],
        &["generate", "--check", "--message-format", "human"],
        &["generate", "--check", "--format=text"],
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.code, Some(1));
        assert!(run.err.ends_with("\nrun: openapi-crate generate\n"), "{arguments:?}: {}", run.err);
        // Most files are only counted, and all paths are relative to the working directory.
        assert!(
            run.err.contains("  missing client/.generated\n") && run.err.lines().count() < 30,
            "{}",
            run.err
        );
        assert!(run.err.contains(" more\n"), "{}", run.err);
    }
    let run = folder.run(&["check", "--strict", "--config", "sdk.toml"]);
    assert!(run.err.ends_with("\nrun: openapi-crate generate --strict --config sdk.toml\n"), "{}", run.err);
}

#[test]
fn denied_warnings_are_reported_even_if_they_are_hidden() {
    let folder = Folder::with_document();
    folder.put("warning.yaml", GOOD.replace("summary: Get", "sumary: Get"));
    let run = folder.run(&["check", "--spec", "warning.yaml", "--deny-warnings", "-q"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.starts_with("error[denied-warnings]: 1 warning, and `--deny-warnings`"), "{}", run.err);
}

#[test]
fn a_wrong_sdk_or_command_has_a_suggestion() {
    let folder = Folder::with_document();
    folder.put(
        "sdk.toml",
        "document = \"good.yaml\"\n[sdk.cats]\nout = \"cats\"\n[sdk.dogs]\nout = \"dogs\"\n",
    );
    refused(&folder, &["generate", "--sdk", "cat"], &["did you mean `cats`?", "cats, dogs"]);
    for command in [&["support"][..], &["schema"], &["explain"], &["completions", "bash"], &["init"]] {
        refused(&folder, &[command, &["--sdk", "cats"]].concat(), &["`--sdk` has no effect"]);
    }
    refused(&folder, &["report"], &["'generate --report FILE'"]);
    refused(&folder, &["validate"], &["'check'"]);
}

/// Only some commands work without a configuration.
#[test]
fn the_remedy_for_a_missing_configuration_fits_the_command() {
    let folder = Folder::new();
    for (arguments, remedy) in [
        (&["generate"][..], "openapi-crate generate --spec SPEC --out DIR"),
        (&["check"], "openapi-crate check --spec SPEC"),
        (&["inspect"], "openapi-crate inspect SPEC"),
        (&["diff"], "openapi-crate diff OLD NEW"),
    ] {
        refused(&folder, arguments, &["error[no-configuration]", remedy]);
    }
    for arguments in [&["release"][..], &["names", "list"], &["fetch"]] {
        let run = folder.run(arguments);
        assert!(run.err.contains("run `openapi-crate init`") && !run.err.contains("--spec"), "{}", run.err);
    }
}
