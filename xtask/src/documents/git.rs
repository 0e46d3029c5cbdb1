//! git: files as they were in a revision, as in `HEAD~1:spec/api.yaml`.
//!
//! git is asked as a child process, without a shell; what it is asked for can never be read as an option.

use std::path::Path;
use std::process::Command;

use generator::diagnostic::Diagnostic;
use generator::{DocumentFiles, Pointer, Source};

/// Revision and path, if a name has the form of both.
pub(super) fn named(name: &str) -> Option<(&str, &str)> {
    name.split_once(':').filter(|(revision, path)| !revision.is_empty() && !path.is_empty())
}

/// Revision and path, if this is no name of a file.
pub(super) fn revision_and_path(name: &str) -> Option<(&str, &str)> {
    named(name).filter(|_| !Path::new(name).exists())
}

/// What a file holds in a revision.
pub(super) fn read(object: &str) -> Result<Vec<u8>, Diagnostic> {
    let refused = |why: &str| {
        Diagnostic::error("no-such-revision", &Pointer::root(), format!("`{object}` cannot be read: {why}"))
            .help("name a file, or REVISION:PATH with the path from the root of the repository")
    };
    if object.starts_with('-') {
        return Err(refused("a revision does not start with `-`"));
    }
    // Unlike `show`, it runs no filter that the repository configures.
    let run = Command::new("git").args(["cat-file", "blob", object]).output();
    let run = run.map_err(|error| refused(&format!("git cannot be run: {error}")))?;
    if run.status.success() {
        return Ok(run.stdout);
    }
    Err(refused(String::from_utf8_lossy(&run.stderr).trim().trim_start_matches("fatal: ")))
}

/// The files of a revision. Whatever a document names there, git gives nothing but what the repository holds.
pub(super) struct Revision<'a> {
    revision: &'a str,
    /// The folder of the document, from the root of the repository.
    folder: &'a str,
    document: &'a str,
}

impl<'a> Revision<'a> {
    /// Those that a document at this path can refer to.
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

/// The folder of a path.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path below a folder, both of them as git has them: without `..`, and with no `.` but the first.
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
    fn paths_are_those_of_git() {
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
