//! Adds to a property the members that a union branch declares for the same property.
//!
//! An object and a branch of its `anyOf` can both describe a property as an object. After the branches are
//! merged, the property's type must have the members of both, or those of the branch would be lost. A
//! scalar keeps the object's schema, which accepts the values of every branch.

use serde_json::{Map, Value, json};

use super::choices::{name_of, plain};

/// The keywords whose schemas describe all items of a list, or all values of a map.
const CONTENTS: [&str; 2] = ["items", "additionalProperties"];

/// Adds the members that only `branch` declares to the schema `known`, as optional properties. Members that
/// both declare as objects are widened in the same way, and so are the items of lists and the values of maps. Any other
/// schema does not change, because its type is already wide enough.
pub(super) fn widen(known: &mut Value, branch: &Value, schemas: &Map<String, Value>) {
    if known == branch {
        return;
    }
    for key in CONTENTS {
        let contents = followed(branch, schemas).get(key).filter(|contents| contents.is_object());
        if let (Some(known), Some(contents)) = (known.get_mut(key), contents) {
            widen(known, contents, schemas);
        }
    }
    let Some(more) = plain(followed(branch, schemas)) else { return };
    if let Some(members) = known.get_mut("properties").and_then(Value::as_object_mut) {
        for (name, schema) in more {
            match members.get_mut(name) {
                Some(member) => widen(member, schema, schemas),
                None => drop(members.insert(name.clone(), schema.clone())),
            }
        }
        return;
    }
    let target = followed(known, schemas);
    let declared = target.get("properties").and_then(Value::as_object);
    if declared.is_none() && !is_reference(target) && target.get("allOf").is_none() {
        return;
    }
    let is_new = |name: &str| declared.is_none_or(|all| !all.contains_key(name));
    let missing: Map<String, Value> =
        more.iter().filter(|(name, _)| is_new(name)).map(|(name, one)| (name.clone(), one.clone())).collect();
    if !missing.is_empty() {
        *known = json!({ "allOf": [known.take(), { "type": "object", "properties": missing }] });
    }
}

/// Adds the reference `branch` to an object schema as an optional `anyOf` branch, so that [`choices`](super::choices)
/// can widen the schema once all references can be followed. Returns whether the branch was added.
pub(super) fn defer(known: &mut Value, branch: &Value) -> bool {
    let is_free = |known: &Map<String, Value>| {
        known.contains_key("properties") && !["anyOf", "oneOf"].iter().any(|key| known.contains_key(*key))
    };
    let Some(object) = known.as_object_mut().filter(|known| is_reference(branch) && is_free(known)) else {
        return false;
    };
    object.insert("anyOf".to_owned(), json!([branch, {}]));
    true
}

fn is_reference(schema: &Value) -> bool {
    schema.get("$ref").is_some()
}

/// Returns the schema itself, or the one that it refers to.
pub(super) fn followed<'a>(schema: &'a Value, schemas: &'a Map<String, Value>) -> &'a Value {
    name_of(schema).and_then(|name| schemas.get(&name)).unwrap_or(schema)
}
