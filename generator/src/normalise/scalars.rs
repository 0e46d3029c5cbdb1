//! Repairs numbers and booleans where strings are required, and vice versa.
//!
//! YAML parses an unquoted `version: 1.10`, `description: 404` or `enum: [on, 1]` as something other than a
//! string. Where only a string is valid, the value is turned back into a string, as written in the source. Some
//! authors quote everything instead, as in `minimum: "1"` or `nullable: "true"`. Each repair is reported.

use serde_json::{Map, Number, Value};

use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::{Pointer, Way};

/// Keywords whose value is always a string.
const TEXTS: [&str; 9] =
    ["title", "version", "description", "summary", "operationId", "name", "format", "pattern", "url"];

/// Keywords whose value is always a number.
const NUMBERS: [&str; 9] = [
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
];

/// Keywords whose value is always a boolean, except that `required` can also be an array.
const FLAGS: [&str; 10] = [
    "nullable",
    "deprecated",
    "readOnly",
    "writeOnly",
    "uniqueItems",
    "explode",
    "allowReserved",
    "allowEmptyValue",
    "required",
    "x-nullable",
];

/// A function that returns the source text of a scalar, if available.
pub(super) type Spelling<'a> = &'a dyn Fn(&Pointer) -> Option<String>;

/// Repairs all scalars.
pub(super) fn repair(tree: &mut Value, spelling: Spelling<'_>, findings: &mut Diagnostics) {
    let mut repair = Repair { spelling, findings };
    walk::objects(tree, &mut |object, at| repair.object(object, at));
}

struct Repair<'a> {
    spelling: Spelling<'a>,
    findings: &'a mut Diagnostics,
}

/// The expected type of a scalar.
#[derive(Clone, Copy)]
enum Due {
    Text,
    Number,
    Flag,
}

impl Repair<'_> {
    fn object(&mut self, object: &mut Map<String, Value>, at: &Way<'_>) {
        for (keys, due) in [(&TEXTS[..], Due::Text), (&NUMBERS[..], Due::Number), (&FLAGS[..], Due::Flag)] {
            for key in keys {
                if let Some(value) = object.get_mut(*key) {
                    self.repair_scalar(value, &Way::Key(at, key), due);
                }
            }
        }
        self.all(object, "tags", at, Due::Text);
        self.all(object, "required", at, Due::Text);
        let due = match object.get("type").and_then(Value::as_str) {
            Some("string") => Due::Text,
            Some("integer" | "number") => Due::Number,
            Some("boolean") => Due::Flag,
            None if is_server_variable(object) => Due::Text,
            _ => return,
        };
        self.all(object, "enum", at, due);
        // If the default of a string is a number, the number's source text is used. The default of an array or
        // object is not repaired.
        if let Some(value) = object.get_mut("default") {
            self.repair_scalar(value, &Way::Key(at, "default"), due);
        }
    }

    fn all(&mut self, object: &mut Map<String, Value>, key: &str, at: &Way<'_>, due: Due) {
        let at = Way::Key(at, key);
        if let Some(Value::Array(values)) = object.get_mut(key) {
            for (index, value) in values.iter_mut().enumerate() {
                self.repair_scalar(value, &Way::Index(&at, index), due);
            }
        }
    }

    fn repair_scalar(&mut self, value: &mut Value, at: &Way<'_>, due: Due) {
        let (repaired, what, help) = match (due, &*value) {
            (Due::Text, Value::Number(_) | Value::Bool(_)) => {
                let spelled = (self.spelling)(&at.pointer()).unwrap_or_else(|| value.to_string());
                let kind = if value.is_boolean() { "a boolean" } else { "a number" };
                (Value::String(spelled), format!("expected a string, found {kind}"), "put it in quotes")
            }
            (Due::Number, Value::String(text)) => match number(text) {
                Some(number) => (
                    Value::Number(number),
                    "expected a number, found a string".to_owned(),
                    "remove the quotes",
                ),
                None => return,
            },
            (Due::Flag, Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
                flag @ ("true" | "false") => (
                    Value::Bool(flag == "true"),
                    "expected `true` or `false`, found a string".to_owned(),
                    "remove the quotes",
                ),
                _ => return,
            },
            _ => return,
        };
        let message = format!("{what}; `{repaired}` is used");
        self.findings.push(Diagnostic::warning(Code::ScalarRepaired, &at.pointer(), message).help(help));
        *value = repaired;
    }
}

/// Parses a number.
fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    text.parse::<i64>().map(Number::from).ok().or_else(|| Number::from_f64(text.parse().ok()?))
}

/// Returns whether an object is a server variable. Among objects without `type`, only server variables have a `default`
/// but no keywords specific to schemas.
fn is_server_variable(object: &Map<String, Value>) -> bool {
    object.contains_key("default")
        && object
            .keys()
            .all(|key| matches!(key.as_str(), "default" | "enum" | "description") || key.starts_with("x-"))
}
