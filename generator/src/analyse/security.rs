//! Security: which schemes the emitted operations take, and whether they differ in that.

use super::Facts;
use crate::ir::{Api, Operation, SecurityKind, SecurityScheme};

/// What proves to the server who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A text that the user has, in a place of its own.
    Key,
}

/// What the emitted operations take.
#[derive(Clone, Debug, Default)]
pub struct Security {
    /// The schemes that some operation takes, by their index in [`Api::security_schemes`]; all of them where the document does not say.
    pub used: Vec<usize>,
    /// Whether operations differ in what they take, so that each has to say.
    pub differs: bool,
    /// Whether the document says of any operation what it takes.
    pub is_said: bool,
}

/// What a scheme takes of the user; `None` if that is not the client's business.
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

/// The ways to call an operation, each a list of schemes that the client can serve; ways with others are left out.
pub fn ways<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Vec<(&'a str, Proof)>> {
    let of_one = |name: &'a String| {
        let scheme = api.security_schemes.iter().find(|scheme| scheme.name == *name)?;
        Some(proof(scheme).map(|proof| (name.as_str(), proof)))
    };
    let ways = operation.security.iter();
    ways.filter_map(|way| way.iter().map(of_one).collect::<Option<Vec<_>>>())
        .map(|way| way.into_iter().flatten().collect())
        .collect()
}

/// Finds out what the emitted operations take.
pub(super) fn security(api: &Api, facts: &mut Facts) {
    let mut all: Vec<Vec<Vec<(&str, Proof)>>> = Vec::new();
    for (id, operation) in api.operations() {
        let ways = ways(api, operation);
        if facts.owner(id).is_some() && !operation.security.is_empty() && !all.contains(&ways) {
            all.push(ways);
        }
    }
    let names: Vec<&str> = all.iter().flatten().flatten().map(|(name, _)| *name).collect();
    let is_used = |scheme: &SecurityScheme| !api.says_security || names.contains(&scheme.name.as_str());
    let schemes = api.security_schemes.iter().enumerate();
    facts.security = Security {
        used: schemes.filter(|(_, scheme)| is_used(scheme)).map(|(index, _)| index).collect(),
        differs: all.len() > 1,
        is_said: api.says_security,
    };
}
