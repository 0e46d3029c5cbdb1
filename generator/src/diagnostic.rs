//! What the generator has to say about a document: found problems, repairs and constructs that it could not express.
//!
//! Used by all stages. Nothing here prints: the caller (xtask) shows a diagnostic with an excerpt of the source.

mod codes;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::pointer::Pointer;

pub use codes::{About, Became, CODES, Code, fate, find};

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the output is what the document asks for.
    Note,
    /// Something was repaired, approximated or left out.
    Warning,
    /// Nothing can be generated.
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

/// What became of the thing that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The document is wrong there; what can be meant was taken.
    Repaired,
    /// It is expressed, but by something wider or simpler.
    Approximated,
    /// It is not expressed at all.
    Dropped,
    /// It is as it should be, and worth knowing.
    Noted,
}

/// Where in the source text something stands; both count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// One finding: what, where, why, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How serious it is.
    pub severity: Severity,
    /// A stable name of the kind of finding, such as `unresolved-reference`.
    pub code: &'static str,
    /// What is the matter, in one sentence without a final period; of a defect that was repaired, `; ` and the repair follow.
    pub message: String,
    /// The node that it is about.
    pub pointer: Pointer,
    /// The place in the text, if it is known already (a syntax error has no pointer).
    pub position: Option<Position>,
    /// What the reader can do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding that stops the generator.
    pub fn error(code: &'static str, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, pointer, message)
    }

    /// A repair, an approximation, or something left out.
    pub fn warning(code: &'static str, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, pointer, message)
    }

    /// Something worth knowing.
    pub fn note(code: &'static str, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, pointer, message)
    }

    fn new(severity: Severity, code: &'static str, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self { severity, code, message: message.into(), pointer: pointer.clone(), position: None, help: None }
    }

    /// Makes an error of a repaired defect: the repair becomes a part of the help, as it was not made.
    fn refuse(&mut self) {
        self.severity = Severity::Error;
        // A `; ` within backquotes is a part of the document.
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

    /// Adds what the reader can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the place in the text.
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

/// The findings of a run, in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// What is already there, so that a document with thousands of findings is not compared pair by pair.
    known: BTreeSet<(Pointer, &'static str, String)>,
    /// Findings that already point to the text as it was written.
    located: Vec<Diagnostic>,
    /// Where nodes stand in the text that a rewrite has put elsewhere: the old places by the new ones.
    moves: BTreeMap<Pointer, Pointer>,
}

impl Diagnostics {
    /// Adds a finding; the same finding twice is kept once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.known.insert((diagnostic.pointer.clone(), diagnostic.code, diagnostic.message.clone())) {
            self.found.push(diagnostic);
        }
    }

    /// Notes that the node at `new`, and all below it, stands at `old` in the text.
    pub(crate) fn moved(&mut self, new: Pointer, old: Pointer) {
        self.moves.entry(new).or_insert(old);
    }

    /// The same where `old` may be a place that was moved before.
    pub(crate) fn moved_within(&mut self, new: Pointer, old: &Pointer) {
        let old = self.in_the_text(old);
        self.moved(new, old);
    }

    /// Makes warnings of all findings about repaired defects, or errors, which describe no repair, if that is wanted.
    pub(crate) fn judge_defects(&mut self, strict: bool) {
        for finding in self.found.iter_mut().filter(|finding| fate(finding.code) == Fate::Repaired) {
            if strict {
                finding.refuse();
            } else {
                finding.severity = Severity::Warning;
            }
        }
    }

    /// Adds findings that already point to the text as it was written; they come last.
    pub(crate) fn push_located(&mut self, findings: Vec<Diagnostic>) {
        self.located.extend(findings);
    }

    /// Makes every finding point to the text as it was written, and adds those that do so already.
    pub(crate) fn point_at_the_text(&mut self) {
        let mut found = std::mem::take(&mut self.found);
        for finding in &mut found {
            finding.pointer = self.in_the_text(&finding.pointer);
        }
        self.found = found;
        for finding in std::mem::take(&mut self.located) {
            self.push(finding);
        }
    }

    /// Where a node stands in the text that stands here after all rewrites.
    pub(crate) fn in_the_text(&self, pointer: &Pointer) -> Pointer {
        // The longest place goes first: a body inside an operation before the operation.
        let mut place = Some(pointer.clone()).filter(|_| !self.moves.is_empty());
        while let Some(new) = place {
            if let Some(old) = self.moves.get(&new) {
                return pointer.rebased(&new, old);
            }
            place = new.parent();
        }
        pointer.clone()
    }

    /// All findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// How many findings are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether something was found that stops the generator.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether nothing was found.
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
