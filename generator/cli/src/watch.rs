//! `generate --watch`: generates again after changes of the input.
//!
//! Compares times and sizes of files twice a second. That works on all file systems, and needs no library.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

use crate::arguments::Generate;
use crate::{Outcome, project, report};

/// The time between two comparisons.
const PAUSE: Duration = Duration::from_millis(500);

/// Files with their times and sizes.
type Seen = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Generates until the process ends.
pub(crate) fn watch(command: &Generate) -> Outcome {
    // Without a file there is nothing to wait for.
    let Some(folders) = project::input_folders(&command.input) else { return Outcome::BadInput };
    let mut folders = folders;
    loop {
        let before = seen(&folders);
        command.once();
        report::inform("watching for changes");
        // The pause comes first: a file that changes all the time must not keep the machine busy.
        loop {
            thread::sleep(PAUSE);
            if seen(&folders) != before {
                break;
            }
        }
        // A configuration with errors keeps the folders of the last one.
        folders = project::input_folders(&command.input).unwrap_or(folders);
    }
}

/// Returns the files in some folders, without locks, which the command itself writes.
fn seen(folders: &[PathBuf]) -> Seen {
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let files = entries.filter(|entry| entry.path().extension().is_none_or(|extension| extension != "lock"));
    let files =
        files.filter_map(|entry| Some((entry.path(), entry.metadata().ok().filter(fs::Metadata::is_file)?)));
    files.map(|(path, metadata)| (path, (metadata.modified().ok(), metadata.len()))).collect()
}
