//! Large numbers of a single construct: properties, values, parameters, tags, servers, findings or colliding names.

use serde_json::{Map, Value, json};

use super::{
    Case, Entry, document, generated, get, members, of_schema, of_schemas, operation, schema_ref, text,
};

pub(super) const ALL: &[Entry] = &[
    Entry("properties", 1_024, 65_536, |n| {
        of_schema(json!({ "type": "object", "properties": members("p", n, |_| text()) }))
    }),
    Entry("required properties", 1_024, 65_536, |n| {
        let required: Vec<String> = (0..n).map(|index| format!("p{index}")).collect();
        of_schema(
            json!({ "type": "object", "required": required, "properties": members("p", n, |_| text()) }),
        )
    }),
    Entry("required names without a property", 1_024, 65_536, |n| {
        let required: Vec<String> = (0..n).map(|index| format!("p{index}")).collect();
        of_schema(json!({ "type": "object", "required": required, "properties": { "q": text() } }))
    }),
    Entry("enum values", 1_024, 65_536, |n| of_schema(json!({ "type": "string", "enum": strings("v", n) }))),
    Entry("schemas", 1_024, 16_384, |n| of_schemas((0..n).map(|i| (format!("S{i}"), object())))),
    Entry("identical inline types", 1_024, 16_384, |n| {
        let inner = json!({ "type": "string", "enum": ["a", "b"] });
        of_schemas(
            (0..n).map(|i| (format!("S{i}"), json!({ "type": "object", "properties": { "kind": inner } }))),
        )
    }),
    Entry("parameters", 1_024, 65_536, |n| parameters(n, |i| format!("p{i}"), false)),
    Entry("required parameters", 1_024, 16_384, |n| parameters(n, |i| format!("p{i}"), true)),
    Entry("operations", 512, 8_192, |n| paths(n, |i| json!({ "operationId": format!("op{i}") }))),
    Entry("operations without operationId", 512, 8_192, |n| paths(n, |_| json!({ "operationId": null }))),
    Entry("tags on an operation", 1_024, 65_536, |n| one_get(json!({ "tags": strings("t", n) }))),
    Entry("tags with an operation", 512, 8_192, |n| paths(n, |i| json!({ "tags": [format!("t{i}")] }))),
    Entry("declared tags", 1_024, 65_536, |n| {
        root("tags", (0..n).map(|i| json!({ "name": format!("t{i}") })).collect())
    }),
    Entry("responses", 1_024, 65_536, |n| {
        one_get(json!({ "responses": members("", n, |_| json!({ "description": "r" })) }))
    }),
    Entry("response headers", 1_024, 65_536, |n| {
        let headers = members("h", n, |_| json!({ "schema": text() }));
        one_get(json!({ "responses": { "200": { "description": "r", "headers": headers } } }))
    }),
    Entry("media types", 1_024, 65_536, |n| {
        let content = members("application/x", n, |_| json!({ "schema": text() }));
        one_get(json!({ "responses": { "200": { "description": "r", "content": content } } }))
    }),
    Entry("media types of a request body", 1_024, 65_536, |n| {
        one_get(
            json!({ "requestBody": { "content": members("application/x", n, |_| json!({ "schema": text() })) } }),
        )
    }),
    Entry("form fields", 1_024, 65_536, |n| {
        let schema = json!({ "type": "object", "properties": members("p", n, |_| text()) });
        one_get(
            json!({ "requestBody": { "content": { "application/x-www-form-urlencoded": { "schema": schema } } } }),
        )
    }),
    Entry("servers", 1_024, 65_536, |n| {
        root("servers", (0..n).map(|i| json!({ "url": format!("https://h{i}.example.com") })).collect())
    }),
    Entry("server variables", 1_024, 16_384, |n| {
        let url: String = (0..n).map(|i| format!("/{{v{i}}}")).collect();
        let variables = members("v", n, |_| json!({ "default": "d" }));
        root("servers", json!([{ "url": format!("https://example.com{url}"), "variables": variables }]))
    }),
    Entry("values of a server variable", 1_024, 65_536, |n| {
        let variable = json!({ "default": "v0", "enum": strings("v", n) });
        root("servers", json!([{ "url": "https://{v}.example.com", "variables": { "v": variable } }]))
    }),
    Entry("security requirements", 1_024, 65_536, |n| {
        secured(n, |n| (0..n).map(|i| json!({ format!("k{i}"): [] })).collect())
    }),
    Entry("schemes in a requirement", 1_024, 65_536, |n| {
        secured(n, |n| json!([members("k", n, |_| json!([]))]))
    }),
    Entry("path parameters", 1_024, 16_384, |n| path_parameters(n, n)),
    Entry("path placeholders without a parameter", 1_024, 16_384, |n| path_parameters(n, 0)),
    Entry("paths that produce the same operationId", 256, 8_192, |n| {
        let path = |i: usize| (format!("/a{}", "-".repeat(i)), get("a", json!({ "operationId": null })));
        generated(document(Value::Object((0..n).map(path).collect()), json!({})))
    }),
    Entry("unknown schemes in a requirement", 1_024, 65_536, |n| {
        let schemes = members("k", n, |_| json!({ "type": "apiKey", "in": "header", "name": "X" }));
        let paths = json!({ "/a": get("a", json!({ "security": [members("u", n, |_| json!([]))] })) });
        generated(document(paths, json!({ "securitySchemes": schemes })))
    }),
    Entry("callbacks", 1_024, 65_536, |n| one_get(json!({ "callbacks": members("c", n, |_| json!({})) }))),
    Entry("unknown keywords", 1_024, 131_072, |n| of_schema(Value::Object(members("k", n, |_| json!(1))))),
    Entry("unknown formats", 1_024, 131_072, |n| {
        let property = |i: usize| json!({ "type": "string", "format": format!("f{i}"), "minimum": "x" });
        of_schema(json!({ "type": "object", "properties": members("p", n, property) }))
    }),
    Entry("defects that are repaired", 1_024, 131_072, |n| {
        of_schema(
            json!({ "type": "object", "properties": members("p", n, |_| json!({ "type": "strin", "enum": [] })) }),
        )
    }),
    Entry("unresolved references", 256, 65_536, |n| {
        of_schema(
            json!({ "type": "object", "properties": members("p", n, |i| schema_ref(&format!("Missing{i}"))) }),
        )
    }),
    Entry("unresolved references next to schemas", 256, 16_384, |n| {
        let all = (0..n).map(|i| {
            (
                format!("Schema{i}"),
                json!({ "type": "object", "properties": { "p": schema_ref(&format!("Shcema{i}")) } }),
            )
        });
        of_schemas(all)
    }),
    Entry("colliding schema names", 256, 32_768, |n| {
        of_schemas((0..n).map(|i| (format!("a{}", "_".repeat(i % 64) + &"-".repeat(i / 64)), object())))
    }),
    Entry("colliding property names", 256, 32_768, |n| {
        of_schema(json!({ "type": "object", "properties": colliding(n, |_| text()) }))
    }),
    Entry("colliding enum values", 256, 32_768, |n| {
        of_schema(json!({ "type": "string", "enum": colliding(n, |_| text()).keys().collect::<Vec<_>>() }))
    }),
    Entry("colliding parameter names", 256, 16_384, |n| {
        let names: Vec<String> = colliding(n, |_| text()).keys().cloned().collect();
        let all: Vec<Value> =
            names.iter().map(|name| json!({ "name": name, "in": "query", "schema": text() })).collect();
        one_get(json!({ "parameters": all }))
    }),
    Entry("colliding operationIds", 256, 8_192, |n| {
        paths(n, |i| json!({ "operationId": format!("a{}", "_".repeat(i)) }))
    }),
    Entry("colliding tags", 256, 8_192, |n| paths(n, |i| json!({ "tags": [format!("a{}", "-".repeat(i))] }))),
    Entry("reference cycle", 256, 16_384, |n| {
        of_schemas((0..n).map(|i| (format!("S{i}"), schema_ref(&format!("S{}", (i + 1) % n)))))
    }),
    Entry("cycle of objects", 256, 16_384, |n| {
        of_schemas((0..n).map(|i| {
            let next = schema_ref(&format!("S{}", (i + 1) % n));
            (format!("S{i}"), json!({ "type": "object", "required": ["p"], "properties": { "p": next } }))
        }))
    }),
];

fn strings(prefix: &str, size: usize) -> Vec<String> {
    (0..size).map(|index| format!("{prefix}{index}")).collect()
}

fn object() -> Value {
    json!({ "type": "object", "properties": { "p": text() } })
}

/// Returns names that differ only in characters that are not allowed in Rust names.
fn colliding(size: usize, value: impl Fn(usize) -> Value) -> Map<String, Value> {
    (0..size)
        .map(|index| (format!("a{}{}", "_".repeat(index % 64), "-".repeat(index / 64)), value(index)))
        .collect()
}

fn one_get(members: Value) -> Case {
    generated(document(json!({ "/a": get("a", members) }), json!({})))
}

fn paths(size: usize, members: impl Fn(usize) -> Value) -> Case {
    let path = |index: usize| (format!("/p{index}"), get(&format!("op{index}"), members(index)));
    generated(document(Value::Object((0..size).map(path).collect()), json!({})))
}

/// Returns a description with one member of its root replaced.
fn root(key: &str, value: Value) -> Case {
    let text = document(operation(&text()), json!({}));
    let mut document: Value = serde_json::from_str(&text).unwrap_or_default();
    document[key] = value;
    generated(document.to_string())
}

fn parameters(size: usize, name: impl Fn(usize) -> String, required: bool) -> Case {
    let one =
        |index: usize| json!({ "name": name(index), "in": "query", "required": required, "schema": text() });
    one_get(json!({ "parameters": (0..size).map(one).collect::<Vec<_>>() }))
}

fn path_parameters(size: usize, declared: usize) -> Case {
    let path: String = (0..size).map(|index| format!("/{{p{index}}}")).collect();
    let one = |index: usize| json!({ "name": format!("p{index}"), "in": "path", "required": true, "schema": text() });
    let members = json!({ "parameters": (0..declared).map(one).collect::<Vec<_>>() });
    generated(document(json!({ path: get("a", members) }), json!({})))
}

fn secured(size: usize, requirements: impl Fn(usize) -> Value) -> Case {
    let schemes =
        members("k", size, |index| json!({ "type": "apiKey", "in": "header", "name": format!("X-{index}") }));
    let paths = json!({ "/a": get("a", json!({ "security": requirements(size) })) });
    generated(document(paths, json!({ "securitySchemes": schemes })))
}
