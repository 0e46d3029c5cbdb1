//! The crates that are compiled together, as members of one Cargo workspace.
//!
//! [`check`](super::check) and [`trial`](super::trial) share this workspace. Dependencies are compiled once, in the
//! versions from this repository's `Cargo.lock`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::diagnostic::Diagnostic;

use super::paths::{at_file, crates_folder};
use super::row::Row;
use crate::checkout;

/// The maximum number of crates in a batch.
const CRATES: usize = 32;

/// The maximum number of lines in a batch; a single crate may have more.
const LINES: usize = 400_000;

/// The manifest of the workspace that contains the crates.
const WORKSPACE: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n[profile.dev]\ndebug = 0\nincremental = false\n";

/// Creates the workspace without crates, or removes the crates of an earlier batch.
pub fn clear(work: &Path) -> Result<(), Box<Diagnostic>> {
    let crates = crates_folder(work);
    match fs::remove_dir_all(&crates) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(at_file("delete", &crates, &error));
        }
        _ => {}
    }
    fs::create_dir_all(&crates).map_err(|error| at_file("create", &crates, &error))?;
    let around = work.join("check");
    let manifest = around.join("Cargo.toml");
    fs::write(&manifest, WORKSPACE).map_err(|error| at_file("write", &manifest, &error))?;
    let lock = checkout::root()?.join("Cargo.lock");
    fs::copy(&lock, around.join("Cargo.lock")).map_err(|error| at_file("copy", &lock, &error))?;
    Ok(())
}

/// Sets up a command so that it runs in the workspace.
pub fn enter(command: &mut Command, work: &Path) {
    command.current_dir(work.join("check")).env("CARGO_TARGET_DIR", build(work));
}

fn build(work: &Path) -> PathBuf {
    work.join("build")
}

/// Deletes the build output of crates that have been checked, because the output of thousands of crates would fill the
/// disk.
pub fn prune(work: &Path) -> Result<(), Box<Diagnostic>> {
    for folder in ["deps", ".fingerprint"] {
        let folder = build(work).join("debug").join(folder);
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            let is_ours = is_package(name.strip_prefix("lib").unwrap_or(&name)) || name.starts_with("wire-");
            let gone = match is_ours {
                true if path.is_dir() => fs::remove_dir_all(&path),
                true => fs::remove_file(&path),
                false => Ok(()),
            };
            gone.map_err(|error| at_file("delete", &path, &error))?;
        }
    }
    Ok(())
}

/// Returns whether a name starts like the names that [`package_of`](super::paths::package_of) creates.
pub(super) fn is_package(name: &str) -> bool {
    name.strip_prefix('c')
        .and_then(|rest| rest.get(..17))
        .is_some_and(|rest| rest.ends_with(['-', '.']) && rest[..16].chars().all(|c| c.is_ascii_hexdigit()))
}

/// Splits rows into groups of a limited size.
pub(super) fn batches<'a, 'r>(rows: &'a [&'r Row]) -> Vec<&'a [&'r Row]> {
    let (mut found, mut start, mut lines) = (Vec::new(), 0, 0);
    for (index, row) in rows.iter().enumerate() {
        if index > start && (index - start >= CRATES || lines + row.measured.lines > LINES) {
            found.extend(rows.get(start..index));
            (start, lines) = (index, 0);
        }
        lines += row.measured.lines;
    }
    found.extend(rows.get(start..).filter(|rest| !rest.is_empty()));
    found
}
