//! Finds client-level parameters, which callers set once on the client instead of passing them with each
//! call.
//!
//! A parameter is client-level if the document or the settings declare it as such. Any other parameter that
//! most operations require is a candidate: a note reports it, and a setting can make it client-level.

use std::collections::{BTreeMap, BTreeSet};

use super::pagination::PageParameter;
use super::{Facts, constant_parameter};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Location, Notation, Operation, OperationId, Param, PathPart, Shape, Type, Usage};
use crate::pointer::Pointer;
use crate::suggest::{help, nearest};

/// The minimum number of paths that must require a parameter for it to be a candidate.
const MIN_PATHS: usize = 3;

/// The minimum percentage of operations that must require a parameter for it to be a candidate.
const MIN_PERCENTAGE: usize = 80;

/// The maximum number of different declarations of one parameter to compare.
const MAX_FORMS: usize = 8;

/// A parameter that callers set on the client, or a candidate.
#[derive(Clone, Debug)]
pub struct ClientParameter {
    /// The first declaration of the parameter.
    pub param: Param,
    /// The number of emitted operations that declare the parameter in the same way.
    pub operations: usize,
    /// The number of emitted operations that declare the parameter in the same way and require it.
    pub required: usize,
    /// The reason why the parameter is client-level or a candidate.
    pub reason: ClientReason,
}

/// The reason why a parameter is client-level or a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientReason {
    /// A vendor extension in the document declares the parameter as client-level.
    Document,
    /// A setting declares the parameter as client-level.
    Settings,
    /// Most operations require the parameter, which only makes it a candidate.
    Candidate,
}

impl ClientReason {
    /// Returns the name of the reason.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Settings => "settings",
            Self::Candidate => "candidate",
        }
    }
}

/// The client-level parameters and the candidates.
#[derive(Clone, Debug, Default)]
pub(super) struct ClientParameters {
    found: Vec<ClientParameter>,
    /// The index of each parameter in `found`, keyed by identity.
    places: BTreeMap<Identity, usize>,
}

/// The identity of a parameter: its location and its name. Header names are in lower case, because they are
/// case-insensitive (RFC 9110, section 5.1).
type Identity = (Location, String);

/// Declarations of one parameter that differ at most in their descriptions, in their defaults, and in whether the
/// parameter is required.
struct Group<'a> {
    first: &'a Param,
    operations: Vec<(OperationId, &'a Param)>,
}

/// Finds the client-level parameters and the candidates.
pub(super) fn client_parameters(api: &Api, config: &Config, facts: &mut Facts, findings: &mut Diagnostics) {
    let emitted = api.operations().filter(|(id, _)| facts.owner(*id).is_some()).count();
    let mut found = Vec::new();
    let mut by_identity: Vec<(Identity, Vec<Group<'_>>)> = groups(api, facts);
    for (_, groups) in &mut by_identity {
        // If a parameter is declared in several ways, only the most frequent declaration applies to the client.
        // Parameters with other declarations remain arguments.
        groups.sort_by_key(|group| std::cmp::Reverse(group.operations.len()));
        let Some(group) = groups.first() else { continue };
        let required = group.operations.iter().filter(|(_, param)| param.required).count();
        let marks = group.operations.iter().filter_map(|(_, param)| param.on_client);
        let is_marked = marks.clone().any(|mark| mark);
        let reason = match config.client_parameters.get(&group.first.name) {
            Some(false) => continue,
            Some(true) => ClientReason::Settings,
            None if is_marked => ClientReason::Document,
            None if marks.count() == 0 && is_candidate(api, facts, group, (required, emitted)) => {
                ClientReason::Candidate
            }
            None => continue,
        };
        let operations = group.operations.len();
        // The client has no default if the declarations have different defaults.
        let is_default = group.operations.iter().all(|(_, param)| param.default == group.first.default);
        let default = group.first.default.clone().filter(|_| is_default && required > 0);
        let param = Param { default, ..group.first.clone() };
        let one = ClientParameter { param, operations, required, reason };
        if reason == ClientReason::Candidate {
            note(&one, emitted, findings);
        }
        found.push(one);
    }
    if !config.borrowed {
        check_settings(api, facts, config, findings);
    }
    let places = found.iter().enumerate().map(|(index, one)| (identity(&one.param), index)).collect();
    facts.client_parameters = ClientParameters { found, places };
}

/// Returns the parameters that can be set on a client, grouped by identity, in document order.
fn groups<'a>(api: &'a Api, facts: &Facts) -> Vec<(Identity, Vec<Group<'a>>)> {
    let mut places: BTreeMap<Identity, usize> = BTreeMap::new();
    let mut all: Vec<(Identity, Vec<Group<'a>>)> = Vec::new();
    for (id, operation) in api.operations().filter(|(id, _)| facts.owner(*id).is_some()) {
        for param in operation.params.iter().filter(|param| is_suitable(api, param)) {
            let identity = identity(param);
            let place = *places.entry(identity.clone()).or_insert_with(|| {
                all.push((identity, Vec::new()));
                all.len() - 1
            });
            let Some((_, groups)) = all.get_mut(place) else { continue };
            let known = groups.iter().position(|group| is_same(api, facts, group.first, param));
            if known.is_none() && groups.len() < MAX_FORMS {
                groups.push(Group { first: param, operations: vec![(id, param)] });
            } else if let Some(group) = known.and_then(|index| groups.get_mut(index)) {
                group.operations.push((id, param));
            }
        }
    }
    all
}

fn identity(param: &Param) -> Identity {
    let name = match param.location {
        Location::Header => param.name.to_ascii_lowercase(),
        _ => param.name.clone(),
    };
    (param.location, name)
}

/// Returns whether a parameter can be set on the client. Its value must be a scalar or a list of scalars, and
/// must not be a constant, which each call sends without an argument.
fn is_suitable(api: &Api, param: &Param) -> bool {
    matches!(param.location, Location::Query | Location::Header | Location::Path)
        && param.notation == Notation::Encoded
        && constant_parameter(api, param).is_none()
        && match api.resolved(&param.usage.ty) {
            Type::List(item) => is_value(api, &item.ty) && !item.nullable,
            ty => is_value(api, ty),
        }
}

fn is_value(api: &Api, ty: &Type) -> bool {
    match api.resolved(ty) {
        Type::Scalar(_) => true,
        Type::Named(id) => matches!(api.ty(*id).shape, Shape::Enum(_)),
        Type::List(_) | Type::Map(_) | Type::Object | Type::Any => false,
    }
}

/// Returns whether two parameters with the same identity are declared in the same way.
fn is_same(api: &Api, facts: &Facts, one: &Param, other: &Param) -> bool {
    one.style == other.style
        && one.notation == other.notation
        && one.usage.nullable == other.usage.nullable
        && is_same_type(api, facts, &one.usage, &other.usage)
}

fn is_same_type(api: &Api, facts: &Facts, one: &Usage, other: &Usage) -> bool {
    match (api.resolved(&one.ty), api.resolved(&other.ty)) {
        (Type::Named(one), Type::Named(other)) => facts.shared(*one) == facts.shared(*other),
        (Type::List(one), Type::List(other)) => is_same_type(api, facts, one, other),
        (one, other) => one == other,
    }
}

/// Returns whether most operations require a parameter, and use it for the same purpose.
fn is_candidate(api: &Api, facts: &Facts, group: &Group<'_>, (required, emitted): (usize, usize)) -> bool {
    let paths = group.operations.iter().filter(|(_, param)| param.required);
    let paths: BTreeSet<&str> = paths.map(|(id, _)| api.operation(*id).path.text.as_str()).collect();
    required * 100 >= emitted * MIN_PERCENTAGE
        && paths.len() >= MIN_PATHS
        && !group.operations.iter().any(|(id, param)| varies_by_call(api, facts, *id, param))
        && (group.first.location != Location::Path || has_common_start(api, group))
}

/// Returns whether the value usually differs between calls, as for a page number or an idempotency key.
fn varies_by_call(api: &Api, facts: &Facts, id: OperationId, param: &Param) -> bool {
    let operation = api.operation(id);
    let paging = facts.pagination(id).and_then(|paging| paging.parameter);
    let is_page = match paging {
        Some(PageParameter::Query(index)) => {
            operation.params.get(index).is_some_and(|other| identity(other) == identity(param))
        }
        _ => false,
    };
    let key = operation.idempotency_header.as_deref();
    is_page
        || (param.location == Location::Header
            && key.is_some_and(|key| key.eq_ignore_ascii_case(&param.name)))
}

/// Returns whether the paths of all operations are equal up to the placeholder of a parameter. Otherwise, the
/// parameter identifies different resources, as in `{id}` in `/users/{id}` and `/groups/{id}`.
fn has_common_start(api: &Api, group: &Group<'_>) -> bool {
    let start = |operation: &'_ Operation| -> Vec<PathPart> {
        let parts = operation.path.parts.iter();
        parts
            .take_while(|part| !matches!(part, PathPart::Param(name) if *name == group.first.name))
            .cloned()
            .collect()
    };
    let mut starts = group.operations.iter().map(|(id, _)| start(api.operation(*id)));
    let first = starts.next();
    starts.all(|other| Some(other) == first)
}

fn note(one: &ClientParameter, emitted: usize, findings: &mut Diagnostics) {
    let (name, place) = (&one.param.name, one.param.location.name());
    let message = format!(
        "{} of {emitted} operations require the parameter `{name}` (`in: {place}`); each call has an argument for it",
        one.required
    );
    let help = format!(
        "to set it once on the client, add `{} = true` to `[client_parameters]` in sdk.toml; `false` silences this note",
        toml::Value::from(name.as_str())
    );
    findings.push(Diagnostic::note(Code::ClientParameter, &one.param.pointer, message).help(help));
}

/// Reports settings that do not match any parameter of an emitted operation.
fn check_settings(api: &Api, facts: &Facts, config: &Config, findings: &mut Diagnostics) {
    let emitted = api.operations().filter(|(id, _)| facts.owner(*id).is_some());
    let params: Vec<&Param> = emitted.flat_map(|(_, operation)| &operation.params).collect();
    let suitable: BTreeSet<&str> =
        params.iter().filter(|param| is_suitable(api, param)).map(|param| param.name.as_str()).collect();
    for name in config.client_parameters.keys().filter(|name| !suitable.contains(name.as_str())) {
        let entry = format!("`client_parameters` contains `{name}`, which");
        let is_declared = params.iter().any(|param| param.name == *name);
        let message = match is_declared {
            true => {
                format!("{entry} cannot be set on the client, since it is a cookie, an object or a constant")
            }
            false => format!("{entry} is not a parameter of an emitted operation"),
        };
        let near = nearest(name, suitable.iter().copied()).filter(|_| !is_declared);
        let finding = Diagnostic::error(Code::UnusedSetting, &Pointer::root(), message);
        findings.push(finding.help(help(near, "remove the entry")));
    }
}

impl Facts {
    /// Returns the parameters that callers set on the client, in document order, with their indices.
    pub fn client_parameters(&self) -> impl Iterator<Item = (usize, &ClientParameter)> {
        let all = self.client_parameters_and_candidates();
        all.filter(|(_, one)| one.reason != ClientReason::Candidate)
    }

    /// Returns the client-level parameters and the candidates, in document order, with their indices.
    pub fn client_parameters_and_candidates(&self) -> impl Iterator<Item = (usize, &ClientParameter)> {
        self.client_parameters.found.iter().enumerate()
    }

    /// Returns the index of the client-level parameter to which an operation's parameter corresponds, if any.
    pub fn client_parameter(&self, api: &Api, param: &Param) -> Option<usize> {
        let ClientParameters { found, places } = &self.client_parameters;
        if found.is_empty() || !is_suitable(api, param) {
            return None;
        }
        let index = *places.get(&identity(param))?;
        let one = found.get(index).filter(|one| one.reason != ClientReason::Candidate)?;
        is_same(api, self, &one.param, param).then_some(index)
    }
}
