//! Paths: how a run names its files, numbers their contents, and reports that one cannot be used.

use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use generator::Pointer;
use generator::diagnostic::Diagnostic;

/// Something that stops the whole run.
pub(super) fn failed(code: &'static str, message: impl Into<String>, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, &Pointer::root(), message).help(help))
}

pub(super) fn at_file(doing: &str, path: &Path, error: &std::io::Error) -> Box<Diagnostic> {
    let message = format!("cannot {doing} `{}`: {error}", path.display());
    failed("corpus-failed", message, "check that the folder exists and that you may write there")
}

/// The name of the package that is made of a document, and of its folder.
pub(super) fn package_of(path: &Path) -> String {
    format!("c{:016x}", hash(&[path.to_string_lossy().as_bytes()]))
}

/// A path with `/` on every platform.
pub(super) fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Where the crates to be checked lie.
pub(super) fn crates_folder(work: &Path) -> PathBuf {
    work.join("check").join("crates")
}

/// A number for some bytes, the same in every run; good enough to tell contents apart that nobody chose to be alike.
pub(super) fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    hasher.finish()
}
