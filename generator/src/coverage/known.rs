//! The results of earlier stages that the report needs, by location in the original document.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyse::{ServerChoice, others, preferred};
use crate::diagnostic::Diagnostics;
use crate::ir::{ContentKind, ForeignType, Operation, OperationId, Response};
use crate::media_type::MediaType;
use crate::model::Model;
use crate::pointer::Pointer;

/// The reason for dropping an operation that cannot be called correctly.
const OMITTED: &str = "omitted, because the operation cannot be called correctly";

/// The reason for dropping an operation or schema that is not selected.
const NOT_SELECTED: &str = "not selected by the tags in sdk.toml";

/// The results of the earlier stages for a document.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The locations of schemas that have a Rust name.
    pub(super) types: BTreeSet<Pointer>,
    /// The locations of operations and schemas that are not emitted, each with the reason.
    pub(super) left: BTreeMap<Pointer, &'static str>,
    /// The locations of request media types that are not sent.
    pub(super) unsent: BTreeSet<Pointer>,
    /// The locations of response media types that are not accepted.
    pub(super) unread: BTreeSet<Pointer>,
    /// The locations of media types whose XML is encoded or decoded according to its schema.
    pub(super) xml: BTreeSet<Pointer>,
    /// Whether an operation sends or receives XML.
    pub(super) has_xml: bool,
    /// The names of vendor extensions that `sdk.toml` configures.
    pub(super) extensions: BTreeSet<String>,
    /// The types from other crates that `sdk.toml` assigns to formats.
    pub(super) foreign: Vec<ForeignType>,
    /// The names of properties and parameters that are secrets.
    pub(super) secrets: BTreeSet<String>,
    /// Whether the crate offers a choice of servers.
    pub(super) has_choice: bool,
}

impl Known {
    pub(super) fn from_model(model: &Model, findings: &Diagnostics) -> Self {
        let Model { api, facts, config, .. } = model;
        let named = &config.extensions;
        let extensions = [
            &named.method_name,
            &named.permissions,
            &named.preview,
            &named.idempotent,
            &named.error_codes,
            &named.default,
            &named.resource,
        ];
        let mut known = Self {
            extensions: extensions.into_iter().flatten().cloned().collect(),
            foreign: api.foreign.clone(),
            has_xml: facts.has_xml(),
            secrets: facts.secrets().iter().cloned().collect(),
            has_choice: facts.servers().choice != ServerChoice::Fixed,
            ..Self::default()
        };
        for (id, ty) in api.types() {
            let at = findings.in_the_text(&ty.pointer);
            let is_wanted = facts.ty(id).emitted || facts.is_flattened(id) || config.tags.is_empty();
            if !is_wanted {
                known.left.insert(at.clone(), NOT_SELECTED);
            }
            known.types.insert(at);
        }
        for operation in &api.left_out {
            known.left.insert(findings.in_the_text(&operation.pointer), OMITTED);
        }
        for (id, operation) in api.operations() {
            if facts.owner(id).is_none() {
                known.left.insert(findings.in_the_text(&operation.pointer), NOT_SELECTED);
            } else {
                known.contents(model, id, operation, findings);
            }
        }
        known
    }

    /// Returns whether `sdk.toml` assigns a type to a format of the given JSON type.
    pub(super) fn is_assigned(&self, typ: &str, format: &str) -> bool {
        self.foreign.iter().any(|ty| ty.format == format && ty.wire(typ).is_some())
    }

    /// Adds the unused media types of an operation.
    fn contents(&mut self, model: &Model, id: OperationId, operation: &Operation, findings: &Diagnostics) {
        let at = |pointer: &Pointer, media_type: &str| {
            findings.in_the_text(&pointer.keys(["content", media_type]))
        };
        if let (Some(body), Some(sent)) = (&operation.body, model.facts.body(id)) {
            self.unsent.extend(others(body, sent).into_iter().map(|name| at(&body.pointer, name)));
        }
        let bodies = operation.body.iter().map(|body| (&body.pointer, &body.content));
        let responses = operation.responses.iter().map(|response| (&response.pointer, &response.content));
        for (pointer, contents) in bodies.chain(responses) {
            let encoded = contents.iter().filter(|content| content.kind == ContentKind::Xml);
            self.xml.extend(encoded.map(|content| at(pointer, &content.media_type)));
        }
        let others = model.facts.representations(id);
        let is_offered = |name: &str| {
            others.iter().any(|one| one.media_type.eq_ignore_ascii_case(MediaType::new(name).essence()))
        };
        let is_streamed = |name: &str| {
            let items = model.facts.stream_items(id);
            MediaType::new(name).is_events()
                || items.is_some_and(|items| {
                    items.media_type.eq_ignore_ascii_case(MediaType::new(name).essence())
                })
        };
        let successes: Vec<_> = operation.successes().iter().map(|response| response.status).collect();
        for response in &operation.responses {
            let is_read =
                |name: &str| successes.contains(&response.status) && (is_offered(name) || is_streamed(name));
            let unread = unread(response).filter(|name| !is_read(name));
            self.unread.extend(unread.map(|name| at(&response.pointer, name)));
        }
    }
}

/// Returns the media types of a response that the client does not accept, because their kind differs from that of the
/// preferred media type.
fn unread(response: &Response) -> impl Iterator<Item = &str> {
    let kind: Option<ContentKind> = preferred(response).map(|content| content.kind);
    response.content.iter().filter(move |c| Some(c.kind) != kind).map(|c| c.media_type.as_str())
}
