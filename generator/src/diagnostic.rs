//! Diagnostics: errors, repairs and unsupported constructs found in a document.
//!
//! All stages report their findings through this module. It does not print anything; the caller displays
//! diagnostics with an excerpt of the source.

mod codes;
mod explain;
mod outcome;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::pointer::Pointer;

pub use codes::{About, Code};
pub use explain::explanation;
pub use outcome::Outcome;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Information about output that matches the document.
    Note,
    /// A part of the document was repaired, approximated or omitted.
    Warning,
    /// A problem that prevents a crate from being generated.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A position in a source file. Lines and columns start at 1, and columns are counted in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line number.
    pub line: usize,
    /// The column number.
    pub column: usize,
}

/// A finding: the problem, its cause and location, and a suggested fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The severity of the finding.
    pub severity: Severity,
    /// The kind of finding.
    pub code: Code,
    /// The problem, in one sentence without a period. If the defect was repaired, `; ` and a description of the
    /// repair are appended.
    pub message: String,
    /// The node that the finding is about.
    pub pointer: Pointer,
    /// The position, if it is already known. For example, a syntax error has a position but no pointer.
    pub position: Option<Position>,
    /// A suggested fix.
    pub help: Option<String>,
    /// Whether the configuration allows the finding, in which case it is not displayed.
    pub allowed: bool,
}

impl Diagnostic {
    /// Creates a finding that stops the generator.
    pub fn error(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, pointer, message)
    }

    /// Creates a finding about a repair, an approximation or an omission.
    pub fn warning(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, pointer, message)
    }

    /// Creates an informational finding.
    pub fn note(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, pointer, message)
    }

    fn new(severity: Severity, code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            pointer: pointer.clone(),
            position: None,
            help: None,
            allowed: false,
        }
    }

    /// Turns a repaired defect into an error. Since the repair is then not applied, its description moves from
    /// the message to the help text.
    fn refuse(&mut self) {
        self.severity = Severity::Error;
        // A `; ` within backticks is quoted from the document.
        let is_outside =
            |at: &usize| self.message.get(..*at).is_some_and(|text| text.matches('`').count() % 2 == 0);
        let joint = self.message.rmatch_indices("; ").map(|(at, _)| at).find(is_outside);
        let Some(at) = joint else { return };
        let repair = format!("without `strict`, {}", &self.message[at + 2..]);
        self.message.truncate(at);
        self.help = Some(match self.help.take() {
            Some(help) => format!("{help}; {repair}"),
            None => repair,
        });
    }

    /// Adds a suggested fix.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the position.
    #[must_use]
    pub fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}] {}: {}", self.severity, self.code, self.pointer, self.message)?;
        if let Some(help) = &self.help {
            write!(f, " (help: {help})")?;
        }
        Ok(())
    }
}

/// The findings of a run, in insertion order.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// The pointers, codes and messages of the findings in `found`, to avoid quadratic comparisons.
    known: BTreeSet<(Pointer, Code, String)>,
    /// Findings that already point to the original source.
    located: Vec<Diagnostic>,
    /// The original locations of moved nodes, keyed by new location.
    moves: BTreeMap<Pointer, Pointer>,
}

impl Diagnostics {
    /// Adds a finding, unless it is a duplicate.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.known.insert((diagnostic.pointer.clone(), diagnostic.code, diagnostic.message.clone())) {
            self.found.push(diagnostic);
        }
    }

    /// Records that the node at `new`, with its descendants, is at `old` in the original source.
    pub(crate) fn moved(&mut self, new: Pointer, old: Pointer) {
        self.moves.entry(new).or_insert(old);
    }

    /// Like [`moved`](Self::moved), but `old` may itself be the new location of a moved node.
    pub(crate) fn moved_within(&mut self, new: Pointer, old: &Pointer) {
        let old = self.in_the_text(old);
        self.moved(new, old);
    }

    /// Sets the severity of repaired defects: errors if `strict` is set, warnings otherwise.
    pub(crate) fn judge_defects(&mut self, strict: bool) {
        let all = self.found.iter_mut().chain(&mut self.located);
        for finding in all.filter(|finding| finding.code.is_defect()) {
            if strict {
                finding.refuse();
            } else {
                finding.severity = Severity::Warning;
            }
        }
    }

    /// Applies the configured levels: an allowed finding is not counted, and a denied one is an error.
    pub(crate) fn apply_levels(&mut self, allow: &[String], deny: &[String]) {
        let is_in =
            |codes: &[String], finding: &Diagnostic| codes.iter().any(|code| code == finding.code.name());
        for finding in self.found.iter_mut().filter(|finding| finding.severity != Severity::Error) {
            finding.allowed = is_in(allow, finding);
            if is_in(deny, finding) {
                match finding.code.is_defect() {
                    true => finding.refuse(),
                    false => finding.severity = Severity::Error,
                }
            }
        }
    }

    /// Adds findings that already point to the original source. They follow all others.
    pub(crate) fn push_located(&mut self, findings: Vec<Diagnostic>) {
        self.located.extend(findings);
    }

    /// Points every finding to the original source, and adds the findings from
    /// [`push_located`](Self::push_located).
    pub(crate) fn point_at_the_text(&mut self) {
        // Copies of a node can have the same finding in several locations, so duplicates are removed again.
        self.known.clear();
        for mut finding in std::mem::take(&mut self.found) {
            finding.pointer = self.in_the_text(&finding.pointer);
            self.push(finding);
        }
        for finding in std::mem::take(&mut self.located) {
            self.push(finding);
        }
    }

    /// Returns the original location of a node in the rewritten tree.
    pub(crate) fn in_the_text(&self, pointer: &Pointer) -> Pointer {
        // The entry for the nearest ancestor takes precedence; for example, the entry for a body overrides the
        // entry for its operation.
        let mut place = Some(pointer.clone()).filter(|_| !self.moves.is_empty());
        while let Some(new) = place {
            if let Some(old) = self.moves.get(&new) {
                return pointer.rebased(&new, old);
            }
            place = new.parent();
        }
        pointer.clone()
    }

    /// Returns all findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// Returns the number of findings of the given severity, excluding allowed ones.
    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|d| d.severity == severity && !d.allowed).count()
    }

    /// Returns whether any finding is an error, which stops the generator.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Returns whether there are no findings.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}
