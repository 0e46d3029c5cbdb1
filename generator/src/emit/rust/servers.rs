//! `src/servers.rs`, which contains the servers that the document declares.
//!
//! The file can contain an enum for a variable's values ([`values`]) and a struct with one setter per variable
//! ([`variables`]). This module emits the enum of servers, if there are several. The client builder accepts any
//! other URL as a string.

mod values;
mod variables;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::Doc;
use super::format;
use super::ident::ident;
use crate::analyse::{ServerChoice, used_variables};
use crate::emit::Files;
use crate::emit::markdown::code;
use crate::ir::Server;
use crate::model::Model;
use crate::name::{RustName, ServerName};

/// Returns the sorted names of the types in `src/servers.rs`, or no names if the crate does not offer a choice of
/// servers.
pub(super) fn exports(model: &Model) -> Vec<&RustName> {
    let names = model.names.servers();
    let enums = names.enums.iter().map(|name| &name.name);
    let structs = names.servers.iter().map(|name| &name.ty);
    let all: BTreeSet<&RustName> =
        enums.chain(structs).chain([&names.ty]).filter(|name| !name.is_empty()).collect();
    all.into_iter().collect()
}

/// Returns the name of the type with which callers select a server on the client builder.
pub(super) fn choice(model: &Model) -> Option<&RustName> {
    Some(&model.names.servers().ty).filter(|name| !name.is_empty())
}

/// Returns the client builder's method that selects a server.
pub(super) fn builder_method(model: &Model) -> Option<TokenStream> {
    let names = model.names.servers();
    let (method, ty) = (ident(names.method_or_none()?), ident(&names.ty));
    let text = match model.facts.servers().choice {
        ServerChoice::Value => values::only(model)?.description.as_deref(),
        _ => None,
    };
    let doc = Doc::default()
        .text(text)
        .line(format!(
            "Sets the server; for any server not listed, use [`base_url`](Self::base_url). \
         Default: [`{ty}::default`]."
        ))
        .outer();
    Some(quote! {
        #doc
        pub fn #method(self, #method: #ty) -> Self { self.listed_server(#method.base_url()) }
    })
}

/// Adds `src/servers.rs`, if the crate offers a choice of servers.
pub(super) fn emit(model: &Model, files: &mut Files) {
    let servers = model.facts.servers();
    if servers.choice == ServerChoice::Fixed {
        return;
    }
    let mut blocks =
        vec![Doc::default().line("Servers declared by the API description.").inner(), uses(model)];
    blocks.extend(
        servers
            .enums
            .iter()
            .zip(&model.names.servers().enums)
            .flat_map(|(place, names)| values::emit(model, *place, names)),
    );
    for (index, server, names) in listed(model) {
        if !names.ty.is_empty() {
            blocks.extend(variables::emit(model, index, server, names));
        }
    }
    if servers.choice == ServerChoice::Server {
        blocks.extend(several(model));
    }
    files.insert("src/servers.rs".to_owned(), format::file(blocks));
}

/// Returns the declared servers, with their indices.
fn listed(model: &Model) -> impl Iterator<Item = (usize, &Server, &ServerName)> {
    let names = &model.names.servers().servers;
    let listed = model.facts.servers().listed.iter().zip(names);
    listed.filter_map(|(index, names)| Some((*index, model.api.servers.get(*index)?, names)))
}

fn uses(model: &Model) -> String {
    let servers = model.facts.servers();
    let reads = !servers.enums.is_empty();
    let fills = servers.choice != ServerChoice::Value
        && listed(model).any(|(_, server, _)| used_variables(server).next().is_some());
    let from_str = reads.then(|| quote! { use std::str::FromStr; });
    let runtime = match (reads, fills) {
        (true, true) => quote! { use crate::runtime::{Error, server_url}; },
        (true, false) => quote! { use crate::runtime::Error; },
        (false, true) => quote! { use crate::runtime::server_url; },
        (false, false) => TokenStream::new(),
    };
    format::item(quote! { use std::fmt; #from_str #runtime })
}

/// Returns the enum of servers and its implementations. If a server has variables, its variant contains their values.
fn several(model: &Model) -> Vec<String> {
    let ty = ident(&model.names.servers().ty);
    let all: Vec<_> = listed(model).collect();
    let variants = all.iter().map(|(_, server, names)| {
        let doc = Doc::default().text(server.description.as_deref()).line(code(&server.url)).outer();
        let (variant, held) = (ident(&names.variant), held(names));
        let held = held.map(|ty| quote! { (#ty) });
        quote! { #doc #variant #held, }
    });
    // A new version of the document could add a server, or a variable that accepts any value. Therefore, the type is
    // not `Copy`, and the list of servers is not an array of fixed length.
    let definition = format::item(quote! {
        #[doc = " A server declared by the API description."]
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ty { #(#variants)* }
    });
    let made: Vec<TokenStream> = all
        .iter()
        .map(|(.., names)| {
            let variant = ident(&names.variant);
            match held(names) {
                Some(held) => quote! { Self::#variant(#held::new()) },
                None => quote! { Self::#variant },
            }
        })
        .collect();
    let list = quote! {
        #[doc = " All declared servers, in order, with the defaults of their variables."]
        pub fn all() -> Vec<Self> { Vec::from([#(#made),*]) }
    };
    let arms = all.iter().map(|(_, server, names)| {
        let (variant, url) = (ident(&names.variant), server.default_url());
        match held(names) {
            Some(_) => quote! { Self::#variant(server) => server.base_url(), },
            None => quote! { Self::#variant => #url.to_owned(), },
        }
    });
    let base_url = quote! {
        #[doc = " Returns the base URL, to which operation paths are appended."]
        pub fn base_url(&self) -> String { match self { #(#arms)* } }
    };
    let first = made.first().map(|first| {
        let default =
            quote! { #[doc = " Returns the first declared server."] fn default() -> Self { #first } };
        format::impl_block(&quote! { impl Default for #ty }, [default])
    });
    let methods = format::impl_block(&quote! { impl #ty }, [list, base_url]);
    [definition, methods]
        .into_iter()
        .chain(first)
        .chain([display(&ty, &quote! { &self.base_url() }, " The URL.")])
        .collect()
}

/// Returns the name of the type that contains the values of a server's variables.
fn held(names: &ServerName) -> Option<proc_macro2::Ident> {
    (!names.ty.is_empty()).then(|| ident(&names.ty))
}

/// Returns a `Display` implementation for a type.
fn display(ty: &proc_macro2::Ident, text: &TokenStream, doc: &str) -> String {
    let method = quote! {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(#text) }
    };
    format::impl_block(&quote! { #[doc = #doc] impl fmt::Display for #ty }, [method])
}
