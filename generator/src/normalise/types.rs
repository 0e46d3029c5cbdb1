//! Repairs unknown type names, types that contradict other keywords, and missing types.
//!
//! Only unambiguous cases are repaired: a misspelled or nonstandard type name (`String`, `int`), a format name in
//! place of a type (`date-time`), a type that contradicts the other keywords, or a missing type that they imply.
//! A schema that still has no type accepts any value, as in JSON Schema.

use serde_json::{Map, Value, json};

use super::{openapi31, walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The types that OpenAPI 3.0 defines.
const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// Type names that are common but not defined by OpenAPI, with the intended types and formats.
const NAMES: [(&str, &str, &str); 33] = [
    ("str", "string", ""),
    ("text", "string", ""),
    ("char", "string", ""),
    ("varchar", "string", ""),
    ("enum", "string", ""),
    ("email", "string", "email"),
    ("password", "string", "password"),
    ("uuid", "string", "uuid"),
    ("guid", "string", "uuid"),
    ("uri", "string", "uri"),
    ("url", "string", "uri"),
    ("date", "string", "date"),
    ("datetime", "string", "date-time"),
    ("date-time", "string", "date-time"),
    ("timestamp", "string", ""),
    ("file", "string", "binary"),
    ("binary", "string", "binary"),
    ("byte", "string", "byte"),
    ("int", "integer", ""),
    ("int32", "integer", "int32"),
    ("int64", "integer", "int64"),
    ("long", "integer", "int64"),
    ("short", "integer", "int32"),
    ("float", "number", "float"),
    ("double", "number", "double"),
    ("decimal", "number", ""),
    ("numeric", "number", ""),
    ("bool", "boolean", ""),
    ("list", "array", ""),
    ("map", "object", ""),
    ("dict", "object", ""),
    ("hash", "object", ""),
    ("json", "object", ""),
];

/// Keywords that apply only to strings.
const OF_TEXTS: [&str; 3] = ["pattern", "minLength", "maxLength"];

/// Keywords whose presence makes it unnecessary to add a `type`.
const STRUCTURE: [&str; 9] =
    ["type", "$ref", "allOf", "oneOf", "anyOf", "enum", "properties", "items", "additionalProperties"];

/// Repairs the types of schemas.
pub(super) fn repair(tree: &mut Value, findings: &mut Diagnostics) {
    walk::objects(tree, &mut |object, at| {
        let repaired = match object.get("type") {
            Some(Value::String(_)) => misnamed(object).or_else(|| contradicted(object)),
            Some(Value::Array(names)) => {
                let names = Value::Array(names.clone());
                openapi31::types(object);
                Some(format!(
                    "`type` is the array {names}, which OpenAPI 3.0 does not allow; it is interpreted as in 3.1"
                ))
            }
            Some(Value::Null) | None => missing(object),
            Some(other) => {
                let message = format!("`type` must be a string, not {other}; it is ignored");
                object.remove("type");
                Some(message)
            }
        };
        if let Some(message) = repaired {
            let at = if object.contains_key("type") { at.key("type") } else { at.pointer() };
            findings.push(Diagnostic::warning(Code::TypeRepaired, &at, message));
        }
    });
}

/// Repairs an unknown type name. Returns the text of the warning, or `None` if the schema did not change.
fn misnamed(object: &mut Map<String, Value>) -> Option<String> {
    let name = object.get("type")?.as_str()?.to_owned();
    if TYPES.contains(&name.as_str()) {
        return None;
    }
    let lower = name.trim().to_ascii_lowercase();
    if matches!(lower.as_str(), "null" | "any") {
        object.remove("type");
        if lower == "null" {
            object.insert("nullable".to_owned(), json!(true));
        }
        return Some(format!("`{name}` is not a type in OpenAPI 3.0; any value is accepted"));
    }
    let (kind, format) = match TYPES.iter().find(|kind| **kind == lower) {
        Some(kind) => (*kind, ""),
        None => {
            NAMES.iter().find(|(other, _, _)| *other == lower).map(|(_, kind, format)| (*kind, *format))?
        }
    };
    object.insert("type".to_owned(), json!(kind));
    if !format.is_empty() {
        object.entry("format").or_insert_with(|| json!(format));
    }
    Some(format!("`{name}` is not a type in OpenAPI; `{kind}` is used"))
}

/// Repairs a type that contradicts the other keywords. Returns the text of the warning, or `None` if the schema
/// did not change.
fn contradicted(object: &mut Map<String, Value>) -> Option<String> {
    let name = object.get("type")?.as_str()?.to_owned();
    let has =
        |key: &str| object.get(key).and_then(Value::as_object).is_some_and(|members| !members.is_empty());
    let (kind, why) = match name.as_str() {
        "object" if has("items") && !has("properties") && !object.contains_key("additionalProperties") => {
            ("array", "items")
        }
        "array" if has("properties") && !object.contains_key("items") => ("object", "properties"),
        "string" | "integer" | "number" | "boolean" if has("properties") => ("object", "properties"),
        "string" | "integer" | "number" | "boolean" if has("items") => ("array", "items"),
        _ => return None,
    };
    object.insert("type".to_owned(), json!(kind));
    Some(format!("type `{name}` cannot have `{why}`; `{kind}` is used"))
}

/// Adds a missing type that can be derived from other keywords. Returns the text of the warning, or `None` if the
/// schema did not change.
fn missing(object: &mut Map<String, Value>) -> Option<String> {
    if STRUCTURE.iter().any(|key| object.get(*key).is_some_and(|value| !value.is_null())) {
        return None;
    }
    let format = object.get("format").and_then(Value::as_str).map(str::to_ascii_lowercase);
    let (kind, why) = match format.as_deref() {
        Some("int32" | "int64") => ("integer", "format"),
        Some("float" | "double") => ("number", "format"),
        Some("date" | "date-time" | "uuid" | "uri" | "email" | "byte" | "binary" | "password") => {
            ("string", "format")
        }
        _ => ("string", OF_TEXTS.into_iter().find(|key| object.contains_key(*key))?),
    };
    object.insert("type".to_owned(), json!(kind));
    Some(format!("missing `type` in a schema with `{why}`; `{kind}` is used"))
}
