//! Selects the credentials of a client that satisfy the security requirements of an operation.

use super::{Credential, Entry};

/// A security scheme of the API description, reduced to the type of credential that satisfies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheme {
    /// A token in `Authorization: Bearer`: OAuth 2, OpenID Connect, or HTTP bearer.
    Bearer(&'static str),
    /// HTTP Basic: a user name and a password.
    Basic(&'static str),
    /// An API key in a header, the query or a cookie.
    Key(&'static str),
}

/// Returns the indices of the entries to send with a call.
///
/// If there are no security requirements, these are all entries; among the entries for `Authorization`, the last one
/// comes first. Otherwise, they are the entries for the first alternative that the client can satisfy. If there is
/// no such alternative, they are the entries for any declared scheme, followed by the entries without a scheme.
/// Credentials are sent even then, because the API may accept more than its description declares. Keys without a
/// scheme are always included, because they are for an intermediary, such as a gateway.
pub(super) fn chosen(entries: &[Entry], security: &[&[Scheme]]) -> Vec<usize> {
    let is_unscoped_key =
        |entry: &Entry| entry.scheme.is_none() && matches!(entry.credential, Credential::Key(_));
    let unscoped_keys =
        entries.iter().enumerate().filter(|(_, entry)| is_unscoped_key(entry)).map(|(index, _)| index);
    let alternatives = security.iter().filter(|schemes| !schemes.is_empty());
    let satisfied = alternatives
        .clone()
        .find_map(|schemes| schemes.iter().map(|scheme| find(entries, *scheme)).collect::<Option<Vec<_>>>());
    let mut chosen: Vec<usize> = match satisfied {
        Some(chosen) => chosen,
        None if security.is_empty() => {
            let is_key = |index: &usize| {
                entries.get(*index).is_some_and(|e| matches!(e.credential, Credential::Key(_)))
            };
            (0..entries.len()).filter(is_key).chain((0..entries.len()).rev()).collect()
        }
        None => {
            let named =
                alternatives.flat_map(|schemes| schemes.iter()).filter_map(|scheme| find(entries, *scheme));
            let unnamed = (0..entries.len())
                .rev()
                .filter(|index| entries.get(*index).is_some_and(|e| e.scheme.is_none()));
            named.chain(unnamed).collect()
        }
    };
    chosen.extend(unscoped_keys);
    let mut seen = vec![false; entries.len()];
    chosen.retain(|index| seen.get_mut(*index).is_some_and(|seen| !std::mem::replace(seen, true)));
    chosen
}

/// Finds the entry for a scheme by name, or else an entry of the same type without a scheme.
fn find(entries: &[Entry], scheme: Scheme) -> Option<usize> {
    let (Scheme::Bearer(name) | Scheme::Basic(name) | Scheme::Key(name)) = scheme;
    let named = entries.iter().position(|entry| entry.scheme == Some(name));
    named.or_else(|| {
        entries.iter().position(|entry| entry.scheme.is_none() && satisfies(&entry.credential, scheme))
    })
}

fn satisfies(credential: &Credential, scheme: Scheme) -> bool {
    match scheme {
        Scheme::Bearer(_) => matches!(credential, Credential::Token(_) | Credential::Session(_)),
        Scheme::Basic(_) => matches!(credential, Credential::Basic(_)),
        // A key without a scheme is for an intermediary, such as a gateway.
        Scheme::Key(_) => false,
    }
}
