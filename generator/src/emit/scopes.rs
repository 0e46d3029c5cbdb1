//! The OAuth scopes of an operation, as a sentence for pages and doc comments.

use std::collections::BTreeMap;

use super::markdown::code;
use crate::ir::{Operation, Requirement, SecurityKind};
use crate::model::Model;

/// The kinds of the security schemes, keyed by name.
type Kinds<'a> = BTreeMap<&'a str, &'a SecurityKind>;

/// Returns a sentence about the required scopes, as Markdown, or `None` if no scopes are declared.
pub(super) fn sentence(model: &Model, operation: &Operation) -> Option<String> {
    if operation.security.is_empty() {
        return None;
    }
    let mut kinds = Kinds::new();
    for scheme in &model.api.security_schemes {
        kinds.entry(&scheme.name).or_insert(&scheme.kind);
    }
    let is_declared = |one: &Requirement| kinds.contains_key(one.scheme.as_str());
    // An alternative with an undeclared scheme cannot be used.
    let ways = operation.security.iter().filter(|way| way.iter().all(is_declared));
    let (with, without): (Vec<_>, Vec<_>) =
        ways.partition(|way| way.iter().any(|one| !one.scopes.is_empty()));
    let mut sets: Vec<Vec<&str>> = Vec::new();
    for way in &with {
        let mut scopes: Vec<&str> = Vec::new();
        for scope in way.iter().flat_map(|one| &one.scopes) {
            if !scopes.contains(&scope.as_str()) {
                scopes.push(scope);
            }
        }
        if !sets.contains(&scopes) {
            sets.push(scopes);
        }
    }
    let is_single = |set: &Vec<&str>| set.len() == 1;
    let noun = if with.iter().all(|way| is_oauth(&kinds, way)) { "OAuth scope" } else { "scope" };
    let mut text = match sets.as_slice() {
        [] => return None,
        [set] if is_single(set) => format!("Requires the {noun} {}", all(set, ", ")),
        [set] => format!("Requires all of the {noun}s {}", all(set, ", ")),
        sets if sets.iter().all(is_single) => {
            format!("Requires any of the {noun}s {}", all(&sets.concat(), ", "))
        }
        sets => {
            let each: Vec<String> = sets.iter().map(|set| all(set, " and ")).collect();
            format!("Requires the {noun}s {}", each.join(", or "))
        }
    };
    let others: Vec<String> = without
        .iter()
        .map(|way| match way.iter().map(|one| one.scheme.as_str()).collect::<Vec<_>>().as_slice() {
            [] => "without credentials".to_owned(),
            names => format!("with {}", all(names, " and ")),
        })
        .collect();
    if !others.is_empty() {
        text.push_str(&format!(", unless called {}", others.join(", or ")));
    }
    Some(text + ".")
}

fn all(names: &[&str], between: &str) -> String {
    names.iter().map(|name| code(name)).collect::<Vec<_>>().join(between)
}

/// Returns whether the scopes of the given requirements are OAuth scopes. Since OpenAPI 3.1, other schemes can list
/// roles instead.
fn is_oauth(kinds: &Kinds<'_>, way: &[Requirement]) -> bool {
    way.iter().filter(|one| !one.scopes.is_empty()).all(|one| {
        let kind = kinds.get(one.scheme.as_str());
        matches!(kind, Some(SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect(_)))
    })
}
