//! The locations where references, components and subschemas are allowed.

use serde_json::Value;

use super::kinds::{Inside, Kind};
use super::look::{At, Slot, is_error};
use crate::normalise::Dialect;

/// The keywords allowed next to a schema's `$ref` before OpenAPI 3.1; they annotate one use of the schema.
const ANNOTATIONS: [&str; 9] = [
    "title",
    "description",
    "default",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "x-nullable",
];

/// Keywords that make a part of an `allOf` more than an annotation of the other parts.
const RELEVANT: [&str; 5] = ["required", "format", "pattern", "minLength", "maxLength"];

/// Keywords that define the type of a schema.
const STRUCTURE: [&str; 9] =
    ["$ref", "type", "properties", "additionalProperties", "items", "enum", "allOf", "oneOf", "anyOf"];

/// Returns whether a keyword is ignored because of an adjacent `$ref`.
pub(super) fn is_beside_reference(kind: Kind, key: &str, dialect: Dialect) -> bool {
    match kind {
        Kind::Schema => !dialect.has_json_schema() && key != "$ref" && !ANNOTATIONS.contains(&key),
        Kind::PathItem => key != "$ref",
        _ => false,
    }
}

/// Returns whether a reference may replace an object of the given kind.
pub(super) fn is_referable(kind: Kind, dialect: Dialect) -> bool {
    let is_media_type =
        matches!(kind, Kind::MediaType | Kind::SentContent | Kind::ReadContent | Kind::InnerContent);
    let is_newer = is_media_type && dialect >= Dialect::OpenApi32;
    is_newer
        || matches!(
            kind,
            Kind::Schema
                | Kind::PathItem
                | Kind::Parameter
                | Kind::RequestBody
                | Kind::Response
                | Kind::Header
                | Kind::Link
                | Kind::Callback
                | Kind::Example
                | Kind::SecurityScheme
        )
}

/// Returns the kind of an object that refers to an object of the given kind with `$ref`. Schemas and path items keep
/// their kind, because other keywords are allowed next to their `$ref`.
pub(super) fn referring(kind: Kind) -> Kind {
    if matches!(kind, Kind::Schema | Kind::PathItem) { kind } else { Kind::Reference }
}

/// Returns whether the members of a keyword are counted only if they are referenced. Schemas and security
/// schemes are always counted, because all schemas become models, and the client offers all security schemes.
pub(super) fn is_component(parent: Kind, key: &str) -> bool {
    match parent {
        Kind::Components => !matches!(key, "schemas" | "securitySchemes" | "links" | "callbacks"),
        Kind::Document => matches!(key, "parameters" | "responses"),
        _ => false,
    }
}

/// Returns whether a value has the JSON type that the given contents require.
pub(super) fn is_due(inside: Inside, value: &Value) -> bool {
    match inside {
        Inside::Data => true,
        Inside::One(Kind::Schema) => value.is_object() || value.is_boolean(),
        Inside::One(_) | Inside::Map(_) | Inside::Rest(_) => value.is_object(),
        Inside::List(_) => value.is_array(),
    }
}

/// Returns whether a schema defines a type.
pub(super) fn is_structural(schema: &Value) -> bool {
    STRUCTURE.iter().any(|key| schema.get(key).is_some())
}

/// Returns the role of the objects inside a keyword.
pub(super) fn slot(kind: Kind, key: &str, at: At<'_>) -> Slot {
    match (kind, key) {
        (Kind::Components, "schemas") | (Kind::Document, "definitions") => Slot::Named,
        (Kind::Schema, "properties") => Slot::Property,
        (Kind::Schema, "allOf") => match at.slot {
            Slot::Property | Slot::Parameter => Slot::Part { alone: true, of_member: true },
            Slot::Named => Slot::Part { alone: true, of_member: false },
            other => other,
        },
        (Kind::Schema, "oneOf" | "anyOf") => Slot::Alternative,
        (Kind::Parameter, "schema") => Slot::Parameter,
        (Kind::Parameter, "content") => Slot::Parameter,
        (Kind::InnerContent, "schema") => at.slot,
        (Kind::Response, "headers") if at.parent == Kind::Operation && is_error(at.name) => Slot::Error,
        _ => Slot::Other,
    }
}

/// Returns whether a part of an `allOf` does more than annotate the other parts.
pub(super) fn is_relevant(part: &Value) -> bool {
    is_structural(part) || RELEVANT.iter().any(|key| part.get(key).is_some())
}
