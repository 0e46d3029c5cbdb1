//! The `fetch` command: downloads the configured document again from its `source`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use generator::diagnostic::{Code, Diagnostic};
use generator::{Plan, Pointer};
use serde::Serialize;

use super::download::{self, Downloaded};
use super::lock::DocumentLock;
use super::{Address, parsed};
use crate::Outcome;
use crate::arguments::Fetch;
use crate::project::{Input, Settings};
use crate::report::{self, flat};

impl Fetch {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let input = Input { config: self.config.clone(), ..Input::default() };
        let Some(all) = Settings::read_all(&input) else { return Outcome::BadInput };
        let mut outcome = Outcome::Done;
        let mut done = Vec::new();
        for settings in all {
            // Several SDKs can share one document.
            let document = (settings.config.source.clone(), settings.document());
            if done.contains(&document) {
                continue;
            }
            if settings.address().is_none() {
                return Outcome::BadInput;
            }
            match self.fetched(&settings) {
                Ok(Outcome::Done) => {}
                Ok(other) => outcome = other,
                Err(finding) => {
                    report::show_without_source(&finding);
                    return Outcome::BadInput;
                }
            }
            done.push(document);
        }
        outcome
    }

    fn fetched(&self, settings: &Settings) -> Result<Outcome, Diagnostic> {
        let (address, document) = configured(settings)?;
        let downloaded = download::download(&address)?;
        let (text, lock) = copied(&address, &downloaded)?;
        let before = present(&document)?;
        let is_edited = before.as_deref().map_or(Ok(None), |before| edit(&document, before, &lock))?;
        let state = match &before {
            None => State::New,
            Some(before) if *before == text.as_bytes() => State::Unchanged,
            // The document at the URL is the same as in the last download.
            Some(_) if is_edited.as_ref().is_some_and(|edit| edit.is_last_download) => State::Edited,
            Some(_) if is_edited.is_some() => State::ChangedAndEdited,
            Some(_) => State::Changed,
        };
        let view = View::new(&document, &address, state, &lock, !self.check);
        if self.check {
            let printed = self.output.print(|| view.text(), &view);
            if let Some(edit) = is_edited {
                report::show_without_source(&edit.finding(&document));
            }
            return Ok(if state == State::Unchanged { printed } else { Outcome::Findings });
        }
        if let Some(edit) = is_edited.filter(|_| !self.force) {
            return Err(edit.finding(&document));
        }
        let path = DocumentLock::path(&document);
        Plan::of_file(&document, text)?.with_file(&path, lock.render())?.apply()?;
        Ok(self.output.print(|| view.text(), &view))
    }
}

/// The JSON result for one document; docs/how-to/ci.md describes its members.
#[derive(Debug, Serialize)]
struct View {
    document: String,
    /// The URL, without its query.
    source: String,
    state: State,
    bytes: usize,
    sha256: String,
    /// Whether the document and its lock were written.
    applied: bool,
}

/// The result of comparing the local document with the one at the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    New,
    Unchanged,
    Changed,
    Edited,
    ChangedAndEdited,
}

impl View {
    fn new(document: &Path, address: &Address, state: State, lock: &DocumentLock, applied: bool) -> Self {
        Self {
            document: document.display().to_string(),
            source: address.shown(),
            state,
            bytes: lock.bytes,
            sha256: lock.sha256.clone(),
            applied,
        }
    }

    fn text(&self) -> String {
        let state = match self.state {
            State::New => "new",
            State::Unchanged => "unchanged",
            State::Changed => "changed",
            State::Edited => "edited",
            State::ChangedAndEdited => "changed, and edited",
        };
        format!("{}: {state}; {} bytes, sha256 {}\n", flat(&self.document), self.bytes, self.sha256)
    }
}

/// Returns the URL of the document and the path of its file.
fn configured(settings: &Settings) -> Result<(Address, PathBuf), Diagnostic> {
    let at = Pointer::root();
    let source = settings.config.source.as_deref().ok_or_else(|| {
        Diagnostic::error(
            Code::NoSource,
            &at,
            "the configuration does not set `source`, the URL of the document",
        )
        .help("add an entry such as `source = \"https://api.example/openapi.json\"`")
    })?;
    let address = Address::parse(source).map_err(|why| {
        Diagnostic::error(Code::WrongEntry, &at, format!("`source` cannot be used: {why}"))
            .help("correct the entry in sdk.toml")
    })?;
    address.refuse_secrets()?;
    let document = settings.document().ok_or_else(|| {
        Diagnostic::error(Code::NoDocument, &at, "the configuration does not set `document`")
            .help("add an entry such as `document = \"openapi.json\"`, the file to download to")
    })?;
    Ok((address, document))
}

/// Returns the text of a downloaded document and its lock.
///
/// # Errors
/// Returns an error if the download is not a document, because an error page must not replace one.
pub(crate) fn copied(
    address: &Address,
    downloaded: &Downloaded,
) -> Result<(String, DocumentLock), Diagnostic> {
    parsed(&address.shown(), downloaded.bytes.clone()).map_err(|file| unusable(address, &file.finding))?;
    let text = String::from_utf8(downloaded.bytes.clone()).map_err(|_| {
        let finding = Diagnostic::error(Code::NotUtf8, &Pointer::root(), "the contents are not valid UTF-8");
        unusable(address, &finding)
    })?;
    let lock = DocumentLock {
        source: address.to_string(),
        sha256: downloaded.digest(),
        bytes: downloaded.bytes.len(),
    };
    Ok((text, lock))
}

fn unusable(address: &Address, finding: &Diagnostic) -> Diagnostic {
    let position = finding.position.map(|at| format!("line {}, column {}: ", at.line, at.column));
    let message = format!(
        "the download from `{}` is not a document: {}{}",
        address.shown(),
        position.unwrap_or_default(),
        finding.message
    );
    Diagnostic::error(Code::NotADocument, &Pointer::root(), message)
        .help("check the URL; some servers respond with a web page")
}

/// Returns the content of the document file, if the file exists.
fn present(document: &Path) -> Result<Option<Vec<u8>>, Diagnostic> {
    match fs::read(document) {
        Ok(before) => Ok(Some(before)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Diagnostic::error(
            Code::UnreadableFile,
            &Pointer::root(),
            format!("cannot read `{}`: {error}", document.display()),
        )
        .help("check that it is a readable file")),
    }
}

/// An edit to the local copy of a document.
struct Edit {
    /// Whether the copy was ever downloaded.
    was_downloaded: bool,
    /// Whether the document at the URL is still the same as in the last download.
    is_last_download: bool,
}

impl Edit {
    /// Returns the finding for an edit that a download would undo.
    fn finding(&self, document: &Path) -> Diagnostic {
        let why = if self.was_downloaded {
            "was edited since the last download"
        } else {
            "was not created by a download"
        };
        Diagnostic::error(Code::DocumentEdited, &Pointer::root(), format!("`{}` {why}", document.display()))
            .help("move the edits to an overlay, or pass `--force` to replace the file")
    }
}

/// Returns the edit to a copy that matches neither the last download nor the new one.
fn edit(document: &Path, before: &[u8], new: &DocumentLock) -> Result<Option<Edit>, Diagnostic> {
    let digest = download::digest(before);
    let last = match present(&DocumentLock::path(document))? {
        Some(text) => Some(DocumentLock::parse(&String::from_utf8_lossy(&text))?),
        None => None,
    };
    if digest == new.sha256 || last.as_ref().is_some_and(|last| last.sha256 == digest) {
        return Ok(None);
    }
    let is_last_download = last.as_ref().is_some_and(|last| last.sha256 == new.sha256);
    Ok(Some(Edit { was_downloaded: last.is_some(), is_last_download }))
}

/// Returns the file name for a copy. This is the file name in the URL if it has a document extension; otherwise, it is
/// `openapi` with an extension that matches the content.
pub(crate) fn file_name(address: &Address, downloaded: &Downloaded) -> String {
    let name = address.file_name();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_document =
        [".json", ".yaml", ".yml"].iter().any(|end| name.len() > end.len() && name.ends_with(end));
    if is_document && !name.starts_with('.') && name.chars().all(is_plain) {
        return name.to_owned();
    }
    let is_json = downloaded.bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    let is_served_as_yaml =
        downloaded.media_type.as_deref().is_some_and(|media_type| media_type.contains("yaml"));
    (if is_json && !is_served_as_yaml { "openapi.json" } else { "openapi.yaml" }).to_owned()
}
