//! Tests which copies are counted, with a small limit.

use serde_json::json;

use super::*;

/// The number of references to each part.
const USES: usize = 100;

/// The length of each part.
const LENGTH: usize = 1_000;

/// Returns a document with operations that all have the given members.
fn document(members: &Value, components: &Value) -> Value {
    let paths: Map<String, Value> =
        (0..USES).map(|index| (format!("/{index}"), json!({ "get": members }))).collect();
    json!({ "openapi": "3.0.3", "paths": paths, "components": components })
}

/// Returns the finding's location if the copies exceed half of the total size of all uses.
fn found(tree: &Value) -> Option<String> {
    exceeded(tree, USES * LENGTH / 2).map(|finding| finding.pointer.text().into_owned())
}

#[test]
fn copies_of_every_kind_are_counted() {
    let long = "x".repeat(LENGTH);
    let reference = |section: &str| json!({ "$ref": format!("#/components/{section}/Long") });
    let form = json!({ "multipart/form-data": { "schema": reference("schemas") } });
    let examples = json!({ "text/plain": { "examples": { "e": reference("examples") } } });
    let kinds = [
        ("parameters", json!({ "parameters": [reference("parameters")] })),
        ("requestBodies", json!({ "requestBody": reference("requestBodies") })),
        ("schemas", json!({ "requestBody": { "content": form } })),
        ("examples", json!({ "requestBody": { "content": examples } })),
        ("responses", json!({ "responses": { "200": reference("responses") } })),
        ("headers", json!({ "responses": { "200": { "headers": { "h": reference("headers") } } } })),
        ("callbacks", json!({ "callbacks": { "c": reference("callbacks") } })),
    ];
    for (section, members) in kinds {
        let components = json!({ section: { "Long": { "description": long } } });
        let at = format!("/components/{section}/Long");
        assert_eq!(found(&document(&members, &components)), Some(at));
    }
}

#[test]
fn copies_in_copies_are_counted() {
    let members = json!({ "parameters": [{ "$ref": "#/components/parameters/P" }] });
    let parameters = json!({
        "P": { "$ref": "#/components/parameters/Q" },
        "Q": { "example": 1, "examples": { "e": { "$ref": "#/components/examples/Long" } } },
    });
    let examples = json!({ "Long": { "value": "x".repeat(LENGTH) } });
    let components = json!({ "parameters": parameters, "examples": examples });
    assert_eq!(found(&document(&members, &components)).as_deref(), Some("/components/parameters/P"));
}

#[test]
fn path_items_and_inherited_parts_are_counted() {
    let item = json!({ "get": { "description": "x".repeat(LENGTH) } });
    let paths: Map<String, Value> = (0..USES)
        .map(|i| (format!("/{i}"), if i == 0 { item.clone() } else { json!({ "$ref": "#/paths/~10" }) }))
        .collect();
    assert_eq!(found(&json!({ "paths": paths })).as_deref(), Some("/paths/~10"));
    let operations: Map<String, Value> = (0..USES).map(|i| (format!("M{i}"), json!({}))).collect();
    let long = json!([{ "description": "x".repeat(LENGTH) }]);
    let item = json!({ "parameters": long, "additionalOperations": operations });
    assert_eq!(found(&json!({ "paths": { "/": item } })).as_deref(), Some("/paths"));
    let paths = &document(&json!({}), &json!({}))["paths"];
    let security = json!([{ "x".repeat(LENGTH): [] }]);
    assert_eq!(found(&json!({ "paths": paths, "security": security })).as_deref(), Some("/paths"));
    let produces = json!(["x".repeat(LENGTH)]);
    let paths = &document(&json!({ "responses": { "200": {} } }), &json!({}))["paths"];
    let swagger = json!({ "swagger": "2.0", "paths": paths, "produces": produces });
    assert_eq!(found(&swagger).as_deref(), Some("/paths"));
}

#[test]
fn inherited_properties_are_counted_once_per_schema() {
    let part = json!({ "$ref": "#/components/schemas/Long" });
    let mut schemas: Map<String, Value> =
        (0..USES).map(|i| (format!("S{i}"), json!({ "allOf": [part, part, {}] }))).collect();
    schemas.insert("Long".to_owned(), json!({ "properties": { "x".repeat(LENGTH): {} } }));
    let tree = json!({ "components": { "schemas": schemas } });
    assert_eq!(found(&tree).as_deref(), Some("/components/schemas/Long"));
    assert!(exceeded(&tree, USES * (LENGTH + 10 * NODE)).is_none());
}

#[test]
fn references_to_named_schemas_copy_nothing() {
    let part = json!({ "$ref": "#/components/schemas/Long" });
    let content = json!({ "application/json": { "schema": { "allOf": [part] } } });
    let members = json!({ "requestBody": { "content": content } });
    let components = json!({ "schemas": { "Long": { "description": "x".repeat(LENGTH) } } });
    assert_eq!(exceeded(&document(&members, &components), 1_000), None);
}

#[test]
fn schemas_inside_schemas_are_counted_once_per_reference() {
    let inner = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}/properties/p") });
    let level = |i: usize| {
        let next = format!("L{}", i + 1);
        let properties = json!({ "x": inner(&next), "y": inner(&next) });
        let p = json!({ "properties": properties, "description": "x".repeat(LENGTH) });
        (format!("L{i}"), json!({ "properties": { "p": p } }))
    };
    let schemas: Map<String, Value> = (0..20).map(level).collect();
    assert!(exceeded(&json!({ "components": { "schemas": schemas } }), 200 * LENGTH).is_none());
}

#[test]
fn chains_and_cycles_end() {
    let next = |i: usize| json!({ "a": { "$ref": format!("#/components/x/{}", (i + 1) % 10_000) } });
    let chain: Map<String, Value> = (0..10_000).map(|i| (i.to_string(), next(i))).collect();
    assert!(exceeded(&json!({ "components": { "x": chain } }), usize::MAX).is_none());
}

#[test]
fn fields_of_forms_weigh_more() {
    let members = json!({ "requestBody": { "$ref": "#/components/requestBodies/B" } });
    let body = |media_type: &str| {
        let schema = json!({ "properties": { "x".repeat(LENGTH): {} } });
        let components =
            json!({ "requestBodies": { "B": { "content": { media_type: { "schema": schema } } } } });
        document(&members, &components)
    };
    let limit = USES * LENGTH * 2;
    assert_eq!(exceeded(&body("application/json"), limit), None);
    assert!(exceeded(&body("multipart/form-data"), limit).is_some());
}
