//! The files that a run depends on, for `--watch`: the files that were read, and files that are still missing or
//! unusable.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use generator::diagnostic::{Code, Diagnostic};
use generator::{DocumentFiles, Folder, Source};

/// The way a run uses a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// The content of the file is read.
    Read,
    /// Only the presence of the file matters.
    Presence,
}

/// The modification time and size of a file; `None` if it does not exist.
type State = Option<(Option<SystemTime>, u64)>;

/// The files used in a run, with their states before they were read.
#[derive(Debug, Default)]
pub(crate) struct FilesRead(RefCell<BTreeMap<PathBuf, (Use, State)>>);

impl FilesRead {
    /// Adds a file that is about to be read, unless it is already known.
    pub(crate) fn add(&self, path: &Path, purpose: Use) {
        self.0.borrow_mut().entry(path.to_owned()).or_insert_with(|| (purpose, state(path, purpose)));
    }

    /// Adds the files from another run that this run did not read, with their current states.
    pub(crate) fn add_all(&self, others: &Self) {
        others.0.borrow().iter().for_each(|(path, (purpose, _))| self.add(path, *purpose));
    }

    /// Records the new state of a file to which the run wrote `text`. If the content is already different, the file was
    /// edited in the meantime and counts as changed.
    pub(crate) fn updated(&self, path: &Path, text: &str) {
        // The state is read before the content, so that no edit between the two steps goes unnoticed.
        let current = state(path, Use::Read);
        if fs::read_to_string(path).is_ok_and(|content| content == text) {
            self.0.borrow_mut().insert(path.to_owned(), (Use::Read, current));
        }
    }

    /// Returns whether any of the files has changed.
    pub(crate) fn has_changed(&self) -> bool {
        self.0.borrow().iter().any(|(path, (purpose, known))| state(path, *purpose) != *known)
    }
}

fn state(path: &Path, purpose: Use) -> State {
    let metadata = fs::metadata(path).ok()?;
    match purpose {
        Use::Presence => metadata.is_file().then_some((None, 0)),
        Use::Read => Some((metadata.modified().ok(), metadata.len())),
    }
}

/// Wraps the folder of a document to record the files that the document refers to.
pub(super) struct Recorded<'a> {
    pub(super) folder: Folder,
    /// The path of the folder, as written by the user.
    pub(super) within: PathBuf,
    pub(super) files: &'a FilesRead,
}

impl DocumentFiles for Recorded<'_> {
    fn document(&self) -> &str {
        self.folder.document()
    }

    fn find(&self, path: &str) -> Result<String, Diagnostic> {
        let found = self.folder.find(path);
        // A document must not cause files outside its folder to be watched.
        if found.as_ref().err().is_none_or(|finding| finding.code == Code::NoSuchFile) {
            self.files.add(&self.within.join(path), Use::Read);
        }
        found
    }

    fn read(&self, path: &str) -> Result<Source, Diagnostic> {
        self.folder.read(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_during_a_run_count_as_changes_but_updates_by_the_run_do_not() {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let path = folder.path().join("names.lock");
        let write = |text: &str| fs::write(&path, text).unwrap_or_else(|error| panic!("{error}"));
        for (left, has_changed) in [("of the run", false), ("of the run and its user", true)] {
            write("before");
            let files = FilesRead::default();
            files.add(&path, Use::Read);
            write(left);
            files.updated(&path, "of the run");
            assert_eq!(files.has_changed(), has_changed, "{left}");
        }
    }
}
