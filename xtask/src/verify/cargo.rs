//! Runs cargo on an emitted crate, which is the only member of the workspace that `corpus` also uses.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use generator::Files;
use generator::diagnostic::Diagnostic;
use serde_json::Value;

use super::decoder;
use super::found::Docs;
use crate::corpus::paths::{at_file, crates_folder};
use crate::corpus::row::Tested;
use crate::corpus::{trial, workspace};

/// The length of a quoted message, in characters.
const QUOTED: usize = 2000;

/// An emitted crate in the workspace.
pub(super) struct Crate<'a> {
    /// The folder of the workspace and of the build output.
    pub(super) work: &'a Path,
    pub(super) package: String,
    /// The features of the API that are not enabled by default.
    pub(super) features: Vec<String>,
    pub(super) jobs: Option<usize>,
}

/// The programs of a crate.
pub(super) struct Programs {
    /// The program that decodes instances.
    pub(super) decoder: Option<PathBuf>,
    /// The emitted tests.
    pub(super) tests: Vec<PathBuf>,
}

impl<'a> Crate<'a> {
    /// Writes a crate with the program that decodes instances.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written.
    pub(super) fn write(
        work: &'a Path,
        package: &str,
        files: &Files,
        program: &str,
        jobs: Option<usize>,
    ) -> Result<Self, Box<Diagnostic>> {
        workspace::clear(work)?;
        let folder = crates_folder(work).join(package);
        let program = (format!("examples/{}.rs", decoder::NAME), program.to_owned());
        let files_and_program =
            files.iter().map(|(path, text)| (path.clone(), text.clone())).chain([program]);
        for (path, text) in files_and_program {
            let file = folder.join(path);
            let written =
                file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
            written.map_err(|error| at_file("write", &file, &error))?;
        }
        let manifest = files.get("Cargo.toml").map(String::as_str).unwrap_or_default();
        Ok(Self { work, package: package.to_owned(), features: features(manifest), jobs })
    }

    /// Compiles the program that decodes instances and the emitted tests, or only some of them. Returns the first message as an
    /// error if the crate does not compile.
    ///
    /// # Errors
    /// Returns an error if cargo cannot be run.
    pub(super) fn build(
        &self,
        instances: bool,
        tests: bool,
    ) -> Result<Result<Programs, String>, Box<Diagnostic>> {
        let mut command = self.cargo("build");
        command.arg("--message-format=json");
        if instances {
            command.args(["--example", decoder::NAME]);
        }
        if tests {
            command.args(["--test", "*"]);
        }
        let (is_good, out, said) = run(&mut command)?;
        let mut programs = Programs { decoder: None, tests: Vec::new() };
        let mut first = None;
        for message in out.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
            if text("/message/level") == Some("error") {
                first = first.or_else(|| text("/message/rendered").map(str::to_owned));
            }
            // The libraries have no executable.
            let Some(executable) = text("/executable").map(PathBuf::from) else { continue };
            match (text("/target/name"), text("/target/kind/0")) {
                (Some(decoder::NAME), _) => programs.decoder = Some(executable),
                (_, Some("test")) => programs.tests.push(executable),
                _ => {}
            }
        }
        Ok(if is_good { Ok(programs) } else { Err(quoted(&first.unwrap_or(said))) })
    }

    /// Runs the emitted tests.
    ///
    /// # Errors
    /// Returns an error if a test program cannot be run.
    pub(super) fn test(&self, programs: &Programs) -> Result<Tested, Box<Diagnostic>> {
        trial::outcome(&programs.tests, self.work)
    }

    /// Runs rustdoc, and compiles the examples in the documentation.
    ///
    /// # Errors
    /// Returns an error if cargo cannot be run.
    pub(super) fn docs(&self) -> Result<Docs, Box<Diagnostic>> {
        let mut command = self.cargo("doc");
        command.args(["--no-deps", "--lib"]).env("RUSTDOCFLAGS", "-D warnings");
        let (is_good, _, said) = run(&mut command)?;
        let rustdoc = (!is_good).then(|| quoted(&said));
        let (is_good, out, said) = run(self.cargo("test").arg("--doc"))?;
        let examples = match all(&out) {
            Some(tested) => tested,
            None if is_good => Tested::default(),
            None => Tested::not_run(quoted(&said)),
        };
        Ok(Docs { rustdoc, examples })
    }

    /// Deletes the build output of the crate.
    ///
    /// # Errors
    /// Returns an error if a file cannot be deleted.
    pub(super) fn remove(&self) -> Result<(), Box<Diagnostic>> {
        let examples = self.work.join("build").join("debug").join("examples");
        match fs::remove_dir_all(&examples) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(at_file("delete", &examples, &error));
            }
            _ => {}
        }
        workspace::prune(self.work)
    }

    fn cargo(&self, subcommand: &str) -> Command {
        let mut command = Command::new("cargo");
        command.arg(subcommand).args(["--package", &self.package, "--features", &self.features.join(",")]);
        command.args(self.jobs.map(|jobs| format!("-j{jobs}")));
        workspace::enter(&mut command, self.work);
        command.stdin(Stdio::null());
        command
    }
}

/// Returns the test support, and the features that only enable code of the API.
fn features(manifest: &str) -> Vec<String> {
    let manifest: toml_edit::DocumentMut = manifest.parse().unwrap_or_default();
    let table = manifest.get("features").and_then(toml_edit::Item::as_table);
    let enables_code = |list: &toml_edit::Item| {
        let names =
            list.as_array().map(|list| list.iter().filter_map(toml_edit::Value::as_str).collect::<Vec<_>>());
        // The names of optional dependencies contain a colon or a slash; `webhook-events` only needs other features.
        names.is_some_and(|names| names.iter().all(|name| !name.contains([':', '/'])))
    };
    let names = table.into_iter().flat_map(toml_edit::Table::iter);
    names
        .filter(|(name, list)| *name != "default" && enables_code(list))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Returns the combined outcome of all doctest programs; `None` if none of them ran.
fn all(out: &str) -> Option<Tested> {
    let mut total: Option<Tested> = None;
    for part in out.split("\nrunning ").filter(|part| part.contains("test result: ")) {
        let tested = trial::read(part)?;
        let total = total.get_or_insert_with(Tested::default);
        total.passed += tested.passed;
        total.failed += tested.failed;
        total.first = total.first.take().or(tested.first);
    }
    total
}

/// Runs a command, and returns whether it succeeded, and its output.
fn run(command: &mut Command) -> Result<(bool, String, String), Box<Diagnostic>> {
    let output = command.output().map_err(|error| at_file("run", Path::new("cargo"), &error))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((output.status.success(), text(&output.stdout), text(&output.stderr)))
}

/// Returns the first error in cargo's output, truncated.
fn quoted(said: &str) -> String {
    let error = said.find("error").and_then(|start| said.get(start..)).unwrap_or(said);
    error.chars().take(QUOTED).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_of_dependencies_are_not_enabled() {
        let manifest = "[features]\ndefault = [\"rustls\"]\nrustls = [\"dep:reqwest\"]\ntesting = []\npets = [\"events\"]\nother-models = []\n";
        assert_eq!(features(manifest), ["testing", "pets", "other-models"]);
    }

    #[test]
    fn the_outcomes_of_several_programs_are_combined() {
        let part = |passed| {
            format!(
                "\nrunning 2 tests\ntest a ... ok\n\ntest result: ok. {passed} passed; 0 failed; 0 ignored\n"
            )
        };
        assert_eq!(all(&format!("{}{}", part(2), part(3))).map(|tested| tested.passed), Some(5));
        assert_eq!(all(""), None);
    }
}
