//! The crate's code: tokens by `quote`, text by `prettyplease`, one emitter per kind of file.
//!
//! Pure, and unable to fail. An emitter is named after what it emits. Names come from the side table, runtime words from
//! [`vocabulary`]; nothing here asks the document.
//! The files of tags and of schemas, of which there are many, are made in parallel; what comes out does not depend on it. No emitter that runs
//! in parallel starts parallel work itself: a thread that waits for it would take up other work on top of its stack.

mod answers;
mod api;
mod body;
mod builder;
mod client;
mod doc;
mod enums;
mod format;
mod json_literal;
mod lib_rs;
mod licenses;
mod manifest;
mod method;
mod models;
mod paging;
mod runtime;
mod sample;
mod security;
mod servers;
mod structs;
mod unions;
mod vocabulary;
mod wire;
mod wire_body;
mod wire_styles;

use super::Files;
use crate::model::Model;

/// The files of the crate, but for its pages; the examples on `pages` are made part of the crate's tests.
pub(super) fn files(model: &Model, pages: &Files) -> Files {
    let mut files = Files::new();
    manifest::emit(model, &mut files);
    licenses::emit(model, &mut files);
    lib_rs::emit(model, pages, &mut files);
    client::emit(model, &mut files);
    servers::emit(model, &mut files);
    api::emit(model, &mut files);
    models::emit(model, &mut files);
    wire::emit(model, &mut files);
    let own = files.iter_mut().filter(|(path, _)| path.ends_with(".rs"));
    own.for_each(|(_, text)| format::escape_hidden(text));
    runtime::emit(model, &mut files);
    files
}

/// The Rust files that do not parse, each with what is wrong; those of the runtime are compiled elsewhere.
pub(super) fn syntax_errors(files: &Files) -> Vec<String> {
    let own = files.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("src/runtime/"));
    own.filter_map(|(path, text)| Some(format!("{path}: {}", format::syntax_error(text)?))).collect()
}

/// The attribute of an item that the document calls deprecated.
fn deprecated(is: bool) -> Option<proc_macro2::TokenStream> {
    is.then(|| quote::quote! { #[deprecated] })
}
