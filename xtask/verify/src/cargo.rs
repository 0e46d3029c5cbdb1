//! Runs cargo on emitted crates, in a workspace like that of `corpus`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use generator::Files;
use generator::diagnostic::Diagnostic;
use serde_json::Value;

use super::decoder;
use super::found::Docs;
use super::requests::Request;
use xtask::corpus::paths::{at_file, crates_folder};
use xtask::corpus::row::Tested;
use xtask::corpus::{trial, workspace};

/// The maximum length of a quoted message, in characters.
const QUOTED: usize = 2000;

/// The emitted crates that are compiled together.
pub(super) struct Workspace<'a> {
    /// The folder of the workspace and of the build output.
    work: &'a Path,
    jobs: Option<usize>,
    /// The features of each package, apart from the default ones.
    packages: BTreeMap<String, Vec<String>>,
}

/// The programs of a crate.
#[derive(Default)]
pub(super) struct Programs {
    /// The program that decodes instances.
    pub(super) decoder: Option<PathBuf>,
    /// The emitted tests.
    pub(super) tests: Vec<PathBuf>,
    /// The first error of the compiler.
    pub(super) error: Option<String>,
}

impl<'a> Workspace<'a> {
    /// Creates a workspace without crates.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be emptied.
    pub(super) fn new(work: &'a Path, jobs: Option<usize>) -> Result<Self, Box<Diagnostic>> {
        workspace::clear(work)?;
        Ok(Self { work, jobs, packages: BTreeMap::new() })
    }

    /// Writes a crate with the program that decodes instances.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written.
    pub(super) fn add(&mut self, package: &str, files: &Files, program: &str) -> Result<(), Box<Diagnostic>> {
        let folder = crates_folder(self.work).join(package);
        let example = format!("examples/{}{package}.rs", decoder::NAME);
        let files_and_program = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .chain([(example.as_str(), program)]);
        for (path, text) in files_and_program {
            let file = folder.join(path);
            let written =
                file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
            written.map_err(|error| at_file("write", &file, &error))?;
        }
        let manifest = files.get("Cargo.toml").map(String::as_str).unwrap_or_default();
        self.packages.insert(package.to_owned(), features(manifest));
        Ok(())
    }

    /// Compiles the decoding programs, the emitted tests, or both, and returns the programs of each package.
    ///
    /// # Errors
    /// Returns an error if cargo cannot be run.
    pub(super) fn build(
        &self,
        instances: bool,
        tests: bool,
    ) -> Result<BTreeMap<String, Programs>, Box<Diagnostic>> {
        let mut command = self.cargo("build", None);
        command.args(["--keep-going", "--message-format=json"]);
        if instances {
            command.arg("--example").arg(format!("{}*", decoder::NAME));
        }
        if tests {
            command.args(["--test", "*"]);
        }
        let (is_good, out, said) = run(&mut command)?;
        let mut all: BTreeMap<String, Programs> =
            self.packages.keys().map(|package| (package.clone(), Programs::default())).collect();
        for message in out.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
            let folder = text("/manifest_path").and_then(|path| Path::new(path).parent()?.file_name());
            let package = folder.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let Some(programs) = all.get_mut(&package) else { continue };
            if text("/message/level") == Some("error") && programs.error.is_none() {
                programs.error = text("/message/rendered").map(quoted);
            }
            // The libraries have no executable.
            let Some(executable) = text("/executable").map(PathBuf::from) else { continue };
            match text("/target/kind/0") {
                Some("example") => programs.decoder = Some(executable),
                Some("test") => programs.tests.push(executable),
                _ => {}
            }
        }
        if !is_good && all.values().all(|programs| programs.error.is_none()) {
            // One invalid manifest makes the entire workspace fail.
            all.values_mut().for_each(|programs| programs.error = Some(quoted(&said)));
        }
        Ok(all)
    }

    /// Runs the emitted tests and returns the requests that they sent.
    ///
    /// # Errors
    /// Returns an error if a test program cannot be run.
    pub(super) fn test(&self, programs: &Programs) -> Result<(Tested, Vec<Request>), Box<Diagnostic>> {
        let file = self.work.join("requests.jsonl");
        let _ = fs::remove_file(&file);
        let tested = trial::outcome(&programs.tests, self.work, Some(&file))?;
        let text = fs::read_to_string(&file).unwrap_or_default();
        Ok((tested, text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()))
    }

    /// Runs rustdoc on a crate and compiles the examples in its documentation.
    ///
    /// # Errors
    /// Returns an error if cargo cannot be run.
    pub(super) fn docs(&self, package: &str) -> Result<Docs, Box<Diagnostic>> {
        let mut command = self.cargo("doc", Some(package));
        command.args(["--no-deps", "--lib"]).env("RUSTDOCFLAGS", "-D warnings");
        let (is_good, _, said) = run(&mut command)?;
        let rustdoc = (!is_good).then(|| quoted(&said));
        let (is_good, out, said) = run(self.cargo("test", Some(package)).arg("--doc"))?;
        let examples = match all(&out) {
            Some(tested) => tested,
            None if is_good => Tested::default(),
            None => Tested::not_run(quoted(&said)),
        };
        Ok(Docs { rustdoc, examples })
    }

    /// Deletes the build output of the crates.
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

    /// Prepares a command for one package or for all packages.
    fn cargo(&self, subcommand: &str, package: Option<&str>) -> Command {
        let mut command = Command::new("cargo");
        command.arg(subcommand);
        match package {
            Some(package) => command.args(["--package", package]),
            None => command.arg("--workspace"),
        };
        let chosen = self.packages.iter().filter(|(name, _)| package.is_none_or(|package| *name == package));
        let features: Vec<String> = chosen
            .flat_map(|(name, features)| features.iter().map(move |feature| format!("{name}/{feature}")))
            .collect();
        command.arg("--features").arg(features.join(","));
        command.args(self.jobs.map(|jobs| format!("-j{jobs}")));
        workspace::enter(&mut command, self.work);
        command.stdin(Stdio::null());
        command
    }
}

/// Returns the features that enable only code in the crate and no dependencies. They include the feature for
/// tests.
fn features(manifest: &str) -> Vec<String> {
    let manifest: toml_edit::DocumentMut = manifest.parse().unwrap_or_default();
    let table = manifest.get("features").and_then(toml_edit::Item::as_table);
    let enables_code = |list: &toml_edit::Item| {
        let names =
            list.as_array().map(|list| list.iter().filter_map(toml_edit::Value::as_str).collect::<Vec<_>>());
        // An entry with a colon or a slash refers to a dependency.
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

/// Runs a command. Returns whether it succeeded, with its standard output and standard error.
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
