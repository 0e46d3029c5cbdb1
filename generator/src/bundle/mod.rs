//! Merges the files of a description into a single tree.
//!
//! Runs between `load` and `overlay`. A schema, parameter or response in another file becomes a component
//! named after its location ([`external_ref`]); all references to it, from any file, then point to this
//! component. Parts for which `components` has no section (such as path items and lists of tags) are
//! inserted where they are referenced. Origins are recorded, so that findings name the right file. An
//! unresolvable reference remains in the tree. [`Source`] stores the reason, which `resolve` reports.
//!
//! This stage distinguishes the kinds of parts ([`place`]), but does not interpret them. It depends on the
//! OpenAPI version only for the location of components.

mod place;
mod reference;
mod security;
mod target;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::external_ref;
use crate::load::{DocumentFiles, Folder, MAX_DEPTH, Origins, Refusals, Source, measure};
use crate::pointer::{Pointer, Way};
use place::{Kind, Place, Sections};

/// The initial number of nodes that other files may add. The size of each file that is read increases this
/// budget.
const FREE_NODES: usize = 100_000;

/// Reads a document, and merges the files that it refers to. These files must be in its folder or under `roots`.
///
/// # Errors
/// Returns an error if [`Source::read`] does, or if a folder cannot be read. Problems in other files are
/// reported at the references to those files.
pub fn read(document: &Path, roots: &[PathBuf]) -> Result<Source, Diagnostic> {
    let source = Source::read(document)?;
    if !leads_out(source.tree()) {
        return Ok(source);
    }
    Ok(bundled(source, &Folder::from_document(document, roots)?))
}

/// Merges the files that a document refers to.
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

/// Returns whether a tree seems to contain a reference to another file.
fn leads_out(node: &Value) -> bool {
    match node {
        Value::Array(items) => items.iter().any(leads_out),
        Value::Object(members) => {
            let here = members.get("$ref").and_then(Value::as_str).is_some_and(|text| !text.starts_with('#'));
            here || members.get("security").is_some_and(security::leads_out)
                || members.values().any(leads_out)
        }
        _ => false,
    }
}

/// A node in a source: the source's number and the node's pointer. Source 0 is the document.
type Target = (usize, Pointer);

/// A part to be added to `components`.
struct Part {
    from: Target,
    kind: Kind,
    home: Pointer,
}

/// The state of bundling.
struct Bundle<'a> {
    document: &'a Source,
    files: &'a dyn DocumentFiles,
    sections: Sections,
    others: Vec<Source>,
    /// The path of each source, starting with the document's.
    paths: Vec<String>,
    /// The source number for each referenced path, or the reason why the file could not be read.
    known: BTreeMap<String, Result<usize, Diagnostic>>,
    /// The tree locations of parts from other files.
    homes: BTreeMap<(Target, Kind), Pointer>,
    queue: VecDeque<Part>,
    /// The parts that are being inserted in place, starting with the outermost.
    open: Vec<Target>,
    origins: Origins,
    refusals: Refusals,
    repairs: Vec<Diagnostic>,
    /// The number of nodes that may still be added.
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

    /// Returns the tree of a source.
    fn tree(&self, number: usize) -> &Value {
        match number.checked_sub(1).and_then(|number| self.others.get(number)) {
            Some(other) => other.tree(),
            None => self.document.tree(),
        }
    }

    /// Uses each component that consists only of a reference as the tree location of the reference's target.
    /// If several components refer to one target, a component with the target's name is preferred.
    fn claim_components(&mut self, tree: &Value) {
        for (kind, path) in self.sections {
            let section = Pointer::root().keys(path.iter().copied());
            let Some(members) = section.find(tree).and_then(Value::as_object) else { continue };
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

    /// Follows the references in a node of the source `file`; `at` is the node's future location in the tree.
    ///
    /// The recursion is as deep as the tree, whose depth is bounded: insertions that exceed the limits of
    /// `load` are rejected.
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
            if key == "security" && place == Place::One(Kind::Other) {
                self.requirements(value, at, file);
            }
            let place = place.member(key, value.is_array());
            self.walk(value, &Way::Key(at, key), file, place);
        }
    }

    /// Makes a reference point to its target's location in the tree, or replaces it with the target.
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

    /// Returns the location of a part in `components`, and queues the part if it is new.
    fn home(&mut self, target: &Target, kind: Kind) -> Pointer {
        if let Some(home) = self.homes.get(&(target.clone(), kind)) {
            return home.clone();
        }
        let path = self.sections.iter().find(|(known, _)| *known == kind).map_or(&[][..], |(_, path)| path);
        let section = Pointer::root().keys(path.iter().copied());
        let key = external_ref::key(self.paths.get(target.0).map_or("", String::as_str), &target.1);
        let mut home = section.key(&key);
        let mut number = 2;
        while home.find(self.document.tree()).is_some() {
            home = section.key(&format!("{key} {number}"));
            number += 1;
        }
        self.homes.insert((target.clone(), kind), home.clone());
        self.queue.push_back(Part { from: target.clone(), kind, home: home.clone() });
        home
    }

    /// Adds a part to `components`.
    fn put(&mut self, tree: &mut Value, part: &Part) {
        let at = Way::At(&part.home);
        let Some(mut node) = self.copy(&part.from, &at) else {
            // If the part is too large, the reference remains unresolved, and is reported with this reason.
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

    /// Replaces a reference with its target. Members next to `$ref` override the target's members.
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
            let message = format!("`{text}` refers to an object that contains it");
            let finding = Diagnostic::error(Code::CircularReference, &Pointer::root(), message)
                .help("remove the cycle; only schemas can be recursive");
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

    /// Copies a part; returns `None` if the tree would become too deep or too large.
    fn copy(&mut self, (file, pointer): &Target, at: &Way<'_>) -> Option<Value> {
        let node = pointer.find(self.tree(*file))?;
        let (depth, size) = measure(node);
        if at.pointer().segments().count() + depth > MAX_DEPTH {
            return None;
        }
        let copy = node.clone();
        self.budget = self.budget.checked_sub(size)?;
        Some(copy)
    }

    /// Makes the references in a discriminator's mapping point to the schemas' locations in the tree.
    fn mapping(&mut self, schema: &mut Map<String, Value>, at: &Way<'_>, file: usize) {
        let Some(Value::Object(discriminator)) = schema.get_mut("discriminator") else { return };
        let values = discriminator.iter_mut().flat_map(|(key, value)| match (key.as_str(), value) {
            ("mapping", Value::Object(mapping)) => mapping.values_mut().collect(),
            ("defaultMapping", value) => vec![value],
            _ => Vec::new(),
        });
        for value in values {
            let Some(text) = value.as_str().filter(|text| file > 0 || !text.starts_with('#')) else {
                continue;
            };
            // A mapping value that is not a reference is a schema name.
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

    /// Finds a schema by its name in another file.
    fn named(&self, name: &str, file: usize) -> Option<Target> {
        let sections = [&["components", "schemas"][..], &["definitions"], &[]];
        let mut places = sections.iter().map(|path| Pointer::root().keys(path.iter().copied()).key(name));
        let found = |at: &Pointer| file > 0 && at.find(self.tree(file)).is_some();
        places.find(found).map(|at| (file, at))
    }

    /// Leaves a reference unresolved but distinct from equal strings in other files, and records the reason.
    fn refuse(&mut self, node: &mut Value, text: &str, file: usize, finding: Diagnostic) {
        let path = self.paths.get(file).map_or("", String::as_str);
        let distinct = match reference::read(text, path) {
            reference::Reference::File { path, fragment } if file > 0 => format!("{path}#{fragment}"),
            _ => text.to_owned(),
        };
        self.refusals.insert(distinct.clone(), finding);
        set_reference(node, distinct);
    }
}

fn set_reference(node: &mut Value, text: String) {
    if let Some(reference) = node.get_mut("$ref") {
        *reference = Value::String(text);
    }
}

fn too_large() -> Diagnostic {
    Diagnostic::error(
        Code::ExternalReference,
        &Pointer::root(),
        "expanding this reference makes the document too large",
    )
    .help("refer to a smaller part, or remove references from this part")
}
