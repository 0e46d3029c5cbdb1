//! Explains how each public name was derived.
//!
//! For this purpose, all names are assigned two more times: once with their derivations, and once without the
//! lock. A normal run does not do this.

use std::collections::BTreeMap;

use super::book::{Book, Named, Refusal};
use crate::analyse::Facts;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::Api;
use crate::lock::{Keys, Kind, Lock};
use crate::pointer::Pointer;

/// A name and its derivation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The name, and the keys of its declarations.
    pub named: Named,
    /// The string in the document from which the name is derived.
    pub source: String,
    /// The line number in the lock, if the name is locked; 0 if the lock was not read from a file.
    pub locked: Option<usize>,
    /// The preferred names that were unavailable, each with the reason.
    pub refused: Vec<(String, String)>,
    /// The path that the item would have without the lock, if it is different.
    pub unlocked: Option<String>,
}

/// Explains every public name of an API; `lock` is the lock with which the model was built.
pub fn explain(api: &Api, facts: &Facts, config: &Config, lock: &Lock) -> Vec<Explained> {
    let keys = Keys::from_api(api);
    // The findings were already reported when the model was built.
    let mut findings = Diagnostics::default();
    let none = Lock::default();
    let (free, _) = super::named(api, facts, config, &keys, Book::new(&none, false), &mut findings);
    let by_rule: BTreeMap<(&Pointer, Kind), &str> = free
        .all
        .iter()
        .flat_map(|named| named.keys.iter().map(|key| ((key, named.kind), named.path.as_str())))
        .collect();
    let (names, traces) = super::named(api, facts, config, &keys, Book::new(lock, true), &mut findings);
    let all = names.all.iter().zip(traces).filter(|(named, _)| named.public);
    all.map(|(named, trace)| {
        let locked = named.keys.iter().find_map(|key| lock.get(key, named.kind));
        let alone = named.keys.first().and_then(|key| by_rule.get(&(key, named.kind)));
        Explained {
            named: named.clone(),
            source: trace.source,
            locked: locked.map(|locked| locked.line),
            refused: trace.tried.iter().map(|(name, why)| (name.clone(), reason(why, &names.all))).collect(),
            unlocked: alone.filter(|path| **path != named.path).map(|path| (*path).to_owned()),
        }
    })
    .collect()
}

fn reason(refusal: &Refusal, names: &[Named]) -> String {
    match refusal {
        Refusal::Locked => "available, but the lock contains a different name".to_owned(),
        Refusal::Reserved => "reserved by Rust or by the runtime".to_owned(),
        Refusal::Held(keys) => {
            let keys: Vec<String> = keys.iter().map(Pointer::to_string).collect();
            format!("locked for {}", keys.join(", "))
        }
        Refusal::Given(entry) => {
            let named = names.get(*entry);
            let key = named.and_then(|named| named.keys.first()).map(Pointer::to_string).unwrap_or_default();
            let hidden = if named.is_some_and(|named| named.public) { "" } else { ", which is not emitted" };
            format!("used by {key}{hidden}")
        }
    }
}
