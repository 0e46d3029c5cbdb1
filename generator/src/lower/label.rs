//! Names inline union variants by their distinguishing features.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Lowering;
use super::form::Form;
use crate::resolve::Node;

/// The maximum number of properties on the path to a constant that names a variant.
const DEPTH: usize = 2;

/// The maximum number of a variant's properties to search for constants.
const MAX_PROPERTIES: usize = 64;

/// A property with a single value, and the names of the properties that lead to it.
type Constant<'a> = (Vec<&'a str>, &'a Value);

/// For each constant and each property, the number of union variants that have it.
pub(super) struct Labels {
    constants: BTreeMap<String, usize>,
    required: BTreeMap<String, usize>,
    listed: BTreeMap<String, usize>,
}

impl<'a> Lowering<'a> {
    /// Counts, for each constant and property, the variants of a union that have it.
    pub(super) fn labels(&self, variants: &[Node<'a>]) -> Labels {
        let mut labels =
            Labels { constants: BTreeMap::new(), required: BTreeMap::new(), listed: BTreeMap::new() };
        // A reference has its schema's name, so only inline variants are counted.
        for variant in variants.iter().filter(|variant| variant.reference().is_none()) {
            let constants = self.constants_of(variant);
            constants.iter().for_each(|constant| count(&mut labels.constants, key(constant)));
            required(variant).into_iter().for_each(|name| count(&mut labels.required, name));
            listed(variant).into_iter().for_each(|name| count(&mut labels.listed, name));
        }
        labels
    }

    /// Returns the name of an inline variant, derived from its distinguishing features.
    pub(super) fn label(&mut self, variant: &Node<'a>, labels: &Labels) -> String {
        let variant = &self.meets.parts(&variant.at).and_then(<[_]>::first).unwrap_or(variant).clone();
        let formed = self.form(variant);
        let word = match &formed.form {
            Form::Struct | Form::Merge { .. } => return self.object_label(&formed.node, labels),
            Form::Enum(values) => match values.values.as_slice() {
                [one] => return one.value.to_string(),
                _ => "value",
            },
            Form::List(_) => "list",
            Form::Map(_) => "map",
            Form::Union(_) => "choice",
            Form::Reference(_) | Form::Any | Form::Object | Form::Scalar(_) => "object",
        };
        word.to_owned()
    }

    /// Returns the name of an inline object.
    ///
    /// The name is the first of the following that exists:
    ///
    /// 1. a string that only this variant has as the single value of a property, such as its tag;
    /// 2. any other value that only this variant has as the single value of a property, with the property's name;
    /// 3. a property that only this variant requires or has;
    /// 4. a string that is the single value of a property, even if other variants also have it;
    /// 5. `object`.
    fn object_label(&self, node: &Node<'a>, labels: &Labels) -> String {
        let constants = self.constants_of(node);
        let text = |(_, value): &Constant<'a>| value.as_str().map(str::to_owned);
        let own = |constant: &&Constant<'a>| labels.constants.get(&key(constant)).is_none_or(|n| *n < 2);
        let property = |(path, value): &Constant<'a>| Some(format!("{} {value}", path.last()?));
        let alone = |names: Vec<String>, counts: &BTreeMap<String, usize>| {
            names.into_iter().find(|name| counts.get(name).is_none_or(|count| *count < 2))
        };
        constants
            .iter()
            .filter(own)
            .find_map(text)
            .or_else(|| constants.iter().filter(own).find_map(property))
            .or_else(|| alone(required(node), &labels.required))
            .or_else(|| alone(listed(node), &labels.listed))
            .or_else(|| constants.iter().find_map(text))
            .unwrap_or_else(|| "object".to_owned())
    }

    /// Returns the properties of a schema that have a single value, other than an array, an object, `null` or
    /// an empty string. The schema's own properties come first, then those of nested objects.
    fn constants_of(&self, node: &Node<'a>) -> Vec<Constant<'a>> {
        let mut found = Vec::new();
        let mut left = MAX_PROPERTIES;
        let mut level = vec![(Vec::new(), node.clone())];
        for _ in 0..DEPTH {
            let mut below = Vec::new();
            for (path, object) in level {
                let parts = parts(&object);
                for (name, property) in parts.iter().flat_map(|part| part.members_of("properties")) {
                    let Some(rest) = left.checked_sub(1) else { return found };
                    left = rest;
                    let Some(target) = self.document.follow(&property) else { continue };
                    let path = [path.as_slice(), &[name]].concat();
                    match target.json.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
                        Some([value]) if is_label(value) => found.push((path, value)),
                        Some(_) => {}
                        None => below.push((path, target)),
                    }
                }
            }
            level = below;
        }
        found
    }
}

fn is_label(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

fn count(counts: &mut BTreeMap<String, usize>, name: String) {
    *counts.entry(name).or_default() += 1;
}

/// Returns a string that is the same only for equal constants.
fn key((path, value): &Constant<'_>) -> String {
    format!("{path:?} {value}")
}

/// Returns the names of the properties that a schema declares.
fn listed(node: &Node<'_>) -> Vec<String> {
    let names = |part: &Node<'_>| -> Vec<String> {
        part.members_of("properties").into_iter().map(|(name, _)| name.to_owned()).collect()
    };
    parts(node).iter().flat_map(names).collect()
}

/// Returns a schema and its `allOf` subschemas.
fn parts<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    [vec![node.clone()], node.items_of("allOf")].concat()
}

/// Returns the names of the properties that a schema requires.
fn required(node: &Node<'_>) -> Vec<String> {
    let names = |part: &Node<'_>| -> Vec<String> {
        let names = part.json.get("required").and_then(Value::as_array);
        names.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    parts(node).iter().flat_map(names).collect()
}
