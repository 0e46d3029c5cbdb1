//! Determines the credentials of the emitted operations, and whether operations require different ones.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use crate::ir::{Api, Operation, Requirement, SecurityKind, SecurityScheme};

/// The way in which a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A string in the declared header, query parameter or cookie.
    Key,
}

/// The credentials of the emitted operations.
#[derive(Clone, Debug, Default)]
pub struct Security {
    /// The schemes that are used, as indices into [`Api::security_schemes`]; all schemes if the document
    /// declares no requirements.
    pub used: Vec<usize>,
    /// Whether operations have different requirements, so that each request must specify its own.
    pub differs: bool,
    /// Whether the document declares requirements for any operation.
    pub is_declared: bool,
}

/// Returns the way in which a scheme's credential is sent; `None` if the client does not support the scheme.
pub fn proof(scheme: &SecurityScheme) -> Option<Proof> {
    match &scheme.kind {
        SecurityKind::OAuth2 { .. } | SecurityKind::Bearer | SecurityKind::OpenIdConnect(_) => {
            Some(Proof::Bearer)
        }
        SecurityKind::Basic => Some(Proof::Basic),
        kind if kind.is_challenged() => None,
        SecurityKind::ApiKey { .. } | SecurityKind::Other(_) => Some(Proof::Key),
        SecurityKind::MutualTls => None,
    }
}

/// Returns the alternative requirements of an operation, each as a list of schemes that the client supports.
/// Alternatives with undeclared schemes are omitted.
pub fn ways<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Vec<(&'a str, Proof)>> {
    if operation.security.is_empty() {
        return Vec::new();
    }
    let mut schemes: BTreeMap<&str, &SecurityScheme> = BTreeMap::new();
    for scheme in &api.security_schemes {
        schemes.entry(&scheme.name).or_insert(scheme);
    }
    let of_one = |requirement: &'a Requirement| {
        let name = requirement.scheme.as_str();
        let scheme = schemes.get(name)?;
        Some(proof(scheme).map(|proof| (name, proof)))
    };
    let ways = operation.security.iter();
    ways.filter_map(|way| way.iter().map(of_one).collect::<Option<Vec<_>>>())
        .map(|way| way.into_iter().flatten().collect())
        .collect()
}

/// Computes the credentials of the emitted operations.
pub(super) fn security(api: &Api, facts: &mut Facts) {
    let mut all: Vec<Vec<Vec<(&str, Proof)>>> = Vec::new();
    for (id, operation) in api.operations() {
        let ways = ways(api, operation);
        if facts.owner(id).is_some() && !operation.security.is_empty() && !all.contains(&ways) {
            all.push(ways);
        }
    }
    let names: BTreeSet<&str> = all.iter().flatten().flatten().map(|(name, _)| *name).collect();
    let is_used = |scheme: &SecurityScheme| !api.declares_security || names.contains(scheme.name.as_str());
    let schemes = api.security_schemes.iter().enumerate();
    facts.security = Security {
        used: schemes.filter(|(_, scheme)| is_used(scheme)).map(|(index, _)| index).collect(),
        differs: all.len() > 1,
        is_declared: api.declares_security,
    };
}
