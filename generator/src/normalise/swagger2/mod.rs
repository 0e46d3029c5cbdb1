//! Rewrites a Swagger 2.0 document to OpenAPI 3.0.
//!
//! This is the first rewrite; documents of other versions remain unchanged. If a node has a
//! different location in 2.0 (`definitions`, body parameters, `host`), that location is recorded, so that later
//! findings point to the original source. Anything without a counterpart in 3.0 results in a warning.

mod operation;
mod params;
mod schema;
mod security;

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// Root members with the same meaning in both versions.
const KEPT: [&str; 4] = ["info", "tags", "externalDocs", "security"];

/// The root members that provide defaults and shared parameters for operations.
struct Context<'a> {
    /// `consumes` in the root.
    consumes: Vec<String>,
    /// `produces` in the root.
    produces: Vec<String>,
    /// `parameters` in the root, unchanged.
    parameters: &'a Map<String, Value>,
}

/// Rewrites a document whose `swagger` is `2.0`.
pub(super) fn convert(tree: &mut Value, findings: &mut Diagnostics) {
    let Some(root) = tree.as_object().filter(|root| root.contains_key("swagger")).cloned() else { return };
    let nothing = Map::new();
    let context = Context {
        consumes: media_types(root.get("consumes")),
        produces: media_types(root.get("produces")),
        parameters: root.get("parameters").and_then(Value::as_object).unwrap_or(&nothing),
    };
    let mut out = Map::new();
    out.insert("openapi".to_owned(), json!("3.0.3"));
    for (key, value) in &root {
        if KEPT.contains(&key.as_str()) || key.starts_with("x-") {
            out.insert(key.clone(), value.clone());
        }
    }
    out.insert("servers".to_owned(), servers(&root));
    if let Some(paths) = root.get("paths") {
        out.insert("paths".to_owned(), self::paths(paths, &context, findings));
    }
    out.insert("components".to_owned(), components(&root, &context, findings));
    *tree = Value::Object(out);
    schema::convert(tree, findings);
}

/// Returns the media types in `consumes` or `produces`.
fn media_types(list: Option<&Value>) -> Vec<String> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Combines `schemes`, `host` and `basePath` into URLs; https always comes first.
fn servers(root: &Map<String, Value>) -> Value {
    let text = |key: &str| root.get(key).and_then(Value::as_str).unwrap_or_default();
    let path = text("basePath").trim_end_matches('/');
    let host = text("host");
    if host.is_empty() {
        return json!([{ "url": if path.is_empty() { "/" } else { path } }]);
    }
    let mut schemes = media_types(root.get("schemes"));
    schemes.retain(|scheme| scheme == "https" || scheme == "http");
    schemes.sort_by_key(|scheme| scheme != "https");
    if schemes.is_empty() {
        schemes.push("https".to_owned());
    }
    schemes.iter().map(|scheme| json!({ "url": format!("{scheme}://{host}{path}") })).collect()
}

fn paths(paths: &Value, context: &Context<'_>, findings: &mut Diagnostics) -> Value {
    let Some(paths) = paths.as_object() else { return paths.clone() };
    let at = Pointer::root().key("paths");
    let items = paths.iter().map(|(path, item)| {
        let at = at.key(path);
        let item = match item.as_object() {
            Some(item) if !path.starts_with("x-") => operation::path_item(item, &at, context, findings),
            _ => item.clone(),
        };
        (path.clone(), item)
    });
    Value::Object(items.collect())
}

/// Converts `definitions`, `parameters`, `responses` and `securityDefinitions` to components.
fn components(root: &Map<String, Value>, context: &Context<'_>, findings: &mut Diagnostics) -> Value {
    let mut out = Map::new();
    let new = Pointer::root().key("components");
    let mut section = |old: &str, name: &str, convert: &mut dyn FnMut(&Value, &Pointer) -> Option<Value>| {
        let Some(members) = root.get(old).and_then(Value::as_object) else { return };
        let at = Pointer::root().key(old);
        let members =
            members.iter().filter_map(|(key, value)| Some((key.clone(), convert(value, &at.key(key))?)));
        out.insert(name.to_owned(), Value::Object(members.collect()));
    };
    section("definitions", "schemas", &mut |value, _| Some(value.clone()));
    section("parameters", "parameters", &mut |value, at| params::shared(value, at, findings));
    section("responses", "responses", &mut |value, at| {
        let response = operation::response(value, &context.produces);
        let name = at.last().unwrap_or_default();
        operation::schemas_moved(&response, &new.keys(["responses", name.as_str()]), at, findings);
        Some(response)
    });
    section("securityDefinitions", "securitySchemes", &mut |value, at| security::scheme(value, at, findings));
    for (old, name) in [
        ("definitions", "schemas"),
        ("parameters", "parameters"),
        ("responses", "responses"),
        ("securityDefinitions", "securitySchemes"),
    ] {
        findings.moved(new.key(name), Pointer::root().key(old));
    }
    Value::Object(out)
}
