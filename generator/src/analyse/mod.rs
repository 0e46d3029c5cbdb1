//! Derives facts from the model once, and stores them in tables next to it.
//!
//! Runs between `lower` and `name`. Emitters look up facts and never derive them. The facts do not depend on
//! Rust identifiers.

mod binary;
mod bodies;
mod client_parameters;
mod constants;
mod dedupe;
mod derives;
mod error_shape;
mod errors;
mod examples;
mod limits;
mod pagination;
mod polling;
mod presence;
mod reach;
mod recursion;
mod representations;
mod responses;
mod secrets;
mod security;
mod servers;
mod streams;
mod webhooks;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Content, OperationId, Param, TagId, Type, TypeId, Usage};
use crate::lock::{Keys, Lock};

pub use bodies::{Given, SentBody, is_file, others};
pub use client_parameters::{ClientParameter, ClientReason};
pub use constants::{Constant, constant_parameter, constant_property};
pub use dedupe::{ERROR_BODY, naming_path};
pub use error_shape::ErrorShape;
pub use errors::{ErrorBody, error_body};
pub use examples::{field_example, is_short_example, parameter_example};
pub use pagination::{FieldPath, PageParameter, Pagination, PagingStyle};
pub use polling::{Evidence, Polling};
pub use presence::Presence;
pub use representations::Representation;
pub use responses::{Case, Output, accepted, can_be_text, preferred};
pub use security::{Proof, Security, proof, ways};
pub use servers::{ServerChoice, Servers, used_variables};
pub use streams::{EventForm, Stream};
pub use webhooks::WebhookConstants;

/// The facts about an API.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    types: Vec<TypeFacts>,
    boxed: BTreeSet<(TypeId, usize)>,
    presence: Vec<Vec<Presence>>,
    shared: BTreeMap<TypeId, TypeId>,
    duplicates: BTreeMap<TypeId, Vec<TypeId>>,
    tags: Vec<TagId>,
    owners: BTreeMap<OperationId, TagId>,
    owned: BTreeMap<TagId, Vec<OperationId>>,
    outputs: BTreeMap<OperationId, Output>,
    representations: BTreeMap<OperationId, Vec<Representation>>,
    typed_streams: BTreeMap<OperationId, streams::Streams>,
    bodies: BTreeMap<OperationId, SentBody>,
    fields: BTreeMap<OperationId, Vec<Param>>,
    flattened: BTreeSet<TypeId>,
    in_models: BTreeSet<TypeId>,
    pagination: BTreeMap<OperationId, Pagination>,
    polling: BTreeMap<OperationId, Polling>,
    servers: Servers,
    security: Security,
    error_shape: ErrorShape,
    secrets: Vec<String>,
    derives: BTreeMap<TypeId, Vec<String>>,
    webhooks: Vec<WebhookConstants>,
    client_parameters: client_parameters::ClientParameters,
    xml_types: BTreeSet<TypeId>,
}

/// The facts about one type.
#[derive(Clone, Debug, Default)]
pub struct TypeFacts {
    /// Whether the type is emitted: an emitted operation uses it, or no tags are selected.
    pub emitted: bool,
    /// Whether a request can contain the type.
    pub request: bool,
    /// Whether a response can contain the type.
    pub response: bool,
    /// The tags whose operations use the type.
    pub tags: BTreeSet<TagId>,
    /// Whether a webhook, or a schema that no operation uses, contains the type.
    pub unreferenced: bool,
}

impl Facts {
    /// Returns the facts about a type, or about its representative.
    pub fn ty(&self, id: TypeId) -> &TypeFacts {
        &self.types[self.shared(id).index()]
    }

    /// Returns whether a field of a struct must be boxed, because its type contains the struct.
    pub fn is_boxed(&self, ty: TypeId, field: usize) -> bool {
        self.boxed.contains(&(self.shared(ty), field))
    }

    /// Returns the presence of a field.
    pub fn presence(&self, ty: TypeId, field: usize) -> Presence {
        self.presences(ty).get(field).copied().unwrap_or(Presence::Optional)
    }

    /// Returns the presence of each field of a struct; empty for other types.
    pub fn presences(&self, ty: TypeId) -> &[Presence] {
        self.presence.get(self.shared(ty).index()).map_or(&[], Vec::as_slice)
    }

    /// Returns the representative of a type: one of several equal inline types, or the type itself.
    pub fn shared(&self, ty: TypeId) -> TypeId {
        self.shared.get(&ty).copied().unwrap_or(ty)
    }

    /// Returns whether a type of an operation is emitted in `models`, because several resources share it or because
    /// it is published there.
    pub fn is_in_models(&self, ty: TypeId) -> bool {
        self.in_models.contains(&ty)
    }

    /// Returns the other types that a type represents.
    pub fn duplicates_of(&self, ty: TypeId) -> impl Iterator<Item = TypeId> + '_ {
        self.duplicates.get(&ty).into_iter().flatten().copied()
    }

    /// Returns the emitted tags, in document order: the tags that are selected and have operations.
    pub fn tags(&self) -> &[TagId] {
        &self.tags
    }

    /// Returns the tag under which an operation is emitted, which is its first selected tag; `None` if the
    /// operation is not emitted.
    pub fn owner(&self, operation: OperationId) -> Option<TagId> {
        self.owners.get(&operation).copied()
    }

    /// Returns the operations emitted under a tag, in document order.
    pub fn operations_of(&self, tag: TagId) -> impl Iterator<Item = OperationId> + '_ {
        self.owned.get(&tag).into_iter().flatten().copied()
    }

    /// Returns the result of calling an operation; `None` if it is not emitted.
    pub fn output(&self, operation: OperationId) -> Option<&Output> {
        self.outputs.get(&operation)
    }

    /// Returns the media types that a caller can request instead of JSON, in document order.
    pub fn representations(&self, operation: OperationId) -> &[Representation] {
        self.representations.get(&operation).map_or(&[], Vec::as_slice)
    }

    /// Returns whether the response of an operation is binary, and therefore possibly large.
    pub fn streams(&self, operation: OperationId) -> bool {
        self.output(operation) == Some(&Output::Binary)
    }

    /// Returns an operation's stream of server-sent events, if the document declares their type.
    pub fn typed_events(&self, operation: OperationId) -> Option<&Stream> {
        self.typed_streams.get(&operation)?.events.as_ref()
    }

    /// Returns the sequence of JSON values that an operation returns, if any.
    pub fn stream_items(&self, operation: OperationId) -> Option<&Stream> {
        self.typed_streams.get(&operation)?.items.as_ref()
    }

    /// Returns the declared item type of a sequential media type.
    pub fn item(&self, api: &Api, content: &Content) -> Option<Usage> {
        streams::item(api, content)
    }

    /// Returns the constants that distinguish the webhooks, in document order.
    pub fn webhooks(&self) -> &[WebhookConstants] {
        &self.webhooks
    }

    /// Returns the encoding of an operation's body; `None` if the operation does not send one.
    pub fn body(&self, operation: OperationId) -> Option<&SentBody> {
        self.bodies.get(&operation)
    }

    /// Returns the body fields of an operation that are separate arguments, in document order.
    pub fn fields(&self, operation: OperationId) -> &[Param] {
        self.fields.get(&operation).map_or(&[], Vec::as_slice)
    }

    /// Returns whether an operation sends or receives a type as XML.
    pub fn is_xml(&self, ty: TypeId) -> bool {
        self.xml_types.contains(&self.shared(ty))
    }

    /// Returns whether any operation sends or receives XML.
    pub fn has_xml(&self) -> bool {
        !self.xml_types.is_empty()
    }

    /// Returns whether a type is a split form, whose fields are arguments.
    pub fn is_flattened(&self, ty: TypeId) -> bool {
        self.flattened.contains(&ty)
    }

    /// Returns the pagination of an operation; `None` if the operation is not paginated, or if its pagination
    /// is unknown.
    pub fn pagination(&self, operation: OperationId) -> Option<&Pagination> {
        self.pagination.get(&operation)
    }

    /// Returns the polling of an operation; `None` if the operation is not long-running or is not emitted.
    pub fn polling(&self, operation: OperationId) -> Option<&Polling> {
        self.polling.get(&operation)
    }

    /// Returns whether a type occurs only in schemas that no operation uses, such as webhook payloads.
    pub fn is_unreferenced(&self, ty: TypeId) -> bool {
        self.ty(ty).unreferenced && self.ty(ty).tags.is_empty()
    }

    /// Returns whether the API has webhooks, or any emitted type is [unreferenced](Self::is_unreferenced).
    pub fn has_unreferenced_types(&self, api: &Api) -> bool {
        !api.webhooks.is_empty() || self.emitted_types(api).any(|id| self.is_unreferenced(id))
    }

    /// Returns the credentials of emitted operations.
    pub fn security(&self) -> &Security {
        &self.security
    }

    /// Returns the locations of details in the API's error bodies, derived from its schemas.
    pub fn error_shape(&self) -> &ErrorShape {
        &self.error_shape
    }

    /// Returns the names of properties and parameters whose values are secrets, in document order.
    pub fn secrets(&self) -> &[String] {
        &self.secrets
    }

    /// Returns the derives that the settings add to a type.
    pub fn derives(&self, ty: TypeId) -> &[String] {
        self.derives.get(&self.shared(ty)).map_or(&[], Vec::as_slice)
    }

    /// Returns the servers that a user can choose from.
    pub fn servers(&self) -> &Servers {
        &self.servers
    }

    /// Returns the emitted types, in document order.
    pub fn emitted_types<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = TypeId> + 'a {
        api.types().map(|(id, _)| id).filter(|id| self.ty(*id).emitted && self.shared(*id) == *id)
    }
}

/// Computes the facts about an API.
pub(crate) fn analyse(
    api: &Api,
    config: &Config,
    lock: &Lock,
    keys: &Keys,
    findings: &mut Diagnostics,
) -> Facts {
    let mut facts = Facts {
        types: vec![TypeFacts::default(); api.types.len()],
        servers: servers::servers(api),
        ..Facts::default()
    };
    bodies::bodies(api, config, &mut facts, findings);
    bodies::check_nested(api, config, &facts, findings);
    responses::outputs(api, &mut facts);
    error_shape::shape(api, &mut facts);
    reach::owners(api, config, &mut facts);
    representations::representations(api, &mut facts);
    streams::streams(api, &mut facts);
    webhooks::webhooks(api, &mut facts);
    security::security(api, &mut facts);
    reach::reach(api, config, &mut facts);
    xml::types(api, &mut facts);
    dedupe::dedupe(api, config, lock, keys, &mut facts);
    binary::report(api, &facts, findings);
    secrets::secrets(api, &mut facts);
    derives::derives(api, config, &mut facts, findings);
    presence::presence(api, &mut facts);
    recursion::break_required_cycles(api, keys, &mut facts, findings);
    recursion::boxes(api, keys, &mut facts);
    pagination::pagination(api, config, &mut facts, findings);
    polling::polling(api, &mut facts);
    client_parameters::client_parameters(api, config, &mut facts, findings);
    limits::limits(api, config, &facts, findings);
    facts
}

/// Collects the named types that a type directly consists of, looking through lists and maps, but not through
/// named types.
pub(crate) fn parts(ty: &Type, found: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => found.push(*id),
        Type::List(item) | Type::Map(item) => parts(&item.ty, found),
        Type::Scalar(_) | Type::Object | Type::Any => {}
    }
}

/// Returns the named types that a type directly contains, possibly with duplicates.
fn inside(api: &Api, id: TypeId) -> Vec<TypeId> {
    let mut found = Vec::new();
    api.ty(id).shape.contents().into_iter().for_each(|ty| parts(ty, &mut found));
    found
}
