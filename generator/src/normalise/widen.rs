//! Adds to a property the members that a union branch declares for the same property.
//!
//! An object and a branch of its `anyOf` can both describe a property as an object. After the branches are
//! merged, the property's type must have the members of both, or those of the branch would be lost. A
//! scalar keeps the object's description, which accepts the values of every branch.

use serde_json::{Map, Value, json};

use super::choices::{name_of, plain};

/// Adds the members that only `branch` declares to the schema `known`, as optional properties. Members that
/// both declare as objects are widened in the same way. A schema that is not an object with properties does not
/// change, because its type is already wide enough.
pub(super) fn widen(known: &mut Value, branch: &Value, schemas: &Map<String, Value>) {
    let Some(more) = plain(followed(branch, schemas)).filter(|_| known != branch) else { return };
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
    if declared.is_none() && !["allOf", "$ref"].iter().any(|key| target.get(key).is_some()) {
        return;
    }
    let is_new = |name: &str| declared.is_none_or(|all| !all.contains_key(name));
    let missing: Map<String, Value> =
        more.iter().filter(|(name, _)| is_new(name)).map(|(name, one)| (name.clone(), one.clone())).collect();
    if !missing.is_empty() {
        *known = json!({ "allOf": [known.take(), { "type": "object", "properties": missing }] });
    }
}

/// Returns the schema itself, or the one that it refers to.
pub(super) fn followed<'a>(schema: &'a Value, schemas: &'a Map<String, Value>) -> &'a Value {
    name_of(schema).and_then(|name| schemas.get(&name)).unwrap_or(schema)
}
