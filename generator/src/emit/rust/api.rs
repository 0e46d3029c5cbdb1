//! `src/api`: a folder for each tag, and the module lists. The file of an operation contains its method, its request
//! builder and its inline types.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use rayon::prelude::*;

use super::doc::Doc;
use super::ident::ident;
use super::vocabulary::Uses;
use super::{builder, format, method, models};
use crate::emit::budget::Budget;
use crate::emit::markdown::{code, first_rest};
use crate::emit::{Files, group};
use crate::ir::{OperationId, TagId, TypeId};
use crate::model::Model;
use crate::name::RustName;

/// Adds the files under `src/api`.
pub(super) fn emit(model: &Model, files: &mut Files, budget: &Budget) {
    let tags = tags(model);
    let all: Vec<(&Tag<'_>, &File<'_>)> =
        tags.iter().flat_map(|tag| tag.files.values().map(move |file| (tag, file))).collect();
    files.par_extend(all.par_iter().map(|(tag, file)| {
        let text = budget.text(|| file_of(model, tag.id, file));
        (format!("src/api/{}/{}.rs", tag.module, file.module), text)
    }));
    for tag in &tags {
        files.insert(format!("src/api/{}/mod.rs", tag.module), handle(model, tag));
    }
    files.insert("src/api/mod.rs".to_owned(), list(model, &tags));
}

/// A tag that has operations, and the files of its module.
struct Tag<'a> {
    id: TagId,
    module: &'a RustName,
    files: BTreeMap<&'a RustName, File<'a>>,
}

/// A file in a tag's folder, for an operation or for an inline type that several operations share.
struct File<'a> {
    module: &'a RustName,
    operation: Option<OperationId>,
    types: Vec<TypeId>,
}

impl<'a> File<'a> {
    fn new(module: &'a RustName) -> Self {
        Self { module, operation: None, types: Vec::new() }
    }

    /// Returns the names of the public items in the file.
    fn exports(&self, model: &'a Model) -> Vec<&'a RustName> {
        let operation = self.operation.map(|id| model.names.operation(id));
        let own = operation.into_iter().flat_map(|names| [&names.builder, &names.output]);
        let types = self.types.iter().map(|id| &model.names.ty(*id).name);
        own.filter(|name| !name.is_empty()).chain(types).collect()
    }
}

/// Returns the tags in the order of their modules.
fn tags(model: &Model) -> Vec<Tag<'_>> {
    let mut tags: BTreeMap<&RustName, Tag<'_>> = BTreeMap::new();
    for id in model.facts.tags() {
        let module = &model.names.tag(*id).module;
        tags.insert(module, Tag { id: *id, module, files: BTreeMap::new() });
    }
    for (id, _) in model.api.operations() {
        let Some(owner) = model.facts.owner(id) else { continue };
        let file = &model.names.operation(id).file;
        if let Some(tag) = tags.get_mut(&model.names.tag(owner).module) {
            tag.files.entry(file).or_insert_with(|| File::new(file)).operation = Some(id);
        }
    }
    for id in model.facts.emitted_types(&model.api) {
        let name = model.names.ty(id);
        if let Some(tag) = tags.get_mut(&name.module).filter(|_| name.in_api) {
            tag.files.entry(&name.file).or_insert_with(|| File::new(&name.file)).types.push(id);
        }
    }
    tags.into_values().collect()
}

/// Returns `src/api/mod.rs`, the only file with `cfg` gates for the tags' features.
fn list(model: &Model, tags: &[Tag<'_>]) -> String {
    let entry = |tag: &Tag<'_>| {
        let about = model.api.tag(tag.id).about().map(first_rest);
        let about = about.filter(|text| !text.is_empty()).map(|text| format!(": {text}"));
        format!("- [`Client::{0}`](crate::Client::{0}){1}", tag.module, about.unwrap_or_default())
    };
    let top = Doc::default()
        .line("Operations of the API: one module per tag, gated by the Cargo feature of the same name.")
        .block(tags.iter().map(entry))
        .inner();
    let line = |tag: &Tag<'_>| format!("#[cfg(feature = {0:?})]\npub mod {0};\n", tag.module);
    format::file([top, tags.iter().map(line).collect()])
}

/// Returns `src/api/<tag>/mod.rs`, which contains the handle and, for each file, one line that re-exports its items.
fn handle(model: &Model, tag: &Tag<'_>) -> String {
    let names = model.names.tag(tag.id);
    let name = ident(&names.handle);
    let tagged = group(model.api.tag(tag.id), code);
    let doc = Doc::default()
        .text(model.api.tag(tag.id).about())
        .line(format!("{tagged}; returned by [`Client::{}`].", names.module))
        .outer();
    let mut uses = Uses::of_file();
    uses.runtime("Client");
    let modules = tag.files.keys().map(|file| format!("mod {file};\n")).collect();
    let exports = tag.files.values().map(|file| format::export(file.module, file.exports(model))).collect();
    let definition = quote! {
        #doc
        #[derive(Debug, Clone)]
        pub struct #name { client: Client }
    };
    let new = quote! { pub(crate) fn new(client: Client) -> Self { Self { client } } };
    format::file([
        Doc::default().line(format!("{tagged}.")).inner(),
        format::item(uses.lines()),
        modules,
        exports,
        format::item(definition),
        format::impl_block(&quote! { impl #name }, [new]),
    ])
}

/// Returns the file of an operation, or of a shared inline type.
fn file_of(model: &Model, tag: TagId, file: &File<'_>) -> String {
    let mut uses = Uses::of_tag(file.module);
    let mut blocks = Vec::new();
    let top = match file.operation {
        Some(id) => {
            let handle = &model.names.tag(tag).handle;
            uses.sibling(handle);
            let head = ident(handle);
            let method: TokenStream = method::emit(model, id, &mut uses);
            blocks.push(format::impl_block(&quote! { impl #head }, [method]));
            blocks.extend(builder::emit(model, tag, id, &mut uses));
            let operation = model.api.operation(id);
            format!("{}.", code(&format!("{} {}", operation.method, operation.path.sent())))
        }
        None => "A type that several operations declare inline.".to_owned(),
    };
    for id in &file.types {
        blocks.extend(models::definition(model, *id, &mut uses));
    }
    let top = Doc::default().line(top).inner();
    format::file([top, format::item(uses.lines())].into_iter().chain(blocks))
}
