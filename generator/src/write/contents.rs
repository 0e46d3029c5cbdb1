//! The contents of an output folder: a crate, or the docs pages of a package.
//!
//! Part of `write`. The manifest contains a line about them, so that neither a different crate nor docs pages
//! replace the files in a folder. Manifests of earlier versions have no such line; the listed files then show
//! the contents.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use super::MANIFEST;
use crate::diagnostic::{Code, Diagnostic};
use crate::emit::docs::Flavor;
use crate::pointer::Pointer;

/// The start of the line about the contents.
const LINE: &str = "# Contents: ";

/// The manifest of a crate.
const CRATE_FILE: &str = "Cargo.toml";

/// The files that belong together in an output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// `crate`, or the flavor of the pages.
    kind: String,
    package: String,
}

impl Contents {
    /// The crate of a package.
    pub fn of_crate(package: &str) -> Self {
        Self { kind: "crate".to_owned(), package: package.to_owned() }
    }

    /// The docs pages of a package, without its crate.
    pub fn of_pages(package: &str, flavor: Flavor) -> Self {
        Self { kind: format!("{flavor} pages"), package: package.to_owned() }
    }

    /// Returns the line of the manifest.
    pub(super) fn line(&self) -> String {
        format!("{LINE}{} of {}", self.kind, self.package)
    }

    fn is_crate(&self) -> bool {
        self.kind == "crate"
    }

    /// Returns an error if the folder has different contents.
    pub(super) fn refuse_other(&self, dir: &Path, present: &Present) -> Result<(), Diagnostic> {
        let Some(found) = present.other(dir, self) else { return Ok(()) };
        let (dir, manifest) = (dir.display(), dir.join(MANIFEST));
        let message =
            format!("the output folder `{dir}` contains {found}; the {self} would replace all of its files");
        let help = if present.is_crate() == Some(self.is_crate()) {
            format!(
                "choose another folder; if these are the same files with a new package name, add the line \
                 `{}` to `{}`",
                self.line(),
                manifest.display()
            )
        } else {
            "choose another folder, or delete this one first".to_owned()
        };
        Err(Diagnostic::error(Code::OtherOutput, &Pointer::root(), message).help(help))
    }
}

impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of package `{}`", self.kind, self.package)
    }
}

/// The present contents of a folder, according to its manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Present {
    /// The listed paths.
    pub(super) paths: BTreeSet<String>,
    /// The lines about the contents, without their start. A merge can leave several, each of which is valid.
    pub(super) marks: BTreeSet<String>,
}

impl Present {
    /// Adds a comment of the manifest.
    pub(super) fn comment(&mut self, line: &str) {
        self.marks.extend(line.strip_prefix(LINE).map(|mark| mark.trim().to_owned()));
    }

    /// Describes the contents if they differ from the expected ones.
    fn other(&self, dir: &Path, expected: &Contents) -> Option<String> {
        if !self.marks.is_empty() {
            let is_expected = self.marks.iter().any(|mark| format!("{LINE}{mark}") == expected.line());
            let mark = self.marks.first().filter(|_| !is_expected)?;
            return Some(match mark.split_once(" of ") {
                Some((kind, package)) => format!("the {kind} of package `{package}`"),
                None => format!("other files (`{mark}`)"),
            });
        }
        match (self.is_crate()?, expected.is_crate()) {
            (true, true) => {
                let package = package(dir).filter(|package| *package != expected.package)?;
                Some(format!("the crate of package `{package}`"))
            }
            (true, false) => Some("a crate".to_owned()),
            (false, true) => Some("docs pages".to_owned()),
            (false, false) => None,
        }
    }

    /// Returns whether the contents are a crate rather than docs pages; `None` if the manifest does not show it.
    fn is_crate(&self) -> Option<bool> {
        if let Some(mark) = self.marks.first() {
            return Some(mark.starts_with("crate "));
        }
        let is_crate = self.paths.iter().any(|path| path == CRATE_FILE || path.starts_with("src/"));
        (is_crate || self.paths.iter().any(|path| path.ends_with(".md"))).then_some(is_crate)
    }
}

/// Returns the name of the package in a folder.
fn package(dir: &Path) -> Option<String> {
    let text = fs::read_to_string(dir.join(CRATE_FILE)).ok()?;
    // Only the manifests of emitted crates are read, in which the package's name has its own line.
    let name = text.lines().find_map(|line| line.strip_prefix("name = \""))?;
    name.strip_suffix('"').map(str::to_owned)
}
