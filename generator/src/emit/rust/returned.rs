//! The result of an operation in doc comments, as a sentence with links to the emitted types.

use super::streams as typed;
use crate::analyse::Output;
use crate::emit::markdown::code;
use crate::emit::spell;
use crate::ir::{Callback, Operation, OperationId, Type, Usage};
use crate::model::Model;

/// Returns a sentence about the result of awaiting a builder.
pub(super) fn sentence(model: &Model, id: OperationId) -> String {
    let names = model.names.operation(id);
    match model.facts.output(id) {
        Some(Output::Choice(_)) => {
            let module = model.facts.owner(id).map(|tag| model.names.tag(tag).module.as_str());
            format!("Returns [`{0}`](crate::api::{1}::{0}).", names.output, module.unwrap_or_default())
        }
        Some(Output::Json(usage)) => format!("Returns {}.", linked(model, usage)),
        Some(Output::Maybe(usage)) => {
            let value = match usage.nullable {
                true => format!("`{}`", spell::usage(model, usage)),
                false => linked(model, usage),
            };
            format!("Returns {value}, or `None` if there is no response body.")
        }
        Some(Output::Text) => "Returns the response body as a `String`.".to_owned(),
        Some(Output::Binary) => "Returns the response body as `Bytes`.".to_owned(),
        None | Some(Output::Nothing) => "Returns `()`.".to_owned(),
    }
}

/// Returns sentences about the builder methods that stream the response. `link` is the path to the builder.
pub(super) fn streams(model: &Model, id: OperationId, link: &str) -> Option<String> {
    let mut sentences = Vec::new();
    if model.facts.streams(id) {
        sentences.push(format!("[`stream()`]({link}::stream) streams the response body."));
    }
    if model.api.operation(id).sends_events() && model.facts.typed_events(id).is_none() {
        sentences
            .push(format!("[`events()`]({link}::events) streams the server-sent events of the response."));
    }
    sentences.extend(typed::sentences(model, id, link));
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Returns a sentence about each callback of an operation.
pub(super) fn callbacks(model: &Model, operation: &Operation) -> Vec<String> {
    let sentence = |callback: &Callback| {
        let (name, payload) = (code(&callback.name), linked(model, &callback.payload));
        format!("The server can send the callback {name} with {payload}.")
    };
    operation.callbacks.iter().map(sentence).collect()
}

/// Returns a type as Markdown, with a link to each emitted type in it.
pub(super) fn linked(model: &Model, usage: &Usage) -> String {
    let name = match &usage.ty {
        Type::Named(id) => {
            let name = model.names.ty(*id);
            let module = if name.in_api { format!("api::{}", name.module) } else { "models".to_owned() };
            format!("[`{0}`](crate::{module}::{0})", name.name)
        }
        Type::List(item) => format!("a list of {}", linked(model, item)),
        Type::Map(value) => format!("a map of {}, keyed by name", linked(model, value)),
        Type::Scalar(_) | Type::Object | Type::Any => format!("`{}`", spell::ty(model, &usage.ty)),
    };
    if usage.nullable { format!("{name} or `None`") } else { name }
}
