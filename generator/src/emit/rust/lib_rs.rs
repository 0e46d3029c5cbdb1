//! `src/lib.rs`: the crate's documentation, its modules and its root re-exports.

use quote::{format_ident, quote};

use super::doc::Doc;
use super::{format, servers};
use crate::emit::Files;
use crate::emit::markdown::code;
use crate::ir::{SecurityKind, SecurityScheme};
use crate::model::Model;

/// Adds the file.
pub(super) fn emit(model: &Model, pages: &Files, files: &mut Files) {
    let top = Doc::default()
        .text(Some(&model.api.title))
        .text(model.api.description.as_deref())
        .line(format!("API version: {}.", code(&model.api.version)))
        .line("Start with [`Client::builder`]. Operations are in [`api`], the types of requests and responses in [`models`].");
    let types: Vec<_> = servers::exports(model).into_iter().map(|name| format_ident!("{name}")).collect();
    let (servers, export) = match types.as_slice() {
        [] => (None, None),
        [one] => (Some(quote! { mod servers; }), Some(quote! { pub use servers::#one; })),
        many => (Some(quote! { mod servers; }), Some(quote! { pub use servers::{#(#many),*}; })),
    };
    let modules =
        quote! { pub mod api; mod client; pub mod models; #[doc(hidden)] pub mod runtime; #servers };
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

/// The attribute of a crate with names such as `cœur`, which rustc considers confusable with ASCII names; empty for others.
pub(super) fn lookalikes(model: &Model) -> &'static str {
    if model.names.has_lookalikes() {
        "#![allow(confusable_idents, reason = \"names of the API contain letters such as œ and ı\")]\n"
    } else {
        ""
    }
}

/// Compiles the examples of the pages as doctests of the crate.
fn doctests(pages: &Files) -> String {
    let with_examples = pages.iter().filter(|(_, text)| text.contains("```rust"));
    let modules: String = with_examples
        .enumerate()
        .map(|(number, (path, _))| {
            format!("    #[doc = include_str!({:?})]\n    mod page_{number} {{}}\n", format!("../{path}"))
        })
        .collect();
    if modules.is_empty() {
        return String::new();
    }
    format!(
        "/// Compiles the examples of the documentation pages as doctests.\n#[cfg(doctest)]\nmod pages {{\n{modules}}}\n"
    )
}
