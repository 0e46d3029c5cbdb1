//! Extracts the message and code from a JSON error body if the API's `ErrorShape` does not locate them.
//!
//! Most bodies have a well-known format: RFC 9457, OAuth 2.0, OData, JSON:API, GraphQL, or the format of a
//! popular framework.

// This module must not depend on operations.

use http::StatusCode;
use serde_json::{Map, Value};

/// The maximum nesting depth that is searched.
const MAX_DEPTH: usize = 5;

/// Members that contain a message, in order of preference.
const MESSAGES: [&str; 9] = [
    "error_description",
    "message",
    "errorMessage",
    "error_message",
    "msg",
    "faultstring",
    "userMessage",
    "detail",
    "details",
];

/// Members that contain a message, if no preferred member exists.
const FALLBACK_MESSAGES: [&str; 6] = ["title", "description", "reason", "summary", "value", "text"];

/// Members that contain a code, in order of preference.
const CODES: [&str; 8] = ["code", "errorCode", "error_code", "errcode", "__type", "status", "type", "reason"];

/// Returns the message of an error body.
pub(crate) fn message(tree: &Value) -> Option<String> {
    match tree {
        Value::Array(items) if !items.first().is_some_and(Value::is_object) => None,
        tree => message_in(tree, 0),
    }
}

/// Returns the code of an error body with this status.
pub(crate) fn code(tree: &Value, status: StatusCode) -> Option<String> {
    code_in(tree, status, 0)
}

/// Returns the string or number at a JSON pointer. Returns `None` for an empty pointer or a blank string.
pub(crate) fn text_at(tree: &Value, pointer: &str) -> Option<String> {
    let found = if pointer.is_empty() { None } else { tree.pointer(pointer) };
    match found? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn message_in(node: &Value, depth: usize) -> Option<String> {
    match node {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Array(items) if depth < MAX_DEPTH => {
            let first = items.iter().find_map(|item| message_in(item, depth + 1))?;
            Some(if items.len() > 1 { format!("{first} (and {} more)", items.len() - 1) } else { first })
        }
        Value::Object(members) if depth < MAX_DEPTH => {
            in_object(members, depth).map(|text| located(members, text))
        }
        _ => None,
    }
}

fn in_object(members: &Map<String, Value>, depth: usize) -> Option<String> {
    let message_of = |name: &str| member(members, name).and_then(|value| message_in(value, depth + 1));
    let text =
        |name: &str| member(members, name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let errors = || match member(members, "errors")? {
        Value::Object(by_field) => fields(by_field, depth + 1),
        errors => message_in(errors, depth + 1),
    };
    // RFC 9457, section 3.1: `title` names the type of problem, `detail` describes this occurrence.
    if let Some(title) = text("title") {
        let specific = message_of("detail").filter(|detail| detail != title).or_else(errors);
        if let Some(specific) = specific {
            let separator = if title.ends_with(['.', '!', '?', ':']) { " " } else { ": " };
            return Some(format!("{title}{separator}{specific}"));
        }
    }
    let inner = |name: &str| member(members, name).filter(|value| value.is_object() || value.is_array());
    inner("error")
        .or_else(|| inner("fault"))
        .and_then(|inner| message_in(inner, depth + 1))
        .or_else(|| MESSAGES.iter().find_map(|name| message_of(name)))
        .or_else(errors)
        .or_else(|| text("error").map(str::to_owned))
        .or_else(|| FALLBACK_MESSAGES.iter().find_map(|name| text(name)).map(str::to_owned))
        .or_else(|| only_fields(members, depth))
}

/// Returns the message of per-field errors: `{"name": ["is too short"]}`.
fn fields(members: &Map<String, Value>, depth: usize) -> Option<String> {
    let (name, first) =
        members.iter().find_map(|(name, value)| Some((name, message_in(value, depth + 1)?)))?;
    let more = if members.len() > 1 { format!(" (and {} more)", members.len() - 1) } else { String::new() };
    Some(format!("{name}: {first}{more}"))
}

/// Returns the message of a body that contains only per-field errors.
fn only_fields(members: &Map<String, Value>, depth: usize) -> Option<String> {
    let is_fault = |value: &Value| match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_string),
        _ => false,
    };
    if members.values().all(is_fault) { fields(members, depth) } else { None }
}

/// Prefixes a message with the name of its field.
fn located(members: &Map<String, Value>, text: String) -> String {
    let field = match (member(members, "loc"), member(members, "field")) {
        (Some(Value::Array(steps)), _) => {
            let step = |step: &Value| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
            steps.iter().map(step).collect::<Vec<_>>().join(".")
        }
        (_, Some(Value::String(field))) => field.clone(),
        _ => String::new(),
    };
    if field.is_empty() { text } else { format!("{field}: {text}") }
}

/// Returns the code: a single word that is neither a URL nor the status.
fn code_in(node: &Value, status: StatusCode, depth: usize) -> Option<String> {
    if depth >= MAX_DEPTH {
        return None;
    }
    let members = match node {
        Value::Array(items) => return code_in(items.first()?, status, depth + 1),
        Value::Object(members) => members,
        _ => return None,
    };
    let is_code = |text: &String| {
        let phrase = status.canonical_reason();
        let equals_status =
            text == status.as_str() || phrase.is_some_and(|phrase| phrase.eq_ignore_ascii_case(text));
        let is_word = !text.contains(char::is_whitespace) && !text.contains("://") && text != "about:blank";
        is_word && !equals_status && text.len() <= 200
    };
    let code = CODES.iter().find_map(|name| {
        let found = match member(members, name)? {
            // AWS prefixes the name with a namespace.
            Value::String(text) if *name == "__type" => {
                text.rsplit('#').next().unwrap_or_default().to_owned()
            }
            Value::String(text) => text.clone(),
            Value::Number(number) if *name != "status" => number.to_string(),
            _ => return None,
        };
        Some(found).filter(|text| !text.is_empty() && is_code(text))
    });
    let inner = |name: &str| {
        let inner = member(members, name).filter(|value| value.is_object() || value.is_array())?;
        code_in(inner, status, depth + 1)
    };
    let word = || member(members, "error").and_then(Value::as_str).map(str::to_owned).filter(is_code);
    inner("error")
        .or_else(word)
        .or(code)
        .or_else(|| inner("errors"))
        .or_else(|| inner("fault"))
        .or_else(|| inner("detail"))
}

/// Returns a member by name. An exact match takes precedence over a match that differs in case.
fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let any_case =
        || members.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    members.get(name).or_else(any_case).filter(|value| !value.is_null())
}
