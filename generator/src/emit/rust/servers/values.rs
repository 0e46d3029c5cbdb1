//! The enum of a server variable's values, such as regions.

use proc_macro2::TokenStream;
use quote::quote;

use super::display;
use crate::analyse::ServerChoice;
use crate::emit::markdown::code;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::format;
use crate::emit::rust::ident::ident;
use crate::ir::{Literal, ServerVariable};
use crate::model::Model;
use crate::name::TypeName;
use crate::sanitize::one_line;

/// Returns the first variable with listed values. With `ServerChoice::Value`, this variable alone selects the server.
pub(super) fn only(model: &Model) -> Option<&ServerVariable> {
    let (server, place) = model.facts.servers().enums.first()?;
    model.api.servers.get(*server)?.variables.get(*place)
}

/// Returns the source code of the enum, one string per item.
pub(super) fn emit(model: &Model, (server, place): (usize, usize), names: &TypeName) -> Vec<String> {
    let Some(server) = model.api.servers.get(server) else { return Vec::new() };
    let Some(variable) = server.variables.get(place) else { return Vec::new() };
    let texts: Vec<String> = variable.values.iter().map(|v| wire(&v.value)).collect();
    let ty = ident(&names.name);
    let variants: Vec<_> = names.members.iter().map(ident).collect();
    let mut methods = vec![
        quote! {
            #[doc = " All declared values, in order."]
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];
        },
        quote! {
            #[doc = " Returns the value as it appears in the server URL."]
            pub fn as_str(self) -> &'static str { match self { #(Self::#variants => #texts,)* } }
        },
    ];
    if model.facts.servers().choice == ServerChoice::Value {
        let format = url_format(&server.url, variable);
        methods.push(quote! {
            #[doc = " Returns the base URL, to which operation paths are appended."]
            pub fn base_url(self) -> String { format!(#format, self.as_str()) }
        });
    }
    let shown = format!(" Formats the value of the {} server variable.", code(&variable.name));
    vec![
        format::item(definition(variable, names, &texts)),
        format::impl_block(&quote! { impl #ty }, methods),
        display(&ty, &quote! { self.as_str() }, &shown),
        from_str(&ty, variable),
    ]
}

/// Returns the URL as a `format!` string whose only argument is the variable's value.
fn url_format(url: &str, variable: &ServerVariable) -> String {
    let placeholder = format!("{{{}}}", variable.name);
    // All occurrences of the variable refer to the same argument.
    let format = url.replace('{', "{{").replace('}', "}}").replace(&format!("{{{placeholder}}}"), "{0}");
    format.trim_end_matches('/').to_owned()
}

fn wire(value: &Literal) -> String {
    match value {
        Literal::Text(text) => text.clone(),
        Literal::Integer(number) => number.to_string(),
    }
}

fn definition(variable: &ServerVariable, names: &TypeName, texts: &[String]) -> TokenStream {
    let ty = ident(&names.name);
    let doc = Doc::default()
        .text(variable.description.as_deref())
        .or(|| format!("A value of the {} server variable.", code(&variable.name)))
        .outer();
    let variants = variable.values.iter().zip(&names.members).zip(texts).map(|((value, name), text)| {
        let doc = Doc::default().text(value.description.as_deref()).line(code(text)).outer();
        let name = ident(name);
        let default = (*text == variable.default).then(|| quote! { #[default] });
        quote! { #doc #default #name, }
    });
    let default = texts.contains(&variable.default).then(|| quote! { , Default });
    quote! {
        #doc
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash #default)]
        #[non_exhaustive]
        pub enum #ty { #(#variants)* }
    }
}

fn from_str(ty: &proc_macro2::Ident, variable: &ServerVariable) -> String {
    let (name, shown) = (one_line(&variable.name), code(&variable.name));
    let doc = format!(" Parses a value of the {shown} server variable, as returned by [`{ty}::as_str`].");
    let methods = [
        quote! { type Err = Error; },
        quote! {
            fn from_str(text: &str) -> Result<Self, Error> {
                let known = Self::ALL.iter().copied().find(|known| known.as_str() == text);
                known.ok_or_else(|| Error::config(format!("{text:?} is not a value of the {} server variable", #name)))
            }
        },
    ];
    format::impl_block(&quote! { #[doc = #doc] impl FromStr for #ty }, methods)
}
