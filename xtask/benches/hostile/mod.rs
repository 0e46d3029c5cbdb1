//! Hostile documents of any size. Each [`Series`] increases the size or number of one construct that a stage might
//! process repeatedly.
//!
//! The `hostile` benchmark measures the cost of these documents, and `tests/hostile.rs` compares the output for small
//! sizes.

mod deep;
mod long;
mod many;
mod several;
mod shapes;

use serde_json::{Map, Value, json};

/// A series of documents of increasing size.
pub(crate) struct Series {
    /// The name of the item whose number or length grows.
    pub(crate) name: &'static str,
    /// The first size in the series.
    pub(crate) first: usize,
    /// The last size in the series.
    pub(crate) last: usize,
    /// The function that creates the case for a size.
    pub(crate) make: fn(usize) -> Case,
}

/// The files of one size and the command that reads them.
pub(crate) struct Case {
    /// The names and contents of the files.
    pub(crate) files: Vec<(String, String)>,
    /// The arguments of the command.
    pub(crate) arguments: Vec<&'static str>,
}

/// Returns all series of hostile documents.
pub(crate) fn all() -> Vec<Series> {
    [shapes::ALL, deep::ALL, many::ALL, long::ALL, several::ALL].concat().iter().map(Entry::series).collect()
}

/// Returns the series whose schemas refer to each other.
#[allow(dead_code, reason = "only the test uses these")]
pub(crate) fn of_schemas_that_refer() -> Vec<Series> {
    shapes::ALL.iter().map(Entry::series).collect()
}

/// A table row: the name, the first size, the last size, and the constructor.
#[derive(Clone, Copy)]
struct Entry(&'static str, usize, usize, fn(usize) -> Case);

impl Entry {
    fn series(&self) -> Series {
        Series { name: self.0, first: self.1, last: self.2, make: self.3 }
    }
}

/// Returns a case that generates a crate and a report from a description.
fn generated(text: String) -> Case {
    with_name("api.json", text)
}

fn with_name(name: &'static str, text: String) -> Case {
    let arguments = vec!["generate", "--spec", name, "--out", "out", "--report", "report.json"];
    Case { files: vec![(name.to_owned(), text)], arguments }
}

/// Returns a description with the given schemas, whose only operation sends and receives the first one.
fn of_schemas(schemas: impl IntoIterator<Item = (String, Value)>) -> Case {
    let schemas: Map<String, Value> = schemas.into_iter().collect();
    let first = schemas.keys().next().cloned().unwrap_or_default();
    generated(document(operation(&schema_ref(&first)), json!({ "schemas": schemas })))
}

/// Returns a description with the given schema.
fn of_schema(schema: Value) -> Case {
    of_schemas([("First".to_owned(), schema)])
}

fn document(paths: Value, components: Value) -> String {
    let info = json!({ "title": "Hostile", "version": "1" });
    let servers = json!([{ "url": "https://example.com" }]);
    json!({ "openapi": "3.0.3", "info": info, "servers": servers, "paths": paths, "components": components })
        .to_string()
}

/// Returns the paths of an API whose only operation sends and receives a schema.
fn operation(schema: &Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    let post = json!({
        "operationId": "send", "tags": ["t"],
        "requestBody": { "required": true, "content": content },
        "responses": { "200": { "description": "ok", "content": content } },
    });
    json!({ "/send": { "post": post } })
}

/// Returns an operation without a body, with the given members.
fn get(id: &str, members: Value) -> Value {
    let mut operation =
        json!({ "operationId": id, "tags": ["t"], "responses": { "204": { "description": "ok" } } });
    if let (Value::Object(operation), Value::Object(members)) = (&mut operation, members) {
        operation.extend(members);
    }
    json!({ "get": operation })
}

fn schema_ref(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn text() -> Value {
    json!({ "type": "string" })
}

/// Returns an object with the members `{prefix}0` to `{prefix}{size - 1}`.
fn members(prefix: &str, size: usize, value: impl Fn(usize) -> Value) -> Map<String, Value> {
    (0..size).map(|index| (format!("{prefix}{index}"), value(index))).collect()
}
