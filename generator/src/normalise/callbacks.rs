//! Names the payloads of callbacks, so that they become models, as the payloads of webhooks do.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::webhooks::{METHODS, followed, hoist, inline_payloads};
use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// Moves the inline payloads of all callbacks to `components`.
pub(super) fn convert(tree: &mut Value, findings: &mut Diagnostics) {
    let mut numbers = BTreeMap::new();
    for (name, at) in payloads(tree) {
        hoist(tree, &name, &at, (findings, &mut numbers));
    }
}

/// Returns the locations of the inline payloads, each with the name of its callback.
fn payloads(tree: &Value) -> Vec<(String, Pointer)> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for (name, at) in callbacks(tree) {
        let at = followed(tree, at);
        if !seen.insert(at.clone()) {
            continue;
        }
        for expression in keys(tree, &at) {
            let item = followed(tree, at.key(&expression));
            for method in METHODS {
                let body = item.keys([method, "requestBody"]);
                found.extend(inline_payloads(tree, body).into_iter().map(|at| (name.clone(), at)));
            }
        }
    }
    // Several callbacks can refer to the same body.
    let mut known = BTreeSet::new();
    found.retain(|(_, at)| known.insert(at.clone()));
    found
}

/// Returns the names and locations of the callbacks of all operations, and of the callbacks in `components`.
fn callbacks(tree: &Value) -> Vec<(String, Pointer)> {
    let root = Pointer::root();
    let mut maps = vec![root.keys(["components", "callbacks"])];
    for section in [root.key("paths"), root.keys(["components", "pathItems"])] {
        for path in keys(tree, &section) {
            let item = section.key(&path);
            let additional = item.key("additionalOperations");
            for around in [item, additional] {
                let operations = members(tree, &around).into_iter().flatten();
                let with_callbacks = operations.filter(|(_, operation)| operation.get("callbacks").is_some());
                maps.extend(with_callbacks.map(|(key, _)| around.keys([key.as_str(), "callbacks"])));
            }
        }
    }
    maps.iter().flat_map(|at| keys(tree, at).into_iter().map(|name| (name.clone(), at.key(&name)))).collect()
}

fn members<'t>(tree: &'t Value, at: &Pointer) -> Option<&'t Map<String, Value>> {
    at.find(tree).and_then(Value::as_object)
}

/// Returns the keys of an object, except vendor extensions.
fn keys(tree: &Value, at: &Pointer) -> Vec<String> {
    let members = members(tree, at).into_iter().flatten();
    members.map(|(key, _)| key.clone()).filter(|key| !key.starts_with("x-")).collect()
}
