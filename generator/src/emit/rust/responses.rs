//! Responses: the decoder in a request builder's type. For an operation with several kinds of responses, this module
//! emits an enum with a variant for each, and the `responses!` call for this enum. It also documents the response
//! headers of a method.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::Doc;
use super::format;
use super::ident::ident;
use super::vocabulary::Uses;
use crate::analyse::{Case, Output, can_be_text};
use crate::emit::markdown::{code, rest};
use crate::emit::rust_type::{Head, RustType};
use crate::emit::spell;
use crate::ir::{Header, Operation, OperationId, Status, Usage};
use crate::model::Model;

/// Returns the decoder of an operation.
pub(super) fn decoder(model: &Model, id: OperationId) -> RustType<'_> {
    match model.facts.output(id) {
        Some(Output::Choice(_)) => spell::returned(model, id),
        Some(output) => single(model, output),
        None => single(model, &Output::Nothing),
    }
}

/// Returns the decoder for a long-running operation's result, or `None` for any other operation.
pub(super) fn polled(model: &Model, id: OperationId) -> Option<RustType<'_>> {
    Some(match &model.facts.polling(id)?.result {
        // The operation's enum has one variant per status.
        Output::Choice(_) => decoder(model, id),
        output => single(model, output),
    })
}

/// Returns the decoder for one kind of response.
fn single<'a>(model: &'a Model, output: &Output) -> RustType<'a> {
    match output {
        Output::Binary => RustType::runtime("Binary"),
        Output::Json(usage) => json(model, usage),
        Output::Xml(usage) => RustType::Path(Head::RuntimePath("Xml"), vec![spell::usage(model, usage)]),
        Output::Maybe(usage) => json(model, usage).wrapped_by("Maybe"),
        Output::Text => RustType::runtime("Text"),
        Output::Nothing | Output::Choice(_) => RustType::runtime("EmptyBody"),
    }
}

fn json<'a>(model: &'a Model, usage: &Usage) -> RustType<'a> {
    let decoder = if can_be_text(&model.api, &usage.ty) { "JsonOrText" } else { "Json" };
    spell::usage(model, usage).wrapped_by(decoder)
}

/// Returns the lines of `request_builder!` for a response that can be streamed. The macro uses full paths to the
/// runtime's types.
pub(super) fn streams(model: &Model, id: OperationId) -> String {
    let mut text = String::new();
    if model.facts.streams(id) {
        text.push_str("        streams: Download,\n");
    }
    if model.api.operation(id).sends_events() && model.facts.typed_events(id).is_none() {
        text.push_str("        events: Events,\n");
    }
    text
}

/// Returns the source code of the enum, one string per item. There are no items if the operation has only one kind of
/// response.
pub(super) fn emit(model: &Model, id: OperationId, uses: &mut Uses) -> Vec<String> {
    let Some(Output::Choice(cases)) = model.facts.output(id) else { return Vec::new() };
    let operation = model.api.operation(id);
    let names = model.names.operation(id);
    let (name, builder) = (ident(&names.output), &names.builder);
    let doc =
        Doc::default().line(format!("The response body of [`{builder}`]: one variant per status.")).outer();
    let variants: Vec<TokenStream> = cases
        .iter()
        .zip(&names.outputs)
        .map(|(case, names)| {
            let variant = ident(&names.variant);
            let doc = case_doc(operation, case).outer();
            let value = spell::output(model, &case.output);
            let value = (!value.is_unit()).then(|| uses.tokens(&value)).map(|value| quote! { (#value) });
            quote! { #doc #variant #value, }
        })
        .collect();
    let definition = format::item(quote! {
        #doc
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    });
    uses.runtime("responses");
    let mut call = format!("responses! {{\n    {} {{\n", names.output);
    for (case, names) in cases.iter().zip(&names.outputs) {
        let decoder = match case.output {
            Output::Nothing => String::new(),
            _ => format!("({}: {})", names.into, uses.text(&single(model, &case.output))),
        };
        call.push_str(&format!("        {} => {}{decoder},\n", pattern(case.status), names.variant));
    }
    call.push_str("    }\n}\n");
    vec![definition, call]
}

fn case_doc(operation: &Operation, case: &Case) -> Doc {
    let response = operation.responses.iter().find(|response| response.status == case.status);
    let text = response.and_then(|response| response.description.as_deref());
    Doc::default().text(text).line(format!("Status {}.", case.status))
}

fn pattern(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{}..={}", u16::from(class) * 100, u16::from(class) * 100 + 99),
        Status::Default => "_".to_owned(),
    }
}

/// Adds the headers of successful responses to a doc comment, without duplicates.
pub(super) fn headers(operation: &Operation, doc: Doc) -> Doc {
    let headers = operation.response_headers();
    let line = |header: &&Header| {
        let text = header.description.as_deref().map(rest).filter(|text| !text.is_empty());
        let text = text.map(|text| format!(": {text}")).unwrap_or_default();
        format!("- {} (`{}`){text}", code(&header.name), spell::header(&header.usage))
    };
    let Some(first) = headers.first() else { return doc };
    let call = code(&format!("header::<{}>({:?})", spell::header(&first.usage), first.name));
    doc.line("# Response headers")
        .line(format!(
            "Available from [`Response::header`](crate::Response::header) after `send()`, for example {call}."
        ))
        .block(headers.iter().map(line))
}
