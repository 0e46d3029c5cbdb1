//! Earlier results on disk. Each is one line of JSON, which is written immediately.
//!
//! A generator result is valid for the same document and generator. A compiler result is valid for the same
//! crate, dependencies and compiler. A line truncated by an interruption is ignored.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use generator::diagnostic::Diagnostic;
use serde::{Deserialize, Serialize};

use super::find::Document;
use super::paths::{at_file, hash};
use super::row::{Checked, Measured, Tested};
use crate::checkout;

/// The part of a key that identifies results of test runs. 0 identifies checks without tests, and 1 checks with tests.
const RUN: u8 = 2;

/// The earlier results.
pub(super) struct State {
    file: File,
    /// The hash of the running program.
    generator: u64,
    /// The hash of the compiler and the dependencies.
    compiler: u64,
    measured: BTreeMap<u64, Measured>,
    checked: BTreeMap<u64, Checked>,
    tested: BTreeMap<u64, Tested>,
}

/// A line in the file.
#[derive(Serialize, Deserialize)]
enum Line {
    Measured(u64, Measured),
    Checked(u64, Checked),
    Tested(u64, Tested),
}

impl State {
    /// Reads the earlier results; if `fresh` is set, discards them first.
    pub(super) fn open(work: &Path, fresh: bool) -> Result<Self, Box<Diagnostic>> {
        let path = work.join("state.jsonl");
        let text = if fresh { String::new() } else { fs::read_to_string(&path).unwrap_or_default() };
        let (mut measured, mut checked, mut tested) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for line in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
            match line {
                Line::Measured(key, result) => drop(measured.insert(key, result)),
                Line::Checked(key, result) => drop(checked.insert(key, result)),
                Line::Tested(key, result) => drop(tested.insert(key, result)),
            }
        }
        let file = File::options().create(true).append(true).open(&path);
        let mut file = file.map_err(|error| at_file("open", &path, &error))?;
        if fresh {
            file.set_len(0).map_err(|error| at_file("empty", &path, &error))?;
        } else if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n").map_err(|error| at_file("write", &path, &error))?;
        }
        Ok(Self { file, generator: generator()?, compiler: compiler(), measured, checked, tested })
    }

    /// Returns the earlier result for a document.
    pub(super) fn measured(&self, document: &Document) -> Option<&Measured> {
        self.measured.get(&self.document_key(document))
    }

    /// Stores the result for a document.
    pub(super) fn keep_measured(&mut self, document: &Document, result: &Measured) {
        let key = self.document_key(document);
        self.measured.insert(key, result.clone());
        self.append(&Line::Measured(key, result.clone()));
    }

    /// Returns the compiler's earlier result for a crate.
    pub(super) fn checked(&self, crate_hash: u64, tests: bool) -> Option<&Checked> {
        self.checked.get(&self.crate_key(crate_hash, u8::from(tests)))
    }

    /// Stores the compiler's result for a crate.
    pub(super) fn keep_checked(&mut self, crate_hash: u64, tests: bool, result: &Checked) {
        let key = self.crate_key(crate_hash, u8::from(tests));
        self.checked.insert(key, result.clone());
        self.append(&Line::Checked(key, result.clone()));
    }

    /// Returns the earlier result of the emitted tests of a crate.
    pub(super) fn tested(&self, crate_hash: u64) -> Option<&Tested> {
        self.tested.get(&self.crate_key(crate_hash, RUN))
    }

    /// Stores the result of the emitted tests of a crate.
    pub(super) fn keep_tested(&mut self, crate_hash: u64, result: &Tested) {
        let key = self.crate_key(crate_hash, RUN);
        self.tested.insert(key, result.clone());
        self.append(&Line::Tested(key, result.clone()));
    }

    fn document_key(&self, document: &Document) -> u64 {
        let path = document.path.to_string_lossy();
        hash(&[&self.generator.to_le_bytes(), &document.hash.to_le_bytes(), path.as_bytes()])
    }

    fn crate_key(&self, crate_hash: u64, part: u8) -> u64 {
        hash(&[&self.compiler.to_le_bytes(), &crate_hash.to_le_bytes(), &[part]])
    }

    /// Appends a line to the file. A failed write is ignored, since the result is still used in this run.
    fn append(&mut self, line: &Line) {
        if let Ok(mut text) = serde_json::to_string(line) {
            text.push('\n');
            let _ = self.file.write_all(text.as_bytes());
        }
    }
}

fn generator() -> Result<u64, Box<Diagnostic>> {
    let path = env::current_exe().map_err(|error| at_file("find", Path::new("xtask"), &error))?;
    let bytes = fs::read(&path).map_err(|error| at_file("read", &path, &error))?;
    Ok(hash(&[&bytes]))
}

fn compiler() -> u64 {
    let version = Command::new("rustc").arg("-vV").output().map(|output| output.stdout).unwrap_or_default();
    // The lock file affects only `--check`, which requires the repository.
    let lock = checkout::root().map(|root| fs::read(root.join("Cargo.lock")).unwrap_or_default());
    let lock = lock.unwrap_or_default();
    hash(&[&version, &lock])
}
