//! Repairs references that use the notation of another version or a plain component name.
//!
//! `#/definitions/Pet` in OpenAPI 3, `#/parameters/Id` and plain `Pet` are unambiguous if a component with
//! the name exists and the referenced location does not. Cases that would require guessing, such as a
//! different spelling, are left to `resolve`, which reports them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::{Pointer, Way, decoded};

/// Names for the schemas section in other versions and in practice.
const SCHEMAS: [&str; 5] = ["definitions", "definition", "schema", "models", "model"];

/// The names to which references in a document can refer.
struct Known {
    /// The members of the root. A reference to a location under one of them is not repaired.
    root: BTreeSet<String>,
    /// The names of components, keyed by section.
    components: BTreeMap<String, BTreeSet<String>>,
}

/// Repairs references so that they point to the intended components.
pub(super) fn repair(tree: &mut Value, findings: &mut Diagnostics) {
    let names = |value: &Value| -> BTreeSet<String> {
        value.as_object().map(|members| members.keys().cloned().collect()).unwrap_or_default()
    };
    let Some(Value::Object(sections)) = tree.get("components") else { return };
    let components = sections.iter().map(|(section, value)| (section.clone(), names(value))).collect();
    let known = Known { root: names(tree), components };
    walk::objects(tree, &mut |object, at| reference(object, at, &known, findings));
}

fn reference(object: &mut Map<String, Value>, at: &Way<'_>, known: &Known, findings: &mut Diagnostics) {
    let Some(Value::String(text)) = object.get_mut("$ref") else { return };
    let Some(meant) = known.meant(text, section(at)) else { return };
    let message = format!("cannot resolve `{text}`; `{meant}` is used");
    findings.push(Diagnostic::warning(Code::ReferenceRepaired, &at.key("$ref"), message));
    *text = meant;
}

/// Returns the component section for the kind of part that is expected at a location.
fn section(at: &Way<'_>) -> &'static str {
    match at {
        Way::Index(Way::Key(_, "parameters"), _) => "parameters",
        Way::Key(Way::Key(_, "responses"), _) => "responses",
        Way::Key(_, "requestBody") => "requestBodies",
        Way::Key(Way::Key(_, "headers"), _) => "headers",
        Way::Key(Way::Key(_, "examples"), _) => "examples",
        _ => "schemas",
    }
}

impl Known {
    /// Returns the intended target of an unresolved reference; a plain name refers to the section `due`.
    fn meant(&self, text: &str, due: &str) -> Option<String> {
        let (section, name) = match text.strip_prefix('#') {
            Some(fragment) => {
                let place = decoded(fragment).as_deref().and_then(Pointer::parse)?;
                let steps: Vec<String> = place.segments().collect();
                match steps.as_slice() {
                    [section, name] if !self.root.contains(section) => (section.clone(), name.clone()),
                    [components, section, name]
                        if components == "components" && !self.components.contains_key(section) =>
                    {
                        (section.clone(), name.clone())
                    }
                    _ => return None,
                }
            }
            None => (due.to_owned(), text.to_owned()),
        };
        let section = if SCHEMAS.contains(&section.as_str()) { "schemas" } else { &section };
        let there = self.components.get(section)?.contains(&name);
        there.then(|| Pointer::root().keys(["components", section, &name]).reference())
    }
}
