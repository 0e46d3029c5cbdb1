//! Bundle: the other files that a description refers to become parts of its one tree.
//!
//! Between `load` and `overlay`. A schema, a parameter or an answer of another file becomes a component, whose name says where it stands
//! ([`external_ref`]); all references to it lead there, from whatever file. What has no section among the components (a path item, a list of
//! tags) is put where it is referred to. Where everything came from is noted, so that findings name the right file. A reference that
//! cannot be followed stays as it is, and [`Source`] keeps the reason for `resolve`, which reports it.
//!
//! It knows where in a description which part is due ([`place`]), but not what any part means, and of versions only where they keep their parts.

mod place;
mod reference;
mod target;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::external_ref;
use crate::load::{DocumentFiles, Folder, MAX_DEPTH, Origins, Refusals, Source, measure};
use crate::pointer::{Pointer, Way};
use place::{Kind, Place, Sections};

/// How many nodes the files may add to a tree before the size of what was read counts.
const FREE_NODES: usize = 100_000;

/// Reads a document with all files that it refers to, which lie in its folder or below `roots`.
///
/// # Errors
/// Those of [`Source::read`]; or a folder cannot be read. What is wrong with the other files is reported at the references to them.
pub fn read(document: &Path, roots: &[PathBuf]) -> Result<Source, Diagnostic> {
    let source = Source::read(document)?;
    if !leads_out(source.tree()) {
        return Ok(source);
    }
    Ok(bundled(source, &Folder::of(document, roots)?))
}

/// A document with the files that it refers to.
pub fn bundled(source: Source, files: &dyn DocumentFiles) -> Source {
    if !leads_out(source.tree()) {
        return source;
    }
    let mut tree = source.tree().clone();
    let sections = if tree.get("swagger").is_some() { place::SWAGGER } else { place::OPENAPI };
    let mut bundle = Bundle::new(&source, files, sections);
    bundle.claim_components(&tree);
    bundle.walk(&mut tree, &Way::Root, 0, Place::One(Kind::Other));
    while let Some(part) = bundle.queue.pop_front() {
        bundle.put(&mut tree, &part);
    }
    let Bundle { origins, others, refusals, repairs, .. } = bundle;
    source.extended(tree, origins, others).refusing(refusals, repairs)
}

/// Whether anything in a tree looks like a reference to another file.
fn leads_out(node: &Value) -> bool {
    match node {
        Value::Array(items) => items.iter().any(leads_out),
        Value::Object(members) => {
            let here = members.get("$ref").and_then(Value::as_str).is_some_and(|text| !text.starts_with('#'));
            here || members.values().any(leads_out)
        }
        _ => false,
    }
}

/// A node of one of the texts: 0 is the document.
type Target = (usize, Pointer);

/// A part that waits to be put among the components.
struct Part {
    from: Target,
    kind: Kind,
    home: Pointer,
}

/// The work on a tree.
struct Bundle<'a> {
    document: &'a Source,
    files: &'a dyn DocumentFiles,
    sections: Sections,
    others: Vec<Source>,
    /// The paths of the texts, that of the document first.
    paths: Vec<String>,
    /// The texts by the paths under which they are referred to.
    known: BTreeMap<String, Result<usize, Diagnostic>>,
    /// Where parts of other files stand in the tree.
    homes: BTreeMap<(Target, Kind), Pointer>,
    queue: VecDeque<Part>,
    /// What is being put where it is referred to, outside in.
    open: Vec<Target>,
    origins: Origins,
    refusals: Refusals,
    repairs: Vec<Diagnostic>,
    /// How many nodes may still be added.
    budget: usize,
}

impl<'a> Bundle<'a> {
    fn new(document: &'a Source, files: &'a dyn DocumentFiles, sections: Sections) -> Self {
        Self {
            document,
            files,
            sections,
            others: Vec::new(),
            paths: vec![files.document().to_owned()],
            known: BTreeMap::from([(files.document().to_owned(), Ok(0))]),
            homes: BTreeMap::new(),
            queue: VecDeque::new(),
            open: Vec::new(),
            origins: Origins::default(),
            refusals: Refusals::new(),
            repairs: Vec::new(),
            budget: FREE_NODES,
        }
    }

    /// The tree of a text.
    fn text(&self, number: usize) -> &Value {
        match number.checked_sub(1).and_then(|number| self.others.get(number)) {
            Some(other) => other.tree(),
            None => self.document.tree(),
        }
    }

    /// Lets components of the document that are nothing but a reference be the homes of what they name, first of all those of the same name.
    fn claim_components(&mut self, tree: &Value) {
        for (kind, path) in self.sections {
            let section = Pointer::root().keys(path.iter().copied());
            let Some(members) = tree.pointer(section.as_str()).and_then(Value::as_object) else { continue };
            let mut found = Vec::new();
            for (name, component) in members {
                let alone = component.as_object().filter(|object| object.len() == 1);
                let text = alone.and_then(|object| object.get("$ref")).and_then(Value::as_str);
                let Some(text) = text.filter(|text| !text.starts_with('#')) else { continue };
                if let Ok(target) = self.target(text, 0, &Pointer::root())
                    && target.0 > 0
                {
                    let namesake = target.1.last().as_ref() == Some(name);
                    found.push((!namesake, target, section.key(name)));
                }
            }
            found.sort_by_key(|(other_name, ..)| *other_name);
            for (_, target, home) in found {
                self.homes.entry((target, *kind)).or_insert(home);
            }
        }
    }

    /// Follows the references of a node of the text `file` that is to stand at `at`.
    ///
    /// It goes as deep as the tree does, and what is put into it is refused beyond the bound that `load` sets.
    fn walk(&mut self, node: &mut Value, at: &Way<'_>, file: usize, place: Place) {
        if place == Place::Data {
            return;
        }
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.walk(item, &Way::Index(at, index), file, place.element());
                }
            }
            Value::Object(members) => {
                if let Some(text) = members.get("$ref").and_then(Value::as_str) {
                    let text = text.to_owned();
                    self.reference(node, &text, at, file, place);
                    return;
                }
                self.members(members, at, file, place);
            }
            _ => {}
        }
    }

    fn members(&mut self, members: &mut Map<String, Value>, at: &Way<'_>, file: usize, place: Place) {
        if place == Place::One(Kind::Schema) {
            self.mapping(members, at, file);
        }
        for (key, value) in members.iter_mut().filter(|(key, _)| *key != "$ref") {
            let place = place.member(key, value.is_array());
            self.walk(value, &Way::Key(at, key), file, place);
        }
    }

    /// Leads a reference to where what it names stands in the tree, or puts that in its place.
    fn reference(&mut self, node: &mut Value, text: &str, at: &Way<'_>, file: usize, place: Place) {
        let is_local = file == 0 && text.starts_with('#');
        if !is_local {
            match self.target(text, file, &at.pointer()) {
                Err(finding) => self.refuse(node, text, file, finding),
                Ok((0, target)) => set_reference(node, target.reference()),
                Ok(target) => return self.foreign(node, text, target, at, file, place),
            }
        }
        if let Value::Object(members) = node {
            self.members(members, at, file, place);
        }
    }

    fn foreign(
        &mut self,
        node: &mut Value,
        text: &str,
        target: Target,
        at: &Way<'_>,
        file: usize,
        place: Place,
    ) {
        let kind = match place {
            Place::One(kind) if self.sections.iter().any(|(known, _)| *known == kind) => kind,
            _ => return self.insert(node, text, target, at, file, place),
        };
        let home = self.home(&target, kind);
        if home == at.pointer() {
            return self.insert(node, text, target, at, file, place);
        }
        set_reference(node, home.reference());
        if let Value::Object(members) = node {
            self.members(members, at, file, place);
        }
    }

    /// Where a part is to stand among the components.
    fn home(&mut self, target: &Target, kind: Kind) -> Pointer {
        if let Some(home) = self.homes.get(&(target.clone(), kind)) {
            return home.clone();
        }
        let path = self.sections.iter().find(|(known, _)| *known == kind).map_or(&[][..], |(_, path)| path);
        let section = Pointer::root().keys(path.iter().copied());
        let key = external_ref::key(self.paths.get(target.0).map_or("", String::as_str), &target.1);
        let mut home = section.key(&key);
        let mut number = 2;
        while self.document.tree().pointer(home.as_str()).is_some() {
            home = section.key(&format!("{key} {number}"));
            number += 1;
        }
        self.homes.insert((target.clone(), kind), home.clone());
        self.queue.push_back(Part { from: target.clone(), kind, home: home.clone() });
        home
    }

    /// Puts a part among the components.
    fn put(&mut self, tree: &mut Value, part: &Part) {
        let at = Way::At(&part.home);
        let Some(mut node) = self.copy(&part.from, &at) else {
            // The reference is left to lead nowhere, which is reported with the reason.
            self.refusals.insert(part.home.reference(), too_large());
            return;
        };
        self.origins.put(part.home.clone(), part.from.clone());
        self.open.push(part.from.clone());
        self.walk(&mut node, &at, part.from.0, Place::One(part.kind));
        self.open.pop();
        let mut steps: Vec<String> = part.home.segments().collect();
        let Some(key) = steps.pop() else { return };
        let section = steps.iter().try_fold(tree, |node, step| match node {
            Value::Object(members) => {
                Some(members.entry(step.as_str()).or_insert_with(|| Value::Object(Map::new())))
            }
            _ => None,
        });
        if let Some(Value::Object(section)) = section {
            section.insert(key, node);
        }
    }

    /// Puts what a reference names in its place; what stands beside the reference goes before it.
    fn insert(
        &mut self,
        node: &mut Value,
        text: &str,
        target: Target,
        at: &Way<'_>,
        file: usize,
        place: Place,
    ) {
        if self.open.contains(&target) {
            let message = format!("`{text}` leads back to where it stands");
            let finding = Diagnostic::error("circular-reference", &Pointer::root(), message)
                .help("only schemas can contain themselves");
            return self.refuse(node, text, file, finding);
        }
        let Some(mut part) = self.copy(&target, at) else {
            return self.refuse(node, text, file, too_large());
        };
        let here = at.pointer();
        let (own_file, own) = self.origins.find(&here);
        self.origins.put(here.clone(), target.clone());
        self.open.push(target.clone());
        self.walk(&mut part, at, target.0, place);
        self.open.pop();
        if let (Value::Object(members), Value::Object(part)) = (&mut *node, &mut part) {
            let mut beside = std::mem::take(members);
            beside.shift_remove("$ref");
            self.members(&mut beside, at, file, place);
            for (key, value) in beside {
                self.origins.put(here.key(&key), (own_file, own.key(&key)));
                part.insert(key, value);
            }
        }
        *node = part;
    }

    /// A copy of a part; `None` if the tree grows too deep or too large by it.
    fn copy(&mut self, (file, pointer): &Target, at: &Way<'_>) -> Option<Value> {
        let node = self.text(*file).pointer(pointer.as_str())?;
        let (depth, size) = measure(node);
        if at.pointer().segments().count() + depth > MAX_DEPTH {
            return None;
        }
        let copy = node.clone();
        self.budget = self.budget.checked_sub(size)?;
        Some(copy)
    }

    /// Leads the references in the mapping of a discriminator to where the schemas stand in the tree.
    fn mapping(&mut self, schema: &mut Map<String, Value>, at: &Way<'_>, file: usize) {
        let mapping = schema.get_mut("discriminator").and_then(|found| found.get_mut("mapping"));
        let Some(mapping) = mapping.and_then(Value::as_object_mut) else { return };
        for value in mapping.values_mut() {
            let Some(text) = value.as_str().filter(|text| file > 0 || !text.starts_with('#')) else {
                continue;
            };
            // What is no reference is the name of a schema.
            let is_file =
                text.contains('#') || [".yaml", ".yml", ".json"].iter().any(|end| text.ends_with(end));
            let target =
                if is_file { self.target(text, file, &at.pointer()).ok() } else { self.named(text, file) };
            *value = match target {
                Some((0, target)) => target.reference().into(),
                Some(target) => self.home(&target, Kind::Schema).reference().into(),
                None => continue,
            };
        }
    }

    /// The schema of this name in another file.
    fn named(&self, name: &str, file: usize) -> Option<Target> {
        let sections = [&["components", "schemas"][..], &["definitions"], &[]];
        let mut places = sections.iter().map(|path| Pointer::root().keys(path.iter().copied()).key(name));
        let found = |at: &Pointer| file > 0 && self.text(file).pointer(at.as_str()).is_some();
        places.find(found).map(|at| (file, at))
    }

    /// Leaves a reference that cannot be followed, told apart from others with the same text in other files, and keeps the reason.
    fn refuse(&mut self, node: &mut Value, text: &str, file: usize, finding: Diagnostic) {
        let path = self.paths.get(file).map_or("", String::as_str);
        let told = match reference::read(text, path) {
            reference::Reference::File { path, fragment } if file > 0 => format!("{path}#{fragment}"),
            _ => text.to_owned(),
        };
        self.refusals.insert(told.clone(), finding);
        set_reference(node, told);
    }
}

fn set_reference(node: &mut Value, text: String) {
    if let Some(reference) = node.get_mut("$ref") {
        *reference = Value::String(text);
    }
}

fn too_large() -> Diagnostic {
    Diagnostic::error(
        "external-reference",
        &Pointer::root(),
        "with what this names, the document grows beyond all bounds",
    )
    .help("let it name a part that is smaller, or that stands in fewer others")
}
