//! Builds the untyped tree from the events of either parser.
//!
//! Part of `load`. The builder is stricter than serde's own tree, since it rejects a duplicate key instead of
//! dropping the first value. It is more lenient with YAML constructs that JSON does not have. Merge keys are
//! applied, non-string keys become strings as written, and integers beyond 64 bits become floating-point
//! numbers, as in JSON. Repetition by aliases is counted, to bound memory use.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::{Pointer, Way};

/// The nesting limit for objects and arrays, slightly below the limits of both parsers.
pub(crate) const MAX_DEPTH: usize = 120;

/// Returns the depth of a node, and the number of nodes in it, including itself.
pub(crate) fn measure(node: &Value) -> (usize, usize) {
    match node {
        Value::Array(items) => measure_children(items.iter()),
        Value::Object(members) => measure_members(members),
        _ => (0, 1),
    }
}

/// Returns the depth of an object, and the number of nodes in it, including itself.
pub(crate) fn measure_members(members: &Map<String, Value>) -> (usize, usize) {
    measure_children(members.values())
}

fn measure_children<'a>(below: impl Iterator<Item = &'a Value>) -> (usize, usize) {
    below.map(measure).fold((0, 1), |(depth, size), inner| (depth.max(inner.0 + 1), size + inner.1))
}

/// The cost of a node, excluding its text, in the budget for repetition by aliases.
const NODE_COST: usize = 16;

/// A finding from the builder, without a position.
pub(super) struct Problem {
    /// The finding.
    pub(super) diagnostic: Diagnostic,
    /// Whether the finding is about a duplicate key.
    pub(super) repeated_key: bool,
}

/// The state shared by all nodes while a tree is built.
pub(super) struct Build {
    merge_keys: bool,
    budget: Cell<usize>,
    // A custom serde error contains only a string, so the finding is stored here.
    problem: RefCell<Option<Problem>>,
}

impl Build {
    /// Creates the state for a JSON source, which needs no budget because it has no aliases.
    pub(super) fn of_json() -> Self {
        Self { merge_keys: false, budget: Cell::new(usize::MAX), problem: RefCell::default() }
    }

    /// Creates the state for a YAML source of `length` bytes.
    ///
    /// The nodes of a source without aliases cost at most 17 times its length, since each node has at least
    /// one byte. Ordinary aliases stay far below the limit, while nested repetition quickly reaches it.
    pub(super) fn of_yaml(length: usize) -> Self {
        let budget = length.saturating_mul(2 * NODE_COST).saturating_add(1 << 20);
        Self { merge_keys: true, budget: Cell::new(budget), problem: RefCell::default() }
    }

    /// Returns the deserializer of the root.
    pub(super) fn root(&self) -> Node<'_> {
        Node { build: self, at: Way::Root, depth: 0 }
    }

    /// Returns the finding if the builder itself failed.
    pub(super) fn into_problem(self) -> Option<Problem> {
        self.problem.into_inner()
    }

    fn fail<E: de::Error>(&self, diagnostic: Diagnostic) -> E {
        self.problem.replace(Some(Problem { diagnostic, repeated_key: false }));
        E::custom("")
    }

    fn fail_at_repeated_key<E: de::Error>(&self, at: &Pointer, key: &str) -> E {
        let diagnostic =
            Diagnostic::error(Code::DuplicateKey, at, format!("duplicate key `{key}` in this object"))
                .help("remove or rename one of the keys; other parsers silently keep only one");
        self.problem.replace(Some(Problem { diagnostic, repeated_key: true }));
        E::custom("")
    }
}

/// Creates the finding about nested aliases that repeat too many nodes.
pub(super) fn too_many_repetitions(at: &Pointer) -> Diagnostic {
    Diagnostic::error(
        Code::TooManyRepetitions,
        at,
        "the aliases of this document expand to far more text than it contains",
    )
    .help("use `$ref` for repeated parts, or remove aliases inside anchored parts")
}

/// Creates the finding about excessive nesting.
pub(super) fn nested_too_deep(at: &Pointer) -> Diagnostic {
    let message = format!("objects and lists are nested more than {MAX_DEPTH} levels deep");
    Diagnostic::error(Code::NestedTooDeep, at, message)
        .help("move inner schemas to `components`, and refer to them with `$ref`")
}

/// A deserializer for one node of the tree.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    build: &'a Build,
    at: Way<'a>,
    depth: usize,
}

impl Node<'_> {
    fn charge<E: de::Error>(&self, text: usize) -> Result<(), E> {
        match self.build.budget.get().checked_sub(NODE_COST + text) {
            Some(rest) => {
                self.build.budget.set(rest);
                Ok(())
            }
            None => Err(self.build.fail(too_many_repetitions(&self.at.pointer()))),
        }
    }

    fn enter<E: de::Error>(&self) -> Result<usize, E> {
        self.charge(0)?;
        if self.depth < MAX_DEPTH {
            return Ok(self.depth + 1);
        }
        Err(self.build.fail(nested_too_deep(&self.at.pointer())))
    }

    fn number<E: de::Error>(&self, value: f64) -> Result<Value, E> {
        self.charge(0)?;
        Number::from_f64(value).map(Value::Number).ok_or_else(|| {
            self.build.fail(
                Diagnostic::error(
                    Code::NotAFiniteNumber,
                    &self.at.pointer(),
                    format!("`{value}` is not a JSON number"),
                )
                .help("quote the value if it is a string; otherwise use a finite number"),
            )
        })
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.charge(0).map(|()| Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.charge(0).map(|()| Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.charge(0).map(|()| Value::Number(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.charge(0).map(|()| Value::Number(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.number(value as f64)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.number(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.number(value)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.charge(value.len()).map(|()| Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let depth = self.enter()?;
        let mut values = Vec::new();
        loop {
            let node = Node { build: self.build, at: Way::Index(&self.at, values.len()), depth };
            match list.next_element_seed(node)? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let depth = self.enter()?;
        let mut map = Map::new();
        // The keys that come from a merge key. The object's own keys override these, even if the merge key is last.
        let mut merged = BTreeSet::new();
        let mut has_merged = false;
        while let Some(key) = members.next_key_seed(Key(self))? {
            let node = Node { build: self.build, at: Way::Key(&self.at, &key), depth };
            if self.build.merge_keys && key == "<<" {
                if has_merged {
                    return Err(self.build.fail_at_repeated_key(&node.at.pointer(), &key));
                }
                has_merged = true;
                let value = members.next_value_seed(node)?;
                merge(&node, value, &mut map, &mut merged)?;
            } else if map.contains_key(&key) && !merged.remove(&key) {
                return Err(self.build.fail_at_repeated_key(&node.at.pointer(), &key));
            } else {
                let value = members.next_value_seed(node)?;
                map.insert(key, value);
            }
        }
        Ok(Value::Object(map))
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (tag, _) = data.variant_seed(Key(self))?;
        let message = format!("unsupported YAML tag `!{tag}`");
        Err(self.build.fail(
            Diagnostic::error(Code::UnknownTag, &self.at.pointer(), message)
                .help("remove the tag; quote a string that starts with `!`"),
        ))
    }
}

/// Adds the members of a merge key (YAML 1.1, "Merge Key Language-Independent Type").
fn merge<E: de::Error>(
    node: &Node<'_>,
    value: Value,
    map: &mut Map<String, Value>,
    merged: &mut BTreeSet<String>,
) -> Result<(), E> {
    let parts = match value {
        Value::Array(parts) => parts,
        part => vec![part],
    };
    for part in parts {
        let Value::Object(members) = part else {
            return Err(node.build.fail(
                Diagnostic::error(
                    Code::WrongMerge,
                    &node.at.pointer(),
                    "a merge key `<<` requires an object or a list of objects",
                )
                .help("use an alias to an anchored object, such as `<<: *base`"),
            ));
        };
        for (key, value) in members {
            if !map.contains_key(&key) {
                merged.insert(key.clone());
                map.insert(key, value);
            }
        }
    }
    Ok(())
}

/// A deserializer for a key, which becomes a string, as written in the source (`200`, `true`, `1.0`).
struct Key<'a>(Node<'a>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<String, E> {
        self.0.charge(value.len()).map(|()| value.to_owned())
    }
}
