//! Methods of a tag's handle. Each accepts the required parameters of an operation and returns its request builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::body;
use super::doc::Doc;
use super::ident::{ident, word};
use super::paging;
use super::polling;
use super::vocabulary::{Uses, style};
use super::{representations, responses, returned};
use crate::analyse::{ErrorBody, Given, constant_parameter, error_body};
use crate::emit::markdown::{code, first_rest, line, rest};
use crate::emit::{client_parameters, constants, example, scopes, spell};
use crate::ir::{Literal, Location, Notation, Operation, OperationId, Param, Status, Style, Type};
use crate::model::Model;
use crate::name::RustName;

/// The maximum number of optional parameters in a method's doc comment.
const MOST_OPTIONS: usize = 12;

/// Returns the method of an operation.
pub(super) fn emit(model: &Model, id: OperationId, uses: &mut Uses) -> TokenStream {
    let operation = model.api.operation(id);
    let names = model.names.operation(id);
    let (method, builder) = (ident(&names.method), ident(&names.builder));
    let mut args = Vec::new();
    let mut calls = Vec::new();
    let required = model.inputs(id).filter(|(param, _)| param.required && model.on_client(param).is_none());
    for (param, name) in required {
        if let Some(value) = constant_parameter(&model.api, param) {
            calls.push(constant(model, param, value, uses));
            continue;
        }
        let (arg, call) = parameter(model, param, name, uses);
        args.push(arg);
        calls.push(call);
    }
    if operation.body.as_ref().is_some_and(|body| body.required) {
        if let Some((arg, call)) = body::whole(model, id, uses) {
            args.push(arg);
            calls.push(call);
        }
        calls.splice(0..0, body::empty_form(model, id, uses));
    }
    let (doc, deprecated) = (doc(model, id, operation).outer(), deprecated(operation));
    quote! {
        #doc
        #deprecated
        pub fn #method(&self, #(#args),*) -> #builder {
            #builder(#builder::request(&self.client)#(#calls)*)
        }
    }
}

/// Returns the attribute of a deprecated operation. The note is the deprecation notice in the description, as
/// Markdown, which rustdoc renders.
fn deprecated(operation: &Operation) -> Option<TokenStream> {
    let has_reason = |text: &&String| text.to_lowercase().contains("deprecat");
    let described = operation.docs.description.as_ref().filter(has_reason);
    let note = operation.deprecation.as_ref().or(described).map(|text| line(text));
    match note.filter(|_| operation.deprecated) {
        Some(note) => Some(quote! { #[deprecated(note = #note)] }),
        None => super::deprecated(operation.deprecated),
    }
}

/// Returns a parameter as an argument, and the call that writes it.
pub(super) fn parameter(
    model: &Model,
    param: &Param,
    name: &RustName,
    uses: &mut Uses,
) -> (TokenStream, TokenStream) {
    if param.location == Location::Part {
        return body::part(model, param, name, uses);
    }
    let argument = spell::parameter_argument(model, &param.usage.ty);
    let (ident, ty) = (ident(name), uses.tokens(&argument.ty));
    let value = uses.value(&argument, name);
    let call = written(model, param, &value, uses);
    (quote! { #ident: #ty }, call)
}

/// Returns the call that writes a constant.
fn constant(model: &Model, param: &Param, value: &Literal, uses: &mut Uses) -> TokenStream {
    let value = match value {
        Literal::Text(text) => quote! { #text },
        Literal::Integer(number) => match i32::try_from(*number) {
            Ok(number) => {
                let number = proc_macro2::Literal::i32_unsuffixed(number);
                quote! { &#number }
            }
            Err(_) => quote! { &#number },
        },
    };
    match (param.location, &param.media_type) {
        (Location::Part, None) => {
            let wire = &param.name;
            quote! { .part_value(#wire, #value) }
        }
        (Location::Part, Some(media_type)) => {
            let wire = &param.name;
            quote! { .part_value_as(#wire, #media_type, #value) }
        }
        _ => written(model, param, &value, uses),
    }
}

/// Returns the call that writes the value of a parameter.
fn written(model: &Model, param: &Param, value: &TokenStream, uses: &mut Uses) -> TokenStream {
    let wire = &param.name;
    match param.notation {
        Notation::Encoded => {}
        Notation::Reserved => {
            uses.runtime("Style");
            let style = style(param.style);
            let call = if param.location == Location::Path { "path_reserved" } else { "query_reserved" };
            let call = word(call);
            return quote! { .#call(#wire, #style, #value) };
        }
        Notation::Cookie => {
            let explode = param.style == Style::FormExploded;
            return quote! { .plain_cookie(#wire, #explode, #value) };
        }
        Notation::Querystring => match param.style {
            Style::Json => return quote! { .querystring_json(#wire, #value) },
            Style::Form => return quote! { .querystring_text(#wire, #value) },
            // A form is encoded like an exploded object, so the code below applies.
            _ => {}
        },
    }
    let (plain, styled, usual) = match param.location {
        Location::Path => ("path", "path_as", Style::Simple),
        Location::Query => ("query", "query_as", Style::FormExploded),
        Location::Header => ("header", "header_as", Style::Simple),
        Location::Cookie => ("cookie", "cookie_as", Style::FormExploded),
        Location::Field | Location::Part => ("field", "field_as", Style::FormExploded),
    };
    if is_usual(model, param, usual) {
        let call = word(plain);
        quote! { .#call(#wire, #value) }
    } else {
        uses.runtime("Style");
        let (call, style) = (word(styled), style(param.style));
        quote! { .#call(#wire, #style, #value) }
    }
}

/// Returns whether a parameter is written as it would be in the default style of its location.
pub(super) fn is_usual(model: &Model, param: &Param, usual: Style) -> bool {
    param.style == usual || (!is_compound(model, &param.usage.ty) && is_plain_alike(param.style))
}

/// Returns whether a style affects a value. Only lists and objects have parts to delimit.
fn is_compound(model: &Model, ty: &Type) -> bool {
    match model.api.resolved(ty) {
        Type::Scalar(_) => false,
        Type::Named(id) => !matches!(model.api.ty(*id).shape, crate::ir::Shape::Enum(_)),
        Type::List(_) | Type::Map(_) | Type::Object | Type::Any => true,
    }
}

/// Returns whether a style writes a scalar as the default style of its location does.
fn is_plain_alike(style: Style) -> bool {
    matches!(
        style,
        Style::Form
            | Style::FormExploded
            | Style::Simple
            | Style::SimpleExploded
            | Style::SpaceDelimited
            | Style::PipeDelimited
    )
}

fn doc(model: &Model, id: OperationId, operation: &Operation) -> Doc {
    let mut doc =
        Doc::default().text(operation.docs.summary.as_deref()).text(operation.docs.description.as_deref());
    doc = doc.line(request(operation));
    if let Some(server) = operation.servers.first() {
        doc = doc.line(format!(
            "Always sent to {}, regardless of the server selected on the client.",
            code(&server.default_url())
        ));
    }
    if let Some(permissions) = &operation.permissions {
        let names: Vec<String> = permissions.names.iter().map(|name| code(name)).collect();
        let kind = if permissions.all { "all" } else { "any" };
        doc = doc.line(format!("Requires {kind} of the permissions {}.", names.join(", ")));
    }
    if let Some(scopes) = scopes::sentence(model, operation) {
        doc = doc.line(scopes);
    }
    for callback in returned::callbacks(model, id) {
        doc = doc.line(callback);
    }
    if operation.preview {
        doc = doc.line("This operation is a preview and can change at any time without notice.");
    }
    let builder = &model.names.operation(id).builder;
    doc = doc.line(returned::sentence(model, id)).block(returned::streams(model, id, builder));
    doc = representations::doc(model, id, builder, doc);
    doc = parameters(model, id, operation, doc)
        .block(constants::sentence(model, id))
        .block(client_parameters::sentence(model, id, "crate::ClientBuilder"))
        .block(body::media_types(model, id));
    doc = options(model, id, operation, doc);
    doc = paging::doc(model, id, builder, doc);
    doc = polling::doc(model, id, builder, doc);
    doc = responses::headers(operation, doc);
    doc = errors(model, id, operation, doc);
    let example = example::call(model, id);
    doc.line("# Examples").block(
        ["```no_run".to_owned()]
            .into_iter()
            .chain(example.imports.iter().map(|line| format!("# {line}")))
            .chain([format!(
                "# async fn example(client: &{}::Client) -> {0}::Result<()> {{",
                model.names.krate
            )])
            .chain(example.lines.iter().cloned())
            .chain(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]),
    )
}

/// Adds the descriptions of the arguments. The setters contain the descriptions of optional parameters.
fn parameters(model: &Model, id: OperationId, operation: &Operation, doc: Doc) -> Doc {
    let names = model.names.operation(id);
    let mut lines: Vec<String> = model
        .required_arguments(id)
        .filter_map(|(p, name)| Some(argument_line(name, &argument_text(p)?)))
        .collect();
    if let Some(body) = operation.body.as_ref().filter(|b| b.required) {
        lines.extend(body.description.as_deref().map(|text| argument_line(&names.body, text)));
    }
    if lines.is_empty() { doc } else { doc.line("# Arguments").block(lines) }
}

/// Adds the optional parameters, each with the first sentence of its description. A long list is truncated, since the
/// builder documents all optional parameters.
fn options(model: &Model, id: OperationId, operation: &Operation, doc: Doc) -> Doc {
    let names = model.names.operation(id);
    let mut all: Vec<(&str, Option<String>)> =
        model.optional_arguments(id).map(|(param, name)| (name.as_str(), argument_text(param))).collect();
    let body = operation.body.as_ref().filter(|body| !body.required && has_whole_body(model, id));
    all.extend(body.map(|body| (names.body.as_str(), body.description.clone())));
    let shown = if all.len() > MOST_OPTIONS { MOST_OPTIONS - 1 } else { all.len() };
    let link = |(name, text): &(&str, Option<String>)| {
        let text = text.as_deref().map(first_rest).filter(|text| !text.is_empty());
        let text = text.map(|text| format!(": {text}")).unwrap_or_default();
        format!("- [`{name}`]({}::{name}){text}", names.builder)
    };
    let mut lines: Vec<String> = all.iter().take(shown).map(link).collect();
    if all.len() > shown {
        lines.push(format!("- {} more: see [`{}`]", all.len() - shown, names.builder));
    }
    if lines.is_empty() { doc } else { doc.line("# Optional arguments").block(lines) }
}

/// Returns whether the body has a single setter, rather than one setter per field.
fn has_whole_body(model: &Model, id: OperationId) -> bool {
    model.facts.body(id).is_some_and(|sent| sent.given != Given::Fields)
}

/// Returns the method and the path of an operation, as code.
pub(super) fn request(operation: &Operation) -> String {
    code(&format!("{} {}", operation.method, operation.path.sent()))
}

/// Returns the description of an argument, preceded by a note if the argument is deprecated. Returns `None` if there is
/// neither.
fn argument_text(param: &Param) -> Option<String> {
    let text = param.description.clone().filter(|text| !text.trim().is_empty());
    match (text, param.deprecated) {
        (Some(text), true) => Some(format!("Deprecated. {text}")),
        (None, true) => Some("Deprecated.".to_owned()),
        (text, false) => text,
    }
}

fn argument_line(name: &str, text: &str) -> String {
    format!("- `{name}`: {}", rest(text))
}

fn errors(model: &Model, id: OperationId, operation: &Operation, doc: Doc) -> Doc {
    let mut by_body: Vec<(ErrorBody<'_>, Vec<Status>)> = Vec::new();
    for response in operation.errors() {
        let body = error_body(&model.api, response);
        match by_body.iter_mut().find(|(known, _)| *known == body) {
            Some((_, statuses)) => statuses.push(response.status),
            None => by_body.push((body, vec![response.status])),
        }
    }
    let line = |(body, statuses): &(ErrorBody<'_>, Vec<Status>)| {
        let statuses: Vec<String> = statuses.iter().copied().map(spell::error_status).collect();
        let body = match body {
            ErrorBody::Value(usage) => format!("with {}", returned::linked(model, id, usage)),
            ErrorBody::Text => "with a [text](crate::runtime::ApiError::text) body".to_owned(),
            ErrorBody::Other(name) => format!("with a body of type {}", code(name)),
            ErrorBody::Unknown => "with an undocumented body".to_owned(),
        };
        format!("- [`Error::Api`](crate::Error::Api) {body}: {}", statuses.join(", "))
    };
    if by_body.is_empty() { doc } else { doc.line("# Errors").block(by_body.iter().map(line)) }
}
