//! `src/lib.rs`: the crate's documentation, its modules and its root re-exports.

use quote::quote;

use super::doc::Doc;
use super::ident::ident;
use super::{format, servers};
use crate::emit::markdown::code;
use crate::emit::{Files, WEBHOOKS, docs, example};
use crate::ir::{SecurityKind, SecurityScheme};
use crate::model::Model;

/// Adds `src/lib.rs`.
pub(super) fn emit(model: &Model, pages: &Files, files: &mut Files) {
    let top = Doc::default()
        .text(Some(&model.api.title))
        .text(model.api.description.as_deref())
        .line(format!("API version: {}.", code(&model.api.version)));
    let top = guide(model, top);
    let types: Vec<_> = servers::exports(model).into_iter().map(ident).collect();
    let (servers, export) = match types.as_slice() {
        [] => (None, None),
        [one] => (Some(quote! { mod servers; }), Some(quote! { pub use servers::#one; })),
        many => (Some(quote! { mod servers; }), Some(quote! { pub use servers::{#(#many),*}; })),
    };
    // The maintainer of the crate writes this module.
    let custom = model.config.custom.then(|| quote! { pub mod custom; });
    let webhooks =
        (!model.api.webhooks.is_empty()).then(|| quote! { #[cfg(feature = #WEBHOOKS)] pub mod webhooks; });
    let foreign = (!model.api.foreign.is_empty()).then(|| quote! { mod foreign; });
    let modules = quote! { pub mod api; mod client; #foreign pub mod models; #[doc(hidden)] pub mod runtime; #servers #custom #webhooks };
    let by_oauth = |scheme: &SecurityScheme| matches!(scheme.kind, SecurityKind::OAuth2 { .. });
    let login = model.api.security_schemes.iter().any(by_oauth).then(|| quote! { OAuth2, });
    let exports = quote! {
        #[cfg(feature = "testing")]
        pub use runtime::testing;
        #[doc(inline)]
        pub use runtime::facade::{auth, config, error, paging, request, response, transport, types};
        pub use runtime::{Client, ClientBuilder, Error, #login RequestOptions, Response, Result};
        #export
    };
    let lints = format!("#![forbid(unsafe_code)]\n#![warn(missing_docs)]\n{}", lookalikes(model));
    let blocks = [top.inner(), lints, format::item(modules), format::item(exports), doctests(pages)];
    files.insert("src/lib.rs".to_owned(), format::file(blocks));
}

/// Adds an introduction: a first program, a list, an error, and links to further information.
fn guide(model: &Model, doc: Doc) -> Doc {
    let fenced = |lines: Vec<String>| {
        std::iter::once("```no_run".to_owned()).chain(lines).chain(["```".to_owned()]).collect::<Vec<_>>()
    };
    let mut doc = doc.line("# Quick start").block(fenced(example::first_program(model))).line(
        "Required parameters are arguments; optional ones are methods of the returned request builder. \
         Awaiting the builder sends the request and returns the decoded response body; `send().await` also \
         returns the status and the headers.",
    );
    if let Some(list) = example::first_list(model) {
        doc = doc
            .line("# Lists")
            .line("Builders of paginated operations stream the items of all pages; see [`paging`].")
            .block(fenced(list.program()));
    }
    let krate = &model.names.krate;
    let errors = [
        format!("use {krate}::Error;"),
        String::new(),
        "fn explain(error: &Error) -> String {".to_owned(),
        "    match error.api() {".to_owned(),
        "        Some(response) => format!(\"the server responded with {}\", response.status()),".to_owned(),
        "        None => error.to_string(),".to_owned(),
        "    }".to_owned(),
        "}".to_owned(),
    ];
    doc.line("# Errors")
        .line("Every call returns an [`Error`] on failure. An unsuccessful response is an [`Error::Api`].")
        .block(fenced(errors.to_vec()))
        .line("# Where to find more")
        .block([
            "- [`Client::builder`]: credentials, servers, retries and other settings".to_owned(),
            "- [`api`]: the operations, by tag; each tag is a Cargo feature, enabled by default".to_owned(),
            "- [`models`]: the types of requests and responses".to_owned(),
            "- `README.md` in the package: guides, from authentication to tests with a mock transport".to_owned(),
            "- `docs/reference.md` in the package: all operations, with links to a page for each tag and model".to_owned(),
        ])
}

/// Returns the attribute for a crate with names such as `cœur`, which rustc considers confusable with ASCII names, or
/// an empty string for any other crate.
pub(super) fn lookalikes(model: &Model) -> &'static str {
    if model.names.has_lookalikes() {
        "#![allow(confusable_idents, reason = \"names of the API contain letters such as œ and ı\")]\n"
    } else {
        ""
    }
}

/// Returns the module that compiles the examples of the pages as doctests of the crate.
fn doctests(pages: &Files) -> String {
    let with_examples = pages.iter().filter(|(_, text)| text.contains("```rust"));
    let modules: String = with_examples
        .enumerate()
        .map(|(number, (path, _))| {
            let gate = docs::condition(path).map(|condition| format!("    #[cfg({condition})]\n"));
            let gate = gate.unwrap_or_default();
            let path = format!("../{path}");
            format!("{gate}    #[doc = include_str!({path:?})]\n    mod page_{number} {{}}\n")
        })
        .collect();
    if modules.is_empty() {
        return String::new();
    }
    format!(
        "/// Compiles the examples of the documentation pages as doctests.\n#[cfg(doctest)]\nmod pages {{\n{modules}}}\n"
    )
}
