//! What can stand where: references, components, schemas inside schemas.

use serde_json::Value;

use super::kinds::{Inside, Kind};
use super::look::{At, Slot, is_error};
use crate::normalise::Dialect;

/// What may stand beside the `$ref` of a schema before OpenAPI 3.1: what describes a use of the schema.
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

/// Keywords by which a part of an `allOf` says something of values, and does not only describe the others.
const TELLING: [&str; 5] = ["required", "format", "pattern", "minLength", "maxLength"];

/// Keywords that say what kind of value a schema means.
const STRUCTURE: [&str; 9] =
    ["$ref", "type", "properties", "additionalProperties", "items", "enum", "allOf", "oneOf", "anyOf"];

/// Whether a keyword stands beside a reference that alone counts.
pub(super) fn is_beside_reference(kind: Kind, key: &str, dialect: Dialect) -> bool {
    match kind {
        Kind::Schema => dialect != Dialect::OpenApi31 && key != "$ref" && !ANNOTATIONS.contains(&key),
        Kind::PathItem => key != "$ref",
        _ => false,
    }
}

/// Whether a reference can stand in the place of this kind of object.
pub(super) fn is_referable(kind: Kind) -> bool {
    matches!(
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

/// Whether the members of this keyword count only if something refers to them. All schemas become models, all logins are offered.
pub(super) fn is_component(parent: Kind, key: &str) -> bool {
    match parent {
        Kind::Components => !matches!(key, "schemas" | "securitySchemes" | "links" | "callbacks"),
        Kind::Document => matches!(key, "parameters" | "responses"),
        _ => false,
    }
}

/// Whether a value is of the kind that is due.
pub(super) fn is_due(inside: Inside, value: &Value) -> bool {
    match inside {
        Inside::Data => true,
        Inside::One(Kind::Schema) => value.is_object() || value.is_boolean(),
        Inside::One(_) | Inside::Map(_) | Inside::Rest(_) => value.is_object(),
        Inside::List(_) => value.is_array(),
    }
}

/// Whether a schema says what kind of value it means.
pub(super) fn is_structural(schema: &Value) -> bool {
    STRUCTURE.iter().any(|key| schema.get(key).is_some())
}

/// In what the objects below a keyword stand.
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

/// Whether a part of an `allOf` says something of values, and does not only describe the others.
pub(super) fn tells(part: &Value) -> bool {
    is_structural(part) || TELLING.iter().any(|key| part.get(key).is_some())
}
