//! Parses bytes into an untyped tree that preserves member order.
//!
//! This is the first stage. `serde_json` reads JSON and `serde_yaml` reads YAML; both fill the same tree
//! ([`tree`]), so later stages do not depend on the format. Lines and columns are computed on demand
//! ([`index`]). This stage is independent of OpenAPI and accepts any JSON or YAML document whose root is an
//! object.

mod folder;
mod format;
mod index;
mod origins;
mod tree;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Position};
use crate::pointer::Pointer;
use format::Format;
use index::Index;

pub use folder::{DocumentFiles, Folder};
pub(crate) use origins::Origins;
pub(crate) use tree::{MAX_DEPTH, measure, measure_members};

/// The reasons why references to other files do not resolve, keyed by reference string. The findings have no
/// location yet.
pub(crate) type Refusals = BTreeMap<String, Diagnostic>;

/// A parsed source file: its text and its tree.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    format: Format,
    tree: Value,
    repairs: Vec<Diagnostic>,
    index: OnceLock<Index>,
    /// The parts of the tree that come from other sources, and their locations there.
    origins: Origins,
    /// The other files of the description, then its overlays.
    others: Vec<Source>,
    /// The reasons why references to other files do not resolve, keyed by reference string.
    refusals: Refusals,
}

impl Source {
    /// Reads and parses a file; its path becomes the [`name`](Self::name).
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or its contents are invalid; see [`parse`](Self::parse).
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
        Self::parse(&path.display().to_string(), bytes)
    }

    /// Parses a document from UTF-8 bytes or a string, with or without a byte order mark.
    ///
    /// The format is JSON if `name` ends with `.json`. Otherwise, text that starts with `{` or `[` is JSON; if it is
    /// not valid JSON and `name` ends with `.yaml` or `.yml`, it is YAML. All other text is YAML.
    ///
    /// # Errors
    /// Returns a single finding, with its position if known. The finding reports that the text is empty,
    /// malformed or not UTF-8; that an object has a duplicate key; that nesting or repetition by aliases
    /// exceeds its limit; that a value has no JSON counterpart; or that the root is not an object.
    pub fn parse(name: &str, text: impl Into<Vec<u8>>) -> Result<Self, Diagnostic> {
        let source = Self::parse_part(name, text)?;
        if source.tree.is_object() {
            return Ok(source);
        }
        let message = format!("the document is {}, not an object", kind(&source.tree));
        let finding = Diagnostic::error(Code::NotAnObject, &Pointer::root(), message)
            .help("use an object with members such as `openapi`, `info` and `paths`");
        Err(match source.position(&Pointer::root()) {
            Some(position) => finding.at(position),
            None => finding,
        })
    }

    /// Parses a file that contains a part of a description. Unlike in [`parse`](Self::parse), the root can be
    /// any value.
    ///
    /// # Errors
    /// Returns the same errors as [`parse`](Self::parse).
    pub fn parse_part(name: &str, text: impl Into<Vec<u8>>) -> Result<Self, Diagnostic> {
        let text = decode(text.into())?;
        let first = text.chars().find(|c| !c.is_whitespace()).ok_or_else(|| {
            Diagnostic::error(Code::EmptyDocument, &Pointer::root(), "the document is empty")
                .at(Position { line: 1, column: 1 })
                .help("pass a file that contains an OpenAPI description in JSON or YAML")
        })?;
        let (text, repairs, (format, tree)) = match format::parse(name, &text, first) {
            Ok(read) => (text, Vec::new(), read),
            // If replacing the tabs does not help, only the original error is useful.
            Err(finding) => match format::without_tabs(name, &text, first) {
                Some((mended, repair, read)) => (mended, vec![repair], read),
                None => return Err(finding),
            },
        };
        Ok(Self {
            name: name.to_owned(),
            text,
            format,
            tree,
            repairs,
            index: OnceLock::new(),
            origins: Origins::default(),
            others: Vec::new(),
            refusals: Refusals::new(),
        })
    }

    /// Returns the name that was passed when the source was read: a path, as written by the caller.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the names of this source and of the files that were added to it: referenced files and overlays.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name()).chain(self.others.iter().map(Self::name))
    }

    /// Formats a finding, preceded by its location as `file:line:column`.
    pub fn located(&self, finding: &Diagnostic) -> String {
        let (text, position) = self.place(&finding.pointer);
        let at = finding.position.or(position);
        let position = at.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
        format!("{}{position}: {finding}", text.name())
    }

    /// Returns the repairs that made the source readable.
    pub fn repairs(&self) -> &[Diagnostic] {
        &self.repairs
    }

    /// Returns the text without a byte order mark, and with spaces in place of tabs that YAML does not allow.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the total size of the description's files, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.others.iter().map(|other| other.text.len()).fold(self.text.len(), usize::saturating_add)
    }

    /// Returns the tree; its root is an object.
    pub fn tree(&self) -> &Value {
        &self.tree
    }

    /// Replaces the tree, and adds other sources; existing sources keep their numbers.
    pub(crate) fn extended(self, tree: Value, origins: Origins, others: Vec<Self>) -> Self {
        Self { tree, origins, others: self.others.into_iter().chain(others).collect(), ..self }
    }

    /// Adds the reasons for unresolved references, and the repairs that were made in other sources.
    pub(crate) fn refusing(self, refusals: Refusals, repairs: Vec<Diagnostic>) -> Self {
        Self { refusals, repairs: self.repairs.into_iter().chain(repairs).collect(), ..self }
    }

    /// Returns the origins of all parts that come from other sources, and the number of those sources.
    pub(crate) fn origins(&self) -> (&Origins, usize) {
        (&self.origins, self.others.len())
    }

    /// Returns the reasons why references to other files do not resolve, keyed by reference string.
    pub(crate) fn refusals(&self) -> &Refusals {
        &self.refusals
    }

    /// Returns the source that contains a node, and the node's position there.
    pub fn place(&self, pointer: &Pointer) -> (&Self, Option<Position>) {
        let (text, origin) = self.text_of(pointer);
        (text, text.index().find(&origin).map(|found| found.position))
    }

    /// Returns the source that contains a node, and the node's pointer there.
    fn text_of(&self, pointer: &Pointer) -> (&Self, Pointer) {
        let (text, origin) = self.origins.find(pointer);
        (text.checked_sub(1).and_then(|number| self.others.get(number)).unwrap_or(self), origin)
    }

    /// Returns the position of a node's key or, for an element of an array, of the element.
    ///
    /// The source does not always contain the node itself; for example, a repair may have added it, or an
    /// alias may expand to it. In that case, the position of the nearest ancestor is returned. The first call
    /// parses the source again.
    pub fn position(&self, pointer: &Pointer) -> Option<Position> {
        match self.origins.find(pointer) {
            (0, origin) => self.index().find(&origin).map(|found| found.position),
            _ => self.index().find(pointer).map(|found| found.position),
        }
    }

    /// Returns the source text of an unquoted YAML scalar, such as `1.10` where the tree has the number 1.1.
    ///
    /// Returns `None` for JSON and for all other nodes. The first call parses the source again.
    pub fn spelling(&self, pointer: &Pointer) -> Option<&str> {
        let (text, origin) = self.text_of(pointer);
        match text.format {
            Format::Json => None,
            Format::Yaml => text.index().exact(&origin)?.plain.as_deref(),
        }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| self.format.index(&self.text))
    }
}

/// Reads a UTF-8 file other than a document, such as a configuration, without its byte order mark.
///
/// # Errors
/// Returns an error if the file cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Diagnostic> {
    fs::read(path).map_err(|error| unreadable(path, &error)).and_then(decode)
}

/// Like [`read_text`], but returns `None` if the file does not exist.
///
/// # Errors
/// Returns an error if the file exists and cannot be read or is not UTF-8.
pub fn read_text_if_exists(path: &Path) -> Result<Option<String>, Diagnostic> {
    match fs::read(path) {
        Ok(bytes) => decode(bytes).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// Returns the displayable text of a file that failed to load, without a byte order mark and with invalid
/// UTF-8 replaced.
pub fn text_to_show(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let at = Pointer::root();
    let path_text = path.display();
    if path.is_dir() {
        return Diagnostic::error(Code::NotAFile, &at, format!("`{path_text}` is a folder"))
            .help("pass a file in this folder");
    }
    match error.kind() {
        io::ErrorKind::NotFound => {
            Diagnostic::error(Code::NoSuchFile, &at, format!("file `{path_text}` not found"))
                .help("check the path, which is relative to the working directory")
        }
        _ => Diagnostic::error(Code::UnreadableFile, &at, format!("`{path_text}` cannot be read: {error}"))
            .help("check that the path is a file and that you have permission to read it"),
    }
}

/// Decodes UTF-8 and removes a byte order mark.
fn decode(mut bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let before = String::from_utf8_lossy(&bytes[..valid]);
        let message = match bytes.get(valid) {
            _ if utf16 => "the file is UTF-16, not UTF-8".to_owned(),
            Some(byte) => format!("the file is not valid UTF-8: byte 0x{byte:02x} at offset {valid}"),
            None => "the file is not valid UTF-8".to_owned(),
        };
        Diagnostic::error(Code::NotUtf8, &Pointer::root(), message)
            .at(position_after(&before))
            .help("save the file as UTF-8")
    })
}

/// Returns the position right after `text`.
pub(crate) fn position_after(text: &str) -> Position {
    let (lines, last) = match text.rfind('\n') {
        Some(end) => (text.matches('\n').count(), &text[end + 1..]),
        None => (0, text),
    };
    Position { line: lines + 1, column: last.chars().count() + 1 }
}

/// Returns the JSON type of a value, including an article, for use in messages.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
