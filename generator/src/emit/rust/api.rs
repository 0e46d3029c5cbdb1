//! `src/api`: one file per tag (its handle, request builders and inline types), and the list of modules.

use std::collections::BTreeMap;

use quote::{format_ident, quote};
use rayon::prelude::*;

use super::doc::Doc;
use super::vocabulary::Uses;
use super::{builder, format, method, models};
use crate::emit::Files;
use crate::emit::markdown::code;
use crate::ir::{TagId, TypeId};
use crate::model::Model;

/// Adds the files.
pub(super) fn emit(model: &Model, files: &mut Files) {
    // Inline types of operations, by module.
    let mut types: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
    for id in model.facts.emitted_types(&model.api) {
        let name = model.names.ty(id);
        if name.in_api {
            types.entry(&name.module).or_default().push(id);
        }
    }
    files.par_extend(model.facts.tags().par_iter().map(|tag| {
        let module = model.names.tag(*tag).module.as_str();
        let types = types.get(module).map(Vec::as_slice).unwrap_or_default();
        (format!("src/api/{module}.rs"), file(model, *tag, types))
    }));
    files.insert("src/api/mod.rs".to_owned(), list(model));
}

/// `src/api/mod.rs`: the only `cfg` gates of the tags' features.
fn list(model: &Model) -> String {
    let top = Doc::default()
        .line("Operations of the API: one module per tag, gated by the Cargo feature of the same name.")
        .inner();
    let mut modules: Vec<&str> =
        model.facts.tags().iter().map(|tag| model.names.tag(*tag).module.as_str()).collect();
    modules.sort_unstable();
    let lines =
        modules.iter().map(|module| format!("#[cfg(feature = {module:?})]\npub mod {module};\n")).collect();
    format::file([top, lines])
}

/// The file of a tag, with the inline types of its operations.
fn file(model: &Model, tag: TagId, types: &[TypeId]) -> String {
    let mut uses = Uses::default();
    let operations: Vec<_> = model.facts.operations_of(tag).collect();
    let mut blocks = handle(model, tag);
    uses.runtime("Client");
    let head = format_ident!("{}", model.names.tag(tag).handle);
    let new = quote! { pub(crate) fn new(client: Client) -> Self { Self { client } } };
    let methods: Vec<_> = operations.iter().map(|id| method::emit(model, *id, &mut uses)).collect();
    blocks.push(format::impl_block(&quote! { impl #head }, std::iter::once(new).chain(methods)));
    for id in &operations {
        blocks.extend(builder::emit(model, tag, *id, &mut uses));
    }
    for id in types {
        blocks.extend(models::definition(model, *id, &mut uses));
    }
    let top = Doc::default().line(format!("Operations tagged {}.", code(&model.api.tag(tag).name)));
    format::file([top.inner(), format::item(uses.in_api())].into_iter().chain(blocks))
}

fn handle(model: &Model, tag: TagId) -> Vec<String> {
    let names = model.names.tag(tag);
    let name = format_ident!("{}", names.handle);
    let doc = Doc::default()
        .text(model.api.tag(tag).description.as_deref())
        .line(format!(
            "Operations tagged {}; returned by [`Client::{}`].",
            code(&model.api.tag(tag).name),
            names.module
        ))
        .outer();
    vec![format::item(quote! {
        #doc
        #[derive(Debug, Clone)]
        pub struct #name { client: Client }
    })]
}
