//! Tests the trees and findings that each rewrite produces.
//!
//! The tests compare small trees before and after a rewrite. The snippet tests cover the effects on generated
//! code.

mod openapi31;

use serde_json::{Value, json};

use super::{choices, frame, normalise, required, scalars, statuses, swagger2, types, version};
use crate::diagnostic::{Code, Diagnostics};
use crate::load::Source;

/// Runs the scalar rewrite without the source text of scalars.
fn scalars_repair(tree: &mut Value, findings: &mut Diagnostics) {
    scalars::repair(tree, &|_| None, findings);
}

/// Returns the tree after a rewrite, and the codes and locations of its findings.
fn rewritten(rewrite: super::Rewrite, mut tree: Value) -> (Value, Vec<String>) {
    let mut findings = Diagnostics::default();
    rewrite(&mut tree, &mut findings);
    let found = findings.iter().map(|finding| format!("{} {}", finding.code, finding.pointer)).collect();
    (tree, found)
}

/// Asserts that a rewrite turns `before` into `after` with the given findings, and leaves `after` unchanged.
#[track_caller]
fn check(rewrite: super::Rewrite, before: Value, after: &Value, findings: &[&str]) {
    let (tree, found) = rewritten(rewrite, before);
    assert_eq!(tree, *after);
    assert_eq!(found, findings);
    let (again, found) = rewritten(rewrite, tree);
    assert_eq!((again, found), (after.clone(), Vec::new()), "a second time");
}

#[test]
fn frame_adds_missing_members() {
    check(
        frame::complete,
        json!({"openapi": "3.0.0", "info": {"title": null, "description": "x"}, "paths": []}),
        &json!({"openapi": "3.0.0", "info": {"title": "API", "description": "x", "version": "0.0.0"}, "paths": {}}),
        &["missing-member /paths", "missing-member /info", "missing-member /info"],
    );
    let whole = json!({"info": {"title": "T", "version": "1"}, "paths": {"/": {}}});
    check(frame::complete, whole.clone(), &whole, &[]);
}

#[test]
fn status_ranges_become_upper_case() {
    check(
        statuses::repair,
        json!({"paths": {"/": {"get": {"responses": {"2xx": {}, "4Xx": {}, "200": {}, "default": {}, "6xx": {}}}}}}),
        &json!({"paths": {"/": {"get": {"responses": {"2XX": {}, "4XX": {}, "200": {}, "default": {}, "6xx": {}}}}}}),
        &["status-repaired /paths/~1/get/responses/2XX", "status-repaired /paths/~1/get/responses/4XX"],
    );
    let named = json!({"components": {"responses": {"2xx": {}}}});
    check(statuses::repair, named.clone(), &named, &[]);
}

#[test]
fn scalars_become_strings_where_a_string_is_expected() {
    check(
        scalars_repair,
        json!({"info": {"title": 1, "version": 1.5}, "tags": [{"name": true}]}),
        &json!({"info": {"title": "1", "version": "1.5"}, "tags": [{"name": "true"}]}),
        &["scalar-repaired /info/title", "scalar-repaired /info/version", "scalar-repaired /tags/0/name"],
    );
    check(
        scalars_repair,
        json!({"schemas": {"A": {"type": "string", "enum": [1, true, null, "x"], "default": 1}}}),
        &json!({"schemas": {"A": {"type": "string", "enum": ["1", "true", null, "x"], "default": "1"}}}),
        &[
            "scalar-repaired /schemas/A/enum/0",
            "scalar-repaired /schemas/A/enum/1",
            "scalar-repaired /schemas/A/default",
        ],
    );
}

#[test]
fn scalars_become_numbers_and_booleans_where_those_are_expected() {
    check(
        scalars_repair,
        json!({"schemas": {"A": {"type": "integer", "minimum": "1", "default": "0x", "enum": ["2", 3]}, "B": {"nullable": "True", "required": "b"}}}),
        &json!({"schemas": {"A": {"type": "integer", "minimum": 1, "default": "0x", "enum": [2, 3]}, "B": {"nullable": true, "required": "b"}}}),
        &[
            "scalar-repaired /schemas/A/minimum",
            "scalar-repaired /schemas/A/enum/0",
            "scalar-repaired /schemas/B/nullable",
        ],
    );
}

#[test]
fn a_scalar_is_spelled_as_in_the_source() {
    let mut findings = Diagnostics::default();
    let text = "openapi: 3.0.0\ninfo: {title: T, version: 1.10}\npaths: {}\n";
    let source = Source::parse("in.yaml", text).expect("a YAML string");
    assert_eq!(normalise(&source, &mut findings)["info"]["version"], "1.10");
    assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::ScalarRepaired]);
}

#[test]
fn versions_are_repaired() {
    for (given, meant) in [
        (json!({"openapi": "v3.0.1"}), "3.0.3"),
        (json!({"openapi": "3"}), "3.0.3"),
        (json!({"openapi": "2.0"}), "3.0.3"),
        (json!({"swagger": "3.0.0"}), "3.0.3"),
        (json!({"openapi": "v3.2"}), "3.0.3"),
        (json!({"paths": {}, "info": {}}), "3.0.3"),
        (json!({"paths": {}, "definitions": {}}), "3.0.3"),
    ] {
        let mut findings = Diagnostics::default();
        let source = Source::parse("in.json", given.to_string()).expect("a JSON string");
        let out = normalise(&source, &mut findings);
        assert_eq!(out["openapi"], meant, "of {given}");
        assert!(findings.iter().any(|finding| finding.code == Code::VersionRepaired), "of {given}");
    }
}

#[test]
fn types_are_repaired() {
    for (before, after) in [
        (json!({"type": "String"}), json!({"type": "string"})),
        (json!({"type": "long"}), json!({"type": "integer", "format": "int64"})),
        (json!({"type": "date", "format": "x"}), json!({"type": "string", "format": "x"})),
        (json!({"type": "any"}), json!({})),
        (json!({"type": "null"}), json!({"nullable": true})),
        (json!({"type": ["string", "null"]}), json!({"type": "string", "nullable": true})),
        (json!({"type": 7}), json!({})),
        (
            json!({"type": "object", "items": {"type": "string"}}),
            json!({"type": "array", "items": {"type": "string"}}),
        ),
        (
            json!({"type": "string", "properties": {"a": {}}}),
            json!({"type": "object", "properties": {"a": {}}}),
        ),
        (json!({"format": "date-time"}), json!({"format": "date-time", "type": "string"})),
        (json!({"maxLength": 3}), json!({"maxLength": 3, "type": "string"})),
    ] {
        let of = |schema: &Value| json!({"components": {"schemas": {"A": schema}}});
        let (tree, found) = rewritten(types::repair, of(&before));
        assert_eq!(tree, of(&after));
        assert_eq!(found.len(), 1, "of {before}: {found:?}");
        assert_eq!(rewritten(types::repair, tree), (of(&after), Vec::new()), "a second time");
    }
    for kept in [json!({"type": "apiKey"}), json!({"type": "array", "items": {}}), json!({"nullable": true})]
    {
        check(types::repair, kept.clone(), &kept, &[]);
    }
}

#[test]
fn required_becomes_a_list() {
    check(
        required::repair,
        json!({
            "components": {"schemas": {"A": {
                "required": true,
                "properties": {"a": {"required": true}, "b": {"required": false}, "required": {"type": "string"}},
            }}},
            "parameters": [{"required": true, "schema": {"required": true}}],
        }),
        &json!({
            "components": {"schemas": {"A": {
                "required": ["a"],
                "properties": {"a": {}, "b": {}, "required": {"type": "string"}},
            }}},
            "parameters": [{"required": true, "schema": {}}],
        }),
        &[
            "required-repaired /components/schemas/A/required",
            "required-repaired /components/schemas/A/properties/a/required",
            "required-repaired /components/schemas/A/properties/b/required",
            "required-repaired /parameters/0/schema/required",
        ],
    );
    check(
        required::repair,
        json!({"schema": {"required": "a", "properties": {"a": {}}}}),
        &json!({"schema": {"required": ["a"], "properties": {"a": {}}}}),
        &["required-repaired /schema/required"],
    );
}

#[test]
fn scalars_in_data_and_of_other_types_are_unchanged() {
    let tree = json!({
        "schemas": {"A": {"type": "integer", "enum": [1], "default": 1}, "B": {"enum": [1, true]}, "name": {"type": "object"}},
        "example": {"title": 1},
        "x-more": {"name": 1},
        "maximum": 3,
    });
    check(scalars_repair, tree.clone(), &tree, &[]);
}

#[test]
fn sections_of_2_0_become_components() {
    check(
        swagger2::convert,
        json!({
            "swagger": "2.0",
            "info": {"title": "T"},
            "host": "example.com",
            "basePath": "/v1/",
            "schemes": ["http", "https", "ws"],
            "definitions": {"A": {"type": "object", "discriminator": "kind", "properties": {"b": {"$ref": "#/definitions/B"}}}},
            "securityDefinitions": {
                "Basic": {"type": "basic"},
                "Login": {"type": "oauth2", "flow": "application", "tokenUrl": "https://example.com", "scopes": {"a": "b"}},
            },
            "paths": {},
        }),
        &json!({
            "openapi": "3.0.3",
            "info": {"title": "T"},
            "servers": [{"url": "https://example.com/v1"}, {"url": "http://example.com/v1"}],
            "paths": {},
            "components": {
                "schemas": {
                    "A": {
                        "type": "object",
                        "discriminator": {"propertyName": "kind"},
                        "properties": {"b": {"$ref": "#/components/schemas/B"}},
                    },
                },
                "securitySchemes": {
                    "Basic": {"type": "http", "scheme": "basic"},
                    "Login": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://example.com", "scopes": {"a": "b"}}}},
                },
            },
        }),
        &[],
    );
}

#[test]
fn an_operation_of_2_0_gets_a_body_and_media_types() {
    let (tree, found) = rewritten(
        swagger2::convert,
        json!({
            "swagger": "2.0",
            "produces": ["application/json"],
            "parameters": {"Body": {"in": "body", "name": "b", "required": true, "schema": {"type": "string"}}},
            "paths": {"/": {"post": {
                "consumes": ["application/x+json"],
                "parameters": [
                    {"$ref": "#/parameters/Body"},
                    {"in": "query", "name": "q", "type": "array", "items": {"type": "string"}, "collectionFormat": "pipes"},
                    {"in": "query", "name": "t", "type": "array", "items": {"type": "string"}, "collectionFormat": "tsv"},
                ],
                "responses": {"200": {"description": "D", "schema": {"type": "file"}, "headers": {"X": {"type": "integer"}}}},
            }}},
        }),
    );
    let list = json!({"type": "array", "items": {"type": "string"}});
    assert_eq!(
        tree["paths"]["/"]["post"],
        json!({
            "parameters": [
                {"in": "query", "name": "q", "style": "pipeDelimited", "explode": false, "schema": list},
                {"in": "query", "name": "t", "style": "form", "explode": false, "schema": list},
            ],
            "responses": {"200": {
                "description": "D",
                "headers": {"X": {"schema": {"type": "integer"}}},
                "content": {"application/json": {"schema": {"type": "string", "format": "binary"}}},
            }},
            "requestBody": {"x-codegen-request-body-name": "b", "required": true, "content": {"application/x+json": {"schema": {"type": "string"}}}},
        })
    );
    assert_eq!(found, ["approximated-style /paths/~1/post/parameters/2/collectionFormat"]);
}

#[test]
fn a_form_of_2_0_is_one_schema() {
    let form = |kind: &str, consumes: Value| {
        let (tree, _) = rewritten(
            swagger2::convert,
            json!({"swagger": "2.0", "paths": {"/": {"post": {
                "consumes": consumes,
                "parameters": [{"in": "formData", "name": "f", "required": true, "type": kind, "description": "F"}],
                "responses": {},
            }}}}),
        );
        tree["paths"]["/"]["post"]["requestBody"].clone()
    };
    let body = |media_type: &str, schema: Value| {
        let schema = json!({"type": "object", "properties": {"f": schema}, "required": ["f"]});
        json!({"required": true, "content": {media_type: {"schema": schema}}})
    };
    let text = json!({"type": "string", "description": "F"});
    let file = json!({"type": "string", "format": "binary", "description": "F"});
    assert_eq!(form("string", json!([])), body("application/x-www-form-urlencoded", text.clone()));
    assert_eq!(form("string", json!(["multipart/form-data"])), body("multipart/form-data", text));
    assert_eq!(form("file", json!(["application/x-www-form-urlencoded"])), body("multipart/form-data", file));
}

#[test]
fn versions_are_distinguished() {
    for (tree, code) in [
        (json!({"openapi": "3.0.3"}), None),
        (json!({"openapi": 3.0}), None),
        (json!({"openapi": "3.1.0"}), None),
        (json!({"openapi": 3.1}), None),
        (json!({"swagger": "2.0"}), None),
        (json!({"swagger": 2.0}), None),
        (json!({"swagger": "1.2"}), Some(Code::UnsupportedVersion)),
        (json!({"openapi": "3.10.0"}), Some(Code::UnsupportedVersion)),
        (json!({"openapi": "4.0.0"}), Some(Code::UnsupportedVersion)),
        (json!({"openapi": null}), Some(Code::UnsupportedVersion)),
        (json!({"asyncapi": "2.6.0"}), Some(Code::NotOpenapi)),
    ] {
        let mut findings = Diagnostics::default();
        let source = Source::parse("in.json", tree.to_string()).expect("a JSON string");
        let out = normalise(&source, &mut findings);
        let found = findings.iter().find(|finding| finding.severity == crate::diagnostic::Severity::Error);
        assert_eq!(found.map(|finding| finding.code), code, "of {tree}");
        let read =
            out.get("openapi").and_then(version::text).is_some_and(|version| version::is(&version, "3.0"));
        assert_eq!(read, code.is_none(), "of {tree}");
    }
}

#[test]
fn unions_absorb_their_siblings() {
    let schemas =
        |schema: Value| json!({"components": {"schemas": {"A": schema, "B": {"properties": {"b": {}}}}}});
    check(
        choices::convert,
        schemas(json!({
            "title": "T", "type": "object", "properties": {"x": {}}, "required": ["x", "y", "b"],
            "oneOf": [{"properties": {"y": {}}}, {"$ref": "#/components/schemas/B"}, {"required": ["x"]}],
        })),
        &schemas(json!({"title": "T", "oneOf": [
            {"allOf": [{"type": "object", "properties": {"x": {}}, "required": ["x", "y"]}, {"properties": {"y": {}}}]},
            {"title": "B", "allOf": [
                {"type": "object", "properties": {"x": {}}, "required": ["x", "b"]},
                {"$ref": "#/components/schemas/B"},
            ]},
        ]})),
        &[],
    );
    check(
        choices::convert,
        schemas(json!({"properties": {"x": {}}, "anyOf": [
            {"properties": {"y": {"type": "string"}, "x": {"enum": [1]}}, "required": ["y"]},
            {"properties": {"y": {"type": "integer"}}},
            {"$ref": "#/components/schemas/B"},
        ]})),
        &schemas(json!({"properties": {
            "x": {}, "y": {"anyOf": [{"type": "string"}, {"type": "integer"}]}, "b": {},
        }})),
        &["approximated-choice /components/schemas/A/anyOf"],
    );
    for left in [
        json!({"properties": {"x": {}}, "oneOf": [{"type": "string"}, {"type": "object", "properties": {"y": {}}}]}),
        json!({"oneOf": [{"properties": {"x": {}}}, {"properties": {"y": {}}}]}),
    ] {
        check(choices::convert, schemas(left.clone()), &schemas(left), &[]);
    }
}

#[test]
fn nested_unions_grow_up_to_a_limit() {
    let mut schema = json!({"type": "string"});
    for _ in 0..20 {
        let inner = json!({"properties": {"x": schema}});
        schema = json!({"properties": {"x": schema}, "oneOf": [inner, {"properties": {"y": {}}}, {"properties": {"z": {}}}]});
        if crate::load::measure(&schema).1 > 5_000 {
            break;
        }
    }
    let (tree, _) = rewritten(choices::convert, json!({"components": {"schemas": {"A": schema}}}));
    assert!(crate::load::measure(&tree).1 < 1_000_000);
}
