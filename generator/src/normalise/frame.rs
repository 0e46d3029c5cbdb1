//! Adds the members that every OpenAPI description must have.
//!
//! Missing members are added and reported. Other contents of `info` and `paths` are not checked.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// The title of an API that declares none; the package name can be derived from it.
const TITLE: &str = "API";
/// The version of an API that declares none.
const VERSION: &str = "0.0.0";

/// Adds `info`, its `title` and `version`, and `paths` if they are missing.
pub(super) fn complete(tree: &mut Value, findings: &mut Diagnostics) {
    let Some(root) = tree.as_object_mut() else { return };
    for key in ["info", "paths"] {
        ensure_object(root, key, &Pointer::root(), findings);
    }
    let Some(info) = root.get_mut("info").and_then(Value::as_object_mut) else { return };
    for (key, value) in [("title", TITLE), ("version", VERSION)] {
        if info.get(key).is_none_or(Value::is_null) {
            let message = format!("`info` has no `{key}`; `{value}` is used");
            findings.push(Diagnostic::warning(Code::MissingMember, &Pointer::root().key("info"), message));
            info.insert(key.to_owned(), json!(value));
        }
    }
}

fn ensure_object(root: &mut Map<String, Value>, key: &str, at: &Pointer, findings: &mut Diagnostics) {
    let message = match root.get(key) {
        Some(Value::Object(_)) => return,
        None | Some(Value::Null) => format!("the description has no `{key}`; an empty one is used"),
        Some(_) => format!("`{key}` must be an object; an empty one is used"),
    };
    let place = if root.contains_key(key) { at.key(key) } else { at.clone() };
    findings.push(Diagnostic::warning(Code::MissingMember, &place, message));
    root.insert(key.to_owned(), Value::Object(Map::new()));
}
