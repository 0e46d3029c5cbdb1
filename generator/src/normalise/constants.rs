//! Rewrites a union branch whose only value is an object to an object schema with a constant for each property.
//!
//! `const: {kind: a}` and `properties: {kind: {const: a}}` accept the same objects, apart from additional
//! properties. The second schema has a Rust type, whose constants distinguish it from the other branches.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::choices::name_of;
use super::walk;
use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// Keywords, other than `enum`, that restrict values. A schema with one of them does not change.
const OTHERS: [&str; 10] = [
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "items",
    "properties",
    "additionalProperties",
    "required",
    "discriminator",
];

/// The maximum nesting depth of rewritten objects. Deeper values could make the tree deeper than later stages permit.
const MAX_NESTING: usize = 8;

/// Rewrites every union branch whose only value is an object, and every named schema of this kind that a branch
/// refers to.
pub(super) fn convert(tree: &mut Value, findings: &mut Diagnostics) {
    let mut referenced = BTreeSet::new();
    walk::objects(tree, &mut |object, at| {
        for key in ["oneOf", "anyOf"] {
            let branches = object.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten();
            for (index, branch) in branches.enumerate() {
                referenced.extend(name_of(branch));
                rewrite(branch, &at.key(key).index(index), findings);
            }
        }
    });
    for name in referenced {
        if let Some(schema) = tree.pointer_mut("/components/schemas").and_then(|all| all.get_mut(&name)) {
            rewrite(schema, &Pointer::root().keys(["components", "schemas", name.as_str()]), findings);
        }
    }
}

fn rewrite(schema: &mut Value, at: &Pointer, findings: &mut Diagnostics) {
    let Some(object) = schema.as_object_mut() else { return };
    let Some(value) = only_object(object).filter(|value| nesting(value) <= MAX_NESTING) else { return };
    object.remove("enum");
    describe(object, &value, at, &mut |member| findings.moved_within(member, &at.key("enum")));
}

/// Returns the only value that a schema accepts, if it is an object with properties.
fn only_object(schema: &Map<String, Value>) -> Option<Map<String, Value>> {
    let [Value::Object(value)] = schema.get("enum")?.as_array()?.as_slice() else { return None };
    let is_object = schema.get("type").is_none_or(|typ| typ == "object");
    let is_bare = is_object && !OTHERS.iter().any(|key| schema.contains_key(*key));
    (is_bare && !value.is_empty()).then(|| value.clone())
}

/// Returns the nesting depth of an object, which is 1 if the object contains no other objects.
fn nesting(object: &Map<String, Value>) -> usize {
    1 + object.values().filter_map(Value::as_object).map(nesting).max().unwrap_or(0)
}

/// Adds the keywords of an object schema that accepts only `value`, and passes the location of each list of values to
/// `moved`.
fn describe(
    schema: &mut Map<String, Value>,
    value: &Map<String, Value>,
    at: &Pointer,
    moved: &mut dyn FnMut(Pointer),
) {
    let mut properties = Map::new();
    for (name, member) in value {
        let at = at.keys(["properties", name.as_str()]);
        let mut constant = Map::new();
        match member {
            Value::Object(members) if !members.is_empty() => describe(&mut constant, members, &at, moved),
            _ => {
                constant.insert("enum".to_owned(), json!([member]));
                moved(at.key("enum"));
            }
        }
        properties.insert(name.clone(), constant.into());
    }
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("required".to_owned(), properties.keys().cloned().collect());
    schema.insert("properties".to_owned(), properties.into());
    schema.insert("additionalProperties".to_owned(), json!(false));
}
