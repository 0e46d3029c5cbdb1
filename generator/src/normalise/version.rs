//! Version: which documents are read at all.
//!
//! The only place that looks at `openapi` and `swagger`. It changes nothing.

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// Whether this is a document of a version that is read; says why not otherwise.
pub(super) fn is_read(tree: &Value, findings: &mut Diagnostics) -> bool {
    let root = Pointer::root();
    let finding = if !tree.is_object() {
        Diagnostic::error(
            "not-openapi",
            &root,
            "this is not an OpenAPI description: its top level is not an object",
        )
    } else if let Some(version) = tree.get("openapi") {
        match text(version).as_deref() {
            Some(version) if is(version, "3.0") || is(version, "3.1") => return true,
            Some(version) => Diagnostic::error(
                "unsupported-version",
                &root.key("openapi"),
                format!("OpenAPI {version} is not a version that is read"),
            )
            .help("Swagger 2.0 and OpenAPI 3.0 and 3.1 are read"),
            None => {
                Diagnostic::error("unsupported-version", &root.key("openapi"), "the version is not a text")
                    .help("Swagger 2.0 and OpenAPI 3.0 and 3.1 are read")
            }
        }
    } else if let Some(version) = tree.get("swagger") {
        match text(version).as_deref() {
            // Unquoted, YAML makes the number 2 of `2.0`.
            Some(version) if is(version, "2.0") || version == "2" => return true,
            version => Diagnostic::error(
                "unsupported-version",
                &root.key("swagger"),
                format!("Swagger {} is not a version that is read", version.unwrap_or("without a number")),
            )
            .help("Swagger 2.0 and OpenAPI 3.0 and 3.1 are read"),
        }
    } else {
        Diagnostic::error(
            "not-openapi",
            &root,
            "this is not an OpenAPI description: it has no `openapi` member",
        )
        .help("an OpenAPI description starts with its version, such as `openapi: 3.0.3`")
    };
    findings.push(finding);
    false
}

/// The version as text: an unquoted `3.0` is a number in YAML.
pub(super) fn text(version: &Value) -> Option<String> {
    match version {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a version is one of this line: `3.0.3` is of `3.0`.
pub(super) fn is(version: &str, line: &str) -> bool {
    version.strip_prefix(line).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
