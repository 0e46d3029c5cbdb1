//! Meet: several schemas of the document that hold for one value, with no schema around them.
//!
//! Two parts of an `allOf` can describe one property, the items of one list or the values of one map. What they say together is a node
//! that the document does not have: it stands for its parts, and its form is that of an `allOf` of them. The same parts within one
//! schema or operation are one such node, so that schemas which refer to themselves come to an end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::Value;

use super::Lowering;
use super::form::Form;
use super::narrow;
use crate::pointer::Pointer;
use crate::resolve::Node;

/// How many parts all such nodes of a document may have together: schemas that refer to each other can have exponentially many.
const MAX_PARTS: usize = 20_000;

/// How many parts one such node may have.
const MAX_TOGETHER: usize = 100;

/// How many schemas are looked at to see whether one is made of another.
const MAX_BASES: usize = 1_000;

/// The nodes that stand for several schemas.
#[derive(Default)]
pub(super) struct Meets<'a> {
    /// Their addresses, by what they belong to and the addresses of their parts.
    known: BTreeMap<(Pointer, Vec<Pointer>), Pointer>,
    /// Their parts.
    parts: BTreeMap<Pointer, Vec<Node<'a>>>,
    /// How many parts there are.
    size: usize,
    /// Those whose use is being spelled: a list of itself has no name to stop at.
    pub(super) open: Vec<Pointer>,
}

/// A schema, and what is compared of it.
pub(super) struct Known<'a> {
    /// The schema.
    pub(super) node: Node<'a>,
    /// What it refers to in the end.
    pub(super) target: Node<'a>,
    /// Its form, with references followed.
    pub(super) form: Form<'a>,
    /// Whether `null` is a value, too.
    pub(super) nullable: bool,
    /// The schemas of which it is one, references followed.
    pub(super) alternatives: Vec<(Node<'a>, Form<'a>)>,
    /// What it is made of, itself included.
    bases: BTreeSet<Pointer>,
}

impl<'a> Meets<'a> {
    /// The parts of such a node; `None` for a node of the document.
    pub(super) fn parts(&self, at: &Pointer) -> Option<&[Node<'a>]> {
        self.parts.get(at).map(Vec::as_slice)
    }
}

impl<'a> Lowering<'a> {
    /// The node that stands for several schemas, inside of what stands `around` it; the one itself if they are one, `None` without any.
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
            return Some(Node { at: at.clone(), json: nothing() });
        }
        self.meets.size += parts.len();
        if parts.len() > MAX_TOGETHER || self.meets.size > MAX_PARTS {
            let message = "too many schemas describe one value here; any value is accepted";
            self.warn("too-many-parts", &last, message);
            return None;
        }
        let at = key.0.key("&").index(self.meets.known.len());
        self.findings.moved_within(at.clone(), &last);
        self.meets.known.insert(key, at.clone());
        self.meets.parts.insert(at.clone(), parts);
        Some(Node { at, json: nothing() })
    }

    /// The schemas that say something of their own; the later of those that say the same.
    pub(super) fn reduced(&mut self, nodes: &[Node<'a>]) -> Vec<Node<'a>> {
        if nodes.len() < 2 || nodes.len() > MAX_TOGETHER {
            // More than can be one are as good as any number of them.
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

    /// What is compared of a schema.
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

    /// An alternative as it is compared, with references followed.
    fn alternative(&mut self, one: &Node<'a>) -> (Node<'a>, Form<'a>) {
        let form = self.form_in_the_end(one).form;
        (self.document.follow(one).unwrap_or_else(|| one.clone()), form)
    }

    /// Whether all that `base` says is said by `known` already, as far as that can be told without looking inside.
    pub(super) fn implies(&self, known: &Known<'a>, base: &Known<'a>) -> bool {
        if known.bases.contains(&base.target.at) || self.says_the_same(&known.target, &base.target) {
            return true;
        }
        if base.target.json.get("required").is_some() && !matches!(base.form, Form::Union(_)) {
            return false;
        }
        let of_alternative = |(one, form): &(Node<'a>, Form<'a>)| {
            known.bases.contains(&one.at)
                || self.says_the_same(&known.target, one)
                || (!matches!(form, Form::Any) && self.is_narrower(&known.form, form))
        };
        let all_objects =
            !known.alternatives.is_empty() && known.alternatives.iter().all(|(_, form)| form.is_object());
        (matches!(base.form, Form::Object) && all_objects)
            || self.is_narrower(&known.form, &base.form)
            || base.alternatives.iter().any(of_alternative)
    }

    /// Whether all values of the first kind are of the second, as far as that can be told without looking inside.
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

    /// Whether two nodes are one schema, or say the same.
    pub(super) fn is_same_schema(&self, one: &Node<'a>, other: &Node<'a>) -> bool {
        one.at == other.at || self.target_of(one) == self.target_of(other) || self.says_the_same(one, other)
    }

    fn says_the_same(&self, one: &Node<'a>, other: &Node<'a>) -> bool {
        let is_written = |node: &Node<'a>| self.meets.parts(&node.at).is_none();
        one.json == other.json && is_written(one) && is_written(other)
    }

    /// The schemas that a schema is made of by `allOf`, however deep.
    fn bases_of(&self, node: &Node<'a>) -> BTreeSet<Pointer> {
        let mut seen = BTreeSet::new();
        let mut todo = vec![node.clone()];
        while let Some(node) = todo.pop().filter(|_| seen.len() < MAX_BASES) {
            if let Some(target) = self.document.follow(&node)
                && seen.insert(target.at.clone())
            {
                todo.extend(target.items_of("allOf"));
            }
        }
        seen
    }

    /// The address of the schema that a node is or refers to.
    fn target_of(&self, node: &Node<'a>) -> Pointer {
        self.document.follow(node).map_or_else(|| node.at.clone(), |target| target.at)
    }
}

/// The schema, operation or other component that a node belongs to.
fn root_of(at: &Pointer) -> Pointer {
    let steps: Vec<String> = at.segments().take(3).collect();
    Pointer::root().keys(steps.iter().map(String::as_str))
}

/// What stands at a node that the document does not have.
fn nothing() -> &'static Value {
    static NOTHING: LazyLock<Value> = LazyLock::new(|| Value::Object(serde_json::Map::new()));
    &NOTHING
}
