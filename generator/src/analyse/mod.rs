//! Analyse: what follows from the model, computed once and kept as tables beside it.
//!
//! Between `lower` and `name`. Emitters look facts up and never derive them again. Nothing here knows a Rust identifier.

mod answers;
mod bodies;
mod error_shape;
mod errors;
mod pagination;
mod presence;
mod reach;
mod recursion;
mod security;
mod servers;
mod share;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, OperationId, Param, TagId, Type, TypeId};
use crate::lock::{Keys, Lock};

pub use answers::{Answer, Case, accepted, can_be_text, preferred};
pub use bodies::{Given, SentBody, is_file, others};
pub use error_shape::ErrorShape;
pub use errors::{ErrorBody, error_body};
pub use pagination::{FieldPath, PageParameter, Pagination, PagingStyle};
pub use presence::Presence;
pub use security::{Proof, Security, proof, ways};
pub use servers::{ServerChoice, Servers, used_variables};
pub use share::{ERROR_BODY, telling};

/// What follows from an API.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    types: Vec<TypeFacts>,
    boxed: BTreeSet<(TypeId, usize)>,
    presence: BTreeMap<(TypeId, usize), Presence>,
    shared: BTreeMap<TypeId, TypeId>,
    alike: BTreeMap<TypeId, Vec<TypeId>>,
    tags: Vec<TagId>,
    owners: BTreeMap<OperationId, TagId>,
    answers: BTreeMap<OperationId, Answer>,
    bodies: BTreeMap<OperationId, SentBody>,
    fields: BTreeMap<OperationId, Vec<Param>>,
    taken_apart: BTreeSet<TypeId>,
    pagination: BTreeMap<OperationId, Pagination>,
    servers: Servers,
    security: Security,
    error_shape: ErrorShape,
}

/// What follows for one type.
#[derive(Clone, Debug, Default)]
pub struct TypeFacts {
    /// Whether it is emitted: an operation that is emitted reaches it, or the whole document is asked for.
    pub emitted: bool,
    /// Whether a request can carry it.
    pub request: bool,
    /// Whether an answer can carry it.
    pub response: bool,
    /// The tags whose operations reach it.
    pub tags: BTreeSet<TagId>,
    /// Whether a schema that no operation reaches contains it, or it is such a schema itself.
    pub idle: bool,
}

impl Facts {
    /// What follows for a type, or for the one that stands for it.
    pub fn ty(&self, id: TypeId) -> &TypeFacts {
        &self.types[self.shared(id).index()]
    }

    /// Whether a field of a struct must be boxed, because its type contains the struct.
    pub fn is_boxed(&self, ty: TypeId, field: usize) -> bool {
        self.boxed.contains(&(self.shared(ty), field))
    }

    /// How a field can be missing.
    pub fn presence(&self, ty: TypeId, field: usize) -> Presence {
        self.presence.get(&(self.shared(ty), field)).copied().unwrap_or(Presence::Optional)
    }

    /// The type that stands for this one: of several that are written out in the same way, one.
    pub fn shared(&self, ty: TypeId) -> TypeId {
        self.shared.get(&ty).copied().unwrap_or(ty)
    }

    /// The types that this one stands for, in document order.
    pub fn alike(&self, ty: TypeId) -> impl Iterator<Item = TypeId> + '_ {
        self.alike.get(&ty).into_iter().flatten().copied()
    }

    /// The tags that are emitted, in document order: those that were asked for and have operations.
    pub fn tags(&self) -> &[TagId] {
        &self.tags
    }

    /// The tag under which an operation is emitted: the first of its tags that is; `None` if it is not emitted.
    pub fn owner(&self, operation: OperationId) -> Option<TagId> {
        self.owners.get(&operation).copied()
    }

    /// The operations that are emitted under a tag, in document order.
    pub fn operations_of(&self, tag: TagId) -> impl Iterator<Item = OperationId> + '_ {
        self.owners.iter().filter(move |(_, owner)| **owner == tag).map(|(id, _)| *id)
    }

    /// What a call of an operation gives; `None` if it is not emitted.
    pub fn answer(&self, operation: OperationId) -> Option<&Answer> {
        self.answers.get(&operation)
    }

    /// Whether the answer of an operation is octets, which can be many.
    pub fn streams(&self, operation: OperationId) -> bool {
        self.answer(operation) == Some(&Answer::Binary)
    }

    /// How the body of an operation is sent; `None` if it has none.
    pub fn body(&self, operation: OperationId) -> Option<&SentBody> {
        self.bodies.get(&operation)
    }

    /// The fields of the body of an operation, where they are arguments of their own, in document order.
    pub fn fields(&self, operation: OperationId) -> &[Param] {
        self.fields.get(&operation).map_or(&[], Vec::as_slice)
    }

    /// Whether a type is that of a form which is taken apart, so that its fields are arguments.
    pub fn is_taken_apart(&self, ty: TypeId) -> bool {
        self.taken_apart.contains(&ty)
    }

    /// How an operation pages; `None` if it does not, or if that is not known.
    pub fn pagination(&self, operation: OperationId) -> Option<&Pagination> {
        self.pagination.get(&operation)
    }

    /// Whether only schemas that no operation reaches contain a type, as with the payloads of webhooks.
    pub fn is_idle(&self, ty: TypeId) -> bool {
        self.ty(ty).idle && self.ty(ty).tags.is_empty()
    }

    /// Whether any emitted type is [idle](Self::is_idle).
    pub fn has_idle_types(&self, api: &Api) -> bool {
        self.emitted_types(api).any(|id| self.is_idle(id))
    }

    /// What the emitted operations take of credentials.
    pub fn security(&self) -> &Security {
        &self.security
    }

    /// Where the error bodies of the API hold their parts, by the schemas that it declares.
    pub fn error_shape(&self) -> &ErrorShape {
        &self.error_shape
    }

    /// What a user can choose of where calls go.
    pub fn servers(&self) -> &Servers {
        &self.servers
    }

    /// The types that are emitted, in document order.
    pub fn emitted_types<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = TypeId> + 'a {
        api.types().map(|(id, _)| id).filter(|id| self.ty(*id).emitted && self.shared(*id) == *id)
    }
}

/// Computes the facts.
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
    bodies::bodies(api, &config.parameters, &mut facts, findings);
    answers::answers(api, &mut facts);
    error_shape::shape(api, &mut facts);
    reach::owners(api, config, &mut facts);
    security::security(api, &mut facts);
    reach::reach(api, config, &mut facts);
    share::share(api, config, lock, keys, &mut facts);
    presence::presence(api, &mut facts);
    recursion::break_required_cycles(api, keys, &mut facts, findings);
    recursion::boxes(api, keys, &mut facts);
    pagination::pagination(api, config, &mut facts, findings);
    facts
}

/// The named types that a type consists of directly: through lists and maps, but not through other named types.
pub(crate) fn parts(ty: &Type, found: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => found.push(*id),
        Type::List(item) | Type::Map(item) => parts(&item.ty, found),
        Type::Scalar(_) | Type::Object | Type::Any => {}
    }
}

/// The named types that a type contains directly, each as often as it does.
fn inside(api: &Api, id: TypeId) -> Vec<TypeId> {
    let mut found = Vec::new();
    api.ty(id).shape.contents().into_iter().for_each(|ty| parts(ty, &mut found));
    found
}
