//! Load: from bytes to an untyped tree that keeps the order of its members.
//!
//! The first stage. JSON is read by `serde_json`, YAML by `serde_yaml`; both fill the same tree ([`tree`]), so that the later stages
//! never ask what the document was written in. Lines and columns are found on demand ([`index`]) and cost nothing
//! while nobody asks. It knows nothing of OpenAPI: any JSON or YAML document whose root is an object is welcome.

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

use crate::diagnostic::{Diagnostic, Position};
use crate::pointer::Pointer;
use format::Format;
use index::Index;

pub use folder::{DocumentFiles, Folder};
pub(crate) use origins::Origins;
pub(crate) use tree::{MAX_DEPTH, measure, measure_members};

/// Why references to other files lead nowhere, by what they say; the findings have no place yet.
pub(crate) type Refusals = BTreeMap<String, Diagnostic>;

/// A document that was read: its text and the tree in it.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    format: Format,
    tree: Value,
    repairs: Vec<Diagnostic>,
    index: OnceLock<Index>,
    /// What the tree has from other texts, and where it stands there.
    origins: Origins,
    /// The other files of the description, then its overlays.
    others: Vec<Source>,
    /// Why references to other files lead nowhere, by what they say.
    refusals: Refusals,
}

impl Source {
    /// Reads a file; its path becomes the [`name`](Self::name).
    ///
    /// # Errors
    /// What is wrong with the file or with the text in it; see [`parse`](Self::parse).
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
        Self::parse(&path.display().to_string(), bytes)
    }

    /// Reads a document from its bytes (or text): UTF-8, with or without a byte order mark.
    ///
    /// The end of `name` (`.json`, `.yaml`, `.yml`) says what it is written in, else its first character.
    ///
    /// # Errors
    /// One finding, with its place where there is one, if the bytes are no text, the text is empty or broken, a key stands twice
    /// in an object, the nesting or the repetition by aliases has no end, a value has no counterpart in JSON, or the root is no object.
    pub fn parse(name: &str, text: impl Into<Vec<u8>>) -> Result<Self, Diagnostic> {
        let source = Self::parse_part(name, text)?;
        if source.tree.is_object() {
            return Ok(source);
        }
        let message = format!("the document is {}, not an object", kind(&source.tree));
        let finding = Diagnostic::error("not-an-object", &Pointer::root(), message)
            .help("an OpenAPI description is an object with members such as `openapi`, `info` and `paths`");
        Err(match source.position(&Pointer::root()) {
            Some(position) => finding.at(position),
            None => finding,
        })
    }

    /// Reads a file that holds a part of a description: like [`parse`](Self::parse), but that its root may be any value.
    ///
    /// # Errors
    /// Those of [`parse`](Self::parse).
    pub fn parse_part(name: &str, text: impl Into<Vec<u8>>) -> Result<Self, Diagnostic> {
        let text = decode(text.into())?;
        let first = text.chars().find(|c| !c.is_whitespace()).ok_or_else(|| {
            Diagnostic::error("empty-document", &Pointer::root(), "the document is empty")
                .at(Position { line: 1, column: 1 })
                .help("give a file with an OpenAPI description in JSON or YAML")
        })?;
        let (text, repairs, (format, tree)) = match format::parse(name, &text, first) {
            Ok(read) => (text, Vec::new(), read),
            // What the text without tabs has to say is of no interest if that is no better.
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

    /// The name under which it was read: a path, as the caller wrote it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What had to be mended in the text before it could be read.
    pub fn repairs(&self) -> &[Diagnostic] {
        &self.repairs
    }

    /// The text, without a byte order mark, and with spaces where tabs could not be read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The tree; its root is an object.
    pub fn tree(&self) -> &Value {
        &self.tree
    }

    /// The same text with the tree that it makes together with others; those that it has already keep their numbers.
    pub(crate) fn extended(self, tree: Value, origins: Origins, others: Vec<Self>) -> Self {
        Self { tree, origins, others: self.others.into_iter().chain(others).collect(), ..self }
    }

    /// The same with what is said about references that lead nowhere.
    pub(crate) fn refusing(self, refusals: Refusals, repairs: Vec<Diagnostic>) -> Self {
        Self { refusals, repairs: self.repairs.into_iter().chain(repairs).collect(), ..self }
    }

    /// Where the parts of the tree stand that are not of this text, and how many texts there are besides it.
    pub(crate) fn origins(&self) -> (&Origins, usize) {
        (&self.origins, self.others.len())
    }

    /// Why references to other files lead nowhere, by what they say.
    pub(crate) fn refusals(&self) -> &Refusals {
        &self.refusals
    }

    /// The text that a node stands in, this or another one of the description, and where.
    pub fn place(&self, pointer: &Pointer) -> (&Self, Option<Position>) {
        let (text, origin) = self.text_of(pointer);
        (text, text.index().find(&origin).map(|found| found.position))
    }

    /// The text that a node stands in, and its address there.
    fn text_of(&self, pointer: &Pointer) -> (&Self, Pointer) {
        let (text, origin) = self.origins.find(pointer);
        (text.checked_sub(1).and_then(|number| self.others.get(number)).unwrap_or(self), origin)
    }

    /// Where a node stands in the text: its key, or the element itself in a list.
    ///
    /// For a node that is not in the text (a repair added it, or an alias stands for it) the nearest one above it that is. The first
    /// call reads the text once more.
    pub fn position(&self, pointer: &Pointer) -> Option<Position> {
        match self.origins.find(pointer) {
            (0, origin) => self.index().find(&origin).map(|found| found.position),
            _ => self.index().find(pointer).map(|found| found.position),
        }
    }

    /// How an unquoted YAML scalar is spelled: `1.10` where the tree has the number 1.1.
    ///
    /// `None` in JSON, and for everything else. The first call reads the text once more.
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

/// Reads a file that is no document, such as a configuration: UTF-8, a byte order mark is dropped.
///
/// # Errors
/// What is wrong with the file.
pub fn read_text(path: &Path) -> Result<String, Diagnostic> {
    fs::read(path).map_err(|error| unreadable(path, &error)).and_then(decode)
}

/// What can be shown of a file that could not be loaded: its text without a byte order mark, bytes that are no UTF-8 replaced.
pub fn text_to_show(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let at = Pointer::root();
    let path_text = path.display();
    if path.is_dir() {
        return Diagnostic::error("not-a-file", &at, format!("`{path_text}` is a folder"))
            .help("name a file in it");
    }
    match error.kind() {
        io::ErrorKind::NotFound => {
            Diagnostic::error("no-such-file", &at, format!("there is no file `{path_text}`"))
                .help("check the path; it is relative to the current folder")
        }
        _ => Diagnostic::error("unreadable-file", &at, format!("`{path_text}` cannot be read: {error}"))
            .help("check that it is a file and that you may read it"),
    }
}

/// Bytes to text; a byte order mark is dropped.
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
            _ if utf16 => "the text is UTF-16, not UTF-8".to_owned(),
            Some(byte) => format!("the text is not UTF-8: byte 0x{byte:02x} at offset {valid}"),
            None => "the text is not UTF-8".to_owned(),
        };
        Diagnostic::error("not-utf-8", &Pointer::root(), message)
            .at(position_after(&before))
            .help("save the file as UTF-8")
    })
}

/// The place right after `text`.
pub(crate) fn position_after(text: &str) -> Position {
    let (lines, last) = match text.rfind('\n') {
        Some(end) => (text.matches('\n').count(), &text[end + 1..]),
        None => (0, text),
    };
    Position { line: lines + 1, column: last.chars().count() + 1 }
}

/// What a value is, for a sentence.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
