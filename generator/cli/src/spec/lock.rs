//! The lock of a downloaded document: `<document>.lock`, with the URL and the digest of the last download.
//!
//! The generator reads the local copy of the document. The digest shows whether the copy was edited, in which case the
//! next download would undo the edits.

use std::path::{Path, PathBuf};

use generator::Pointer;
use generator::diagnostic::{Code, Diagnostic};
use toml_edit::{DocumentMut, Item};

/// The comment at the top of a lock.
const HEAD: &str = "\
# This file, written by `openapi-crate fetch`, describes the download of the document next to it.
# Do not edit the document, because the next download would undo the edits. Use an overlay instead.
";

/// The last download of a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DocumentLock {
    /// The URL of the document.
    pub(crate) source: String,
    /// The SHA-256 digest of the contents, in hexadecimal digits.
    pub(crate) sha256: String,
    /// The size of the contents, in bytes.
    pub(crate) bytes: usize,
}

impl DocumentLock {
    /// Returns the path of a document's lock.
    pub(crate) fn path(document: &Path) -> PathBuf {
        let mut name = document.as_os_str().to_owned();
        name.push(".lock");
        PathBuf::from(name)
    }

    /// Returns the text of the lock.
    pub(crate) fn render(&self) -> String {
        let Self { source, sha256, bytes } = self;
        let source = toml_edit::Value::from(source.as_str());
        format!("{HEAD}source = {source}\nsha256 = \"{sha256}\"\nbytes = {bytes}\n")
    }

    /// Parses the text of a lock.
    ///
    /// # Errors
    /// Returns an error if the text is not a lock.
    pub(crate) fn parse(text: &str) -> Result<Self, Diagnostic> {
        let wrong = |why: String| {
            Diagnostic::error(
                Code::WrongDocumentLock,
                &Pointer::root(),
                format!("the document lock is invalid: {why}"),
            )
            .help("delete the lock; `fetch` writes a new one")
        };
        let table: DocumentMut =
            text.parse().map_err(|error: toml_edit::TomlError| wrong(error.message().replace('\n', ", ")))?;
        let text = |key: &str| {
            let value = table.get(key).and_then(Item::as_str).map(str::to_owned);
            value.ok_or_else(|| wrong(format!("`{key}` is missing")))
        };
        let bytes =
            table.get("bytes").and_then(Item::as_integer).and_then(|bytes| usize::try_from(bytes).ok());
        Ok(Self {
            source: text("source")?,
            sha256: text("sha256")?,
            bytes: bytes.ok_or_else(|| wrong("`bytes` is missing".to_owned()))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_can_be_parsed_after_rendering() {
        let lock =
            DocumentLock { source: "https://a.example/\"".to_owned(), sha256: "ab".to_owned(), bytes: 3 };
        assert_eq!(DocumentLock::parse(&lock.render()).ok(), Some(lock));
        for bad in ["", "source = 1", "source = \"a\"\nsha256 = \"b\"\nbytes = -1", "= "] {
            assert!(DocumentLock::parse(bad).is_err(), "{bad}");
        }
    }
}
