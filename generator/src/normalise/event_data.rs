//! Replaces the string `data` of server-sent events with the schema of its content.
//!
//! OpenAPI 3.2.0 ("Special Considerations for Server-Sent Events") describes an event as an object whose `data` is a
//! string. `contentMediaType` and `contentSchema` describe the JSON in that string. Later stages use the decoded value.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::walk;
use crate::diagnostic::Diagnostics;
use crate::media_type::MediaType;
use crate::pointer::Pointer;

/// Rewrites the schemas of all event streams.
pub(super) fn decode(tree: &mut Value, findings: &mut Diagnostics) {
    let mut todo: Vec<Pointer> = Vec::new();
    walk::objects(tree, &mut |object, at| {
        let content = object.get("content").and_then(Value::as_object).into_iter().flatten();
        for (name, media) in content.filter(|(name, _)| MediaType::new(name).is_events()) {
            let at = at.pointer().keys(["content", name]);
            todo.extend(
                ["itemSchema", "schema"]
                    .iter()
                    .filter(|key| media.get(**key).is_some())
                    .map(|key| at.key(key)),
            );
        }
    });
    let mut seen = BTreeSet::new();
    while let Some(at) = todo.pop() {
        if !seen.insert(at.clone()) {
            continue;
        }
        let Some(Value::Object(schema)) = tree.pointer_mut(&at.to_string()) else { continue };
        refine(schema);
        if content(schema) {
            let data = at.keys(["properties", "data"]);
            findings.moved_within(data.clone(), &data.key("contentSchema"));
        }
        todo.extend(parts(schema, &at));
    }
}

/// Moves the `data` property next to a `oneOf` into the branches that do not declare `data`. Otherwise, this string
/// property would conflict with the content schemas of the other branches.
fn refine(schema: &mut Map<String, Value>) {
    let declares = |branch: &Value| branch.pointer("/properties/data").is_some();
    let branches = schema.get("oneOf").and_then(Value::as_array);
    if !branches
        .is_some_and(|branches| branches.iter().any(declares) && branches.iter().all(Value::is_object))
    {
        return;
    }
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let Some(data) = properties.and_then(|properties| properties.remove("data")) else { return };
    for branch in schema.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten() {
        if !declares(branch)
            && let Some(branch) = branch.as_object_mut()
            && let Value::Object(properties) = branch.entry("properties").or_insert_with(|| json!({}))
        {
            properties.insert("data".to_owned(), data.clone());
        }
    }
}

/// Replaces the schema of `data` with its content schema if the content is JSON. Returns whether it was replaced.
fn content(schema: &mut Map<String, Value>) -> bool {
    let data = schema.get_mut("properties").and_then(|properties| properties.get_mut("data"));
    let Some(Value::Object(data)) = data else { return false };
    let is_other = data
        .get("contentMediaType")
        .and_then(Value::as_str)
        .is_some_and(|name| !name.to_ascii_lowercase().contains("json"));
    if is_other || !data.get("contentSchema").is_some_and(Value::is_object) {
        return false;
    }
    match data.remove("contentSchema") {
        Some(Value::Object(content)) => *data = content,
        _ => return false,
    }
    true
}

/// Returns the locations of the subschemas that describe all or some of the events.
fn parts(schema: &Map<String, Value>, at: &Pointer) -> Vec<Pointer> {
    let mut found: Vec<Pointer> = Vec::new();
    let reference = schema.get("$ref").and_then(Value::as_str);
    found.extend(reference.and_then(|text| text.strip_prefix('#')).and_then(Pointer::parse));
    for key in ["allOf", "anyOf", "oneOf"] {
        let branches = schema.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        found.extend((0..branches).map(|index| at.key(key).index(index)));
    }
    if schema.get("items").is_some_and(Value::is_object) {
        found.push(at.key("items"));
    }
    found
}
