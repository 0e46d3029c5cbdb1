//! Records every assigned name, with the locations of its declarations.
//!
//! Part of `name`; [`Scope`](super::scope::Scope) adds every name that it assigns. The book is used to extend
//! the lock, and to report names that could not be preserved. The reasons for a name are recorded only on
//! request ([`explain`](super::explain)).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::bounds::{LONGEST, cut};
use super::scope::FixedNames;
use super::{letters, words};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lock::{Case, Id, Kind, Lock, Locked};
use crate::pointer::Pointer;

/// An item to be named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thing<'a> {
    /// The keys of the item's declarations; there are several if equal inline types are shared.
    pub(super) keys: &'a [Pointer],
    /// The kind of item.
    pub(super) kind: Kind,
    /// The string from which the item's name is derived.
    pub(super) source: &'a str,
    /// Whether the item is part of the public API. Items that are not emitted also get names, but are not
    /// public.
    pub(super) public: bool,
}

impl Thing<'_> {
    /// Returns whether a line in the lock refers to the item.
    pub(super) fn has(&self, id: &Id) -> bool {
        self.kind == id.1 && self.keys.contains(&id.0)
    }
}

/// An assigned name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The keys of the item's declarations; at least one.
    pub keys: Vec<Pointer>,
    /// The kind of item.
    pub kind: Kind,
    /// The Rust path in the crate, as in `models::Group::date_modified`.
    pub path: String,
    /// Whether the item is part of the public API.
    pub public: bool,
}

/// The derivation of a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    /// The string from which the name is derived.
    pub(super) source: String,
    /// The preferred names that were unavailable, each with the reason.
    pub(super) tried: Vec<(String, Refusal)>,
}

/// The reason why a name was unavailable.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// The lock contains a different name for the item.
    Locked,
    /// The name is reserved by Rust or the runtime.
    Reserved,
    /// The lock reserves the name for these declarations.
    Held(Vec<Pointer>),
    /// The name was already assigned to the entry with this index.
    Given(usize),
}

/// A case and a list of reserved names, with the fixed names of all scopes that use them.
type FixedOf = (Case, &'static [&'static str], Arc<FixedNames>);

/// The assigned names, in the order of assignment.
#[derive(Debug)]
pub(super) struct Book<'a> {
    pub(super) lock: &'a Lock,
    /// Whether all new names are ASCII.
    pub(super) ascii: bool,
    /// The fixed names of scopes, for each case and list of reserved names.
    fixed: RefCell<Vec<FixedOf>>,
    /// The names with non-ASCII letters, keyed by skeleton. Names that look alike have the same skeleton.
    looks: BTreeMap<String, String>,
    names: Vec<Named>,
    /// The derivations, one per name; `None` unless they are recorded.
    traces: Option<Vec<Trace>>,
    /// The new items that could not get their preferred name: the entry, that name, and the items for which
    /// the lock reserves it.
    displaced: Vec<(usize, String, Vec<Id>)>,
    findings: Vec<Diagnostic>,
}

impl<'a> Book<'a> {
    pub(super) fn new(lock: &'a Lock, explain: bool) -> Self {
        let traces = explain.then(Vec::new);
        let (names, displaced, findings) = (Vec::new(), Vec::new(), Vec::new());
        let mut book = Self {
            lock,
            ascii: false,
            fixed: RefCell::default(),
            looks: BTreeMap::new(),
            names,
            traces,
            displaced,
            findings,
        };
        lock.iter().for_each(|(.., locked)| book.record_skeleton(locked.name()));
        book
    }

    /// Returns the fixed names of scopes with the given case and reserved names.
    pub(super) fn fixed(&self, case: Case, reserved: &'static [&'static str]) -> Arc<FixedNames> {
        let mut all = self.fixed.borrow_mut();
        // A linear search suffices, since there are only about a dozen lists.
        let known = all.iter().find(|(other, list, _)| *other == case && std::ptr::eq(*list, reserved));
        match known {
            Some((.., fixed)) => Arc::clone(fixed),
            None => {
                let fixed = Arc::new(FixedNames::new(case, reserved));
                all.push((case, reserved, Arc::clone(&fixed)));
                fixed
            }
        }
    }

    fn record_skeleton(&mut self, name: &str) {
        if !name.is_ascii() {
            self.looks.entry(letters::skeleton(name)).or_insert_with(|| name.to_owned());
        }
    }

    /// Converts a preferred name to a usable one. A name that is too long is shortened. The returned name is ASCII
    /// where the settings or rustc require it. Module names are always ASCII, because they are also file names (E0754)
    /// and names of Cargo features.
    pub(super) fn spelled(&self, wish: &str, kind: Kind) -> String {
        let (name, case) = (cut(wish, kind.case()), kind.case());
        let looks_like_another = || {
            let other = self.looks.get(&letters::skeleton(&name));
            other.is_some_and(|other| *other != name)
        };
        let is_usable = name.is_ascii()
            || !(self.ascii
                || kind == Kind::Module
                || !letters::is_accepted(&name, case)
                || looks_like_another());
        if is_usable { name } else { cut(&words::ascii(wish, case), case) }
    }

    /// Records an assigned name, and returns the index of its entry in the book.
    pub(super) fn note(&mut self, thing: &Thing<'_>, path: String) -> usize {
        self.record_skeleton(path.rsplit("::").next().unwrap_or_default());
        self.names.push(Named { keys: thing.keys.to_vec(), kind: thing.kind, path, public: thing.public });
        if let Some(traces) = &mut self.traces {
            traces.push(Trace::default());
        }
        self.names.len() - 1
    }

    /// Returns the derivation of the last assigned name, if derivations are recorded.
    pub(super) fn trace(&mut self) -> Option<&mut Trace> {
        self.traces.as_mut()?.last_mut()
    }

    /// Records that a new item could not get its preferred name, because the lock reserves that name for
    /// other items.
    pub(super) fn displaced(&mut self, entry: usize, name: &str, holders: &[Id]) {
        self.displaced.push((entry, name.to_owned(), holders.to_vec()));
    }

    /// Reports that a new name was shortened.
    pub(super) fn shortened(&mut self, thing: &Thing<'_>, name: &str) {
        // Modules and builders are skipped, because they are named after an item for which there is already a
        // finding.
        let Some(key) = thing.keys.first().filter(|_| thing.public) else { return };
        if !matches!(thing.kind, Kind::Module | Kind::Builder) {
            let message =
                format!("the generated name is longer than {LONGEST} bytes; it is truncated to `{name}`");
            self.findings.push(
                Diagnostic::note(Code::NameShortened, key, message)
                    .help("edit its line in the naming lock to choose a different name"),
            );
        }
    }

    /// Reports that a locked name is now reserved.
    pub(super) fn illegal(&mut self, pointer: &Pointer, locked: &Locked) {
        let message = format!("locked name {} is now reserved", called(locked));
        self.findings.push(Diagnostic::error(Code::LockedNameReserved, pointer, message).help(format!(
            "run `openapi-crate names redecide {0}` to generate a different name, or edit the line; either \
             way, `{0}` is removed from the crate's public API",
            locked.path
        )));
    }

    /// Reports that a locked name was assigned to another item.
    pub(super) fn lost(&mut self, pointer: &Pointer, locked: &Locked, entry: usize) {
        let named = self.names.get(entry);
        let other = named.and_then(|named| named.keys.first()).map(Pointer::to_string).unwrap_or_default();
        // Identical types share a name; if the document changes one of them, the other keeps the name.
        let is_inline = |pointer: &Pointer| pointer.segments().count() > SCHEMA_DEPTH;
        let line = named.and_then(|named| {
            let is_shared =
                named.kind == Kind::Type && is_inline(pointer) && named.keys.iter().all(is_inline);
            let mut lines = named.keys.iter().filter_map(|key| self.lock.get(key, named.kind));
            lines.find(|_| !is_shared).map(|other| other.line)
        });
        if let Some(line) = line.filter(|line| *line > 0) {
            let message = format!(
                "lines {line} and {} of the naming lock contain the same name for two declarations: `{}` is {other} and {pointer}",
                locked.line, locked.path
            );
            self.findings.push(Diagnostic::error(Code::LockedNameTaken, pointer, message).help(
                "choose a different name in one of the lines, which renames that item; or delete the line of the new \
                 item, and run `openapi-crate generate`",
            ));
            return;
        }
        let message =
            format!("locked name {} is already used by {other}; a new name is generated", called(locked));
        self.findings.push(Diagnostic::warning(Code::LockedNameTaken, pointer, message).help(
            "keep the line of one declaration, and choose a different name in the line of the other; only \
             identical declarations can share a name",
        ));
    }

    /// Reports the other locked names of an item whose declarations have been merged.
    pub(super) fn merged(&mut self, thing: &Thing<'_>, name: &str) {
        for pointer in thing.keys {
            let Some(locked) = self.lock.get(pointer, thing.kind).filter(|locked| locked.name() != name)
            else {
                continue;
            };
            let message = format!(
                "{} is now named `{name}`, because its type was merged with an identical one",
                called(locked)
            );
            self.findings.push(
                Diagnostic::warning(Code::LockedNameTaken, pointer, message)
                    .help("choose one name, and use it in the lines of both declarations"),
            );
        }
    }

    /// Returns the names and, if recorded, their derivations. Adds the findings about all names.
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
                "named `{name}`, because {} is locked for {holder}, which is no longer in the document",
                called(locked)
            );
            findings.push(Diagnostic::warning(Code::NameKept, key, message).help(
                "if this is the same item at a new location, update the pointer in that line of the lock; \
                 otherwise, run `openapi-crate names prune` to release the name",
            ));
        }
        (self.names, self.traces.unwrap_or_default())
    }
}

/// The number of segments in the pointer of a named schema.
const SCHEMA_DEPTH: usize = 3;

/// Formats a locked name and its line in the lock, for use in messages.
fn called(locked: &Locked) -> String {
    match locked.line {
        0 => format!("`{}`", locked.path),
        line => format!("`{}` (line {line} of the naming lock)", locked.path),
    }
}
