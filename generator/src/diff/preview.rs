//! Finds the types that are reachable only from preview operations.

use crate::analyse::parts;
use crate::ir::{Extra, Operation, Shape, TypeId};
use crate::model::Model;

/// Returns, for each type, whether it is reachable only from preview operations.
pub(super) fn only(model: &Model) -> Vec<bool> {
    let of = |preview: bool| {
        let operations = model.api.operations().filter(|(id, _)| model.facts.owner(*id).is_some());
        let roots = operations.filter(|(_, operation)| operation.preview == preview);
        reached(model, roots.flat_map(|(_, operation)| used(operation)).collect())
    };
    of(true).into_iter().zip(of(false)).map(|(preview, stable)| preview && !stable).collect()
}

/// Returns the types that an operation refers to directly.
fn used(operation: &Operation) -> Vec<TypeId> {
    let mut found = Vec::new();
    let content = operation.body.iter().flat_map(|body| &body.content);
    let content = content.chain(operation.responses.iter().flat_map(|response| &response.content));
    operation.params.iter().for_each(|param| parts(&param.usage.ty, &mut found));
    content
        .flat_map(|content| [&content.usage].into_iter().chain(&content.item))
        .for_each(|usage| parts(&usage.ty, &mut found));
    found
}

/// Returns, for each type, whether it is reachable from the given types.
fn reached(model: &Model, mut todo: Vec<TypeId>) -> Vec<bool> {
    let mut seen = vec![false; model.api.types.len()];
    while let Some(id) = todo.pop() {
        if std::mem::replace(&mut seen[id.index()], true) {
            continue;
        }
        match &model.api.ty(id).shape {
            Shape::Struct(object) => {
                object.fields.iter().for_each(|field| parts(&field.usage.ty, &mut todo));
                if let Extra::Kept(usage) = &object.extra {
                    parts(&usage.ty, &mut todo);
                }
            }
            Shape::Union(union) => union.variants.iter().for_each(|variant| parts(&variant.ty, &mut todo)),
            Shape::Alias(usage) => parts(&usage.ty, &mut todo),
            Shape::Enum(_) => {}
        }
    }
    seen
}
