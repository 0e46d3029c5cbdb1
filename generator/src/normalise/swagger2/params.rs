//! Converts Swagger 2.0 parameters: adds a schema and a style to each one, and separates the body and the
//! form fields.

use serde_json::{Map, Value, json};

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::{Pointer, decoded};

/// Members of a 2.0 parameter that are still members of the parameter in 3.0; all others move to its schema.
const OWN: [&str; 6] = ["name", "in", "description", "required", "deprecated", "allowEmptyValue"];

/// The parameters in a list, grouped by their counterparts in 3.0.
#[derive(Default)]
pub(super) struct Sorted {
    /// The parameters that remain parameters in 3.0.
    pub(super) plain: Vec<Value>,
    /// The original body parameter and its location.
    pub(super) body: Option<(Map<String, Value>, Pointer)>,
    /// The original form fields and their locations.
    pub(super) form: Vec<(Map<String, Value>, Pointer)>,
}

/// Groups a list of parameters by their counterparts in 3.0. References to shared bodies and form fields are
/// resolved, since 3.0 has no component section for them.
pub(super) fn sort(
    list: Option<&Value>,
    at: &Pointer,
    context: &Context<'_>,
    findings: &mut Diagnostics,
) -> Sorted {
    let mut sorted = Sorted::default();
    for (index, given) in list.and_then(Value::as_array).into_iter().flatten().enumerate() {
        let at = at.index(index);
        let param = followed(given, context).unwrap_or(given);
        let Some(members) = param.as_object() else {
            sorted.plain.push(given.clone());
            continue;
        };
        match members.get("in").and_then(Value::as_str) {
            Some("body") if sorted.body.is_some() => findings.push(Diagnostic::warning(
                Code::SeveralBodies,
                &at,
                "more than one body parameter in an operation; this one is ignored",
            )),
            Some("body") => sorted.body = Some((members.clone(), at)),
            Some("formData") => sorted.form.push((members.clone(), at)),
            _ if given.get("$ref").is_some() => sorted.plain.push(given.clone()),
            _ => sorted.plain.push(plain(members, &at, findings)),
        }
    }
    sorted
}

/// Returns the shared parameter that a reference points to.
fn followed<'a>(param: &Value, context: &Context<'a>) -> Option<&'a Value> {
    let name = param.get("$ref")?.as_str()?.strip_prefix("#/parameters")?;
    context.parameters.get(&Pointer::parse(&decoded(name)?)?.last()?)
}

/// Converts a shared parameter. Returns `None` for a body or form field, both of which are inlined.
pub(super) fn shared(param: &Value, at: &Pointer, findings: &mut Diagnostics) -> Option<Value> {
    let members = param.as_object()?;
    match members.get("in").and_then(Value::as_str) {
        Some("body" | "formData") => None,
        _ => Some(plain(members, at, findings)),
    }
}

/// Converts a parameter that remains a parameter in 3.0.
fn plain(members: &Map<String, Value>, at: &Pointer, findings: &mut Diagnostics) -> Value {
    let mut out = Map::new();
    for (key, value) in members {
        if OWN.contains(&key.as_str()) || (key.starts_with("x-") && key != "x-example" && key != "x-nullable")
        {
            out.insert(key.clone(), value.clone());
        }
    }
    if let Some(example) = members.get("x-example") {
        out.insert("example".to_owned(), example.clone());
    }
    if members.get("type").and_then(Value::as_str) == Some("array") {
        let place = members.get("in").and_then(Value::as_str).unwrap_or_default();
        let format = members.get("collectionFormat").and_then(Value::as_str).unwrap_or("csv");
        let (style, explode) = style(format, place, at, findings);
        out.insert("style".to_owned(), json!(style));
        out.insert("explode".to_owned(), json!(explode));
    }
    out.insert("schema".to_owned(), Value::Object(of_schema(members)));
    Value::Object(out)
}

/// Converts `collectionFormat` to `style` and `explode` (OpenAPI 3.0, "Style Values").
fn style(format: &str, place: &str, at: &Pointer, findings: &mut Diagnostics) -> (&'static str, bool) {
    match (format, place) {
        ("multi", "query" | "formData") => ("form", true),
        ("ssv", "query" | "formData") => ("spaceDelimited", false),
        ("pipes", "query" | "formData") => ("pipeDelimited", false),
        ("csv", "query" | "formData") => ("form", false),
        ("csv", _) => ("simple", false),
        (format, place) => {
            findings.push(Diagnostic::warning(
                Code::ApproximatedStyle,
                &at.key("collectionFormat"),
                format!("`{format}` has no counterpart in OpenAPI 3.0 here; items are separated by commas"),
            ));
            (if matches!(place, "query" | "formData") { "form" } else { "simple" }, false)
        }
    }
}

/// Returns the members of a parameter that belong in its schema.
fn of_schema(members: &Map<String, Value>) -> Map<String, Value> {
    let is_of_schema = |key: &str| {
        !OWN.contains(&key)
            && key != "collectionFormat"
            && (!key.starts_with("x-")
                || key == "x-nullable"
                || key.starts_with("x-enum")
                || key == "x-ms-enum")
    };
    members
        .iter()
        .filter(|(key, _)| is_of_schema(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Converts a response header.
pub(super) fn header(header: &Value) -> Value {
    let Some(members) = header.as_object() else { return header.clone() };
    let mut out = Map::new();
    if let Some(description) = members.get("description") {
        out.insert("description".to_owned(), description.clone());
    }
    out.insert("schema".to_owned(), Value::Object(of_schema(members)));
    Value::Object(out)
}

/// Combines the form fields into one schema.
pub(super) fn form_schema(fields: &[(Map<String, Value>, Pointer)]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (field, _) in fields {
        let Some(name) = field.get("name").and_then(Value::as_str) else { continue };
        let mut schema = of_schema(field);
        if let Some(description) = field.get("description") {
            schema.insert("description".to_owned(), description.clone());
        }
        if field.get("required") == Some(&Value::Bool(true)) {
            required.push(json!(name));
        }
        properties.insert(name.to_owned(), Value::Object(schema));
    }
    let mut out = Map::from_iter([
        ("type".to_owned(), json!("object")),
        ("properties".to_owned(), Value::Object(properties)),
    ]);
    if !required.is_empty() {
        out.insert("required".to_owned(), Value::Array(required));
    }
    Value::Object(out)
}

/// Returns the encodings of the form fields that are arrays.
pub(super) fn form_encoding(
    fields: &[(Map<String, Value>, Pointer)],
    findings: &mut Diagnostics,
) -> Map<String, Value> {
    let mut encoding = Map::new();
    for (field, at) in fields {
        let text = |key: &str| field.get(key).and_then(Value::as_str);
        let Some(name) = text("name").filter(|_| text("type") == Some("array")) else { continue };
        let (style, explode) = style(text("collectionFormat").unwrap_or("csv"), "formData", at, findings);
        encoding.insert(name.to_owned(), json!({ "style": style, "explode": explode }));
    }
    encoding
}
