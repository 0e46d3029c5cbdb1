//! Messages about the configuration and the arguments. Each contains the location, the reason and the remedy.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use common::Folder;

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
    ] {
        folder.put("sdk.toml", format!("document = \"good.yaml\"\nout = \"x\"\n{entry}\n"));
        refused(&folder, &["generate"], messages);
        refused(&folder, &["generate"], &["--> sdk.toml:3:"]);
    }
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
    folder.put("openapi.yaml", common::GOOD);
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
