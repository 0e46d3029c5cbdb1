//! The document on the command line: a file, standard input, or a URL.
//!
//! [`files`] records which files a run depends on. [`mod@download`] reads URLs. [`fetch`] keeps a copy of a document
//! from a URL, and stores its digest in a [`lock`].

#[cfg(feature = "url")]
mod address;
#[cfg(feature = "url")]
mod download;
#[cfg(feature = "url")]
mod fetch;
mod files;
#[cfg(feature = "url")]
mod lock;
#[cfg(not(feature = "url"))]
mod text_address;

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use generator::diagnostic::{Code, Diagnostic};
use generator::{DocumentFiles, Folder, Pointer, Source, Stage, Unusable, assemble, text_to_show};

#[cfg(feature = "url")]
pub(crate) use address::Address;
#[cfg(feature = "url")]
pub(crate) use download::download;
#[cfg(feature = "url")]
pub(crate) use fetch::{copied, file_name};
use files::Recorded;
pub(crate) use files::{FilesRead, Use};
#[cfg(feature = "url")]
pub(crate) use lock::DocumentLock;
#[cfg(not(feature = "url"))]
pub(crate) use text_address::Address;

/// The size limit of a document that is not a file, in bytes.
const MAX_DOCUMENT: u64 = 256 << 20;

/// The name, in findings, of a document from standard input.
pub(crate) const STDIN: &str = "<stdin>";

/// A document on the command line.
#[derive(Clone, Debug)]
pub(crate) enum Spec {
    /// A file.
    File(PathBuf),
    /// Standard input, written as `-`.
    Stdin,
    /// A URL.
    Url(Address),
}

impl Spec {
    /// Parses an argument. A URL is recognized by its `://`.
    ///
    /// # Errors
    /// Returns the reason if the URL cannot be used.
    pub(crate) fn parse(argument: OsString) -> Result<Self, String> {
        match argument.to_str() {
            Some("-") => Ok(Self::Stdin),
            Some(text) if text.contains("://") && !Path::new(text).exists() => {
                Address::parse(text).map(Self::Url)
            }
            _ => Ok(Self::File(argument.into())),
        }
    }

    /// Returns the path if the document is a file.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Stdin | Self::Url(_) => None,
        }
    }

    /// Reads the document and the files that it refers to, and applies overlays. Adds the files to `files`, even if
    /// they are unusable.
    ///
    /// A document from standard input can refer to files in the working directory. A document from a URL cannot refer
    /// to any files.
    ///
    /// # Errors
    /// Returns an error for the first unusable file.
    pub(crate) fn read(
        &self,
        roots: Vec<PathBuf>,
        overlays: Vec<PathBuf>,
        files: &FilesRead,
    ) -> Result<Source, Box<Unusable>> {
        overlays.iter().for_each(|overlay| files.add(overlay, Use::Read));
        let (document, base) = match self {
            Self::File(path) => {
                files.add(path, Use::Read);
                (file(path)?, path.as_path())
            }
            Self::Stdin => {
                let text = stdin().map_err(|finding| unusable(STDIN, None, finding))?;
                (parsed(STDIN, text)?, Path::new("stdin"))
            }
            Self::Url(address) => {
                let document = parsed(&address.shown(), content(address)?)?;
                return assemble(document, &NoFiles(address.shown()), all(&overlays)?);
            }
        };
        let folder = Folder::from_document(base, &roots)
            .map_err(|finding| unusable(document.name(), None, finding))?;
        let within = base.parent().map(Path::to_owned).unwrap_or_default();
        assemble(document, &Recorded { folder, within, files }, all(&overlays)?)
    }
}

/// Reads and parses a file.
fn file(path: &Path) -> Result<Source, Box<Unusable>> {
    Source::read(path).map_err(|finding| {
        let text = finding.position.and_then(|_| text_to_show(path));
        unusable(&path.display().to_string(), text, finding)
    })
}

fn all(overlays: &[PathBuf]) -> Result<Vec<Source>, Box<Unusable>> {
    overlays.iter().map(|path| file(path)).collect()
}

/// Parses a document.
///
/// # Errors
/// Returns an error with the name and the text.
pub(crate) fn parsed(name: &str, text: Vec<u8>) -> Result<Source, Box<Unusable>> {
    let shown = String::from_utf8_lossy(&text).into_owned();
    Source::parse(name, text).map_err(|finding| unusable(name, Some(shown), finding))
}

fn unusable(name: &str, text: Option<String>, finding: Diagnostic) -> Box<Unusable> {
    Box::new(Unusable { stage: Stage::Load, name: name.to_owned(), text, finding })
}

/// Reads a document from standard input.
pub(crate) fn stdin() -> Result<Vec<u8>, Diagnostic> {
    let mut text = Vec::new();
    let read = io::stdin().lock().take(MAX_DOCUMENT + 1).read_to_end(&mut text);
    let failed = |message: String| Diagnostic::error(Code::UnreadableFile, &Pointer::root(), message);
    match read {
        Err(error) => Err(failed(format!("cannot read the document from standard input: {error}"))
            .help("pipe the document into the command")),
        Ok(_) if text.len() as u64 > MAX_DOCUMENT => {
            Err(failed(format!("the document is larger than {} MiB", MAX_DOCUMENT >> 20))
                .help("reduce the size of the document"))
        }
        Ok(_) => Ok(text),
    }
}

#[cfg(feature = "url")]
fn content(address: &Address) -> Result<Vec<u8>, Box<Unusable>> {
    let text = download(address).map_err(|finding| unusable(&address.shown(), None, finding))?;
    Ok(text.bytes)
}

#[cfg(not(feature = "url"))]
fn content(address: &Address) -> Result<Vec<u8>, Box<Unusable>> {
    let finding = Diagnostic::error(
        Code::UrlNotSupported,
        &Pointer::root(),
        format!(
            "cannot download `{}`, because the program was built without the `url` feature",
            address.shown()
        ),
    );
    Err(unusable(&address.shown(), None, finding.help("download the document, and pass the file")))
}

/// A folder without files. A document from a URL can refer only to itself.
struct NoFiles(String);

impl DocumentFiles for NoFiles {
    fn document(&self) -> &str {
        &self.0
    }

    fn find(&self, path: &str) -> Result<String, Diagnostic> {
        let message =
            format!("`{path}` is a different file, and a document from a URL cannot refer to other files");
        let finding = Diagnostic::error(Code::ExternalReference, &Pointer::root(), message);
        Err(finding.help("download all files, and pass the path of the document"))
    }

    fn read(&self, path: &str) -> Result<Source, Diagnostic> {
        Err(self.find(path).err().unwrap_or_else(|| {
            Diagnostic::error(
                Code::ExternalReference,
                &Pointer::root(),
                "a document from a URL cannot refer to other files",
            )
        }))
    }
}
