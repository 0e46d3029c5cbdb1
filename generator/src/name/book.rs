//! The book: every name that was given, with the places of the document that bear it.
//!
//! Part of `name`; filled by [`Scope`](super::scope::Scope), so that no name is given past it. From it the lock is extended, and what
//! could not be kept is reported. Why each name came out as it did is noted only if somebody asks ([`explain`](super::explain)).

use super::bounds::LONGEST;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lock::{Id, Kind, Lock, Locked};
use crate::pointer::Pointer;

/// Something that gets a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thing<'a> {
    /// The places that declare it: several where types that are written out alike are one.
    pub(super) keys: &'a [Pointer],
    /// What it is.
    pub(super) kind: Kind,
    /// The text that its name is made from.
    pub(super) source: &'a str,
    /// Whether users of the crate meet it: what is not emitted has a name, too.
    pub(super) public: bool,
}

impl Thing<'_> {
    /// Whether a line of the lock is about it.
    pub(super) fn has(&self, id: &Id) -> bool {
        self.kind == id.1 && self.keys.contains(&id.0)
    }
}

/// A name that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The places that declare what bears it; at least one.
    pub keys: Vec<Pointer>,
    /// What bears it.
    pub kind: Kind,
    /// The Rust path below the crate, as in `models::Group::date_modified`.
    pub path: String,
    /// Whether users of the crate meet it.
    pub public: bool,
}

/// How a name came to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    /// The text that it is made from.
    pub(super) source: String,
    /// Names that the rule prefers, and why they could not be had.
    pub(super) tried: Vec<(String, Refusal)>,
}

/// Why a name could not be had.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// The lock has another for the thing.
    Locked,
    /// Rust or the runtime has it.
    Reserved,
    /// The lock has it for these.
    Held(Vec<Pointer>),
    /// It was given before; the number is that of the entry.
    Given(usize),
}

/// The names that were given, in the order in which they were.
#[derive(Debug)]
pub(super) struct Book<'a> {
    pub(super) lock: &'a Lock,
    names: Vec<Named>,
    /// Why they came out so, one for each; `None` if nobody asks.
    traces: Option<Vec<Trace>>,
    /// New things that could not have their first name, that name's holders, and what they are called.
    displaced: Vec<(usize, String, Vec<Id>)>,
    findings: Vec<Diagnostic>,
}

impl<'a> Book<'a> {
    pub(super) fn new(lock: &'a Lock, explain: bool) -> Self {
        let traces = explain.then(Vec::new);
        Self { lock, names: Vec::new(), traces, displaced: Vec::new(), findings: Vec::new() }
    }

    /// Notes that a name was given; the number of the entry.
    pub(super) fn note(&mut self, thing: &Thing<'_>, path: String) -> usize {
        self.names.push(Named { keys: thing.keys.to_vec(), kind: thing.kind, path, public: thing.public });
        if let Some(traces) = &mut self.traces {
            traces.push(Trace::default());
        }
        self.names.len() - 1
    }

    /// Where it is to be said why the last name came out so.
    pub(super) fn trace(&mut self) -> Option<&mut Trace> {
        self.traces.as_mut()?.last_mut()
    }

    /// A new thing could not have its first name, since the lock has it for others.
    pub(super) fn displaced(&mut self, entry: usize, name: &str, holders: &[Id]) {
        self.displaced.push((entry, name.to_owned(), holders.to_vec()));
    }

    /// A new name was cut, as it was too long.
    pub(super) fn shortened(&mut self, thing: &Thing<'_>, name: &str) {
        // A module and a builder are named after something that has its own finding.
        let Some(key) = thing.keys.first().filter(|_| thing.public) else { return };
        if !matches!(thing.kind, Kind::Module | Kind::Builder) {
            let message =
                format!("the name made from this is longer than {LONGEST} bytes; it is cut to `{name}`");
            self.findings.push(
                Diagnostic::note("name-shortened", key, message)
                    .help("to choose another name, edit its line in the naming lock"),
            );
        }
    }

    /// A locked name is a word now that nobody gets.
    pub(super) fn illegal(&mut self, pointer: &Pointer, locked: &Locked) {
        let message = format!("{} is reserved now and cannot be a name", called(locked));
        self.findings.push(Diagnostic::error("locked-name-reserved", pointer, message).help(format!(
            "to let the rule decide, run `cargo xtask names redecide {0}`, or write another name into the line; for users of the crate, `{0}` is gone then",
            locked.path
        )));
    }

    /// A locked name has been given to something else.
    pub(super) fn lost(&mut self, pointer: &Pointer, locked: &Locked, entry: usize) {
        let other = self.names.get(entry).and_then(|named| named.keys.first());
        let other = other.map(Pointer::to_string).unwrap_or_default();
        let message = format!("{} was given to {other} already; a new name is made", called(locked));
        self.findings.push(Diagnostic::warning("locked-name-taken", pointer, message).help(
            "two declarations cannot share a name, unless they are written out alike; keep the line of one and choose a name in the other",
        ));
    }

    /// Gives the names, and says what is to be said; the traces, if they were asked for.
    pub(super) fn close(self, findings: &mut Diagnostics) -> (Vec<Named>, Vec<Trace>) {
        for finding in self.findings {
            findings.push(finding);
        }
        let present: std::collections::BTreeSet<(&Pointer, Kind)> =
            self.names.iter().flat_map(|named| named.keys.iter().map(|key| (key, named.kind))).collect();
        for (entry, name, holders) in &self.displaced {
            let Some(named) = self.names.get(*entry).filter(|named| named.public) else { continue };
            let gone = |(pointer, kind): &&Id| !present.contains(&(pointer, *kind));
            let (Some((holder, kind)), Some(key)) = (holders.iter().find(gone), named.keys.first()) else {
                continue;
            };
            let Some(locked) = self.lock.get(holder, *kind) else { continue };
            let message = format!(
                "called `{name}`, since {} is kept for {holder}, which the document has no more",
                called(locked)
            );
            findings.push(Diagnostic::warning("name-kept", key, message).help(
                "if this is the same under a new name, put its place into that line of the lock; if not, and the name may change hands, run `cargo xtask names prune`",
            ));
        }
        (self.names, self.traces.unwrap_or_default())
    }
}

/// A locked name and its line, for a sentence.
fn called(locked: &Locked) -> String {
    match locked.line {
        0 => format!("`{}`", locked.path),
        line => format!("`{}` (line {line} of the naming lock)", locked.path),
    }
}
