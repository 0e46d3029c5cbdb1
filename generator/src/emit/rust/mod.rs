//! The emitted code: tokens from `quote`, formatted by `prettyplease`, with one emitter per kind of file.
//!
//! Emitters are pure and cannot fail. They use the Rust names in the name table and the runtime items in
//! [`vocabulary`], and do not read the document. The files of tags and schemas are emitted in parallel, which does not
//! affect the output. An emitter that runs in parallel must not start parallel work itself, because a waiting thread
//! would run other jobs on the same stack.

mod api;
mod body;
mod builder;
mod client;
mod client_parameters;
mod doc;
mod enums;
mod foreign;
mod format;
mod ident;
mod lib_rs;
mod licenses;
mod manifest;
mod method;
mod models;
mod paging;
mod polling;
mod representations;
mod responses;
mod returned;
mod runtime;
mod security;
mod servers;
mod streams;
mod structs;
mod unions;
mod vocabulary;
mod webhooks;
mod wire;

use super::Files;
use super::budget::Budget;
use crate::model::Model;

/// Returns the files of the crate except its pages. The examples in `pages` become doctests of the crate.
pub(super) fn files(model: &Model, pages: &Files, budget: &Budget) -> Files {
    let mut files = Files::new();
    manifest::emit(model, &mut files);
    licenses::emit(model, &mut files);
    lib_rs::emit(model, pages, &mut files);
    client::emit(model, &mut files);
    servers::emit(model, &mut files);
    api::emit(model, &mut files, budget);
    models::emit(model, &mut files, budget);
    webhooks::emit(model, &mut files);
    foreign::emit(model, &mut files);
    wire::emit(model, &mut files, budget);
    let own = files.iter_mut().filter(|(path, _)| path.ends_with(".rs"));
    own.for_each(|(_, text)| format::escape_hidden(text));
    runtime::emit(model, &mut files);
    files
}

/// Returns the syntax errors in the Rust files, except those in the runtime, which is compiled elsewhere.
pub(super) fn syntax_errors(files: &Files) -> Vec<String> {
    let own = files.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("src/runtime/"));
    own.filter_map(|(path, text)| Some(format!("{path}: {}", format::syntax_error(text)?))).collect()
}

/// Returns the attribute for an item that the document marks as deprecated.
fn deprecated(is: bool) -> Option<proc_macro2::TokenStream> {
    is.then(|| quote::quote! { #[deprecated] })
}
