//! The result of an operation in doc comments, as a sentence with links to the emitted types.

use super::streams as typed;
use crate::analyse::Output;
use crate::emit::markdown::code;
use crate::emit::spell;
use crate::ir::{Callback, OperationId, Type, Usage};
use crate::model::Model;
use crate::name::TypeName;

/// Returns a sentence about the result of awaiting a builder.
pub(super) fn sentence(model: &Model, id: OperationId) -> String {
    let names = model.names.operation(id);
    match model.facts.output(id) {
        Some(Output::Choice(_)) => format!("Returns [`{}`].", names.output),
        Some(Output::Json(usage)) => format!("Returns {}.", imported(model, id, usage)),
        Some(Output::Xml(usage)) => format!("Returns {}, from XML.", imported(model, id, usage)),
        Some(Output::Maybe(usage)) => {
            let value = match usage.nullable {
                true => format!("`{}`", spell::usage(model, usage)),
                false => imported(model, id, usage),
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
pub(super) fn callbacks(model: &Model, id: OperationId) -> Vec<String> {
    let sentence = |callback: &Callback| {
        let (name, payload) = (code(&callback.name), linked(model, id, &callback.payload));
        format!("The server can send the callback {name} with {payload}.")
    };
    model.api.operation(id).callbacks.iter().map(sentence).collect()
}

/// Returns a type as Markdown, with a link to each emitted type in it, for docs in the file of an operation.
pub(super) fn linked(model: &Model, id: OperationId, usage: &Usage) -> String {
    let operation = model.names.operation(id);
    described(model, usage, &|ty| is_in_module(model, id, ty) && ty.file == operation.file)
}

/// Like [`linked`], but for a type that the code in the file also uses. The file imports such a type if it belongs to
/// the same tag, so the link has no path.
pub(super) fn imported(model: &Model, id: OperationId, usage: &Usage) -> String {
    described(model, usage, &|ty| is_in_module(model, id, ty))
}

/// Returns whether a type is in the module of the operation's tag.
fn is_in_module(model: &Model, id: OperationId, ty: &TypeName) -> bool {
    let module = model.facts.owner(id).map(|tag| &model.names.tag(tag).module);
    ty.in_api && module == Some(&ty.module)
}

/// Returns a type as Markdown. A link to a name in scope has no path, since rustdoc warns about redundant paths.
fn described(model: &Model, usage: &Usage, is_in_scope: &dyn Fn(&TypeName) -> bool) -> String {
    let name = match &usage.ty {
        Type::Named(id) => {
            let ty = model.names.ty(*id);
            match ty.in_api {
                true if is_in_scope(ty) => format!("[`{}`]", ty.name),
                true => format!("[`{0}`](crate::api::{1}::{0})", ty.name, ty.module),
                false => format!("[`{0}`](crate::models::{0})", ty.name),
            }
        }
        Type::List(item) => format!("a list of {}", described(model, item, is_in_scope)),
        Type::Map(value) => format!("a map of {}, keyed by name", described(model, value, is_in_scope)),
        Type::Scalar(_) | Type::Object | Type::Any => format!("`{}`", spell::ty(model, &usage.ty)),
    };
    if usage.nullable { format!("{name} or `None`") } else { name }
}
