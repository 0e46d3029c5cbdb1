//! Names of packages and folders, hashes of contents, and findings for unusable files.

use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use generator::Pointer;
use generator::diagnostic::{Code, Diagnostic};

use crate::report;

/// Creates a finding for a failure that ends the run.
pub fn failed(code: Code, message: impl Into<String>, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, &Pointer::root(), message).help(help))
}

/// Creates a finding for a file operation that failed, such as `read` or `create`.
pub fn at_file(doing: &str, path: &Path, error: &std::io::Error) -> Box<Diagnostic> {
    let message = format!("cannot {doing} `{}`: {error}", path.display());
    failed(Code::OutputFailed, message, "check that the folder exists and is writable")
}

/// Writes a report and prints its path. `text` returns the contents: JSON if its argument is `true`, or Markdown
/// otherwise.
pub fn write_report(path: &Path, text: impl FnOnce(bool) -> String) -> Result<(), Box<Diagnostic>> {
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    std::fs::write(path, text(is_json)).map_err(|error| at_file("write", path, &error))?;
    report::say(&format!("the report is in {}", report::shown(path)));
    Ok(())
}

/// Returns the name of a document's package, which is also the name of its folder.
pub fn package_of(path: &Path) -> String {
    format!("c{:016x}", hash(&[path.to_string_lossy().as_bytes()]))
}

/// Returns a path with `/` as the separator on every platform.
pub fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Returns the folder for the crates to check.
pub fn crates_folder(work: &Path) -> PathBuf {
    work.join("check").join("crates")
}

/// Returns a hash that is the same in every run. It is not resistant to deliberate collisions.
pub fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    hasher.finish()
}
