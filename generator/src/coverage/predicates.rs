//! Predicates for keywords whose outcome depends on their value or their context.
//!
//! Each returns the index of an outcome of its row, or a label that groups occurrences. Facts come from the
//! stages or from their results ([`Known`]), and are never derived again.

use serde_json::Value;

use super::kinds::Kind;
use super::look::{Look, Slot};
use super::places::is_structural;
use crate::formats;
use crate::ir::ContentKind;
use crate::ir::media_type::{is_events, is_form_data, is_json_sequence, is_xml};
use crate::normalise::{Dialect, is_bytes};

/// Returns the index of the first outcome if a condition holds, otherwise that of the second.
fn first_if(is_so: bool) -> usize {
    usize::from(!is_so)
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

pub(super) fn schemes(look: &Look<'_>) -> usize {
    first_if(texts(look.value).all(|scheme| matches!(scheme, "http" | "https")))
}

pub(super) fn consumes(look: &Look<'_>) -> usize {
    first_if(texts(look.value).count() < 2)
}

pub(super) fn produces(look: &Look<'_>) -> usize {
    let mut kinds = texts(look.value).map(ContentKind::from_media_type);
    let first = kinds.next();
    first_if(kinds.all(|kind| Some(kind) == first))
}

pub(super) fn server_text(look: &Look<'_>) -> usize {
    first_if(look.at.parent == Kind::Document && look.at.known.has_choice)
}

pub(super) fn tag_kind(look: &Look<'_>) -> usize {
    first_if(matches!(look.value.as_str(), Some("badge" | "audience")))
}

pub(super) fn summary_of_response(look: &Look<'_>) -> usize {
    first_if(look.text("description").is_none_or(|text| text.trim().is_empty()))
}

pub(super) fn scheme_label(look: &Look<'_>) -> &'static str {
    match look.text("type") {
        Some("apiKey") => "API key",
        Some("basic") => "user name and password",
        Some("http") => match look.text("scheme").map(str::to_ascii_lowercase).as_deref() {
            Some("bearer") => "bearer token",
            Some("basic") => "user name and password",
            _ => "other HTTP scheme",
        },
        Some("oauth2") => "OAuth 2",
        Some("openIdConnect") => "OpenID Connect",
        Some("mutualTLS") => "client certificate",
        _ => "unknown",
    }
}

pub(super) fn parameter_label(look: &Look<'_>) -> &'static str {
    match look.text("in") {
        Some("path") => "path",
        Some("query") => "query",
        Some("header") => "header",
        Some("cookie") => "cookie",
        Some("querystring") => "query string",
        Some("body") => "body",
        Some("formData") => "form field",
        _ => "unknown",
    }
}

pub(super) fn reserved(look: &Look<'_>) -> usize {
    let is_newer = look.at.dialect >= Dialect::OpenApi32;
    let applies = match look.text("in") {
        Some("query") => true,
        Some("path") => is_newer,
        _ => false,
    };
    first_if(applies && look.has("schema"))
}

pub(super) fn style_label(look: &Look<'_>) -> &'static str {
    let known =
        ["form", "simple", "label", "matrix", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"];
    known.into_iter().find(|known| look.value.as_str() == Some(known)).unwrap_or("unknown")
}

pub(super) fn type_label(look: &Look<'_>) -> &'static str {
    let known = ["string", "integer", "number", "boolean", "array", "object", "null", "file"];
    match look.value {
        Value::Array(_) => "several",
        value => known.into_iter().find(|known| value.as_str() == Some(known)).unwrap_or("unknown"),
    }
}

pub(super) fn status_label(look: &Look<'_>) -> &'static str {
    match look.at.name.as_bytes() {
        _ if look.at.parent != Kind::Operation => "shared",
        b"default" => "default",
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => "range",
        [b'1', ..] => "1xx",
        [b'2', ..] => "2xx",
        [b'3', ..] => "3xx",
        [b'4' | b'5', ..] => "4xx and 5xx",
        _ => "unknown",
    }
}

pub(super) fn content_label(look: &Look<'_>) -> &'static str {
    let name = look.at.name;
    match ContentKind::from_media_type(name) {
        ContentKind::Json => "JSON",
        ContentKind::Form => "form",
        ContentKind::Multipart if is_form_data(name) => "multipart/form-data",
        ContentKind::Multipart => "other multipart",
        ContentKind::Text if is_events(name) => "events",
        _ if is_json_sequence(name) => "JSON lines",
        _ if is_xml(name) => "XML",
        ContentKind::Text => "text",
        ContentKind::Binary => "bytes",
    }
}

pub(super) fn sent(look: &Look<'_>) -> usize {
    let name = look.at.name;
    match ContentKind::from_media_type(name) {
        _ if look.at.known.unsent.contains(&look.at.way.pointer()) => 3,
        _ if is_json_sequence(name) => 4,
        ContentKind::Json | ContentKind::Form => 0,
        ContentKind::Multipart if is_form_data(name) => 0,
        ContentKind::Multipart => 2,
        _ if is_xml(name) => 2,
        ContentKind::Text | ContentKind::Binary => 1,
    }
}

pub(super) fn read(look: &Look<'_>) -> usize {
    let name = look.at.name;
    match ContentKind::from_media_type(name) {
        _ if look.at.known.unread.contains(&look.at.way.pointer()) => 3,
        _ if is_events(name) || is_json_sequence(name) => 4,
        ContentKind::Json => 0,
        ContentKind::Multipart | ContentKind::Form => 2,
        _ if is_xml(name) => 2,
        ContentKind::Text | ContentKind::Binary => 1,
    }
}

/// Selects the first outcome for an item of a sequential media type that the crate streams.
pub(super) fn item_schema(look: &Look<'_>) -> usize {
    first_if(is_events(look.at.name) || is_json_sequence(look.at.name))
}

pub(super) fn inner(look: &Look<'_>) -> usize {
    match ContentKind::from_media_type(look.at.name) {
        _ if look.at.number > 0 => 2,
        ContentKind::Json => 0,
        _ => 1,
    }
}

pub(super) fn header(look: &Look<'_>) -> usize {
    match look.at.slot {
        _ if look.at.name.eq_ignore_ascii_case("content-type") => 2,
        Slot::Error => 1,
        _ => 0,
    }
}

pub(super) fn collection_format(look: &Look<'_>) -> usize {
    let in_query = matches!(look.text("in"), Some("query" | "formData"));
    match look.value.as_str() {
        Some("csv") => 0,
        Some("multi" | "ssv" | "pipes") => first_if(in_query),
        _ => 1,
    }
}

pub(super) fn body_example(look: &Look<'_>) -> usize {
    first_if(look.text("in") != Some("body"))
}

pub(super) fn format(look: &Look<'_>) -> usize {
    let types: Vec<&str> = match look.object.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        // The format implies a missing type.
        _ => vec!["string", "integer", "number"],
    };
    match look.value.as_str() {
        Some(format) if types.iter().any(|typ| formats::scalar(typ, format).is_some()) => 0,
        _ => 1,
    }
}

/// Strings or integers become an enum; scalars of another type are repaired.
pub(super) fn enumeration(look: &Look<'_>) -> usize {
    let values: Vec<&Value> =
        look.value.as_array().into_iter().flatten().filter(|value| !value.is_null()).collect();
    let is_text = |value: &&Value| value.is_string();
    let is_whole = |value: &&Value| value.as_f64().is_some_and(|n| n.fract() == 0.0);
    let is_enum = match look.text("type") {
        Some("string") => values.iter().all(|v| !v.is_object() && !v.is_array()),
        Some("integer" | "number") => values.iter().all(|v| v.is_string() || is_whole(v)),
        Some(_) => false,
        None => values.iter().all(is_text) || values.iter().all(is_whole),
    };
    first_if(is_enum && !values.is_empty())
}

pub(super) fn constant(look: &Look<'_>) -> usize {
    first_if(!look.has("enum") && (look.value.is_string() || look.value.is_i64()))
}

pub(super) fn beside_enum(look: &Look<'_>) -> usize {
    first_if(look.has("enum"))
}

pub(super) fn additional(look: &Look<'_>) -> usize {
    first_if(look.value != &Value::Bool(false))
}

pub(super) fn unevaluated(look: &Look<'_>) -> usize {
    if look.has("additionalProperties") { 2 } else { additional(look) }
}

/// Selects the first outcome unless properties that match no pattern can have any value.
pub(super) fn patterns(look: &Look<'_>) -> usize {
    let others =
        ["additionalProperties", "unevaluatedProperties"].iter().find_map(|key| look.object.get(*key));
    first_if(match others {
        None => !["properties", "$ref", "allOf", "anyOf", "oneOf"].iter().any(|key| look.has(key)),
        Some(others) => !matches!(others, Value::Bool(true)) && others != &serde_json::json!({}),
    })
}

pub(super) fn items(look: &Look<'_>) -> usize {
    first_if(!(look.at.dialect.has_json_schema() && look.has("prefixItems")))
}

/// Selects the first outcome for a schema that declares properties under a condition.
pub(super) fn conditional(look: &Look<'_>) -> usize {
    first_if(look.has("if") && look.value.get("properties").is_some())
}

/// Selects the first outcome if one of the schemas declares properties.
pub(super) fn dependent(look: &Look<'_>) -> usize {
    let mut schemas = look.value.as_object().into_iter().flatten();
    first_if(schemas.any(|(_, schema)| schema.get("properties").is_some()))
}

pub(super) fn bound(look: &Look<'_>) -> usize {
    first_if(look.text("type") == Some("integer"))
}

pub(super) fn exclusive_bound(look: &Look<'_>) -> usize {
    if look.value.is_number() && look.at.dialect.has_json_schema() { bound(look) } else { 1 }
}

pub(super) fn content_encoding(look: &Look<'_>) -> usize {
    first_if(matches!(look.value.as_str(), Some("base64" | "base64url" | "binary")))
}

pub(super) fn content_media_type(look: &Look<'_>) -> usize {
    first_if(!look.has("contentEncoding") && look.value.as_str().is_some_and(is_bytes))
}

/// Returns whether annotations of a schema apply to a field, a variant or a named type.
fn has_a_place(look: &Look<'_>) -> bool {
    match look.at.slot {
        Slot::Named | Slot::Property | Slot::Alternative | Slot::Part { alone: true, .. } => true,
        Slot::Parameter | Slot::Other | Slot::Error | Slot::Part { alone: false, .. } => look.is_type(),
    }
}

/// Returns whether a schema defines a field or a parameter.
fn is_of_a_member(look: &Look<'_>) -> bool {
    matches!(look.at.slot, Slot::Property | Slot::Parameter | Slot::Part { alone: true, of_member: true })
}

/// Returns whether a schema defines a named schema.
fn is_named(look: &Look<'_>) -> bool {
    matches!(look.at.slot, Slot::Named | Slot::Part { alone: true, of_member: false })
}

pub(super) fn title(look: &Look<'_>) -> usize {
    first_if(has_a_place(look))
}

pub(super) fn description(look: &Look<'_>) -> usize {
    match look.at.slot {
        _ if has_a_place(look) => 0,
        Slot::Parameter => 1,
        _ => 2,
    }
}

pub(super) fn default(look: &Look<'_>) -> usize {
    match look.at.slot {
        _ if is_of_a_member(look) => 0,
        _ if is_named(look) => 1,
        _ => 2,
    }
}

pub(super) fn example(look: &Look<'_>) -> usize {
    first_if(is_of_a_member(look))
}

pub(super) fn examples(look: &Look<'_>) -> usize {
    first_if(is_of_a_member(look) && look.value.is_array())
}

pub(super) fn deprecated(look: &Look<'_>) -> usize {
    first_if(is_of_a_member(look) || is_named(look) || look.is_type())
}

pub(super) fn direction(look: &Look<'_>) -> usize {
    first_if(look.at.slot != Slot::Parameter && (is_of_a_member(look) || is_named(look)))
}

/// Branches that only require properties restrict the schema around them, and do not form a union.
pub(super) fn choice(look: &Look<'_>) -> usize {
    let is_typed = ["type", "properties", "additionalProperties"].iter().any(|key| look.has(key));
    let mut alternatives = look.value.as_array().into_iter().flatten();
    first_if(!is_typed || alternatives.any(is_structural))
}

pub(super) fn tags(look: &Look<'_>) -> usize {
    first_if(texts(look.value).count() < 2)
}

pub(super) fn encoding(look: &Look<'_>) -> usize {
    first_if(matches!(ContentKind::from_media_type(look.at.name), ContentKind::Form | ContentKind::Multipart))
}

pub(super) fn header_text(look: &Look<'_>) -> usize {
    first_if(header(look) == 0)
}
