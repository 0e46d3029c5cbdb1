//! Parses the keywords of one schema into types, and leaves its subschemas unparsed.
//!
//! `openapiv3` classifies schemas by their keywords. This is lossless, but some combinations of
//! keywords become a separate kind, such as an object with `oneOf`, or an integer with a bound outside `i64`.
//! The flat type [`AnySchema`] can represent every schema, so it is always used. Schemas are parsed level
//! by level, so that a malformed property does not invalidate the object that contains it.

use openapiv3::{AnySchema, SchemaData};
use serde_json::{Value, json};

use super::Node;

/// Keywords whose values are schemas.
const SCHEMAS: [&str; 7] = ["properties", "additionalProperties", "items", "allOf", "oneOf", "anyOf", "not"];

/// A schema with parsed keywords and unparsed subschemas.
#[derive(Debug, Default)]
pub(crate) struct Schema<'a> {
    /// The keywords that restrict values. The members of `keywords` for subschemas are empty.
    pub(crate) keywords: AnySchema,
    /// The descriptive keywords, such as `title` and `deprecated`.
    pub(crate) data: SchemaData,
    /// Whether `maximum` is an integer that exceeds `i64::MAX`. In `keywords`, this maximum is a float, which is
    /// too imprecise for the check.
    pub(crate) beyond_i64: bool,
    /// The schemas in `properties`, by name.
    pub(crate) properties: Vec<(&'a str, Node<'a>)>,
    /// The value of `additionalProperties`.
    pub(crate) additional: Additional<'a>,
    /// The schema in `items`.
    pub(crate) items: Option<Node<'a>>,
    /// The schemas in `allOf`.
    pub(crate) all_of: Vec<Node<'a>>,
    /// The schemas in `oneOf`.
    pub(crate) one_of: Vec<Node<'a>>,
    /// The schemas in `anyOf`.
    pub(crate) any_of: Vec<Node<'a>>,
}

/// The value of `additionalProperties`.
#[derive(Clone, Debug, Default)]
pub(crate) enum Additional<'a> {
    /// The keyword is absent.
    #[default]
    Unspecified,
    /// `false`.
    Refused,
    /// `true`, or an empty schema.
    Free,
    /// A schema.
    Of(Node<'a>),
}

impl<'a> Schema<'a> {
    /// Parses the schema at a node, ignoring its `$ref`.
    ///
    /// # Errors
    /// Returns a description of the problem.
    pub(crate) fn parse(node: &Node<'a>) -> Result<Self, String> {
        shape(node, "properties", Value::is_object, "an object")?;
        for key in ["allOf", "oneOf", "anyOf"] {
            shape(node, key, Value::is_array, "a list")?;
        }
        Ok(Self {
            keywords: node.parse(&SCHEMAS, json!({}))?,
            data: node.parse(&SCHEMAS, json!({}))?,
            beyond_i64: node.json.get("maximum").is_some_and(is_beyond_i64),
            properties: node.members_of("properties"),
            additional: Additional::read(node),
            items: node.get("items"),
            all_of: node.items_of("allOf"),
            one_of: node.items_of("oneOf"),
            any_of: node.items_of("anyOf"),
        })
    }
}

impl<'a> Additional<'a> {
    fn read(node: &Node<'a>) -> Self {
        let Some(additional) = node.get("additionalProperties") else { return Self::Unspecified };
        match additional.json {
            Value::Bool(false) => Self::Refused,
            Value::Bool(true) | Value::Null => Self::Free,
            Value::Object(members) if members.is_empty() => Self::Free,
            _ => Self::Of(additional),
        }
    }
}

/// Returns whether a bound exceeds `i64::MAX`. As floats, `i64::MAX` and 2^63 are equal, so a float must
/// exceed 2^63.
fn is_beyond_i64(maximum: &Value) -> bool {
    match maximum {
        Value::Number(number) if number.is_f64() => {
            number.as_f64().is_some_and(|n| n > 9_223_372_036_854_775_808.0)
        }
        Value::Number(number) => number.as_i64().is_none() && number.as_u64().is_some(),
        _ => false,
    }
}

/// Rejects a member with the wrong type.
fn shape(node: &Node<'_>, key: &str, due: fn(&Value) -> bool, kind: &str) -> Result<(), String> {
    match node.json.get(key) {
        Some(value) if !due(value) => Err(format!("`{key}` must be {kind}")),
        _ => Ok(()),
    }
}
