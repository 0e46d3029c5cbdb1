//! Compares the requests that the emitted tests send with the document.
//!
//! The tests send samples that have the documented types, but ignore constraints such as `maxLength`. Therefore, values
//! are compared only with the [structure](Schemas::structure) of their schemas.

mod operations;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::findings::{Findings, Uses};
use super::found::{Failure, Requests};
use super::judge::Judge;
use super::schemas::Schemas;
use operations::{Body, Operation, Parameter, decoded};

/// The maximum depth to which schemas are searched for property names.
const DEPTH: usize = 12;

/// The string that the emitted tests send if no small and finite sample of a type exists.
const PLACEHOLDER: &str = "anything";

/// A request that an emitted test sent.
#[derive(Debug, Deserialize)]
pub(super) struct Request {
    /// The method, the path and the query.
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Request {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    fn parts(&self) -> (&str, &str, Vec<(String, String)>) {
        let (method, target) = self.line.split_once(' ').unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        (method, path, pairs(query))
    }
}

/// Returns the pairs of a query or a form.
fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")))).collect()
}

/// Compares requests with a document.
///
/// # Errors
/// Returns a message if the schemas cannot be compiled by the validator.
pub(super) fn check(tree: &Value, findings: &Findings, requests: &[Request]) -> Result<Requests, String> {
    let operations = operations::all(tree);
    let pointers = operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter().filter_map(|parameter| parameter.schema.as_deref());
        let content = operation.body.iter().flat_map(|body| &body.content);
        parameters.chain(content.filter_map(|(_, schema)| schema.as_deref()))
    });
    let schemas = Schemas::structure(tree, pointers);
    let check = Check { tree, schemas: &schemas, judge: Judge::new(&schemas)? };
    let mut found =
        Requests { operations: operations.len(), requests: requests.len(), ..Requests::default() };
    let mut called = BTreeSet::new();
    let mut wrong: BTreeMap<(String, bool), Failure> = BTreeMap::new();
    for request in requests {
        let (method, path, _) = request.parts();
        let matching: Vec<&Operation> =
            operations.iter().filter(|operation| operation.matches(method, path)).collect();
        called.extend(matching.iter().map(|operation| operation.pointer.as_str()));
        let all: Vec<_> =
            matching.iter().map(|operation| (check.faults(operation, request), *operation)).collect();
        let Some((faults, operation)) = all.into_iter().min_by_key(|(faults, _)| faults.len()) else {
            let fault = ("no operation has this method and path", String::new());
            add(&mut wrong, fault, "", request, Vec::new());
            continue;
        };
        found.valid += usize::from(faults.is_empty());
        for fault in faults {
            let mut codes = findings.below(&operation.pointer);
            if let Some((schema, value)) = check.json(operation, request) {
                codes.extend(findings.about(&Uses::of(tree, schema, &value)));
            }
            add(&mut wrong, fault, &operation.pointer, request, codes);
        }
    }
    found.called = called.len();
    for ((_, is_declared), failure) in wrong {
        if is_declared { found.declared.push(failure) } else { found.failures.push(failure) }
    }
    Ok(found)
}

/// Adds a fault to those of its kind; the shortest request is the example.
fn add(
    wrong: &mut BTreeMap<(String, bool), Failure>,
    (kind, detail): (&'static str, String),
    operation: &str,
    request: &Request,
    findings: Vec<String>,
) {
    let instance = Value::String(format!("{} {}", request.line, request.body));
    let (kind, schema) = (kind.to_owned(), operation.to_owned());
    let failure = Failure { kind: kind.clone(), number: 1, schemas: 1, schema, instance, detail, findings };
    match wrong.entry((kind, !failure.findings.is_empty())) {
        std::collections::btree_map::Entry::Vacant(entry) => drop(entry.insert(failure)),
        std::collections::btree_map::Entry::Occupied(mut entry) => {
            let other = entry.get_mut();
            let number = other.number + 1;
            let schemas = other.schemas + usize::from(other.schema != failure.schema);
            if failure.instance.to_string().len() < other.instance.to_string().len() {
                *other = failure;
            }
            (other.number, other.schemas) = (number, schemas);
        }
    }
}

/// Returns a media type without parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

/// Returns the declared content for a media type.
fn matching<'b>(body: &'b Body, sent: &str) -> Option<&'b (String, Option<String>)> {
    let range = sent.split('/').next().map(|kind| format!("{kind}/*")).unwrap_or_default();
    body.content.iter().find(|(media_type, _)| {
        let declared = essence(media_type);
        declared == sent || declared == range || declared == "*/*"
    })
}

struct Check<'a> {
    tree: &'a Value,
    schemas: &'a Schemas,
    judge: Judge,
}

impl Check<'_> {
    /// Returns the differences between a request and an operation.
    fn faults(&self, operation: &Operation, request: &Request) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        let (_, _, query) = request.parts();
        let names = operation.parameters.iter().filter(|parameter| parameter.location == "query");
        let mut open: BTreeSet<&str> = query.iter().map(|(name, _)| name.as_str()).collect();
        open.retain(|name| !operation.in_path.iter().any(|other| other == name) && !self.is_credential(name));
        for parameter in names {
            let own: Vec<&str> = query
                .iter()
                .filter(|(name, _)| *name == parameter.name)
                .map(|(_, value)| value.as_str())
                .collect();
            let members = self.members(parameter);
            let before = open.len();
            open.retain(|name| !is_of(name, &parameter.name) && !members.matches(name));
            if own.is_empty() {
                if parameter.required && before == open.len() && query.is_empty() {
                    faults.push(("required query parameter missing", parameter.name.clone()));
                }
            } else if !self.is_value(parameter, &own) {
                faults.push(("invalid query parameter", format!("{}: {}", parameter.name, own.join(" "))));
            }
        }
        open.retain(|_| !operation.is_query_open);
        faults.extend(open.into_iter().map(|name| ("undeclared query parameter", name.to_owned())));
        for parameter in operation.parameters.iter().filter(|parameter| parameter.location == "header") {
            match request.header(&parameter.name) {
                None if parameter.required => {
                    faults.push(("required header missing", parameter.name.clone()));
                }
                Some(value) if !self.is_value(parameter, &[value]) => {
                    faults.push(("invalid header", format!("{}: {value}", parameter.name)));
                }
                _ => {}
            }
        }
        faults.extend(self.body(operation.body.as_ref(), request));
        faults
    }

    fn body(&self, body: Option<&Body>, request: &Request) -> Option<(&'static str, String)> {
        let Some(body) = body else {
            return (!request.body.is_empty()).then(|| ("undeclared body", String::new()));
        };
        let Some(sent) = request.header("content-type") else {
            return (body.required && !body.content.is_empty())
                .then(|| ("required body missing", String::new()));
        };
        let sent = essence(sent);
        let matching = matching(body, &sent);
        let Some((_, schema)) = matching else {
            // If the document declares no media types, the client can send any.
            let declared: Vec<&str> =
                body.content.iter().map(|(media_type, _)| media_type.as_str()).collect();
            let detail = format!("{sent}; declared: {}", declared.join(", "));
            return (!declared.is_empty()).then_some(("undeclared content type", detail));
        };
        let schema = schema.as_deref().filter(|_| is_json(&sent))?;
        let number = self.schemas.number(schema)?;
        match serde_json::from_str::<Value>(&request.body) {
            Ok(value) => {
                self.judge.reason_beside(number, &value, PLACEHOLDER).map(|why| ("invalid JSON body", why))
            }
            // The schema declares that the body is bytes, regardless of its media type.
            Err(_) if self.is_binary(schema) => None,
            Err(error) => Some(("body that is not JSON", error.to_string())),
        }
    }

    /// Returns the JSON body of a request and the pointer to its schema.
    fn json<'o>(&self, operation: &'o Operation, request: &Request) -> Option<(&'o str, Value)> {
        let sent = essence(request.header("content-type")?);
        let (_, schema) = matching(operation.body.as_ref()?, &sent)?;
        Some((schema.as_deref()?, serde_json::from_str(&request.body).ok()?))
    }

    /// Returns whether a schema has `format: binary`.
    fn is_binary(&self, schema: &str) -> bool {
        let schema = operations::target(self.tree, schema.to_owned());
        self.tree.pointer(&schema).and_then(|schema| schema.get("format")) == Some(&"binary".into())
    }

    /// Returns whether strings are a valid value of a parameter; also returns `true` if this cannot be decided.
    fn is_value(&self, parameter: &Parameter, texts: &[&str]) -> bool {
        let Some(number) = parameter.schema.as_deref().and_then(|schema| self.schemas.number(schema)) else {
            return true;
        };
        let is_valid = |value: &Value| self.judge.is_valid(number, value);
        if parameter.is_json {
            return texts.iter().all(|text| serde_json::from_str(text).is_ok_and(|value| is_valid(&value)));
        }
        let items: Vec<&str> = match (parameter.separator, texts) {
            (Some(separator), [text]) => text.split(separator).collect(),
            _ => texts.to_vec(),
        };
        let scalar = |text: &str| serde_json::from_str(text).ok().filter(|value: &Value| !value.is_array());
        let parsed = |text: &&str| scalar(text).unwrap_or_else(|| Value::from(*text));
        let lists: [Vec<Value>; 2] =
            [items.iter().map(|text| Value::from(*text)).collect(), items.iter().map(parsed).collect()];
        let single = texts.first().filter(|_| texts.len() == 1);
        let scalars = single.into_iter().flat_map(|text| [Value::from(*text), parsed(text)]);
        // Objects and lists of objects are not checked.
        let is_nested =
            !self.members(parameter).is_none() || texts.iter().any(|text| text.contains(['{', '[']));
        is_nested || lists.into_iter().map(Value::from).chain(scalars).any(|value| is_valid(&value))
    }

    /// Returns the names that a parameter whose value is an object can send.
    fn members(&self, parameter: &Parameter) -> Members {
        let mut members = Members::default();
        let number = parameter.schema.as_deref().and_then(|schema| self.schemas.number(schema));
        if let Some(number) = number {
            self.collect(self.schemas.schema(number), DEPTH, &mut members);
        }
        members
    }

    fn collect(&self, schema: &Value, depth: usize, members: &mut Members) {
        if depth == 0 {
            return;
        }
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            self.collect(self.schemas.target(target), depth - 1, members);
        }
        for keyword in ["allOf", "anyOf"] {
            for part in schema.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                self.collect(part, depth - 1, members);
            }
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        members.names.extend(properties.into_iter().flatten().map(|(name, _)| name.clone()));
        let is_object = schema
            .get("type")
            .and_then(Value::as_array)
            .is_some_and(|types| types.contains(&"object".into()));
        let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        members.any |= !is_closed && is_object;
    }

    /// Returns whether a query parameter is a credential.
    fn is_credential(&self, name: &str) -> bool {
        let schemes = ["/components/securitySchemes", "/securityDefinitions"];
        let schemes = schemes.iter().filter_map(|pointer| self.tree.pointer(pointer)?.as_object()).flatten();
        schemes.into_iter().any(|(_, scheme)| scheme.get("name").and_then(Value::as_str) == Some(name))
    }
}

/// The names of an object's members.
#[derive(Default)]
struct Members {
    names: BTreeSet<String>,
    /// Whether every name is allowed.
    any: bool,
}

impl Members {
    fn matches(&self, name: &str) -> bool {
        self.any || self.names.iter().any(|member| is_of(name, member))
    }

    fn is_none(&self) -> bool {
        !self.any && self.names.is_empty()
    }
}

/// Returns whether a query name belongs to a parameter: it is the parameter's name, alone or followed by `[` or `.`.
fn is_of(name: &str, parameter: &str) -> bool {
    name.strip_prefix(parameter).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(line: &str, content_type: Option<&str>, body: &str) -> Vec<String> {
        let properties = json!({
            "id": { "type": "integer", "readOnly": true }, "name": { "type": "string", "maxLength": 1 },
        });
        let tree = json!({ "openapi": "3.0.3", "paths": { "/a/{id}": { "post": {
            "parameters": [
                { "name": "q", "in": "query", "required": true, "schema": { "type": "integer" } },
                { "name": "l", "in": "query", "schema": { "type": "array", "items": { "enum": ["a", "b"] } } },
                { "name": "X-H", "in": "header", "required": true, "schema": { "type": "boolean" } },
            ],
            "requestBody": { "required": true, "content": { "application/json": { "schema": {
                "type": "object", "required": ["id", "name"], "additionalProperties": false, "properties": properties,
            } } } },
        } } } });
        let mut headers = vec![("x-h".to_owned(), "true".to_owned())];
        headers.extend(content_type.map(|value| ("content-type".to_owned(), value.to_owned())));
        let request = Request { line: line.to_owned(), headers, body: body.to_owned() };
        let found = check(&tree, &Findings::default(), &[request]).unwrap_or_else(|error| panic!("{error}"));
        found.failures.into_iter().map(|failure| format!("{}: {}", failure.kind, failure.detail)).collect()
    }

    #[test]
    fn a_valid_request_has_no_faults() {
        let json = Some("application/json; charset=utf-8");
        assert_eq!(faults("POST /a/1?q=7&l=a&l=b", json, r#"{"name":"long"}"#), [""; 0]);
    }

    #[test]
    fn differences_are_found() {
        let json = Some("application/json");
        let good = r#"{"name":""}"#;
        assert_eq!(faults("POST /b/1", json, good), ["no operation has this method and path: "]);
        assert_eq!(faults("POST /a/1", json, good), ["required query parameter missing: q"]);
        assert_eq!(faults("POST /a/1?q=x", json, good), ["invalid query parameter: q: x"]);
        assert_eq!(faults("POST /a/1?q=1&l=c", json, good), ["invalid query parameter: l: c"]);
        assert_eq!(faults("POST /a/1?q=1&z=1", json, good), ["undeclared query parameter: z"]);
        assert_eq!(faults("POST /a/1?q=1", None, ""), ["required body missing: "]);
        let found = faults("POST /a/1?q=1", Some("text/plain"), "");
        assert_eq!(found, ["undeclared content type: text/plain; declared: application/json"]);
        assert_eq!(
            faults("POST /a/1?q=1", json, "{}"),
            ["invalid JSON body: \"name\" is a required property"]
        );
    }
}
