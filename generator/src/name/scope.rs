//! Assigns names that are unique in a module, struct, enum or argument list.
//!
//! The lock's names in a scope are reserved for their declarations, even if the declarations were removed.
//! New names avoid them. Every assigned name is recorded in the [`Book`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::book::{Book, Refusal, Thing};
use super::bounds::LONGEST;
use super::reserved::{CONVERSIONS, KEYWORDS};
use super::rust_name::RustName;
use crate::lock::{Case, Id};

/// The unavailable names in a module, struct, enum or argument list.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// The Rust path of the scope.
    path: String,
    /// The names that are reserved or avoided in every scope of this kind.
    fixed: Arc<FixedNames>,
    taken: BTreeMap<String, Holder>,
    /// For each name, the lowest suffix number that might be available; all lower numbers are taken.
    numbers: BTreeMap<String, usize>,
}

/// The names that are unavailable in every scope of a kind. Scopes of the same kind share this map to save
/// memory, because there is one scope per struct.
#[derive(Debug, Default)]
pub(super) struct FixedNames(BTreeMap<String, Holder>);

impl FixedNames {
    /// Collects the keywords, the reserved names and, for lower case, the conversion methods.
    pub(super) fn new(case: Case, reserved: &[&str]) -> Self {
        let reserved = KEYWORDS.iter().chain(reserved).map(|name| (fold(name), Holder::Reserved));
        let conversions = if case == Case::Lower { CONVERSIONS } else { &[] };
        let avoided = conversions.iter().map(|name| (fold(name), Holder::Avoided));
        // If a name is in several lists, only the first one counts.
        let mut names = BTreeMap::new();
        for (name, holder) in reserved.chain(avoided) {
            names.entry(name).or_insert(holder);
        }
        Self(names)
    }
}

/// The reason why a name is unavailable.
#[derive(Clone, Debug)]
enum Holder {
    /// The name is reserved by Rust or the runtime.
    Reserved,
    /// The name is valid, but would shadow another item or cause problems on some file systems; it is available
    /// only through the lock.
    Avoided,
    /// The lock reserves the name for these declarations, none of which has been named yet.
    Held(Vec<Id>),
    /// The name was assigned to the entry with this index in the book.
    Given(usize),
}

impl Scope {
    /// Creates a scope for a Rust path, in which keywords and the names in `reserved` are unavailable.
    pub(super) fn new(
        book: &Book<'_>,
        path: impl Into<String>,
        case: Case,
        reserved: &'static [&'static str],
    ) -> Self {
        let (path, fixed): (String, _) = (path.into(), book.fixed(case, reserved));
        let mut taken: BTreeMap<String, Holder> = BTreeMap::new();
        for (id, locked) in book.lock.names_at(&path, case) {
            let name = fold(locked.name());
            if matches!(fixed.0.get(&name), Some(Holder::Reserved)) {
                continue;
            }
            if let Holder::Held(ids) = taken.entry(name).or_insert_with(|| Holder::Held(Vec::new())) {
                ids.push(id.clone());
            }
        }
        Self { path, fixed, taken, numbers: BTreeMap::new() }
    }

    /// Makes names available only through the lock.
    pub(super) fn avoid(&mut self, names: &[&str]) {
        for name in names.iter().map(|name| fold(name)).filter(|name| !self.fixed.0.contains_key(name)) {
            self.taken.entry(name).or_insert(Holder::Avoided);
        }
    }

    /// Makes a name unavailable.
    pub(super) fn reserve(&mut self, name: &str) {
        self.taken.insert(fold(name), Holder::Reserved);
    }

    /// Returns whether a name is taken, ignoring case. Names become file names, and some file systems ignore case.
    fn has(&self, name: &str) -> bool {
        self.holder(name).is_some()
    }

    /// Returns the reason why a name is unavailable, ignoring case.
    fn holder(&self, name: &str) -> Option<&Holder> {
        let name = fold(name);
        self.taken.get(&name).or_else(|| self.fixed.0.get(&name))
    }

    /// Names several items, in order.
    ///
    /// Items whose source string is itself a candidate name come first. For example, `a_b` becomes the field
    /// `a_b`, even if `aB` precedes it in the document, and `MW` becomes the variant `MW`, not `mW`.
    pub(super) fn take_all(
        &mut self,
        book: &mut Book<'_>,
        all: &[(Thing<'_>, Vec<String>)],
    ) -> Vec<RustName> {
        let names: BTreeSet<&str> =
            all.iter().flat_map(|(_, wanted)| wanted.iter().map(String::as_str)).collect();
        let mut wishes: BTreeMap<String, usize> = BTreeMap::new();
        for (_, wanted) in all {
            for wish in wanted.iter().map(|wish| fold(wish)).collect::<BTreeSet<_>>() {
                *wishes.entry(wish).or_default() += 1;
            }
        }
        let contested = |name: &str| wishes.get(&fold(name)).is_some_and(|number| *number > 1);
        let mut given = vec![RustName::none(); all.len()];
        for exact in [true, false] {
            let of_turn = |(thing, _): &(Thing<'_>, Vec<String>)| names.contains(thing.source) == exact;
            for (name, (thing, wanted)) in given.iter_mut().zip(all).filter(|(_, one)| of_turn(one)) {
                let mut wanted = wanted.clone();
                // The source string is preferred to the derived name only if another item also prefers one of
                // the two.
                let wish = wanted.first().cloned().unwrap_or_default();
                if exact && (contested(thing.source) || contested(&wish)) {
                    wanted.insert(0, thing.source.to_owned());
                }
                *name = self.take(book, thing, &wanted);
            }
        }
        given
    }

    /// Names an item.
    ///
    /// The result is the locked name, if there is one. Otherwise, it is the first available name in `wanted`.
    /// If none is available, it is the last name in `wanted`, followed by the lowest available number from 2
    /// upward.
    pub(super) fn take(&mut self, book: &mut Book<'_>, thing: &Thing<'_>, wanted: &[String]) -> RustName {
        let is_long = wanted.first().is_some_and(|wish| wish.len() > LONGEST);
        let wanted: &[String] = &wanted.iter().map(|wish| book.spelled(wish, thing.kind)).collect::<Vec<_>>();
        let locked = self.locked(book, thing);
        let name = locked.clone().unwrap_or_else(|| self.free(wanted));
        let path = if self.path.is_empty() { name.clone() } else { format!("{}::{name}", self.path) };
        let entry = book.note(thing, path);
        match &locked {
            None if is_long => book.shortened(thing, &name),
            None => {}
            Some(name) => book.merged(thing, name),
        }
        let mut refused = wanted.iter().take_while(|wish| **wish != name).peekable();
        if locked.is_none()
            && let Some(Holder::Held(ids)) = refused.peek().and_then(|wish| self.holder(wish))
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
        RustName::new(name)
    }

    /// Returns the locked name of an item, if it is available here.
    fn locked(&self, book: &mut Book<'_>, thing: &Thing<'_>) -> Option<String> {
        let lock = book.lock;
        for pointer in thing.keys {
            let Some(locked) = lock.get(pointer, thing.kind) else { continue };
            match self.holder(locked.name()) {
                None | Some(Holder::Avoided) => return Some(locked.name().to_owned()),
                Some(Holder::Held(ids)) if ids.iter().any(|id| thing.has(id)) => {
                    return Some(locked.name().to_owned());
                }
                // The item's name was locked in a different scope. A name that is locked for another item in
                // this scope takes precedence.
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
        // A name that ends in a digit gets a `_`, so that `A1` with the number 2 does not become `A12`.
        let joint = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        let first = self.numbers.get(&fold(name)).copied().unwrap_or(2);
        let mut numbers = first..=self.taken.len() + self.fixed.0.len() + 2;
        let found = numbers.find(|n| !self.has(&format!("{name}{joint}{n}")));
        found.map_or_else(
            || name.to_owned(),
            |n| {
                self.numbers.insert(fold(name), n);
                format!("{name}{joint}{n}")
            },
        )
    }

    /// Returns the reason why a name is unavailable.
    fn refusal(&self, name: &str) -> Refusal {
        match self.holder(name) {
            None => Refusal::Locked,
            Some(Holder::Reserved | Holder::Avoided) => Refusal::Reserved,
            Some(Holder::Held(ids)) => {
                Refusal::Held(ids.iter().map(|(pointer, _)| pointer.clone()).collect())
            }
            Some(Holder::Given(entry)) => Refusal::Given(*entry),
        }
    }
}

/// Returns the candidates for a name in snake case: the name itself and, in case that is reserved, the name
/// followed by `_`.
pub(super) fn value(name: String) -> Vec<String> {
    let escaped = format!("{name}_");
    vec![name, escaped]
}

/// Returns the key by which names must be unique. Case is ignored, because names that differ only in case
/// would share a file, or be hard to distinguish.
fn fold(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostics};
    use crate::lock::{Kind, Lock};
    use crate::pointer::Pointer;

    /// Names several items in order, each with its own key.
    fn taken(
        lock: &Lock,
        reserved: &'static [&'static str],
        kind: Kind,
        things: &[(&str, &str)],
    ) -> (Vec<String>, Vec<Code>) {
        let mut book = Book::new(lock, false);
        let mut scope = Scope::new(&book, "models", kind.case(), reserved);
        let names = things
            .iter()
            .map(|(key, name)| {
                let keys = [Pointer::root().key(key)];
                let thing = Thing { keys: &keys, kind, source: name, public: true };
                let wanted = match kind.case() {
                    Case::Lower => value((*name).to_owned()),
                    Case::Upper => vec![(*name).to_owned(), format!("{name}Model")],
                };
                scope.take(&mut book, &thing, &wanted).into()
            })
            .collect();
        let mut findings = Diagnostics::default();
        book.close(&mut findings);
        (names, findings.iter().map(|finding| finding.code).collect())
    }

    fn lock(lines: &[(&str, Kind, &str)]) -> Lock {
        let mut lock = Lock::default();
        for (key, kind, path) in lines {
            lock.put(Pointer::root().key(key), *kind, (*path).to_owned());
        }
        lock
    }

    #[test]
    fn each_name_is_assigned_once() {
        let things =
            [("a", "Group"), ("b", "group"), ("c", "Group"), ("d", "Request"), ("e", "V1"), ("f", "V1")];
        let (names, findings) = taken(&Lock::default(), &["Request"], Kind::Type, &things);
        assert_eq!(names, ["Group", "groupModel", "GroupModel2", "RequestModel", "V1", "V1Model"]);
        assert_eq!(findings, []);
    }

    #[test]
    fn reserved_values_get_an_underscore() {
        let things = [("a", "type"), ("b", "request"), ("c", "type"), ("d", "name")];
        let (names, _) = taken(&Lock::default(), &["request"], Kind::Field, &things);
        assert_eq!(names, ["type_", "request_", "type2", "name"]);
    }

    #[test]
    fn locked_items_keep_their_names_and_new_ones_avoid_them() {
        let lock = lock(&[("old", Kind::Type, "models::Group"), ("other", Kind::Type, "models::Odd")]);
        let things = [("new", "Group"), ("old", "Group"), ("other", "Team")];
        let (names, findings) = taken(&lock, &[], Kind::Type, &things);
        assert_eq!(names, ["GroupModel", "Group", "Odd"]);
        assert_eq!(findings, []);
    }

    #[test]
    fn a_locked_name_is_kept_for_a_removed_declaration() {
        let lock = lock(&[("gone", Kind::Type, "models::Group"), ("far", Kind::Type, "api::a::Team")]);
        let (names, findings) = taken(&lock, &[], Kind::Type, &[("new", "Group"), ("team", "Team")]);
        assert_eq!(names, ["GroupModel", "Team"]);
        assert_eq!(findings, [Code::NameKept]);
    }

    #[test]
    fn an_unavailable_locked_name_is_reported() {
        let lock = lock(&[
            ("a", Kind::Field, "models::gen"),
            ("b", Kind::Field, "models::one"),
            ("c", Kind::Field, "models::one"),
        ]);
        let (names, findings) = taken(&lock, &[], Kind::Field, &[("a", "gen"), ("b", "b"), ("c", "c")]);
        assert_eq!(names, ["gen_", "one", "c"]);
        assert_eq!(findings, [Code::LockedNameReserved, Code::LockedNameTaken]);
    }

    #[test]
    fn a_second_locked_name_of_one_item_is_reported() {
        let lock = lock(&[("a", Kind::Variant, "models::X::On"), ("b", Kind::Variant, "models::X::ON")]);
        let mut book = Book::new(&lock, false);
        let mut scope = Scope::new(&book, "models::X", Case::Upper, &[]);
        let keys = ["a", "c", "b"].map(|key| Pointer::root().key(key));
        let thing = Thing { keys: &keys, kind: Kind::Variant, source: "on", public: true };
        assert_eq!(scope.take(&mut book, &thing, &["On".to_owned()]), "On");
        let mut findings = Diagnostics::default();
        book.close(&mut findings);
        let found: Vec<_> = findings.iter().map(|finding| (finding.code, &finding.pointer)).collect();
        assert_eq!(found, [(Code::LockedNameTaken, &keys[2])]);
    }

    #[test]
    fn a_locked_name_moves_with_its_item() {
        let lock = lock(&[("a", Kind::Field, "models::Before::one"), ("b", Kind::Field, "models::two")]);
        let (names, findings) = taken(&lock, &[], Kind::Field, &[("a", "x"), ("b", "y")]);
        assert_eq!(names, ["one", "two"]);
        assert_eq!(findings, []);
    }
}
