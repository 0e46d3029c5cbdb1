//! Rewrites the schemas of OpenAPI 3.1 and 3.2 documents to 3.0.
//!
//! OpenAPI 3.1 adopted JSON Schema 2020-12, and 3.2 still uses it. Keywords with a counterpart in 3.0 are
//! translated; others are approximated, each with a finding. Documents of other versions remain unchanged.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{conditions, version, walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::media_type::MediaType;
use crate::pointer::{Pointer, Way};

/// Component sections without schemas. The siblings of a reference into one of them are not schema keywords, so
/// `siblings` leaves them unchanged.
const NO_SCHEMAS: [&str; 10] = [
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "examples",
    "links",
    "callbacks",
    "pathItems",
    "securitySchemes",
    "mediaTypes",
];

/// JSON Schema keywords that only restrict values, for which no code is emitted.
const APPROXIMATED: [&str; 5] =
    ["dependentRequired", "propertyNames", "contains", "unevaluatedItems", "$dynamicRef"];

/// Rewrites a document whose `openapi` is 3.1 or 3.2.
pub(super) fn convert(tree: &mut Value, findings: &mut Diagnostics) {
    let Some(root) = tree.as_object_mut() else { return };
    let version = root.get("openapi").and_then(version::text);
    if !version.is_some_and(|version| ["3.1", "3.2"].iter().any(|line| version::is(&version, line))) {
        return;
    }
    root.insert("openapi".to_owned(), json!("3.0.3"));
    // 3.0 requires `paths`. 3.1 requires only one of `paths`, `components` and `webhooks` (OpenAPI 3.1.1,
    // section 4.8.1).
    if root.contains_key("webhooks") || root.contains_key("components") {
        root.entry("paths").or_insert_with(|| json!({}));
    }
    anchors(tree);
    walk::objects(tree, &mut |object, at| schema(object, at, findings));
}

/// Replaces `$ref: '#name'`, which refers to an `$anchor`, with the schema's JSON pointer, as 3.0 requires.
fn anchors(tree: &mut Value) {
    let mut known: BTreeMap<String, Pointer> = BTreeMap::new();
    walk::objects(tree, &mut |object, at| {
        if let Some(Value::String(name)) = object.remove("$anchor") {
            known.entry(name).or_insert_with(|| at.pointer());
        }
    });
    if known.is_empty() {
        return;
    }
    walk::objects(tree, &mut |object, _| {
        if let Some(Value::String(text)) = object.get_mut("$ref")
            && let Some(place) = text.strip_prefix('#').and_then(|name| known.get(name))
        {
            *text = place.reference();
        }
    });
}

/// Marks a schema whose `additionalProperties` was derived from `unevaluatedProperties` or
/// `patternProperties`. Such a rule does not necessarily apply to properties that other `allOf` parts declare.
pub(crate) const OWN_RULE: &str = "x-own-rule";

/// Rewrites the schema keywords of one object. Objects other than schemas do not have these keywords.
fn schema(object: &mut Map<String, Value>, at: &Way<'_>, findings: &mut Diagnostics) {
    subschemas(object);
    if let Some(rest) = object.remove("unevaluatedProperties") {
        if rest.is_object() && !object.contains_key("additionalProperties") {
            object.insert(OWN_RULE.to_owned(), json!(true));
        }
        object.entry("additionalProperties").or_insert(rest);
    }
    conditions::merge(object, at, findings);
    // `tuple` must run before `types`, which moves the keywords of each type into a union branch.
    tuple(object, at, findings);
    patterns(object, at, findings);
    if let Some(value) = object.remove("const") {
        constant(object, value, at, findings);
    }
    null_alternative(object);
    types(object);
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if let Some(value) = object.get(exclusive).filter(|value| value.is_number()).cloned() {
            object.insert(bound.to_owned(), value);
            object.insert(exclusive.to_owned(), json!(true));
        }
    }
    if let Some(Value::Array(examples)) = object.get("examples") {
        let first = examples.first().cloned();
        object.remove("examples");
        if let Some(first) = first {
            object.entry("example").or_insert(first);
        }
    }
    content(object);
    approximations(object, at, findings);
    siblings(object);
}

/// Rewrites the schemas `true` (any value) and `false` (no value).
fn subschemas(object: &mut Map<String, Value>) {
    let is_schema = ["type", "properties", "items", "allOf", "anyOf", "oneOf"]
        .iter()
        .any(|key| object.contains_key(*key));
    if !is_schema {
        return;
    }
    let of = |flag: bool| if flag { json!({}) } else { json!({ "not": {} }) };
    let mut rewrite = |value: &mut Value| {
        if let Value::Bool(flag) = value {
            *value = of(*flag);
        }
    };
    for key in ["items", "not"] {
        object.get_mut(key).into_iter().for_each(&mut rewrite);
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        object.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().for_each(&mut rewrite);
    }
    let properties = object.get_mut("properties").and_then(Value::as_object_mut);
    properties.into_iter().flatten().for_each(|(_, value)| rewrite(value));
}

/// Rewrites `const` to an `enum` with one value. If the schema has an `enum` without this value, both lists become
/// parts of an `allOf`, so that the conflict is reported.
fn constant(object: &mut Map<String, Value>, value: Value, at: &Way<'_>, findings: &mut Diagnostics) {
    findings.moved_within(at.key("enum"), &at.key("const"));
    match object.remove("enum") {
        Some(Value::Array(values)) if !values.contains(&value) => {
            if !object.contains_key("allOf") {
                findings.moved_within(at.key("allOf"), &at.key("const"));
            }
            if let Value::Array(parts) = object.entry("allOf").or_insert_with(|| json!([])) {
                parts.extend([json!({ "enum": values }), json!({ "enum": [value] })]);
            }
        }
        _ => drop(object.insert("enum".to_owned(), json!([value]))),
    }
}

/// Rewrites `anyOf: [X, {type: 'null'}]` to a nullable X.
fn null_alternative(object: &mut Map<String, Value>) {
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(alternatives)) = object.get_mut(key) else { continue };
        let before = alternatives.len();
        alternatives.retain(|one| !is_null(one));
        let left = alternatives.len();
        if left < before {
            object.insert("nullable".to_owned(), json!(true));
            if left == 0 {
                object.remove(key);
            }
        }
    }
}

fn is_null(schema: &Value) -> bool {
    match schema.as_object() {
        Some(object) if object.get("type") == Some(&json!("null")) => true,
        Some(object) => {
            object.get("const").is_some_and(Value::is_null) || object.get("enum") == Some(&json!([null]))
        }
        None => false,
    }
}

/// Rewrites an array in `type`: `null` becomes `nullable`, and multiple remaining types become a union.
pub(super) fn types(object: &mut Map<String, Value>) {
    let names: Vec<String> = match object.get("type") {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(name)) if name == "null" => vec![name.clone()],
        _ => return,
    };
    let others: Vec<&String> = names.iter().filter(|name| *name != "null").collect();
    if others.len() < names.len() {
        object.insert("nullable".to_owned(), json!(true));
    }
    match others.as_slice() {
        [] => {
            object.remove("type");
        }
        [one] => {
            object.insert("type".to_owned(), json!(one));
        }
        several => {
            // Every integer is a number, so the two types become `number`; other combinations become a union.
            if several.iter().all(|name| matches!(name.as_str(), "integer" | "number")) {
                object.insert("type".to_owned(), json!("number"));
                return;
            }
            let choices: Vec<Value> = several.iter().map(|name| alternative(object, name)).collect();
            object.remove("type");
            object.entry("anyOf").or_insert(Value::Array(choices));
        }
    }
}

/// Returns the schema for one of several types, with the keywords that apply only to this type.
fn alternative(object: &Map<String, Value>, name: &str) -> Value {
    let about: &[&str] = match name {
        "array" => &["items"],
        "object" => &["properties", "required", "additionalProperties"],
        _ => &["format"],
    };
    let mut one = Map::from_iter([("type".to_owned(), json!(name))]);
    for key in about {
        if let Some(value) = object.get(*key) {
            one.insert((*key).to_owned(), value.clone());
        }
    }
    Value::Object(one)
}

/// Rewrites a string's `contentEncoding` and `contentMediaType` to `format`.
fn content(object: &mut Map<String, Value>) {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    let format = match (text("contentEncoding"), text("contentMediaType")) {
        (Some("base64" | "base64url"), _) => "byte",
        (Some("binary"), _) => "binary",
        (None, Some(media_type)) if MediaType::new(media_type).is_bytes() => "binary",
        _ => return,
    };
    object.entry("type").or_insert_with(|| json!("string"));
    object.entry("format").or_insert_with(|| json!(format));
}

fn approximations(object: &mut Map<String, Value>, at: &Way<'_>, findings: &mut Diagnostics) {
    for key in APPROXIMATED {
        // A property with the name of a keyword is a member of `properties`, not of this object.
        if object.remove(key).is_some() {
            let message = format!("`{key}` is not supported; the type accepts more values than the schema");
            findings.push(Diagnostic::note(Code::ApproximatedKeyword, &at.key(key), message));
        }
    }
}

/// Rewrites a tuple (`prefixItems`) to a list whose items are a union of its schemas.
fn tuple(object: &mut Map<String, Value>, at: &Way<'_>, findings: &mut Diagnostics) {
    let Some(Value::Array(places)) = object.get("prefixItems").cloned() else { return };
    object.remove("prefixItems");
    if !is_composed(object) {
        object.entry("type").or_insert_with(|| json!("array"));
    }
    let mut kinds = Kinds::default();
    places
        .into_iter()
        .enumerate()
        .for_each(|(index, place)| kinds.add(place, at.key("prefixItems").index(index)));
    match object.get("items") {
        Some(rest) if rest.is_object() && !is_nothing(rest) => kinds.add(rest.clone(), at.key("items")),
        _ => {}
    }
    object.insert("items".to_owned(), kinds.schema(&at.key("items"), findings));
    let message = "item types are not matched by position; an item may have the type of any position";
    findings.push(Diagnostic::note(Code::ApproximatedKeyword, &at.key("prefixItems"), message));
}

/// Rewrites `patternProperties` to additional properties. If the schema also has `properties`, additional
/// properties whose names match no pattern can have any value.
fn patterns(object: &mut Map<String, Value>, at: &Way<'_>, findings: &mut Diagnostics) {
    let Some(Value::Object(patterns)) = object.get("patternProperties").cloned() else { return };
    object.remove("patternProperties");
    let is_composed = is_composed(object);
    if !is_composed {
        object.entry("type").or_insert_with(|| json!("object"));
    }
    let here = at.key("patternProperties");
    let mut kinds = Kinds::default();
    patterns.into_iter().for_each(|(pattern, value)| kinds.add(value, here.key(&pattern)));
    let others = object.get("additionalProperties");
    let is_any = match others {
        None => is_composed || object.contains_key("properties"),
        Some(others) => others == &json!(true) || others == &json!({}),
    };
    if let Some(others) = others.filter(|others| others.is_object() && !is_nothing(others)) {
        kinds.add(others.clone(), at.key("additionalProperties"));
    }
    let values = if is_any { json!(true) } else { kinds.schema(&at.key("additionalProperties"), findings) };
    if !is_any {
        object.insert(OWN_RULE.to_owned(), json!(true));
    }
    object.insert("additionalProperties".to_owned(), values);
    let message = match is_any {
        true => "the names of additional properties are not checked, and any value is accepted",
        false => {
            "the names of additional properties are not checked, and each value may have any of the declared types"
        }
    };
    findings.push(Diagnostic::note(Code::ApproximatedKeyword, &here, message));
}

/// Returns whether `object` combines other schemas.
pub(super) fn is_composed(object: &Map<String, Value>) -> bool {
    ["$ref", "allOf", "anyOf", "oneOf"].iter().any(|key| object.contains_key(*key))
}

fn is_nothing(schema: &Value) -> bool {
    schema == &json!({ "not": {} }) || schema == &json!(false)
}

/// Alternative schemas that replace one schema, with their old locations.
#[derive(Default)]
pub(super) struct Kinds {
    found: Vec<(Value, Pointer)>,
    known: BTreeSet<String>,
}

impl Kinds {
    pub(super) fn add(&mut self, schema: Value, at: Pointer) {
        let schema = if schema == json!(true) { json!({}) } else { schema };
        if !is_nothing(&schema) && self.known.insert(schema.to_string()) {
            self.found.push((schema, at));
        }
    }

    /// Returns the schema at `at` that combines the alternatives.
    pub(super) fn schema(self, at: &Pointer, findings: &mut Diagnostics) -> Value {
        if let [(one, from)] = self.found.as_slice() {
            findings.moved_within(at.clone(), from);
            return one.clone();
        }
        let choices = at.key("anyOf");
        let mut schemas = Vec::new();
        for (index, (schema, from)) in self.found.into_iter().enumerate() {
            findings.moved_within(choices.index(index), &from);
            schemas.push(schema);
        }
        if schemas.is_empty() { json!({}) } else { json!({ "anyOf": schemas }) }
    }
}

/// Moves a schema's `$ref` into an `allOf` if it has siblings, which are significant in 3.1.
fn siblings(object: &mut Map<String, Value>) {
    let Some(reference) = object.get("$ref").and_then(Value::as_str) else { return };
    let section = reference.strip_prefix("#/components/").and_then(|rest| rest.split('/').next());
    if object.len() < 2 || section.is_some_and(|section| NO_SCHEMAS.contains(&section)) {
        return;
    }
    let reference = reference.to_owned();
    object.remove("$ref");
    match object.entry("allOf").or_insert_with(|| json!([])) {
        Value::Array(parts) => parts.insert(0, json!({ "$ref": reference })),
        other => *other = json!([{ "$ref": reference }]),
    }
}
