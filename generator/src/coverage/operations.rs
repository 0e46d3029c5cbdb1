//! Counts the operations of a document, and explains the omitted ones.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostics, Outcome, Severity};
use crate::ir::Method;
use crate::model::Model;
use crate::normalise::Dialect;
use crate::pointer::Pointer;
use crate::resolve::{Target, target};

/// The maximum length of a chain of references between path items.
const STEPS: usize = 16;

/// The number of operations in a document, and the omitted operations.
#[derive(Clone, Debug, Default)]
pub struct Operations {
    /// The number of documented operations. The operations of a path item count once for each path that refers to it.
    pub documented: usize,
    /// The number of operations that became methods.
    pub emitted: usize,
    /// The omitted operations.
    pub unemitted: Vec<Unemitted>,
}

/// An omitted operation.
#[derive(Clone, Debug)]
pub struct Unemitted {
    /// The method, or the key that contains the operation if that key is not a method.
    pub method: String,
    /// The path of the operation.
    pub path: String,
    /// The location of the operation.
    pub pointer: Pointer,
    /// The reason why the operation was omitted.
    pub why: String,
}

/// Counts the operations of a document.
pub(super) fn operations(
    tree: &Value,
    dialect: Dialect,
    model: Option<&Model>,
    findings: &Diagnostics,
) -> Operations {
    let mut emitted: BTreeSet<(&str, &Method)> = BTreeSet::new();
    let mut known: BTreeMap<(&str, &Method), String> = BTreeMap::new();
    if let Some(model) = model {
        let Model { api, facts, .. } = model;
        for (id, operation) in api.operations() {
            let key = (bare(&operation.path.text), &operation.method);
            match facts.owner(id) {
                Some(_) => drop(emitted.insert(key)),
                None => drop(known.insert(key, "not selected by the tags in sdk.toml".to_owned())),
            }
        }
        for left in &api.left_out {
            let why = left.why.clone().or_else(|| reported(&findings.in_the_text(&left.pointer), findings));
            let why = why.unwrap_or_else(|| "the operation refers to an invalid object".to_owned());
            known.insert((bare(&left.path), &left.method), why);
        }
    }
    let refused = findings.iter().find(|finding| finding.severity == Severity::Error);
    let refused = refused.map(|error| format!("nothing was generated: {}", error.message));
    let mut all = Operations::default();
    for Documented { path, method, shown, pointer } in documented(tree, dialect) {
        all.documented += 1;
        let key = method.as_ref().map(|method| (bare(path), method));
        if key.is_some_and(|key| emitted.contains(&key)) {
            all.emitted += 1;
            continue;
        }
        let why = key.and_then(|key| known.get(&key)).or(refused.as_ref()).cloned();
        let why = why.or_else(|| reported(&pointer, findings));
        let why = why.unwrap_or_else(|| "unknown reason".to_owned());
        all.unemitted.push(Unemitted { method: shown, path: path.to_owned(), pointer, why });
    }
    all
}

/// Returns a path without leading slashes, to compare the document with the model.
fn bare(path: &str) -> &str {
    path.trim_start_matches('/')
}

/// Returns the message of a finding at or under a location, if it explains why an operation was omitted.
fn reported(at: &Pointer, findings: &Diagnostics) -> Option<String> {
    let is_loss = |outcome| !matches!(outcome, Some(Outcome::Handled | Outcome::Approximated));
    let is_why = |code: Code| code.is_defect() || is_loss(code.outcome());
    let finding = findings.iter().find(|finding| is_why(finding.code) && at.contains(&finding.pointer))?;
    // The first half of the message names the operation, which the report already displays.
    let why = finding.message.split_once(" is omitted: ").map(|(_, why)| why.to_owned());
    Some(why.unwrap_or_else(|| finding.message.clone()))
}

/// An operation of a document.
struct Documented<'a> {
    path: &'a str,
    /// The method; `None` if the key that contains the operation is not a method.
    method: Option<Method>,
    /// The method as shown in messages.
    shown: String,
    pointer: Pointer,
}

/// Returns the operations of a document.
fn documented(tree: &Value, dialect: Dialect) -> Vec<Documented<'_>> {
    let root = Pointer::root().key("paths");
    let paths = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    let mut found = Vec::new();
    for (path, item) in paths.filter(|(path, _)| !path.starts_with("x-")) {
        let Some((item, at)) = followed(tree, item, root.key(path)) else { continue };
        let is_newer = dialect >= Dialect::OpenApi32;
        for method in Method::ALL.into_iter().chain(is_newer.then_some(Method::Query)) {
            if item.get(method.key()).is_some_and(|operation| !operation.is_null()) {
                let (shown, pointer) = (method.to_string(), at.key(method.key()));
                found.push(Documented { path, method: Some(method), shown, pointer });
            }
        }
        for (key, value) in item.as_object().into_iter().flatten() {
            if is_newer && key == "additionalOperations" {
                for shown in additional(value) {
                    let (method, pointer) =
                        (Some(Method::Other(shown.clone())), at.keys([key.as_str(), shown.as_str()]));
                    found.push(Documented { path, method, shown, pointer });
                }
            } else if !(is_newer && key == "query") {
                for (shown, steps) in operations_at(key, value) {
                    let pointer = at.key(key).keys(steps);
                    found.push(Documented { path, method: None, shown, pointer });
                }
            }
        }
    }
    found
}

/// Returns the keys of `additionalOperations` in a path item (OpenAPI 3.2).
fn additional(value: &Value) -> impl Iterator<Item = String> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(method, _)| method.clone()).filter(|method| !method.starts_with("x-"))
}

/// Returns the operations under a path item key that is not a method, with their methods and the steps to
/// them. Such a key is a misspelled method, a method that OpenAPI does not support, or a map of operations by
/// method.
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

/// Returns whether a value is an operation.
fn is_operation(value: &Value) -> bool {
    ["responses", "operationId"].iter().any(|key| value.get(key).is_some())
}

/// Returns a path item and its location, after following its references to the final target.
fn followed<'a>(tree: &'a Value, item: &'a Value, at: Pointer) -> Option<(&'a Value, Pointer)> {
    let (mut item, mut at) = (item, at);
    for _ in 0..STEPS {
        let Some(reference) = item.get("$ref").and_then(Value::as_str) else { return Some((item, at)) };
        let Target::Local(next) = target(reference) else { return None };
        item = next.find(tree)?;
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
        assert_eq!(documented(&tree, Dialect::OpenApi30).len(), 4);
        assert_eq!(documented(&json!({}), Dialect::OpenApi30).len(), 0);
    }
}
