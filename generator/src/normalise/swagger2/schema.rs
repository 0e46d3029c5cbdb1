//! Converts Swagger 2.0 schemas in the restructured tree: references, discriminators, files and nullability.

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::normalise::walk;

/// The old and new locations of the component sections.
const SECTIONS: [(&str, &str); 3] = [
    ("#/definitions/", "#/components/schemas/"),
    ("#/parameters/", "#/components/parameters/"),
    ("#/responses/", "#/components/responses/"),
];

/// Rewrites the schema constructs that differ between 2.0 and 3.0.
pub(super) fn convert(tree: &mut Value, _: &mut Diagnostics) {
    walk::objects(tree, &mut |object, _| {
        if let Some(Value::String(reference)) = object.get_mut("$ref") {
            for (old, new) in SECTIONS {
                if let Some(name) = reference.strip_prefix(old) {
                    *reference = format!("{new}{name}");
                    break;
                }
            }
        }
        discriminator(object);
        if object.get("type").and_then(Value::as_str) == Some("file") {
            object.insert("type".to_owned(), json!("string"));
            object.insert("format".to_owned(), json!("binary"));
        }
        // Most 2.0 tools support `x-nullable`, since 2.0 has no keyword for it.
        let is_schema = ["type", "$ref", "allOf"].iter().any(|key| object.contains_key(*key));
        if let Some(nullable) = is_schema.then(|| object.remove("x-nullable")).flatten() {
            object.insert("nullable".to_owned(), nullable);
        }
    });
}

/// Rewrites `discriminator: kind` to `discriminator: {propertyName: kind}`.
fn discriminator(object: &mut Map<String, Value>) {
    // A property can be named `discriminator`; its value is a schema, not a string.
    if let Some(Value::String(name)) = object.get("discriminator") {
        let value = json!({ "propertyName": name });
        object.insert("discriminator".to_owned(), value);
    }
}
