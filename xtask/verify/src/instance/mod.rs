//! Random instances of schemas.
//!
//! Most instances are valid; the [validator](super::judge) rejects the others. Only the validator handles keywords that
//! rarely matter, such as `not` and `if`.

mod flat;
mod pattern;
mod scalars;

use serde_json::{Map, Value};

use super::schemas::Schemas;
use flat::Flattener;
use xtask::random::Random;

/// The depth beyond which only required parts are created.
const DEPTH: usize = 5;

/// The depth beyond which the attempt is abandoned, because a schema requires itself.
const DEEPEST: usize = 40;

/// The number of values after which only required parts are created.
const LARGE: usize = 600;

/// The number of values after which the attempt is abandoned.
const LARGEST: usize = 20_000;

/// The proportion of optional members.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Optional {
    /// No optional members.
    None,
    /// About half of the optional members, and fewer in nested objects.
    Some,
    /// All optional members, except in deeply nested objects.
    All,
}

/// A generator of random instances.
pub(super) struct Maker<'a> {
    schemas: &'a Schemas,
    random: Random,
    optional: Optional,
    made: usize,
}

impl<'a> Maker<'a> {
    /// Creates a generator for one instance. The same arguments produce the same instance.
    pub(super) fn new(schemas: &'a Schemas, seed: u64, part: u64, optional: Optional) -> Self {
        Self { schemas, random: Random::new(seed, part), optional, made: 0 }
    }

    /// Returns an instance of the schema with the given number; `None` if the attempt fails.
    pub(super) fn instance(&mut self, number: usize) -> Option<Value> {
        self.made = 0;
        self.value(self.schemas.schema(number), 0)
    }

    fn value(&mut self, schema: &Value, depth: usize) -> Option<Value> {
        self.made += 1;
        if depth > DEEPEST || self.made > LARGEST {
            return None;
        }
        let flat = Flattener::new(self.schemas, &mut self.random).flat(schema)?;
        if let Some(values) = flat.get("enum").and_then(Value::as_array) {
            let fits = |value: &&Value| has_type(&flat, value) && !(depth == 0 && value.is_null());
            let values: Vec<&Value> = values.iter().filter(fits).collect();
            return (!values.is_empty()).then(|| (*self.random.pick(&values)).clone());
        }
        match self.kind(&flat, depth)? {
            "object" => self.object(&flat, depth),
            "array" => self.array(&flat, depth),
            "string" => scalars::string(&mut self.random, &flat),
            "integer" => scalars::integer(&mut self.random, &flat),
            "number" => scalars::number(&mut self.random, &flat),
            "boolean" => Some(Value::Bool(self.random.below(2) == 0)),
            _ => Some(Value::Null),
        }
    }

    /// Chooses a type. The outermost value is never null: emitted types exclude null, since each use of a type declares
    /// whether null is allowed.
    fn kind(&mut self, flat: &Map<String, Value>, depth: usize) -> Option<&'static str> {
        let declared: Vec<&str> = match flat.get("type").and_then(Value::as_array) {
            Some(types) => types.iter().filter_map(Value::as_str).collect(),
            None => implied(flat).to_vec(),
        };
        let others: Vec<&str> = declared.iter().copied().filter(|kind| *kind != "null").collect();
        let is_null = declared.contains(&"null")
            && depth > 0
            && (others.is_empty() || depth > DEPTH || self.random.below(5) == 0);
        if is_null {
            return Some("null");
        }
        let chosen = if others.is_empty() { return None } else { *self.random.pick(&others) };
        ["object", "array", "string", "integer", "number", "boolean"].into_iter().find(|kind| *kind == chosen)
    }

    fn object(&mut self, flat: &Map<String, Value>, depth: usize) -> Option<Value> {
        let none = Map::new();
        let properties = flat.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let required: Vec<&str> = flat
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut members = Map::new();
        for (name, schema) in properties {
            let is_required = required.contains(&name.as_str());
            if !is_required && !self.is_included(depth) {
                continue;
            }
            match self.value(schema, depth + 1) {
                Some(value) => drop(members.insert(name.clone(), value)),
                None if is_required => return None,
                None => {}
            }
        }
        let most = scalars::length(flat, "maxProperties").unwrap_or(usize::MAX);
        let least = scalars::length(flat, "minProperties").unwrap_or(0);
        let extra = flat.get("additionalProperties").filter(|extra| **extra != Value::Bool(false));
        for name in required {
            if !members.contains_key(name) {
                members.insert(name.to_owned(), self.value(extra.unwrap_or(&Value::Bool(true)), depth + 1)?);
            }
        }
        if let Some(schema) = extra {
            let wanted = match self.optional {
                Optional::None => 0,
                _ if depth > DEPTH || self.made > LARGE => 0,
                _ => self.random.below(3),
            };
            for _ in 0..wanted.max(least.saturating_sub(members.len())) {
                let name = scalars::name(&mut self.random);
                if members.len() < most && !properties.contains_key(&name) {
                    members.extend(self.value(schema, depth + 1).map(|value| (name, value)));
                }
            }
        }
        for (name, schema) in properties {
            if members.len() < least && !members.contains_key(name) {
                members.extend(self.value(schema, depth + 1).map(|value| (name.clone(), value)));
            }
        }
        Some(Value::Object(members))
    }

    fn array(&mut self, flat: &Map<String, Value>, depth: usize) -> Option<Value> {
        let least = scalars::length(flat, "minItems").unwrap_or(0);
        let most = scalars::length(flat, "maxItems").unwrap_or(usize::MAX).max(least);
        let wanted = match self.optional {
            Optional::None => 0,
            _ if depth > DEPTH || self.made > LARGE => 0,
            Optional::All => 1,
            Optional::Some => self.random.below(4),
        };
        let positions =
            flat.get("prefixItems").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let any = Value::Bool(true);
        let item = flat.get("items").unwrap_or(&any);
        let is_set = flat.get("uniqueItems") == Some(&Value::Bool(true));
        let mut items: Vec<Value> = Vec::new();
        // Some attempts repeat an item.
        for _ in 0..3 * wanted.clamp(least, most) {
            if items.len() == wanted.clamp(least, most) {
                break;
            }
            match self.value(positions.get(items.len()).unwrap_or(item), depth + 1) {
                Some(value) if is_set && items.contains(&value) => {}
                Some(value) => items.push(value),
                None if items.len() >= least => break,
                None => return None,
            }
        }
        (items.len() >= least).then_some(Value::Array(items))
    }

    /// Decides whether an object contains an optional member.
    fn is_included(&mut self, depth: usize) -> bool {
        match self.optional {
            Optional::None => false,
            _ if depth > DEPTH || self.made > LARGE => false,
            Optional::All => depth < 2 || self.random.below(depth) == 0,
            Optional::Some => self.random.below(depth + 2) == 0 || (depth < 2 && self.random.below(3) == 0),
        }
    }
}

/// Returns the types that the keywords of a schema without `type` imply.
fn implied(flat: &Map<String, Value>) -> &'static [&'static str] {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| flat.contains_key(*keyword));
    if has(&["properties", "additionalProperties", "required", "patternProperties", "minProperties"]) {
        &["object"]
    } else if has(&["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]) {
        &["array"]
    } else if has(&["pattern", "minLength", "maxLength"]) {
        &["string"]
    } else if has(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]) {
        &["number"]
    } else if has(&["format"]) {
        &["string"]
    } else {
        &["boolean", "integer", "string", "number", "null", "array", "object"]
    }
}

fn has_type(flat: &Map<String, Value>, value: &Value) -> bool {
    let Some(types) = flat.get("type").and_then(Value::as_array) else { return true };
    types.iter().filter_map(Value::as_str).any(|kind| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        _ => value.is_number(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::judge::Judge;

    #[test]
    fn instances_are_valid() {
        let tree = json!({ "openapi": "3.1.0", "components": { "schemas": { "Node": {
            "type": "object",
            "required": ["id", "kind"],
            "properties": {
                "id": { "type": "string", "pattern": "^[a-z]{2,4}-\\d+$" },
                "kind": { "enum": ["leaf", "branch"] },
                "count": { "type": "integer", "format": "int32", "minimum": 3, "exclusiveMaximum": 5 },
                "share": { "type": "number", "multipleOf": 0.5 },
                "at": { "type": ["string", "null"], "format": "date-time" },
                "names": { "type": "array", "items": { "type": "string", "minLength": 2 }, "uniqueItems": true, "minItems": 1 },
                "children": { "type": "array", "items": { "$ref": "#/components/schemas/Node" } },
                "value": { "oneOf": [{ "type": "string", "maxLength": 3 }, { "type": "boolean" }] },
            },
            "additionalProperties": { "type": "integer" },
        } } } });
        let schemas = Schemas::of(&tree, std::iter::once("/components/schemas/Node"));
        let judge = Judge::new(&schemas).unwrap_or_else(|error| panic!("{error}"));
        for part in 0..200 {
            let optional =
                [Optional::None, Optional::Some, Optional::All][usize::try_from(part).unwrap_or(0) % 3];
            let instance = Maker::new(&schemas, 1, part, optional).instance(0).unwrap_or_default();
            assert_eq!(judge.reason(0, &instance), None, "{instance}");
        }
    }

    #[test]
    fn a_schema_that_requires_itself_has_no_instance() {
        let node =
            json!({ "required": ["a"], "properties": { "a": { "$ref": "#/components/schemas/Node" } } });
        let tree = json!({ "openapi": "3.0.3", "components": { "schemas": { "Node": node } } });
        let schemas = Schemas::of(&tree, std::iter::once("/components/schemas/Node"));
        assert_eq!(Maker::new(&schemas, 1, 1, Optional::All).instance(0), None);
    }
}
