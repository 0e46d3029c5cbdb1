//! Carries out a plan: all of it, or nothing.
//!
//! Part of `write`. Three steps: the new contents go into files beside their targets, which also shows that the folders can be
//! written; then files are renamed, the old ones kept under another name; then the old ones are deleted. A failure in the first two
//! undoes what was done, in reverse.
//!
//! What goes into an empty folder has nothing to replace, and is written where it belongs, the manifest first: should the process
//! be killed, the next one knows whose the files are.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{MANIFEST, Plan, failed};
use crate::diagnostic::Diagnostic;

/// Something that was done and can be undone.
enum Done {
    MadeFolder(PathBuf),
    MadeFile(PathBuf),
    Renamed { from: PathBuf, to: PathBuf },
}

/// One file to be made, replaced or deleted.
struct Change<'a> {
    target: PathBuf,
    /// The new contents; `None` if the file is to go.
    text: Option<&'a str>,
    replaces: bool,
    /// Whether the contents go straight to the target, as its folder is new.
    direct: bool,
    number: usize,
}

impl Change<'_> {
    /// Where the new contents wait.
    fn fresh(&self) -> PathBuf {
        self.beside("new")
    }

    /// Where the old contents are kept until all is done.
    fn old(&self) -> PathBuf {
        self.beside("old")
    }

    /// A name beside the target that nothing else uses, short even where the target's own is as long as can be.
    fn beside(&self, suffix: &str) -> PathBuf {
        self.target.with_file_name(format!("{MANIFEST}-{}.{suffix}", self.number))
    }
}

/// Brings the plan's folder up to date.
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

/// The new contents, beside their targets or, in a new folder, in their places.
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

/// Makes the target itself. A file that is there by now is somebody else's: it stays, and is not undone.
fn create(change: &Change<'_>) -> (Option<Done>, Result<(), Diagnostic>) {
    let text = change.text.unwrap_or_default();
    let (made, written) = match File::create_new(&change.target) {
        Ok(mut file) => (Some(Done::MadeFile(change.target.clone())), file.write_all(text.as_bytes())),
        Err(error) => (None, Err(error)),
    };
    (made, written.map_err(|error| failed("write", &change.target, &error)))
}

/// Notes what was made, also where something failed; gives the first failure.
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
    forget_leftover(path)?;
    let mut file = File::create_new(path)?;
    done.push(Done::MadeFile(path.to_owned()));
    file.write_all(text.as_bytes())
}

/// Makes a folder and those above it, one by one, so that each can be undone.
fn make_folders(folder: &Path, done: &mut Vec<Done>) -> Result<(), Diagnostic> {
    // The folder of a relative path with one part is the current one, and is spelled as nothing.
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        make_folders(parent, done)?;
    }
    fs::create_dir(folder).map_err(|error| failed("make the folder", folder, &error))?;
    done.push(Done::MadeFolder(folder.to_owned()));
    Ok(())
}

/// The old files out of the way, the new ones in their place.
fn commit(changes: &[Change<'_>], done: &mut Vec<Done>) -> Result<(), Diagnostic> {
    for change in changes.iter().filter(|change| change.replaces) {
        let old = change.old();
        forget_leftover(&old)
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

/// Deletes the old files, and the folders that have become empty. The output is complete by now: what cannot be deleted stays.
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

/// Undoes everything, the last first. What cannot be undone is left; the failure that led here is reported in any case.
fn undo(done: Vec<Done>) {
    for step in done.into_iter().rev() {
        let _ = match step {
            Done::MadeFolder(path) => fs::remove_dir(path),
            Done::MadeFile(path) => fs::remove_file(path),
            Done::Renamed { from, to } => fs::rename(to, from),
        };
    }
}

/// Deletes what an interrupted run may have left under one of our names.
fn forget_leftover(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
