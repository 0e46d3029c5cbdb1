//! Scalars: numbers and booleans where a text is due.
//!
//! YAML reads an unquoted `version: 1.0`, `description: 404` or `enum: [on, 1]` as something other than text. Where only a
//! text can be meant, it is made one again. The spelling of the source is lost by then (`1.10` is `1.1`), so each repair is reported.

use serde_json::{Map, Value};

use super::walk;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// Keywords whose value is a text wherever they stand.
const TEXTS: [&str; 9] =
    ["title", "version", "description", "summary", "operationId", "name", "format", "pattern", "url"];

/// Makes texts of numbers and booleans where texts are due.
pub(super) fn repair(tree: &mut Value, findings: &mut Diagnostics) {
    walk::objects(tree, &Pointer::root(), &mut |object, at| {
        for key in TEXTS {
            if let Some(value) = object.get_mut(key) {
                quote(value, &at.key(key), findings);
            }
        }
        quote_all(object, "tags", at, findings);
        quote_all(object, "required", at, findings);
        match object.get("type").and_then(Value::as_str) {
            Some("string") => {
                quote_all(object, "enum", at, findings);
                // A number as the default of a text is meant as its text; one of a list or an object is not repaired.
                if let Some(value) = object.get_mut("default") {
                    quote(value, &at.key("default"), findings);
                }
            }
            None if is_server_variable(object) => {
                quote_all(object, "enum", at, findings);
                if let Some(value) = object.get_mut("default") {
                    quote(value, &at.key("default"), findings);
                }
            }
            _ => {}
        }
    });
}

/// Whether these are the members of a server variable: the only object without a type that has a default and nothing of a schema.
fn is_server_variable(object: &Map<String, Value>) -> bool {
    object.contains_key("default")
        && object
            .keys()
            .all(|key| matches!(key.as_str(), "default" | "enum" | "description") || key.starts_with("x-"))
}

fn quote_all(object: &mut Map<String, Value>, key: &str, at: &Pointer, findings: &mut Diagnostics) {
    let at = at.key(key);
    if let Some(Value::Array(values)) = object.get_mut(key) {
        for (index, value) in values.iter_mut().enumerate() {
            quote(value, &at.index(index), findings);
        }
    }
}

fn quote(value: &mut Value, at: &Pointer, findings: &mut Diagnostics) {
    let (text, kind) = match value {
        Value::Number(number) => (number.to_string(), "number"),
        Value::Bool(on) => (on.to_string(), "boolean"),
        _ => return,
    };
    findings.push(
        Diagnostic::warning(
            "scalar-repaired",
            at,
            format!("a {kind} stands where a text is due; `\"{text}\"` is taken"),
        )
        .help("put it in quotation marks"),
    );
    *value = Value::String(text);
}
