//! Mutations of a document's tree. Each mutation depends only on the seed and its own number, so any other mutation
//! can be omitted.

use serde_json::{Map, Value, json};

use super::hostile;
use crate::random::Random;

/// Keywords to add to objects, with valid and invalid values.
const KEYWORDS: &[&str] = &[
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "required",
    "enum",
    "default",
    "example",
    "format",
    "type",
    "items",
    "properties",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "description",
    "title",
    "summary",
    "operationId",
    "tags",
    "parameters",
    "requestBody",
    "responses",
    "servers",
    "security",
    "pattern",
    "minimum",
    "maximum",
    "const",
    "$ref",
    "style",
    "explode",
    "in",
    "name",
    "content",
    "headers",
    "x-enum-varnames",
];

/// Numbers, most of which are at the limits of integer types.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1.5",
    "-0.0",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1e308",
    "4294967296",
    "65536",
];

/// Returns the number of mutations for a seed.
pub(super) fn count(seed: u64) -> u64 {
    1 + u64::try_from(Random::new(seed, u64::MAX).below(8)).unwrap_or_default()
}

/// Applies one of a seed's mutations.
pub(super) fn apply(tree: &mut Value, seed: u64, number: u64) {
    let mut random = Random::new(seed, number);
    let nodes = nodes(tree);
    let donor = node(tree, &mut random.below(nodes)).cloned().unwrap_or_default();
    let reference = reference(tree, &mut random);
    let at = random.below(nodes.saturating_sub(1)) + 1;
    let Some(target) = node_mut(tree, &mut { at }) else { return };
    match random.below(12) {
        0 => remove(target, &mut random),
        1 => *target = donor,
        2 => duplicate(target, donor, &mut random),
        3 | 4 => *target = Value::String(hostile::string(&mut random)),
        5 => *target = scalar(&mut random),
        6 => rename(target, &mut random),
        7 => *target = json!({ "$ref": reference }),
        8 => wrap(target, &mut random),
        9 => describe(target, &mut random),
        _ => {
            let value = match random.below(4) {
                0 => donor,
                1 => scalar(&mut random),
                2 => json!({ "$ref": reference }),
                _ => Value::String(hostile::string(&mut random)),
            };
            if let Value::Object(members) = target {
                members.insert((*random.pick(KEYWORDS)).to_owned(), value);
            }
        }
    }
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(members) => Box::new(members.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn nodes(value: &Value) -> usize {
    1 + children(value).map(nodes).sum::<usize>()
}

/// Returns the node with the given number, in document order.
fn node<'a>(value: &'a Value, number: &mut usize) -> Option<&'a Value> {
    if *number == 0 {
        return Some(value);
    }
    *number -= 1;
    children(value).find_map(|child| node(child, number))
}

fn node_mut<'a>(value: &'a mut Value, number: &mut usize) -> Option<&'a mut Value> {
    if *number == 0 {
        return Some(value);
    }
    *number -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|child| node_mut(child, number)),
        Value::Object(members) => members.values_mut().find_map(|child| node_mut(child, number)),
        _ => None,
    }
}

fn remove(target: &mut Value, random: &mut Random) {
    match target {
        Value::Array(items) if !items.is_empty() => {
            items.remove(random.below(items.len()));
        }
        Value::Object(members) => {
            if let Some(key) = key(members, random) {
                members.remove(&key);
            }
        }
        other => *other = Value::Null,
    }
}

fn key(members: &Map<String, Value>, random: &mut Random) -> Option<String> {
    members.keys().nth(random.below(members.len())).cloned()
}

fn duplicate(target: &mut Value, donor: Value, random: &mut Random) {
    match target {
        Value::Array(items) => {
            let again = items.get(random.below(items.len())).cloned();
            items.push(again.unwrap_or(donor));
        }
        Value::Object(members) => {
            let again = key(members, random).and_then(|key| members.get(&key).cloned());
            members.insert(hostile::string(random), again.unwrap_or(donor));
        }
        other => *other = donor,
    }
}

fn rename(target: &mut Value, random: &mut Random) {
    if let Value::Object(members) = target
        && let Some(old) = key(members, random)
        && let Some(value) = members.remove(&old)
    {
        members.insert(hostile::string(random), value);
    }
}

fn describe(target: &mut Value, random: &mut Random) {
    if let Value::Object(members) = target {
        let text = format!("{}\n\n{}", hostile::string(random), hostile::string(random));
        members.insert("description".to_owned(), Value::String(text));
    }
}

fn scalar(random: &mut Random) -> Value {
    match random.below(6) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!([]),
        3 => json!({}),
        _ => {
            let number: &&str = random.pick(NUMBERS);
            serde_json::from_str(number).unwrap_or_default()
        }
    }
}

fn wrap(target: &mut Value, random: &mut Random) {
    let keyword =
        *random.pick(&["items", "allOf", "oneOf", "anyOf", "additionalProperties", "properties", "list"]);
    let most = if random.below(8) == 0 { 140 } else { 6 };
    for _ in 0..=random.below(most) {
        let inner = target.take();
        *target = match keyword {
            "list" => json!([inner]),
            "items" => json!({ "type": "array", "items": inner }),
            "properties" => json!({ "type": "object", "properties": { "p": inner } }),
            "additionalProperties" => json!({ "additionalProperties": inner }),
            keyword => json!({ keyword: [inner] }),
        };
    }
}

/// Returns a reference to a component, or an unresolved one.
fn reference(tree: &Value, random: &mut Random) -> String {
    let sections = tree.get("components").or_else(|| tree.get("definitions").map(|_| tree));
    let named = sections.and_then(Value::as_object).and_then(|sections| {
        let section = key(sections, random)?;
        let name = key(sections.get(&section)?.as_object()?, random)?;
        let prefix = if tree.get("components").is_some() { "components/" } else { "" };
        Some(format!("#/{prefix}{section}/{}", name.replace('~', "~0").replace('/', "~1")))
    });
    match random.below(8) {
        0 => "#".to_owned(),
        1 => "#/paths".to_owned(),
        2 => format!("../{}#/x", hostile::string(random)),
        3 => format!("#/{}", hostile::string(random)),
        _ => named.unwrap_or_else(|| "#/info".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_determines_the_mutated_document() {
        let document =
            json!({ "a": { "b": [1, 2, { "c": "text" }] }, "components": { "schemas": { "S": {} } } });
        let mutated = |seed: u64| {
            let mut tree = document.clone();
            (0..count(seed)).for_each(|number| apply(&mut tree, seed, number));
            tree
        };
        let all: Vec<Value> = (0..200).map(mutated).collect();
        assert_eq!(all, (0..200).map(mutated).collect::<Vec<_>>());
        let changed = all.iter().filter(|tree| **tree != document).count();
        assert!(changed > 150, "only {changed} of 200 documents changed");
    }
}
