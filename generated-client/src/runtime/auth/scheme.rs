//! Which of a client's credentials go with a call: what the operation's security asks for, of what there is.

use super::{Entry, Means};

/// A security scheme of the API's description, as far as it matters which credentials satisfy it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheme {
    /// A token in `Authorization: Bearer`: OAuth 2, OpenID Connect, or a bearer token.
    Bearer(&'static str),
    /// A user name and a password.
    Basic(&'static str),
    /// A key in a header, the query or a cookie.
    Key(&'static str),
}

/// The indices of the entries that a call takes.
///
/// Without security, these are all of them, of those in `Authorization` the last one given first. Else it is what the first way asks for that the
/// client has all credentials of. If there is none, the API is told what there is: it may take more than its description says.
pub(super) fn chosen(entries: &[Entry], security: &[&[Scheme]]) -> Vec<usize> {
    let anywhere = |entry: &Entry| entry.scheme.is_none() && matches!(entry.means, Means::Key(_));
    let loose = entries.iter().enumerate().filter(|(_, entry)| anywhere(entry)).map(|(index, _)| index);
    let ways = security.iter().filter(|way| !way.is_empty());
    let satisfied = ways
        .clone()
        .find_map(|way| way.iter().map(|scheme| find(entries, *scheme)).collect::<Option<Vec<_>>>());
    let mut chosen: Vec<usize> = match satisfied {
        Some(chosen) => chosen,
        None if security.is_empty() => {
            let is_key =
                |index: &usize| entries.get(*index).is_some_and(|e| matches!(e.means, Means::Key(_)));
            (0..entries.len()).filter(is_key).chain((0..entries.len()).rev()).collect()
        }
        None => {
            let named = ways.flat_map(|way| way.iter()).filter_map(|scheme| find(entries, *scheme));
            let unnamed = (0..entries.len())
                .rev()
                .filter(|index| entries.get(*index).is_some_and(|e| e.scheme.is_none()));
            named.chain(unnamed).collect()
        }
    };
    chosen.extend(loose);
    let mut seen = vec![false; entries.len()];
    chosen.retain(|index| seen.get_mut(*index).is_some_and(|seen| !std::mem::replace(seen, true)));
    chosen
}

/// What was given for a scheme, else what is given for all of its kind.
fn find(entries: &[Entry], scheme: Scheme) -> Option<usize> {
    let (Scheme::Bearer(name) | Scheme::Basic(name) | Scheme::Key(name)) = scheme;
    let named = entries.iter().position(|entry| entry.scheme == Some(name));
    named.or_else(|| entries.iter().position(|entry| entry.scheme.is_none() && fits(&entry.means, scheme)))
}

fn fits(means: &Means, scheme: Scheme) -> bool {
    match scheme {
        Scheme::Bearer(_) => matches!(means, Means::Token(_) | Means::Session(_)),
        Scheme::Basic(_) => matches!(means, Means::Basic(_)),
        // A key without a scheme is for something in front of the API.
        Scheme::Key(_) => false,
    }
}
