//! Scope: a set of names of which each is given once.
//!
//! What the lock has for a scope is held for those whose names they are, be they in the document or not; what is new settles around
//! it. Every name that is given is noted in the [`Book`].

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Refusal, Thing};
use super::bounds::cut;
use super::reserved::{CONVERSIONS, KEYWORDS};
use crate::lock::{Case, Id};

/// The names that are taken in a module, a struct, an enum or a list of arguments.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// The Rust path of what the names stand in.
    path: String,
    taken: BTreeMap<String, Holder>,
    /// The lowest number that may be free behind a name; those below are taken, and stay so.
    numbers: BTreeMap<String, usize>,
}

/// Why a name cannot be had.
#[derive(Clone, Debug)]
enum Holder {
    /// Rust or the runtime has it.
    Reserved,
    /// It works, but would hide something or trouble a file system: only what the lock has it for gets it.
    Avoided,
    /// The lock has it for these, and none of them has come yet.
    Held(Vec<Id>),
    /// It has been given; the number is that of the entry in the book.
    Given(usize),
}

impl Scope {
    /// A scope at a Rust path in which nobody gets a keyword or one of `reserved`.
    pub(super) fn new(book: &Book<'_>, path: impl Into<String>, case: Case, reserved: &[&str]) -> Self {
        let path = path.into();
        let mut taken: BTreeMap<String, Holder> =
            KEYWORDS.iter().chain(reserved).map(|name| (fold(name), Holder::Reserved)).collect();
        for (id, locked) in book.lock.names_at(&path, case) {
            match taken.entry(fold(locked.name())).or_insert_with(|| Holder::Held(Vec::new())) {
                Holder::Held(ids) => ids.push(id.clone()),
                Holder::Reserved | Holder::Avoided | Holder::Given(_) => {}
            }
        }
        let mut scope = Self { path, taken, numbers: BTreeMap::new() };
        if case == Case::Lower {
            scope.avoid(CONVERSIONS);
        }
        scope
    }

    /// Gives nobody these names, but for those for whom the lock has them.
    pub(super) fn avoid(&mut self, names: &[&str]) {
        for name in names {
            self.taken.entry(fold(name)).or_insert(Holder::Avoided);
        }
    }

    /// Takes a name out of use.
    pub(super) fn reserve(&mut self, name: &str) {
        self.taken.insert(fold(name), Holder::Reserved);
    }

    /// Whether a name is taken, in any case: names become files, and some file systems fold case.
    fn has(&self, name: &str) -> bool {
        self.taken.contains_key(&fold(name))
    }

    /// Gives several things their names, in their order. Those whose text is a name that one of them could get come first: `a_b` is the
    /// field `a_b`, wherever in the document `aB` is, and `MW` the variant of `MW`, not of `mW`.
    pub(super) fn take_all(&mut self, book: &mut Book<'_>, all: &[(Thing<'_>, Vec<String>)]) -> Vec<String> {
        let names: BTreeSet<&str> =
            all.iter().flat_map(|(_, wanted)| wanted.iter().map(String::as_str)).collect();
        let mut wishes: BTreeMap<String, usize> = BTreeMap::new();
        for (_, wanted) in all {
            for wish in wanted.iter().map(|wish| fold(wish)).collect::<BTreeSet<_>>() {
                *wishes.entry(wish).or_default() += 1;
            }
        }
        let contested = |name: &str| wishes.get(&fold(name)).is_some_and(|number| *number > 1);
        let mut given = vec![String::new(); all.len()];
        for exact in [true, false] {
            let of_turn = |(thing, _): &(Thing<'_>, Vec<String>)| names.contains(thing.source) == exact;
            for (name, (thing, wanted)) in given.iter_mut().zip(all).filter(|(_, one)| of_turn(one)) {
                let mut wanted = wanted.clone();
                // The text itself goes before what the rule makes of it only where another thing wants one of both.
                let wish = wanted.first().cloned().unwrap_or_default();
                if exact && (contested(thing.source) || contested(&wish)) {
                    wanted.insert(0, thing.source.to_owned());
                }
                *name = self.take(book, thing, &wanted);
            }
        }
        given
    }

    /// Gives a thing its name: the one that the lock has; else the first of `wanted` that is free; else the last of them with the lowest number from 2 on.
    pub(super) fn take(&mut self, book: &mut Book<'_>, thing: &Thing<'_>, wanted: &[String]) -> String {
        let whole = wanted;
        let wanted: &[String] = &wanted.iter().map(|wish| cut(wish, thing.kind.case())).collect::<Vec<_>>();
        let locked = self.locked(book, thing);
        let name = locked.clone().unwrap_or_else(|| self.free(wanted));
        let path = if self.path.is_empty() { name.clone() } else { format!("{}::{name}", self.path) };
        let entry = book.note(thing, path);
        if locked.is_none() && wanted.first() != whole.first() {
            book.shortened(thing, &name);
        }
        let mut refused = wanted.iter().take_while(|wish| **wish != name).peekable();
        if locked.is_none()
            && let Some(Holder::Held(ids)) = refused.peek().and_then(|wish| self.taken.get(&fold(wish)))
        {
            book.displaced(entry, &name, ids);
        }
        if let Some(trace) = book.trace() {
            trace.source = thing.source.to_owned();
            for wish in refused {
                let why = self.refusal(wish);
                let free = matches!(why, Refusal::Locked);
                trace.tried.push((wish.clone(), why));
                if free {
                    break;
                }
            }
        }
        self.taken.insert(fold(&name), Holder::Given(entry));
        name
    }

    /// The name that the lock has for a thing, if it can be had here.
    fn locked(&self, book: &mut Book<'_>, thing: &Thing<'_>) -> Option<String> {
        let lock = book.lock;
        for pointer in thing.keys {
            let Some(locked) = lock.get(pointer, thing.kind) else { continue };
            match self.taken.get(&fold(locked.name())) {
                None | Some(Holder::Avoided) => return Some(locked.name().to_owned()),
                Some(Holder::Held(ids)) if ids.iter().any(|id| thing.has(id)) => {
                    return Some(locked.name().to_owned());
                }
                // It comes from another place, and what stands here goes first.
                Some(Holder::Held(_)) => {}
                Some(Holder::Reserved) => book.illegal(pointer, locked),
                Some(Holder::Given(entry)) => book.lost(pointer, locked, *entry),
            }
        }
        None
    }

    fn free(&mut self, wanted: &[String]) -> String {
        let free = wanted.iter().find(|name| !self.has(name)).cloned();
        free.unwrap_or_else(|| self.numbered(wanted.last().map_or("unnamed", String::as_str)))
    }

    fn numbered(&mut self, name: &str) -> String {
        let name = name.trim_end_matches('_');
        // A name that ends in a digit gets a `_` first, so that `A1` + 2 is not `A12`.
        let joint = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        let first = self.numbers.get(&fold(name)).copied().unwrap_or(2);
        let mut numbers = first..=self.taken.len() + 2;
        let found = numbers.find(|n| !self.has(&format!("{name}{joint}{n}")));
        found.map_or_else(
            || name.to_owned(),
            |n| {
                self.numbers.insert(fold(name), n);
                format!("{name}{joint}{n}")
            },
        )
    }

    /// Why a name could not be had.
    fn refusal(&self, name: &str) -> Refusal {
        match self.taken.get(&fold(name)) {
            None => Refusal::Locked,
            Some(Holder::Reserved | Holder::Avoided) => Refusal::Reserved,
            Some(Holder::Held(ids)) => {
                Refusal::Held(ids.iter().map(|(pointer, _)| pointer.clone()).collect())
            }
            Some(Holder::Given(entry)) => Refusal::Given(*entry),
        }
    }
}

/// What is wanted for a value (snake case): the name, with `_` behind it if the plain one is reserved.
pub(super) fn value(name: String) -> Vec<String> {
    let escaped = format!("{name}_");
    vec![name, escaped]
}

/// Two names that differ in case only are one: they would give one file, or a pair that nobody can tell apart.
fn fold(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::lock::{Kind, Lock};
    use crate::pointer::Pointer;

    /// Takes names one after the other, each for a thing of its own.
    fn taken(
        lock: &Lock,
        reserved: &[&str],
        kind: Kind,
        things: &[(&str, &str)],
    ) -> (Vec<String>, Vec<String>) {
        let mut book = Book::new(lock, false);
        let mut scope = Scope::new(&book, "models", kind.case(), reserved);
        let names = things
            .iter()
            .map(|(key, name)| {
                let keys = [Pointer::root().key(key)];
                let thing = Thing { keys: &keys, kind, source: name, public: true };
                match kind.case() {
                    Case::Lower => scope.take(&mut book, &thing, &value((*name).to_owned())),
                    Case::Upper => {
                        scope.take(&mut book, &thing, &[(*name).to_owned(), format!("{name}Model")])
                    }
                }
            })
            .collect();
        let mut findings = Diagnostics::default();
        book.close(&mut findings);
        (names, findings.iter().map(|finding| finding.code.to_owned()).collect())
    }

    fn lock(lines: &[(&str, Kind, &str)]) -> Lock {
        let mut lock = Lock::default();
        for (key, kind, path) in lines {
            lock.put(Pointer::root().key(key), *kind, (*path).to_owned());
        }
        lock
    }

    #[test]
    fn each_name_is_given_once() {
        let things =
            [("a", "Group"), ("b", "group"), ("c", "Group"), ("d", "Request"), ("e", "V1"), ("f", "V1")];
        let (names, findings) = taken(&Lock::default(), &["Request"], Kind::Type, &things);
        assert_eq!(names, ["Group", "groupModel", "GroupModel2", "RequestModel", "V1", "V1Model"]);
        assert_eq!(findings, Vec::<String>::new());
    }

    #[test]
    fn reserved_values_get_an_underscore() {
        let things = [("a", "type"), ("b", "request"), ("c", "type"), ("d", "name")];
        let (names, _) = taken(&Lock::default(), &["request"], Kind::Field, &things);
        assert_eq!(names, ["type_", "request_", "type2", "name"]);
    }

    #[test]
    fn what_is_locked_keeps_its_name_and_what_is_new_goes_round_it() {
        let lock = lock(&[("old", Kind::Type, "models::Group"), ("other", Kind::Type, "models::Odd")]);
        let things = [("new", "Group"), ("old", "Group"), ("other", "Team")];
        let (names, findings) = taken(&lock, &[], Kind::Type, &things);
        assert_eq!(names, ["GroupModel", "Group", "Odd"]);
        assert_eq!(findings, Vec::<String>::new());
    }

    #[test]
    fn a_name_is_kept_for_what_is_gone() {
        let lock = lock(&[("gone", Kind::Type, "models::Group"), ("far", Kind::Type, "api::a::Team")]);
        let (names, findings) = taken(&lock, &[], Kind::Type, &[("new", "Group"), ("team", "Team")]);
        assert_eq!(names, ["GroupModel", "Team"]);
        assert_eq!(findings, ["name-kept"]);
    }

    #[test]
    fn a_locked_name_that_cannot_be_had_is_reported() {
        let lock = lock(&[
            ("a", Kind::Field, "models::gen"),
            ("b", Kind::Field, "models::one"),
            ("c", Kind::Field, "models::one"),
        ]);
        let (names, findings) = taken(&lock, &[], Kind::Field, &[("a", "gen"), ("b", "b"), ("c", "c")]);
        assert_eq!(names, ["gen_", "one", "c"]);
        assert_eq!(findings, ["locked-name-reserved", "locked-name-taken"]);
    }

    #[test]
    fn a_locked_name_moves_with_its_thing() {
        let lock = lock(&[("a", Kind::Field, "models::Before::one"), ("b", Kind::Field, "models::two")]);
        let (names, findings) = taken(&lock, &[], Kind::Field, &[("a", "x"), ("b", "y")]);
        assert_eq!(names, ["one", "two"]);
        assert_eq!(findings, Vec::<String>::new());
    }
}
