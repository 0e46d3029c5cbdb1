//! Compares files with a folder, and updates the folder.
//!
//! This is the last stage and, apart from `load`, the only one with file system access. [`Plan::new`] reads and
//! compares, and [`Plan::apply`] writes; a check is a plan that is not applied. The folder's manifest
//! ([`MANIFEST`]) lists the generated files, and only these are ever changed or deleted. Their digests
//! ([`DIGESTS`]) show the next plan which files were edited. A folder with different [`Contents`] is not changed.

mod apply;
mod contents;
mod digests;
mod manifest;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::emit::Files;
use crate::pointer::Pointer;

pub use contents::Contents;
pub use digests::DIGESTS;
pub use manifest::MANIFEST;

/// The maximum number of names that a finding lists; all others are only counted.
const LISTED: usize = 10;

/// The changes that a folder needs to contain exactly the expected files.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    dir: PathBuf,
    /// Whether the folder is empty or missing.
    is_new: bool,
    missing: Files,
    stale: Files,
    extra: BTreeSet<String>,
    unchanged: usize,
    /// The paths of stale and extra files that were edited since they were generated.
    edited: BTreeSet<String>,
    /// The paths and the new contents of outdated files outside of the folder, and whether the files exist.
    beside: Vec<(PathBuf, String, bool)>,
}

/// The numbers of files that a plan wrote, left unchanged or removed, including the manifest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of new and changed files.
    pub written: usize,
    /// The number of files that were already up to date.
    pub unchanged: usize,
    /// The number of deleted files, which are no longer generated.
    pub removed: usize,
}

impl Plan {
    /// Compares `files` with the folder `dir`, which need not exist, without changing anything. Adds the
    /// manifest and the digests to the files.
    ///
    /// An existing file that the manifest does not list is foreign if its contents differ from the expected
    /// ones; otherwise, it is adopted.
    ///
    /// # Errors
    /// Returns an error in any of these cases:
    ///
    /// - `dir` is not a folder, has files but no manifest, or cannot be read;
    /// - `dir` has different contents, such as the crate of another package;
    /// - a generated file would replace a foreign file;
    /// - a path leads out of the folder, through a symbolic link, or into `.git` or `target`.
    pub fn new(dir: &Path, contents: &Contents, mut files: Files) -> Result<Self, Diagnostic> {
        let mut plan = Self { dir: dir.to_owned(), ..Self::default() };
        let mut owned = match inspect_folder(dir)? {
            Folder::Empty => {
                plan.is_new = true;
                BTreeSet::new()
            }
            Folder::Owned => {
                let present = manifest::read(&dir.join(MANIFEST))?;
                contents.refuse_other(dir, &present)?;
                present.paths
            }
        };
        files.insert(DIGESTS.to_owned(), digests::render(&files));
        files.insert(MANIFEST.to_owned(), manifest::render(contents, &files));
        let known = digests::read(dir);
        let is_edited = |path: &str, found: &[u8]| {
            known.get(path).is_some_and(|digests| !digests.contains(&digests::digest(found)))
        };

        let mut foreign = Vec::new();
        for (path, text) in files {
            manifest::check_path(&path).map_err(|why| unsafe_path(&path, why))?;
            // An empty folder requires no lookup.
            let found = if plan.is_new { None } else { look_up(dir, &path)? };
            let is_owned = owned.remove(&path) || path == MANIFEST;
            match found {
                None => drop(plan.missing.insert(path, text)),
                Some(found) if found == text.as_bytes() => plan.unchanged += 1,
                Some(found) if is_owned => {
                    if is_edited(&path, &found) {
                        plan.edited.insert(path.clone());
                    }
                    plan.stale.insert(path, text);
                }
                Some(_) => foreign.push(path),
            }
        }
        if !foreign.is_empty() {
            let what = "contains files that the generator did not create and would overwrite";
            let help = "move or delete these files, or choose another folder";
            return Err(foreign_files(dir, what, &foreign, help.to_owned()));
        }
        for path in owned {
            if let Some(found) = look_up(dir, &path)? {
                if is_edited(&path, &found) {
                    plan.edited.insert(path.clone());
                }
                plan.extra.insert(path);
            }
        }
        Ok(plan)
    }

    /// Compares one generated file outside of an output folder with its expected text, without changing
    /// anything.
    ///
    /// # Errors
    /// Returns an error if the path is not a plain file or cannot be read.
    pub fn of_file(path: &Path, text: String) -> Result<Self, Diagnostic> {
        let plan = Self { dir: path.parent().map(Path::to_owned).unwrap_or_default(), ..Self::default() };
        plan.with_file(path, text)
    }

    /// Returns the paths of missing files.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.missing.keys().map(String::as_str)
    }

    /// Returns the paths of files with outdated contents.
    pub fn stale(&self) -> impl Iterator<Item = &str> {
        self.stale.keys().map(String::as_str)
    }

    /// Returns the paths of files that are no longer generated.
    pub fn extra(&self) -> impl Iterator<Item = &str> {
        self.extra.iter().map(String::as_str)
    }

    /// Returns the paths of stale and extra files that were edited since they were generated, if the folder
    /// has their [`digests`].
    pub fn edited(&self) -> impl Iterator<Item = &str> {
        self.edited.iter().map(String::as_str)
    }

    /// Returns the outdated files outside of the folder, and whether they exist.
    pub fn beside(&self) -> impl Iterator<Item = (&Path, bool)> {
        self.beside.iter().map(|(path, _, stale)| (path.as_path(), *stale))
    }

    /// Returns whether the folder is up to date.
    pub fn is_clean(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.extra.is_empty() && self.beside.is_empty()
    }

    /// Adds a generated file outside of the folder. It is written together with the other files, or not at all.
    ///
    /// # Errors
    /// Returns an error if the path is not a plain file or cannot be read.
    pub fn with_file(mut self, path: &Path, text: String) -> Result<Self, Diagnostic> {
        let (folder, name) = (path.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or_default());
        match look_up(folder, &name.to_string_lossy())? {
            Some(found) if found == text.as_bytes() => self.unchanged += 1,
            found => self.beside.push((path.to_owned(), text, found.is_some())),
        }
        Ok(self)
    }

    /// Updates the folder completely, or not at all.
    ///
    /// New contents are first written next to the files that they replace, then renamed; on failure,
    /// all changes are undone.
    ///
    /// # Errors
    /// Returns an error for the first write or deletion that failed.
    pub fn apply(self) -> Result<Report, Diagnostic> {
        let report = Report {
            written: self.missing.len() + self.stale.len() + self.beside.len(),
            unchanged: self.unchanged,
            removed: self.extra.len(),
        };
        if !self.is_clean() {
            apply::apply(&self)?;
        }
        Ok(report)
    }
}

/// The state of an output folder before the comparison.
enum Folder {
    /// The folder is missing or empty.
    Empty,
    /// The folder has a manifest.
    Owned,
}

fn inspect_folder(dir: &Path) -> Result<Folder, Diagnostic> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Folder::Empty),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory || dir.is_file() => {
            let message =
                format!("the output path `{}`, or one of its parents, is not a folder", dir.display());
            return Err(Diagnostic::error(Code::OutputNotAFolder, &Pointer::root(), message)
                .help("pass a folder; it is created if it does not exist"));
        }
        Err(error) => return Err(failed("read the folder", dir, &error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| failed("read the folder", dir, &error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    if names.iter().any(|name| name == MANIFEST) {
        Ok(Folder::Owned)
    } else if names.is_empty() {
        Ok(Folder::Empty)
    } else {
        names.sort();
        let help = format!(
            "choose an empty or new folder; to generate next to these files, create an empty `{MANIFEST}` \
             file there, and the generator will overwrite none of them"
        );
        Err(foreign_files(dir, "is not empty, and its files were not created by the generator", &names, help))
    }
}

/// Reads a file under `dir`. Returns `None` if it does not exist, and rejects symbolic links anywhere in the
/// path.
fn look_up(dir: &Path, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
    let mut at = dir.to_owned();
    let mut steps = path.split('/').peekable();
    while let Some(step) = steps.next() {
        at.push(step);
        let kind = match fs::symlink_metadata(&at) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("access", &at, &error)),
        };
        if kind.is_symlink() {
            let message = format!(
                "`{}` is a symbolic link, and the generator does not follow links when it writes",
                at.display()
            );
            return Err(Diagnostic::error(Code::LinkInOutput, &Pointer::root(), message)
                .help("replace the link with its target, or choose another output folder"));
        }
        let is_last = steps.peek().is_none();
        if is_last != kind.is_file() || (!is_last && !kind.is_dir()) {
            let wanted = if is_last { "file" } else { "folder" };
            let message = format!("`{}` exists, but is not a {wanted}", at.display());
            return Err(Diagnostic::error(Code::OutputOccupied, &Pointer::root(), message)
                .help("move it, or choose another output folder"));
        }
    }
    fs::read(&at).map(Some).map_err(|error| failed("read", &at, &error))
}

fn foreign_files(dir: &Path, what: &str, names: &[String], help: String) -> Diagnostic {
    let message = format!("the output folder `{}` {what}: {}", dir.display(), listed(names));
    Diagnostic::error(Code::ForeignFiles, &Pointer::root(), message).help(help)
}

/// Lists the first few names, followed by the number of remaining names.
fn listed(names: &[String]) -> String {
    let mut text = names[..names.len().min(LISTED)].join(", ");
    if names.len() > LISTED {
        text.push_str(&format!(" and {} more", names.len() - LISTED));
    }
    text
}

fn unsafe_path(path: &str, why: &str) -> Diagnostic {
    Diagnostic::error(
        Code::UnsafePath,
        &Pointer::root(),
        format!("the file `{path}` cannot be written: {why}"),
    )
    .help("report this bug in the generator, and include the document")
}

fn failed(doing: &str, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        Code::OutputFailed,
        &Pointer::root(),
        format!("cannot {doing} `{}`: {error}", path.display()),
    )
    .help("check that the folder exists and is writable; nothing was changed")
}
