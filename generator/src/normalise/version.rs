//! Determines whether a document is supported.
//!
//! No other module validates `openapi` and `swagger`. This module repairs the spelling of a version, and adds a
//! missing one.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// A version of the specification that a document can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// Swagger 2.0.
    Swagger20,
    /// OpenAPI 3.0.
    OpenApi30,
    /// OpenAPI 3.1.
    OpenApi31,
    /// OpenAPI 3.2.
    OpenApi32,
}

impl Dialect {
    /// Returns whether schemas follow JSON Schema 2020-12, which is the case in OpenAPI 3.1 and later.
    pub(crate) fn has_json_schema(self) -> bool {
        self >= Self::OpenApi31
    }
}

/// The help text for unsupported versions.
const HELP: &str = "use Swagger 2.0, OpenAPI 3.0, 3.1 or 3.2";

/// Returns whether the version of a document is supported, and adds a finding if it is not. A misspelled or
/// missing version is repaired.
pub(super) fn is_read(tree: &mut Value, findings: &mut Diagnostics) -> bool {
    let root = Pointer::root();
    let Some(members) = tree.as_object_mut() else {
        let message = "not an OpenAPI description: the top level is not an object";
        findings.push(Diagnostic::error(Code::NotOpenapi, &root, message));
        return false;
    };
    let Some(key) = ["openapi", "swagger"].into_iter().find(|key| members.contains_key(*key)) else {
        return guess(members, findings);
    };
    let at = root.key(key);
    let Some(given) = members.get(key).and_then(text) else {
        findings
            .push(Diagnostic::error(Code::UnsupportedVersion, &at, "the version is not a string").help(HELP));
        return false;
    };
    let Some((name, version)) = meant(&given) else {
        let what = if key == "openapi" { "OpenAPI" } else { "Swagger" };
        let message = format!("unsupported version: {what} {given}");
        findings.push(Diagnostic::error(Code::UnsupportedVersion, &at, message).help(HELP));
        return false;
    };
    // YAML parses unquoted `2.0` and `3.0` as numbers, but these are unambiguous.
    let known = match key {
        "swagger" => is(&given, "2.0"),
        _ => ["3.0", "3.1", "3.2"].iter().any(|line| is(&given, line)),
    };
    if !known && (name != key || members.get(key).is_some_and(Value::is_string)) {
        let message = format!("`{key}: {given}` is not a supported version; `{name}: {version}` is assumed");
        findings.push(Diagnostic::warning(Code::VersionRepaired, &at, message));
    }
    if !known {
        members.shift_remove(key);
        members.insert(name.to_owned(), json!(version));
    }
    true
}

/// Returns the version of the specification that applies to a document. The result is meaningless if
/// [`is_read`] rejects the document.
pub(crate) fn dialect(tree: &Value) -> Dialect {
    let key = ["openapi", "swagger"].into_iter().find(|key| tree.get(key).is_some());
    let given = key.and_then(|key| tree.get(key)).and_then(text);
    match given.as_deref().map(meant) {
        Some(Some(("swagger", _))) => Dialect::Swagger20,
        Some(Some((_, version))) if is(version, "3.1") => Dialect::OpenApi31,
        Some(Some((_, version))) if is(version, "3.2") => Dialect::OpenApi32,
        None if tree.get("definitions").is_some_and(Value::is_object) => Dialect::Swagger20,
        _ => Dialect::OpenApi30,
    }
}

/// Returns the keyword and the normalized number of a version, or `None` if it is not supported.
fn meant(given: &str) -> Option<(&'static str, &'static str)> {
    let given = given.trim().trim_start_matches(['v', 'V']);
    let line = |line: &str| {
        given == line || given.strip_prefix(line).is_some_and(|rest| rest.starts_with(['.', '-']))
    };
    if line("2.0") || given == "2" {
        Some(("swagger", "2.0"))
    } else if line("3.0") || given == "3" {
        Some(("openapi", "3.0.3"))
    } else if line("3.1") {
        Some(("openapi", "3.1.0"))
    } else if line("3.2") {
        Some(("openapi", "3.2.0"))
    } else {
        None
    }
}

/// Adds a missing version, which is derived from members that exist in only one version. Returns whether this
/// succeeded.
fn guess(members: &mut Map<String, Value>, findings: &mut Diagnostics) -> bool {
    let root = Pointer::root();
    let has = |key: &str| members.get(key).is_some_and(Value::is_object);
    if let Some(version) = members.get("swaggerVersion").and_then(text) {
        let message = format!("unsupported version: Swagger {version}");
        let help = format!("convert the document with another tool; {HELP}");
        findings.push(
            Diagnostic::error(Code::UnsupportedVersion, &root.key("swaggerVersion"), message).help(help),
        );
        return false;
    }
    if !has("paths") || !(has("info") || has("definitions") || has("components")) {
        let message = "not an OpenAPI description: it has no `openapi` member";
        let help = "start the description with its version, such as `openapi: 3.0.3`";
        findings.push(Diagnostic::error(Code::NotOpenapi, &root, message).help(help));
        return false;
    }
    let (name, version) = if has("definitions") { ("swagger", "2.0") } else { ("openapi", "3.0.3") };
    let message = format!("the description has no version; `{name}: {version}` is used");
    findings.push(Diagnostic::warning(Code::VersionRepaired, &root, message));
    members.insert(name.to_owned(), json!(version));
    true
}

/// Returns the version as a string; an unquoted `3.0` is a number in YAML.
pub(super) fn text(version: &Value) -> Option<String> {
    match version {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns whether a version belongs to a release line; for example, `3.0.3` belongs to `3.0`.
pub(super) fn is(version: &str, line: &str) -> bool {
    version.strip_prefix(line).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
