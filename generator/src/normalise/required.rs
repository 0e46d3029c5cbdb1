//! Moves `required: true` on a property to the `required` list of its object.
//!
//! In OpenAPI, `required: true` is valid for parameters, bodies and headers, but not for schemas.

use serde_json::{Map, Value, json};

use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Way;

/// Keywords whose value is a schema other than a property.
const SCHEMAS: [&str; 4] = ["schema", "items", "additionalProperties", "not"];

/// Keywords whose value is an array of schemas.
const LISTS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// Moves the `required` flags of all properties to the lists of their objects, and removes the flags of other
/// schemas.
pub(super) fn repair(tree: &mut Value, findings: &mut Diagnostics) {
    walk::objects(tree, &mut |object, at| {
        if matches!(at, Way::Key(Way::Root, "components")) {
            let at = Way::Key(at, "schemas");
            for (name, schema) in
                object.get_mut("schemas").and_then(Value::as_object_mut).into_iter().flatten()
            {
                drop_flag(schema, &Way::Key(&at, name), findings);
            }
        }
        for key in SCHEMAS {
            if let Some(schema) = object.get_mut(key) {
                drop_flag(schema, &Way::Key(at, key), findings);
            }
        }
        for key in LISTS {
            let parts = object.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten();
            let at = Way::Key(at, key);
            parts.enumerate().for_each(|(index, part)| drop_flag(part, &Way::Index(&at, index), findings));
        }
        properties(object, at, findings);
    });
}

/// Moves the flags of an object's properties to its `required` list. If `required` is a single name instead of a
/// list, turns it into a list.
fn properties(object: &mut Map<String, Value>, at: &Way<'_>, findings: &mut Diagnostics) {
    let Some(Value::Object(properties)) = object.get_mut("properties") else { return };
    let at_properties = Way::Key(at, "properties");
    let mut required = Vec::new();
    for (name, property) in properties.iter_mut() {
        let Some(Value::Bool(flag)) = property.get("required").cloned() else { continue };
        let Some(members) = property.as_object_mut() else { continue };
        members.remove("required");
        let done = if flag { "it is moved to the object's list" } else { "it is ignored" };
        let message = format!("`required` must be a list of property names, not `{flag}`; {done}");
        findings.push(Diagnostic::warning(
            Code::RequiredRepaired,
            &Way::Key(&at_properties, name).key("required"),
            message,
        ));
        if flag {
            required.push(name.clone());
        }
    }
    let known = properties.keys().cloned().collect::<Vec<_>>();
    if let Some(Value::String(name)) = object.get("required").filter(|_| !known.is_empty()) {
        let message = format!("`required` must be a list; `[{name}]` is used");
        findings.push(Diagnostic::warning(Code::RequiredRepaired, &at.key("required"), message));
        required.insert(0, name.clone());
        object.remove("required");
    }
    if required.is_empty() {
        return;
    }
    if let Value::Array(list) = object.entry("required").or_insert_with(|| json!([])) {
        for name in required {
            if !list.iter().any(|known| known.as_str() == Some(&name)) {
                list.push(json!(name));
            }
        }
    }
}

/// Removes a boolean `required` from a schema that is not a property, where it has no meaning.
fn drop_flag(schema: &mut Value, at: &Way<'_>, findings: &mut Diagnostics) {
    let Some(members) = schema.as_object_mut() else { return };
    if members.get("required").is_some_and(Value::is_boolean) {
        members.remove("required");
        let message = "`required` must be a list of property names; the boolean is ignored";
        findings.push(Diagnostic::warning(Code::RequiredRepaired, &at.key("required"), message));
    }
}
