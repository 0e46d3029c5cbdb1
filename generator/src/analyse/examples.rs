//! The examples of properties and parameters that the docs show.

use crate::ir::Value;

/// The maximum length of an example in the docs, in characters of JSON. A longer one would hide the description.
const LONGEST: usize = 80;

/// Returns an example as JSON, if it is short enough for the docs.
pub fn shown_example(example: &Value) -> Option<String> {
    let text = example.to_string();
    (text.chars().count() <= LONGEST).then_some(text)
}
