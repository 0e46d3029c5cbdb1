//! Long strings in every possible location, and long strings with many references.

use serde_json::{Value, json};

use super::{Case, Entry, document, generated, get, members, of_schema, of_schemas, schema_ref, text};

pub(super) const ALL: &[Entry] = &[
    Entry("length of a description", 16_384, 4_194_304, |n| {
        of_schema(json!({ "type": "object", "description": prose(n), "properties": { "p": text() } }))
    }),
    Entry("length of a pattern", 16_384, 4_194_304, |n| {
        property(json!({ "type": "string", "pattern": "(a+)+".repeat(n / 5) }))
    }),
    Entry("length of a default", 16_384, 4_194_304, |n| {
        property(json!({ "type": "string", "default": "d".repeat(n) }))
    }),
    Entry("length of an example", 16_384, 4_194_304, |n| {
        property(json!({ "type": "string", "example": "e".repeat(n) }))
    }),
    Entry("length of a format", 16_384, 1_048_576, |n| {
        property(json!({ "type": "string", "format": "f".repeat(n) }))
    }),
    Entry("length of a value", 16_384, 1_048_576, |n| {
        property(json!({ "type": "string", "enum": ["v".repeat(n)] }))
    }),
    Entry("number signs in a value", 128, 65_536, |n| {
        property(json!({ "type": "string", "enum": [format!("\"{}", "#".repeat(n))] }))
    }),
    Entry("length of a schema name", 16_384, 1_048_576, |n| of_schemas([("S".repeat(n), own())])),
    Entry("length of a property name", 16_384, 1_048_576, |n| {
        of_schema(
            json!({ "type": "object", "required": ["p".repeat(n)], "properties": { "p".repeat(n): text() } }),
        )
    }),
    Entry("words in a property name", 1_024, 262_144, |n| {
        of_schema(json!({ "type": "object", "properties": { "p_".repeat(n): text() } }))
    }),
    Entry("length of a title", 16_384, 1_048_576, |n| {
        of_schema(json!({ "title": "t".repeat(n), "type": "object", "properties": { "p": text() } }))
    }),
    Entry("length of a parameter", 16_384, 1_048_576, |n| {
        one_get(json!({ "parameters": [{ "name": "p".repeat(n), "in": "query", "schema": text() }] }))
    }),
    Entry("length of an operationId", 16_384, 1_048_576, |n| {
        one_get(json!({ "operationId": "o".repeat(n) }))
    }),
    Entry("length of a tag", 16_384, 1_048_576, |n| one_get(json!({ "tags": ["t".repeat(n)] }))),
    Entry("length of a path", 16_384, 1_048_576, |n| {
        generated(document(json!({ format!("/{}", "p".repeat(n)): get("a", json!({})) }), json!({})))
    }),
    Entry("braces in a path", 1_024, 1_048_576, |n| {
        generated(document(json!({ format!("/{}", "{".repeat(n)): get("a", json!({})) }), json!({})))
    }),
    Entry("length of a server", 16_384, 1_048_576, |n| {
        server(format!("https://example.com/{}", "s".repeat(n)))
    }),
    Entry("braces in a server", 1_024, 1_048_576, |n| {
        server(format!("https://example.com/{}", "{".repeat(n)))
    }),
    Entry("length of a reference", 16_384, 1_048_576, |n| property(schema_ref(&"r".repeat(n)))),
    Entry("segments of a reference", 1_024, 1_048_576, |n| {
        property(json!({ "$ref": format!("#{}", "/a".repeat(n)) }))
    }),
    Entry("digits of a number", 1_024, 1_048_576, digits),
    Entry("length of a media type", 16_384, 1_048_576, |n| {
        one_get(
            json!({ "responses": { "200": { "description": "r", "content": { "x".repeat(n): { "schema": text() } } } } }),
        )
    }),
    Entry("references to a long parameter", 64, 4_096, |n| {
        let parameter =
            json!({ "name": "p", "in": "query", "description": prose(1 << 18), "schema": text() });
        shared(
            n,
            json!({ "parameters": [{ "$ref": "#/components/parameters/P" }] }),
            json!({ "parameters": { "P": parameter } }),
        )
    }),
    Entry("references to a parameter with many values", 64, 4_096, |n| {
        let values: Vec<String> = (0..10_000).map(|index| format!("v{index}")).collect();
        let parameter = json!({ "name": "p", "in": "query", "schema": { "type": "string", "enum": values } });
        shared(
            n,
            json!({ "parameters": [{ "$ref": "#/components/parameters/P" }] }),
            json!({ "parameters": { "P": parameter } }),
        )
    }),
    Entry("references to a long response", 64, 4_096, |n| {
        let response = json!({ "description": prose(1 << 18) });
        shared(
            n,
            json!({ "responses": { "200": { "$ref": "#/components/responses/R" } } }),
            json!({ "responses": { "R": response } }),
        )
    }),
    Entry("references to a response with many headers", 64, 4_096, |n| {
        let headers = members("h", 5_000, |_| json!({ "schema": text() }));
        let response = json!({ "description": "r", "headers": headers });
        shared(
            n,
            json!({ "responses": { "200": { "$ref": "#/components/responses/R" } } }),
            json!({ "responses": { "R": response } }),
        )
    }),
    Entry("references to a long body", 64, 4_096, |n| {
        let schema = json!({ "type": "object", "properties": members("p", 5_000, |_| text()) });
        let body = json!({ "description": prose(1 << 16), "content": { "application/x-www-form-urlencoded": { "schema": schema } } });
        shared(
            n,
            json!({ "requestBody": { "$ref": "#/components/requestBodies/B" } }),
            json!({ "requestBodies": { "B": body } }),
        )
    }),
    Entry("parameters of a path item with many operations", 64, 4_096, |n| {
        let all: Vec<Value> = (0..n)
            .map(|index| json!({ "name": format!("p{index}"), "in": "query", "schema": text() }))
            .collect();
        let item = json!({ "parameters": all, "get": {}, "put": {}, "post": {}, "delete": {}, "patch": {}, "head": {}, "options": {}, "trace": {} });
        generated(document(json!({ "/a": item }), json!({})))
    }),
    Entry("references to a path item", 64, 4_096, |n| {
        let item = get("a", json!({ "description": prose(1 << 16) }));
        let paths =
            members(
                "/p",
                n,
                |index| if index == 0 { item.clone() } else { json!({ "$ref": "#/paths/~1p0" }) },
            );
        generated(document(Value::Object(paths), json!({})))
    }),
    Entry("references to a long alias", 64, 4_096, |n| {
        let long = json!({ "type": "string", "description": prose(1 << 18), "pattern": "a".repeat(1 << 16) });
        let properties = members("p", n, |_| schema_ref("Long"));
        of_schemas([
            ("First".to_owned(), json!({ "type": "object", "properties": properties })),
            ("Long".to_owned(), long),
        ])
    }),
    Entry("allOf of one long schema", 64, 4_096, |n| {
        let long = json!({ "type": "object", "properties": members("p", 1_000, |_| text()) });
        let all = (0..n).map(|index| (format!("S{index}"), json!({ "allOf": [schema_ref("Long"), own()] })));
        of_schemas(all.chain([("Long".to_owned(), long)]))
    }),
];

/// Returns sentences with about this many characters.
fn prose(size: usize) -> String {
    "Some words of a sentence that is rather plain. ".repeat(size / 48 + 1)
}

fn own() -> Value {
    json!({ "type": "object", "properties": { "own": text() } })
}

fn property(schema: Value) -> Case {
    of_schema(json!({ "type": "object", "properties": { "p": schema } }))
}

fn one_get(members: Value) -> Case {
    generated(document(json!({ "/a": get("a", members) }), json!({})))
}

fn server(url: String) -> Case {
    one_get(json!({ "servers": [{ "url": url }] }))
}

fn digits(size: usize) -> Case {
    let text = document(json!({ "/a": get("a", json!({ "x-number": "HERE" })) }), json!({}));
    generated(text.replace("\"HERE\"", &"9".repeat(size)))
}

/// Returns operations that all have the given members, which refer to a component.
fn shared(size: usize, members: Value, components: Value) -> Case {
    let path = |index: usize| (format!("/p{index}"), get(&format!("op{index}"), members.clone()));
    generated(document(Value::Object((0..size).map(path).collect()), components))
}
