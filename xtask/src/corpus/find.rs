//! Finds the documents in a folder and its subfolders, recognized by extension and contents.

use std::fs;
use std::path::{Path, PathBuf};

use generator::diagnostic::Diagnostic;

use super::paths::{at_file, hash};

/// The root keys of a description of any version, as written in JSON and YAML.
const MARKS: [&str; 6] = ["\"openapi\"", "\"swagger\"", "openapi:", "swagger:", "'openapi'", "'swagger'"];

/// Folders that are skipped.
const SKIPPED: [&str; 3] = [".git", "node_modules", "target"];

/// A document in the corpus.
#[derive(Clone, Debug)]
pub struct Document {
    /// The path of the file.
    pub file: PathBuf,
    /// The path relative to the corpus folder.
    pub path: PathBuf,
    /// The size in bytes.
    pub size: u64,
    /// The hash of the document and its settings.
    pub hash: u64,
}

impl Document {
    /// Returns the publisher: the first component of the path, or the component after `api`.
    pub fn provider(&self) -> String {
        let mut steps = self.path.iter().map(|step| step.to_string_lossy()).peekable();
        let mut first = steps.next().unwrap_or_default();
        if first == "api" && steps.peek().is_some() {
            first = steps.next().unwrap_or_default();
        }
        let is_file = steps.peek().is_none();
        match first.rsplit_once('.') {
            Some((name, _)) if is_file => name.to_owned(),
            _ => first.into_owned(),
        }
    }
}

/// Returns all documents in a folder and its subfolders, sorted by path.
pub fn documents(dir: &Path) -> Result<Vec<Document>, Box<Diagnostic>> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| at_file("read", &folder, &error))? {
            let entry = entry.map_err(|error| at_file("read", &folder, &error))?;
            let kind = entry.file_type().map_err(|error| at_file("access", &entry.path(), &error))?;
            // Symbolic links count as neither files nor folders, because following them could result in a
            // cycle.
            if kind.is_dir() && !SKIPPED.iter().any(|name| entry.file_name() == **name) {
                folders.push(entry.path());
            } else if kind.is_file() && has_document_extension(&entry.path()) {
                found.extend(document(dir, entry.path())?);
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn has_document_extension(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    matches!(ending.as_deref(), Some("json" | "yaml" | "yml"))
}

/// Reads a file and returns it if it contains a description. `dir` is removed from the start of its path.
pub fn document(dir: &Path, file: PathBuf) -> Result<Option<Document>, Box<Diagnostic>> {
    let bytes = fs::read(&file).map_err(|error| at_file("read", &file, &error))?;
    let text = String::from_utf8_lossy(&bytes);
    // Whether the key is at the root is checked when the document is parsed.
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return Ok(None);
    }
    let path = file.strip_prefix(dir).unwrap_or(&file).to_owned();
    let own = fs::read(settings(&file)).unwrap_or_default();
    Ok(Some(Document { path, size: bytes.len() as u64, hash: hash(&[&bytes, &own]), file }))
}

/// Returns the path of the settings for a document: a TOML file with the same name, which need not exist.
pub(super) fn settings(document: &Path) -> PathBuf {
    document.with_extension("toml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_provider_is_the_first_path_component() {
        let provider = |path: &str| {
            Document { file: PathBuf::new(), path: PathBuf::from(path), size: 0, hash: 0 }.provider()
        };
        assert_eq!(provider("api/azure.com/netapp.json"), "azure.com");
        assert_eq!(provider("api/api.github.com.json"), "api.github.com");
        assert_eq!(provider("azure.com/netapp/2.0/openapi.yaml"), "azure.com");
        assert_eq!(provider("api.json"), "api");
    }
}
