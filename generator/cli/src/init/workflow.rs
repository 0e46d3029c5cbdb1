//! The CI workflow that `init` writes, for GitHub Actions.
//!
//! The workflow installs the program that wrote it: the same version or commit, so that a newer program does not
//! make the crate outdated. The binary is cached, since its installation takes several minutes.

use super::files::Facts;
use crate::program;

/// The `cargo install` arguments that install this program on another machine. The string is empty if the arguments
/// are unknown, for example in a build from sources without a public repository.
const INSTALL: &str = env!("OPENAPI_CRATE_INSTALL");

/// The commit of this program's sources; empty if it is unknown.
const COMMIT: &str = env!("OPENAPI_CRATE_COMMIT");

/// The GitHub repository variable that contains the URL of this program's repository, if the build does not contain it.
const REPOSITORY: &str = "OPENAPI_CRATE_REPOSITORY";

/// Returns the contents of the workflow.
pub(super) fn workflow(facts: &Facts<'_>) -> String {
    let defaults = match facts.folder {
        "" => String::new(),
        folder => format!("    defaults:\n      run:\n        working-directory: {}\n", scalar(folder)),
    };
    let (variables, install) = installation(INSTALL, COMMIT);
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
    env:
{variables}{defaults}    steps:
      - uses: actions/checkout@v4
{install}
      - run: {program} check
      - run: cargo test --manifest-path {out}/Cargo.toml
",
        program = program::NAME,
        out = facts.out,
    )
}

/// Returns the variables and the steps that install the program.
fn installation(arguments: &str, commit: &str) -> (String, String) {
    let program = program::NAME;
    let pin = match (arguments, commit) {
        ("", "") => String::new(),
        ("", commit) => format!("--rev {commit}"),
        (arguments, _) => arguments.to_owned(),
    };
    let mut variables = match pin.is_empty() {
        false => format!(
            "      # The version of the program. To update it, change this line, install the same version, and\n      \
             # run `{program} generate`.\n"
        ),
        true => format!(
            "      # The version of the program, such as `--rev COMMIT`. Without it, the newest one is installed, and a\n      \
             # change of {program} can make the crate outdated.\n"
        ),
    };
    variables.push_str(&format!("      PROGRAM: '{pin}'\n"));
    let mut install = format!("cargo install {program} $PROGRAM --locked");
    if arguments.is_empty() {
        variables.push_str(&format!(
            "      # The URL of the git repository of {program}: a variable in the settings of your repository.\n      \
             REPOSITORY: ${{{{ vars.{REPOSITORY} }}}}\n"
        ));
        let missing = format!(
            "set the variable {REPOSITORY} to the URL of the git repository of {program}: \
             Settings > Secrets and variables > Actions > Variables"
        );
        install = format!(
            "|\n          if [ -z \"$REPOSITORY\" ]; then\n            echo '::error::{missing}'\n            exit 1\n          fi\n          \
             cargo install {program} --git \"$REPOSITORY\" $PROGRAM --locked"
        );
    }
    // Without a version, the cache would keep an old program forever.
    if pin.is_empty() {
        return (variables, format!("      - name: Install {program}\n        run: {install}"));
    }
    let steps = format!(
        "      \
      - uses: actions/cache@v4
        id: program
        with:
          path: ~/.cargo/bin/{program}
          key: {program}-${{{{ runner.os }}}}-${{{{ env.PROGRAM }}}}
      - name: Install {program}
        if: steps.program.outputs.cache-hit != 'true'
        run: {install}"
    );
    (variables, steps)
}

/// Returns the variable that the workflow reads, if the build does not contain this program's repository.
pub(super) fn variable() -> Option<&'static str> {
    INSTALL.is_empty().then_some(REPOSITORY)
}

/// Returns the manual step that remains for the workflow, if any.
pub(super) fn hint() -> Option<String> {
    variable().map(|variable| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_pinned_and_cached_if_its_version_is_known() {
        for (arguments, commit, pin) in [
            ("--version 0.1.0", "", "PROGRAM: '--version 0.1.0'"),
            (
                "--git https://a.example/b --rev c0ffee",
                "c0ffee",
                "PROGRAM: '--git https://a.example/b --rev c0ffee'",
            ),
            ("", "c0ffee", "PROGRAM: '--rev c0ffee'"),
        ] {
            let (variables, steps) = installation(arguments, commit);
            assert!(variables.contains(pin) && variables.contains("To update it"), "{variables}");
            assert!(steps.contains("key: openapi-crate-${{ runner.os }}-${{ env.PROGRAM }}"), "{steps}");
            assert!(steps.starts_with("      - uses: actions/cache@v4\n        id: program\n"), "{steps}");
            // An empty variable fails with a message that names it.
            let is_named = steps.contains("if [ -z \"$REPOSITORY\" ]")
                && steps.contains("set the variable OPENAPI_CRATE_REPOSITORY");
            assert_eq!(is_named, arguments.is_empty(), "{steps}");
        }
        let (variables, steps) = installation("", "");
        assert!(variables.contains("PROGRAM: ''") && !steps.contains("cache"), "{steps}");
    }
}
