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

/// Returns the line for the README.
pub(super) fn readme_line(facts: &Facts<'_>) -> String {
    format!(
        "The Rust client in {} is generated from {} by `{} generate`.\n",
        generator::code(facts.out),
        generator::code(facts.document),
        program::NAME
    )
}

/// Returns the line for `.gitignore`: the folder to which Cargo writes when it builds the crate.
pub(super) fn ignored_line(facts: &Facts<'_>) -> String {
    format!("/{}/target/\n", facts.out)
}
