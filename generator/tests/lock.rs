//! Naming lock: a locked name never changes, regardless of changes to the document, and every public name is locked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use generator::config::Config;
use generator::diagnostic::{Code, Diagnostic};
use generator::load::Source;
use generator::lock::Lock;
use generator::{Model, Pipeline, emit, read_lock};
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Map, Value, json};

/// Names that resemble each other, Rust keywords, runtime names, or generated names of inline schemas.
const SCHEMAS: [&str; 12] = [
    "Group",
    "group",
    "GROUP",
    "GroupModel",
    "GroupState",
    "Group_state",
    "Request",
    "Client",
    "Client2",
    "type",
    "\u{540d}\u{524d}",
    "a b\n/x type y",
];
const PROPERTIES: [&str; 12] =
    ["state", "State", "state_", "type", "Type", "new", "a-b", "aB", "a_b", "-a", "tags", "..."];
const VALUES: [&str; 8] = ["on", "ON", "On ", "off", "-on", "unknown", "self", ">="];
const PARAMETERS: [&str; 8] = ["sort", "Sort", "body", "send", "state", "state[]", "x-y", "x_y"];

/// The path, ID and tag of each operation. The tag of an operation is fixed, since a move to another tag would rename
/// the operation.
const OPERATIONS: [(&str, &str, &str); 9] = [
    ("/a", "get", "Groups"),
    ("/b", "Get", "Groups"),
    ("/c", "get_", "groups"),
    ("/d", "Groups", "Groups"),
    ("/e", "Sort", "Groups"),
    ("/f", "getSort", "groups"),
    ("/g", "new", "X"),
    ("/h", "clone", "models"),
    ("/i", "get sort", "X"),
];

/// A document with some of the items, in a given order.
#[derive(Clone, Debug)]
struct Document {
    schemas: Vec<usize>,
    properties: Vec<usize>,
    values: Vec<usize>,
    operations: Vec<usize>,
    parameters: Vec<usize>,
}

fn some_of(count: usize) -> impl Strategy<Value = Vec<usize>> {
    subsequence((0..count).collect::<Vec<_>>(), 0..=count).prop_shuffle()
}

fn document() -> impl Strategy<Value = Document> {
    let parts = (
        some_of(SCHEMAS.len()),
        some_of(PROPERTIES.len()),
        some_of(VALUES.len()),
        some_of(OPERATIONS.len()),
        some_of(PARAMETERS.len()),
    );
    parts.prop_map(|(schemas, properties, values, operations, parameters)| Document {
        schemas,
        properties,
        values,
        operations,
        parameters,
    })
}

impl Document {
    fn json(&self) -> Value {
        let schemas: Map<String, Value> =
            self.schemas.iter().map(|index| (SCHEMAS[*index].to_owned(), self.object(*index))).collect();
        let mut paths = Map::new();
        for index in &self.operations {
            let (path, id, tag) = OPERATIONS[*index];
            let parameters: Vec<Value> =
                self.parameters.iter().map(|name| parameter(*index, *name)).collect();
            let response =
                json!({"description": "x", "content": {"application/json": {"schema": self.object(*index)}}});
            let operation = json!({"operationId": id, "tags": [tag], "parameters": parameters, "responses": {"200": response}});
            paths.insert(path.to_owned(), json!({"get": operation}));
        }
        json!({
            "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://example.com"}],
            "paths": paths, "components": {"schemas": schemas},
        })
    }

    /// Returns an object schema whose property types depend on the seed.
    fn object(&self, seed: usize) -> Value {
        let mut properties = Map::new();
        for index in &self.properties {
            let schema = match (index + seed) % 4 {
                0 => json!({"type": "string"}),
                1 => {
                    json!({"type": "object", "properties": {"state": self.choice(), "State": self.choice()}})
                }
                2 => json!({"type": "array", "items": self.choice()}),
                _ => self.choice(),
            };
            properties.insert(PROPERTIES[*index].to_owned(), schema);
        }
        json!({"type": "object", "properties": properties})
    }

    fn choice(&self) -> Value {
        let values: Vec<&str> = self.values.iter().map(|index| VALUES[*index]).collect();
        if values.is_empty() { json!({"type": "string"}) } else { json!({"type": "string", "enum": values}) }
    }

    fn model(&self, lock: &Lock) -> Model {
        let source = Source::parse("x.json", self.json().to_string()).expect("it is JSON");
        let made = Pipeline::locked(Config::default(), lock.clone()).model(&source);
        made.unwrap_or_else(|findings| panic!("{findings:?}")).0
    }
}

/// Returns a parameter with one of two enums. The operation and the name determine the enum, so that the same enums
/// are equal in all documents.
fn parameter(operation: usize, name: usize) -> Value {
    let values = if (operation + name).is_multiple_of(3) { ["asc", "desc"] } else { ["asc", "score"] };
    json!({"name": PARAMETERS[name], "in": "query", "schema": {"type": "string", "enum": values}})
}

/// Panics if two items in the same scope, with the same naming style, have names that differ at most in case,
/// since some file systems ignore case.
fn each_name_is_assigned_once(model: &Model) {
    let mut taken = BTreeMap::new();
    for named in model.names.public() {
        let key = (named.path.to_ascii_lowercase(), named.kind.case());
        if let Some(other) = taken.insert(key, &named.keys) {
            panic!("`{}` is {:?} and {other:?}", named.path, named.keys);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn locked_names_never_change(documents in proptest::collection::vec(document(), 1..4)) {
        let mut lock = Lock::default();
        for document in &documents {
            let model = document.model(&lock);
            each_name_is_assigned_once(&model);
            for (pointer, kind, locked) in lock.iter() {
                prop_assert_eq!(model.lock.get(pointer, kind).map(|now| &now.path), Some(&locked.path));
            }
            for named in model.names.public() {
                for key in &named.keys {
                    prop_assert_eq!(model.lock.get(key, named.kind).map(|now| &now.path), Some(&named.path));
                }
            }
            let text = model.lock.render();
            let read = Lock::parse(&text).expect("the written lock can be parsed");
            prop_assert_eq!(&read.render(), &text);
            prop_assert_eq!(&document.model(&read).lock.render(), &text);
            lock = read;
        }
    }

    #[test]
    fn locked_names_do_not_depend_on_document_order(
        (one, other) in document().prop_flat_map(|one| {
            let other = (Just(one.schemas.clone()).prop_shuffle(), Just(one.properties.clone()).prop_shuffle(),
                Just(one.values.clone()).prop_shuffle(), Just(one.operations.clone()).prop_shuffle(),
                Just(one.parameters.clone()).prop_shuffle());
            let other = other.prop_map(|(schemas, properties, values, operations, parameters)|
                Document { schemas, properties, values, operations, parameters });
            (Just(one), other)
        })
    ) {
        let lock = one.model(&Lock::default()).lock;
        prop_assert_eq!(other.model(&lock).lock.render(), lock.render());
    }
}

/// Returns a document in which the `a-b` property of each schema is an object with two enums of the given values.
fn shared(schemas: &[usize], values: &[usize]) -> Document {
    Document {
        schemas: schemas.to_vec(),
        properties: vec![6],
        values: values.to_vec(),
        operations: Vec::new(),
        parameters: Vec::new(),
    }
}

/// Processes the documents in turn and returns the final lock. Panics if a document changes a locked name.
fn kept(documents: &[Document]) -> Lock {
    documents.iter().fold(Lock::default(), |lock, document| {
        let now = document.model(&lock).lock;
        for (pointer, kind, locked) in lock.iter() {
            assert_eq!(now.get(pointer, kind).map(|now| &now.path), Some(&locked.path), "{pointer}");
        }
        now
    })
}

#[test]
fn a_shared_type_keeps_its_name_when_two_occurrences_gain_inline_types() {
    let lock = kept(&[shared(&[3, 7, 11], &[]), shared(&[3, 11], &[7])]);
    let names: BTreeSet<&str> = lock.iter().map(|(.., locked)| locked.path.as_str()).collect();
    assert!(names.contains("models::AB") && names.contains("models::AbState"), "{names:?}");
    let of_the_schema: Vec<_> = names.iter().filter(|name| name.starts_with("models::ABXTypeY")).collect();
    assert_eq!(of_the_schema, [&"models::ABXTypeY", &"models::ABXTypeY::a_b"]);
}

#[test]
fn a_shared_type_keeps_its_name_when_an_occurrence_returns() {
    kept(&[shared(&[3, 7, 11], &[]), shared(&[11], &[7]), shared(&[3, 11], &[7])]);
    kept(&[
        shared(&[3, 7, 11], &[]),
        shared(&[3, 7], &[7]),
        shared(&[3, 7, 11], &[7]),
        shared(&[11, 7], &[7, 1]),
    ]);
}

fn groups(lock: &Lock) -> (Model, Vec<Diagnostic>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let config = Config::read(&folder.join("sdk.toml")).expect("the configuration is valid");
    let document = config.document.clone().expect("it contains a document");
    let source = Source::read(&folder.join(document)).expect("the document is valid");
    let (model, findings) = Pipeline::locked(config, lock.clone()).model(&source).expect("it has a model");
    (model, findings.into_iter().collect())
}

/// Prefixes every locked name with `X` or `x_`.
fn renamed(lock: &Lock) -> Lock {
    let mut other = Lock::default();
    for (pointer, kind, locked) in lock.iter() {
        let steps: Vec<String> = locked
            .path
            .split("::")
            .map(|step| match step {
                "api" | "models" | "ClientBuilder" => step.to_owned(),
                step if step.starts_with(|c: char| c.is_ascii_uppercase()) => format!("X{step}"),
                step => format!("x_{step}"),
            })
            .collect();
        other.put(pointer.clone(), kind, steps.join("::"));
    }
    other
}

#[test]
fn a_locked_name_overrides_every_rule() {
    let (model, _) = groups(&Lock::default());
    let lock = renamed(&model.lock);
    let (model, findings) = groups(&lock);
    assert_eq!(findings, Vec::new());
    assert_eq!(model.lock.render(), lock.render());
    let files = emit::crate_files(&model);
    assert!(files["src/models/x_group.rs"].contains("pub struct XGroup {"));
    assert!(files["src/api/x_groups/x_get_groups.rs"].contains("pub fn x_get_groups("));
}

#[test]
fn the_reason_for_a_name_is_explained() {
    let (model, _) = groups(&Lock::default());
    let mut lock = model.lock.clone();
    let (pointer, kind) = model
        .names
        .public()
        .find(|named| named.path == "models::Group")
        .map(|named| (named.keys[0].clone(), named.kind))
        .expect("there is one");
    lock.put(pointer, kind, "models::Team2".to_owned());
    let (model, _) = groups(&lock);
    let all = model.explain_names(&lock);
    assert_eq!(all.len(), model.names.public().count());
    let one = all.iter().find(|one| one.named.path == "models::Team2").expect("it is explained");
    assert_eq!((one.source.as_str(), one.unlocked.as_deref()), ("Group", Some("models::Group")));
    assert_eq!(
        one.refused,
        [("Group".to_owned(), "available, but the lock contains a different name".to_owned())]
    );
}

/// Methods of every request builder or enum.
const EVERY: [&str; 6] = ["body", "items", "pages", "options", "send", "as_str"];

/// The public names in the emitted files that are derived from the document, as paths.
struct Found {
    at: String,
    names: BTreeSet<String>,
}

impl Found {
    fn add(&mut self, name: &syn::Ident, of: Option<&syn::Ident>) {
        let of = of.map(|of| format!("{of}::")).unwrap_or_default();
        self.names.insert(format!("{}{of}{name}", self.at));
    }

    fn item(&mut self, item: &syn::Item, handles: &BTreeSet<&str>) {
        match item {
            syn::Item::Struct(item) if is_public(&item.vis) => {
                self.add(&item.ident, None);
                for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                    field.ident.iter().for_each(|name| self.add(name, Some(&item.ident)));
                }
            }
            syn::Item::Enum(item) if is_public(&item.vis) => {
                self.add(&item.ident, None);
                let listed = item.variants.iter().filter(|variant| variant.ident != "Unknown");
                listed.for_each(|variant| self.add(&variant.ident, Some(&item.ident)));
            }
            syn::Item::Type(item) if is_public(&item.vis) => self.add(&item.ident, None),
            syn::Item::Impl(item) if item.trait_.is_none() && self.at.starts_with("api::") => {
                let syn::Type::Path(ty) = &*item.self_ty else { return };
                let Some(of) = ty.path.get_ident() else { return };
                let is_handle = handles.contains(of.to_string().as_str());
                for method in &item.items {
                    if let syn::ImplItem::Fn(method) = method
                        && is_public(&method.vis)
                        && (is_handle || !EVERY.iter().any(|name| method.sig.ident == name))
                    {
                        self.add(&method.sig.ident, Some(of));
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

#[test]
fn every_public_name_of_the_crate_is_locked() {
    let (model, _) = groups(&Lock::default());
    let locked: BTreeSet<&str> = model.lock.iter().map(|(.., locked)| locked.path.as_str()).collect();
    let handles: BTreeSet<&str> =
        model.facts.tags().iter().map(|tag| model.names.tag(*tag).handle.as_str()).collect();
    let mut found = Found { at: String::new(), names: BTreeSet::new() };
    for (file, text) in emit::crate_files(&model) {
        let Some(module) = file.strip_prefix("src/").and_then(|file| file.strip_suffix(".rs")) else {
            continue;
        };
        found.at = match module.split_once('/') {
            Some(("models" | "api", "mod")) => continue,
            Some(("models", _)) => "models::".to_owned(),
            Some(("api", file)) => format!("api::{}::", file.split_once('/').map_or(file, |(tag, _)| tag)),
            None if module == "servers" => String::new(),
            _ => continue,
        };
        let file = syn::parse_file(&text).expect("it is Rust");
        file.items.iter().for_each(|item| found.item(item, &handles));
    }
    assert!(found.names.len() > 450, "only {} names were found", found.names.len());
    let open: Vec<_> = found.names.iter().filter(|name| !locked.contains(name.as_str())).collect();
    assert_eq!(open, Vec::<&String>::new());
}

#[test]
fn only_a_missing_file_is_an_empty_lock() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lock = folder.path().join("names.lock");
    let read = |path: &Path| read_lock(path).map_err(|unusable| unusable.finding.code);
    assert!(read(&lock).is_ok_and(|lock| lock.is_empty()));
    assert_eq!(read(folder.path()).map(|_| ()), Err(Code::NotAFile));
    std::fs::write(&lock, "").expect("it is written");
    assert_eq!(read(&lock.join("names.lock")).map(|_| ()), Err(Code::UnreadableFile));
}
