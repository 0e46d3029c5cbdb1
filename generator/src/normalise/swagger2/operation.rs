//! Converts Swagger 2.0 operations: moves the body out of the parameters, and the media types into each body
//! and response.

use serde_json::{Map, Value, json};

use super::params::{self, Sorted};
use super::{Context, media_types};
use crate::diagnostic::Diagnostics;
use crate::normalise::BODY_NAMES;
use crate::pointer::Pointer;

/// The keys of a path item that contain operations (Swagger 2.0, "Path Item Object").
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// The media type of a body or response if the document declares none.
const JSON: &str = "application/json";

/// Converts a path item.
pub(super) fn path_item(
    item: &Map<String, Value>,
    at: &Pointer,
    context: &Context<'_>,
    findings: &mut Diagnostics,
) -> Value {
    let shared = params::sort(item.get("parameters"), &at.key("parameters"), context, findings);
    let mut out = Map::new();
    for (key, value) in item {
        let is_method = METHODS.contains(&key.as_str());
        match value.as_object() {
            Some(operation) if is_method => {
                let at = at.key(key);
                out.insert(key.clone(), self::operation(operation, &shared, &at, context, findings));
            }
            _ if key == "parameters" => {
                out.insert(key.clone(), Value::Array(shared.plain.clone()));
            }
            _ => {
                out.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Object(out)
}

fn operation(
    operation: &Map<String, Value>,
    shared: &Sorted,
    at: &Pointer,
    context: &Context<'_>,
    findings: &mut Diagnostics,
) -> Value {
    let own = |key: &str, of_root: &[String]| match operation.get(key) {
        Some(list) => media_types(Some(list)),
        None => of_root.to_vec(),
    };
    let (consumes, produces) = (own("consumes", &context.consumes), own("produces", &context.produces));
    if let Some(responses) = operation.get("responses").and_then(Value::as_object) {
        let at = at.key("responses");
        responses.iter().for_each(|(status, value)| {
            let at = at.key(status);
            schemas_moved(&response(value, &produces), &at, &at, findings);
        });
    }
    let sorted = params::sort(operation.get("parameters"), &at.key("parameters"), context, findings);
    let mut out = Map::new();
    for (key, value) in operation {
        match key.as_str() {
            "consumes" | "produces" | "schemes" => {}
            "parameters" => {
                out.insert(key.clone(), Value::Array(sorted.plain.clone()));
            }
            "responses" => {
                out.insert(key.clone(), responses(value, &produces));
            }
            _ => {
                out.insert(key.clone(), value.clone());
            }
        }
    }
    // The operation's body overrides the path's body.
    let own = if sorted.body.is_some() || !sorted.form.is_empty() { &sorted } else { shared };
    if let Some((body, from)) = body(own, &consumes, findings) {
        let new = at.key("requestBody");
        schemas_moved(&body, &new, &from, findings);
        fields_moved(&body, &new, own, findings);
        findings.moved(new, from);
        out.insert("requestBody".to_owned(), body);
    }
    Value::Object(out)
}

/// Records that the content schemas of a body or response at `new` were at `old`.
pub(super) fn schemas_moved(value: &Value, new: &Pointer, old: &Pointer, findings: &mut Diagnostics) {
    for media_type in value.get("content").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
        findings.moved(new.keys(["content", media_type, "schema"]), old.key("schema"));
    }
}

/// Records the old locations of the fields in a form body.
fn fields_moved(body: &Value, new: &Pointer, sorted: &Sorted, findings: &mut Diagnostics) {
    if sorted.body.is_some() {
        return;
    }
    for media_type in body.get("content").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
        for (field, at) in &sorted.form {
            if let Some(name) = field.get("name").and_then(Value::as_str) {
                let schema = new.keys(["content", media_type, "schema", "properties", name]);
                findings.moved(schema, at.clone());
            }
        }
    }
}

/// Returns the body of an operation, and its old location.
fn body(sorted: &Sorted, consumes: &[String], findings: &mut Diagnostics) -> Option<(Value, Pointer)> {
    if let Some((body, at)) = &sorted.body {
        let schema = body.get("schema").cloned().unwrap_or_else(|| json!({}));
        let content = content(&schema, consumes, body.get("x-example"));
        let mut out = Map::new();
        for key in ["description", "required"] {
            if let Some(value) = body.get(key) {
                out.insert(key.to_owned(), value.clone());
            }
        }
        if let Some(name) = body.get("name") {
            // OpenAPI 3.0 has no member for the name of a body.
            out.insert(BODY_NAMES[0].to_owned(), name.clone());
        }
        out.insert("content".to_owned(), content);
        return Some((Value::Object(out), at.clone()));
    }
    let (_, first) = sorted.form.first()?;
    let files =
        sorted.form.iter().any(|(field, _)| field.get("type").and_then(Value::as_str) == Some("file"));
    let offered = |prefix: &str| consumes.iter().find(|media_type| media_type.starts_with(prefix)).cloned();
    let media_type = match offered("multipart/") {
        Some(multipart) if files || offered("application/x-www-form-urlencoded").is_none() => multipart,
        _ if files => "multipart/form-data".to_owned(),
        _ => "application/x-www-form-urlencoded".to_owned(),
    };
    let required = sorted.form.iter().any(|(field, _)| field.get("required") == Some(&Value::Bool(true)));
    let mut form = Map::from_iter([("schema".to_owned(), params::form_schema(&sorted.form))]);
    let encoding = params::form_encoding(&sorted.form, findings);
    if !encoding.is_empty() {
        form.insert("encoding".to_owned(), Value::Object(encoding));
    }
    Some((json!({ "required": required, "content": { media_type: form } }), first.clone()))
}

fn responses(responses: &Value, produces: &[String]) -> Value {
    let Some(responses) = responses.as_object() else { return responses.clone() };
    let entries = responses.iter().map(|(status, value)| {
        let value = if status.starts_with("x-") { value.clone() } else { response(value, produces) };
        (status.clone(), value)
    });
    Value::Object(entries.collect())
}

/// Converts a response. Its schema moves to each media type, and its headers get schemas.
pub(super) fn response(response: &Value, produces: &[String]) -> Value {
    let Some(response) = response.as_object().filter(|response| !response.contains_key("$ref")) else {
        return response.clone();
    };
    let mut out = Map::new();
    for (key, value) in response {
        match key.as_str() {
            "schema" | "examples" => {}
            "headers" => {
                let headers = value.as_object().into_iter().flatten();
                let headers = headers.map(|(name, header)| (name.clone(), params::header(header)));
                out.insert(key.clone(), Value::Object(headers.collect()));
            }
            _ => {
                out.insert(key.clone(), value.clone());
            }
        }
    }
    if let Some(schema) = response.get("schema") {
        let mut content = content(schema, produces, None);
        for (media_type, example) in response.get("examples").and_then(Value::as_object).into_iter().flatten()
        {
            if let Some(entry) = content.get_mut(media_type).and_then(Value::as_object_mut) {
                entry.insert("example".to_owned(), example.clone());
            }
        }
        out.insert("content".to_owned(), content);
    }
    Value::Object(out)
}

/// Returns a `content` object that contains the schema under each media type.
fn content(schema: &Value, media_types: &[String], example: Option<&Value>) -> Value {
    let is_file = schema.get("type").and_then(Value::as_str) == Some("file");
    let usual = if is_file { "application/octet-stream" } else { JSON };
    let entry = match example {
        Some(example) => json!({ "schema": schema, "example": example }),
        None => json!({ "schema": schema }),
    };
    let mut out = Map::new();
    for media_type in media_types {
        out.insert(media_type.clone(), entry.clone());
    }
    if out.is_empty() {
        out.insert(usual.to_owned(), entry);
    }
    Value::Object(out)
}
