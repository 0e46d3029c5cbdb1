//! Schemas: one schema's keywords, typed, and the schemas below it as nodes that are not parsed yet.
//!
//! `openapiv3` sorts schemas into kinds by the keywords they have, which loses nothing but makes a combination of keywords
//! (an integer with a bound beyond `i64`, an object with `oneOf`) a kind of its own. Its flat form [`AnySchema`] holds all
//! keywords of any schema, so that form is parsed always, level by level: a broken property does not break the object.

use openapiv3::{AnySchema, SchemaData};
use serde_json::{Value, json};

use super::Node;

/// Keywords whose values are schemas.
const SCHEMAS: [&str; 7] = ["properties", "additionalProperties", "items", "allOf", "oneOf", "anyOf", "not"];

/// One schema.
#[derive(Debug, Default)]
pub(crate) struct Schema<'a> {
    /// The keywords that say which values are valid; those in which schemas stand are empty here.
    pub(crate) keywords: AnySchema,
    /// The keywords that describe.
    pub(crate) data: SchemaData,
    /// Whether `maximum` is an integer that is too large for 64 bits with a sign (`keywords` has it as a float, which is too coarse for that).
    pub(crate) beyond_i64: bool,
    /// `properties`.
    pub(crate) properties: Vec<(&'a str, Node<'a>)>,
    /// `additionalProperties`.
    pub(crate) additional: Additional<'a>,
    /// `items`.
    pub(crate) items: Option<Node<'a>>,
    /// `allOf`.
    pub(crate) all_of: Vec<Node<'a>>,
    /// `oneOf`.
    pub(crate) one_of: Vec<Node<'a>>,
    /// `anyOf`.
    pub(crate) any_of: Vec<Node<'a>>,
}

/// `additionalProperties`.
#[derive(Clone, Debug, Default)]
pub(crate) enum Additional<'a> {
    /// It is absent.
    #[default]
    Unspoken,
    /// `false`.
    Refused,
    /// `true`, or a schema that says nothing.
    Free,
    /// A schema.
    Of(Node<'a>),
}

impl<'a> Schema<'a> {
    /// Parses the schema that stands here; its `$ref`, if it has one, is not looked at.
    ///
    /// # Errors
    /// What is wrong with the node, in words.
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
        let Some(additional) = node.get("additionalProperties") else { return Self::Unspoken };
        match additional.json {
            Value::Bool(false) => Self::Refused,
            Value::Bool(true) | Value::Null => Self::Free,
            Value::Object(members) if members.is_empty() => Self::Free,
            _ => Self::Of(additional),
        }
    }
}

/// `9223372036854775807.0` is the same float as 2^63, so a float must be larger than that.
fn is_beyond_i64(maximum: &Value) -> bool {
    match maximum {
        Value::Number(number) if number.is_f64() => {
            number.as_f64().is_some_and(|n| n > 9_223_372_036_854_775_808.0)
        }
        Value::Number(number) => number.as_i64().is_none() && number.as_u64().is_some(),
        _ => false,
    }
}

/// Refuses a member that is not of the kind that is due.
fn shape(node: &Node<'_>, key: &str, due: fn(&Value) -> bool, kind: &str) -> Result<(), String> {
    match node.json.get(key) {
        Some(value) if !due(value) => Err(format!("`{key}` must be {kind}")),
        _ => Ok(()),
    }
}
