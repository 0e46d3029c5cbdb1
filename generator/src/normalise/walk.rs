//! Walk: goes through a description and tells schemas and other objects from data and from maps of names.
//!
//! What the rewrites share, and the search for references after them. It changes nothing by itself.

use serde_json::{Map, Value};

use crate::pointer::Way;

/// Members whose value is data of the API, not a part of the description.
const DATA: [&str; 4] = ["example", "default", "enum", "value"];

/// Members whose value is a map of names: its keys are no keywords.
const NAMES: [&str; 14] = [
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
];

/// Whether the value of this keyword is data of the API (an example, a default, a vendor extension), not a part of the description.
pub(crate) fn holds_data(keyword: &str) -> bool {
    DATA.contains(&keyword) || keyword.starts_with("x-")
}

/// Whether the value of this keyword is a map of names, whose keys are no keywords.
pub(crate) fn holds_names(keyword: &str) -> bool {
    NAMES.contains(&keyword)
}

/// Calls `visit` on every object whose keys are keywords, outside in.
///
/// It goes as deep as the tree does, and `load` refuses trees that are deeper than a fixed bound.
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
