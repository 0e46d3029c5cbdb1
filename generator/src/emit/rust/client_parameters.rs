//! Client-level parameters: for each one, a constant, the client builder's method that sets it, and its use in
//! operations.

use std::fmt::Write;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::doc::{Doc, default_and_example};
use super::ident::{ident, word};
use super::method::is_usual;
use super::models::gate;
use super::vocabulary::{Uses, parsed, style};
use crate::analyse::{ClientParameter, parameter_example};
use crate::emit::constants::kind;
use crate::emit::markdown::code;
use crate::emit::spell;
use crate::ir::{Location, OperationId, Param, Scalar, Style, Type, TypeId, Usage};
use crate::model::Model;
use crate::name::ClientParameterName;

/// Returns the constants that operations refer to.
pub(super) fn constants(model: &Model) -> Vec<TokenStream> {
    let of_one = |(one, names): (&ClientParameter, &ClientParameterName)| {
        let (name, method, wire) = (ident(&names.constant), names.method.as_str(), &one.param.name);
        let (call, usual) = match one.param.location {
            Location::Header => ("header", Style::Simple),
            Location::Path => ("path", Style::Simple),
            _ => ("query", Style::FormExploded),
        };
        let call = word(call);
        let style = (!is_usual(model, &one.param, usual)).then(|| {
            let style = style(one.param.style);
            quote! { .style(crate::runtime::#style) }
        });
        let default = one.param.default.as_ref().map(|value| {
            let json = value.to_string();
            quote! { .default(#json) }
        });
        let doc = format!(" The {} {}.", kind(one.param.location), code(wire));
        quote! {
            #[doc = #doc]
            #[allow(dead_code, reason = "only some features contain operations with this parameter")]
            pub(crate) const #name: ClientParameter = ClientParameter::#call(#method, #wire)#style #default;
        }
    };
    model.all_client_parameters().map(of_one).collect()
}

/// Returns the client builder's methods.
pub(super) fn methods(model: &Model) -> Vec<TokenStream> {
    let of_one = |(one, names): (&ClientParameter, &ClientParameterName)| {
        let (name, method) = (ident(&names.method), names.method.as_str());
        let (ty, value) = argument(model, &one.param, &name);
        let doc = doc(one).outer();
        let gate = parsed(&gate_of(model, &one.param));
        let deprecated = super::deprecated(one.param.deprecated);
        quote! {
            #doc
            #deprecated
            #gate
            pub fn #name(self, #name: #ty) -> Self { self.client_parameter(#method, #value) }
        }
    };
    model.all_client_parameters().map(of_one).collect()
}

fn doc(one: &ClientParameter) -> Doc {
    let param = &one.param;
    let unset = match &param.default {
        Some(_) => None,
        None if one.required == 0 => Some("If it is not set, the parameter is not sent."),
        None => Some(
            "Calls that require the parameter fail with [`Error::Request`](crate::Error::Request) unless it is set here or on the request.",
        ),
    };
    Doc::default()
        .text(param.description.as_deref())
        .line(format!(
            "Sets the {} {} for all requests that declare it. A setter with the same name overrides it for \
             a single request.",
            kind(param.location),
            code(&param.name)
        ))
        .block(unset.map(str::to_owned))
        .block(default_and_example(param.default.as_ref(), parameter_example(param)))
}

/// Returns the `cfg` attribute for the features that provide a parameter's type, or an empty string if the type is
/// always available.
pub(super) fn gate_of(model: &Model, param: &Param) -> String {
    named(model, &param.usage.ty).map(|id| gate(model, &[model.facts.shared(id)])).unwrap_or_default()
}

/// Returns the enum of a value, or of a list's items.
fn named(model: &Model, ty: &Type) -> Option<TypeId> {
    match model.api.resolved(ty) {
        Type::Named(id) => Some(*id),
        Type::List(item) => named(model, &item.ty),
        _ => None,
    }
}

/// Returns the type of the argument, and the value that is serialized.
fn argument(model: &Model, param: &Param, name: &Ident) -> (TokenStream, TokenStream) {
    let is_text = |ty: &Type| {
        matches!(
            model.api.resolved(ty),
            Type::Scalar(Scalar::String | Scalar::Uuid | Scalar::Binary | Scalar::Uri)
        )
    };
    match model.api.resolved(&param.usage.ty) {
        ty if is_text(ty) => (quote! { impl AsRef<str> }, quote! { #name.as_ref() }),
        Type::List(item) if is_text(&item.ty) => {
            (quote! { impl IntoIterator<Item = impl AsRef<str>> }, quote! { &crate::runtime::strings(#name) })
        }
        Type::List(item) => {
            let item = path(model, item);
            (quote! { impl IntoIterator<Item = #item> }, quote! { &Vec::from_iter(#name) })
        }
        ty => (path(model, &ty.clone().into()), quote! { &#name }),
    }
}

/// Returns the path of a scalar or an enum. The file does not import these types, because a server type could have
/// the same name.
fn path(model: &Model, usage: &Usage) -> TokenStream {
    let ty = model.api.resolved(&usage.ty);
    parsed(&match ty {
        Type::Named(id) => {
            let name = model.names.ty(model.facts.shared(*id));
            match name.in_api {
                true => format!("crate::api::{}::{}", name.module, name.name),
                false => format!("crate::models::{}", name.name),
            }
        }
        Type::Scalar(Scalar::DateTime | Scalar::Date | Scalar::Byte) => {
            format!("crate::runtime::{}", spell::ty(model, ty))
        }
        ty => spell::ty(model, ty).to_string(),
    })
}

/// Returns the call that declares the client-level parameters of an operation, or an empty string if there are none.
pub(super) fn sent(model: &Model, id: OperationId, uses: &mut Uses) -> String {
    let mut list = String::new();
    for (param, names) in model.client_parameters(id) {
        let optional = if param.required { "" } else { ".optional()" };
        let comma = if list.is_empty() { "" } else { ", " };
        let _ = write!(list, "{comma}{}{optional}", names.constant);
        uses.parameter(&names.constant);
    }
    if list.is_empty() { list } else { format!(".with_client_parameters(const {{ &[{list}] }})") }
}
