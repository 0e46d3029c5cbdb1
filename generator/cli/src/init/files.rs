//! The contents of new files.

use toml_edit::Value;

use crate::program;

/// The values to insert into the files.
pub(super) struct Facts<'a> {
    /// The path of the document, relative to the configuration.
    pub(super) document: &'a str,
    /// The URL of the document, if it was downloaded.
    pub(super) url: Option<&'a str>,
    /// The path of the crate's folder, relative to the configuration.
    pub(super) out: &'a str,
    /// The name of the package.
    pub(super) package: &'a str,
    /// The title of the API.
    pub(super) title: &'a str,
    /// The folder of the configuration in the repository, ending in `/`; empty at the root.
    pub(super) folder: &'a str,
}

/// Returns the contents of the configuration.
pub(super) fn settings(facts: &Facts<'_>) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let source = match facts.url {
        Some(url) => format!(
            "# The URL of the document; `{} fetch` downloads it again.\nsource = {}\n\n",
            program::NAME,
            quoted(url)
        ),
        None => String::new(),
    };
    let description = format!("Client for {}", generator::one_line(facts.title));
    format!(
        "\
# The configuration of `{program} generate`. Paths are relative to this folder.

# The OpenAPI description: Swagger 2.0, OpenAPI 3.0, 3.1 or 3.2; JSON or YAML.
document = {document}

{source}# The folder of the crate. The generator owns the files that `.generated` lists there, and does not change any others.
out = {out}

# The tags whose operations are generated. Default: all.
# tags = [\"Pets\"]

# Whether defects in the document are errors. By default, they are repaired, with a warning.
# strict = true

# Overlays (OpenAPI Overlay 1.0) that repair the document without editing it.
# overlays = [\"overlay.yaml\"]

# names.lock fixes the public names of the crate. Commit it, so that no update renames an item.

[package]
name = {name}
version = \"0.1.0\"
description = {description}
# license = \"MIT OR Apache-2.0\"
# repository = \"https://github.com/example/example\"
# Whether the package is published on crates.io.
publish = false

[models]
# Responses that do not match the document: \"strict\" fails the call, \"lenient\" repairs the response if possible.
reading = \"strict\"
",
        program = program::NAME,
        document = quoted(facts.document),
        out = quoted(facts.out),
        name = quoted(facts.package),
        description = quoted(&description),
    )
}

/// Returns the contents of the workflow for GitHub Actions.
pub(super) fn workflow(facts: &Facts<'_>) -> String {
    let defaults = match facts.folder {
        "" => String::new(),
        folder => format!("    defaults:\n      run:\n        working-directory: {}\n", scalar(folder)),
    };
    format!(
        "\
# Checks that the crate is up to date, and runs its tests.
name: sdk
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  sdk:
    runs-on: ubuntu-latest
{defaults}    steps:
      - uses: actions/checkout@v4
{install}
      - run: {program} check
      - run: cargo test --manifest-path {out}/Cargo.toml
",
        program = program::NAME,
        install = install(),
        out = facts.out,
    )
}

/// The `cargo install` arguments that install this program on another machine. The string is empty if the arguments
/// are unknown, for example in a build from sources without a public repository.
const INSTALL: &str = env!("OPENAPI_CRATE_INSTALL");

/// The GitHub repository variable that contains the URL of this program's repository, if the build does not contain it.
const REPOSITORY: &str = "OPENAPI_CRATE_REPOSITORY";

/// Returns the step of the workflow that installs the program.
fn install() -> String {
    if !INSTALL.is_empty() {
        return format!("      - run: cargo install {INSTALL}");
    }
    let program = program::NAME;
    [
        format!(
            "      # The git repository of {program}; set this variable in the settings of your repository."
        ),
        format!("      - run: cargo install {program} --git \"$REPOSITORY\" --locked"),
        "        env:".to_owned(),
        format!("          REPOSITORY: ${{{{ vars.{REPOSITORY} }}}}"),
    ]
    .join("\n")
}

/// Returns the variable that the workflow reads, if the build does not contain this program's repository.
pub(super) fn workflow_variable() -> Option<&'static str> {
    INSTALL.is_empty().then_some(REPOSITORY)
}

/// Returns the manual step that remains for the workflow, if any.
pub(super) fn workflow_hint() -> Option<String> {
    workflow_variable().map(|variable| {
        format!(
            "this build does not contain the URL of the git repository of {}; set the variable {variable} \
             in your repository for the workflow",
            program::NAME
        )
    })
}

/// Returns a string as a YAML scalar.
fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if text.chars().all(is_plain) && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.') {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// Returns the line for the README.
pub(super) fn readme_line(facts: &Facts<'_>) -> String {
    format!(
        "The Rust client in {} is generated from {} by `{} generate`.\n",
        generator::code(facts.out),
        generator::code(facts.document),
        program::NAME
    )
}
