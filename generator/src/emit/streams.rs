//! Rules for typed streams that the code and the docs share.

use crate::analyse::Output;
use crate::ir::{OperationId, Scalar, Shape, Type};
use crate::model::Model;

/// The usual data of the event that ends a stream.
const SENTINEL: &str = "[DONE]";

/// Returns the data that ends a typed event stream, if any.
pub(super) fn sentinel(model: &Model) -> Option<&str> {
    let end = model.config.streams.sentinel.as_deref().unwrap_or(SENTINEL);
    (!end.is_empty()).then_some(end)
}

/// Returns a sentence about the boolean `stream` property of the request body. On many servers, this property
/// determines whether the response is streamed, but the document does not declare this relationship.
pub(super) fn asks_for_stream(model: &Model, id: OperationId) -> Option<String> {
    let operation = model.api.operation(id);
    let sent = model.facts.body(id)?;
    let content = operation.body.as_ref()?.content.get(sent.content)?;
    let Type::Named(ty) = model.api.resolved(&content.usage.ty) else { return None };
    let Shape::Struct(object) = &model.api.ty(*ty).shape else { return None };
    let is_flag = object.fields.iter().any(|field| {
        field.name == "stream" && *model.api.resolved(&field.usage.ty) == Type::Scalar(Scalar::Bool)
    });
    let has_other = !matches!(model.facts.output(id), None | Some(Output::Text | Output::Nothing));
    (is_flag && has_other).then(|| {
        "The server may require `stream: true` in the request body, which this method does not set."
            .to_owned()
    })
}
