//! The message and the code inside an error body of JSON, where the API's `ErrorShape` does not lead to them.
//!
//! Most bodies have one of a few well-known forms: RFC 9457, OAuth 2.0, OData, JSON:API, GraphQL, and those of widespread frameworks.
//! It must not know operations.

use http::StatusCode;
use serde_json::{Map, Value};

/// How deep a body is looked through.
const DEPTH: usize = 5;

/// Members that hold a message, in the order of preference.
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

/// Members that hold a message if nothing better does.
const LESSER: [&str; 6] = ["title", "description", "reason", "summary", "value", "text"];

/// Members that hold a code, in the order of preference.
const CODES: [&str; 8] = ["code", "errorCode", "error_code", "errcode", "__type", "status", "type", "reason"];

/// The message of an error body.
pub(crate) fn message(tree: &Value) -> Option<String> {
    match tree {
        Value::Array(items) if !items.first().is_some_and(Value::is_object) => None,
        tree => message_in(tree, 0),
    }
}

/// The code of an error body that came with this status.
pub(crate) fn code(tree: &Value, status: StatusCode) -> Option<String> {
    code_in(tree, status, 0)
}

/// The text or number at a JSON pointer; nothing for an empty pointer or text.
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
        Value::Array(items) if depth < DEPTH => {
            let first = items.iter().find_map(|item| message_in(item, depth + 1))?;
            Some(if items.len() > 1 { format!("{first} (and {} more)", items.len() - 1) } else { first })
        }
        Value::Object(members) if depth < DEPTH => {
            in_object(members, depth).map(|text| located(members, text))
        }
        _ => None,
    }
}

fn in_object(members: &Map<String, Value>, depth: usize) -> Option<String> {
    let of = |name: &str| member(members, name).and_then(|value| message_in(value, depth + 1));
    let text =
        |name: &str| member(members, name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let errors = || match member(members, "errors")? {
        Value::Object(of_fields) => fields(of_fields, depth + 1),
        errors => message_in(errors, depth + 1),
    };
    // RFC 9457, 3.1: what kind of problem this is, and what is particular about this one.
    if let Some(title) = text("title") {
        let particular = of("detail").filter(|detail| detail != title).or_else(errors);
        if let Some(particular) = particular {
            let between = if title.ends_with(['.', '!', '?', ':']) { " " } else { ": " };
            return Some(format!("{title}{between}{particular}"));
        }
    }
    let inner = |name: &str| member(members, name).filter(|value| value.is_object() || value.is_array());
    inner("error")
        .or_else(|| inner("fault"))
        .and_then(|inner| message_in(inner, depth + 1))
        .or_else(|| MESSAGES.iter().find_map(|name| of(name)))
        .or_else(errors)
        .or_else(|| text("error").map(str::to_owned))
        .or_else(|| LESSER.iter().find_map(|name| text(name)).map(str::to_owned))
        .or_else(|| only_fields(members, depth))
}

/// The faults of fields: `{"name": ["is too short"]}`.
fn fields(members: &Map<String, Value>, depth: usize) -> Option<String> {
    let (name, first) =
        members.iter().find_map(|(name, value)| Some((name, message_in(value, depth + 1)?)))?;
    let more = if members.len() > 1 { format!(" (and {} more)", members.len() - 1) } else { String::new() };
    Some(format!("{name}: {first}{more}"))
}

/// A body of nothing but the faults of fields.
fn only_fields(members: &Map<String, Value>, depth: usize) -> Option<String> {
    let is_fault = |value: &Value| match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_string),
        _ => false,
    };
    if members.values().all(is_fault) { fields(members, depth) } else { None }
}

/// A message with the name of the field that it is about.
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

/// The code: one word that is neither a URL nor the status.
fn code_in(node: &Value, status: StatusCode, depth: usize) -> Option<String> {
    if depth >= DEPTH {
        return None;
    }
    let members = match node {
        Value::Array(items) => return code_in(items.first()?, status, depth + 1),
        Value::Object(members) => members,
        _ => return None,
    };
    let is_code = |text: &String| {
        let phrase = status.canonical_reason();
        let says_status =
            text == status.as_str() || phrase.is_some_and(|phrase| phrase.eq_ignore_ascii_case(text));
        let is_word = !text.contains(char::is_whitespace) && !text.contains("://") && text != "about:blank";
        is_word && !says_status && text.len() <= 200
    };
    let own = CODES.iter().find_map(|name| {
        let found = match member(members, name)? {
            // AWS puts a namespace before the name.
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
        .or(own)
        .or_else(|| inner("errors"))
        .or_else(|| inner("fault"))
        .or_else(|| inner("detail"))
}

/// A member by its name, in any case of letters.
fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let any_case =
        || members.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    members.get(name).or_else(any_case).filter(|value| !value.is_null())
}
