//! The generator's findings about the schemas that an instance uses.
//!
//! A finding reports that a part of a schema is not fully expressed, so a difference there is not a defect.

use std::collections::{BTreeMap, BTreeSet};

use generator::diagnostic::{Code, Diagnostics, Outcome};
use serde_json::Value;

use super::schemas::resolved;

/// Keywords whose values contain other schemas.
const NESTED: [&str; 8] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "items",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "properties",
];

/// The findings about defects, and about constructs that the crate does not fully express.
#[derive(Default)]
pub(super) struct Findings {
    /// Pairs of a JSON pointer and a code, sorted.
    all: Vec<(String, Code)>,
}

impl Findings {
    /// Collects the findings about defects, and about constructs that the crate does not fully express.
    pub(super) fn new(findings: &Diagnostics) -> Self {
        let is_loss = |code: Code| {
            code.is_about_document() && (code.is_defect() || code.outcome() != Some(Outcome::Handled))
        };
        let found = findings.iter().filter(|finding| is_loss(finding.code));
        let mut all: Vec<_> = found.map(|one| (one.pointer.to_string(), one.code)).collect();
        all.sort();
        all.dedup();
        Self { all }
    }

    /// Returns the codes of the findings at or below a JSON pointer, without duplicates.
    pub(super) fn below(&self, pointer: &str) -> Vec<String> {
        let start = self.all.partition_point(|(other, _)| other.as_str() < pointer);
        let found = self.all.iter().skip(start).take_while(|(other, _)| other.starts_with(pointer));
        let is_below = |other: &str| matches!(other.get(pointer.len()..), Some(rest) if rest.is_empty() || rest.starts_with('/'));
        let codes: BTreeSet<Code> =
            found.filter(|(other, _)| is_below(other)).map(|(_, code)| *code).collect();
        codes.into_iter().map(|code| code.name().to_owned()).collect()
    }

    /// Returns the codes of the findings about schemas that an instance uses, without duplicates.
    pub(super) fn about(&self, uses: &Uses) -> Vec<String> {
        let mut codes = BTreeSet::new();
        for pointer in uses.0.values().flatten() {
            let start = self.all.partition_point(|(other, _)| other < pointer);
            for (other, code) in
                self.all.iter().skip(start).take_while(|(other, _)| other.starts_with(pointer))
            {
                let rest = other.get(pointer.len()..).unwrap_or_default();
                let keyword = rest.strip_prefix('/').and_then(|rest| rest.split('/').next());
                let is_own = keyword.is_some_and(|keyword| !NESTED.contains(&keyword));
                if is_own || ["", "/patternProperties", "/prefixItems"].contains(&rest) {
                    codes.insert(*code);
                }
            }
        }
        codes.into_iter().map(|code| code.name().to_owned()).collect()
    }
}

/// The JSON pointers of the schemas that apply to an instance and to the values in it, keyed by the memory address of
/// each value. All branches of `oneOf` and `anyOf` are included.
#[derive(Default)]
pub(super) struct Uses(BTreeMap<usize, BTreeSet<String>>);

impl Uses {
    /// Collects the schemas; `pointer` refers to the instance's schema.
    pub(super) fn of(tree: &Value, pointer: &str, instance: &Value) -> Self {
        let mut uses = Self::default();
        uses.visit(tree, pointer, instance);
        uses
    }

    /// Returns the schemas that apply to a value in the instance.
    pub(super) fn at(&self, value: &Value) -> impl Iterator<Item = &str> {
        self.0.get(&std::ptr::from_ref(value).addr()).into_iter().flatten().map(String::as_str)
    }

    /// Visits each schema at most once per value, so that the traversal of recursive schemas terminates.
    fn visit(&mut self, tree: &Value, pointer: &str, value: &Value) {
        let Some(Value::Object(schema)) = tree.pointer(pointer) else { return };
        if !self.0.entry(std::ptr::from_ref(value).addr()).or_default().insert(pointer.to_owned()) {
            return;
        }
        if let Some(target) =
            schema.get("$ref").and_then(Value::as_str).and_then(|target| resolved(tree, target))
        {
            self.visit(tree, &target, value);
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let parts = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
            for index in 0..parts {
                self.visit(tree, &format!("{pointer}/{keyword}/{index}"), value);
            }
        }
        for (name, value) in value.as_object().into_iter().flatten() {
            let declared = format!("{pointer}/properties/{}", name.replace('~', "~0").replace('/', "~1"));
            let is_declared = tree.pointer(&declared).is_some();
            let place = if is_declared { declared } else { format!("{pointer}/additionalProperties") };
            self.visit(tree, &place, value);
        }
        for value in value.as_array().into_iter().flatten() {
            self.visit(tree, &format!("{pointer}/items"), value);
        }
    }
}
