//! Marks: the findings by the places that they are about, as a tree that is walked along with the document.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::table::Class;
use crate::diagnostic::{About, Became, Code, Diagnostics, find};
use crate::pointer::Pointer;

/// A node of the document that something was found at or below.
#[derive(Debug, Default)]
pub(super) struct Mark {
    found: Option<&'static Code>,
    taken: Cell<bool>,
    below: BTreeMap<String, Mark>,
}

impl Mark {
    /// The findings that say that something is approximated or dropped.
    pub(super) fn from_findings(findings: &Diagnostics, tree: &Value) -> Self {
        let mut root = Self::default();
        for finding in findings.iter() {
            let Some(code) = find(finding.code).filter(|code| class(code).is_some()) else { continue };
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

    /// What is below.
    pub(super) fn child(&self, key: &str) -> Option<&Self> {
        self.below.get(key)
    }

    /// What was found here.
    pub(super) fn here(&self) -> Option<(Class, &'static str)> {
        self.taken.set(true);
        self.found.and_then(|code| Some((class(code)?, code.meaning)))
    }

    /// The worst of what was found here and below.
    pub(super) fn all(&self) -> Option<(Class, &'static str)> {
        let below = self.below.values().filter_map(Self::all);
        self.here().into_iter().chain(below).max_by_key(|(class, _)| *class)
    }

    /// What no part of the walk has met, with its place.
    pub(super) fn left(&self, at: &Pointer, met: &mut dyn FnMut(&'static Code, Pointer)) {
        if let Some(code) = self.found.filter(|_| !self.taken.get()) {
            met(code, at.clone());
        }
        self.below.iter().for_each(|(key, mark)| mark.left(&at.key(key), met));
    }
}

/// What a finding says of its place.
pub(super) fn class(code: &Code) -> Option<Class> {
    match code.became {
        _ if code.about == About::Told => None,
        Became::Approximated => Some(Class::Approximated),
        Became::Dropped => Some(Class::Dropped),
        Became::Kept | Became::Refused => None,
    }
}

/// The place that a finding is about.
fn place(code: &Code, at: &Pointer, tree: &Value) -> Option<Pointer> {
    match code.about {
        About::Place => Some(at.clone()),
        About::List => at.parent(),
        About::Default => {
            let places = [at.key("default"), at.keys(["schema", "default"])];
            // Else it stands where a reference leads.
            places.into_iter().find(|place| tree.pointer(place.as_str()).is_some())
        }
        About::Told => None,
    }
}
