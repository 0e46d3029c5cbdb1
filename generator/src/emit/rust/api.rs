//! `src/api`: one file per tag (its handle, its request builders, the enums of its parameters), and the list of them.

use std::collections::BTreeMap;

use quote::{format_ident, quote};
use rayon::prelude::*;

use super::doc::Doc;
use super::vocabulary::Uses;
use super::{builder, format, method, models};
use crate::emit::Files;
use crate::emit::markdown::code;
use crate::ir::{Origin, PathStep, TagId, TypeId};
use crate::model::Model;

/// Adds the files.
pub(super) fn emit(model: &Model, files: &mut Files) {
    // What is written out in operations, by the module it goes to.
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

/// `src/api/mod.rs`: the only place where a tag's feature switches its code.
fn list(model: &Model) -> String {
    let top =
        Doc::default().line("The operations of the API, by tag; each tag is a feature of the crate.").inner();
    let mut modules: Vec<&str> =
        model.facts.tags().iter().map(|tag| model.names.tag(*tag).module.as_str()).collect();
    modules.sort_unstable();
    let lines =
        modules.iter().map(|module| format!("#[cfg(feature = {module:?})]\npub mod {module};\n")).collect();
    format::file([top, lines])
}

/// The file of a tag, with the types that are written out in its operations.
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
        blocks.extend(models::definition(model, *id, &mut uses, &purpose(model, *id)));
    }
    let top = Doc::default().line(format!("The operations of the tag {}.", code(&model.api.tag(tag).name)));
    format::file([top.inner(), format::item(uses.in_api())].into_iter().chain(blocks))
}

fn handle(model: &Model, tag: TagId) -> Vec<String> {
    let names = model.names.tag(tag);
    let name = format_ident!("{}", names.handle);
    let doc = Doc::default()
        .text(model.api.tag(tag).description.as_deref())
        .line(format!(
            "The operations of the tag {}; from [`Client::{}`].",
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

/// What a type is for that is written out in an operation.
fn purpose(model: &Model, id: TypeId) -> String {
    match &model.api.ty(id).origin {
        Origin::Operation { operation, path } => {
            let what = code(&path.first().map(PathStep::word).unwrap_or_default());
            let names = model.names.operation(*operation);
            format!("A value of {what}, as [`{}`] takes or gives it", names.builder)
        }
        _ => "A value of the API".to_owned(),
    }
}
