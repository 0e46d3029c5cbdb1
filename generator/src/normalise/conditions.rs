//! Turns properties that a schema declares only under a condition into optional properties.
//!
//! This applies to `then` and `else` of an `if`, and to `dependentSchemas`. The conditions themselves are not checked.
//! This module is part of the rewrite from JSON Schema 2020-12 to OpenAPI 3.0, and is called once per schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::openapi31::{Kinds, is_composed};
use super::widen;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::{Pointer, Way};

/// Keywords that define the type of a value; a property without them only narrows a property that is declared
/// elsewhere.
const TYPES: [&str; 7] = ["type", "$ref", "properties", "items", "allOf", "oneOf", "anyOf"];

/// Keywords that restrict a type to some of its values.
const VALUES: [&str; 2] = ["enum", "const"];

/// Merges the conditional properties of a schema into its own.
pub(super) fn merge(object: &mut Map<String, Value>, at: &Way<'_>, findings: &mut Diagnostics) {
    if !["if", "dependentSchemas"].iter().any(|key| object.contains_key(*key)) {
        return;
    }
    let mut found = Vec::new();
    collect(object, &at.pointer(), &mut found);
    let mut merged: BTreeMap<&str, bool> = BTreeMap::new();
    // Another `allOf` part may declare the same property with more values.
    let is_part = is_composed(object) || matches!(at, Way::Index(Way::Key(_, "allOf"), _));
    let mut additions: Vec<(String, Kinds)> = Vec::new();
    for Conditional { keyword, name, schema, from } in found {
        let known = object.get_mut("properties").and_then(|properties| properties.get_mut(&name));
        let is_known = known.is_some();
        if let Some(known) = known {
            if widen::defer(known, &schema) {
                findings.moved_within(at.pointer().keys(["properties", &name, "anyOf"]), &from);
            } else {
                widen::widen(known, &schema, &Map::new());
            }
        }
        let has_type =
            schema.as_object().is_some_and(|schema| TYPES.iter().any(|key| schema.contains_key(*key)));
        if is_known || !has_type {
            merged.entry(keyword).or_insert(false);
            continue;
        }
        merged.insert(keyword, true);
        let schema = if is_part { widened(schema) } else { schema };
        match additions.iter_mut().find(|(other, _)| *other == name) {
            Some((_, kinds)) => kinds.add(schema, from),
            None => {
                let mut kinds = Kinds::default();
                kinds.add(schema, from);
                additions.push((name, kinds));
            }
        }
    }
    for key in ["if", "dependentSchemas"] {
        if object.remove(key).is_some() {
            let message = match merged.get(key) {
                Some(true) => {
                    format!("`{key}` is not checked; the properties that depend on it are optional")
                }
                _ => format!("`{key}` is not supported; the type accepts more values than the schema"),
            };
            findings.push(Diagnostic::note(Code::ApproximatedKeyword, &at.key(key), message));
        }
    }
    if additions.is_empty() {
        return;
    }
    let here = at.key("properties");
    if let Value::Object(properties) = object.entry("properties").or_insert_with(|| json!({})) {
        for (name, kinds) in additions {
            let schema = kinds.schema(&here.key(&name), findings);
            properties.insert(name, schema);
        }
    }
}

/// A property that is declared under a condition.
struct Conditional {
    /// The keyword of the condition.
    keyword: &'static str,
    name: String,
    schema: Value,
    from: Pointer,
}

/// Collects the conditional properties of a schema, including those of nested conditions. The recursion is
/// bounded, because `load` limits the depth of the tree.
fn collect(object: &Map<String, Value>, at: &Pointer, found: &mut Vec<Conditional>) {
    let mut part = |keyword: &'static str, part: &Value, at: Pointer| {
        let Some(part) = part.as_object() else { return };
        let properties = part.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            let from = at.keys(["properties", name.as_str()]);
            found.push(Conditional { keyword, name: name.clone(), schema: schema.clone(), from });
        }
        let inside = found.len();
        collect(part, &at, found);
        found.iter_mut().skip(inside).for_each(|nested| nested.keyword = keyword);
    };
    for key in ["then", "else"] {
        if let Some(value) = object.get(key).filter(|_| object.contains_key("if")) {
            part("if", value, at.key(key));
        }
    }
    let dependent = object.get("dependentSchemas").and_then(Value::as_object);
    for (name, value) in dependent.into_iter().flatten() {
        part("dependentSchemas", value, at.keys(["dependentSchemas", name.as_str()]));
    }
}

/// Returns a schema without the keywords that narrow its type.
fn widened(mut schema: Value) -> Value {
    if let Some(members) = schema.as_object_mut().filter(|members| members.contains_key("type")) {
        VALUES.iter().for_each(|key| drop(members.shift_remove(*key)));
    }
    schema
}
