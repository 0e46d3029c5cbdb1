//! Tests references to other files: the resulting tree, the origins of its parts, and the findings about
//! unresolvable references.
//!
//! The files are strings here; `tests/files.rs` covers disk access.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::bundled;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::{DocumentFiles, Source};
use crate::pointer::Pointer;

/// The files of a description, keyed by path.
struct TestFiles(BTreeMap<&'static str, &'static str>);

impl DocumentFiles for TestFiles {
    fn document(&self) -> &str {
        "api.yaml"
    }

    fn find(&self, path: &str) -> Result<String, Diagnostic> {
        // `link.yaml` is a second name for the same file, like a symbolic link.
        Ok(if path == "link.yaml" { "models.yaml".to_owned() } else { path.to_owned() })
    }

    fn read(&self, path: &str) -> Result<Source, Diagnostic> {
        match self.0.get(path) {
            Some(text) => Source::parse_part(path, *text),
            None => {
                Err(Diagnostic::error(Code::NoSuchFile, &Pointer::root(), format!("file `{path}` not found")))
            }
        }
    }
}

fn source(document: &str, files: &[(&'static str, &'static str)]) -> Source {
    let document = Source::parse("api.yaml", document).unwrap_or_else(|finding| panic!("{finding}"));
    bundled(document, &TestFiles(files.iter().copied().collect()))
}

/// Returns the bundled tree and the rejected references.
fn tree(document: &str, files: &[(&'static str, &'static str)]) -> (Value, Vec<String>) {
    let source = source(document, files);
    let refusals = source.refusals().iter().map(|(text, finding)| format!("{text}: {}", finding.message));
    (source.tree().clone(), refusals.collect())
}

#[track_caller]
fn check(document: &str, files: &[(&'static str, &'static str)], expected: &Value) {
    assert_eq!(tree(document, files), (expected.clone(), Vec::new()));
}

#[track_caller]
fn refused(document: &str, files: &[(&'static str, &'static str)], expected: &[&str]) {
    assert_eq!(tree(document, files).1, expected);
}

#[test]
fn a_schema_becomes_one_component_together_with_its_references() {
    check(
        "a: {schema: {$ref: 'models.yaml#/Pet'}}\nb: {schema: {$ref: './link.yaml#/Pet'}}",
        &[(
            "models.yaml",
            "Pet: {properties: {owner: {$ref: '#/Owner'}, next: {$ref: '#/Pet'}}}\nOwner: {type: string}",
        )],
        &json!({
            "a": {"schema": {"$ref": "#/components/schemas/models.yaml#~1Pet"}},
            "b": {"schema": {"$ref": "#/components/schemas/models.yaml#~1Pet"}},
            "components": {"schemas": {
                "models.yaml#/Pet": {"properties": {
                    "owner": {"$ref": "#/components/schemas/models.yaml#~1Owner"},
                    "next": {"$ref": "#/components/schemas/models.yaml#~1Pet"},
                }},
                "models.yaml#/Owner": {"type": "string"},
            }},
        }),
    );
}

#[test]
fn a_path_is_relative_to_its_own_file() {
    check(
        "schema: {$ref: 'a/pet.json'}",
        &[
            ("a/pet.json", r##"{"items": {"$ref": "../b%20c/tag.yaml#/x~1y"}, "not": {"$ref": "#"}}"##),
            (
                "b c/tag.yaml",
                "x/y: {allOf: [{$ref: ../api.yaml#/components/schemas/Own}, {$ref: '../a/pet.json'}]}",
            ),
        ],
        &json!({
            "schema": {"$ref": "#/components/schemas/a~1pet.json#~1"},
            "components": {"schemas": {
                "a/pet.json#/": {
                    "items": {"$ref": "#/components/schemas/b c~1tag.yaml#~1x~01y"},
                    "not": {"$ref": "#/components/schemas/a~1pet.json#~1"},
                },
                "b c/tag.yaml#/x~1y": {"allOf": [
                    {"$ref": "#/components/schemas/Own"},
                    {"$ref": "#/components/schemas/a~1pet.json#~1"},
                ]},
            }},
        }),
    );
}

#[test]
fn a_component_with_only_a_reference_becomes_the_location_of_its_target() {
    check(
        "x: {schema: {$ref: 'm.yaml#/B'}}\ncomponents: {schemas: {A: {$ref: 'm.yaml#/B'}, B: {$ref: 'index.yaml#/B'}}}",
        &[("m.yaml", "B: {items: {$ref: '#/B'}}"), ("index.yaml", "B: {$ref: 'm.yaml#/B'}")],
        &json!({
            "x": {"schema": {"$ref": "#/components/schemas/B"}},
            "components": {"schemas": {
                "A": {"$ref": "#/components/schemas/B"},
                "B": {"items": {"$ref": "#/components/schemas/B"}},
            }},
        }),
    );
}

#[test]
fn parts_without_a_section_are_inserted_in_place() {
    check(
        "paths: {/a: {$ref: paths.yaml#/a, summary: Own}}\ntags: {$ref: tags.yaml}",
        &[
            (
                "paths.yaml",
                "a: {summary: Theirs, get: {parameters: [{$ref: p.yaml}], requestBody: {$ref: b.yaml}, responses: {'200': {$ref: r.yaml}}}}",
            ),
            ("p.yaml", "{name: p, in: query, schema: {$ref: s.yaml}, examples: {e: {$ref: e.yaml}}}"),
            ("b.yaml", "content: {}"),
            ("r.yaml", "headers: {H: {$ref: h.yaml}}\nlinks: {l: {$ref: l.yaml}}"),
            ("s.yaml", "{type: string, example: {$ref: data}, default: {$ref: data}}"),
            ("e.yaml", "value: {$ref: data}"),
            ("h.yaml", "schema: {}"),
            ("l.yaml", "operationId: x"),
            ("tags.yaml", "[{name: t}]"),
        ],
        &json!({
            "paths": {"/a": {"summary": "Own", "get": {
                "parameters": [{"$ref": "#/components/parameters/p.yaml#~1"}],
                "requestBody": {"$ref": "#/components/requestBodies/b.yaml#~1"},
                "responses": {"200": {"$ref": "#/components/responses/r.yaml#~1"}},
            }}},
            "tags": [{"name": "t"}],
            "components": {
                "parameters": {"p.yaml#/": {
                    "name": "p", "in": "query",
                    "schema": {"$ref": "#/components/schemas/s.yaml#~1"},
                    "examples": {"e": {"$ref": "#/components/examples/e.yaml#~1"}},
                }},
                "requestBodies": {"b.yaml#/": {"content": {}}},
                "responses": {"r.yaml#/": {
                    "headers": {"H": {"$ref": "#/components/headers/h.yaml#~1"}},
                    "links": {"l": {"$ref": "#/components/links/l.yaml#~1"}},
                }},
                "schemas": {"s.yaml#/": {"type": "string", "example": {"$ref": "data"}, "default": {"$ref": "data"}}},
                "examples": {"e.yaml#/": {"value": {"$ref": "data"}}},
                "headers": {"h.yaml#/": {"schema": {}}},
                "links": {"l.yaml#/": {"operationId": "x"}},
            },
        }),
    );
}

#[test]
fn swagger_2_0_has_different_sections() {
    check(
        "swagger: '2.0'\nparameters: [{$ref: p.yaml#/p}]\ndefinitions: {$ref: d.yaml}",
        &[("p.yaml", "p: {in: body, schema: {$ref: d.yaml#/D}}"), ("d.yaml", "D: {type: object}")],
        &json!({
            "swagger": "2.0",
            "parameters": [{"$ref": "#/parameters/p.yaml#~1p"}],
            "definitions": {"D": {"type": "object"}, "d.yaml#/D": {"type": "object"}},
        }),
    );
}

#[test]
fn mappings_and_anchors_resolve_to_schemas() {
    check(
        "schema: {$ref: 'm.yaml#cat', discriminator: {mapping: {a: m.yaml#/A, b: B, c: '#/C'}}}",
        &[(
            "m.yaml",
            "A: {$anchor: cat, discriminator: {propertyName: k, mapping: {a: A, b: '#/B', c: Other}}}\nB: {}",
        )],
        &json!({
            "schema": {
                "$ref": "#/components/schemas/m.yaml#~1A",
                "discriminator": {"mapping": {"a": "#/components/schemas/m.yaml#~1A", "b": "B", "c": "#/C"}},
            },
            "components": {"schemas": {
                "m.yaml#/A": {"$anchor": "cat", "discriminator": {"propertyName": "k", "mapping": {
                    "a": "#/components/schemas/m.yaml#~1A", "b": "#/components/schemas/m.yaml#~1B", "c": "Other",
                }}},
                "m.yaml#/B": {},
            }},
        }),
    );
}

#[test]
fn files_are_found_by_their_uris() {
    check(
        "openapi: 3.2.0\n$self: https://example.com/api/\na: {schema: {$ref: 'https://example.com/api/m.yaml#/A'}}\nb: {schema: {$ref: 'https://elsewhere.example/m#/B'}}",
        &[(
            "m.yaml",
            "openapi: 3.2.0\n$self: https://elsewhere.example/m\nA: {items: {$ref: 'https://example.com/api/#/x'}, not: {$ref: 'm#/B'}}\nB: {}",
        )],
        &json!({
            "openapi": "3.2.0",
            "$self": "https://example.com/api/",
            "a": {"schema": {"$ref": "#/components/schemas/m.yaml#~1A"}},
            "b": {"schema": {"$ref": "#/components/schemas/m.yaml#~1B"}},
            "components": {"schemas": {
                "m.yaml#/A": {
                    "items": {"$ref": "#/x"},
                    "not": {"$ref": "#/components/schemas/m.yaml#~1B"},
                },
                "m.yaml#/B": {},
            }},
        }),
    );
    // Only OpenAPI 3.2 supports `$self` as the base URI.
    refused(
        "openapi: 3.1.0\n$self: https://example.com/api/\na: {schema: {$ref: 'https://example.com/api/m.yaml#/A'}}",
        &[("m.yaml", "A: {}")],
        &["https://example.com/api/m.yaml#/A: `https://example.com/api/m.yaml#/A` is not a local file; \
             remote references are not fetched"],
    );
}

#[test]
fn unresolved_references_have_a_reason() {
    refused(
        "schema: {$ref: 'https://example.com/a.yaml#/A'}\nnot: {$ref: /etc/passwd}\nif: {$ref: none.yaml}",
        &[],
        &[
            "/etc/passwd: `/etc/passwd` is an absolute path; references must be relative to the file that contains them",
            "https://example.com/a.yaml#/A: `https://example.com/a.yaml#/A` is not a local file; remote \
             references are not fetched",
            "none.yaml: `none.yaml`: file `none.yaml` not found",
        ],
    );
    refused(
        "schema: {$ref: 'd/a.yaml#/A'}\nnot: {$ref: d/b.yaml}\nif: {$ref: 'd/a.yaml#c'}",
        &[("d/a.yaml", "B: {$ref: '#/B'}"), ("d/b.yaml", "a: b: c")],
        &[
            "d/a.yaml#/A: cannot resolve `d/a.yaml#/A`: `d/a.yaml` does not contain /A",
            "d/a.yaml#c: cannot resolve `d/a.yaml#c`: `d/a.yaml` does not contain `$anchor: c`",
            "d/b.yaml: `d/b.yaml:1:5`: invalid YAML: mapping values are not allowed in this context",
        ],
    );
}

#[test]
fn cycles_and_unbounded_growth_are_refused() {
    refused(
        "schema: {$ref: a.yaml}\nx: {$ref: c.yaml}",
        &[
            ("a.yaml", "$ref: b.yaml"),
            ("b.yaml", "$ref: a.yaml"),
            ("c.yaml", "y: {$ref: d.yaml}"),
            ("d.yaml", "z: {$ref: c.yaml}"),
        ],
        &["a.yaml: `a.yaml` refers to itself", "c.yaml#: `c.yaml` refers to an object that contains it"],
    );
    // Each file contains the next one ten times.
    let names: [(&str, &str); 6] = [
        (
            "0.yaml",
            "[{$ref: 1.yaml}, {$ref: 1.yaml}, {$ref: 1.yaml}, {$ref: 1.yaml}, {$ref: 1.yaml}, {$ref: 1.yaml}, {$ref: 1.yaml}, {$ref: 1.yaml}]",
        ),
        (
            "1.yaml",
            "[{$ref: 2.yaml}, {$ref: 2.yaml}, {$ref: 2.yaml}, {$ref: 2.yaml}, {$ref: 2.yaml}, {$ref: 2.yaml}, {$ref: 2.yaml}, {$ref: 2.yaml}]",
        ),
        (
            "2.yaml",
            "[{$ref: 3.yaml}, {$ref: 3.yaml}, {$ref: 3.yaml}, {$ref: 3.yaml}, {$ref: 3.yaml}, {$ref: 3.yaml}, {$ref: 3.yaml}, {$ref: 3.yaml}]",
        ),
        (
            "3.yaml",
            "[{$ref: 4.yaml}, {$ref: 4.yaml}, {$ref: 4.yaml}, {$ref: 4.yaml}, {$ref: 4.yaml}, {$ref: 4.yaml}, {$ref: 4.yaml}, {$ref: 4.yaml}]",
        ),
        (
            "4.yaml",
            "[{$ref: 5.yaml}, {$ref: 5.yaml}, {$ref: 5.yaml}, {$ref: 5.yaml}, {$ref: 5.yaml}, {$ref: 5.yaml}, {$ref: 5.yaml}, {$ref: 5.yaml}]",
        ),
        ("5.yaml", "[[], [], [], [], [], [], [], []]"),
    ];
    let (_, refusals) = tree("x: {$ref: 0.yaml}", &names);
    assert!(refusals.iter().any(|text| text.contains("makes the document too large")), "{refusals:?}");
}

#[test]
fn positions_are_those_of_the_source_file() {
    let source = source(
        "paths:\n  /a: {$ref: p.yaml#/a, summary: Own}",
        &[
            ("p.yaml", "a:\n  get:\n    schema: {$ref: s.yaml}"),
            ("s.yaml", "type: object\nproperties:\n  x: {}"),
        ],
    );
    for (pointer, name, line) in [
        ("/paths/~1a/get/schema", "p.yaml", 3),
        ("/paths/~1a/summary", "api.yaml", 2),
        ("/components/schemas/s.yaml#~1/properties/x", "s.yaml", 3),
    ] {
        let (text, position) = source.place(&Pointer::parse(pointer).unwrap_or_default());
        assert_eq!((text.name(), position.map(|at| at.line)), (name, Some(line)), "{pointer}");
    }
}

#[test]
fn a_requirement_can_name_a_scheme_in_another_file() {
    let document = "{openapi: 3.2.0, security: [{'auth.yaml#/components/securitySchemes/key': [], own: []}, {'auth.yaml#/none': []}]}";
    let other = "{components: {securitySchemes: {key: {type: http, scheme: bearer}}}}";
    check(
        document,
        &[("auth.yaml", other)],
        &json!({
            "openapi": "3.2.0",
            "security": [{ "auth.yaml#/components/securitySchemes/key": [], "own": [] }, { "auth.yaml#/none": [] }],
            "components": { "securitySchemes": { "auth.yaml#/components/securitySchemes/key": { "type": "http", "scheme": "bearer" } } },
        }),
    );
}

#[test]
fn a_scheme_name_takes_precedence_over_an_equal_uri() {
    let document = "{openapi: 3.2.0, security: [{'a.yaml#/x': []}], components: {securitySchemes: {'a.yaml#/x': {type: http, scheme: basic}}}}";
    let expected = serde_json::to_value(Source::parse("api.yaml", document).expect("it is valid").tree());
    check(document, &[("a.yaml", "{x: {type: http, scheme: bearer}}")], &expected.expect("it is JSON"));
}
