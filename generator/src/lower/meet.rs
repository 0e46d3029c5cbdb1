//! Combines several schemas that apply to one value but have no common parent schema.
//!
//! Two parts of an `allOf` can describe the same property, the items of the same list or the values of the same
//! map. Their combination is a synthetic node, which has the form of an `allOf` of its parts. Within a schema
//! or operation, equal combinations share one node, so that lowering a self-referential schema terminates.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use serde_json::Value;

use super::Lowering;
use super::form::{Form, alternatively_required};
use super::joint::Known;
use super::narrow;
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::resolve::Node;

/// The maximum number of parts in all synthetic nodes combined. Without this limit, mutually recursive
/// schemas could produce exponentially many parts.
const MAX_PARTS: usize = 20_000;

/// The maximum number of parts in one synthetic node.
const MAX_TOGETHER: usize = 100;

/// The maximum number of bases of one schema.
const MAX_BASES: usize = 1_000;

/// The maximum number of references to follow when collecting the bases of one schema.
const MAX_VISITS: usize = 10_000;

/// The maximum number of bases to cache for later comparisons, to bound memory use.
const MAX_KNOWN_BASES: usize = 1_000_000;

impl<'a> Lowering<'a> {
    /// Returns a node that combines several schemas. The node belongs to the component or operation that
    /// contains `around`. If there is only one schema, returns that schema. Returns `None` if there are no
    /// schemas, or too many.
    pub(super) fn meet(&mut self, around: &Pointer, nodes: &[Node<'a>]) -> Option<Node<'a>> {
        let mut keys = Vec::new();
        let mut parts = Vec::new();
        for node in nodes {
            let inner = self.meets.parts(&node.at).map_or_else(|| vec![node.clone()], <[_]>::to_vec);
            for part in inner {
                let key = self.target_of(&part);
                if !keys.contains(&key) {
                    keys.push(key);
                    parts.push(part);
                }
            }
        }
        let last = parts.last()?.at.clone();
        if let [one] = parts.as_slice() {
            return Some(one.clone());
        }
        let key = (root_of(around), keys);
        if let Some(at) = self.meets.known.get(&key) {
            return Some(Node { at: at.clone(), json: empty_object() });
        }
        self.meets.size += parts.len();
        if parts.len() > MAX_TOGETHER || self.meets.size > MAX_PARTS {
            let message = "too many schemas apply to one value; any value is accepted";
            self.warn(Code::TooManyParts, &last, message);
            return None;
        }
        let at = key.0.key("&").index(self.meets.known.len());
        self.findings.moved_within(at.clone(), &last);
        self.meets.known.insert(key, at.clone());
        self.meets.parts.insert(at.clone(), parts);
        Some(Node { at, json: empty_object() })
    }

    /// Returns the schemas that are not implied by others. If several are equal, returns only the last one.
    pub(super) fn reduced(&mut self, nodes: &[Node<'a>]) -> Vec<Node<'a>> {
        if nodes.len() < 2 || nodes.len() > MAX_TOGETHER {
            // `meet` rejects more than `MAX_TOGETHER` parts, so one additional part is enough to trigger the
            // rejection.
            return nodes.iter().take(MAX_TOGETHER + 1).cloned().collect();
        }
        let mut left: Vec<Known<'a>> = nodes.iter().map(|node| self.known(node)).collect();
        let mut index = 0;
        while let Some(this) = left.get(index) {
            let mut others = left.iter().enumerate().filter(|(other, _)| *other != index);
            match others.any(|(_, other)| self.implies(other, this)) {
                true => drop(left.remove(index)),
                false => index += 1,
            }
        }
        left.into_iter().map(|known| known.node).collect()
    }

    /// Returns the data needed to compare a schema with others.
    pub(super) fn known(&mut self, node: &Node<'a>) -> Known<'a> {
        let formed = self.form_in_the_end(node);
        let alternatives = match &formed.form {
            Form::Union(all) => all.iter().map(|one| self.alternative(one)).collect(),
            _ => Vec::new(),
        };
        let target = self.document.follow(node).unwrap_or_else(|| node.clone());
        let bases = self.bases_of(&target);
        Known {
            node: node.clone(),
            target,
            form: formed.form,
            nullable: formed.nullable,
            alternatives,
            bases,
        }
    }

    /// Returns the data needed to compare a union branch: its target and form, after following references.
    fn alternative(&mut self, one: &Node<'a>) -> (Node<'a>, Form<'a>) {
        let form = self.form_in_the_end(one).form;
        (self.document.follow(one).unwrap_or_else(|| one.clone()), form)
    }

    /// Returns whether `known` implies `base`, that is, extends it, equals it or has a narrower form.
    pub(super) fn implies(&self, known: &Known<'a>, base: &Known<'a>) -> bool {
        if known.bases.contains(&base.target.at) || self.is_equal(&known.target, &base.target) {
            return true;
        }
        if base.target.json.get("required").is_some() && !matches!(base.form, Form::Union(_)) {
            return false;
        }
        if !self.is_sublist(known, base) {
            return false;
        }
        let of_alternative = |(one, form): &(Node<'a>, Form<'a>)| {
            known.bases.contains(&one.at)
                || self.is_equal(&known.target, one)
                || (!matches!(form, Form::Any) && self.is_narrower(&known.form, form))
        };
        let all_objects =
            !known.alternatives.is_empty() && known.alternatives.iter().all(|(_, form)| form.is_object());
        (matches!(base.form, Form::Object) && all_objects)
            || self.is_narrower(&known.form, &base.form)
            || base.alternatives.iter().any(of_alternative)
    }

    /// Returns whether all values of the first form match the second, based only on the forms.
    fn is_narrower(&self, form: &Form<'a>, wide: &Form<'a>) -> bool {
        match (form, wide) {
            (_, Form::Any) => true,
            (form, Form::Object) => form.is_object(),
            (Form::Scalar(kind), Form::Scalar(wide)) => narrow::scalars(*kind, *wide) == Some(*kind),
            (Form::Enum(values), Form::Scalar(wide)) => narrow::of_kind(values, *wide) == *values,
            (Form::Enum(values), Form::Enum(wide)) => {
                narrow::of_both(wide, values).values.len() == values.values.len()
            }
            (Form::List(_), Form::List(None)) => true,
            (Form::List(Some(item)), Form::List(Some(wide))) | (Form::Map(item), Form::Map(wide)) => {
                self.is_same_schema(item, wide)
            }
            (Form::Union(all), Form::Union(wide)) => {
                all.iter().all(|one| wide.iter().any(|other| self.is_same_schema(one, other)))
            }
            _ => false,
        }
    }

    /// Returns whether two nodes are the same schema, or equal schemas.
    pub(super) fn is_same_schema(&self, one: &Node<'a>, other: &Node<'a>) -> bool {
        one.at == other.at || self.target_of(one) == self.target_of(other) || self.is_equal(one, other)
    }

    fn is_equal(&self, one: &Node<'a>, other: &Node<'a>) -> bool {
        let is_written = |node: &Node<'a>| self.meets.parts(&node.at).is_none();
        one.json == other.json && is_written(one) && is_written(other)
    }

    /// Returns the pointers of a schema and of all schemas that it extends through `allOf`, at any depth.
    fn bases_of(&mut self, node: &Node<'a>) -> Rc<BTreeSet<Pointer>> {
        if let Some(known) = self.meets.bases.get(&node.at) {
            return Rc::clone(known);
        }
        let bases = Rc::new(self.collected_bases(node));
        if self.meets.bases_size < MAX_KNOWN_BASES {
            self.meets.bases_size += bases.len();
            self.meets.bases.insert(node.at.clone(), Rc::clone(&bases));
        }
        bases
    }

    /// Returns whether a union branch next to the given parts requires a property that none of them declares.
    pub(super) fn requires_undeclared(&mut self, node: &Node<'a>, parts: &[Node<'a>]) -> bool {
        let names: Vec<String> =
            alternatively_required(node).into_iter().flat_map(|(_, names)| names).collect();
        if names.is_empty() {
            return false;
        }
        let mut declared: BTreeSet<&str> = BTreeSet::new();
        for part in parts {
            let Some(target) = self.document.follow(part) else { continue };
            let bases = self.bases_of(&target);
            let bases = bases.iter().filter_map(|at| self.document.at(at));
            let properties = bases.filter_map(|node| node.json.get("properties")?.as_object());
            declared.extend(properties.flat_map(|all| all.keys().map(String::as_str)));
        }
        names.iter().any(|name| !declared.contains(name.as_str()))
    }

    fn collected_bases(&self, node: &Node<'a>) -> BTreeSet<Pointer> {
        let mut seen = BTreeSet::new();
        let mut todo = vec![node.clone()];
        for _ in 0..MAX_VISITS {
            let Some(node) = todo.pop().filter(|_| seen.len() < MAX_BASES) else { break };
            let Some(target) = self.document.follow(&node) else { continue };
            if let Some(known) = self.meets.bases.get(&target.at) {
                if !seen.contains(&target.at) {
                    seen.extend(known.iter().cloned());
                }
            } else if seen.insert(target.at.clone()) {
                todo.extend(target.items_of("allOf"));
            }
        }
        seen
    }

    /// Returns the pointer of a schema's target, or its own pointer if the target cannot be resolved.
    fn target_of(&self, node: &Node<'a>) -> Pointer {
        self.document.follow(node).map_or_else(|| node.at.clone(), |target| target.at)
    }
}

/// Returns the schema, operation or other component that contains a node.
fn root_of(at: &Pointer) -> Pointer {
    let steps: Vec<String> = at.segments().take(3).collect();
    Pointer::root().keys(steps.iter().map(String::as_str))
}

/// Returns the empty object, which is the JSON value of every synthetic node.
fn empty_object() -> &'static Value {
    static NOTHING: LazyLock<Value> = LazyLock::new(|| Value::Object(serde_json::Map::new()));
    &NOTHING
}
