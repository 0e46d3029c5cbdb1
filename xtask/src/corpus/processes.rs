//! Runs one process per document, several in parallel, each with a time limit.
//!
//! A child writes its result to a file. If the file is missing, the child crashed or was killed at the time
//! limit; the standard error of a crashed child contains the reason.

use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use generator::diagnostic::Diagnostic;

use super::find::Document;
use super::paths::{at_file, crates_folder, package_of};
use super::progress::Progress;
use super::row::{Fate, Measured};
use super::state::State;

/// The interval between checks of a child.
const PAUSE: Duration = Duration::from_millis(5);

/// The settings for running processes.
pub(super) struct Processes {
    /// The folder for temporary files.
    pub(super) work: PathBuf,
    /// The number of parallel processes.
    pub(super) jobs: usize,
    /// The time limit for each process.
    pub(super) limit: Duration,
}

impl Processes {
    /// Processes the documents; documents with an earlier result are skipped.
    pub(super) fn measure(
        &self,
        documents: &[Document],
        state: &mut State,
    ) -> Result<Vec<Measured>, Box<Diagnostic>> {
        let open: Vec<&Document> =
            documents.iter().filter(|document| state.measured(document).is_none()).collect();
        let progress = Progress::new("generate", documents.len(), documents.len() - open.len());
        let state = Mutex::new(state);
        self.for_each(&open, |document| {
            let measured = self.one(document, None)?;
            if let Ok(mut state) = state.lock() {
                state.keep_measured(document, &measured);
            }
            progress.step(&document.path);
            Ok(())
        })?;
        let state = state.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(documents.iter().map(|d| state.measured(d).cloned().unwrap_or_default()).collect())
    }

    /// Writes the crate of each document to the folder of crates to check.
    pub(super) fn write_crates(&self, documents: &[&Document]) -> Result<(), Box<Diagnostic>> {
        let folder = crates_folder(&self.work);
        self.for_each(documents, |document| {
            self.one(document, Some(&folder.join(package_of(&document.path)))).map(drop)
        })
    }

    /// Runs an action on each document, in parallel, and stops at the first failure.
    fn for_each(
        &self,
        documents: &[&Document],
        act: impl Fn(&Document) -> Result<(), Box<Diagnostic>> + Sync,
    ) -> Result<(), Box<Diagnostic>> {
        let next = AtomicUsize::new(0);
        let failure = Mutex::new(None);
        thread::scope(|scope| {
            for _ in 0..self.jobs.clamp(1, documents.len().max(1)) {
                scope.spawn(|| {
                    while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if let Err(finding) = act(document) {
                            next.store(documents.len(), Ordering::Relaxed);
                            if let Ok(mut failure) = failure.lock() {
                                failure.get_or_insert(finding);
                            }
                        }
                    }
                });
            }
        });
        match failure.into_inner() {
            Ok(Some(finding)) => Err(finding),
            _ => Ok(()),
        }
    }

    /// Processes one document and writes its crate to `out`, if given.
    fn one(&self, document: &Document, out: Option<&Path>) -> Result<Measured, Box<Diagnostic>> {
        let package = package_of(&document.path);
        let (result, stderr) =
            (self.work.join(format!("{package}.json")), self.work.join(format!("{package}.log")));
        let _ = fs::remove_file(&result);
        let program = env::current_exe().map_err(|error| at_file("find", Path::new("xtask"), &error))?;
        let errors = File::create(&stderr).map_err(|error| at_file("create", &stderr, &error))?;
        let mut command = Command::new(program);
        command.arg("corpus-one").arg(&document.file).arg("--result").arg(&result).args(["--name", &package]);
        if let Some(out) = out {
            command.arg("--out").arg(out);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors);
        let start = Instant::now();
        let mut child = command.spawn().map_err(|error| at_file("run", Path::new("xtask"), &error))?;
        let status =
            wait(&mut child, self.limit).map_err(|error| at_file("wait for", Path::new("xtask"), &error))?;
        let read = fs::read(&result).ok().and_then(|text| serde_json::from_slice(&text).ok());
        let measured = read.unwrap_or_else(|| Measured {
            fate: if status.is_some() { Fate::Crashed } else { Fate::TimedOut },
            reason: Some(reason_for_failure(status, &stderr, self.limit)),
            seconds: start.elapsed().as_secs_f64(),
            ..Measured::default()
        });
        let _ = fs::remove_file(&result);
        let _ = fs::remove_file(&stderr);
        Ok(measured)
    }
}

/// Returns the exit status of a child; `None` if it was killed at the time limit.
pub(crate) fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(PAUSE);
    }
}

/// Returns the reason for a missing result.
fn reason_for_failure(status: Option<ExitStatus>, stderr: &Path, limit: Duration) -> String {
    let Some(status) = status else { return format!("did not finish within {} s", limit.as_secs()) };
    let stderr = fs::read(stderr).unwrap_or_default();
    let stderr = String::from_utf8_lossy(&stderr);
    let lines: Vec<&str> = stderr.lines().filter(|line| !line.trim().is_empty()).take(3).collect();
    format!("{status}: {}", lines.join(" "))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn ended(command: &mut Command, limit: u64) -> Option<bool> {
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{error}"));
        let limit = Duration::from_secs(limit);
        let status = wait(&mut child, limit).unwrap_or_else(|error| panic!("{error}"));
        status.map(|status| status.success())
    }

    #[test]
    fn a_slow_child_is_killed() {
        assert_eq!(ended(Command::new("sleep").arg("600"), 0), None);
        assert_eq!(ended(&mut Command::new("true"), 600), Some(true));
        assert_eq!(ended(&mut Command::new("false"), 600), Some(false));
    }

    #[test]
    fn a_timeout_is_reported_with_its_limit() {
        let limit = Duration::from_secs(60);
        assert_eq!(reason_for_failure(None, Path::new("nothing"), limit), "did not finish within 60 s");
    }
}
