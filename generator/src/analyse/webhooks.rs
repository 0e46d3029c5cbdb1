//! Finds the constants that a receiver uses to distinguish webhook events.
//!
//! A constant counts only if another event has a different constant at the same location. Otherwise, a change
//! to a constant that all events share, such as a version, would make every event unknown.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use crate::ir::{Api, Field, Literal, Shape, Struct, Type, Webhook};

/// The maximum nesting depth of a constant in a payload.
const DEPTH: usize = 3;

/// The maximum number of a payload's properties to visit. If objects refer to each other, the number of paths grows
/// with the cube of the property count.
const MAX_VISITS: usize = 10_000;

/// The path of a payload's member, and the values that the member can have.
type Member = (Vec<String>, Vec<String>);

/// The constants of an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WebhookConstants {
    /// The names of the headers, in lower case, and their required values.
    pub headers: Vec<(String, String)>,
    /// The paths of members of the payload, and the allowed values of each member.
    pub members: Vec<(Vec<String>, Vec<String>)>,
}

/// Records the constants of each webhook.
pub(super) fn webhooks(api: &Api, facts: &mut Facts) {
    let mut all: Vec<WebhookConstants> =
        api.webhooks.iter().map(|webhook| constants_of(api, webhook)).collect();
    let mut headers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut members: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for one in &all {
        for (name, value) in &one.headers {
            headers.entry(name.clone()).or_default().insert(value.clone());
        }
        for (path, values) in &one.members {
            members.entry(path.clone()).or_default().insert(values.clone());
        }
    }
    for one in &mut all {
        one.headers.retain(|(name, _)| headers.get(name).is_some_and(|values| values.len() > 1));
        one.members.retain(|(path, _)| members.get(path).is_some_and(|values| values.len() > 1));
    }
    facts.webhooks = all;
}

fn constants_of(api: &Api, webhook: &Webhook) -> WebhookConstants {
    let headers = webhook.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
    let mut members = Vec::new();
    if let Type::Named(id) = api.resolved(&webhook.payload.ty) {
        match &api.ty(*id).shape {
            Shape::Struct(object) => {
                let mut visits = MAX_VISITS;
                collect(api, object, (&mut Vec::new(), &mut visits), &mut members);
            }
            Shape::Union(union) => {
                let tags: Vec<String> = union
                    .variants
                    .iter()
                    .flat_map(|variant| &variant.tags)
                    .filter_map(|tag| tag.as_str().map(str::to_owned))
                    .collect();
                let has_all = union.variants.iter().all(|variant| !variant.tags.is_empty());
                members.extend(union.tag.clone().filter(|_| has_all).map(|tag| (vec![tag], tags)));
            }
            Shape::Enum(_) | Shape::Alias(_) => {}
        }
    }
    WebhookConstants { headers: headers.collect(), members }
}

/// Collects the required members that have one allowed value. Enums with several values do not count, because
/// values can be added at any time.
fn collect(
    api: &Api,
    object: &Struct,
    (path, visits): (&mut Vec<String>, &mut usize),
    found: &mut Vec<Member>,
) {
    for field in object.fields.iter().filter(|field| field.required && !field.undeclared) {
        let Some(left) = visits.checked_sub(1) else { return };
        *visits = left;
        path.push(field.name.clone());
        if let Some(value) = constant(api, field) {
            found.push((path.clone(), vec![value]));
        } else if path.len() < DEPTH
            && let Type::Named(id) = api.resolved(&field.usage.ty)
            && let Shape::Struct(inner) = &api.ty(*id).shape
        {
            collect(api, inner, (path, visits), found);
        }
        path.pop();
    }
}

fn constant(api: &Api, field: &Field) -> Option<String> {
    let Type::Named(id) = api.resolved(&field.usage.ty) else { return None };
    let Shape::Enum(found) = &api.ty(*id).shape else { return None };
    match found.values.as_slice() {
        [one] => match &one.value {
            Literal::Text(text) => Some(text.clone()),
            Literal::Integer(_) => None,
        },
        _ => None,
    }
}
