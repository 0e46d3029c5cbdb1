//! Traverses a description, and distinguishes its objects from data and from maps of names.
//!
//! The rewrites and the later search for references use this module. It does not change the tree itself.

use serde_json::{Map, Value};

use crate::pointer::Way;

/// Members that contain API data rather than parts of the description.
const DATA: [&str; 5] = ["example", "default", "enum", "value", "dataValue"];

/// Members whose value is a map of names, so that its keys are not keywords.
const NAMES: [&str; 19] = [
    "properties",
    "patternProperties",
    "schemas",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "examples",
    "content",
    "paths",
    "variables",
    "mediaTypes",
    "additionalOperations",
    "webhooks",
    "$defs",
    "dependentSchemas",
];

/// Returns whether the value of this keyword is API data (an example, default or vendor extension).
pub(crate) fn holds_data(keyword: &str) -> bool {
    DATA.contains(&keyword) || keyword.starts_with("x-")
}

/// Returns whether the value of this keyword is a map of names, so that its keys are not keywords.
pub(crate) fn holds_names(keyword: &str) -> bool {
    NAMES.contains(&keyword)
}

/// Calls `visit` on every object whose keys are keywords, parents first.
///
/// The recursion is bounded, because `load` limits the depth of the tree.
pub(super) fn objects(node: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>, &Way<'_>)) {
    go(node, &Way::Root, false, visit);
}

fn go(node: &mut Value, at: &Way<'_>, names: bool, visit: &mut dyn FnMut(&mut Map<String, Value>, &Way<'_>)) {
    match node {
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                go(item, &Way::Index(at, index), false, visit);
            }
        }
        Value::Object(members) => {
            if !names {
                visit(members, at);
            }
            for (key, value) in members {
                if names || !holds_data(key) {
                    go(value, &Way::Key(at, key), !names && holds_names(key), visit);
                }
            }
        }
        _ => {}
    }
}
