//! Tests the rewrites of OpenAPI 3.1 keywords.

use serde_json::{Value, json};

use super::super::openapi31::{self, OWN_RULE};
use super::check;

/// Checks a schema before and after the OpenAPI 3.1 rewrite.
#[track_caller]
fn check_31(before: &Value, after: &Value, findings: &[&str]) {
    let document = |version: &str, schema: &Value| json!({"openapi": version, "paths": {}, "components": {"schemas": {"A": schema}}});
    let findings: Vec<String> =
        findings.iter().map(|key| format!("approximated-keyword /components/schemas/A/{key}")).collect();
    let findings: Vec<&str> = findings.iter().map(String::as_str).collect();
    check(openapi31::convert, document("3.1.0", before), &document("3.0.3", after), &findings);
}

#[test]
fn null_of_3_1_is_nullable() {
    check_31(&json!({"type": ["string", "null"]}), &json!({"type": "string", "nullable": true}), &[]);
    check_31(&json!({"type": "null"}), &json!({"nullable": true}), &[]);
    check_31(
        &json!({"anyOf": [{"$ref": "#/components/schemas/B"}, {"type": "null"}]}),
        &json!({"anyOf": [{"$ref": "#/components/schemas/B"}], "nullable": true}),
        &[],
    );
    check_31(&json!({"oneOf": [{"const": null}]}), &json!({"nullable": true}), &[]);
}

#[test]
fn several_types_of_3_1_are_a_union() {
    check_31(
        &json!({"type": ["string", "array", "null"], "items": {"type": "integer"}, "format": "date"}),
        &json!({
            "items": {"type": "integer"},
            "format": "date",
            "nullable": true,
            "anyOf": [{"type": "string", "format": "date"}, {"type": "array", "items": {"type": "integer"}}],
        }),
        &[],
    );
    check_31(&json!({"type": ["integer", "number"]}), &json!({"type": "number"}), &[]);
}

#[test]
fn keywords_of_3_1_are_translated_to_3_0() {
    check_31(&json!({"const": "a"}), &json!({"enum": ["a"]}), &[]);
    check_31(&json!({"const": "a", "enum": ["b", "a"]}), &json!({"enum": ["a"]}), &[]);
    check_31(&json!({"const": 1, "enum": [2]}), &json!({"allOf": [{"enum": [2]}, {"enum": [1]}]}), &[]);
    check_31(
        &json!({"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 9}),
        &json!({"type": "integer", "minimum": 1, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": true}),
        &[],
    );
    check_31(
        &json!({"type": "string", "examples": ["a", "b"]}),
        &json!({"type": "string", "example": "a"}),
        &[],
    );
    check_31(
        &json!({"type": "string", "contentEncoding": "base64"}),
        &json!({"type": "string", "contentEncoding": "base64", "format": "byte"}),
        &[],
    );
    check_31(
        &json!({"$ref": "#/components/schemas/B", "description": "b"}),
        &json!({"description": "b", "allOf": [{"$ref": "#/components/schemas/B"}]}),
        &[],
    );
    check_31(
        &json!({"properties": {"any": true, "none": false}, "unevaluatedProperties": false}),
        &json!({"properties": {"any": {}, "none": {"not": {}}}, "additionalProperties": false}),
        &[],
    );
    check_31(
        &json!({"prefixItems": [{"type": "string"}], "if": {}}),
        &json!({"type": "array", "items": {"type": "string"}}),
        &["if", "prefixItems"],
    );
}

#[test]
fn tuples_of_3_1_are_lists_of_a_union() {
    let (text, number) = (json!({"type": "string"}), json!({"type": "integer"}));
    for (tuple, items) in [
        (json!({"prefixItems": [text, number, text]}), json!({"anyOf": [text, number]})),
        (json!({"prefixItems": [text, text], "items": false}), text.clone()),
        (json!({"prefixItems": [text], "items": number}), json!({"anyOf": [text, number]})),
        (json!({"prefixItems": [true, text]}), json!({"anyOf": [{}, text]})),
        (json!({"prefixItems": []}), json!({})),
    ] {
        check_31(&tuple, &json!({"type": "array", "items": items}), &["prefixItems"]);
    }
}

#[test]
fn patterns_of_3_1_are_additional_properties() {
    let (text, number) = (json!({"type": "string"}), json!({"type": "integer"}));
    for (beside, free) in [
        (json!({}), json!({"anyOf": [text, number]})),
        (json!({"additionalProperties": false}), json!({"anyOf": [text, number]})),
        (json!({"additionalProperties": number}), json!({"anyOf": [text, number]})),
        (json!({"additionalProperties": true}), json!(true)),
        (json!({"properties": {"a": text}}), json!(true)),
        (
            json!({"properties": {"a": text}, "unevaluatedProperties": false}),
            json!({"anyOf": [text, number]}),
        ),
    ] {
        let Value::Object(mut schema) = beside else { panic!("an object") };
        schema.insert("patternProperties".to_owned(), json!({"^a": text, "^b": number, "^c": text}));
        let mut expected = schema.clone();
        expected.remove("patternProperties");
        expected.remove("unevaluatedProperties");
        expected.insert("type".to_owned(), json!("object"));
        if free.is_object() {
            expected.insert(OWN_RULE.to_owned(), json!(true));
        }
        expected.insert("additionalProperties".to_owned(), free);
        check_31(&schema.into(), &expected.into(), &["patternProperties"]);
    }
}

#[test]
fn names_and_references_of_3_1_are_unchanged() {
    // Covers properties with the names of keywords, and references whose siblings 3.0 also allows.
    let of = |version: &str| {
        json!({
            "openapi": version,
            "paths": {},
            "components": {
                "schemas": {"A": {"properties": {"if": {"type": "string"}, "const": {"type": "string"}, "examples": {"type": "string"}}}},
                "parameters": {"P": {"$ref": "#/components/parameters/Q", "description": "p"}},
            },
        })
    };
    check(openapi31::convert, of("3.1.1"), &of("3.0.3"), &[]);
}

#[test]
fn a_3_1_document_can_consist_of_webhooks() {
    check(
        openapi31::convert,
        json!({"openapi": "3.1.0", "webhooks": {"new": {"post": {}}}}),
        // In 3.1, one of `paths`, `components` and `webhooks` is sufficient.
        &json!({"openapi": "3.0.3", "paths": {}, "webhooks": {"new": {"post": {}}}}),
        &[],
    );
}

#[test]
fn additional_properties_apply_to_the_object_branch() {
    let number = json!({"type": "integer"});
    check_31(
        &json!({"type": ["object", "string"], "patternProperties": {"^a": number}}),
        &json!({
            "additionalProperties": number,
            OWN_RULE: true,
            "anyOf": [{"type": "object", "additionalProperties": number}, {"type": "string"}],
        }),
        &["patternProperties"],
    );
    // The rewrite does not check whether other `allOf` parts declare additional properties.
    check_31(
        &json!({"allOf": [{"$ref": "#/components/schemas/B"}], "patternProperties": {"^a": number}}),
        &json!({"allOf": [{"$ref": "#/components/schemas/B"}], "additionalProperties": true}),
        &["patternProperties"],
    );
}
