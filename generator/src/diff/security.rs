//! Compares the security schemes, and the methods of the client builder that set their credentials.

use super::change::Change;
use super::kind::Kind;
use super::pair::{Pair, Side};
use crate::analyse::{Proof, proof};
use crate::ir::{SecurityKind, SecurityScheme};
use crate::pointer::Pointer;

/// A method of the client builder: its name, and a description of its argument.
type Method = (String, &'static str);

/// Returns the client builder methods of the scheme at an index.
fn methods(side: &Side<'_>, index: usize, scheme: &SecurityScheme) -> Vec<Method> {
    let Some(names) = side.model.names.schemes().get(&index) else { return Vec::new() };
    let takes = match proof(scheme) {
        Some(Proof::Basic) => "a user name and a password",
        Some(Proof::Bearer | Proof::Key) | None => "a string",
    };
    let login = Some((names.login.to_string(), "an OAuth 2 flow")).filter(|(name, _)| !name.is_empty());
    [(names.method.to_string(), takes)].into_iter().chain(login).collect()
}

/// Compares the security schemes by name.
pub(super) fn compare(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let at = Pointer::root().keys(["components", "securitySchemes"]);
    let all = |side: &Side<'_>| -> Vec<Method> {
        let schemes = side.model.api.security_schemes.iter().enumerate();
        schemes.flat_map(|(index, scheme)| methods(side, index, scheme)).collect()
    };
    let (had, has) = (all(&pair.old), all(&pair.new));
    let (old, new) = (&pair.old.model.api.security_schemes, &pair.new.model.api.security_schemes);
    for (index, scheme) in new.iter().enumerate() {
        let change = |kind| Change::new(kind, &at.key(&scheme.name)).about(&scheme.name);
        let now = methods(&pair.new, index, scheme);
        let Some(place) = old.iter().position(|other| other.name == scheme.name) else {
            out.push(with(change(Kind::LoginAdded), &now, &had));
            continue;
        };
        let Some(earlier) = old.get(place) else { continue };
        let compared = |s: &SecurityScheme| (s.kind.clone(), s.deprecated, s.description.clone());
        if compared(earlier) != compared(scheme) {
            out.push(change(Kind::LoginChanged));
        }
        let then = methods(&pair.old, place, earlier);
        for (kind, of, others, all) in
            [(Kind::LoginMethodRemoved, &then, &now, &has), (Kind::LoginMethodAdded, &now, &then, &had)]
        {
            for method in of.iter().filter(|method| !others.contains(method)) {
                out.push(with(change(kind), std::slice::from_ref(method), all));
            }
        }
    }
    for (index, scheme) in old.iter().enumerate() {
        if !new.iter().any(|other| other.name == scheme.name) {
            let change = Change::new(Kind::LoginRemoved, &at.key(&scheme.name)).about(&scheme.name);
            out.push(with(change, &methods(&pair.old, index, scheme), &has));
        }
    }
    let has_oauth =
        |list: &[SecurityScheme]| list.iter().any(|s| matches!(s.kind, SecurityKind::OAuth2 { .. }));
    match (has_oauth(old), has_oauth(new)) {
        (false, true) => out.push(Change::new(Kind::OAuthAdded, &at).rust("OAuth2")),
        (true, false) => out.push(Change::new(Kind::OAuthRemoved, &at).rust("OAuth2")),
        _ => {}
    }
}

/// Adds the path of the first method to a change. The change is visible unless the other crate has all of the given
/// methods.
fn with(mut change: Change, methods: &[Method], others: &[Method]) -> Change {
    change.rust = methods.first().map(|(name, _)| format!("ClientBuilder::{name}"));
    change.seen(methods.iter().any(|method| !others.contains(method)))
}
