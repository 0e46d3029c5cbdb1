//! Predicates for keywords whose outcome depends on their value or their context.
//!
//! Each predicate returns a boolean, a [`Use`], or a label that groups occurrences. Predicates call the functions
//! of the stages, or read the stages' results ([`Known`]), so that no rule is implemented twice.

use serde_json::Value;

use super::kinds::Kind;
use super::look::{Look, Slot, Use};
use super::places::is_structural;
use crate::analyse::is_short_example;
use crate::formats;
use crate::ir::{ContentKind, is_web_address};
use crate::media_type::MediaType;
use crate::normalise::Dialect;

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

pub(super) fn schemes(look: &Look<'_>) -> bool {
    texts(look.value).all(|scheme| matches!(scheme, "http" | "https"))
}

pub(super) fn consumes(look: &Look<'_>) -> bool {
    texts(look.value).count() < 2
}

pub(super) fn produces(look: &Look<'_>) -> bool {
    let mut kinds = texts(look.value).map(ContentKind::from_media_type);
    let first = kinds.next();
    kinds.all(|kind| Some(kind) == first)
}

/// Returns whether the docs contain a link. Only web URLs are linked.
pub(super) fn external_docs(look: &Look<'_>) -> bool {
    let url = look.value.get("url").and_then(Value::as_str);
    url.is_some_and(|url| is_web_address(url.trim()))
}

pub(super) fn server_text(look: &Look<'_>) -> bool {
    look.at.parent == Kind::Document && look.at.known.has_choice
}

pub(super) fn tag_kind(look: &Look<'_>) -> bool {
    matches!(look.value.as_str(), Some("badge" | "audience"))
}

pub(super) fn summary_of_response(look: &Look<'_>) -> bool {
    look.text("description").is_none_or(|text| text.trim().is_empty())
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

pub(super) fn reserved(look: &Look<'_>) -> bool {
    let is_newer = look.at.dialect >= Dialect::OpenApi32;
    let applies = match look.text("in") {
        Some("query") => true,
        Some("path") => is_newer,
        _ => false,
    };
    applies && look.has("schema")
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
        ContentKind::Multipart if MediaType::new(name).is_form_data() => "multipart/form-data",
        ContentKind::Multipart => "other multipart",
        ContentKind::Text if MediaType::new(name).is_events() => "events",
        _ if MediaType::new(name).is_json_sequence() => "JSON Lines",
        _ if MediaType::new(name).is_xml() => "XML",
        ContentKind::Text => "text",
        ContentKind::Xml | ContentKind::Binary => "bytes",
    }
}

pub(super) fn sent(look: &Look<'_>) -> Use {
    let name = look.at.name;
    match ContentKind::from_media_type(name) {
        _ if look.at.known.unsent.contains(&look.at.way.pointer()) => Use::Unused,
        _ if MediaType::new(name).is_json_sequence() => Use::Streamed,
        ContentKind::Json | ContentKind::Form => Use::BySchema,
        ContentKind::Multipart if MediaType::new(name).is_form_data() => Use::BySchema,
        ContentKind::Multipart => Use::ByCaller,
        _ if look.at.known.xml.contains(&look.at.way.pointer()) => Use::BySchema,
        _ if MediaType::new(name).is_xml() => Use::ByCaller,
        ContentKind::Xml | ContentKind::Text | ContentKind::Binary => Use::AsBytes,
    }
}

pub(super) fn read(look: &Look<'_>) -> Use {
    let name = look.at.name;
    match ContentKind::from_media_type(name) {
        _ if look.at.known.unread.contains(&look.at.way.pointer()) => Use::Unused,
        _ if MediaType::new(name).is_events() || MediaType::new(name).is_json_sequence() => Use::Streamed,
        ContentKind::Json => Use::BySchema,
        ContentKind::Multipart | ContentKind::Form => Use::ByCaller,
        _ if look.at.known.xml.contains(&look.at.way.pointer()) => Use::BySchema,
        _ if MediaType::new(name).is_xml() => Use::ByCaller,
        ContentKind::Xml | ContentKind::Text | ContentKind::Binary => Use::AsBytes,
    }
}

/// Returns whether the crate has XML bodies. Otherwise, XML Objects are irrelevant.
pub(super) fn has_xml(look: &Look<'_>) -> bool {
    look.at.known.has_xml
}

/// Returns whether the media type is sequential, so that the crate streams its items.
pub(super) fn item_schema(look: &Look<'_>) -> bool {
    MediaType::new(look.at.name).is_events() || MediaType::new(look.at.name).is_json_sequence()
}

pub(super) fn inner(look: &Look<'_>) -> Use {
    match ContentKind::from_media_type(look.at.name) {
        _ if look.at.number > 0 => Use::Unused,
        ContentKind::Json => Use::BySchema,
        _ => Use::AsJson,
    }
}

pub(super) fn header(look: &Look<'_>) -> Use {
    match look.at.slot {
        _ if look.at.name.eq_ignore_ascii_case("content-type") => Use::Elsewhere,
        Slot::Error => Use::Undocumented,
        _ => Use::Documented,
    }
}

pub(super) fn collection_format(look: &Look<'_>) -> bool {
    let in_query = matches!(look.text("in"), Some("query" | "formData"));
    match look.value.as_str() {
        Some("csv") => true,
        Some("multi" | "ssv" | "pipes") => in_query,
        _ => false,
    }
}

pub(super) fn format(look: &Look<'_>) -> bool {
    let types: Vec<&str> = match look.object.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        // A missing type is implied by the format.
        _ => vec!["string", "integer", "number"],
    };
    let is_known = |typ: &str, format: &str| {
        formats::scalar(typ, format).is_some()
            || (!look.has("enum") && look.at.known.is_assigned(typ, format))
    };
    look.value.as_str().is_some_and(|format| types.iter().any(|typ| is_known(typ, format)))
}

/// Returns whether the values become an enum, which applies to strings and integers. Scalars that do not match
/// the declared type are repaired.
pub(super) fn enumeration(look: &Look<'_>) -> bool {
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
    is_enum && !values.is_empty()
}

pub(super) fn constant(look: &Look<'_>) -> bool {
    !look.has("enum") && (look.value.is_string() || look.value.is_i64())
}

/// Returns whether `deprecated` is also declared.
pub(super) fn beside_deprecated(look: &Look<'_>) -> bool {
    look.has("deprecated")
}

pub(super) fn beside_enum(look: &Look<'_>) -> bool {
    look.has("enum")
}

pub(super) fn additional(look: &Look<'_>) -> bool {
    look.value != &Value::Bool(false)
}

pub(super) fn unevaluated(look: &Look<'_>) -> Use {
    match look.has("additionalProperties") {
        true => Use::Elsewhere,
        false if additional(look) => Use::Typed,
        false => Use::Ignored,
    }
}

/// Returns `false` if properties that match no pattern can have any value.
pub(super) fn patterns(look: &Look<'_>) -> bool {
    let others =
        ["additionalProperties", "unevaluatedProperties"].iter().find_map(|key| look.object.get(*key));
    match others {
        None => !["properties", "$ref", "allOf", "anyOf", "oneOf"].iter().any(|key| look.has(key)),
        Some(others) => !matches!(others, Value::Bool(true)) && others != &serde_json::json!({}),
    }
}

pub(super) fn items(look: &Look<'_>) -> bool {
    !(look.at.dialect.has_json_schema() && look.has("prefixItems"))
}

/// Returns whether a schema conditionally declares properties.
pub(super) fn conditional(look: &Look<'_>) -> bool {
    look.has("if") && look.value.get("properties").is_some()
}

/// Returns whether one of the schemas in `dependentSchemas` declares properties.
pub(super) fn dependent(look: &Look<'_>) -> bool {
    let mut schemas = look.value.as_object().into_iter().flatten();
    schemas.any(|(_, schema)| schema.get("properties").is_some())
}

pub(super) fn bound(look: &Look<'_>) -> bool {
    look.text("type") == Some("integer")
}

pub(super) fn exclusive_bound(look: &Look<'_>) -> bool {
    look.value.is_number() && look.at.dialect.has_json_schema() && bound(look)
}

pub(super) fn content_encoding(look: &Look<'_>) -> bool {
    matches!(look.value.as_str(), Some("base64" | "base64url" | "binary"))
}

pub(super) fn content_media_type(look: &Look<'_>) -> bool {
    !look.has("contentEncoding") && look.value.as_str().is_some_and(|name| MediaType::new(name).is_bytes())
}

/// Returns whether the annotations of a schema apply to a field, a variant or a named type.
fn has_a_place(look: &Look<'_>) -> bool {
    match look.at.slot {
        Slot::Named | Slot::Property | Slot::Alternative | Slot::Part { alone: true, .. } => true,
        Slot::Parameter | Slot::Other | Slot::Error | Slot::Part { alone: false, .. } => look.is_type(),
    }
}

/// Returns whether the annotations of a schema apply to a field or a parameter.
fn is_of_a_member(look: &Look<'_>) -> bool {
    matches!(look.at.slot, Slot::Property | Slot::Parameter | Slot::Part { alone: true, of_member: true })
}

/// Returns whether the annotations of a schema apply to a named schema.
fn is_named(look: &Look<'_>) -> bool {
    matches!(look.at.slot, Slot::Named | Slot::Part { alone: true, of_member: false })
}

pub(super) fn title(look: &Look<'_>) -> bool {
    has_a_place(look)
}

pub(super) fn description(look: &Look<'_>) -> Use {
    match look.at.slot {
        _ if has_a_place(look) => Use::Documented,
        Slot::Parameter => Use::ForParameter,
        _ => Use::Unused,
    }
}

pub(super) fn default(look: &Look<'_>) -> Use {
    match look.at.slot {
        _ if is_of_a_member(look) => Use::OfMember,
        _ if is_named(look) => Use::OfType,
        _ => Use::Unused,
    }
}

pub(super) fn example(look: &Look<'_>) -> Use {
    match look.at.slot {
        _ if is_of_a_member(look) && is_shown(look) => Use::Documented,
        _ if is_of_a_member(look) || is_named(look) => Use::Undocumented,
        _ => Use::Unused,
    }
}

/// Returns whether the docs show an example. Properties and parameters with the name of a secret count as secrets.
pub(super) fn is_shown(look: &Look<'_>) -> bool {
    let names = [look.at.name].into_iter().chain(look.text("name"));
    is_short_example(look.value) && !names.into_iter().any(|name| look.at.known.secrets.contains(name))
}

pub(super) fn examples(look: &Look<'_>) -> bool {
    (is_of_a_member(look) || is_named(look)) && look.value.is_array()
}

pub(super) fn deprecated(look: &Look<'_>) -> bool {
    is_of_a_member(look) || is_named(look) || look.is_type()
}

pub(super) fn direction(look: &Look<'_>) -> bool {
    look.at.slot != Slot::Parameter && (is_of_a_member(look) || is_named(look))
}

/// Returns whether the branches form a union. Branches that contain only `required` restrict the schema around them
/// instead.
pub(super) fn choice(look: &Look<'_>) -> bool {
    let is_typed = ["type", "properties", "additionalProperties"].iter().any(|key| look.has(key));
    let mut alternatives = look.value.as_array().into_iter().flatten();
    !is_typed || alternatives.any(is_structural)
}

pub(super) fn tags(look: &Look<'_>) -> bool {
    texts(look.value).count() < 2
}

pub(super) fn encoding(look: &Look<'_>) -> bool {
    matches!(ContentKind::from_media_type(look.at.name), ContentKind::Form | ContentKind::Multipart)
}

pub(super) fn header_text(look: &Look<'_>) -> bool {
    header(look) == Use::Documented
}
