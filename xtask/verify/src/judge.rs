//! Validates instances with a JSON Schema validator, which does not share code with the generator.

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value};

use super::schemas::Schemas;

/// A validator for the schemas of a document.
pub(super) struct Judge {
    validator: Validator,
}

impl Judge {
    /// Compiles all schemas of a document.
    ///
    /// # Errors
    /// Returns the validator's message if a schema is not valid JSON Schema.
    pub(super) fn new(schemas: &Schemas) -> Result<Self, String> {
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        let validator = options.build(&schemas.all()).map_err(|error| error.to_string())?;
        Ok(Self { validator })
    }

    /// Returns whether a value is a valid instance of the schema with the given number.
    pub(super) fn is_valid(&self, number: usize, value: &Value) -> bool {
        let wrapped = Map::from_iter([(number.to_string(), value.clone())]);
        self.validator.is_valid(&Value::Object(wrapped))
    }

    /// Returns the first reason why a value is not valid; `None` if it is valid.
    pub(super) fn reason(&self, number: usize, value: &Value) -> Option<String> {
        let wrapped = Value::Object(Map::from_iter([(number.to_string(), value.clone())]));
        self.validator.validate(&wrapped).err().map(|error| error.to_string())
    }

    /// Returns the first reason why a value is not valid, except for reasons that concern a value with the string
    /// `placeholder`.
    pub(super) fn reason_beside(&self, number: usize, value: &Value, placeholder: &str) -> Option<String> {
        let wrapped = Value::Object(Map::from_iter([(number.to_string(), value.clone())]));
        let mut errors = self.validator.iter_errors(&wrapped);
        errors.find(|error| !contains(error.instance(), placeholder)).map(|error| error.to_string())
    }
}

/// Returns whether a value is this string, or contains it at any depth.
fn contains(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Array(items) => items.iter().any(|item| contains(item, wanted)),
        Value::Object(members) => members.values().any(|member| contains(member, wanted)),
        _ => false,
    }
}
