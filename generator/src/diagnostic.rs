//! What the generator has to say about a document: found problems, repairs and constructs that it could not express.
//!
//! Used by all stages. Nothing here prints: the caller (xtask) shows a diagnostic with an excerpt of the source.

use std::collections::BTreeSet;
use std::fmt;

use crate::pointer::Pointer;

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

/// Defects of documents after which generation goes on all the same; `--strict` stops at them.
const REPAIRED: [&str; 30] = [
    "circular-choice",
    "circular-reference",
    "duplicate-enum-value",
    "duplicate-operation",
    "duplicate-parameter",
    "duplicate-tag",
    "external-reference",
    "invalid-default",
    "invalid-header",
    "invalid-response",
    "invalid-schema",
    "invalid-security",
    "invalid-server",
    "invalid-status",
    "invalid-tag",
    "missing-member",
    "no-response",
    "path-parameter",
    "path-repaired",
    "required-repaired",
    "scalar-repaired",
    "server-variable",
    "several-bodies",
    "status-repaired",
    "tabs-repaired",
    "type-repaired",
    "unknown-flow",
    "unknown-type",
    "unresolved-reference",
    "version-repaired",
];

/// What became of the things that findings of this code are about.
pub fn fate(code: &str) -> Fate {
    match code {
        code if REPAIRED.contains(&code) => Fate::Repaired,
        "all-of-conflict" | "recursive-list" | "required-unknown" | "too-deep" | "unknown-mapping" => {
            Fate::Approximated
        }
        "odd-default" | "no-server" => Fate::Noted,
        code if code.starts_with("approximated-") => Fate::Approximated,
        _ => Fate::Dropped,
    }
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
    /// What is the matter, in one sentence without a final period.
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
    /// Where nodes stand in the text that a rewrite has put elsewhere: new place, old place.
    moves: Vec<(Pointer, Pointer)>,
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
        self.moves.push((new, old));
    }

    /// Makes warnings of all findings about defects that were mended, or errors if that is wanted.
    pub(crate) fn judge_defects(&mut self, strict: bool) {
        let severity = if strict { Severity::Error } else { Severity::Warning };
        for finding in self.found.iter_mut().filter(|finding| fate(finding.code) == Fate::Repaired) {
            finding.severity = severity;
        }
    }

    /// Lets every finding point at the text as it was written.
    pub(crate) fn point_at_the_text(&mut self) {
        // The longest place goes first: a body inside an operation before the operation.
        self.moves.sort_by_key(|(new, _)| std::cmp::Reverse(new.as_str().len()));
        for finding in &mut self.found {
            let moved = self.moves.iter().find(|(new, _)| new.contains(&finding.pointer));
            if let Some((new, old)) = moved {
                finding.pointer = finding.pointer.rebased(new, old);
            }
        }
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
