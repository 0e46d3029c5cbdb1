//! Runs the emitted tests of a share of the crates.
//!
//! Crates that compile are built with their tests in one workspace ([`workspace`]). Each test binary then runs in a
//! separate process with a time limit. Like all other results, an outcome is stored on disk and reused if the
//! crate and the compiler are unchanged.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use generator::diagnostic::Diagnostic;
use serde_json::Value;

use super::paths::{at_file, hash, package_of, slashed};
use super::processes::{self, Processes};
use super::progress::Progress;
use super::row::{Row, Tested};
use super::state::State;
use super::workspace;
use crate::report;

/// The time limit for the tests of a crate.
const LIMIT: Duration = Duration::from_secs(300);

/// The maximum number of lines of a failure that are quoted.
const QUOTED: usize = 4;

/// A run of the emitted tests of some crates.
pub(super) struct Trial<'a> {
    pub(super) children: &'a Processes,
    /// The percentage of crates whose tests are run.
    pub(super) share: u64,
    pub(super) seed: u64,
}

impl Trial<'_> {
    /// Runs the tests of the chosen crates, except for tests whose outcome is known.
    pub(super) fn run(&self, rows: &mut [Row], state: &mut State) -> Result<(), Box<Diagnostic>> {
        let chosen: Vec<&Row> = rows.iter().filter(|row| self.is_chosen(row)).collect();
        let open: Vec<&Row> =
            chosen.iter().copied().filter(|row| state.tested(row.measured.crate_hash).is_none()).collect();
        let progress = Progress::new("test", chosen.len(), chosen.len() - open.len());
        for batch in workspace::batches(&open) {
            self.batch(batch, state, &progress)?;
        }
        for row in rows.iter_mut() {
            row.tested = state.tested(row.measured.crate_hash).filter(|_| self.is_chosen(row)).cloned();
        }
        Ok(())
    }

    /// Returns whether a document is in the share and its crate compiles. The same seed selects the same documents.
    fn is_chosen(&self, row: &Row) -> bool {
        let path = slashed(&row.document.path);
        let draw = hash(&[&self.seed.to_le_bytes(), b"tests", path.as_bytes()]) % 100;
        draw < self.share && row.checked.as_ref().is_some_and(|checked| checked.compiles)
    }

    fn batch(&self, batch: &[&Row], state: &mut State, progress: &Progress) -> Result<(), Box<Diagnostic>> {
        let work = &self.children.work;
        workspace::clear(work)?;
        let documents: Vec<_> = batch.iter().map(|row| &row.document).collect();
        self.children.write_crates(&documents)?;
        let built = self.build()?;
        for row in batch {
            let package = package_of(&row.document.path);
            let tested = match built.get(&package).map(Vec::as_slice) {
                None | Some([]) => Tested::not_run("the tests do not build"),
                Some(programs) => outcome(programs, work, None)?,
            };
            if !tested.is_good() {
                report::say(&format!("tests fail: {}", report::shown(&row.document.path)));
            }
            state.keep_tested(row.measured.crate_hash, &tested);
            progress.step(&row.document.path);
        }
        workspace::prune(work)
    }

    /// Builds all tests in the workspace and returns the test programs of each package.
    fn build(&self) -> Result<BTreeMap<String, Vec<PathBuf>>, Box<Diagnostic>> {
        let mut command = Command::new("cargo");
        command.args(["build", "--workspace", "--keep-going", "--message-format=json", "--test", "*"]);
        command.args(["--features", "testing"]);
        command.arg(format!("-j{}", self.children.jobs));
        workspace::enter(&mut command, &self.children.work);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let cargo = Path::new("cargo");
        let mut child = command.spawn().map_err(|error| at_file("run", cargo, &error))?;
        let mut built = BTreeMap::new();
        for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
            let line = line.map_err(|error| at_file("read from", cargo, &error))?;
            if let Some((package, program)) = serde_json::from_str(&line).ok().and_then(|line| program(&line))
            {
                built.entry(package).or_insert_with(Vec::new).push(program);
            }
        }
        child.wait().map_err(|error| at_file("wait for", cargo, &error))?;
        Ok(built)
    }
}

/// Returns the command that generates a document's crate in `folder` and runs its tests. The folder can be inside the
/// workspace of this repository, so the crate becomes a workspace.
pub(super) fn to_repeat(row: &Row, folder: &Path) -> String {
    let (package, file) = (package_of(&row.document.path), report::shown(&row.document.file));
    let out = report::shown(&folder.join(&package));
    format!(
        "cargo xtask generate --spec '{file}' --lenient --out {out} --name {package} && \
         echo '[workspace]' >> {out}/Cargo.toml && \
         cargo test --manifest-path {out}/Cargo.toml --test '*'"
    )
}

/// Returns the package and the path of a test program, if Cargo's message is about one.
fn program(message: &Value) -> Option<(String, PathBuf)> {
    let manifest = Path::new(message.get("manifest_path")?.as_str()?);
    let package = manifest.parent()?.file_name()?.to_string_lossy().into_owned();
    let is_ours = workspace::is_package(&format!("{package}-"));
    let path = message.get("executable")?.as_str()?;
    (is_ours && message.pointer("/profile/test")?.as_bool()?).then(|| (package, PathBuf::from(path)))
}

/// Runs the test programs of a crate. They append the requests that they send to the file `requests`, if given.
pub fn outcome(
    programs: &[PathBuf],
    work: &Path,
    requests: Option<&Path>,
) -> Result<Tested, Box<Diagnostic>> {
    let log = work.join("tests.log");
    let mut all = Tested::default();
    for program in programs {
        let out = File::create(&log).map_err(|error| at_file("create", &log, &error))?;
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stdout(out).stderr(Stdio::null());
        command.envs(requests.map(|file| ("WIRE_REQUESTS", file)));
        let mut child = command.spawn().map_err(|error| at_file("run", program, &error))?;
        let ended =
            processes::wait(&mut child, LIMIT).map_err(|error| at_file("wait for", program, &error))?;
        let output = fs::read(&log).unwrap_or_default();
        let tested = match ended {
            None => Tested::not_run(format!("did not finish within {} s", LIMIT.as_secs())),
            Some(status) => read(&String::from_utf8_lossy(&output))
                .unwrap_or_else(|| Tested::not_run(format!("the tests ended early: {status}"))),
        };
        all.passed += tested.passed;
        all.failed += tested.failed;
        all.first = all.first.or(tested.first);
    }
    let _ = fs::remove_file(&log);
    Ok(all)
}

/// Returns the outcome that the test program prints; `None` if the program did not run to completion.
pub fn read(output: &str) -> Option<Tested> {
    let summary = output.lines().rev().find_map(|line| line.strip_prefix("test result: "))?;
    let number = |what: &str| -> Option<usize> {
        summary
            .split(';')
            .find_map(|part| part.trim().strip_suffix(what))?
            .split_whitespace()
            .last()?
            .parse()
            .ok()
    };
    let first = output.split_once("\n---- ").map(|(_, failure)| {
        let lines = failure.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.take(QUOTED).collect::<Vec<_>>().join(" ")
    });
    let (passed, failed) = (number(" passed")?, number(" failed")?);
    let first = first.or((failed > 0).then(|| "a test failed without a message".to_owned()));
    Some(Tested { passed, failed, first })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_output_of_a_test_program_is_parsed() {
        let good =
            "running 2 tests\ntest a ... ok\n\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n";
        assert_eq!(read(good), Some(Tested { passed: 2, failed: 0, first: None }));
        let bad = "test a ... ok\ntest b ... FAILED\n\nfailures:\n\n---- b stdout ----\n\nthread 'b' panicked:\nleft: 1\n\n\
                   failures:\n    b\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored\n";
        let tested = read(bad).unwrap_or_default();
        assert_eq!((tested.passed, tested.failed), (1, 1));
        assert_eq!(tested.first.as_deref(), Some("b stdout ---- thread 'b' panicked: left: 1 failures:"));
        assert!(!tested.is_good());
        assert_eq!(read("running 2 tests\ntest a ... "), None);
    }

    #[test]
    fn test_programs_are_distinguished_from_other_artifacts() {
        let package = package_of(Path::new("a.json"));
        let manifest = format!("/work/check/crates/{package}/Cargo.toml");
        let artifact = |test: bool, executable: Value| json!({"manifest_path": manifest, "profile": {"test": test}, "executable": executable});
        assert_eq!(program(&artifact(true, json!("/b/wire"))), Some((package, PathBuf::from("/b/wire"))));
        assert_eq!(program(&artifact(false, json!("/b/tool"))), None);
        assert_eq!(program(&artifact(true, Value::Null)), None);
    }
}
