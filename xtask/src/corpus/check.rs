//! Compiles the emitted crates, which must not cause warnings.
//!
//! Several crates at a time become members of one Cargo workspace ([`workspace`]), so that dependencies are
//! compiled once and Cargo uses all processors. Default features are enabled: all tags and the built-in
//! transport. If tests are compiled, `testing` is also enabled. Warnings count as failures and are also
//! counted separately.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use generator::diagnostic::Diagnostic;
use serde_json::Value;

use super::paths::{at_file, package_of};
use super::processes::Processes;
use super::progress::Progress;
use super::row::{Checked, Fate, Row};
use super::state::State;
use super::workspace;

/// The result of running Cargo.
struct Run {
    /// The results by package; `None` if Cargo did not start compiling.
    verdicts: Option<BTreeMap<String, Checked>>,
    /// Cargo's human-readable messages.
    stderr: String,
}

/// The settings for checking crates.
pub(super) struct Check<'a> {
    pub(super) children: &'a Processes,
    /// Whether to also compile the emitted tests.
    pub(super) tests: bool,
}

impl Check<'_> {
    /// Checks the generated crates; crates with an earlier result are skipped.
    pub(super) fn run(&self, rows: &mut [Row], state: &mut State) -> Result<(), Box<Diagnostic>> {
        let all = rows.iter().filter(|row| row.measured.fate == Fate::Generated).count();
        let open: Vec<&Row> = rows
            .iter()
            .filter(|row| row.measured.fate == Fate::Generated)
            .filter(|row| state.checked(row.measured.crate_hash, self.tests).is_none())
            .collect();
        let progress = Progress::new("check", all, all - open.len());
        for batch in workspace::batches(&open) {
            self.batch(batch, state, &progress)?;
        }
        for row in rows.iter_mut().filter(|row| row.measured.fate == Fate::Generated) {
            row.checked = state.checked(row.measured.crate_hash, self.tests).cloned();
        }
        Ok(())
    }

    fn batch(&self, batch: &[&Row], state: &mut State, progress: &Progress) -> Result<(), Box<Diagnostic>> {
        workspace::clear(&self.children.work)?;
        let documents: Vec<_> = batch.iter().map(|row| &row.document).collect();
        self.children.write_crates(&documents)?;
        let mut known: BTreeMap<String, &Row> =
            batch.iter().map(|row| (package_of(&row.document.path), *row)).collect();
        let Run { verdicts, stderr } = self.cargo(&mut |package| {
            if let Some(row) = known.remove(package) {
                progress.step(&row.document.path);
            }
        })?;
        let Some(verdicts) = verdicts else {
            return self.one_by_one(batch, &stderr, state, progress);
        };
        for row in batch {
            let verdict = verdicts.get(&package_of(&row.document.path)).cloned().unwrap_or_default();
            state.keep_checked(row.measured.crate_hash, self.tests, &verdict);
        }
        known.values().for_each(|row| progress.step(&row.document.path));
        workspace::prune(&self.children.work)
    }

    /// Checks each crate separately, since one invalid manifest would make the entire workspace fail.
    fn one_by_one(
        &self,
        batch: &[&Row],
        stderr: &str,
        state: &mut State,
        progress: &Progress,
    ) -> Result<(), Box<Diagnostic>> {
        if let [row] = batch {
            let verdict = Checked { errors: 1, first: Some(stderr.to_owned()), ..Checked::default() };
            state.keep_checked(row.measured.crate_hash, self.tests, &verdict);
            progress.step(&row.document.path);
            return Ok(());
        }
        batch.chunks(1).try_for_each(|one| self.batch(one, state, progress))
    }

    /// Runs Cargo and calls `done` for each package whose library has been checked.
    fn cargo(&self, done: &mut dyn FnMut(&str)) -> Result<Run, Box<Diagnostic>> {
        let mut command = Command::new("cargo");
        command.args(["check", "--workspace", "--keep-going", "--message-format=json", "--lib"]);
        if self.tests {
            command.args(["--test", "*", "--features", "testing"]);
        }
        command.arg(format!("-j{}", self.children.jobs));
        workspace::enter(&mut command, &self.children.work);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let program = Path::new("cargo");
        let mut child = command.spawn().map_err(|error| at_file("run", program, &error))?;
        let errors = child.stderr.take();
        let reader = std::thread::spawn(move || {
            let mut stderr = String::new();
            errors.map(|mut errors| errors.read_to_string(&mut stderr));
            stderr
        });
        let mut verdicts = BTreeMap::new();
        let mut finished = false;
        for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
            let line = line.map_err(|error| at_file("read from", program, &error))?;
            let Ok(message) = serde_json::from_str::<Value>(&line) else { continue };
            finished |= message.get("reason").and_then(Value::as_str) == Some("build-finished");
            if let Some(package) = process_message(&message, &mut verdicts) {
                done(&package);
            }
        }
        child.wait().map_err(|error| at_file("wait for", program, &error))?;
        let stderr = reader.join().unwrap_or_default();
        let error = stderr.find("error").and_then(|start| stderr.get(start..)).unwrap_or(&stderr);
        let error = error.lines().take(6).map(str::trim).collect::<Vec<_>>().join(" ");
        Ok(Run { verdicts: finished.then_some(verdicts), stderr: error })
    }
}

/// Processes a message from Cargo and returns the package's name if its library has been checked.
fn process_message(message: &Value, verdicts: &mut BTreeMap<String, Checked>) -> Option<String> {
    let manifest = Path::new(message.get("manifest_path")?.as_str()?);
    let package = manifest.parent()?.file_name()?.to_string_lossy().into_owned();
    if !package.starts_with('c') || !workspace::is_package(&format!("{package}-")) {
        return None;
    }
    let verdict = verdicts.entry(package.clone()).or_default();
    match message.get("reason").and_then(Value::as_str) {
        Some("compiler-artifact") => {
            let is_lib = message.pointer("/target/kind/0").and_then(Value::as_str) == Some("lib");
            verdict.compiles |= is_lib && verdict.errors == 0;
            is_lib.then_some(package)
        }
        Some("compiler-message") => {
            say(message.get("message")?, verdict);
            None
        }
        _ => None,
    }
}

fn say(message: &Value, verdict: &mut Checked) {
    let text = message.get("message").and_then(Value::as_str).unwrap_or_default();
    let is_error = match message.get("level").and_then(Value::as_str) {
        Some("error") => true,
        Some("warning") => false,
        _ => return,
    };
    // The last message of a compilation only summarizes the other messages.
    if message.get("spans").and_then(Value::as_array).is_none_or(Vec::is_empty) && text.contains("emitted") {
        return;
    }
    if is_error && verdict.errors == 0 || verdict.first.is_none() {
        let span = message.pointer("/spans/0");
        let place = |span: &Value| {
            Some(format!("{}:{}: ", span.get("file_name")?.as_str()?, span.get("line_start")?))
        };
        let code = message.pointer("/code/code").and_then(Value::as_str).unwrap_or_default();
        verdict.first = Some(format!("{}{code} {text}", span.and_then(place).unwrap_or_default()));
    }
    verdict.errors += usize::from(is_error);
    verdict.warnings += usize::from(!is_error);
    verdict.compiles &= !is_error;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cargo_messages_become_a_verdict() {
        let package = package_of(Path::new("a.json"));
        let manifest = format!("/work/check/crates/{package}/Cargo.toml");
        let message = |level: &str, text: &str| {
            let span = json!([{"file_name": "src/lib.rs", "line_start": 7}]);
            json!({
                "reason": "compiler-message", "manifest_path": manifest,
                "message": {"level": level, "message": text, "code": {"code": "E1"}, "spans": span},
            })
        };
        let artifact =
            json!({"reason": "compiler-artifact", "manifest_path": manifest, "target": {"kind": ["lib"]}});
        let mut verdicts = BTreeMap::new();
        assert_eq!(process_message(&message("warning", "unused"), &mut verdicts), None);
        assert_eq!(process_message(&artifact, &mut verdicts), Some(package.clone()));
        let first = Some("src/lib.rs:7: E1 unused".to_owned());
        assert_eq!(verdicts[&package], Checked { compiles: true, errors: 0, warnings: 1, first });
        process_message(&message("error", "mismatched"), &mut verdicts);
        let first = Some("src/lib.rs:7: E1 mismatched".to_owned());
        assert_eq!(verdicts[&package], Checked { compiles: false, errors: 1, warnings: 1, first });
        let other = json!({"reason": "compiler-artifact", "manifest_path": "/registry/chrono/Cargo.toml"});
        assert_eq!(process_message(&other, &mut verdicts), None);
    }
}
