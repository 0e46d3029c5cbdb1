//! The findings by location, as a tree that is walked along with the document.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{About, Code, Diagnostics, Outcome};
use crate::pointer::Pointer;

/// A node of the document, with the findings at or under it.
#[derive(Debug, Default)]
pub(super) struct Mark {
    found: Option<Code>,
    taken: Cell<bool>,
    below: BTreeMap<String, Mark>,
}

impl Mark {
    /// Builds the tree of findings about approximated or dropped constructs.
    pub(super) fn from_findings(findings: &Diagnostics, tree: &Value) -> Self {
        let mut root = Self::default();
        for finding in findings.iter() {
            let code = finding.code;
            if class(code).is_none() {
                continue;
            }
            let Some(place) = place(code, &finding.pointer, tree) else { continue };
            let mut mark = &mut root;
            for step in place.segments() {
                mark = mark.below.entry(step).or_default();
            }
            mark.found = match mark.found {
                Some(known) if class(known) >= class(code) => Some(known),
                _ => Some(code),
            };
        }
        root
    }

    /// Returns the child node for a key; `None` if there are no findings at or under it.
    pub(super) fn child(&self, key: &str) -> Option<&Self> {
        self.below.get(key)
    }

    /// Returns the outcome and the meaning of the finding at this node, and marks the node as visited.
    pub(super) fn here(&self) -> Option<(Outcome, &'static str)> {
        self.taken.set(true);
        self.found.and_then(|code| Some((class(code)?, code.meaning())))
    }

    /// Returns the most severe finding at or under this node.
    pub(super) fn all(&self) -> Option<(Outcome, &'static str)> {
        let below = self.below.values().filter_map(Self::all);
        self.here().into_iter().chain(below).max_by_key(|(class, _)| *class)
    }

    /// Calls `met` with each finding that the walk did not visit, and its location.
    pub(super) fn left(&self, at: &Pointer, met: &mut dyn FnMut(Code, Pointer)) {
        if let Some(code) = self.found.filter(|_| !self.taken.get()) {
            met(code, at.clone());
        }
        self.below.iter().for_each(|(key, mark)| mark.left(&at.key(key), met));
    }
}

/// Returns the outcome that a finding with the given code implies for its location; `None` if it implies none.
pub(super) fn class(code: Code) -> Option<Outcome> {
    code.outcome().filter(|outcome| code.about() != About::Covered && *outcome != Outcome::Handled)
}

/// Returns the location of the construct that a finding is about; `None` if it is not about a single construct.
fn place(code: Code, at: &Pointer, tree: &Value) -> Option<Pointer> {
    match code.about() {
        About::Place => Some(at.clone()),
        About::List => at.parent(),
        About::Default => {
            let places = [at.key("default"), at.keys(["schema", "default"])];
            // The finding is located at a parameter or schema. If that object has no default, the default is in the
            // target of a reference.
            places.into_iter().find(|place| place.find(tree).is_some())
        }
        About::Covered | About::Run => None,
    }
}
