//! The naming lock: what every public name is called, by the place where the document declares what bears it.
//!
//! Read before the pipeline starts, heard by `analyse` and `name`, written after `name`. One line a name, sorted, so that it reads
//! and merges as text ([`text`]); [`keys`] says what the places are called. It knows no rule that makes a name, and no file.

mod keys;
mod text;

use std::collections::BTreeMap;

use crate::pointer::Pointer;

pub use keys::{Keys, alternative, value_at};

/// What bears a name. A new kind is a line in [`KINDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An argument of a method, or a setter of a request builder.
    Argument,
    /// A request builder.
    Builder,
    /// A field of a struct.
    Field,
    /// The handle of a tag.
    Handle,
    /// A method of a handle, or of the client builder.
    Method,
    /// A module: of a tag, or of a schema.
    Module,
    /// A type.
    Type,
    /// A value of an enum.
    Variant,
}

/// The kinds, their names in a lock, and the case in which Rust writes them.
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

/// How Rust writes a name; two names at one place of different cases do not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// `UpperCamelCase`
    Upper,
    /// `snake_case`
    Lower,
}

impl Kind {
    /// Its name in a lock.
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, word, _)| word)
    }

    /// How Rust writes a name of this kind.
    pub fn case(self) -> Case {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or(Case::Lower, |(.., case)| *case)
    }

    fn of_word(word: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known, _)| *known == word).map(|(kind, ..)| *kind)
    }
}

/// What a line is found by: the place of the declaration, and what kind of name is given there.
pub type Id = (Pointer, Kind);

/// A name that is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// The Rust path below the crate, as in `models::Group::date_modified`.
    pub path: String,
    /// The line of the lock that says so; 0 if it was not read from one.
    pub line: usize,
}

impl Locked {
    /// The last step of the path: the name.
    pub fn name(&self) -> &str {
        split(&self.path).1
    }
}

/// The path before the last step, and the last step.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once("::").unwrap_or(("", path))
}

/// The names that are settled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    lines: BTreeMap<Id, Locked>,
    /// The lines by the path before the name.
    scopes: BTreeMap<(String, Case), Vec<Id>>,
}

impl Lock {
    /// What is settled for a declaration.
    pub fn get(&self, pointer: &Pointer, kind: Kind) -> Option<&Locked> {
        // A key of borrowed parts would need a type of its own; pointers are short.
        self.lines.get(&(pointer.clone(), kind))
    }

    /// All lines.
    pub fn iter(&self) -> impl Iterator<Item = (&Pointer, Kind, &Locked)> {
        self.lines.iter().map(|((pointer, kind), locked)| (pointer, *kind, locked))
    }

    /// How many names are settled.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether nothing is settled.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines whose names stand at this path, in this case.
    pub fn names_at(&self, path: &str, case: Case) -> impl Iterator<Item = (&Id, &Locked)> {
        let ids = self.scopes.get(&(path.to_owned(), case));
        ids.into_iter().flatten().filter_map(|id| Some((id, self.lines.get(id)?)))
    }

    /// Settles a name, in the place of what was settled for this declaration before.
    pub fn put(&mut self, pointer: Pointer, kind: Kind, path: String) {
        self.insert((pointer, kind), Locked { path, line: 0 });
    }

    fn insert(&mut self, id: Id, locked: Locked) {
        if let Some(before) = self.remove(&id.0, id.1) {
            // The place in the text stays of use: a finding can name it.
            let line = if locked.line == 0 { before.line } else { locked.line };
            return self.add(id, Locked { line, ..locked });
        }
        self.add(id, locked);
    }

    fn add(&mut self, id: Id, locked: Locked) {
        self.scopes.entry(scope_of(id.1, &locked)).or_default().push(id.clone());
        self.lines.insert(id, locked);
    }

    /// Takes a line out.
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
