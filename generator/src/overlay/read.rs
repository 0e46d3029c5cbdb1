//! Parses an overlay into actions, each with a target and a change.
//!
//! Part of `overlay`. Unknown members are errors, because an action with a mistyped key would do nothing.

use serde_json::Value;
use serde_json_path::JsonPath;

use super::functions;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;

/// The maximum length of a JSONPath, in bytes.
const MAX_PATH: usize = 1000;

/// The maximum nesting depth of brackets and parentheses in a JSONPath. The JSONPath parser is recursive, and its
/// running time doubles with each nesting level.
const MAX_BRACKETS: usize = 12;

/// One action of an overlay.
#[derive(Debug)]
pub(super) struct Action<'a> {
    /// The location of the action in the overlay.
    pub(super) at: Pointer,
    /// The parsed target of the action.
    pub(super) target: JsonPath,
    /// The target of the action, as written.
    pub(super) text: &'a str,
    /// The change to the selected nodes.
    pub(super) change: Change<'a>,
}

/// The change that an action makes.
#[derive(Debug)]
pub(super) enum Change<'a> {
    /// Removes the selected nodes.
    Remove,
    /// Merges this value into the selected nodes.
    Update(&'a Value),
}

/// Parses the actions of an overlay.
pub(super) fn actions(overlay: &Value) -> Result<Vec<Action<'_>>, Diagnostic> {
    let root = Pointer::root();
    match overlay.get("overlay") {
        Some(Value::String(version)) if version.starts_with("1.0.") => {}
        Some(Value::String(version)) => {
            let message = format!("unsupported overlay version {version}");
            return Err(wrong(&root.key("overlay"), message, "use version 1.0.0"));
        }
        _ => {
            return Err(wrong(&root, "not an overlay", "add the `overlay: 1.0.0` member"));
        }
    }
    known(overlay, &root, &["overlay", "info", "extends", "actions"])?;
    let at = root.key("actions");
    let Some(Value::Array(list)) = overlay.get("actions") else {
        return Err(wrong(&root, "the overlay has no list of `actions`", "add a list of `actions`"));
    };
    if list.is_empty() {
        return Err(wrong(
            &at,
            "the overlay has no actions",
            "add an action, or remove the overlay from the configuration",
        ));
    }
    list.iter().enumerate().map(|(index, action)| self::action(action, at.index(index))).collect()
}

fn action(action: &Value, at: Pointer) -> Result<Action<'_>, Diagnostic> {
    let Some(Value::String(text)) = action.get("target") else {
        return Err(wrong(
            &at,
            "the action has no `target` (a string that contains a JSONPath)",
            "add a `target`",
        ));
    };
    known(action, &at, &["target", "description", "update", "remove"])?;
    let change = match (action.get("update"), action.get("remove")) {
        (_, Some(Value::Bool(true))) => Change::Remove,
        (_, Some(value)) if !value.is_boolean() => {
            return Err(wrong(&at.key("remove"), "`remove` must be true or false", "use true or false"));
        }
        (Some(update), _) => Change::Update(update),
        (None, _) => {
            return Err(wrong(&at, "the action has no effect", "add an `update`, or `remove: true`"));
        }
    };
    let target = path(text).map_err(|(message, help)| wrong(&at.key("target"), message, help))?;
    Ok(Action { at, target, text, change })
}

/// Parses a target; an error contains a message and help text.
fn path(text: &str) -> Result<JsonPath, functions::Wrong> {
    let mut open = 0_usize;
    let mut deepest = 0;
    for (_, c) in functions::unquoted(text) {
        match c {
            '[' | '(' => open += 1,
            ']' | ')' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    let invalid = |why: &str| {
        let help = "correct the JSONPath (RFC 9535), as in `$.paths['/users'].get`";
        (format!("`{text}` is not a valid JSONPath: {why}"), help.to_owned())
    };
    if text.len() > MAX_PATH || deepest > MAX_BRACKETS {
        return Err(invalid("too long or too deeply nested"));
    }
    functions::check_names(text)?;
    let path = JsonPath::parse(text).map_err(|error| invalid(&error.to_string()))?;
    functions::check_patterns(text)?;
    Ok(path)
}

/// Rejects members that are neither extensions nor listed in `names`.
fn known(node: &Value, at: &Pointer, names: &[&str]) -> Result<(), Diagnostic> {
    let members = node.as_object().into_iter().flat_map(|members| members.keys());
    match members.into_iter().find(|key| !names.contains(&key.as_str()) && !key.starts_with("x-")) {
        Some(key) => {
            let help = format!("use one of: {}", names.join(", "));
            Err(wrong(&at.key(key), format!("unknown member `{key}`"), help))
        }
        None => Ok(()),
    }
}

fn wrong(at: &Pointer, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::WrongOverlay, at, message).help(help)
}
