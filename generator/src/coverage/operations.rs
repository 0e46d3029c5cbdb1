//! Operations: how many the document has, and why those are missing that are not emitted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{Diagnostics, Fate, Severity, fate};
use crate::ir::Method;
use crate::model::Model;
use crate::pointer::Pointer;
use crate::resolve::{Target, target};

/// How many references from path to path are followed.
const STEPS: usize = 16;

/// The operations of a document.
#[derive(Clone, Debug, Default)]
pub struct Operations {
    /// How many it has; a path item in several places counts at each.
    pub documented: usize,
    /// How many became methods.
    pub emitted: usize,
    /// The others.
    pub unemitted: Vec<Unemitted>,
}

/// An operation that became no method.
#[derive(Clone, Debug)]
pub struct Unemitted {
    /// Its method; of one under a key that is not a method, that key.
    pub method: String,
    /// Its path.
    pub path: String,
    /// Where it stands.
    pub pointer: Pointer,
    /// Why.
    pub why: String,
}

/// Takes stock of them.
pub(super) fn operations(tree: &Value, model: Option<&Model>, findings: &Diagnostics) -> Operations {
    let mut emitted: BTreeSet<(&str, Method)> = BTreeSet::new();
    let mut known: BTreeMap<(&str, Method), String> = BTreeMap::new();
    if let Some(model) = model {
        let Model { api, facts, .. } = model;
        for (id, operation) in api.operations() {
            let key = (bare(&operation.path.text), operation.method);
            match facts.owner(id) {
                Some(_) => drop(emitted.insert(key)),
                None => drop(known.insert(key, "no tag that sdk.toml asks for has it".to_owned())),
            }
        }
        for left in &api.left_out {
            let why = left.why.clone().or_else(|| reported(&findings.in_the_text(&left.pointer), findings));
            let why = why.unwrap_or_else(|| "what it refers to cannot be read".to_owned());
            known.insert((bare(&left.path), left.method), why);
        }
    }
    let refused = findings.iter().find(|finding| finding.severity == Severity::Error);
    let refused = refused.map(|error| format!("nothing was generated: {}", error.message));
    let mut all = Operations::default();
    for (path, method, pointer) in documented(tree) {
        all.documented += 1;
        let of_method =
            Method::ALL.into_iter().find(|known| known.to_string() == method && is_method(&pointer));
        let key = of_method.map(|method| (bare(path), method));
        if key.is_some_and(|key| emitted.contains(&key)) {
            all.emitted += 1;
            continue;
        }
        let why = key.and_then(|key| known.get(&key)).or(refused.as_ref()).cloned();
        let why = why.or_else(|| reported(&pointer, findings));
        let why = why.unwrap_or_else(|| "nothing is known of it".to_owned());
        all.unemitted.push(Unemitted { method, path: path.to_owned(), pointer, why });
    }
    all
}

/// A path as the document and the model both have it.
fn bare(path: &str) -> &str {
    path.trim_start_matches('/')
}

/// What was found at a place or below it.
fn reported(at: &Pointer, findings: &Diagnostics) -> Option<String> {
    let is_why = |code| matches!(fate(code), Fate::Repaired | Fate::Dropped);
    let finding = findings.iter().find(|finding| is_why(finding.code) && at.contains(&finding.pointer))?;
    // What it is about is said beside it.
    let why = finding.message.split_once(" is left out: ").map(|(_, why)| why.to_owned());
    Some(why.unwrap_or_else(|| finding.message.clone()))
}

/// The operations of a document, and where they stand.
fn documented(tree: &Value) -> Vec<(&str, String, Pointer)> {
    let root = Pointer::root().key("paths");
    let paths = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    let mut found = Vec::new();
    for (path, item) in paths.filter(|(path, _)| !path.starts_with("x-")) {
        let Some((item, at)) = followed(tree, item, root.key(path)) else { continue };
        for method in Method::ALL {
            if item.get(method.key()).is_some_and(|operation| !operation.is_null()) {
                found.push((path.as_str(), method.to_string(), at.key(method.key())));
            }
        }
        for (key, value) in item.as_object().into_iter().flatten() {
            for (method, steps) in operations_at(key, value) {
                found.push((path.as_str(), method, at.key(key).keys(steps)));
            }
        }
    }
    found
}

/// Whether an operation is under the key of a method.
fn is_method(at: &Pointer) -> bool {
    at.last().is_some_and(|key| Method::ALL.iter().any(|method| method.key() == key))
}

/// The operations under a key of a path item that is not a method, by what each is called, with the steps to them: such a key can be a
/// misspelled method, a method that OpenAPI does not have, or hold several by their methods.
pub(super) fn operations_at<'a>(key: &'a str, value: &'a Value) -> Vec<(String, Vec<&'a str>)> {
    let is_known = Method::ALL.iter().any(|method| method.key() == key);
    if is_known || key.starts_with("x-") || matches!(key, "parameters" | "servers" | "$ref") {
        return Vec::new();
    }
    if is_operation(value) {
        return vec![(key.to_ascii_uppercase(), Vec::new())];
    }
    let members = value.as_object().into_iter().flatten();
    let inside = members.filter(|(_, value)| key == "additionalOperations" && value.is_object());
    inside.map(|(method, _)| (method.clone(), vec![method.as_str()])).collect()
}

/// Whether an object is an operation.
fn is_operation(value: &Value) -> bool {
    ["responses", "operationId"].iter().any(|key| value.get(key).is_some())
}

/// A path item, or what it refers to in the end.
fn followed<'a>(tree: &'a Value, item: &'a Value, at: Pointer) -> Option<(&'a Value, Pointer)> {
    let (mut item, mut at) = (item, at);
    for _ in 0..STEPS {
        let Some(reference) = item.get("$ref").and_then(Value::as_str) else { return Some((item, at)) };
        let Target::Local(next) = target(reference) else { return None };
        item = tree.pointer(next.as_str())?;
        at = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn operations_are_counted_through_references() {
        let tree = json!({
            "paths": {
                "/a": { "get": {}, "post": {}, "parameters": [], "x-get": {}, "put": null },
                "/b": { "$ref": "#/paths/~1a" },
                "/c": { "$ref": "#/paths/~1c" },
                "x-c": { "get": {} },
            }
        });
        assert_eq!(documented(&tree).len(), 4);
        assert_eq!(documented(&json!({})).len(), 0);
    }
}
