//! Applies a plan completely, or not at all.
//!
//! Part of `write`. First, new contents are written to files next to their targets, which also shows that the
//! folders are writable. Second, the old files are renamed to temporary names, and the new files to their
//! final names. Third, the old files are deleted. If one of the first two steps fails, all changes are undone
//! in reverse order.
//!
//! In an empty folder, there is nothing to replace, so files are written directly. The manifest is written
//! first, so that the next run can identify the generated files if the process is killed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{MANIFEST, Plan, failed};
use crate::diagnostic::Diagnostic;

/// An action that can be undone.
enum Done {
    MadeFolder(PathBuf),
    MadeFile(PathBuf),
    Renamed { from: PathBuf, to: PathBuf },
}

/// A file to create, replace or delete.
struct Change<'a> {
    target: PathBuf,
    /// The new contents; `None` to delete the file.
    text: Option<&'a str>,
    replaces: bool,
    /// Whether to write directly to the target, because its folder is new.
    direct: bool,
    number: usize,
}

impl Change<'_> {
    /// Returns the temporary path of the new contents.
    fn fresh(&self) -> PathBuf {
        self.beside("new")
    }

    /// Returns the temporary path of the old contents.
    fn old(&self) -> PathBuf {
        self.beside("old")
    }

    /// Returns an unused path next to the target. The path is short, since the target's own name can have the
    /// maximum length.
    fn beside(&self, suffix: &str) -> PathBuf {
        self.target.with_file_name(format!("{MANIFEST}-{}.{suffix}", self.number))
    }
}

/// Updates the plan's folder.
pub(super) fn apply(plan: &Plan) -> Result<(), Diagnostic> {
    let inside = |path: &String| plan.dir.join(path);
    let new = plan.is_new;
    let missing = plan.missing.iter().map(|(path, text)| (inside(path), Some(text.as_str()), false, new));
    let stale = plan.stale.iter().map(|(path, text)| (inside(path), Some(text.as_str()), true, false));
    let extra = plan.extra.iter().map(|path| (inside(path), None, true, false));
    let beside =
        plan.beside.iter().map(|(path, text, stale)| (path.clone(), Some(text.as_str()), *stale, false));
    let changes: Vec<_> = missing
        .chain(stale)
        .chain(extra)
        .chain(beside)
        .enumerate()
        .map(|(number, (target, text, replaces, direct))| Change { target, text, replaces, direct, number })
        .collect();

    let mut done = Vec::new();
    match prepare(&changes, &mut done).and_then(|()| commit(&changes, &mut done)) {
        Ok(()) => {
            clean_up(&changes, &plan.dir);
            Ok(())
        }
        Err(finding) => {
            undo(done);
            Err(finding)
        }
    }
}

/// Writes the new contents next to their targets or, in a new folder, directly.
fn prepare(changes: &[Change<'_>], done: &mut Vec<Done>) -> Result<(), Diagnostic> {
    let mut made = None;
    for change in changes.iter().filter(|change| change.text.is_some()) {
        let folder = change.target.parent();
        if let Some(folder) = folder.filter(|_| folder != made) {
            make_folders(folder, done)?;
            made = Some(folder);
        }
    }
    let direct = changes.iter().filter(|change| change.direct);
    let (manifest, others): (Vec<_>, Vec<_>) = direct.partition(|change| change.target.ends_with(MANIFEST));
    let manifest = manifest.into_iter().map(create).collect();
    settle(manifest, done)?;
    settle(others.into_par_iter().map(create).collect(), done)?;
    for change in changes.iter().filter(|change| !change.direct) {
        let Some(text) = change.text else { continue };
        write_file(&change.fresh(), text, done).map_err(|error| failed("write", &change.target, &error))?;
    }
    Ok(())
}

/// Creates the target directly. A file that has appeared there since the comparison is foreign, so it is
/// preserved, and an undo does not remove it.
fn create(change: &Change<'_>) -> (Option<Done>, Result<(), Diagnostic>) {
    let text = change.text.unwrap_or_default();
    let (made, written) = match File::create_new(&change.target) {
        Ok(mut file) => (Some(Done::MadeFile(change.target.clone())), file.write_all(text.as_bytes())),
        Err(error) => (None, Err(error)),
    };
    (made, written.map_err(|error| failed("write", &change.target, &error)))
}

/// Records the created files, even on failure, and returns the first error.
fn settle(
    results: Vec<(Option<Done>, Result<(), Diagnostic>)>,
    done: &mut Vec<Done>,
) -> Result<(), Diagnostic> {
    let mut outcome = Ok(());
    for (made, written) in results {
        done.extend(made);
        outcome = outcome.and(written);
    }
    outcome
}

fn write_file(path: &Path, text: &str, done: &mut Vec<Done>) -> io::Result<()> {
    delete_leftover(path)?;
    let mut file = File::create_new(path)?;
    done.push(Done::MadeFile(path.to_owned()));
    file.write_all(text.as_bytes())
}

/// Creates a folder and its parents one by one, so that each can be undone.
fn make_folders(folder: &Path, done: &mut Vec<Done>) -> Result<(), Diagnostic> {
    // The parent of a relative path with one component is the working directory, written as an empty path.
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        make_folders(parent, done)?;
    }
    fs::create_dir(folder).map_err(|error| failed("create the folder", folder, &error))?;
    done.push(Done::MadeFolder(folder.to_owned()));
    Ok(())
}

/// Moves the old files away and the new ones into place.
fn commit(changes: &[Change<'_>], done: &mut Vec<Done>) -> Result<(), Diagnostic> {
    for change in changes.iter().filter(|change| change.replaces) {
        let old = change.old();
        delete_leftover(&old)
            .and_then(|()| rename(&change.target, &old, done))
            .map_err(|error| failed("replace", &change.target, &error))?;
    }
    for change in changes.iter().filter(|change| change.text.is_some() && !change.direct) {
        rename(&change.fresh(), &change.target, done)
            .map_err(|error| failed("write", &change.target, &error))?;
    }
    Ok(())
}

fn rename(from: &Path, to: &Path, done: &mut Vec<Done>) -> io::Result<()> {
    fs::rename(from, to)?;
    done.push(Done::Renamed { from: from.to_owned(), to: to.to_owned() });
    Ok(())
}

/// Deletes the old files and emptied folders. The output is already complete, so failures are ignored.
fn clean_up(changes: &[Change<'_>], dir: &Path) {
    for change in changes.iter().filter(|change| change.replaces) {
        let _ = fs::remove_file(change.old());
        if change.text.is_some() {
            continue;
        }
        for folder in change.target.ancestors().skip(1).take_while(|folder| *folder != dir) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// Undoes all actions in reverse order. Failures are ignored, since the original error is reported.
fn undo(done: Vec<Done>) {
    for step in done.into_iter().rev() {
        let _ = match step {
            Done::MadeFolder(path) => fs::remove_dir(path),
            Done::MadeFile(path) => fs::remove_file(path),
            Done::Renamed { from, to } => fs::rename(to, from),
        };
    }
}

/// Deletes a temporary file that an interrupted run may have left.
fn delete_leftover(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
