//! Invariants of every document: reproducible output, unique names in each scope, and names that do not
//! depend on the order of schemas.
//!
//! The documents are all snippets under `tests/snippets` from which a crate can be generated.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use generator::diagnostic::Code;
use generator::ir::{Origin, Shape};
use generator::load::Source;
use generator::{Model, emit};
use support::Snippet;

/// Returns the snippets from which a crate can be generated, with their paths.
fn snippets() -> Vec<(PathBuf, Snippet)> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets");
    for folder in std::fs::read_dir(root).expect("there are snippets").flatten() {
        for file in std::fs::read_dir(folder.path()).expect("snippets are in folders").flatten() {
            if file.path().extension().is_some_and(|extension| extension == "yaml") {
                found.push((file.path(), Snippet::read(&file.path())));
            }
        }
    }
    found.retain(|(_, snippet)| snippet.model().is_ok());
    assert!(found.len() > 45, "only {} snippets can be generated", found.len());
    found
}

fn model(snippet: &Snippet) -> Model {
    match snippet.model() {
        Ok((model, _)) => model,
        Err(findings) => panic!("{findings:?}"),
    }
}

#[test]
fn output_is_reproducible() {
    for (path, snippet) in snippets() {
        let (first, second) = (emit::crate_files(&model(&snippet)), emit::crate_files(&model(&snippet)));
        assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>(), "{}", path.display());
        for (file, text) in &first {
            assert_eq!(Some(text), second.get(file), "{file} of {}", path.display());
        }
    }
}

/// The names in a scope, which must be unique even on file systems that ignore case.
struct Scope<'a> {
    what: String,
    fold: bool,
    taken: BTreeMap<String, &'a str>,
}

impl<'a> Scope<'a> {
    fn new(what: String, fold: bool) -> Self {
        Self { what, fold, taken: BTreeMap::new() }
    }

    fn take(&mut self, name: &'a str) {
        let identifier = syn::parse_str::<syn::Ident>(name).is_ok();
        assert!(identifier, "{}: `{name}` is not a plain identifier", self.what);
        let key = if self.fold { name.to_ascii_lowercase() } else { name.to_owned() };
        if let Some(other) = self.taken.insert(key, name) {
            panic!("{}: `{name}` and `{other}` are the same name", self.what);
        }
    }
}

#[test]
fn names_are_unique_in_a_scope() {
    for (path, snippet) in snippets() {
        let path = path.display();
        let model = model(&snippet);
        members_and_arguments(&model, &path.to_string());
        modules_and_types(&model, &path.to_string());
    }
}

fn members_and_arguments(model: &Model, path: &str) {
    for id in model.facts.emitted_types(&model.api) {
        let name = model.names.ty(id);
        let count = match &model.api.ty(id).shape {
            Shape::Struct(object) => object.fields.len(),
            Shape::Enum(values) => values.values.len(),
            Shape::Union(union) => union.variants.len(),
            Shape::Alias(_) => 0,
        };
        assert_eq!(name.members.len(), count, "{path}: the members of {}", name.name);
        let mut scope = Scope::new(format!("{path}, in {}", name.name), false);
        name.members.iter().for_each(|member| scope.take(member));
    }
    for tag in model.facts.tags() {
        for id in model.facts.operations_of(*tag) {
            let name = model.names.operation(id);
            let mut scope = Scope::new(format!("{path}, in {}", name.method), false);
            name.params.iter().for_each(|param| scope.take(param));
            if model.api.operation(id).body.is_some() {
                scope.take(&name.body);
            }
        }
    }
}

fn modules_and_types(model: &Model, path: &str) {
    let mut tags = Scope::new(format!("{path}, the tags"), true);
    let mut models = Scope::new(format!("{path}, the models"), false);
    let mut files = Scope::new(format!("{path}, the files of the models"), true);
    let emitted: Vec<_> = model.facts.emitted_types(&model.api).collect();
    for id in &emitted {
        let name = model.names.ty(*id);
        if !name.in_api {
            models.take(&name.name);
        }
        if matches!(model.api.ty(*id).origin, Origin::Schema(_)) {
            files.take(&name.module);
        }
    }
    for tag in model.facts.tags() {
        let names = model.names.tag(*tag);
        tags.take(&names.module);
        let mut types = Scope::new(format!("{path}, the types of {}", names.module), false);
        let mut methods = Scope::new(format!("{path}, the methods of {}", names.module), false);
        types.take(&names.handle);
        for id in model.facts.operations_of(*tag) {
            types.take(&model.names.operation(id).builder);
            methods.take(&model.names.operation(id).method);
        }
        for id in &emitted {
            let name = model.names.ty(*id);
            if name.in_api && name.module == names.module {
                types.take(&name.name);
            }
        }
    }
}

/// Returns the Rust names of the schemas and their members, by schema name.
fn schema_names(model: &Model) -> BTreeMap<String, (String, String, BTreeSet<String>)> {
    let names = model.api.schemas().filter_map(|(id, ty)| match &ty.origin {
        Origin::Schema(schema) => {
            let name = model.names.ty(id);
            let members = name.members.iter().map(ToString::to_string).collect();
            Some((schema.clone(), (name.name.to_string(), name.module.to_string(), members)))
        }
        Origin::Inline { .. } | Origin::Operation { .. } => None,
    });
    names.collect()
}

#[test]
fn the_order_of_schemas_does_not_change_their_names() {
    // These snippets test conflicts, in which the first schema gets the name.
    let apart = ["naming", "hostile"];
    let mut looked_at = 0;
    for (path, snippet) in snippets() {
        if path.components().any(|part| apart.iter().any(|folder| part.as_os_str() == *folder)) {
            continue;
        }
        // A cycle of `allOf` is broken at its first schema.
        if matches!(snippet.model(), Ok((_, findings)) if findings.iter().any(|f| f.code == Code::CircularReference))
        {
            continue;
        }
        let mut tree = snippet.source().expect("it was read before").tree().clone();
        let Some(schemas) = tree.pointer_mut("/components/schemas").and_then(|node| node.as_object_mut())
        else {
            continue;
        };
        *schemas = std::mem::take(schemas).into_iter().rev().collect();
        let text = tree.to_string();
        let source = Source::parse("reversed.json", text.as_bytes()).expect("it is JSON");
        let (reversed, _) = generator::model(&source, snippet.config.clone())
            .unwrap_or_else(|findings| panic!("{}: {findings:?}", path.display()));
        assert_eq!(schema_names(&model(&snippet)), schema_names(&reversed), "{}", path.display());
        looked_at += 1;
    }
    assert!(looked_at > 30, "only {looked_at} snippets have schemas");
}
