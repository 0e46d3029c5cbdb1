//! Computes how much a document grows when its referenced parts are copied.
//!
//! A reference to a named schema becomes the name of a Rust type. All other references are replaced with copies
//! of their targets: parameters, bodies, responses, headers, examples, path items, and schemas in `allOf` and
//! forms. Operations also copy the parts that they inherit from their path and from the root. A small document
//! can therefore describe a huge API, so [`check`] limits the total size of the copies.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::references::{MAX_HOPS, Target, target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::normalise::walk::{holds_data, holds_names};
use crate::pointer::Pointer;

/// Returns the maximum total size, in bytes, of the copies in a document of the given size, and of its emitted
/// files. Real documents reach at most a quarter of the limit.
pub(crate) fn limit(document: usize) -> usize {
    document.saturating_mul(32).saturating_add(32 << 20)
}

/// The fixed size of a node, in bytes, in addition to its text. Even an empty node costs memory and code.
const NODE: usize = 32;

/// The weight of a form's schema. It exceeds 1, because each property becomes a setter on each request,
/// with an example and a test.
const FORM: usize = 3;

/// The maximum number of schemas that one `allOf` combines; `lower` omits the rest.
const PARTS: usize = 100;

/// The keys of operations in a path item, except those in `additionalOperations`.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Reports an error if the copies exceed the limit for a document of the given size, in bytes. The tree may use
/// any supported version.
pub(crate) fn check(tree: &Value, document: usize, findings: &mut Diagnostics) {
    if let Some(finding) = exceeded(tree, limit(document)) {
        findings.push(finding);
    }
}

/// Returns the error for a tree whose copies exceed `limit`, in bytes.
fn exceeded(tree: &Value, limit: usize) -> Option<Diagnostic> {
    let mut expansion =
        Expansion { tree, targets: BTreeMap::new(), sizes: BTreeMap::new(), gains: BTreeMap::new() };
    let copies = expansion.copies_in(tree);
    let inherited = expansion.inherited();
    let gain = copies.iter().fold(inherited, |sum, copy| sum.saturating_add(expansion.cost(copy)));
    if gain <= limit {
        return None;
    }
    let largest = expansion.largest(&copies).filter(|(_, cost)| *cost > inherited);
    let at = largest.as_ref().map_or_else(|| Pointer::root().key("paths"), |(at, _)| at.clone());
    let what = match &largest {
        Some(_) => format!("`{}` and other parts", at.reference()),
        None => "inherited parts".to_owned(),
    };
    let message = format!(
        "{what} are copied to each location that refers to them or inherits them, about {} MB in total; the limit for a document of this size is {} MB",
        gain.div_ceil(1_000_000),
        limit / 1_000_000
    );
    Some(
        Diagnostic::error(Code::ExpansionTooLarge, &at, message)
            .help("shorten these parts, use them in fewer locations, or split the document"),
    )
}

/// A part of the document whose copy replaces a reference.
#[derive(Clone, Copy)]
struct Copied<'a> {
    reference: &'a str,
    target: &'a Value,
    /// Whether the copy includes copies of the parts that the target refers to.
    deep: bool,
    weight: usize,
}

/// The sizes of referenced parts. Each part is identified by its address in the tree.
struct Expansion<'a> {
    tree: &'a Value,
    targets: BTreeMap<&'a str, Option<&'a Value>>,
    sizes: BTreeMap<usize, usize>,
    /// The size of the copies in each referenced part, keyed by address.
    gains: BTreeMap<usize, usize>,
}

impl<'a> Expansion<'a> {
    fn target(&mut self, reference: &'a str) -> Option<&'a Value> {
        let tree = self.tree;
        *self.targets.entry(reference).or_insert_with(|| match target(reference) {
            Target::Local(at) => at.find(tree),
            Target::External | Target::Malformed => None,
        })
    }

    /// Returns the node itself or, if it is a reference, its final target.
    fn follow(&mut self, node: &'a Value) -> Option<&'a Value> {
        let mut node = node;
        for _ in 0..MAX_HOPS {
            match reference(node) {
                Some(reference) => node = self.target(reference)?,
                None => return Some(node),
            }
        }
        None
    }

    fn size(&mut self, node: &'a Value) -> usize {
        *self.sizes.entry(address(node)).or_insert_with(|| size(node))
    }

    fn cost(&mut self, copy: &Copied<'a>) -> usize {
        if copy.deep {
            self.settle(copy.target);
        }
        self.settled_cost(copy)
    }

    fn settled_cost(&mut self, copy: &Copied<'a>) -> usize {
        let gain = self.gains.get(&address(copy.target)).copied().filter(|_| copy.deep);
        self.size(copy.target).saturating_add(gain.unwrap_or_default()).saturating_mul(copy.weight)
    }

    /// Computes the size of the copies in a part. If a part contains itself, the inner occurrence is not
    /// counted as a copy.
    ///
    /// A chain of references can be as long as the document, so this function uses a loop with an explicit stack.
    fn settle(&mut self, part: &'a Value) {
        let mut stack: Vec<(&Value, Option<Vec<Copied<'_>>>)> = vec![(part, None)];
        while let Some((part, copies)) = stack.pop() {
            let key = address(part);
            if let Some(copies) = copies {
                let costs = copies.iter().map(|copy| self.settled_cost(copy));
                let gain = costs.fold(0, usize::saturating_add);
                self.gains.insert(key, gain);
            } else if let Entry::Vacant(gain) = self.gains.entry(key) {
                gain.insert(0);
                let copies = self.copies_in(part);
                let inner: Vec<_> =
                    copies.iter().filter(|copy| copy.deep).map(|copy| (copy.target, None)).collect();
                stack.push((part, Some(copies)));
                stack.extend(inner);
            }
        }
    }

    fn copies_in(&mut self, node: &'a Value) -> Vec<Copied<'a>> {
        let mut copies = Vec::new();
        self.collect(node, false, &mut copies);
        copies
    }

    /// Collects the copies in a node; `names` is `true` if the node's keys are names, not keywords.
    ///
    /// The recursion is bounded, because `load` limits the depth of the tree.
    fn collect(&mut self, node: &'a Value, names: bool, copies: &mut Vec<Copied<'a>>) {
        match node {
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, false, copies)),
            Value::Object(members) => {
                if !names {
                    self.copies_of(node, members, copies);
                }
                for (key, value) in members {
                    let data = holds_data(key) || (key == "examples" && value.is_array());
                    if names || !data {
                        self.collect(value, !names && holds_names(key), copies);
                    }
                }
            }
            _ => {}
        }
    }

    /// Adds the copies that an object's own keywords cause.
    fn copies_of(&mut self, node: &'a Value, members: &'a Map<String, Value>, copies: &mut Vec<Copied<'a>>) {
        if let Some(reference) = reference(node)
            && !is_schema_reference(reference)
            && let Some(target) = self.target(reference)
        {
            copies.push(Copied { reference, target, deep: !is_in_a_schema(reference), weight: 1 });
        }
        // An `allOf` with one part and no properties becomes a reference to the part, so nothing is copied.
        let parts = members.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        if parts > 1 || parts == 1 && members.contains_key("properties") {
            self.parts(node, 1, copies);
        }
        for (media_type, content) in members.get("content").and_then(Value::as_object).into_iter().flatten() {
            let is_form = media_type.starts_with("multipart/") || media_type.contains("form-urlencoded");
            if let Some(schema) = content.get("schema").filter(|_| is_form) {
                // The size of the document already includes an inline schema once.
                copies.push(Copied { reference: "", target: schema, deep: false, weight: FORM - 1 });
                self.parts(schema, FORM, copies);
            }
        }
    }

    /// Adds the named schemas whose properties a schema copies.
    fn parts(&mut self, schema: &'a Value, weight: usize, copies: &mut Vec<Copied<'a>>) {
        let mut known = BTreeSet::new();
        let mut queue = vec![schema];
        while let Some(node) = queue.pop() {
            if let Some(reference) = reference(node) {
                let Some(target) = self.target(reference) else { continue };
                if known.len() == PARTS || !known.insert(address(target)) {
                    continue;
                }
                copies.push(Copied { reference, target, deep: false, weight });
                queue.push(target);
            }
            queue.extend(node.get("allOf").and_then(Value::as_array).into_iter().flatten());
        }
    }

    /// Returns the total size of the parts that all operations inherit.
    fn inherited(&mut self) -> usize {
        let paths = self.tree.get("paths").and_then(Value::as_object).into_iter().flatten();
        paths.map(|(path, item)| self.inherited_in(path, item)).fold(0, usize::saturating_add)
    }

    /// Returns the total size of the parts that the operations of a path inherit.
    fn inherited_in(&mut self, path: &'a str, item: &'a Value) -> usize {
        let Some(Value::Object(item)) = self.follow(item) else { return 0 };
        let is_operation = |key: &str| METHODS.contains(&key) || key == "additionalOperations";
        let methods = item.iter().filter(|(key, _)| METHODS.contains(&key.as_str())).map(|(_, value)| value);
        let additional = item.get("additionalOperations").and_then(Value::as_object);
        let operations: Vec<&Value> = methods.chain(additional.into_iter().flat_map(Map::values)).collect();
        let mut shared = path.len();
        for (_, value) in item.iter().filter(|(key, _)| !is_operation(key)) {
            shared = shared.saturating_add(self.cost(&Copied {
                reference: "",
                target: value,
                deep: true,
                weight: 1,
            }));
        }
        let of_root = operations.iter().map(|operation| self.inherited_by(operation));
        of_root.fold(shared.saturating_mul(operations.len().saturating_sub(1)), usize::saturating_add)
    }

    /// Returns the size of the parts that an operation inherits from the root. For Swagger 2.0, this
    /// includes a copy of each schema for each media type.
    fn inherited_by(&mut self, operation: &'a Value) -> usize {
        let root = self.tree;
        let of = |key: &str| operation.get(key).or_else(|| root.get(key));
        let own = |key: &str| operation.get(key).is_some();
        let mut sum = if own("security") { 0 } else { of("security").map_or(0, |all| self.size(all)) };
        if root.get("swagger").is_none() {
            return sum;
        }
        let list = |key: &str| of(key).and_then(Value::as_array).map_or(0, Vec::len);
        if let Some(responses) = operation.get("responses") {
            let number = responses.as_object().map_or(0, Map::len);
            let media_types = of("produces").map_or(0, |all| self.size(all)).saturating_mul(number);
            sum = sum.saturating_add(media_types);
            sum = sum.saturating_add(self.size(responses).saturating_mul(list("produces").saturating_sub(1)));
        }
        sum.saturating_add(of("consumes").map_or(0, |all| self.size(all)))
    }

    /// Returns the location of the part with the largest total size of copies, and that size.
    fn largest(&mut self, copies: &[Copied<'a>]) -> Option<(Pointer, usize)> {
        let mut costs: BTreeMap<&str, usize> = BTreeMap::new();
        for copy in copies.iter().filter(|copy| !copy.reference.is_empty()) {
            let cost = self.cost(copy);
            let sum = costs.entry(copy.reference).or_default();
            *sum = sum.saturating_add(cost);
        }
        let (reference, cost) = costs.into_iter().max_by_key(|(_, cost)| *cost)?;
        match target(reference) {
            Target::Local(at) => Some((at, cost)),
            Target::External | Target::Malformed => None,
        }
    }
}

fn reference(node: &Value) -> Option<&str> {
    node.get("$ref").and_then(Value::as_str)
}

/// Returns whether a reference points to a named schema, in the notation of any version.
fn is_schema_reference(reference: &str) -> bool {
    below_schemas(reference).is_some_and(|name| !name.contains('/'))
}

/// Returns whether a reference points to a schema inside a named one. Such a schema becomes at most one type per
/// operation, regardless of the number of references to it.
fn is_in_a_schema(reference: &str) -> bool {
    below_schemas(reference).is_some_and(|path| path.contains('/'))
}

fn below_schemas(reference: &str) -> Option<&str> {
    ["#/components/schemas/", "#/definitions/"].iter().find_map(|start| reference.strip_prefix(start))
}

/// Returns the address of a node, which identifies it because the tree does not change while addresses are in
/// use.
fn address(node: &Value) -> usize {
    std::ptr::from_ref(node).addr()
}

/// Returns the size of a node without copies.
fn size(node: &Value) -> usize {
    let inner = match node {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.iter().map(|(key, value)| key.len() + size(value)).sum(),
        _ => 0,
    };
    NODE + inner
}

#[cfg(test)]
mod tests;
