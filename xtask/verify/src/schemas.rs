//! The schemas of a document as JSON Schema 2020-12.
//!
//! The schemas are read from the document's tree rather than the generator's model, so that defects in the generator do
//! not also affect the instances. A part that is not a schema, or a reference that does not resolve, becomes `false`.
//! The generator repairs such defects, but this module does not. Therefore, no instance contains such a part.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// The types of JSON Schema.
const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// Keywords whose value is a schema.
const SCHEMA: [&str; 8] =
    ["additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then"];

/// Keywords whose value is a list of schemas.
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keywords whose value is a map of schemas.
const MAPS: [&str; 3] = ["dependentSchemas", "patternProperties", "properties"];

/// Keywords that OpenAPI 3.0 and Swagger 2.0 do not have.
const NEWER: [&str; 9] = [
    "contains",
    "dependentSchemas",
    "else",
    "if",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "const",
];

/// Keywords whose value is a number.
const NUMBERS: [&str; 5] = ["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"];

/// Keywords whose value is a length or a count.
const LENGTHS: [&str; 6] =
    ["maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"];

/// Keywords that [`Schemas::structure`] ignores.
const LIMITS: [&str; 21] = [
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "pattern",
    "then",
    "uniqueItems",
];

/// The schemas of a document. A reference to one of them is `#/$defs/NUMBER`.
#[derive(Debug, Default)]
pub(super) struct Schemas {
    /// The converted schemas, by number.
    converted: Vec<Value>,
    /// The number of each converted schema, by JSON pointer in the document.
    numbers: BTreeMap<String, usize>,
}

impl Schemas {
    /// Converts the schemas at the given JSON pointers and all schemas that they refer to.
    pub(super) fn of<'a>(tree: &Value, pointers: impl Iterator<Item = &'a str>) -> Self {
        Self::read(tree, pointers, None)
    }

    /// Converts only the structure of the schemas: types, members, items and enum values, but no other constraints.
    ///
    /// An instance may match several branches of `oneOf` and need not contain properties that only a server
    /// sends.
    pub(super) fn structure<'a>(tree: &Value, pointers: impl Iterator<Item = &'a str>) -> Self {
        let mut read_only = BTreeSet::new();
        collect_read_only(tree, tree, &mut read_only);
        Self::read(tree, pointers, Some(read_only))
    }

    fn read<'a>(
        tree: &Value,
        pointers: impl Iterator<Item = &'a str>,
        read_only: Option<BTreeSet<String>>,
    ) -> Self {
        let version = tree.get("openapi").and_then(Value::as_str).unwrap_or_default();
        let is_old = tree.get("openapi").is_none() || version.starts_with("3.0");
        let mut reader = Reader { tree, is_old, read_only, numbers: BTreeMap::new(), open: Vec::new() };
        pointers.for_each(|pointer| {
            reader.number(pointer);
        });
        let mut converted = Vec::new();
        while let Some(pointer) = reader.open.get(converted.len()).cloned() {
            converted.push(tree.pointer(&pointer).map_or(Value::Bool(false), |node| reader.schema(node)));
        }
        Self { converted, numbers: reader.numbers }
    }

    /// Returns the number of the schema at a pointer; `None` if it was not converted.
    pub(super) fn number(&self, pointer: &str) -> Option<usize> {
        self.numbers.get(pointer).copied()
    }

    /// Returns the schema with the given number.
    pub(super) fn schema(&self, number: usize) -> &Value {
        self.converted.get(number).unwrap_or(&Value::Bool(false))
    }

    /// Returns the schema that a `$ref` in a converted schema refers to.
    pub(super) fn target(&self, reference: &str) -> &Value {
        let number = reference.strip_prefix("#/$defs/").and_then(|number| number.parse().ok());
        number.map_or(&Value::Bool(false), |number| self.schema(number))
    }

    /// Returns a single schema for objects with one member: its name is a number, and its value is an instance of the
    /// schema with that number. The validator therefore compiles all schemas, which refer to each other, only once.
    pub(super) fn all(&self) -> Value {
        let numbers = 0..self.converted.len();
        let properties: Map<String, Value> =
            numbers.map(|number| (number.to_string(), reference(number))).collect();
        let defs: Map<String, Value> = self
            .converted
            .iter()
            .enumerate()
            .map(|(number, one)| (number.to_string(), one.clone()))
            .collect();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": properties,
            "$defs": defs,
        })
    }
}

fn reference(number: usize) -> Value {
    json!({ "$ref": format!("#/$defs/{number}") })
}

struct Reader<'a> {
    tree: &'a Value,
    /// Whether the document's schemas have the meaning of OpenAPI 3.0 or Swagger 2.0.
    is_old: bool,
    /// The names of properties that only a server sends, if only the structure is read.
    read_only: Option<BTreeSet<String>>,
    numbers: BTreeMap<String, usize>,
    /// The JSON pointers of the schemas, by number.
    open: Vec<String>,
}

impl Reader<'_> {
    fn number(&mut self, pointer: &str) -> usize {
        if let Some(number) = self.numbers.get(pointer) {
            return *number;
        }
        let number = self.open.len();
        self.numbers.insert(pointer.to_owned(), number);
        self.open.push(pointer.to_owned());
        number
    }

    fn schema(&mut self, node: &Value) -> Value {
        let Value::Object(node) = node else {
            return Value::Bool(!self.is_old && node.as_bool() == Some(true));
        };
        let mut out = Map::new();
        if let Some(target) = node.get("$ref") {
            let Some(pointer) = target.as_str().and_then(|target| resolved(self.tree, target)) else {
                return Value::Bool(false);
            };
            let number = self.number(&pointer);
            if self.is_old {
                return reference(number);
            }
            out.insert("$ref".to_owned(), format!("#/$defs/{number}").into());
        }
        // The generator decodes JSON in a string only in the data of server-sent events.
        if !self.types(node, &mut out) || (!self.is_old && node.contains_key("contentSchema")) {
            return Value::Bool(false);
        }
        for (keyword, value) in node {
            if self.is_old && NEWER.contains(&keyword.as_str())
                || self.read_only.is_some() && LIMITS.contains(&keyword.as_str())
            {
                continue;
            }
            let converted = self.keyword(keyword, value);
            out.extend(converted.map(|value| (keyword.clone(), value)));
        }
        match &self.read_only {
            None => self.discriminator(node, &mut out),
            Some(read_only) => {
                if let Some(names) = out.get_mut("required").and_then(Value::as_array_mut) {
                    names.retain(|name| name.as_str().is_some_and(|name| !read_only.contains(name)));
                }
                if let Some(branches) = out.remove("oneOf") {
                    let all = out.entry("allOf").or_insert_with(|| json!([]));
                    all.as_array_mut().into_iter().for_each(|all| all.push(json!({ "anyOf": branches })));
                }
            }
        }
        if self.is_old && self.read_only.is_none() {
            exclusive(node, &mut out);
        }
        Value::Object(out)
    }

    fn keyword(&mut self, keyword: &str, value: &Value) -> Option<Value> {
        let list = |value: &Value| value.as_array().filter(|list| !list.is_empty()).cloned();
        match keyword {
            _ if SCHEMA.contains(&keyword) => {
                let is_flag = keyword == "additionalProperties" && value.is_boolean();
                Some(if is_flag { value.clone() } else { self.schema(value) })
            }
            _ if LISTS.contains(&keyword) => {
                Some(list(value)?.iter().map(|one| self.schema(one)).collect::<Vec<_>>().into())
            }
            _ if MAPS.contains(&keyword) => {
                let all = value.as_object()?.iter().map(|(name, one)| (name.clone(), self.schema(one)));
                Some(Value::Object(all.collect()))
            }
            _ if NUMBERS.contains(&keyword) => (value.is_number()
                && !(keyword == "multipleOf" && value.as_f64() <= Some(0.0)))
            .then(|| value.clone()),
            _ if LENGTHS.contains(&keyword) => value.as_u64().map(Value::from),
            "required" => {
                let mut names: Vec<Value> = list(value)?.into_iter().filter(Value::is_string).collect();
                let mut seen = Vec::new();
                names.retain(|name| {
                    !seen.contains(name) && {
                        seen.push(name.clone());
                        true
                    }
                });
                Some(names.into())
            }
            "enum" => list(value).map(Value::from),
            "const" => Some(value.clone()),
            "format" => value.is_string().then(|| value.clone()),
            "pattern" => is_pattern(value).then(|| value.clone()),
            "uniqueItems" => value.is_boolean().then(|| value.clone()),
            _ => None,
        }
    }

    /// Adds the types; returns whether the declared types are valid.
    fn types(&self, node: &Map<String, Value>, out: &mut Map<String, Value>) -> bool {
        let mut types: Vec<Value> = match node.get("type") {
            None => return true,
            Some(Value::Array(types)) if !self.is_old => types.clone(),
            Some(one) => vec![one.clone()],
        };
        if types.is_empty() || types.iter().any(|one| !TYPES.iter().any(|name| one == name)) {
            return false;
        }
        let is_nullable = self.is_old && node.get("nullable") == Some(&Value::Bool(true));
        if is_nullable && !types.contains(&"null".into()) {
            types.push("null".into());
        }
        out.insert("type".to_owned(), types.into());
        true
    }

    /// Requires each branch with a reference to have one of its discriminator values.
    fn discriminator(&mut self, node: &Map<String, Value>, out: &mut Map<String, Value>) {
        let Some(discriminator) = node.get("discriminator").and_then(Value::as_object) else { return };
        let Some(name) = discriminator.get("propertyName").and_then(Value::as_str) else { return };
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        for keyword in ["oneOf", "anyOf"] {
            let branches = node.get(keyword).and_then(Value::as_array);
            let converted = out.get_mut(keyword).and_then(Value::as_array_mut);
            for (branch, converted) in branches.into_iter().flatten().zip(converted.into_iter().flatten()) {
                let Some(target) = branch.get("$ref").and_then(Value::as_str) else { continue };
                let short = target.rsplit('/').next().unwrap_or_default();
                let is_same =
                    |value: &Value| value.as_str().is_some_and(|value| value == target || value == short);
                let mapped = mapping.into_iter().flatten().filter(|(_, value)| is_same(value));
                let mut values: Vec<Value> = mapped.map(|(key, _)| key.as_str().into()).collect();
                if values.is_empty() {
                    values.push(short.into());
                }
                let tag = json!({ "required": [name], "properties": { name: { "enum": values } } });
                *converted = json!({ "allOf": [converted.take(), tag] });
            }
        }
    }
}

/// Resolves a reference to a JSON pointer; returns `None` if the document has no such part.
pub(super) fn resolved(tree: &Value, target: &str) -> Option<String> {
    let written = target.strip_prefix('#')?;
    let decoded = percent_decoded(written);
    let mut pointers = [decoded.as_deref(), Some(written)].into_iter().flatten();
    pointers.find(|pointer| tree.pointer(pointer).is_some()).map(str::to_owned)
}

/// Converts the boolean `exclusiveMinimum` and `exclusiveMaximum` of OpenAPI 3.0.
fn exclusive(node: &Map<String, Value>, out: &mut Map<String, Value>) {
    for (flag, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if node.get(flag) == Some(&Value::Bool(true))
            && let Some(value) = out.remove(limit)
        {
            out.insert(flag.to_owned(), value);
        }
    }
}

/// Returns whether the validator supports a pattern.
fn is_pattern(pattern: &Value) -> bool {
    pattern.is_string() && jsonschema::validator_for(&json!({ "pattern": pattern })).is_ok()
}

/// Collects the names of properties with `readOnly`, wherever they are declared.
fn collect_read_only(tree: &Value, node: &Value, names: &mut BTreeSet<String>) {
    let is_marked = |schema: &Value| schema.get("readOnly") == Some(&Value::Bool(true));
    let is_read_only = |schema: &Value| {
        let parts = schema.get("allOf").and_then(Value::as_array);
        is_marked(schema) || parts.is_some_and(|parts| parts.iter().any(is_marked))
    };
    for (name, schema) in node.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| resolved(tree, target));
        let target = target.and_then(|pointer| tree.pointer(&pointer));
        if is_read_only(schema) || target.is_some_and(is_read_only) {
            names.insert(name.clone());
        }
    }
    match node {
        Value::Object(members) => members.values().for_each(|value| collect_read_only(tree, value, names)),
        Value::Array(items) => items.iter().for_each(|value| collect_read_only(tree, value, names)),
        _ => {}
    }
}

/// Returns a string without percent-encoding; `None` if the result is not UTF-8.
pub(super) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..)?;
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(schemas: &Value, version: &str) -> Value {
        let tree = json!({ "openapi": version, "components": { "schemas": schemas } });
        Schemas::of(&tree, std::iter::once("/components/schemas/A")).schema(0).clone()
    }

    #[test]
    fn schemas_of_3_0_are_converted() {
        let schemas = json!({ "A": {
            "type": "object", "nullable": true, "required": ["a", "a"],
            "properties": {
                "a": { "$ref": "#/components/schemas/B%20b", "nullable": true },
                "b": { "type": "integer", "minimum": 1, "exclusiveMinimum": true },
                "c": { "$ref": "#/components/schemas/None" },
            },
        }, "B b": { "type": "string", "pattern": "(" } });
        let expected = json!({
            "type": ["object", "null"], "required": ["a"],
            "properties": {
                "a": { "$ref": "#/$defs/1" },
                "b": { "type": ["integer"], "exclusiveMinimum": 1 },
                "c": false,
            },
        });
        assert_eq!(converted(&schemas, "3.0.3"), expected);
    }

    #[test]
    fn a_discriminator_fixes_the_tag_of_each_branch() {
        let branch = json!({ "$ref": "#/components/schemas/B" });
        let discriminator = json!({ "propertyName": "t", "mapping": { "b": "#/components/schemas/B" } });
        let schemas = json!({ "A": { "oneOf": [branch], "discriminator": discriminator }, "B": {} });
        let tag = json!({ "required": ["t"], "properties": { "t": { "enum": ["b"] } } });
        let expected = json!({ "oneOf": [{ "allOf": [{ "$ref": "#/$defs/1" }, tag] }] });
        assert_eq!(converted(&schemas, "3.1.0"), expected);
    }
}
