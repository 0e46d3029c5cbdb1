//! Converts Swagger 2.0 security schemes.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// Converts a security scheme.
pub(super) fn scheme(scheme: &Value, at: &Pointer, findings: &mut Diagnostics) -> Option<Value> {
    let members = scheme.as_object()?;
    let mut out = match members.get("type").and_then(Value::as_str) {
        Some("basic") => json!({ "type": "http", "scheme": "basic" }),
        Some("oauth2") => json!({ "type": "oauth2", "flows": flows(members, at, findings) }),
        // API keys are the same in both versions; `lower` reports unknown types.
        _ => return Some(scheme.clone()),
    };
    if let (Some(out), Some(description)) = (out.as_object_mut(), members.get("description")) {
        out.insert("description".to_owned(), description.clone());
    }
    Some(out)
}

fn flows(members: &Map<String, Value>, at: &Pointer, findings: &mut Diagnostics) -> Value {
    let flow = match members.get("flow").and_then(Value::as_str) {
        Some("accessCode") => "authorizationCode",
        Some("application") => "clientCredentials",
        Some("password") => "password",
        Some("implicit") => "implicit",
        other => {
            let flow = other.unwrap_or("none");
            let message = format!("{flow} is not an OAuth 2 flow; `implicit` is used");
            findings.push(Diagnostic::warning(Code::UnknownFlow, &at.key("flow"), message));
            "implicit"
        }
    };
    let mut out = Map::new();
    for key in ["authorizationUrl", "tokenUrl"] {
        if let Some(url) = members.get(key) {
            out.insert(key.to_owned(), url.clone());
        }
    }
    out.insert("scopes".to_owned(), members.get("scopes").cloned().unwrap_or_else(|| json!({})));
    json!({ flow: out })
}
