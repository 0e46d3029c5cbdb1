//! Lowers `oneOf` and `anyOf` with several schemas, as declared; [`discriminate`](super::discriminate)
//! determines how to distinguish the variants.

use openapiv3::Discriminator;
use serde_json::Value;

use super::form::{Form, Step};
use super::place::Place;
use super::{Discriminated, Lowering, MAX_DEPTH, enums};
use crate::external_ref;
use crate::ir::{Alternative, Enumeration, PathStep, Type, TypeId, Union};
use crate::pointer::Pointer;
use crate::resolve::Node;

/// The maximum length of a title that is used as a name, in bytes.
const MAX_TITLE: usize = 40;

/// Keywords that describe a union without changing it.
const DESCRIPTIVE: [&str; 7] =
    ["title", "description", "nullable", "example", "default", "deprecated", "externalDocs"];

/// A schema that can be merged into one enum of strings or integers.
enum Listed<'a> {
    /// The schema lists its values.
    Values(Node<'a>, &'a [Value]),
    /// The schema accepts all values of the type.
    All,
}

impl<'a> Lowering<'a> {
    /// Lowers a union.
    pub(super) fn union(&mut self, id: TypeId, node: &Node<'a>, variants: &[Node<'a>]) -> Union {
        let place = Place::of_type(id);
        let mut found: Vec<Alternative> = Vec::new();
        let labels = self.labels(variants);
        for variant in variants {
            let title = self.title_of(variant);
            let label = title.clone().unwrap_or_else(|| self.label(variant, &labels));
            // If a variant allows `null`, each use of the union becomes nullable instead.
            let ty = match self.form(variant).form {
                // In a union, an object must remain distinct from other types.
                Form::Object => Type::Object,
                _ => {
                    self.usage(
                        variant,
                        &place.step(PathStep::Alternative { label, is_titled: title.is_some() }),
                    )
                    .ty
                }
            };
            if found.iter().any(|known| known.ty == ty) {
                continue;
            }
            let docs = self.annotations(variant).docs;
            let description = docs.description.filter(|_| !matches!(ty, Type::Named(_)));
            let (tags, fixed) = (Vec::new(), Vec::new());
            found.push(Alternative { ty, title, description, tags, fixed, fallback: false });
        }
        if let Some((at, discriminator)) = self.discriminator(node) {
            self.discriminated.push(Discriminated { union: id, at, discriminator });
        }
        Union { variants: found, tag: None }
    }

    /// Returns the discriminator of a union; for a narrowed union, the discriminator of the original.
    fn discriminator(&mut self, node: &Node<'a>) -> Option<(Pointer, Discriminator)> {
        let parts = self.meets.parts(&node.at).map_or_else(|| vec![node.clone()], <[_]>::to_vec);
        parts.iter().find_map(|part| {
            let target = self.document.follow(part)?;
            Some((target.at.key("discriminator"), self.keywords(&target).data.discriminator?))
        })
    }

    /// Returns the title of a variant; for a narrowed variant, the title or name of the original.
    fn title_of(&self, variant: &Node<'a>) -> Option<String> {
        let Some(first) = self.meets.parts(&variant.at).and_then(<[_]>::first) else {
            return short_title(variant);
        };
        let key = self.document.follow(first).filter(|_| first.reference().is_some());
        short_title(first).or_else(|| key?.at.last().map(|key| external_ref::name_of(&key)))
    }

    /// Flattens nested unions, and returns whether a branch allows `null`.
    pub(super) fn flattened(&self, nodes: &[Node<'a>]) -> (Vec<Node<'a>>, bool) {
        let mut null = false;
        let mut flat = Vec::new();
        // The depth and the number of iterations are bounded.
        let mut todo: Vec<(Node<'a>, usize)> = nodes.iter().rev().map(|node| (node.clone(), 0)).collect();
        while let Some((node, depth)) = todo.pop() {
            null |= self.declares_null(&node);
            match inner_choice(&node).filter(|_| depth < MAX_DEPTH) {
                Some(inner) => todo.extend(inner.into_iter().rev().map(|node| (node, depth + 1))),
                None => flat.push(node),
            }
        }
        (flat, null)
    }

    /// Returns whether a schema, or the target of its reference, declares `null` as a value.
    fn declares_null(&self, node: &Node<'a>) -> bool {
        let Some(target) = self.document.follow(node) else { return false };
        let listed = target.json.get("enum").and_then(Value::as_array);
        node.flag("nullable")
            || target.flag("nullable")
            || listed.is_some_and(|values| values.iter().any(Value::is_null))
    }

    /// Merges branches that list strings, or branches that list integers, into one enum. A plain string among the
    /// branches adds nothing, since every enum is open.
    pub(super) fn one_list(&mut self, alternatives: &[Node<'a>]) -> Option<Step<'a>> {
        let all = |kind| alternatives.iter().map(|node| self.listed(node, kind)).collect::<Option<Vec<_>>>();
        let listed = all("string").or_else(|| all("integer"))?;
        let of_values = |(node, listed): (&Node<'a>, Listed<'a>)| match listed {
            Listed::Values(target, values) => Some((node.clone(), target, values)),
            Listed::All => None,
        };
        let lists: Vec<_> = alternatives.iter().zip(listed).filter_map(of_values).collect();
        if let [(one, ..)] = lists.as_slice() {
            return Some(Step::Same(one.clone(), false));
        }
        let mut whole = Enumeration { name: None, values: Vec::new() };
        for (node, target, values) in &lists {
            let about = |key| target.text(key).or_else(|| node.text(key));
            for mut variant in enums::enumeration(self, target, values).values {
                if let [_] = values {
                    variant.description =
                        variant.description.or_else(|| about("description")).or_else(|| about("title"));
                }
                if whole.values.iter().all(|known| known.value != variant.value) {
                    whole.values.push(variant);
                }
            }
        }
        (!whole.values.is_empty()).then_some(Step::Form(Form::Enum(whole), false))
    }

    /// Returns the values that a schema accepts, if all of them have the type `kind`.
    fn listed(&self, node: &Node<'a>, kind: &str) -> Option<Listed<'a>> {
        let target = self.document.follow(node)?;
        let has = |key: &str| target.json.get(key).is_some();
        if ["allOf", "oneOf", "anyOf", "properties", "items", "format"].into_iter().any(has) {
            return None;
        }
        let typ = target.json.get("type").and_then(Value::as_str);
        if typ.is_some_and(|typ| typ != kind) {
            return None;
        }
        let Some(values) = target.json.get("enum").and_then(Value::as_array) else {
            return typ.map(|_| Listed::All);
        };
        let fits = |value: &Value| match kind {
            "string" => value.is_string(),
            _ => value.is_i64(),
        };
        let suits = values.iter().all(|value| fits(value) || value.is_null()) && values.iter().any(fits);
        suits.then_some(Listed::Values(target, values))
    }
}

/// Returns the title of a schema if it is short enough to be used as a name.
fn short_title(node: &Node<'_>) -> Option<String> {
    node.text("title").filter(|title| title.len() <= MAX_TITLE && title.split_whitespace().count() <= 5)
}

/// Returns the branches of a schema that contains only a union.
fn inner_choice<'a>(node: &Node<'a>) -> Option<Vec<Node<'a>>> {
    let keys: Vec<&String> =
        node.object()?.keys().filter(|key| !DESCRIPTIVE.contains(&key.as_str())).collect();
    let [key] = keys.as_slice() else { return None };
    let inner = if matches!(key.as_str(), "oneOf" | "anyOf") { node.items_of(key) } else { Vec::new() };
    (!inner.is_empty()).then_some(inner)
}
