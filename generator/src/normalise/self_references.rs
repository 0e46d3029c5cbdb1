//! Turns references that contain the document's own URI, `$self`, into references within the document.
//!
//! This applies only to OpenAPI 3.2. Documents of other versions remain unchanged.

use serde_json::{Map, Value};

use super::walk;
use crate::base_uri;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// Rewrites the references to the document's own URI.
pub(super) fn convert(tree: &mut Value, findings: &mut Diagnostics) {
    let is_newer = super::dialect(tree) >= super::Dialect::OpenApi32;
    let Some(given) = tree.get("$self").filter(|_| is_newer) else { return };
    let Some(own) = given.as_str().filter(|text| base_uri::is_valid(text)).map(str::to_owned) else {
        let message = "`$self` is not a URI reference without a fragment; it is ignored";
        findings.push(Diagnostic::warning(Code::UnresolvedReference, &Pointer::root().key("$self"), message));
        return;
    };
    walk::objects(tree, &mut |object, _| {
        if let Some(reference) = object.get_mut("$ref") {
            rewrite(reference, &own);
        }
        if let Some(Value::Object(discriminator)) = object.get_mut("discriminator") {
            mappings(discriminator, &own);
        }
    });
}

fn mappings(discriminator: &mut Map<String, Value>, own: &str) {
    for (key, value) in discriminator {
        match (key.as_str(), value) {
            ("mapping", Value::Object(mapping)) => {
                mapping.values_mut().filter(|value| is_uri(value)).for_each(|value| rewrite(value, own));
            }
            ("defaultMapping", value) if is_uri(value) => rewrite(value, own),
            _ => {}
        }
    }
}

/// Returns whether a value in a discriminator's mapping is a URI rather than a plain schema name.
fn is_uri(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains('#'))
}

fn rewrite(reference: &mut Value, own: &str) {
    if let Some(local) = reference.as_str().and_then(|text| base_uri::local(own, text)) {
        *reference = Value::String(local);
    }
}
