//! `generate --watch`: regenerates the crate whenever the input changes.
//!
//! The input consists of the files that the last run read. Their modification times and sizes are compared twice a
//! second, which works on all file systems and does not need a library.

use std::thread;
use std::time::Duration;

use crate::arguments::Generate;
use crate::spec::{FilesRead, Spec, Use};
use crate::{Outcome, project, report};

/// The time between two comparisons.
const PAUSE: Duration = Duration::from_millis(500);

/// Generates until the process ends.
pub(crate) fn watch(command: &Generate) -> Outcome {
    if command.input.spec.as_ref().is_some_and(|spec| !matches!(spec, Spec::File(_))) {
        report::refuse(
            "`--watch` supports only local files, not URLs or standard input",
            "download the document, or omit `--watch`",
        );
        return Outcome::BadInput;
    }
    // If the configuration cannot be located, there are no files to watch.
    let Some(settings) = project::located(&command.input) else { return Outcome::BadInput };
    let mut last = FilesRead::default();
    loop {
        let files = FilesRead::default();
        settings.iter().for_each(|path| files.add(path, Use::Read));
        if command.once(&files) == Outcome::BadInput {
            // A run that fails might not have read all files.
            files.add_all(&last);
        }
        report::inform("watching for changes");
        // The pause comes first, so that a file that changes continually does not keep the machine busy.
        thread::sleep(PAUSE);
        while !files.has_changed() {
            thread::sleep(PAUSE);
        }
        last = files;
    }
}
