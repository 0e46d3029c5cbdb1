//! The changes between two documents, and their effect on users of the crate.
//!
//! A pure function of two models, which runs outside the pipeline, after `name`. It compares the documents' models
//! (`ir`); the facts and names of the two crates only determine whether a change is visible in Rust. Items that
//! neither crate contains are ignored. Only the table in [`rules`] classifies changes. The command-line program
//! renders the changes.

mod change;
mod client_parameters;
mod enums;
mod fields;
mod impact;
mod kind;
mod models;
mod operation;
mod pair;
mod params;
mod preview;
mod responses;
mod rules;
mod security;
mod servers;
mod service;
mod types;
mod webhooks;

pub use change::{Change, Changes, Direction, Place};
pub use impact::{Impact, Official, Outcome};
pub use kind::Kind;
pub use rules::{Effect, Rule};

use crate::model::Model;
use pair::Pair;

/// Returns the changes from the old document to the new one.
///
/// Operations are matched by method and path, ignoring placeholder names, then by `operationId`. Schemas are
/// matched by name, parameters by name and location, and inline schemas by their location in the parent.
pub fn diff(old: &Model, new: &Model) -> Changes {
    let pair = Pair::new(old, new);
    let mut list = Vec::new();
    service::compare(&pair, &mut list);
    client_parameters::compare(&pair, &mut list);
    webhooks::compare(&pair, &mut list);
    operation::compare(&pair, &mut list);
    models::compare(&pair, &mut list);
    list.sort_by_key(|change| match change.place {
        change::Place::Api => 0,
        change::Place::Operation(_) => 1,
        change::Place::Model(_) => 2,
    });
    Changes { list: grouped(list) }
}

/// Groups the changes to each item at the position of the first one.
fn grouped(list: Vec<Change>) -> Vec<Change> {
    let mut first = std::collections::BTreeMap::new();
    for (index, change) in list.iter().enumerate() {
        first.entry(change.place.clone()).or_insert(index);
    }
    let mut list: Vec<_> =
        list.into_iter().map(|change| (first.get(&change.place).copied(), change)).collect();
    list.sort_by_key(|(place, _)| *place);
    list.into_iter().map(|(_, change)| change).collect()
}

#[cfg(test)]
mod tests {
    use crate::ir::{
        Alternative, Api, Body, Content, Encoding, Enumeration, Field, Header, Operation, Param, Response,
        SecurityScheme, Server, ServerVariable, Struct, Tag, TypeDef, Union, Usage, Variant,
    };

    // The tests destructure every type of the model, so that a new field is a compile error until it is compared or
    // listed as excluded. The following fields are not compared. For servers, enums, and tags that only mark
    // operations, the Rust names are compared instead of the names in the document. Pointers and origins are only
    // locations. Examples and omitted operations are not part of the API. Document-level security is repeated in
    // each operation. The encodings of form fields are compared as parameters. XML names are not part of the crate's API.

    #[test]
    fn every_field_of_the_service_is_compared_or_excluded() {
        let _ = |Api {
                     title: _,
                     version: _,
                     webhooks: _,
                     description: _,
                     servers: _,
                     tags: _,
                     operations: _,
                     types: _,
                     security_schemes: _,
                     declares_security: _,
                     left_out: _,
                     foreign: _,
                 }| ();
        let _ = |Server { pointer: _, url: _, name: _, description: _, variables: _ }| ();
        let _ = |ServerVariable { name: _, default: _, description: _, values: _ }| ();
        let _ = |SecurityScheme { name: _, deprecated: _, description: _, kind: _ }| ();
        let _ = |Tag { name: _, kind: _, untagged: _, marker: _, summary: _, description: _ }| ();
    }

    #[test]
    fn every_field_of_operations_is_compared_or_excluded() {
        let _ = |Operation {
                     pointer: _,
                     id: _,
                     method_name: _,
                     method: _,
                     path: _,
                     tags: _,
                     docs: _,
                     deprecated: _,
                     deprecation: _,
                     preview: _,
                     idempotent: _,
                     idempotency_header: _,
                     long_running: _,
                     permissions: _,
                     params: _,
                     body: _,
                     responses: _,
                     servers: _,
                     security: _,
                     // The payloads of callbacks are compared as models.
                     callbacks: _,
                 }| ();
        let _ = |Param {
                     pointer: _,
                     name: _,
                     location: _,
                     style: _,
                     notation: _,
                     media_type: _,
                     required: _,
                     deprecated: _,
                     secret: _,
                     on_client: _,
                     usage: _,
                     values: _,
                     default: _,
                     example: _,
                     description: _,
                 }| ();
        let _ = |Body { pointer: _, required: _, description: _, content: _, name: _ }| ();
        let _ = |Content { media_type: _, kind: _, usage: _, item: _, encoding: _, example: _ }| ();
        let _ = |Encoding { property: _, media_type: _, style: _ }| ();
        let _ =
            |Response { pointer: _, status: _, description: _, content: _, headers: _, error_codes: _ }| ();
        let _ = |Header { name: _, description: _, usage: _ }| ();
    }

    #[test]
    fn every_field_of_types_is_compared_or_excluded() {
        let _ = |TypeDef { pointer: _, origin: _, docs: _, deprecated: _, example: _, xml: _, shape: _ }| ();
        let _ = |Struct { fields: _, extra: _, secret_extra: _ }| ();
        let _ = |Field {
                     pointer: _,
                     name: _,
                     usage: _,
                     values: _,
                     required: _,
                     undeclared: _,
                     read_only: _,
                     write_only: _,
                     deprecated: _,
                     secret: _,
                     default: _,
                     example: _,
                     xml: _,
                     docs: _,
                 }| ();
        let _ = |Enumeration { name: _, values: _ }| ();
        let _ = |Variant { value: _, name: _, description: _ }| ();
        let _ = |Union { variants: _, tag: _ }| ();
        let _ = |Alternative { ty: _, title: _, description: _, tags: _, fixed: _, fallback: _ }| ();
        let _ = |Usage { ty: _, nullable: _ }| ();
    }
}
