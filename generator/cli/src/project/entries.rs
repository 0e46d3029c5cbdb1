//! The files that a configuration names. A missing file is reported as an error in its entry, with the position in
//! `sdk.toml`.

use std::fs;
use std::path::{Path, PathBuf};

use generator::diagnostic::{Code, Diagnostic};
use generator::{Pointer, nearest};

use super::short;
use crate::program;
use crate::spec::{FilesRead, Use};

/// The files and folders that the entries of a configuration name.
pub(super) struct Files<'a> {
    /// The `document` entry, unless a different document is read.
    pub(super) document: Option<&'a String>,
    /// The `overlays` entry.
    pub(super) overlays: &'a [String],
    /// The `refs.roots` entry.
    pub(super) roots: &'a [String],
}

impl Files<'_> {
    /// Reports the first file that does not exist. Also adds the file to the files that are read, so that
    /// `--watch` notices when it is created.
    ///
    /// `has_source` specifies whether the configuration contains the document's URL. The message starts with
    /// the entry, in backticks.
    pub(super) fn refuse_missing(
        &self,
        folder: &Path,
        has_source: bool,
        files: &FilesRead,
    ) -> Result<(), Diagnostic> {
        let named = self.document.map(|document| ("document", document));
        let overlays = self.overlays.iter().map(|overlay| ("overlays", overlay));
        let roots = self.roots.iter().map(|root| ("refs.roots", root));
        for (entry, name) in named.into_iter().chain(overlays).chain(roots) {
            let path = short(&folder.join(name));
            if path.exists() {
                continue;
            }
            let message = format!("`{entry}` is `{name}`, but `{}` does not exist", path.display());
            files.add(&path, Use::Read);
            let help = match near(&path) {
                _ if entry == "document" && has_source => {
                    format!("run `{} fetch` to download it", program::called())
                }
                Some(near) => format!("did you mean `{near}`? paths are relative to the folder of sdk.toml"),
                None => "correct the path; it is relative to the folder of sdk.toml".to_owned(),
            };
            return Err(Diagnostic::error(Code::NoSuchFile, &Pointer::root(), message).help(help));
        }
        Ok(())
    }
}

/// Returns the name in the same folder that is most similar to the name of a missing file.
fn near(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let wanted = path.file_name()?.to_string_lossy();
    let name = nearest(&wanted, names.iter().map(String::as_str))?;
    Some(PathBuf::from(path).with_file_name(name).display().to_string())
}
