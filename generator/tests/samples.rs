//! Samples in `tests/wire` and in examples have a limited size, regardless of the document.

use generator::config::Config;
use generator::emit::{self, Files};
use generator::is_hidden;
use generator::load::Source;
use serde_json::{Map, Value, json};

/// Returns the emitted files of a document whose only operation sends and receives the first schema.
fn files(schemas: Map<String, Value>) -> Files {
    let first = schemas.keys().next().cloned().unwrap_or_default();
    let content =
        json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{first}") } } });
    let post = json!({
        "operationId": "send", "tags": ["t"], "requestBody": { "content": content },
        "responses": { "200": { "description": "ok", "content": content } },
    });
    let document = json!({
        "openapi": "3.0.3", "info": { "title": "Samples", "version": "1" },
        "paths": { "/send": { "post": post } }, "components": { "schemas": schemas },
    });
    let source = Source::parse("samples.json", document.to_string()).expect("the document is valid");
    match generator::model(&source, Config::default()) {
        Ok((model, _)) => emit::crate_files(&model),
        Err(findings) => panic!("{findings:?}"),
    }
}

/// Returns schemas named `S00` and so on, each built from its index.
fn schemas(size: usize, make: impl Fn(usize) -> Value) -> Map<String, Value> {
    (0..size).map(|index| (format!("S{index:02}"), make(index))).collect()
}

fn reference(index: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/S{index:02}") })
}

fn object(properties: impl Iterator<Item = (String, Value)>) -> Value {
    let properties: Map<String, Value> = properties.collect();
    json!({ "type": "object", "required": properties.keys().collect::<Vec<_>>(), "properties": properties })
}

/// Returns schemas with two required references each, so that the number of values doubles with each level.
fn chain(size: usize) -> Map<String, Value> {
    schemas(size, |index| match index + 1 < size {
        true => object(["a", "b"].into_iter().map(|name| (name.to_owned(), reference(index + 1)))),
        false => object([("end".to_owned(), json!({ "type": "string" }))].into_iter()),
    })
}

/// Returns object schemas that all require each other.
fn clique(size: usize) -> Map<String, Value> {
    schemas(size, |index| {
        let others = (0..size).filter(|other| *other != index);
        object(others.map(|other| (format!("p{other:02}"), reference(other))))
    })
}

/// Returns the text of all wire tests.
fn wire(files: &Files) -> String {
    files.iter().filter(|(path, _)| path.starts_with("tests/wire/")).map(|(_, text)| text.as_str()).collect()
}

fn total(files: &Files) -> usize {
    files.iter().filter(|(path, _)| !path.starts_with("src/runtime/")).map(|(_, text)| text.len()).sum()
}

#[test]
fn output_does_not_grow_exponentially() {
    for make in [chain, clique] {
        let (small, large) = (files(make(10)), files(make(14)));
        let limit = 32 << 10;
        assert!(wire(&large).len() < 14 * limit, "{} bytes of tests", wire(&large).len());
        assert!(total(&large) < 3 * total(&small), "{} and {} bytes", total(&small), total(&large));
        assert!(emit::syntax_errors(&large).is_empty());
    }
}

#[test]
fn omitted_samples_are_listed_and_the_request_is_still_tested() {
    let large = files(chain(14));
    let text = wire(&large);
    let why = "would exceed 32 KiB or the limit for all samples";
    assert!(text.contains(&format!("\n// Not tested: a sample of `models::S00` {why}.\n")), "{text}");
    assert!(text.contains(&format!("\n/// No body is sent: a sample {why}.\n")), "{text}");
    assert!(text.contains(&format!("\n/// The response is not read: a sample {why}.\n")), "{text}");
    assert!(text.contains("assert_eq!(request.line, \"POST /send\");"), "{text}");
    // Types at the end of the chain have small samples.
    assert!(text.contains("round_trip::<models::S13>("), "{text}");
}

#[test]
fn optional_parts_are_omitted_from_large_samples() {
    let wide =
        |count: usize| object((0..count).map(|index| (format!("p{index:04}"), json!({ "type": "string" }))));
    let mut all = Map::new();
    let properties = json!({ "wide": { "$ref": "#/components/schemas/Wide" }, "name": { "type": "string" } });
    all.insert(
        "Outer".to_owned(),
        json!({ "type": "object", "required": ["name"], "properties": properties }),
    );
    all.insert("Wide".to_owned(), wide(2_000));
    let files = files(all);
    let text = wire(&files);
    assert!(
        text.contains("    let sample = r#\"{\n      \"name\": \"name\"\n    }\"#;\n    round_trip::<models::Outer>(sample);\n"),
        "{text}"
    );
    assert!(text.contains("// Not tested: a sample of `models::Wide` would exceed"), "{text}");
}

#[test]
fn a_value_with_many_hashes_becomes_a_valid_literal() {
    let value = format!("\"{}", "#".repeat(300));
    let all = schemas(1, |_| json!({ "type": "string", "enum": [value] }));
    let files = files(all);
    assert!(wire(&files).contains("    let sample = \"\\\"\\\\\\\"###"), "{}", wire(&files));
    assert!(emit::syntax_errors(&files).is_empty());
}

#[test]
fn examples_in_the_docs_have_a_size_limit() {
    let page = |size| files(clique(size)).get("docs/TApi.md").map(String::len).expect("the tag has a page");
    assert!(page(12) < 40_000, "{} bytes", page(12));
}

/// Returns the request lines that the tests in `tests/wire` expect.
fn lines(document: &str) -> Vec<String> {
    let source = Source::parse("lines.yaml", document).expect("the document is valid");
    let (model, _) = generator::model(&source, Config::default()).expect("the document can be generated");
    let files = emit::crate_files(&model);
    let text = wire(&files);
    let found = text.lines().filter_map(|line| line.trim().strip_prefix("assert_eq!(request.line, \""));
    found.map(|rest| rest.trim_end_matches("\");").to_owned()).collect()
}

#[test]
fn the_request_line_has_the_server_path_and_the_path_query() {
    let document = r#"
openapi: 3.0.3
info: {title: Lines, version: '1'}
servers: [{url: 'https://example.com/base'}]
paths:
  /here:
    get: {operationId: a, tags: [t], responses: {'204': {description: done}}}
    put: {operationId: b, tags: [t], servers: [{url: /v3/}], responses: {'204': {description: done}}}
    post: {operationId: c, tags: [t], servers: [{url: v4}], responses: {'204': {description: done}}}
    delete: {operationId: d, tags: [t], servers: [{url: 'https://other.example/v5'}], responses: {'204': {description: done}}}
    patch: {operationId: e, tags: [t], servers: [{url: /}], responses: {'204': {description: done}}}
  '/q?fixed=1':
    get: {operationId: f, tags: [t], parameters: [{name: more, in: query, schema: {type: integer}}], responses: {'204': {description: done}}}
  '/once?Action=X':
    get: {operationId: k, tags: [t], parameters: [{name: Action, in: query, required: true, schema: {type: string, enum: [X]}}], responses: {'204': {description: done}}}
  '/placeholder?x={x}':
    get: {operationId: l, tags: [t], parameters: [{name: x, in: query, schema: {type: integer}}], responses: {'204': {description: done}}}
  '/blank?':
    get: {operationId: m, tags: [t], parameters: [{name: x, in: query, schema: {type: integer}}], responses: {'204': {description: done}}}
  '/events#sent':
    get: {operationId: g, tags: [t], responses: {'204': {description: done}}}
  "/a b|{id}/it's?x='": 
    get: {operationId: h, tags: [t], parameters: [{name: id, in: path, required: true, schema: {type: integer}}], responses: {'204': {description: done}}}
"#;
    let want = [
        "GET /here",
        "PUT /v3/here",
        "POST /v4/here",
        "DELETE /here",
        "PATCH /here",
        "GET /q?fixed=1&more=9007199254740993",
        "GET /once?Action=X",
        "GET /placeholder?x=9007199254740993",
        "GET /blank?x=9007199254740993",
        "GET /events",
        "GET /a%20b%7C9007199254740993/it's?x=%27",
    ];
    let mut found = lines(document);
    let mut want = want.map(str::to_owned).to_vec();
    found.sort();
    want.sort();
    assert_eq!(found, want);
}

#[test]
fn the_variant_of_a_sample_is_asserted_if_no_other_matches() {
    let text = json!({ "type": "string" });
    let of = |members: Value, required: Value| json!({ "type": "object", "required": required, "properties": members });
    let named = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let either = |one: Value, other: Value| json!({ "oneOf": [one, other] });
    let mut all = Map::new();
    all.insert("All".to_owned(), of(json!({ "a": named("Tagged"), "b": named("Wider"), "c": named("Twins"), "d": named("Kinds"), "e": named("Nested") }), json!([])));
    let tagged = |name: &str| of(json!({ name: text, "note": text }), json!([name]));
    all.insert("Tagged".to_owned(), either(tagged("left"), tagged("right")));
    let wide = of(json!({ "note": text, "more": text }), json!([]));
    all.insert("Wider".to_owned(), either(of(json!({ "note": text }), json!([])), wide));
    let twin = |format: &str| of(json!({ "note": { "type": "string", "format": format } }), json!([]));
    all.insert("Twins".to_owned(), either(twin("date"), twin("date-time")));
    all.insert(
        "Kinds".to_owned(),
        json!({ "oneOf": [text, { "type": "string", "format": "date-time" }, { "type": "integer" }, { "type": "array", "items": text }] }),
    );
    let deep =
        |inner: &str| of(json!({ "inside": of(json!({ inner: text }), json!([])) }), json!(["inside"]));
    all.insert("Nested".to_owned(), either(deep("x"), deep("y")));
    let files = files(all);
    let wire = wire(&files);
    let of_union = |name: &str| -> Vec<&str> {
        let start = format!("    let read: models::{name} = ");
        let checks = wire.split(&start).skip(1).filter_map(|rest| {
            let check = rest.lines().nth(1)?.trim().strip_prefix("assert!(")?;
            check.strip_suffix(", \"{read:?}\");")
        });
        checks
            .map(|check| check.trim_start_matches("matches!(read, models::").trim_end_matches("(_))"))
            .collect()
    };
    assert_eq!(of_union("Tagged"), ["Tagged::Left", "Tagged::Right"]);
    // The first variant would ignore properties for which only the second variant has fields.
    assert_eq!(of_union("Wider"), ["Wider::Object", "Wider::More"]);
    // The first variant would also preserve a date-time that is only a date.
    assert_eq!(of_union("Twins"), ["Twins::Object", "read.is_known()"]);
    assert_eq!(of_union("Kinds"), ["Kinds::Text", "Kinds::DateTime", "Kinds::Integer", "Kinds::List"]);
    assert_eq!(of_union("Nested"), ["Nested::Object", "Nested::ObjectValue"]);
}

#[test]
fn a_preserved_null_survives_a_round_trip() {
    let mut all = Map::new();
    let set = json!({ "type": "string", "nullable": true, "readOnly": true });
    let properties = json!({ "id": { "type": "string" }, "owner": set, "other": set });
    all.insert(
        "Thing".to_owned(),
        json!({ "type": "object", "required": ["id", "owner", "ghost"], "properties": properties }),
    );
    let files = files(all);
    let sample = "{\n      \"id\": \"id\",\n      \"owner\": null,\n      \"other\": \"other\",\n      \"ghost\": null\n    }";
    let text = wire(&files);
    let test = format!("    let sample = r#\"{sample}\"#;\n    round_trip::<models::Thing>(sample);\n");
    assert!(text.contains(&test), "{text}");
}

#[test]
fn hidden_characters_are_never_emitted() {
    let all = ('\0'..=char::MAX).filter(|c| *c != '\n' && is_hidden(*c));
    let values: Vec<String> = all.map(|c| format!("a{c}b")).collect();
    assert!(values.iter().any(|value| value.contains('\u{7f}')));
    let value = json!({ "type": "string", "enum": values, "example": values.concat() });
    let schema = object([("p".to_owned(), value)].into_iter());
    let files = files(Map::from_iter([("S00".to_owned(), schema)]));
    for (path, text) in files {
        assert_eq!(text.chars().find(|c| *c != '\n' && is_hidden(*c)), None, "in {path}");
    }
}
