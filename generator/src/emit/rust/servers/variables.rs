//! The struct for the variables of a server. It is created with their defaults, and has a setter for each variable.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::display;
use crate::analyse::used_variables;
use crate::emit::markdown::code;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::format;
use crate::emit::rust::ident::ident;
use crate::ir::{Server, ServerVariable};
use crate::model::Model;
use crate::name::{RustName, ServerName};

/// Returns the source code of the type, one string per item.
pub(super) fn emit(model: &Model, index: usize, server: &Server, names: &ServerName) -> Vec<String> {
    let ty = ident(&names.ty);
    let variables: Vec<_> = used_variables(server).zip(&names.fields).collect();
    let enums = &model.names.servers().enums;
    let enum_of = |place: usize| {
        let number = model.facts.servers().enum_of(index, place)?;
        enums.get(number).map(|name| ident(&name.name))
    };
    let doc = Doc::default()
        .text(server.description.as_deref())
        .line(format!(
            "Variables of the server URL {}. Each variable has its default value until it is set.",
            code(&server.url)
        ))
        .outer();
    let (mut fields, mut starts, mut setters, mut values) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for ((place, variable), field) in &variables {
        let one = parts(variable, field, enum_of(*place));
        fields.push(one.field);
        starts.push(one.start);
        setters.push(one.setter);
        values.push(one.value);
    }
    let definition = format::item(quote! {
        #doc
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[must_use = "has no effect until passed to a client builder"]
        pub struct #ty { #(#fields),* }
    });
    let url = &server.url;
    let new = quote! {
        #[doc = " Creates the server with the default value of each variable."]
        pub fn new() -> Self { Self { #(#starts),* } }
    };
    let base_url = quote! {
        #[doc = " Returns the base URL, to which operation paths are appended."]
        pub fn base_url(&self) -> String { server_url(#url, &[#(#values),*]) }
    };
    let methods = std::iter::once(new).chain(setters).chain([base_url]);
    let default = quote! { fn default() -> Self { Self::new() } };
    vec![
        definition,
        format::impl_block(&quote! { impl #ty }, methods),
        format::impl_block(&quote! { impl Default for #ty }, [default]),
        display(&ty, &quote! { &self.base_url() }, " The URL."),
    ]
}

/// The emitted code for one variable: its field, the field's initial value, its setter, and its value for the URL.
struct Parts {
    field: TokenStream,
    start: TokenStream,
    setter: TokenStream,
    value: TokenStream,
}

/// Returns the code for a variable; `ty` is the enum of its values, if it has one.
fn parts(variable: &ServerVariable, field: &RustName, ty: Option<Ident>) -> Parts {
    let (name, wire, default) = (ident(field), &variable.name, &variable.default);
    let doc = Doc::default()
        .text(variable.description.as_deref())
        .or(|| format!("Sets the {} variable.", code(wire)))
        .line(format!("Default: {}.", code(default)))
        .outer();
    match ty {
        Some(of) => Parts {
            field: quote! { #name: #of },
            start: quote! { #name: #of::default() },
            setter: quote! { #doc pub fn #name(mut self, #name: #of) -> Self { self.#name = #name; self } },
            value: quote! { (#wire, self.#name.as_str(), self.#name.as_str()) },
        },
        None => Parts {
            field: quote! { #name: String },
            start: quote! { #name: #default.to_owned() },
            setter: quote! { #doc pub fn #name(mut self, #name: impl Into<String>) -> Self { self.#name = #name.into(); self } },
            value: quote! { (#wire, &self.#name, #default) },
        },
    }
}
