//! Webhooks: names their payloads, so that later stages see references to named schemas only.
//!
//! `x-webhooks`, with which documents of OpenAPI 3.0 declare webhooks (Redoc), becomes `webhooks`.

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// The methods of a path item that can have a body.
const METHODS: [&str; 5] = ["post", "put", "patch", "get", "delete"];

/// Rewrites the webhooks of a document.
pub(super) fn convert(tree: &mut Value, findings: &mut Diagnostics) {
    let Some(root) = tree.as_object_mut() else { return };
    if root.contains_key("webhooks") || !root.get("x-webhooks").is_some_and(Value::is_object) {
        // Any other value is data of a vendor.
    } else if let Some(webhooks) = root.remove("x-webhooks") {
        root.insert("webhooks".to_owned(), webhooks);
        let at = Pointer::root();
        findings.moved(at.key("webhooks"), at.key("x-webhooks"));
    }
    let names: Vec<String> = root
        .get("webhooks")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|webhooks| webhooks.keys().cloned())
        .collect();
    for name in names {
        for at in payloads(tree, &name) {
            hoist(tree, &name, &at, findings);
        }
    }
}

/// Returns the locations of the inline payloads of a webhook.
fn payloads(tree: &Value, name: &str) -> Vec<Pointer> {
    let item = followed(tree, Pointer::root().keys(["webhooks", name]));
    let bodies = METHODS.iter().map(|method| item.keys([*method, "requestBody"]));
    let mut found = Vec::new();
    for body in bodies {
        let content = followed(tree, body).key("content");
        let members = tree.pointer(&content.to_string()).and_then(Value::as_object);
        for (media_type, media) in members.into_iter().flatten().filter(|(media_type, _)| is_json(media_type))
        {
            let is_inline = media.get("schema").is_some_and(|schema| schema.get("$ref").is_none());
            found.extend(is_inline.then(|| content.keys([media_type.as_str(), "schema"])));
        }
    }
    found
}

fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    name == "application/json" || name.ends_with("+json")
}

/// Follows one reference within the document.
fn followed(tree: &Value, at: Pointer) -> Pointer {
    let node = tree.pointer(&at.to_string());
    let reference = node.and_then(|node| node.get("$ref")).and_then(Value::as_str);
    reference.and_then(|text| text.strip_prefix('#')).and_then(Pointer::parse).unwrap_or(at)
}

/// Moves a schema to the components.
fn hoist(tree: &mut Value, webhook: &str, at: &Pointer, findings: &mut Diagnostics) {
    let plain: String = webhook
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let Some(schemas) = schemas(tree) else { return };
    let candidates =
        std::iter::once(format!("{plain}Payload")).chain((2..).map(|n| format!("{plain}Payload{n}")));
    let Some(name) = candidates.into_iter().find(|name| !schemas.contains_key(name)) else { return };
    let target = Pointer::root().keys(["components", "schemas", name.as_str()]);
    let Some(place) = tree.pointer_mut(&at.to_string()) else { return };
    let schema = std::mem::replace(place, json!({ "$ref": target.reference() }));
    if let Some(schemas) = self::schemas(tree) {
        schemas.insert(name, schema);
    }
    findings.moved_within(target, at);
}

fn schemas(tree: &mut Value) -> Option<&mut Map<String, Value>> {
    let components = tree.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    components.as_object_mut()?.entry("schemas").or_insert_with(|| json!({})).as_object_mut()
}
