//! Request bodies: the arguments of a method, and the calls that write them to the request.
//!
//! `analyse` has already chosen the media type. The fields of a flattened form are passed to this module one by one,
//! like parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::vocabulary::Uses;
use crate::analyse::{Given, others};
use crate::emit::markdown::code;
use crate::emit::spell;
use crate::ir::{Location, OperationId, Param, Style, Type};
use crate::model::Model;
use crate::name::RustName;
use crate::sanitize::one_line;

/// Returns the arguments of a body that is not flattened, and the calls that write the body. Returns `None` for other
/// operations.
pub(super) fn whole(model: &Model, id: OperationId, uses: &mut Uses) -> Option<(TokenStream, TokenStream)> {
    let sent = model.facts.body(id)?;
    let names = model.names.operation(id);
    let body = ident(&names.body);
    let media_type = sent.media_type.as_deref().map(one_line);
    let call = match (&sent.given, media_type) {
        (Given::Json, _) => quote! { .json(#body) },
        (Given::Xml, media_type) => quote! { .xml(#media_type, #body) },
        (Given::Form, _) => quote! { .form(#body) },
        (Given::Fields, _) => return None,
        (Given::Parts, _) => quote! { .all_parts(#body) },
        (Given::Items, media_type) => quote! { .items_body(#media_type, #body) },
        (Given::Bytes, Some(media_type)) => quote! { .body(#media_type, #body) },
        (Given::Bytes, None) => {
            let media_type = ident(&names.media_type);
            quote! { .body("application/octet-stream", #body).header("Content-Type", #media_type) }
        }
    };
    let args = spell::body_arguments(model, id).into_iter().map(|(name, ty)| {
        let (name, ty) = (ident(&name), uses.tokens(&ty));
        quote! { #name: #ty }
    });
    Some((quote! { #(#args),* }, call))
}

/// Returns the call that writes an empty form, if the document requires the form but none of its fields.
pub(super) fn empty_form(model: &Model, id: OperationId, uses: &mut Uses) -> Option<TokenStream> {
    if !has_empty_form(model, id) {
        return None;
    }
    uses.runtime("Map");
    Some(quote! { .form(&Map::new()) })
}

/// Returns whether a request contains a form even if no field is set.
pub(super) fn has_empty_form(model: &Model, id: OperationId) -> bool {
    let fields = model.facts.fields(id);
    let optional = |field: &Param| field.location == Location::Field && !field.required;
    let required = model.api.operation(id).body.as_ref().is_some_and(|body| body.required);
    required && !fields.is_empty() && fields.iter().all(optional)
}

/// Returns a sentence about the media types of the body: the type that is sent, unless it is obvious, and others that
/// the API accepts.
pub(super) fn media_types(model: &Model, id: OperationId) -> Option<String> {
    let sent = model.facts.body(id)?;
    let others: Vec<String> =
        others(model.api.operation(id).body.as_ref()?, sent).into_iter().map(code).collect();
    let is_relevant = matches!(sent.given, Given::Bytes | Given::Items | Given::Xml);
    let has_choice = matches!(sent.given, Given::Bytes | Given::Items);
    let mut text = match (&sent.media_type, is_relevant || !others.is_empty()) {
        (Some(name), true) => format!("The body is sent as {}.", code(name)),
        (None, _) => "The body is sent with the given media type.".to_owned(),
        (Some(_), false) => return None,
    };
    if !others.is_empty() {
        text.push_str(&format!(" The API also accepts {}", others.join(", ")));
        text.push_str(match (has_choice, &sent.media_type) {
            (true, Some(_)) => {
                "; to send a different one, set the `Content-Type` header in the request options."
            }
            _ => ".",
        });
    }
    Some(text)
}

/// Returns a part of a multipart body as an argument, and the call that adds it.
pub(super) fn part(
    model: &Model,
    param: &Param,
    name: &RustName,
    uses: &mut Uses,
) -> (TokenStream, TokenStream) {
    let argument = spell::argument(model, param);
    let (ident, ty, wire) = (ident(name), uses.tokens(&argument.ty), &param.name);
    let value = uses.value(&argument, name);
    let call = if spell::is_upload(model, param) {
        match (model.api.resolved(&param.usage.ty), &param.media_type) {
            (Type::List(_), None) => quote! { .parts(#wire, #value) },
            (Type::List(_), Some(media_type)) => quote! { .parts_as(#wire, #media_type, #value) },
            (_, None) => quote! { .part(#wire, #value) },
            (_, Some(media_type)) => quote! { .part_as(#wire, #media_type, #value) },
        }
    } else {
        match (&param.media_type, joined(param.style)) {
            (Some(media_type), _) => quote! { .part_value_as(#wire, #media_type, #value) },
            (None, Some(between)) if is_list(model, &param.usage.ty) => {
                quote! { .part_joined(#wire, #between, #value) }
            }
            (None, _) => quote! { .part_value(#wire, #value) },
        }
    };
    (quote! { #ident: #ty }, call)
}

fn is_list(model: &Model, ty: &Type) -> bool {
    matches!(model.api.resolved(ty), Type::List(_))
}

/// Returns the delimiter of a list that is sent as a single part, or `None` if each item is a separate part.
fn joined(style: Style) -> Option<&'static str> {
    match style {
        Style::Form => Some(","),
        Style::SpaceDelimited => Some(" "),
        Style::PipeDelimited => Some("|"),
        _ => None,
    }
}
