//! Limits: the size of the output is bounded relative to the size of the document.

use generator::config::Config;
use generator::diagnostic::{Code, Diagnostics};
use generator::load::Source;
use generator::{Flavor, Model, emit};
use serde_json::{Map, Value, json};

fn model(document: &Value) -> Result<Model, Diagnostics> {
    let source = Source::parse("x.json", document.to_string()).expect("it is JSON");
    generator::model(&source, Config::default()).map(|(model, _)| model)
}

/// Returns a document with operations that all have this parameter.
fn document(operations: usize, parameter: &Value) -> Value {
    let operation =
        json!({ "tags": ["t"], "parameters": [parameter], "responses": { "204": { "description": "ok" } } });
    let paths: Map<String, Value> =
        (0..operations).map(|index| (format!("/p{index}"), json!({ "get": operation }))).collect();
    let components = json!({
        "parameters": { "Long": { "name": "p", "in": "query", "description": "word ".repeat(50_000), "schema": { "type": "string" } } },
        "schemas": { "Values": { "type": "string", "enum": (0..1_000).map(|i| format!("value{i}")).collect::<Vec<_>>() } },
    });
    json!({ "openapi": "3.0.3", "info": { "title": "X", "version": "1" }, "paths": paths, "components": components })
}

#[test]
fn many_copies_of_a_long_parameter_are_an_error() {
    let reference = json!({ "$ref": "#/components/parameters/Long" });
    assert!(model(&document(1, &reference)).is_ok());
    let findings = model(&document(1_000, &reference)).expect_err("the copies have 250 MB");
    let found: Vec<_> =
        findings.iter().map(|finding| (finding.code, finding.pointer.text().into_owned())).collect();
    assert_eq!(found, [(Code::ExpansionTooLarge, "/components/parameters/Long".to_owned())]);
}

#[test]
fn too_many_tags_are_an_error() {
    let document = |tags: usize| {
        let operation =
            |n: usize| json!({ "tags": [format!("t{n}")], "responses": { "204": { "description": "" } } });
        let paths: Map<String, Value> =
            (0..tags).map(|n| (format!("/p{n}"), json!({ "get": operation(n) }))).collect();
        json!({ "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "paths": paths })
    };
    assert!(model(&document(10_000)).is_ok());
    let findings = model(&document(10_001)).expect_err("the crate has too many tags");
    let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    assert!(codes.contains(&Code::TooManyTags), "{codes:?}");
}

#[test]
fn schemas_that_refer_to_themselves_twice_are_read_a_limited_number_of_times() {
    // The XML form of a property depends on the schemas that it refers to. Each level doubles the number of paths.
    let itself = json!({ "$ref": "#/components/schemas/A" });
    for recursive in [
        json!({ "type": "array", "allOf": [itself], "items": itself }),
        json!({ "oneOf": [itself], "items": itself }),
    ] {
        let properties: Map<String, Value> =
            (0..2_000).map(|index| (format!("p{index}"), itself.clone())).collect();
        let schemas = json!({ "A": recursive, "R": { "type": "object", "properties": properties } });
        let content = json!({ "application/xml": { "schema": { "$ref": "#/components/schemas/R" } } });
        let operation = json!({ "responses": { "200": { "description": "ok", "content": content } } });
        let document = json!({
            "openapi": "3.0.3", "info": { "title": "X", "version": "1" },
            "paths": { "/a": { "get": operation } }, "components": { "schemas": schemas },
        });
        assert!(model(&document).is_ok());
    }
}

#[test]
fn emitting_stops_at_the_limit() {
    // The tag's page lists the values for each operation, although the document contains them only once.
    let values = json!({ "name": "p", "in": "query", "schema": { "$ref": "#/components/schemas/Values" } });
    let model = model(&document(100, &values)).unwrap_or_else(|findings| panic!("{findings:?}"));
    let files = emit::crate_files(&model);
    let size: usize = files.values().map(String::len).sum();
    assert_eq!(emit::crate_files_within(&model, size), Some(files));
    assert_eq!(emit::crate_files_within(&model, size / 4), None);
    for flavor in Flavor::all() {
        assert!(emit::docs_files_within(&model, flavor, size).is_some());
        assert_eq!(emit::docs_files_within(&model, flavor, 1_000), None);
    }
}

#[test]
fn all_kinds_of_files_count_toward_the_limit() {
    let model = model(&document(1, &json!({ "$ref": "#/components/parameters/Long" })));
    let model = model.unwrap_or_else(|findings| panic!("{findings:?}"));
    let files = emit::crate_files(&model);
    for folder in ["docs/", "src/api/"] {
        let own = files.iter().filter(|(path, _)| path.starts_with(folder)).map(|(_, text)| text.len());
        assert!(own.sum::<usize>() > 250_000, "{folder}");
    }
    // The code and the pages exceed the limit only together.
    assert_eq!(emit::crate_files_within(&model, 400_000), None);
}
