//! The files that a document consists of, for `--watch`: the files that were read, and files that are missing or unusable so
//! far.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use generator::diagnostic::Diagnostic;
use generator::{DocumentFiles, Folder, Source};

/// The use of a file by a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// The content of the file is read.
    Read,
    /// The content of the file is read, and then updated.
    Updated,
    /// Only the presence of the file matters.
    Presence,
}

/// The time and size of a file; `None` if it does not exist.
type State = Option<(Option<SystemTime>, u64)>;

/// The files of a run, with their states before they were read.
#[derive(Debug, Default)]
pub(crate) struct FilesRead(RefCell<BTreeMap<PathBuf, (Use, State)>>);

impl FilesRead {
    /// Adds a file that is about to be read, unless it is known.
    pub(crate) fn add(&self, path: &Path, purpose: Use) {
        self.0.borrow_mut().entry(path.to_owned()).or_insert_with(|| (purpose, state(path, purpose)));
    }

    /// Adds the files of another run that this run did not read, with their current states.
    pub(crate) fn add_all(&self, others: &Self) {
        others.0.borrow().iter().for_each(|(path, (purpose, _))| self.add(path, *purpose));
    }

    /// Records the new states of files that the run updated.
    pub(crate) fn settle(&self) {
        let mut files = self.0.borrow_mut();
        for (path, (purpose, known)) in files.iter_mut().filter(|(_, (purpose, _))| *purpose == Use::Updated)
        {
            *known = state(path, *purpose);
        }
    }

    /// Returns whether a file has changed.
    pub(crate) fn has_changed(&self) -> bool {
        self.0.borrow().iter().any(|(path, (purpose, known))| state(path, *purpose) != *known)
    }
}

fn state(path: &Path, purpose: Use) -> State {
    let metadata = fs::metadata(path).ok()?;
    match purpose {
        Use::Presence => metadata.is_file().then_some((None, 0)),
        Use::Read | Use::Updated => Some((metadata.modified().ok(), metadata.len())),
    }
}

/// The folder of a document; records the files that the document refers to.
pub(super) struct Recorded<'a> {
    pub(super) folder: Folder,
    /// The path of the folder, as the user wrote it.
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
        if found.as_ref().err().is_none_or(|finding| finding.code == "no-such-file") {
            self.files.add(&self.within.join(path), Use::Read);
        }
        found
    }

    fn read(&self, path: &str) -> Result<Source, Diagnostic> {
        self.folder.read(path)
    }
}
