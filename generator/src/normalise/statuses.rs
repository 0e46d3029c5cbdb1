//! Repairs the spelling of response keys.
//!
//! Lowercase status code ranges (`2xx`) become uppercase (`2XX`). `load` has already turned unquoted status
//! codes into strings.

use serde_json::Value;

use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Way;

/// Rewrites the keys of `responses` to the spelling that OpenAPI 3.0 requires.
pub(super) fn repair(tree: &mut Value, findings: &mut Diagnostics) {
    walk::objects(tree, &mut |object, at| {
        // The keys of `components.responses` are names.
        if matches!(at, Way::Key(Way::Root, "components")) {
            return;
        }
        let Some(Value::Object(responses)) = object.get_mut("responses") else { return };
        if !responses.keys().any(|key| is_lower_range(key)) {
            return;
        }
        let at = at.key("responses");
        *responses = std::mem::take(responses)
            .into_iter()
            .map(|(key, value)| {
                if !is_lower_range(&key) {
                    return (key, value);
                }
                let upper = key.to_ascii_uppercase();
                findings.push(Diagnostic::warning(
                    Code::StatusRepaired,
                    &at.key(&upper),
                    format!("`{key}` is not a valid status code range; `{upper}` is used"),
                ));
                (upper, value)
            })
            .collect();
    });
}

fn is_lower_range(key: &str) -> bool {
    matches!(key.as_bytes(), [b'1'..=b'5', b'x' | b'X', b'x' | b'X']) && key.contains('x')
}
