//! Combines a schema with its `$ref`, `allOf` and a branch of each `oneOf` and `anyOf` into one flat schema.

use serde_json::{Map, Value, json};

use crate::schemas::Schemas;
use xtask::random::Random;

/// The maximum number of schemas that are combined; a larger number indicates a schema that contains itself.
const PARTS: usize = 200;

/// A combination of schemas in progress.
pub(super) struct Flattener<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) random: &'a mut Random,
    parts: usize,
}

impl<'a> Flattener<'a> {
    pub(super) fn new(schemas: &'a Schemas, random: &'a mut Random) -> Self {
        Self { schemas, random, parts: 0 }
    }

    /// Returns a schema without `$ref`, `allOf`, `oneOf` and `anyOf`, whose instances are very likely to be valid for
    /// `schema`. Returns `None` if `schema` has no instances.
    pub(super) fn flat(&mut self, schema: &Value) -> Option<Map<String, Value>> {
        self.added(&Map::new(), schema)
    }

    fn added(&mut self, flat: &Map<String, Value>, schema: &Value) -> Option<Map<String, Value>> {
        self.parts += 1;
        if self.parts > PARTS {
            return None;
        }
        let Value::Object(schema) = schema else {
            return (schema != &Value::Bool(false)).then(|| flat.clone());
        };
        let mut flat = flat.clone();
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            let schemas = self.schemas;
            flat = self.added(&flat, schemas.target(target))?;
        }
        for (keyword, value) in schema {
            if !matches!(keyword.as_str(), "$ref" | "allOf" | "oneOf" | "anyOf") {
                combine(&mut flat, keyword, value)?;
            }
        }
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            flat = self.added(&flat, part)?;
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = schema.get(keyword).and_then(Value::as_array) {
                let first = self.random.below(branches.len());
                let (before, after) = branches.split_at(first);
                flat = after.iter().chain(before).find_map(|branch| self.added(&flat, branch))?;
            }
        }
        Some(flat)
    }
}

/// Adds a keyword; returns `None` if it contradicts the flat schema.
fn combine(flat: &mut Map<String, Value>, keyword: &str, value: &Value) -> Option<()> {
    // A constant is an enum with one value.
    let (keyword, value) = match keyword {
        "const" => ("enum", &json!([value])),
        _ => (keyword, value),
    };
    let Some(old) = flat.get(keyword) else {
        flat.insert(keyword.to_owned(), value.clone());
        return Some(());
    };
    let combined = match keyword {
        "type" | "enum" => {
            let both = both(keyword, old, value);
            (!both.is_empty()).then(|| both.into())?
        }
        "required" => {
            let mut names = old.as_array().cloned().unwrap_or_default();
            names.extend(
                value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(|name| !names.contains(name))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
            names.into()
        }
        "properties" | "patternProperties" => {
            let mut all = old.as_object().cloned().unwrap_or_default();
            for (name, one) in value.as_object().into_iter().flatten() {
                let joint =
                    all.get(name).filter(|other| *other != one).map(|other| json!({ "allOf": [other, one] }));
                all.insert(name.clone(), joint.unwrap_or_else(|| one.clone()));
            }
            Value::Object(all)
        }
        "items" | "additionalProperties" => match (old, value) {
            (Value::Bool(true), other) | (other, Value::Bool(true)) => other.clone(),
            (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
            (one, other) => json!({ "allOf": [one, other] }),
        },
        "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" => larger(old, value),
        "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties" => smaller(old, value),
        // If the old value also matters, the validator rejects the instances.
        _ => value.clone(),
    };
    flat.insert(keyword.to_owned(), combined);
    Some(())
}

/// Returns the types or values that are in both lists.
fn both(keyword: &str, one: &Value, other: &Value) -> Vec<Value> {
    let (one, other) = (one.as_array(), other.as_array());
    let mut found = Vec::new();
    for first in one.into_iter().flatten() {
        for second in other.into_iter().flatten() {
            let same = match (first.as_str(), second.as_str()) {
                _ if first == second => first,
                // Every integer is a number.
                (Some("integer"), Some("number")) if keyword == "type" => first,
                (Some("number"), Some("integer")) if keyword == "type" => second,
                _ => continue,
            };
            found.push(same.clone());
        }
    }
    found
}

fn larger(one: &Value, other: &Value) -> Value {
    if one.as_f64() >= other.as_f64() { one.clone() } else { other.clone() }
}

fn smaller(one: &Value, other: &Value) -> Value {
    if one.as_f64() <= other.as_f64() { one.clone() } else { other.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_all_of_are_combined() {
        let schema = json!({
            "type": ["object"],
            "allOf": [
                { "required": ["a"], "properties": { "a": { "type": ["number"] }, "b": { "minimum": 1 } } },
                { "required": ["b"], "properties": { "b": { "maximum": 2 } }, "type": ["object", "null"] },
            ],
            "oneOf": [{ "type": ["string"] }, { "minProperties": 1 }],
        });
        let schemas = Schemas::default();
        let flat = Flattener::new(&schemas, &mut Random::new(1, 1)).flat(&schema).map(Value::from);
        let expected = json!({
            "type": ["object"], "required": ["a", "b"], "minProperties": 1,
            "properties": {
                "a": { "type": ["number"] }, "b": { "allOf": [{ "minimum": 1 }, { "maximum": 2 }] },
            },
        });
        assert_eq!(flat, Some(expected));
    }
}
