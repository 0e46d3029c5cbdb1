//! Files in git revisions, such as `HEAD~1:spec/api.yaml`.
//!
//! git runs as a child process, without a shell. Arguments can never be interpreted as options.

use std::path::Path;
use std::process::Command;

use generator::diagnostic::{Code, Diagnostic};
use generator::{DocumentFiles, Pointer, Source};

/// Returns the revision and the path, if the name has the form `REVISION:PATH`.
pub(super) fn named(name: &str) -> Option<(&str, &str)> {
    // A name with `://` is a URL.
    let is_object =
        |(revision, path): &(&str, &str)| !revision.is_empty() && !path.is_empty() && !path.starts_with("//");
    name.split_once(':').filter(is_object)
}

/// Returns the revision and the path that `name` contains, unless a file named `name` exists.
pub(super) fn revision_and_path(name: &str) -> Option<(&str, &str)> {
    named(name).filter(|_| !Path::new(name).exists())
}

/// Returns the content of a file in a revision.
pub(super) fn read(object: &str) -> Result<Vec<u8>, Diagnostic> {
    let refused = |why: &str| {
        Diagnostic::error(Code::NoSuchRevision, &Pointer::root(), format!("cannot read `{object}`: {why}"))
            .help("specify a file, or REVISION:PATH, where PATH is relative to the repository root")
    };
    if object.starts_with('-') {
        return Err(refused("a revision cannot start with `-`"));
    }
    // Unlike `show`, this subcommand does not run filters that are configured in the repository.
    let run = Command::new("git").args(["cat-file", "blob", object]).output();
    let run = run.map_err(|error| refused(&format!("cannot run git: {error}")))?;
    if run.status.success() {
        return Ok(run.stdout);
    }
    Err(refused(String::from_utf8_lossy(&run.stderr).trim().trim_start_matches("fatal: ")))
}

/// The files of a revision. A document can refer only to files in the repository.
pub(super) struct Revision<'a> {
    revision: &'a str,
    /// The folder of the document, relative to the repository root.
    folder: &'a str,
    document: &'a str,
}

impl<'a> Revision<'a> {
    /// Returns the files that a document at the given path can refer to.
    pub(super) fn from_path(revision: &'a str, path: &'a str) -> Self {
        let document = path.rsplit('/').next().unwrap_or(path);
        Self { revision, folder: folder(path), document }
    }
}

impl DocumentFiles for Revision<'_> {
    fn document(&self) -> &str {
        self.document
    }

    fn find(&self, path: &str) -> Result<String, Diagnostic> {
        Ok(path.to_owned())
    }

    fn read(&self, path: &str) -> Result<Source, Diagnostic> {
        let name = format!("{}:{}", self.revision, in_folder(self.folder, path));
        Source::parse_part(&name, read(&name)?)
    }
}

/// Returns the folder of a path.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Joins a folder and a path in git's format, without `..`, and without `.` except at the start.
pub(super) fn in_folder(folder: &str, path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(path.split('/')) {
        match step {
            ".." if steps.last().is_some_and(|last| !matches!(*last, "." | "..")) => drop(steps.pop()),
            "" => {}
            "." if !steps.is_empty() => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_as_git_expects() {
        for (folder, path, want) in [
            ("spec", "overlays/a.yaml", "spec/overlays/a.yaml"),
            ("", "a.yaml", "a.yaml"),
            ("spec", "../other/a.yaml", "other/a.yaml"),
            ("./spec", "./a.yaml", "./spec/a.yaml"),
            ("../spec", "../a.yaml", "../a.yaml"),
        ] {
            assert_eq!(in_folder(folder, path), want);
        }
    }
}
