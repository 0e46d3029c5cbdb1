//! Rewrites `oneOf` and `anyOf` next to properties or `allOf`, because Rust types have no counterpart for
//! this combination.
//!
//! Each `oneOf` branch receives the sibling properties, so that the result is a union of complete objects.
//! Several `anyOf` branches can match at once, so all their properties become optional properties of the
//! object. `oneOf` is treated the same way if other schemas extend the schema, which must therefore remain an
//! object. If a union mixes plain objects with branches that only list required properties, the latter are
//! removed, since no type can express them. Unions whose branches are not plain objects are left to `lower`. If
//! all branches only list required properties, `lower` adds those that are undeclared to the object. All other
//! unions become untyped.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{walk, widen};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::external_ref;
use crate::load::{MAX_DEPTH, measure_members};
use crate::pointer::{Pointer, Way};

/// The keywords of an object that move into its `oneOf` branches. An `anyOf` next to `oneOf` is included, because
/// it lists only required properties.
const MEMBERS: [&str; 6] = ["type", "properties", "required", "additionalProperties", "allOf", "anyOf"];

/// Keywords that the schema of a plain object does not contain.
const MORE: [&str; 6] = ["$ref", "allOf", "oneOf", "anyOf", "items", "enum"];

/// The maximum number of nodes that this rewrite adds to the tree. Without a limit, nested unions could double the
/// number of sibling keywords at each level.
const MAX_ADDED: usize = 250_000;

/// Rewrites every union next to properties or `allOf`.
pub(super) fn convert(tree: &mut Value, findings: &mut Diagnostics) {
    let mut named = BTreeSet::new();
    let mut found = false;
    walk::objects(tree, &mut |object, _| {
        if is_made_up(object) || object.contains_key("required") {
            for one in ["oneOf", "anyOf"].iter().filter_map(|key| object.get(*key)?.as_array()).flatten() {
                found = true;
                named.extend(name_of(one));
                named.extend(one.as_object().into_iter().flat_map(names_of_properties));
            }
            if found {
                named.extend(names_of_properties(object));
            }
        }
    });
    if !found {
        return;
    }
    // The schemas that branches and properties refer to are copied, because the tree changes during the walk.
    let all = tree.pointer("/components/schemas").and_then(Value::as_object);
    let schema_of = |name: &String| all?.get(name);
    let of_branches: Vec<String> = named
        .iter()
        .filter_map(schema_of)
        .filter_map(Value::as_object)
        .flat_map(names_of_properties)
        .collect();
    named.extend(of_branches);
    let schemas = named.iter().filter_map(|name| Some((name.clone(), schema_of(name)?.clone()))).collect();
    let mut choices = Choices { schemas, bases: bases(tree), added: 0, findings };
    walk::objects(tree, &mut |object, at| choices.schema(object, at));
}

/// Returns the references in all `allOf`s, which identify the schemas that others extend.
fn bases(tree: &mut Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk::objects(tree, &mut |object, _| {
        let parts = object.get("allOf").and_then(Value::as_array).into_iter().flatten();
        found.extend(parts.filter_map(|part| part.get("$ref")?.as_str()).map(str::to_owned));
    });
    found
}

/// A branch of a union, with the location of its schema, or of the schema that it refers to.
struct Branch {
    at: Pointer,
    schema: Value,
}

/// The properties that an object receives from the branches of a union.
struct Merged {
    /// Properties that the object does not declare.
    more: Map<String, Value>,
    /// Properties of the object that now accept more values.
    wider: Map<String, Value>,
    /// The new and old locations of the schemas in `more`.
    moves: Vec<(Pointer, Pointer)>,
}

struct Choices<'a> {
    schemas: Map<String, Value>,
    bases: BTreeSet<String>,
    added: usize,
    findings: &'a mut Diagnostics,
}

impl Choices<'_> {
    fn schema(&mut self, object: &mut Map<String, Value>, at: &Way<'_>) {
        let is_choice = |key: &&str| {
            let all = object.get(*key).and_then(Value::as_array);
            all.is_some_and(|all| all.iter().any(describes_values))
        };
        let keys: Vec<&str> = ["oneOf", "anyOf"].into_iter().filter(is_choice).collect();
        let is_rewritten = is_made_up(object) || (keys == ["oneOf"] && self.requires_undeclared(object));
        if !is_rewritten || keys.len() > 1 {
            return;
        }
        for key in keys {
            if self.has_scalars(object, key) {
                return;
            }
            let Some(Value::Array(alternatives)) = object.get_mut(key) else { continue };
            let list = at.pointer().key(key);
            let places =
                alternatives.iter().enumerate().map(|(index, one)| place_of(one, &list.index(index)));
            let all = places.zip(alternatives.clone()).map(|(at, schema)| Branch { at, schema });
            let (branches, constraints): (Vec<_>, Vec<_>) =
                all.partition(|branch| describes_values(&branch.schema));
            alternatives.retain(describes_values);
            match branches.len() {
                1 if constraints.is_empty() => {}
                2.. if key == "oneOf" && self.is_free(object, at) => {
                    self.absorb_siblings(object, &constraints, at);
                }
                _ => self.flatten(object, key, &branches, &constraints, at),
            }
        }
    }

    /// Returns whether any branch accepts values other than objects. Such a union is not rewritten.
    fn has_scalars(&self, object: &Map<String, Value>, key: &str) -> bool {
        let all = object.get(key).and_then(Value::as_array).into_iter().flatten();
        let mut types = all.filter_map(|one| self.followed(one).get("type")?.as_str());
        types.any(|typ| typ != "object")
    }

    /// Returns whether the object can become a union: no other schema may extend it, and each branch must itself be
    /// an object.
    fn is_free(&self, object: &Map<String, Value>, at: &Way<'_>) -> bool {
        let all = object.get("oneOf").and_then(Value::as_array);
        !self.bases.contains(&at.pointer().reference())
            && all.into_iter().flatten().all(|one| {
                let schema = self.followed(one);
                let is_more =
                    ["$ref", "items", "enum", "oneOf", "anyOf"].iter().any(|key| schema.get(*key).is_some());
                let typ = schema.get("type").and_then(Value::as_str).unwrap_or("object");
                typ == "object" && !is_more && schema.is_object()
            })
    }

    /// Returns whether the object requires a property that no branch declares. Such a requirement must be copied
    /// to each branch.
    fn requires_undeclared(&self, object: &Map<String, Value>) -> bool {
        let all = object.get("oneOf").and_then(Value::as_array).into_iter().flatten();
        let Some(parts) = all.map(|one| plain(self.followed(one))).collect::<Option<Vec<_>>>() else {
            return false;
        };
        let names = object.get("required").and_then(Value::as_array).into_iter().flatten();
        let mut names = names.filter_map(Value::as_str);
        names.any(|name| parts.iter().all(|part| !part.contains_key(name)))
    }

    /// Moves the sibling properties into each branch, together with the undeclared properties that `constraints`
    /// require.
    fn absorb_siblings(&mut self, object: &mut Map<String, Value>, constraints: &[Branch], at: &Way<'_>) {
        let mut beside: Map<String, Value> =
            MEMBERS.iter().filter_map(|key| Some(((*key).to_owned(), object.get(*key)?.clone()))).collect();
        let all = object.get("oneOf").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let count = all.len();
        let lists = all.iter().filter_map(|one| plain(self.followed(one)));
        let chosen: BTreeSet<String> = lists.flat_map(Map::keys).cloned().collect();
        let known = beside.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        let constraints = constraints.iter().map(|one| (&one.at, &one.schema));
        let mut constraints =
            undeclared(constraints, |name| known.contains_key(name) || chosen.contains(name));
        if beside.contains_key("anyOf") {
            constraints.clear();
        } else if !constraints.is_empty() {
            beside.insert("anyOf".to_owned(), constraints.iter().map(|one| one.schema.clone()).collect());
        }
        let (depth, size) = measure_members(&beside);
        let here = at.pointer();
        let deepest = here.segments().count() + measure_members(object).0.max(depth) + 4;
        if deepest > MAX_DEPTH || self.added + count * size > MAX_ADDED {
            return;
        }
        self.added += count * size;
        MEMBERS.iter().for_each(|key| {
            object.shift_remove(*key);
        });
        let alternatives = object.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten();
        for (index, one) in alternatives.enumerate() {
            let mut beside = beside.clone();
            if let (Some(Value::Array(required)), Some(own)) =
                (beside.get_mut("required"), plain(self.followed(one)))
            {
                // A property that only another branch declares is required there, not here.
                let is_of_another = |name: &str| {
                    chosen.contains(name) && !own.contains_key(name) && !known.contains_key(name)
                };
                required.retain(|name| !name.as_str().is_some_and(is_of_another));
            }
            let at = here.key("oneOf").index(index);
            let first = at.key("allOf").index(0);
            for (index, one) in constraints.iter().enumerate() {
                self.findings.moved_within(first.key("anyOf").index(index), &one.at);
            }
            self.findings.moved_within(first, &here);
            self.findings.moved_within(at.key("allOf").index(1), &at);
            *one = joined(beside, one);
        }
    }

    /// Replaces the branches with their properties, all of which become optional.
    fn flatten(
        &mut self,
        object: &mut Map<String, Value>,
        key: &str,
        branches: &[Branch],
        constraints: &[Branch],
        at: &Way<'_>,
    ) {
        let schemas = branches.iter().map(|branch| self.followed(&branch.schema));
        let parts: Option<Vec<_>> = schemas.clone().map(plain).collect();
        let Some(parts) = parts else { return };
        let others = others(schemas);
        let here = at.pointer();
        let known = object.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        let Merged { more, wider, moves } = self.merged(&here, &known, branches.iter().zip(parts));
        let (depth, size) = measure_members(&more);
        let (wider_depth, wider_size) = measure_members(&wider);
        let (depth, size) = (depth.max(wider_depth), size + wider_size);
        if here.segments().count() + depth + 2 > MAX_DEPTH || self.added + size > MAX_ADDED {
            return;
        }
        self.added += size;
        moves.into_iter().for_each(|(new, old)| self.findings.moved_within(new, &old));
        if !object.contains_key("additionalProperties") {
            object.extend(others.map(|others| ("additionalProperties".to_owned(), others)));
        }
        let all = branches.iter().chain(constraints).map(|one| (&one.at, self.followed(&one.schema)));
        let required = undeclared(all, |name| known.contains_key(name) || more.contains_key(name));
        object.remove(key);
        if !required.is_empty() {
            for (index, one) in required.iter().enumerate() {
                self.findings.moved_within(here.key(key).index(index), &one.at);
            }
            object.insert(key.to_owned(), required.into_iter().map(|one| one.schema).collect());
        }
        if let Value::Object(properties) = object.entry("properties").or_insert_with(|| json!({})) {
            properties.extend(wider);
            properties.extend(more);
        }
        let message =
            format!("the properties of all branches of `{key}` are merged, and each of them is optional");
        self.findings.push(Diagnostic::note(Code::ApproximatedChoice, &here.key(key), message));
    }

    /// Merges the properties of the branches. `known` contains the properties of the object at `here`.
    fn merged<'b>(
        &self,
        here: &Pointer,
        known: &Map<String, Value>,
        branches: impl Iterator<Item = (&'b Branch, &'b Map<String, Value>)>,
    ) -> Merged {
        let mut more: Map<String, Value> = Map::new();
        let mut wider: Map<String, Value> = Map::new();
        let mut moves = Vec::new();
        for (branch, part) in branches {
            for (name, schema) in part {
                if let Some(known) = known.get(name) {
                    let widened = wider.entry(name.as_str()).or_insert_with(|| known.clone());
                    widen::widen(widened, schema, &self.schemas);
                    continue;
                }
                match more.get_mut(name) {
                    None => {
                        let old = branch.at.keys(["properties", name]);
                        moves.push((here.keys(["properties", name]), old));
                        more.insert(name.clone(), schema.clone());
                    }
                    Some(known) if known == schema => {}
                    Some(known) => *known = json!({ "anyOf": [known.clone(), schema] }),
                }
            }
        }
        wider.retain(|name, schema| known.get(name) != Some(schema));
        Merged { more, wider, moves }
    }

    /// Returns the schema itself, or the one that it refers to.
    fn followed<'a>(&'a self, schema: &'a Value) -> &'a Value {
        widen::followed(schema, &self.schemas)
    }
}

/// Combines a branch with the keywords next to its union, under the branch's name.
fn joined(beside: Map<String, Value>, one: &Value) -> Value {
    let title = one.get("title").and_then(Value::as_str).map(str::to_owned);
    let title = title.or_else(|| name_of(one).map(|key| external_ref::name_of(&key)));
    let mut whole = Map::new();
    whole.extend(title.map(|title| ("title".to_owned(), Value::String(title))));
    whole.insert("allOf".to_owned(), json!([beside, one]));
    Value::Object(whole)
}

/// Returns the names of the schemas that the properties of a schema refer to.
fn names_of_properties(schema: &Map<String, Value>) -> impl Iterator<Item = String> {
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    properties.filter_map(|(_, property)| name_of(property))
}

/// Returns the branches that require undeclared properties, reduced to these requirements.
fn undeclared<'a>(
    branches: impl Iterator<Item = (&'a Pointer, &'a Value)>,
    is_declared: impl Fn(&str) -> bool,
) -> Vec<Branch> {
    let left = |(at, schema): (&Pointer, &Value)| {
        let names = schema.get("required")?.as_array()?.iter();
        let names = names.filter(|name| name.as_str().is_some_and(|name| !is_declared(name)));
        let names: Vec<Value> = names.cloned().collect();
        (!names.is_empty()).then(|| Branch { at: at.clone(), schema: json!({ "required": names }) })
    };
    branches.filter_map(left).collect()
}

/// Returns the `additionalProperties` of the merged object if any branch allows undeclared properties.
fn others<'a>(alternatives: impl Iterator<Item = &'a Value>) -> Option<Value> {
    let declared = alternatives.filter_map(|one| one.get("additionalProperties"));
    let mut allowed = declared.filter(|others| others.is_object() || **others == Value::Bool(true));
    let first = allowed.next()?;
    Some(if allowed.all(|other| other == first) { first.clone() } else { Value::Bool(true) })
}

/// Returns the name of the component schema that `schema` refers to, if it is a reference.
pub(super) fn name_of(schema: &Value) -> Option<String> {
    let place = Pointer::parse(schema.get("$ref")?.as_str()?.strip_prefix('#')?)?;
    let steps: Vec<String> = place.segments().collect();
    match steps.as_slice() {
        [components, schemas, name] if components == "components" && schemas == "schemas" => {
            Some(name.clone())
        }
        _ => None,
    }
}

/// Returns the location of a branch, or of the schema that it refers to.
fn place_of(schema: &Value, at: &Pointer) -> Pointer {
    name_of(schema).map_or_else(|| at.clone(), |name| Pointer::root().keys(["components", "schemas", &name]))
}

/// Returns whether a schema has its own properties.
fn has_properties(schema: &Map<String, Value>) -> bool {
    schema.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty())
}

/// Returns whether a schema describes properties: its own, inherited or additional ones.
fn is_made_up(schema: &Map<String, Value>) -> bool {
    let has_others = match schema.get("additionalProperties") {
        Some(Value::Object(values)) => !values.is_empty(),
        others => others == Some(&Value::Bool(true)),
    };
    let has_parts = schema.get("allOf").and_then(Value::as_array).is_some_and(|all| !all.is_empty());
    has_others || has_parts || has_properties(schema)
}

/// Returns whether a branch does more than list required properties.
fn describes_values(schema: &Value) -> bool {
    let has = |key: &str| schema.get(key).is_some_and(|value| !value.is_null());
    let typ = schema.get("type").and_then(Value::as_str).unwrap_or("object");
    let lists = schema.as_object().is_some_and(has_properties);
    lists || has("additionalProperties") || typ != "object" || MORE.iter().any(|key| has(key))
}

/// Returns the properties of a schema if it is a plain object.
pub(super) fn plain(schema: &Value) -> Option<&Map<String, Value>> {
    let typ = schema.get("type").and_then(Value::as_str).unwrap_or("object");
    // A union whose branches only list required properties does not declare any properties.
    let narrows = |key: &str, value: &Value| {
        matches!(key, "oneOf" | "anyOf")
            && value.as_array().is_some_and(|all| !all.iter().any(describes_values))
    };
    let is_more = MORE.iter().any(|key| schema.get(*key).is_some_and(|value| !narrows(key, value)));
    schema.get("properties").and_then(Value::as_object).filter(|_| typ == "object" && !is_more)
}
