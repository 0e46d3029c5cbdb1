//! The naming lock, which fixes every public Rust name by the location of its declaration in the document.
//!
//! The lock is read before the pipeline starts, used by `analyse` and `name`, and written after `name`. It is
//! a sorted list with one line per name, so that people can read and merge it as text ([`text`]); [`keys`]
//! identifies the declarations. This module does not depend on naming rules, and does not access files.

mod keys;
mod text;

use std::collections::BTreeMap;

use crate::pointer::Pointer;

pub use keys::{Keys, alternative, value_at};

/// The kind of a named item. To add one, add a line to [`KINDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An argument of a method, or a setter of a request builder.
    Argument,
    /// A request builder.
    Builder,
    /// A field of a struct.
    Field,
    /// A handle with the operations of a tag.
    Handle,
    /// A method of a handle or of the client builder.
    Method,
    /// A module of a tag or schema.
    Module,
    /// A type.
    Type,
    /// A variant of an enum.
    Variant,
}

/// The kinds, their names in a lock, and their case in Rust.
const KINDS: [(Kind, &str, Case); 8] = [
    (Kind::Argument, "argument", Case::Lower),
    (Kind::Builder, "builder", Case::Upper),
    (Kind::Field, "field", Case::Lower),
    (Kind::Handle, "handle", Case::Upper),
    (Kind::Method, "method", Case::Lower),
    (Kind::Module, "module", Case::Lower),
    (Kind::Type, "type", Case::Upper),
    (Kind::Variant, "variant", Case::Upper),
];

/// The case of a name; names of different cases in one scope do not collide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// `UpperCamelCase`
    Upper,
    /// `snake_case`
    Lower,
}

impl Kind {
    /// Returns the name of the kind in a lock.
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, word, _)| word)
    }

    /// Returns the case of names of this kind in Rust.
    pub fn case(self) -> Case {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or(Case::Lower, |(.., case)| *case)
    }

    fn of_word(word: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known, _)| *known == word).map(|(kind, ..)| *kind)
    }
}

/// The key of a line: the location of the declaration, and the kind of name.
pub type Id = (Pointer, Kind);

/// A locked name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// The Rust path in the crate, as in `models::Group::date_modified`.
    pub path: String,
    /// The line number in the lock, or 0 if the name was not read from a lock file.
    pub line: usize,
}

impl Locked {
    /// Returns the name, which is the last segment of the path.
    pub fn name(&self) -> &str {
        split(&self.path).1
    }
}

/// Splits a path before its last segment.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once("::").unwrap_or(("", path))
}

/// The locked names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    lines: BTreeMap<Id, Locked>,
    /// The keys of lines, grouped by scope.
    scopes: BTreeMap<(String, Case), Vec<Id>>,
}

impl Lock {
    /// Returns the locked name of a declaration.
    pub fn get(&self, pointer: &Pointer, kind: Kind) -> Option<&Locked> {
        // A borrowed key would require a separate type, and cloning a pointer is cheap, because pointers are
        // short.
        self.lines.get(&(pointer.clone(), kind))
    }

    /// Returns all lines of the lock.
    pub fn iter(&self) -> impl Iterator<Item = (&Pointer, Kind, &Locked)> {
        self.lines.iter().map(|((pointer, kind), locked)| (pointer, *kind, locked))
    }

    /// Returns the number of locked names.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Returns whether nothing is locked.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns the lines whose names are in the given scope and case.
    pub fn names_at(&self, path: &str, case: Case) -> impl Iterator<Item = (&Id, &Locked)> {
        let ids = self.scopes.get(&(path.to_owned(), case));
        ids.into_iter().flatten().filter_map(|id| Some((id, self.lines.get(id)?)))
    }

    /// Locks a name, replacing the previous name of the declaration.
    pub fn put(&mut self, pointer: Pointer, kind: Kind, path: String) {
        self.insert((pointer, kind), Locked { path, line: 0 });
    }

    fn insert(&mut self, id: Id, locked: Locked) {
        if let Some(before) = self.remove(&id.0, id.1) {
            // The line number is preserved, so that findings can refer to it.
            let line = if locked.line == 0 { before.line } else { locked.line };
            return self.add(id, Locked { line, ..locked });
        }
        self.add(id, locked);
    }

    fn add(&mut self, id: Id, locked: Locked) {
        self.scopes.entry(scope_of(id.1, &locked)).or_default().push(id.clone());
        self.lines.insert(id, locked);
    }

    /// Removes the locked name of a declaration, and returns it if there is one.
    pub fn remove(&mut self, pointer: &Pointer, kind: Kind) -> Option<Locked> {
        let id = (pointer.clone(), kind);
        let locked = self.lines.remove(&id)?;
        if let Some(ids) = self.scopes.get_mut(&scope_of(kind, &locked)) {
            ids.retain(|other| *other != id);
        }
        Some(locked)
    }
}

fn scope_of(kind: Kind, locked: &Locked) -> (String, Case) {
    (split(&locked.path).0.to_owned(), kind.case())
}
