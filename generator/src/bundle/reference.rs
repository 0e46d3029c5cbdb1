//! Parses references to other files.
//!
//! Part of `bundle`; does not access the disk. A path that leaves its base folder keeps its leading `..`, so
//! that the caller can reject it.

use crate::pointer::decoded;

/// The target of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// A URL with a host or a scheme.
    Remote,
    /// An absolute path.
    Absolute,
    /// A file, relative to the document's folder, and a fragment.
    File { path: String, fragment: String },
    /// An invalid reference.
    Malformed,
}

/// Parses a reference in the file `base`, a path relative to the document.
pub(super) fn read(text: &str, base: &str) -> Reference {
    let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (Some(path), Some(fragment)) = (decoded(path), decoded(fragment)) else {
        return Reference::Malformed;
    };
    if has_scheme(text) || text.starts_with("//") {
        return Reference::Remote;
    }
    // Windows paths that start with `\`, including UNC paths, count as absolute on every platform.
    if path.starts_with(['/', '\\']) || path.contains('\0') {
        return Reference::Absolute;
    }
    if path.is_empty() {
        return Reference::File { path: base.to_owned(), fragment: fragment.into_owned() };
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    Reference::File { path: joined(folder, &path), fragment: fragment.into_owned() }
}

/// Returns whether a string starts with a scheme (RFC 3986, section 3.1); `C:` counts as one.
fn has_scheme(text: &str) -> bool {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let Some((scheme, _)) = text.get(..end).unwrap_or_default().split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Joins two paths and resolves `..` steps; only leading ones can remain.
fn joined(folder: &str, path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(path.split('/')) {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_relative_to_the_file_with_the_reference() {
        for (text, base, path, fragment) in [
            ("models.yaml#/Pet", "api.yaml", "models.yaml", "/Pet"),
            ("./models.yaml", "schemas/pet.yaml", "schemas/models.yaml", ""),
            ("../a%20b/./x.json#/A~1b%25", "schemas/pet.yaml", "a b/x.json", "/A~1b%"),
            ("../../x.yaml#", "schemas/pet.yaml", "../x.yaml", ""),
            ("a/../../../x.yaml", "", "../../x.yaml", ""),
            ("#/Pet", "schemas/pet.yaml", "schemas/pet.yaml", "/Pet"),
            ("a/b:c.yaml", "", "a/b:c.yaml", ""),
        ] {
            let expected = Reference::File { path: path.to_owned(), fragment: fragment.to_owned() };
            assert_eq!(read(text, base), expected, "{text}");
        }
    }

    #[test]
    fn urls_and_absolute_paths_are_distinguished() {
        for text in
            ["https://example.com/a.yaml#/A", "file:///etc/passwd", "//host/a.yaml", "C:\\a.yaml", "urn:x"]
        {
            assert_eq!(read(text, ""), Reference::Remote, "{text}");
        }
        for text in ["/etc/passwd", "\\\\host\\a.yaml", "%2Fetc/passwd", "a%00b.yaml"] {
            assert_eq!(read(text, ""), Reference::Absolute, "{text}");
        }
        assert_eq!(read("a%ff.yaml", ""), Reference::Malformed);
    }
}
