//! `src/servers.rs`: the values that the variable of the server's URL can take, such as regions.
//!
//! Emitted for a first server whose URL has one variable with listed values; any other address is given to the client builder as text.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::doc::Doc;
use super::format;
use crate::Model;
use crate::emit::Files;
use crate::emit::text::code_text;
use crate::ir::{Literal, ServerVariable};
use crate::name::TypeName;

/// The variable that the client builder has a method for.
fn variable(model: &Model) -> Option<(&ServerVariable, &TypeName)> {
    match model.api.servers.first()?.variables.as_slice() {
        [one] if !one.values.is_empty() => Some((one, model.names.server_variables().first()?)),
        _ => None,
    }
}

/// Its names.
pub(super) fn builder_variable(model: &Model) -> Option<&TypeName> {
    variable(model).map(|(_, names)| names)
}

/// The client builder's method.
pub(super) fn builder_method(model: &Model) -> Option<TokenStream> {
    let (variable, names) = variable(model)?;
    let (method, ty) = (format_ident!("{}", names.module), format_ident!("{}", names.name));
    let doc = Doc::default()
        .text(variable.description.as_deref())
        .line(format!("Sends to this server; [`base_url`](Self::base_url) takes one that is not listed. Default: [`{ty}::default`]."))
        .outer();
    Some(quote! {
        #doc
        pub fn #method(self, #method: #ty) -> Self { self.base_url(#method.base_url()) }
    })
}

/// Adds the file, if there is such a variable.
pub(super) fn emit(model: &Model, files: &mut Files) {
    let (Some((variable, names)), Some(server)) = (variable(model), model.api.servers.first()) else {
        return;
    };
    let texts: Vec<String> = variable.values.iter().map(|v| wire(&v.value)).collect();
    let top = Doc::default().line("The servers that the document lists.").inner();
    let uses = format::item(quote! { use std::str::FromStr; use crate::runtime::Error; });
    let ty = format_ident!("{}", names.name);
    let methods = methods(&server.url, variable, names, &texts);
    let blocks = [
        top,
        uses,
        format::item(definition(variable, names, &texts)),
        format::impl_block(&quote! { impl #ty }, methods),
        from_str(&ty, variable),
    ];
    files.insert("src/servers.rs".to_owned(), format::file(blocks));
}

fn wire(value: &Literal) -> String {
    match value {
        Literal::Text(text) => text.clone(),
        Literal::Integer(number) => number.to_string(),
    }
}

fn definition(variable: &ServerVariable, names: &TypeName, texts: &[String]) -> TokenStream {
    let ty = format_ident!("{}", names.name);
    let doc = Doc::default()
        .text(variable.description.as_deref())
        .or(|| format!("The server variable `{}`.", code_text(&variable.name)))
        .outer();
    let variants = variable.values.iter().zip(&names.members).zip(texts).map(|((value, name), text)| {
        let doc =
            Doc::default().text(value.description.as_deref()).line(format!("`{}`", code_text(text))).outer();
        let name = format_ident!("{name}");
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

fn methods(url: &str, variable: &ServerVariable, names: &TypeName, texts: &[String]) -> [TokenStream; 3] {
    let variants: Vec<_> = names.members.iter().map(|name| format_ident!("{name}")).collect();
    let placeholder = format!("{{{}}}", variable.name);
    let format = url.replace('{', "{{").replace('}', "}}").replace(&format!("{{{placeholder}}}"), "{}");
    let format = format.trim_end_matches('/');
    [
        quote! {
            #[doc = " All that the document lists, in its order."]
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];
        },
        quote! {
            #[doc = " The value in the server's URL."]
            pub fn as_str(self) -> &'static str { match self { #(Self::#variants => #texts,)* } }
        },
        quote! {
            #[doc = " The URL that the path of an operation is added to."]
            pub fn base_url(self) -> String { format!(#format, self.as_str()) }
        },
    ]
}

fn from_str(ty: &proc_macro2::Ident, variable: &ServerVariable) -> String {
    let name = code_text(&variable.name);
    let doc = format!(" Reads the value of the server variable `{name}`, as [`{ty}::as_str`] gives it.");
    let methods = [
        quote! { type Err = Error; },
        quote! {
            fn from_str(text: &str) -> Result<Self, Error> {
                let known = Self::ALL.iter().copied().find(|known| known.as_str() == text);
                known.ok_or_else(|| Error::config(format!("{text:?} is no value of the server variable {}", #name)))
            }
        },
    ];
    format::impl_block(&quote! { #[doc = #doc] impl FromStr for #ty }, methods)
}
