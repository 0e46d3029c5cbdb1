//! The operations of a document, read from its tree.

use serde_json::Value;

use crate::schemas::{percent_decoded, resolved};

/// The methods of operations.
const METHODS: [&str; 9] = ["delete", "get", "head", "options", "patch", "post", "put", "query", "trace"];

/// The maximum number of references that lead to a parameter or a body.
const STEPS: usize = 8;

/// An operation.
#[derive(Debug, Default)]
pub(super) struct Operation {
    pub(super) pointer: String,
    pub(super) method: String,
    /// The segments of the path template.
    segments: Vec<String>,
    /// The names of query parameters in the path template.
    pub(super) in_path: Vec<String>,
    /// Whether a parameter is the entire query (OpenAPI 3.2).
    pub(super) is_query_open: bool,
    /// Whether the operation declares servers, so that its requests can have a longer path.
    has_servers: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
}

/// A parameter.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// `query`, `header` or `cookie`; path parameters are part of the template.
    pub(super) location: String,
    pub(super) required: bool,
    /// The JSON pointer to the schema.
    pub(super) schema: Option<String>,
    /// Whether the value is JSON, as declared by `content`.
    pub(super) is_json: bool,
    /// The character between the items of a list; `None` if each item has its own pair.
    pub(super) separator: Option<char>,
}

/// A request body.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) required: bool,
    /// The media types, with the JSON pointers to their schemas.
    pub(super) content: Vec<(String, Option<String>)>,
}

/// Returns the operations in `paths`.
pub(super) fn all(tree: &Value) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in tree.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let at = target(tree, format!("/paths/{}", escaped(path)));
        let item = tree.pointer(&at).unwrap_or(item);
        let additional = item.get("additionalOperations").and_then(Value::as_object);
        let additional = additional.into_iter().flatten().map(|(method, node)| {
            (method.clone(), format!("{at}/additionalOperations/{}", escaped(method)), node)
        });
        let usual = METHODS
            .iter()
            .filter_map(|method| Some((method.to_uppercase(), format!("{at}/{method}"), item.get(*method)?)));
        for (method, pointer, node) in usual.chain(additional) {
            found.push(operation(tree, (path, item, &at), (method, pointer, node)));
        }
    }
    found
}

fn operation(
    tree: &Value,
    (path, item, item_pointer): (&str, &Value, &str),
    (method, pointer, node): (String, String, &Value),
) -> Operation {
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut operation = Operation {
        method,
        segments: path.trim_start_matches('/').split('/').map(decoded).collect(),
        in_path: query.split('&').filter_map(|pair| pair.split('=').next()).map(decoded).collect(),
        has_servers: [item, node].iter().any(|node| node.get("servers").is_some()),
        ..Operation::default()
    };
    for (node, pointer) in [(node, pointer.as_str()), (item, item_pointer)] {
        let number = node.get("parameters").and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..number {
            let at = target(tree, format!("{pointer}/parameters/{index}"));
            if let Some(node) = tree.pointer(&at) {
                parameter(tree, node, &at, &mut operation);
            }
        }
    }
    let at = target(tree, format!("{pointer}/requestBody"));
    if let Some(node) = tree.pointer(&at) {
        let content = node.get("content").and_then(Value::as_object).into_iter().flatten();
        let content = content.map(|(media_type, node)| {
            let schema = node.get("schema").map(|_| format!("{at}/content/{}/schema", escaped(media_type)));
            (media_type.clone(), schema)
        });
        operation.body = Some(Body { required: is_true(node, "required"), content: content.collect() });
    }
    // In Swagger 2.0, the media types of a body are separate from its schema.
    if tree.get("swagger").is_some() {
        let types = node.get("consumes").or_else(|| tree.get("consumes")).and_then(Value::as_array);
        if let Some(body) = &mut operation.body {
            let schema = body.content.iter().find_map(|(_, schema)| schema.clone());
            let types = types.into_iter().flatten().filter_map(Value::as_str);
            body.content = types.map(|media_type| (media_type.to_owned(), schema.clone())).collect();
        }
    }
    operation.pointer = pointer;
    operation
}

/// Adds a parameter, unless the operation already has it.
fn parameter(tree: &Value, node: &Value, at: &str, operation: &mut Operation) {
    let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
    let (name, location) = (text("name").to_owned(), text("in").to_owned());
    let is_old = tree.get("swagger").is_some();
    if is_old && matches!(location.as_str(), "body" | "formData") {
        // The fields of a form are not checked.
        let schema = node.get("schema").map(|_| format!("{at}/schema"));
        let body = operation.body.get_or_insert(Body { required: false, content: Vec::new() });
        body.required |= is_true(node, "required") && location == "body";
        body.content.push((String::new(), schema));
        return;
    }
    operation.is_query_open |= location == "querystring";
    let is_known = operation.parameters.iter().any(|other| other.name == name && other.location == location);
    let is_checked = matches!(location.as_str(), "query" | "header" | "cookie");
    // OpenAPI ignores these headers.
    let is_ignored = location == "header"
        && ["accept", "authorization", "content-type"].iter().any(|other| name.eq_ignore_ascii_case(other));
    if is_known || !is_checked || is_ignored || name.is_empty() {
        return;
    }
    let content = node.get("content").and_then(Value::as_object).and_then(|content| content.iter().next());
    let schema = match content {
        Some((media_type, _)) => Some(format!("{at}/content/{}/schema", escaped(media_type))),
        None if is_old => Some(at.to_owned()),
        None => node.get("schema").map(|_| format!("{at}/schema")),
    };
    let separator = match (text("style"), text("collectionFormat")) {
        ("spaceDelimited", _) | (_, "ssv") => Some(' '),
        ("pipeDelimited", _) | (_, "pipes") => Some('|'),
        (_, "tsv") => Some('\t'),
        (_, "multi") => None,
        _ if is_old || location == "header" => Some(','),
        _ if node.get("explode") == Some(&Value::Bool(false)) => Some(','),
        _ => None,
    };
    let (required, is_json) = (is_true(node, "required"), content.is_some());
    operation.parameters.push(Parameter { name, location, required, schema, is_json, separator });
}

impl Operation {
    /// Returns whether a request has the operation's method and path.
    pub(super) fn matches(&self, method: &str, path: &str) -> bool {
        let segments: Vec<String> = path.trim_start_matches('/').split('/').map(decoded).collect();
        let skipped = segments.len().checked_sub(self.segments.len());
        let Some(skipped) = skipped.filter(|skipped| *skipped == 0 || self.has_servers) else { return false };
        let rest = segments.get(skipped..).unwrap_or_default();
        self.method.eq_ignore_ascii_case(method)
            && self.segments.iter().zip(rest).all(|(template, segment)| fits(template, segment))
    }
}

/// Returns whether a segment matches a template with any number of parameters.
fn fits(template: &str, segment: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else { return template == segment };
    let Some((_, after)) = rest.split_once('}') else { return template == segment };
    let Some(segment) = segment.strip_prefix(before) else { return false };
    segment
        .char_indices()
        .any(|(index, c)| segment.get(index + c.len_utf8()..).is_some_and(|remaining| fits(after, remaining)))
}

/// Follows references from a JSON pointer and returns the pointer to a parameter, body or schema.
pub(super) fn target(tree: &Value, mut pointer: String) -> String {
    for _ in 0..STEPS {
        let reference = tree.pointer(&pointer).and_then(|node| node.get("$ref")).and_then(Value::as_str);
        match reference.and_then(|reference| resolved(tree, reference)) {
            Some(next) => pointer = next,
            None => break,
        }
    }
    pointer
}

fn is_true(node: &Value, key: &str) -> bool {
    node.get(key) == Some(&Value::Bool(true))
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Returns a segment or a name without percent-encoding.
pub(super) fn decoded(text: &str) -> String {
    percent_decoded(text).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn requests_match_templates() {
        let tree = json!({ "openapi": "3.0.3", "paths": {
            "/a/{id}:cancel": { "post": {} },
            "/b c/{x}.{y}": { "get": { "servers": [{ "url": "/v1" }] } },
        } });
        let all = all(&tree);
        let found = |method: &str, path: &str| -> Vec<&str> {
            let matching = all.iter().filter(|operation| operation.matches(method, path));
            matching.map(|operation| operation.pointer.as_str()).collect()
        };
        assert_eq!(found("POST", "/a/1%2F2:cancel"), ["/paths/~1a~1{id}:cancel/post"]);
        assert_eq!(found("GET", "/a/1:cancel"), [""; 0]);
        assert_eq!(found("GET", "/v1/b%20c/1.2.3"), ["/paths/~1b c~1{x}.{y}/get"]);
        assert_eq!(found("POST", "/v1/a/1:cancel"), [""; 0]);
    }

    #[test]
    fn parameters_and_bodies_are_read_in_every_version() {
        let new = json!({ "openapi": "3.0.3", "paths": { "/a": {
            "parameters": [{ "$ref": "#/components/parameters/P" }, { "name": "p", "in": "path" }],
            "post": {
                "parameters": [{ "name": "q", "in": "query", "required": true, "schema": {}, "explode": false }],
                "requestBody": { "required": true, "content": { "application/json": { "schema": {} } } },
            },
        } }, "components": { "parameters": { "P": { "name": "h", "in": "header", "schema": {} } } } });
        let [operation] = &all(&new)[..] else { panic!("one operation") };
        let names: Vec<_> =
            operation.parameters.iter().map(|one| (one.name.as_str(), one.separator)).collect();
        assert_eq!(names, [("q", Some(',')), ("h", Some(','))]);
        let body = operation.body.as_ref().map(|body| (body.required, body.content.clone()));
        let schema = "/paths/~1a/post/requestBody/content/application~1json/schema".to_owned();
        assert_eq!(body, Some((true, vec![("application/json".to_owned(), Some(schema))])));
        let old = json!({ "swagger": "2.0", "consumes": ["text/a"], "paths": { "/a": { "post": {
            "parameters": [{ "name": "b", "in": "body", "required": true, "schema": {} }],
        } } } });
        let [operation] = &all(&old)[..] else { panic!("one operation") };
        let body = operation.body.as_ref().map(|body| (body.required, body.content.clone()));
        let schema = "/paths/~1a/post/parameters/0/schema".to_owned();
        assert_eq!(body, Some((true, vec![("text/a".to_owned(), Some(schema))])));
    }
}
