//! Names the client builder's methods for security schemes.

use std::collections::BTreeMap;

use super::book::{Book, Thing};
use super::scope::Scope;
use super::{RustName, words};
use crate::analyse::{Facts, Proof, proof};
use crate::external_ref;
use crate::ir::{Api, SecurityKind};
use crate::lock::{Keys, Kind};

/// The method names of a scheme.
#[derive(Clone, Debug)]
pub struct SchemeName {
    /// The name of the method for a credential, which is a key, a token, or a user name with a password.
    pub method: RustName,
    /// For schemes with tokens, the name of the method for an OAuth login; otherwise, empty.
    pub login: RustName,
}

/// Names the client builder's methods for security schemes. The result is keyed by scheme index.
///
/// Tokens and passwords are set with methods that every client builder has, unless there are several schemes
/// for them and operations require different ones. A single API key is set with `api_key`.
pub(super) fn schemes(
    api: &Api,
    facts: &Facts,
    methods: &mut Scope,
    book: &mut Book<'_>,
) -> BTreeMap<usize, SchemeName> {
    let schemes = facts.security().used.iter();
    let used: Vec<_> = schemes
        .filter_map(|index| {
            let scheme = api.security_schemes.get(*index)?;
            Some((*index, scheme, proof(scheme)?))
        })
        .collect();
    let mut numbers: BTreeMap<Proof, usize> = BTreeMap::new();
    for (.., kind) in &used {
        *numbers.entry(*kind).or_default() += 1;
    }
    let several = |kind: Proof| numbers.get(&kind).is_some_and(|number| *number > 1);
    let mut names = BTreeMap::new();
    for (index, scheme, kind) in used {
        let plain = words::snake(&external_ref::name_of(&scheme.name));
        let (key, login_key) = ([Keys::scheme(scheme)], [Keys::scheme(scheme).key("login")]);
        let thing = Thing { keys: &key, kind: Kind::Method, source: &scheme.name, public: true };
        let login_thing = Thing { keys: &login_key, ..thing };
        let name = match kind {
            Proof::Key if !several(kind) && matches!(scheme.kind, SecurityKind::ApiKey { .. }) => {
                SchemeName {
                    method: methods.take(book, &thing, &["api_key".to_owned(), plain]),
                    login: RustName::none(),
                }
            }
            Proof::Key => {
                let method = methods.take(book, &thing, &[plain.clone(), format!("{plain}_key")]);
                SchemeName { method, login: RustName::none() }
            }
            // Unless there are several schemes of this kind and operations require different ones, the methods that
            // every builder has are sufficient.
            _ if !several(kind) || !facts.security().differs => continue,
            Proof::Basic => {
                let method = methods.take(book, &thing, &[plain.clone(), format!("{plain}_password")]);
                SchemeName { method, login: RustName::none() }
            }
            Proof::Bearer => SchemeName {
                method: methods.take(book, &thing, &[plain.clone(), format!("{plain}_token")]),
                login: methods.take(book, &login_thing, &[format!("{plain}_login")]),
            },
        };
        names.insert(index, name);
    }
    names
}
