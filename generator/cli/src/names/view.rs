//! The results of `names` as plain strings, for the text and JSON output. docs/how-to/ci.md documents the JSON.

use generator::{Explained, Locked, NameKind, Pointer};
use serde::Serialize;

use super::LockFile;
use crate::report::flat;

/// The names that `list` prints.
#[derive(Debug, Serialize)]
pub(super) struct List {
    pub(super) names: Vec<ListedName>,
}

/// A name in a list. Names are sorted by their fields, in the order in which the struct declares them.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct ListedName {
    #[serde(flatten)]
    pub(super) name: NameView,
    pub(super) state: State,
}

/// The name of a declaration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct NameView {
    path: String,
    kind: &'static str,
    /// The location of the declaration.
    pointer: String,
}

/// The relation of a name to the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// The lock contains the name.
    Locked,
    /// There is no lock.
    Unlocked,
    /// `generate` will add the name to the lock.
    New,
    /// `generate` will change the name's path in the lock, because the path of its module or type has
    /// changed.
    Moved,
    /// The lock contains the name, but the document no longer contains the declaration.
    Gone,
}

impl NameView {
    pub(super) fn new(pointer: &Pointer, kind: NameKind, locked: &Locked) -> Self {
        Self { path: locked.path.clone(), kind: kind.word(), pointer: pointer.listed().into_owned() }
    }

    /// Returns the name as a line of the output of `prune` and `redecide`: path, kind, pointer.
    pub(super) fn line(&self) -> String {
        format!("{} {} {}\n", self.path, self.kind, flat(&self.pointer))
    }
}

impl List {
    /// Returns the names in columns.
    pub(super) fn text(&self) -> String {
        let width = self.names.iter().map(|listed| listed.name.path.len()).max().unwrap_or(0);
        let row = |listed: &ListedName| {
            let NameView { path, kind, pointer } = &listed.name;
            let note = match listed.state {
                State::Gone => " [gone]",
                State::New => " [new]",
                State::Moved => " [moved]",
                State::Locked | State::Unlocked => "",
            };
            format!("{path:<width$}  {kind:<8} {}{note}\n", flat(pointer))
        };
        self.names.iter().map(row).collect()
    }
}

/// The names that `explain` explains.
#[derive(Debug, Default, Serialize)]
pub(super) struct Explanations {
    pub(super) names: Vec<Explanation>,
}

/// The derivation of a name.
#[derive(Debug, Serialize)]
pub(super) struct Explanation {
    path: String,
    kind: &'static str,
    declared_at: Vec<String>,
    /// Whether the document still declares the name.
    present: bool,
    source: Option<String>,
    rejected: Vec<Rejected>,
    locked: Option<LineView>,
    without_lock: Option<String>,
}

/// A preferred name that was unavailable.
#[derive(Debug, Serialize)]
struct Rejected {
    name: String,
    reason: String,
}

/// A line of the lock.
#[derive(Debug, Serialize)]
struct LineView {
    file: String,
    line: usize,
}

impl LineView {
    fn new(file: Option<&LockFile>, line: usize) -> Option<Self> {
        file.map(|file| Self { file: file.path.display().to_string(), line })
    }
}

impl Explanation {
    /// Creates the explanation of a name that the document declares.
    pub(super) fn new(explained: Explained, file: Option<&LockFile>) -> Self {
        let Explained { named, source, locked, refused, unlocked } = explained;
        Self {
            path: named.path,
            kind: named.kind.word(),
            declared_at: named.keys.iter().map(|key| key.text().into_owned()).collect(),
            present: true,
            source: Some(source),
            rejected: refused.into_iter().map(|(name, reason)| Rejected { name, reason }).collect(),
            locked: locked.and_then(|line| LineView::new(file, line)),
            without_lock: unlocked,
        }
    }

    /// Creates the explanation of a name whose declaration is no longer in the document.
    pub(super) fn gone(name: NameView, locked: &Locked, file: Option<&LockFile>) -> Self {
        Self {
            path: name.path,
            kind: name.kind,
            declared_at: vec![name.pointer],
            present: false,
            source: None,
            rejected: Vec::new(),
            locked: LineView::new(file, locked.line),
            without_lock: None,
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{} ({})\n", self.path, self.kind);
        let mut row = |what: &str, value: &str| text.push_str(&format!("  {what:<13} {}\n", flat(value)));
        let note = if self.present { "" } else { ", no longer in the document" };
        self.declared_at.iter().for_each(|pointer| row("declared at", &format!("{pointer}{note}")));
        if let Some(source) = &self.source {
            row("source", &format!("`{}`", source.escape_debug()));
        }
        for Rejected { name, reason } in &self.rejected {
            row("rejected", &format!("`{name}`: {reason}"));
        }
        match &self.locked {
            Some(LineView { file, line }) => row("locked", &format!("{file}:{line}")),
            None => row("locked", "no; the naming rules chose it"),
        }
        if let Some(path) = &self.without_lock {
            row("without lock", path);
        }
        text
    }
}

impl Explanations {
    /// Returns one paragraph per name.
    pub(super) fn text(&self) -> String {
        self.names.iter().map(Explanation::text).collect()
    }
}

/// The lines that `prune` and `redecide` remove from the lock.
#[derive(Debug, Serialize)]
pub(super) struct Removal {
    pub(super) lock: String,
    /// Whether the lines were removed.
    pub(super) applied: bool,
    pub(super) removed: Vec<NameView>,
}
