//! Finds the target of a `$ref`, and reports references without a target.
//!
//! [`check`] walks the whole tree once and reports references without a target, in a cycle, or to other
//! documents. Data (examples, defaults, enum values, vendor extensions) is not searched, because a `$ref`
//! inside data is itself data.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::Refusals;
use crate::normalise::walk::{holds_data, holds_names};
use crate::pointer::{Pointer, Way, decoded};
use crate::suggest::Suggestions;

/// The maximum length of a chain of references.
pub(super) const MAX_HOPS: usize = 100;

/// The target of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A node of this document.
    Local(Pointer),
    /// A location in another file or on another host.
    External,
    /// The string is not a reference.
    Malformed,
}

/// Parses a reference: percent-decodes the fragment, and parses it as a JSON pointer.
pub(crate) fn target(reference: &str) -> Target {
    let Some(fragment) = reference.strip_prefix('#') else {
        return if reference.is_empty() { Target::Malformed } else { Target::External };
    };
    match decoded(fragment).as_deref().and_then(Pointer::parse_any) {
        Some(at) => Target::Local(at),
        None => Target::Malformed,
    }
}

/// Reports every reference without a target, in a cycle, or to another document; `refusals` contains the
/// known reasons.
pub(super) fn check(tree: &Value, refusals: &Refusals, findings: &mut Diagnostics) {
    let mut check =
        Check { tree, refusals, circles: BTreeSet::new(), suggestions: Suggestions::default(), findings };
    check.walk(tree, &Way::Root, false);
}

struct Check<'a> {
    tree: &'a Value,
    refusals: &'a Refusals,
    /// The references in cycles that have already been reported.
    circles: BTreeSet<Pointer>,
    suggestions: Suggestions,
    findings: &'a mut Diagnostics,
}

impl Check<'_> {
    /// Checks a node and its descendants; `names` is `true` if the node's keys are names, not keywords.
    ///
    /// The recursion is bounded, because `load` limits the depth of the tree.
    fn walk(&mut self, node: &Value, at: &Way<'_>, names: bool) {
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(item, &Way::Index(at, index), false);
                }
            }
            Value::Object(members) => {
                match members.get("$ref") {
                    Some(Value::String(reference)) if names => self.section(reference, at),
                    Some(Value::String(reference)) => return self.reference(reference, at),
                    _ => {}
                }
                for (key, value) in members {
                    let data = holds_data(key) || (key == "examples" && value.is_array());
                    if names || !data {
                        self.walk(value, &Way::Key(at, key), !names && holds_names(key));
                    }
                }
            }
            _ => {}
        }
    }

    /// Reports a `$ref` with a string value in a map of names. Its author probably intended a reference to a
    /// file that contains the whole map.
    fn section(&mut self, reference: &str, at: &Way<'_>) {
        if self.refusals.contains_key(reference) {
            return self.reference(reference, at);
        }
        let message = format!("`{reference}` cannot replace a whole section of this document; it is ignored");
        self.findings.push(
            Diagnostic::error(Code::UnresolvedReference, &at.key("$ref"), message)
                .help("reference each entry separately, or a file that contains the section"),
        );
    }

    fn reference(&mut self, reference: &str, at: &Way<'_>) {
        if let Some(refusal) = self.refusals.get(reference) {
            self.findings.push(Diagnostic { pointer: at.key("$ref"), ..refusal.clone() });
            return;
        }
        match target(reference) {
            Target::External => self.findings.push(
                Diagnostic::error(
                    Code::ExternalReference,
                    &at.key("$ref"),
                    format!("`{reference}` refers to another file, and this document was read without its other files"),
                )
                .help("pass the document as a file; references in overlays and piped input are not followed"),
            ),
            Target::Malformed => self.findings.push(
                Diagnostic::error(Code::UnresolvedReference, &at.key("$ref"), format!("`{reference}` is not a valid reference"))
                    .help("start a reference within this document with `#/`, as in `#/components/schemas/Pet`"),
            ),
            Target::Local(target) => match target.find(self.tree) {
                None => {
                    let finding = self.unresolved(reference, &at.key("$ref"), &target);
                    self.findings.push(finding);
                }
                Some(next) if next.get("$ref").is_some() => self.circle(&at.pointer()),
                Some(_) => {}
            },
        }
    }

    fn unresolved(&mut self, reference: &str, place: &Pointer, target: &Pointer) -> Diagnostic {
        let steps: Vec<String> = target.segments().collect();
        // The deepest existing part of the path, and the first missing step.
        let mut found = self.tree;
        let mut parent = Pointer::root();
        let mut missing = "";
        for step in &steps {
            match Pointer::root().key(step).find(found) {
                Some(next) => (found, parent) = (next, parent.key(step)),
                None => {
                    missing = step;
                    break;
                }
            }
        }
        let finding = Diagnostic::error(
            Code::UnresolvedReference,
            place,
            format!("cannot resolve `{reference}` in this document"),
        );
        let near = found
            .as_object()
            .and_then(|object| self.suggestions.nearest(missing, object.keys().map(String::as_str)));
        match near {
            Some(near) => finding.help(format!("did you mean `#{}`?", parent.key(near).text())),
            None => finding.help(format!(
                "`{parent}` has no member `{missing}`; add it, or correct the reference, for example with an overlay"
            )),
        }
    }

    /// Reports the cycle that contains the reference at `start`, once for all its members. Also reports a chain of
    /// references that is too long.
    fn circle(&mut self, start: &Pointer) {
        let mut way = vec![start.clone()];
        let mut at = start.clone();
        while let Some(reference) = self.reference_at(&at) {
            let Target::Local(next) = target(reference) else { return };
            if next == *start {
                if way.iter().all(|step| !self.circles.contains(step)) {
                    let names: Vec<_> =
                        way.iter().chain([&next]).map(|step| format!("`#{}`", step.text())).collect();
                    self.findings.push(
                        Diagnostic::error(
                            Code::CircularReference,
                            &start.key("$ref"),
                            format!("circular reference: {}", names.join(" -> ")),
                        )
                        .help("replace one of the references with a definition"),
                    );
                }
                self.circles.extend(way);
                return;
            }
            if way.contains(&next) {
                return; // leads into another cycle, which is reported there
            }
            if way.len() > MAX_HOPS {
                self.findings.push(
                    Diagnostic::error(
                        Code::UnresolvedReference,
                        &start.key("$ref"),
                        format!("this reference passes through more than {MAX_HOPS} other references"),
                    )
                    .help("refer to the definition directly"),
                );
                return;
            }
            way.push(next.clone());
            at = next;
        }
    }

    fn reference_at(&self, at: &Pointer) -> Option<&str> {
        at.find(self.tree)?.get("$ref")?.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_is_decoded_and_canonical() {
        let at = Pointer::root().key("paths").key("/a/{id}").key("get");
        assert_eq!(target("#/paths/~1a~1%7Bid%7D/get"), Target::Local(at));
        assert_eq!(target("#"), Target::Local(Pointer::root()));
        assert_eq!(target("#Pet"), Target::Malformed);
        assert_eq!(target("pet.yaml#/Pet"), Target::External);
        assert_eq!(target("#/100%"), Target::Local(Pointer::root().key("100%")));
    }
}
