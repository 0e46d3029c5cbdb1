//! Reads the files that a document can refer to, and no other files.
//!
//! Part of `load`. A document is untrusted input. Regardless of its references and symbolic links, only files
//! under its own folder, or under folders that the maintainer configures, are read. This module does not
//! interpret file contents.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::{Source, unreadable};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;

/// The maximum size of a file that a document refers to, in bytes.
const MAX_FILE: u64 = 256 << 20;

/// The files that a document can refer to. Paths are relative to the document's folder and use `/` as the
/// separator.
pub trait DocumentFiles {
    /// Returns the path of the document itself.
    fn document(&self) -> &str;

    /// Resolves a path to the canonical path of the file, following symbolic links.
    ///
    /// # Errors
    /// Returns an error if the file does not exist or must not be read.
    fn find(&self, path: &str) -> Result<String, Diagnostic>;

    /// Reads a file by its canonical path.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or its contents are invalid.
    fn read(&self, path: &str) -> Result<Source, Diagnostic>;
}

/// The folders with the files that a document can refer to: its own folder and the configured roots.
#[derive(Clone, Debug)]
pub struct Folder {
    /// The prefix that is added to paths for display.
    shown: PathBuf,
    document: String,
    folder: PathBuf,
    roots: Vec<PathBuf>,
}

impl Folder {
    /// Opens the folder of `document`; files under `roots` are also readable.
    ///
    /// # Errors
    /// Returns an error if one of the folders cannot be read.
    pub fn from_document(document: &Path, roots: &[PathBuf]) -> Result<Self, Diagnostic> {
        let shown = document.parent().map(Path::to_owned).unwrap_or_default();
        let here =
            |path: &Path| if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() };
        let whole = |path: &Path| fs::canonicalize(here(path)).map_err(|error| unreadable(path, &error));
        let folder = whole(&shown)?;
        let mut all = vec![folder.clone()];
        for root in roots {
            all.push(whole(root)?);
        }
        let document = document.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self { shown, document: document.unwrap_or_default(), folder, roots: all })
    }

    fn may_read(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| path.starts_with(root))
    }

    /// Returns the absolute path of a file.
    fn on_disk(&self, path: &str) -> PathBuf {
        let mut whole = self.folder.clone();
        for step in Path::new(path).components() {
            match step {
                Component::ParentDir => {
                    whole.pop();
                }
                step => whole.push(step),
            }
        }
        whole
    }

    /// Returns the path relative to the document's folder.
    fn seen_from_document(&self, path: &Path) -> String {
        let mut base = self.folder.as_path();
        let mut steps = Vec::new();
        loop {
            if let Ok(rest) = path.strip_prefix(base) {
                steps.extend(rest.iter().map(|step| step.to_string_lossy().into_owned()));
                return steps.join("/");
            }
            match base.parent() {
                Some(parent) => base = parent,
                None => return path.to_string_lossy().into_owned(),
            }
            steps.push("..".to_owned());
        }
    }
}

impl DocumentFiles for Folder {
    fn document(&self) -> &str {
        &self.document
    }

    fn find(&self, path: &str) -> Result<String, Diagnostic> {
        let whole = self.on_disk(path);
        // The path is checked before any disk access, so that a document cannot probe which files exist.
        if !self.may_read(&whole) {
            return Err(outside(format!("`{path}` is outside the document's folder")));
        }
        let real = fs::canonicalize(&whole).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => missing(path),
            _ => unreadable(&self.shown.join(path), &error),
        })?;
        if !self.may_read(&real) {
            return Err(outside(format!(
                "`{path}` is a symbolic link to a file outside the document's folder"
            )));
        }
        Ok(self.seen_from_document(&real))
    }

    fn read(&self, path: &str) -> Result<Source, Diagnostic> {
        let whole = self.on_disk(path);
        let shown = self.shown.join(path);
        if !self.may_read(&whole) {
            return Err(outside(format!("`{path}` is outside the document's folder")));
        }
        let size = fs::metadata(&whole).map_err(|error| unreadable(&shown, &error))?;
        // Reading a pipe or a device might block forever.
        if !size.is_file() || size.len() > MAX_FILE {
            let why = if size.is_file() { "is too large" } else { "is not a regular file" };
            let finding = Diagnostic::error(
                Code::UnreadableFile,
                &Pointer::root(),
                format!("`{}` {why}", shown.display()),
            );
            return Err(finding.help("refer to a file that contains a part of the description"));
        }
        let mut bytes = Vec::new();
        let read = File::open(&whole).and_then(|file| file.take(MAX_FILE).read_to_end(&mut bytes));
        read.map_err(|error| unreadable(&shown, &error))?;
        Source::parse_part(&shown.display().to_string(), bytes)
    }
}

fn missing(path: &str) -> Diagnostic {
    Diagnostic::error(Code::NoSuchFile, &Pointer::root(), format!("file `{path}` not found"))
        .help("write the path relative to the file that contains the reference")
}

fn outside(message: String) -> Diagnostic {
    Diagnostic::error(Code::ExternalReference, &Pointer::root(), message)
        .help("if the file is part of the description, add its folder to `refs.roots` in sdk.toml")
}
