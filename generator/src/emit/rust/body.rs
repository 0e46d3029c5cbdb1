//! The body of a call: its arguments, and the calls that put it into the request.
//!
//! What is sent has been decided by `analyse`; a form that is taken apart comes here field by field, as a parameter does.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::structs::{convert, tokens};
use super::vocabulary::Uses;
use crate::analyse::{Given, others};
use crate::emit::markdown::code;
use crate::emit::spell;
use crate::ir::{Location, OperationId, Param, Scalar, Style, Type};
use crate::model::Model;
use crate::sanitize::one_line;

/// The body as a whole: its arguments, and the calls that write it; `None` if there is none, or only fields.
pub(super) fn whole(model: &Model, id: OperationId, uses: &mut Uses) -> Option<(TokenStream, TokenStream)> {
    let sent = model.facts.body(id)?;
    let usage = &model.api.operation(id).body.as_ref()?.content.get(sent.content)?.usage;
    let arguments = spell::body_arguments(model, id, "models::");
    let names = model.names.operation(id);
    let body = format_ident!("{}", names.body);
    let media_type = sent.media_type.as_deref().map(one_line);
    let call = match (&sent.given, media_type) {
        (Given::Json, _) => {
            uses.ty(model, &usage.ty, "");
            quote! { .json(#body) }
        }
        (Given::Form, _) => {
            if !arguments.iter().any(|(_, ty)| ty == spell::ANY_FORM) {
                uses.ty(model, &usage.ty, "");
            }
            quote! { .form(#body) }
        }
        (Given::Fields, _) => return None,
        (Given::Parts, _) => {
            uses.runtime("Part");
            quote! { .all_parts(#body) }
        }
        (Given::Octets, Some(media_type)) => {
            uses.runtime("Body");
            quote! { .body(#media_type, #body) }
        }
        (Given::Octets, None) => {
            uses.runtime("Body");
            let media_type = format_ident!("{}", names.media_type);
            quote! { .body("application/octet-stream", #body).header("Content-Type", #media_type) }
        }
    };
    let args = arguments.iter().map(|(name, ty)| {
        let (name, ty) = (format_ident!("{name}"), tokens(ty));
        quote! { #name: #ty }
    });
    Some((quote! { #(#args),* }, call))
}

/// The call that makes a form without fields: where the document requires the form, but none of its fields.
pub(super) fn empty_form(model: &Model, id: OperationId, uses: &mut Uses) -> Option<TokenStream> {
    if !has_empty_form(model, id) {
        return None;
    }
    uses.runtime("Map");
    Some(quote! { .form(&Map::new()) })
}

/// Whether a call sends a form even if no field of it is given.
pub(super) fn has_empty_form(model: &Model, id: OperationId) -> bool {
    let fields = model.facts.fields(id);
    let optional = |field: &Param| field.location == Location::Field && !field.required;
    let required = model.api.operation(id).body.as_ref().is_some_and(|body| body.required);
    required && !fields.is_empty() && fields.iter().all(optional)
}

/// What the docs say of the media type: which one is sent, where that is not plain, and which the document allows besides.
pub(super) fn media_types(model: &Model, id: OperationId) -> Option<String> {
    let sent = model.facts.body(id)?;
    let others: Vec<String> =
        others(model.api.operation(id).body.as_ref()?, sent).into_iter().map(code).collect();
    let octets = sent.given == Given::Octets;
    let mut text = match (&sent.media_type, octets || !others.is_empty()) {
        (Some(name), true) => format!("The body is sent as {}.", code(name)),
        (None, _) => "The body is sent as the media type that is given with it.".to_owned(),
        (Some(_), false) => return None,
    };
    if !others.is_empty() {
        text.push_str(&format!(" The document also allows {}", others.join(", ")));
        text.push_str(match (octets, &sent.media_type) {
            (true, Some(_)) => ": a header `Content-Type` in the call's options says so.",
            _ => ".",
        });
    }
    Some(text)
}

/// A part of a multipart body as an argument, and the call that adds it.
pub(super) fn part(model: &Model, param: &Param, name: &str, uses: &mut Uses) -> (TokenStream, TokenStream) {
    let argument = spell::argument(model, param, "models::");
    let (ident, ty, wire) = (format_ident!("{name}"), tokens(&argument.ty), &param.name);
    let value = convert(&argument, name);
    let call = if spell::is_upload(model, param) {
        uses.runtime("Part");
        match (model.api.resolved(&param.usage.ty), &param.media_type) {
            (Type::List(_), None) => quote! { .parts(#wire, #value) },
            (Type::List(_), Some(media_type)) => quote! { .parts_as(#wire, #media_type, #value) },
            (_, None) => quote! { .part(#wire, #value) },
            (_, Some(media_type)) => quote! { .part_as(#wire, #media_type, #value) },
        }
    } else {
        uses.ty(model, named_only(model, &param.usage.ty), "");
        if argument.convert.contains("strings(") {
            uses.runtime("strings");
        }
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

/// What stands between the items of a list that is one part; nothing if each is a part of its own.
fn joined(style: Style) -> Option<&'static str> {
    match style {
        Style::Form => Some(","),
        Style::SpaceDelimited => Some(" "),
        Style::PipeDelimited => Some("|"),
        _ => None,
    }
}

/// The type whose name the argument writes: texts are written `&str` and `AsRef<str>`, whatever they are called.
pub(super) fn named_only<'a>(model: &'a Model, ty: &'a Type) -> &'a Type {
    const TEXT: Type = Type::Scalar(Scalar::String);
    let argument = spell::parameter_argument(model, ty, "");
    if argument.ty == "&str" || argument.convert.contains("strings(") { &TEXT } else { ty }
}
