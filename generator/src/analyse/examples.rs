//! The examples of properties and parameters that the docs show.

use crate::ir::{Field, Param, Value};

/// The maximum length of an example in the docs, in characters of JSON. A longer one would hide the description.
const LONGEST: usize = 80;

/// Returns the example of a property as JSON, or `None` if the docs do not show it.
pub fn field_example(field: &Field) -> Option<String> {
    shown(field.example.as_ref(), field.default.as_ref(), field.secret)
}

/// Returns the example of a parameter as JSON, or `None` if the docs do not show it.
pub fn parameter_example(param: &Param) -> Option<String> {
    shown(param.example.as_ref(), param.default.as_ref(), param.secret)
}

/// Returns whether an example is short enough for the docs.
pub fn is_short_example(example: &Value) -> bool {
    example.to_string().chars().count() <= LONGEST
}

/// The examples of secrets can be real credentials. An example that equals the default adds nothing.
fn shown(example: Option<&Value>, default: Option<&Value>, secret: bool) -> Option<String> {
    let example = example.filter(|example| !secret && default != Some(example) && is_short_example(example));
    example.map(Value::to_string)
}
