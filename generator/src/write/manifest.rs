//! The manifest, which lists the generated files of an output folder.
//!
//! Part of `write`. The manifest is a committed text file with one path per line, sorted, so that a new file
//! adds one line to a diff. Every line is validated, because a manual edit or a merge can change the file.

use std::fs;
use std::path::Path;

use super::contents::{Contents, Present};
use super::failed;
use crate::diagnostic::{Code, Diagnostic};
use crate::emit::Files;
use crate::pointer::Pointer;

/// The manifest's name in the output folder.
pub const MANIFEST: &str = ".generated";

const HEADER: &str = "\
# The files that openapi-crate generates here, one per line. Files that are no longer
# generated are deleted; all other files in this folder remain unchanged.
";

/// Renders the manifest for the given files.
pub(super) fn render(contents: &Contents, files: &Files) -> String {
    let mut text = format!("{HEADER}{}\n", contents.line());
    for path in files.keys() {
        text.push_str(path);
        text.push('\n');
    }
    text
}

/// Reads a manifest.
pub(super) fn read(path: &Path) -> Result<Present, Diagnostic> {
    if !fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        return Err(wrong(path, "not a regular file"));
    }
    let text = fs::read_to_string(path).map_err(|error| failed("read", path, &error))?;
    let mut present = Present::default();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            present.comment(line);
            continue;
        }
        check_path(line).map_err(|why| wrong(path, &format!("line {number}, `{line}`: {why}")))?;
        present.paths.insert(line.to_owned());
    }
    present.paths.remove(MANIFEST);
    Ok(present)
}

fn wrong(path: &Path, what: &str) -> Diagnostic {
    let message = format!("invalid list of generated files `{}`: {what}", path.display());
    Diagnostic::error(Code::WrongManifest, &Pointer::root(), message)
        .help("restore the file from version control, or correct the line")
}

/// Checks that a path stays inside the folder on every platform.
///
/// # Errors
/// Returns the reason if it does not.
pub(super) fn check_path(path: &str) -> Result<(), &'static str> {
    if path.chars().any(|c| c.is_control() || matches!(c, '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*')) {
        return Err("it contains a character that some platforms do not allow in file names");
    }
    let mut steps = path.split('/');
    if steps.clone().any(|step| step.is_empty() || step == "." || step == "..") {
        return Err("it is outside the output folder");
    }
    if steps.clone().any(|step| step.ends_with(['.', ' ']) || step.starts_with(' ')) {
        return Err("a path segment starts or ends with a space, or ends with a dot");
    }
    match steps.next() {
        Some(".git" | "target") => Err("the folders `.git` and `target` belong to other tools"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_inside_the_folder_are_accepted() {
        for good in ["Cargo.toml", "src/models/group.rs", ".gitignore", "docs/Ünï.md", "a/..b"] {
            assert_eq!(check_path(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "./a",
            "a//b",
            "a/",
            "C:/x",
            "a\\b",
            ".git/config",
            "target/x",
            "a\0",
            "a.",
        ] {
            assert!(check_path(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_manifest_is_sorted_and_contains_only_paths() {
        let files = Files::from([("b".to_owned(), "1".to_owned()), ("a/c".to_owned(), "2".to_owned())]);
        let text = render(&Contents::of_crate("x"), &files);
        assert_eq!(text.strip_prefix(HEADER), Some("# Contents: crate of x\na/c\nb\n"));
    }
}
