//! Names the payloads of webhooks, so that later stages handle only references to named schemas.
//!
//! `x-webhooks`, the Redoc extension that declares webhooks in OpenAPI 3.0 documents, becomes `webhooks`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::media_type::MediaType;
use crate::pointer::Pointer;

/// The methods of webhooks, in the order in which they are searched for a payload.
pub(crate) const METHODS: [&str; 5] = ["post", "put", "patch", "get", "delete"];

/// Renames `x-webhooks` to `webhooks`, and moves the inline payloads of all webhooks to `components`.
pub(super) fn convert(tree: &mut Value, findings: &mut Diagnostics) {
    let Some(root) = tree.as_object_mut() else { return };
    if root.contains_key("webhooks") || !root.get("x-webhooks").is_some_and(Value::is_object) {
        // An `x-webhooks` member with any other value is unrelated vendor data.
    } else if let Some(webhooks) = root.remove("x-webhooks") {
        root.insert("webhooks".to_owned(), webhooks);
        let at = Pointer::root();
        findings.moved(at.key("webhooks"), at.key("x-webhooks"));
    }
    let mut numbers = BTreeMap::new();
    let names: Vec<String> = root
        .get("webhooks")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|webhooks| webhooks.keys().cloned())
        .collect();
    for name in names {
        for at in payloads(tree, &name) {
            hoist(tree, &name, &at, (findings, &mut numbers));
        }
    }
}

/// Returns the locations of a webhook's inline payloads.
fn payloads(tree: &Value, name: &str) -> Vec<Pointer> {
    let item = followed(tree, Pointer::root().keys(["webhooks", name]));
    let bodies = METHODS.iter().map(|method| item.keys([*method, "requestBody"]));
    bodies.flat_map(|body| inline_payloads(tree, body)).collect()
}

/// Returns the locations of the inline JSON schemas of a request body.
pub(super) fn inline_payloads(tree: &Value, body: Pointer) -> Vec<Pointer> {
    let content = followed(tree, body).key("content");
    let members = content.find(tree).and_then(Value::as_object).into_iter().flatten();
    let inline = members.filter(|(media_type, media)| {
        MediaType::new(media_type).is_json()
            && media.get("schema").is_some_and(|schema| schema.get("$ref").is_none())
    });
    inline.map(|(media_type, _)| content.keys([media_type.as_str(), "schema"])).collect()
}

/// Returns the target of the reference at `at`, or `at` itself if there is no reference within the document.
pub(super) fn followed(tree: &Value, at: Pointer) -> Pointer {
    let node = at.find(tree);
    let reference = node.and_then(|node| node.get("$ref")).and_then(Value::as_str);
    reference.and_then(|text| text.strip_prefix('#')).and_then(Pointer::parse).unwrap_or(at)
}

/// Moves a schema to `components`.
///
/// `numbers` contains the lowest number that might be available for each name, since thousands of webhooks can have
/// the same plain name.
pub(super) fn hoist(
    tree: &mut Value,
    webhook: &str,
    at: &Pointer,
    (findings, numbers): (&mut Diagnostics, &mut BTreeMap<String, usize>),
) {
    let plain: String = webhook
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let Some(schemas) = schemas(tree) else { return };
    let number = numbers.entry(plain.clone()).or_insert(1);
    let name = loop {
        let name = if *number == 1 { format!("{plain}Payload") } else { format!("{plain}Payload{number}") };
        *number += 1;
        if !schemas.contains_key(&name) {
            break name;
        }
    };
    let target = Pointer::root().keys(["components", "schemas", name.as_str()]);
    let Some(place) = at.find_mut(tree) else { return };
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
