//! `src/models`, with one file per schema and its inline types, and the module list.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use rayon::prelude::*;

use super::doc::Doc;
use super::ident::ident;
use super::structs;
use super::vocabulary::Uses;
use super::{enums, format, unions};
use crate::emit::budget::Budget;
use crate::emit::markdown::code;
use crate::emit::{Files, OTHER_MODELS, spell};
use crate::ir::{Origin, Root, Shape, TypeId};
use crate::model::Model;
use crate::name::RustName;

/// Adds the files under `src/models`.
pub(super) fn emit(model: &Model, files: &mut Files, budget: &Budget) {
    let modules = modules(model);
    files.par_extend(modules.par_iter().map(|(module, types)| {
        (format!("src/models/{module}.rs"), budget.text(|| file(model, module, types)))
    }));
    files.insert("src/models/mod.rs".to_owned(), list(model, &modules));
}

/// Returns the types of each module, in document order.
pub(super) fn modules(model: &Model) -> BTreeMap<&RustName, Vec<TypeId>> {
    let mut modules: BTreeMap<&RustName, Vec<TypeId>> = BTreeMap::new();
    for id in model.facts.emitted_types(&model.api) {
        let name = model.names.ty(id);
        if !name.in_api {
            modules.entry(&name.module).or_default().push(id);
        }
    }
    modules
}

/// Returns the file of a schema, which contains the schema followed by its inline types.
fn file(model: &Model, module: &RustName, types: &[TypeId]) -> String {
    let mut uses = Uses::of_models(module);
    let mut types = types.to_vec();
    types.sort_by_key(|id| (!matches!(model.api.ty(*id).origin, Origin::Schema(_)), *id));
    let blocks: Vec<String> = types.iter().flat_map(|id| definition(model, *id, &mut uses)).collect();
    let top = Doc::default().line(subject(model, &types)).inner();
    format::file([top, format::item(uses.lines())].into_iter().chain(blocks))
}

/// Returns the subject of a file: a schema, or an inline type that several schemas share.
fn subject(model: &Model, types: &[TypeId]) -> String {
    let schema = types.first().and_then(|id| match model.api.way_to(*id).0 {
        // For a flattened form, only the inline types are emitted.
        Root::Schema(root) if model.names.ty(root).module == model.names.ty(*id).module => Some(root),
        Root::Schema(_) | Root::Operation(_) => None,
    });
    let root = types.first().map(|id| model.api.way_to(*id).0);
    let is_of_operations = matches!(root, Some(Root::Operation(_)));
    match schema.map(|id| &model.api.ty(id).origin) {
        Some(Origin::Schema(name)) => format!("The {} schema.", code(name)),
        _ if is_of_operations => "A type that several operations declare inline.".to_owned(),
        _ => "A type that several schemas declare inline.".to_owned(),
    }
}

/// Returns the source code of one type, one string per item.
pub(super) fn definition(model: &Model, id: TypeId, uses: &mut Uses) -> Vec<String> {
    let ty = model.api.ty(id);
    match &ty.shape {
        Shape::Struct(object) => structs::emit(model, id, object, uses),
        Shape::Enum(values) => enums::emit(model, id, values, uses),
        Shape::Alias(usage) => vec![alias(model, id, uses.tokens(&spell::usage(model, usage)))],
        Shape::Union(union) => unions::emit(model, id, union, uses),
    }
}

fn alias(model: &Model, id: TypeId, target: TokenStream) -> String {
    let doc = structs::type_doc(model, id).outer();
    let name = ident(&model.names.ty(id).name);
    format::item(quote! { #doc pub type #name = #target; })
}

/// Returns `src/models/mod.rs`. Each schema is on a separate line, so that a new schema only adds lines.
fn list(model: &Model, modules: &BTreeMap<&RustName, Vec<TypeId>>) -> String {
    let top = Doc::default()
        .line("Schemas of the API, and the types declared inside them.")
        .block([
            "- An object is a struct. If a request can contain it, `new` has an argument for each required property, and other properties have setters.".to_owned(),
            "- An enumeration is an enum with a variant for each value, and `Unknown` for any other value.".to_owned(),
            "- A `oneOf` or `anyOf` is an enum with a variant for each type, and `Unknown` for any other value.".to_owned(),
        ])
        .inner();
    let mut mods = String::new();
    let mut exports = String::new();
    for (module, types) in modules {
        let gate = gate(model, types);
        mods.push_str(&format!("{gate}mod {module};\n"));
        let names = types.iter().map(|id| &model.names.ty(*id).name).collect();
        exports.push_str(&gate);
        exports.push_str(&format::export(module, names));
    }
    format::file([top, mods, exports])
}

/// Returns the `cfg` line of a module that only some tags need, or an empty string if all tags need the module.
pub(super) fn gate(model: &Model, types: &[TypeId]) -> String {
    let all = model.facts.tags();
    let needed: Vec<_> =
        all.iter().filter(|tag| types.iter().any(|id| model.facts.ty(*id).tags.contains(tag))).collect();
    if needed.len() == all.len() && !all.is_empty() {
        return String::new();
    }
    let idle = types.iter().any(|id| model.facts.ty(*id).unreferenced).then_some(OTHER_MODELS);
    let names = needed.iter().map(|tag| model.names.tag(**tag).module.as_str()).chain(idle);
    let features: Vec<String> = names.map(|name| format!("feature = {name:?}")).collect();
    match features.as_slice() {
        [one] => format!("#[cfg({one})]\n"),
        many => format!("#[cfg(any({}))]\n", many.join(", ")),
    }
}
