//! References to other files: what their text says.
//!
//! Part of `bundle`. Nothing here looks at a disk, and nothing a text says leads out of the folder that it starts from without being seen.

use crate::pointer::decoded;

/// What a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// Something on another host, or under another scheme than files have.
    Remote,
    /// A file by a path from the root of a disk.
    Absolute,
    /// A file by its path, relative to the document, and the fragment in it.
    File { path: String, fragment: String },
    /// Nothing.
    Malformed,
}

/// Reads a reference that stands in the file `base`, a path relative to the document.
pub(super) fn read(text: &str, base: &str) -> Reference {
    let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (Some(path), Some(fragment)) = (decoded(path), decoded(fragment)) else {
        return Reference::Malformed;
    };
    if has_scheme(text) || text.starts_with("//") {
        return Reference::Remote;
    }
    // What Windows takes for the root of a disk or of a share is one everywhere.
    if path.starts_with(['/', '\\']) || path.contains('\0') {
        return Reference::Absolute;
    }
    if path.is_empty() {
        return Reference::File { path: base.to_owned(), fragment };
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    Reference::File { path: joined(folder, &path), fragment }
}

/// Whether a text starts with a scheme (RFC 3986, section 3.1); `C:` is taken for one.
fn has_scheme(text: &str) -> bool {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let Some((scheme, _)) = text.get(..end).unwrap_or_default().split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// A path from a folder, without steps that cancel each other; `..` is left only at the front.
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
    fn a_path_is_relative_to_the_file_that_holds_the_reference() {
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
    fn what_is_no_relative_path_is_told_apart() {
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
