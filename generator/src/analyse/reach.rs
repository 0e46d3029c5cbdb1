//! Determines which operations and types are emitted, which tags use a type, and whether requests or
//! responses contain it.

use super::{Facts, Given, SentBody, constant_parameter, inside, parts};
use crate::config::Config;
use crate::ir::{Api, Extra, Operation, OperationId, Param, Shape, TagId, TypeId};

/// Assigns a tag to each emitted operation, and finds the tags that have operations.
pub(super) fn owners(api: &Api, config: &Config, facts: &mut Facts) {
    let wanted = |tag: &TagId| config.tags.is_empty() || config.tags.contains(&api.tag(*tag).name);
    for (id, operation) in api.operations() {
        if !facts.outputs.contains_key(&id) {
            continue;
        }
        if let Some(owner) = operation.tags.iter().copied().find(wanted) {
            facts.owners.insert(id, owner);
            facts.owned.entry(owner).or_default().push(id);
        }
    }
    facts.outputs.retain(|id, _| facts.owners.contains_key(id));
    facts.tags = facts.owned.keys().copied().collect();
}

/// The direction in which a value is sent.
#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Request,
    Response,
}

impl Direction {
    fn other(self) -> Self {
        match self {
            Self::Request => Self::Response,
            Self::Response => Self::Request,
        }
    }
}

/// Marks every type with the directions and tags of the emitted operations that use it.
pub(super) fn reach(api: &Api, config: &Config, facts: &mut Facts) {
    let owned: Vec<_> = facts.owners.iter().map(|(id, tag)| (*id, *tag)).collect();
    for (id, tag) in owned {
        let operation = api.operation(id);
        mark(api, facts, Direction::Request, Some(tag), sent(api, facts, id, operation));
        mark(api, facts, Direction::Response, Some(tag), received(operation));
    }
    if config.tags.is_empty() {
        // If no tags are selected, schemas that no operation uses are also emitted, for both directions.
        let needed = |id: &TypeId| !facts.ty(*id).emitted && !facts.flattened.contains(id);
        let idle: Vec<TypeId> = api.schemas().map(|(id, _)| id).filter(needed).collect();
        mark(api, facts, Direction::Request, None, idle.clone());
        mark(api, facts, Direction::Response, None, idle);
    }
    let mut payloads = Vec::new();
    api.webhooks.iter().for_each(|webhook| parts(&webhook.payload.ty, &mut payloads));
    mark(api, facts, Direction::Response, None, payloads);
    close(api, facts);
}

/// Marks the types inside each type with all tags of that type. This is necessary because some inner types may
/// have been found in only one direction.
fn close(api: &Api, facts: &mut Facts) {
    let mut todo: Vec<TypeId> = api.types().map(|(id, _)| id).filter(|id| facts.ty(*id).emitted).collect();
    while let Some(id) = todo.pop() {
        let (tags, idle) = (facts.types[id.index()].tags.clone(), facts.types[id.index()].unreferenced);
        for part in inside(api, id) {
            let known = &mut facts.types[part.index()];
            if !known.tags.is_superset(&tags) || (idle && !known.unreferenced) {
                known.tags.extend(&tags);
                known.unreferenced |= idle;
                todo.push(part);
            }
        }
    }
}

/// Returns the named types in the parameters and in the request body; for a split form, only those of its
/// fields.
fn sent(api: &Api, facts: &Facts, id: OperationId, operation: &Operation) -> Vec<TypeId> {
    let mut found = Vec::new();
    // The method sends a constant itself, so the constant's type is unused.
    let is_passed = |param: &&Param| constant_parameter(api, param).is_none();
    for param in operation.params.iter().chain(facts.fields(id)).filter(is_passed) {
        parts(&param.usage.ty, &mut found);
    }
    let value = match (facts.body(id), &operation.body) {
        (
            Some(SentBody { given: Given::Json | Given::Form | Given::Xml | Given::Items, content, .. }),
            Some(body),
        ) => body.content.get(*content),
        _ => None,
    };
    if let Some(content) = value {
        parts(&content.usage.ty, &mut found);
        content.item.iter().for_each(|item| parts(&item.ty, &mut found));
    }
    found
}

/// Returns the named types in the responses and in the payloads of callbacks.
fn received(operation: &Operation) -> Vec<TypeId> {
    let mut found = Vec::new();
    for content in operation.responses.iter().flat_map(|r| &r.content) {
        parts(&content.usage.ty, &mut found);
        content.item.iter().for_each(|item| parts(&item.ty, &mut found));
    }
    operation.callbacks.iter().for_each(|callback| parts(&callback.payload.ty, &mut found));
    found
}

/// Marks the given types and all types that they contain. A type is visited again only if the visit adds a
/// mark, so the loop terminates even for cycles.
fn mark(api: &Api, facts: &mut Facts, direction: Direction, tag: Option<TagId>, mut todo: Vec<TypeId>) {
    while let Some(id) = todo.pop() {
        let known = &mut facts.types[id.index()];
        let seen = match direction {
            Direction::Request => std::mem::replace(&mut known.request, true),
            Direction::Response => std::mem::replace(&mut known.response, true),
        };
        let new_reason = match tag {
            Some(tag) => known.tags.insert(tag),
            None => !std::mem::replace(&mut known.unreferenced, true),
        };
        known.emitted = true;
        if seen && !new_reason {
            continue;
        }
        let mut foreign = Vec::new();
        below(api, id, direction, &mut todo, &mut foreign);
        // A struct also contains the fields that are only sent in the other direction, so their types are
        // marked for that direction.
        let unseen = |id: &TypeId| !facts.types[id.index()].emitted;
        let foreign: Vec<TypeId> = foreign.into_iter().filter(unseen).collect();
        if !foreign.is_empty() {
            mark(api, facts, direction.other(), tag, foreign);
        }
    }
}

/// Collects the named types that a type directly contains. `foreign` receives those in fields that are not
/// sent in the given direction.
fn below(api: &Api, id: TypeId, direction: Direction, found: &mut Vec<TypeId>, foreign: &mut Vec<TypeId>) {
    match &api.ty(id).shape {
        Shape::Struct(object) => {
            for field in &object.fields {
                let skipped = match direction {
                    Direction::Request => field.read_only,
                    Direction::Response => field.write_only,
                };
                parts(&field.usage.ty, if skipped { &mut *foreign } else { &mut *found });
            }
            if let Extra::Kept(usage) = &object.extra {
                parts(&usage.ty, found);
            }
        }
        Shape::Union(union) => union.variants.iter().for_each(|v| parts(&v.ty, found)),
        Shape::Alias(usage) => parts(&usage.ty, found),
        Shape::Enum(_) => {}
    }
}
