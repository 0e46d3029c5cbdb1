//! References: those that name a component in the words of another version, or by its name alone.
//!
//! `#/definitions/Pet` in OpenAPI 3, `#/parameters/Id`, and plain `Pet` say well enough what they mean, if there is a component of this
//! name and nothing at the place that is written. Anything that would have to be guessed (another spelling) stays for `resolve` to report.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::walk;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::{Pointer, Way, decoded};

/// What other versions, and people, call the section of the schemas.
const SCHEMAS: [&str; 5] = ["definitions", "definition", "schema", "models", "model"];

/// The names that stand in a document.
struct Known {
    /// Those of the document's own members: what is below one of them is no case for a repair.
    root: BTreeSet<String>,
    /// Those of the components, by their section.
    components: BTreeMap<String, BTreeSet<String>>,
}

/// Leads the references to the components that they mean.
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
    let message = format!("`{text}` names nothing in this document; `{meant}` is taken");
    findings.push(Diagnostic::warning("reference-repaired", &at.key("$ref"), message));
    *text = meant;
}

/// The section of the components in which what is due at a place stands.
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
    /// The reference that is meant by one that leads nowhere, where a component of the section `due` is wanted.
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
