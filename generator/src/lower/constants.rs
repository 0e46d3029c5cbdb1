//! Finds properties with a single value, which distinguish the variants of a union.
//!
//! An `enum` of strings or integers becomes a Rust enum, which contains the values. All other listed values
//! (booleans, fractions, null, objects, arrays) are stored with the property. The members of a constant object,
//! and the elements of a constant array, are constants themselves.

use serde_json::Value;

use super::Lowering;
use super::enums::integer;
use super::form::Form;
use super::joint::Known;
use crate::ir::{Enumeration, Field, Fixed, Shape, Step, Struct, Type, TypeId};
use crate::resolve::Node;

/// The maximum number of schemas to search for the values of a property, and of types to search for the
/// constants of a variant.
const LOOKS: usize = 64;

/// The maximum length of a value list that is stored with a property.
const VALUES: usize = 16;

/// The maximum number of values nested inside the list that is stored with a property.
const INSIDE: usize = 64;

/// The maximum number of steps from a variant to a constant that distinguishes it.
const STEPS: usize = 4;

/// The maximum number of constants per variant.
const CONSTANTS: usize = 16;

impl<'a> Lowering<'a> {
    /// Returns the listed values of a schema. The result is empty if there are none, or if they become an
    /// enum of strings or integers.
    pub(super) fn listed_values(&self, node: &Node<'a>) -> Vec<Value> {
        let mut looks = LOOKS;
        let values = self.list_of(node, &mut looks).unwrap_or_default();
        let is_enum = |fits: fn(&Value) -> bool| {
            values.iter().any(fits) && values.iter().all(|value| value.is_null() || fits(value))
        };
        if is_enum(Value::is_string) || is_enum(|value| integer(value).is_some()) || values.len() > VALUES {
            return Vec::new();
        }
        values
    }

    /// Returns the listed values of a schema; with `allOf`, the values that every list in its parts contains.
    fn list_of(&self, node: &Node<'a>, looks: &mut usize) -> Option<Vec<Value>> {
        *looks = looks.checked_sub(1)?;
        let target = self.document.follow(node)?;
        if let Some(values) = target.json.get("enum").and_then(Value::as_array) {
            let typ = target.json.get("type").and_then(Value::as_str);
            let fits = |value: &Value| match value {
                Value::Array(_) => {
                    matches!(typ, None | Some("array")) && is_small(value, &mut INSIDE.clone())
                }
                Value::Object(_) => {
                    matches!(typ, None | Some("object")) && is_small(value, &mut INSIDE.clone())
                }
                Value::Null => true,
                Value::Bool(_) => matches!(typ, None | Some("boolean")),
                Value::Number(number) => match typ {
                    None | Some("number") => true,
                    Some("integer") => number.as_f64().is_some_and(|number| number.fract() == 0.0),
                    Some(_) => false,
                },
                Value::String(_) => matches!(typ, None | Some("string")),
            };
            return (values.len() <= VALUES && values.iter().all(fits)).then(|| values.clone());
        }
        let parts = target.items_of("allOf");
        parts.iter().filter_map(|part| self.list_of(part, looks)).reduce(common_values)
    }

    /// Returns the values that all lists of the given schemas contain, or `None` if there are no lists.
    fn common_list<'n>(&self, nodes: impl IntoIterator<Item = &'n Node<'a>>) -> Option<Vec<Value>>
    where
        'a: 'n,
    {
        let lists = nodes.into_iter().filter_map(|node| self.list_of(node, &mut LOOKS.clone()));
        lists.reduce(common_values)
    }

    /// Returns whether schemas list values, but have no listed value in common.
    pub(super) fn lists_conflict(&self, parts: &[Known<'a>]) -> bool {
        let common = self.common_list(parts.iter().map(|part| &part.node));
        common.is_some_and(|values| values.is_empty())
    }

    /// Returns the values that all lists of the given schemas contain. The result is empty if there are no lists.
    pub(super) fn values_in_all<'n>(&self, nodes: impl Iterator<Item = &'n Node<'a>>) -> Vec<Value>
    where
        'a: 'n,
    {
        self.common_list(nodes).unwrap_or_default()
    }

    /// Returns whether a schema lists values without a common type. An intersection with such a schema must
    /// preserve its values.
    pub(super) fn is_untyped_list(&self, known: &Known<'a>) -> bool {
        matches!(known.form, Form::Any) && self.has_list(&known.target, &mut LOOKS.clone())
    }

    /// Returns whether a schema or one of its parts lists values.
    fn has_list(&self, node: &Node<'a>, looks: &mut usize) -> bool {
        let Some(rest) = looks.checked_sub(1) else { return false };
        *looks = rest;
        let Some(target) = self.document.follow(node) else { return false };
        target.json.get("enum").is_some_and(Value::is_array)
            || target.items_of("allOf").iter().any(|part| self.has_list(part, looks))
    }

    /// Returns whether the list of the second schema, if any, contains all values that the first schema
    /// lists.
    pub(super) fn is_sublist(&self, one: &Known<'a>, other: &Known<'a>) -> bool {
        // A list that is too long to compare can contain any value.
        let Some(wide) = self.common_list([&other.target]) else { return !self.is_untyped_list(other) };
        let is_listed = |value: &Value| wide.iter().any(|other| is_same(value, other));
        self.common_list([&one.target]).is_some_and(|values| values.iter().all(is_listed))
    }

    pub(super) fn enumeration(&self, ty: &Type) -> Option<&Enumeration> {
        match ty {
            Type::Named(id) => match &self.api.ty(*id).shape {
                Shape::Enum(values) => Some(values),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn record(&self, ty: &Type) -> Option<(TypeId, &Struct)> {
        match self.api.resolved(ty) {
            Type::Named(id) => match &self.api.ty(*id).shape {
                Shape::Struct(object) => Some((*id, object)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the listed values of a field, without null unless it is the only value.
    pub(super) fn values_of_field(&self, field: &Field) -> Option<Vec<Value>> {
        let values: Vec<Value> = match self.enumeration(self.api.resolved(&field.usage.ty)) {
            Some(values) => values.values.iter().map(|variant| Value::from(&variant.value)).collect(),
            None => field.values.clone(),
        };
        let named: Vec<Value> = values.iter().filter(|value| !value.is_null()).cloned().collect();
        let values = if named.is_empty() { values } else { named };
        (!values.is_empty()).then_some(values)
    }

    /// Returns the constants of each variant: direct properties, and nested ones that distinguish it from
    /// another variant.
    pub(super) fn constants(&self, variants: &[&Type]) -> Vec<Vec<Fixed>> {
        let all: Vec<_> = variants.iter().map(|ty| self.constants_in(ty)).collect();
        let apart = |index: usize, fixed: &Fixed| {
            matches!(fixed.path.as_slice(), [Step::Member(_)])
                || variants.iter().enumerate().any(|(other, ty)| {
                    other != index
                        && self.values_at(ty, &fixed.path).is_some_and(|values| values != fixed.values)
                })
        };
        let kept = |(index, found): (usize, Vec<Fixed>)| {
            found.into_iter().filter(|fixed| apart(index, fixed)).take(CONSTANTS).collect()
        };
        all.into_iter().enumerate().map(kept).collect()
    }

    /// Returns a type's properties with a single value, except those in nested unions.
    fn constants_in(&self, ty: &Type) -> Vec<Fixed> {
        let mut found = Vec::new();
        let mut looks = LOOKS;
        // Breadth-first, to find the nearest constants before the limit is reached.
        let mut todo = std::collections::VecDeque::from([(Vec::new(), ty)]);
        while let Some((path, ty)) = todo.pop_front() {
            let Some(rest) = looks.checked_sub(1) else { break };
            looks = rest;
            let below = |step: Step| [path.as_slice(), &[step]].concat();
            match self.api.resolved(ty) {
                Type::List(inside) | Type::Map(inside) if path.len() < STEPS => {
                    todo.push_back((below(Step::Each), &inside.ty));
                }
                _ => {
                    let fields =
                        self.record(ty).map(|(_, object)| object.fields.as_slice()).unwrap_or_default();
                    for field in fields {
                        let path = below(Step::Member(field.name.clone()));
                        match self.only_value(field) {
                            Some(values) => {
                                let mut own = Vec::new();
                                values.iter().for_each(|value| leaves(&path, value, &mut own));
                                found.extend(own);
                            }
                            None if path.len() < STEPS && self.is_deep(&field.usage.ty) => {
                                todo.push_back((path, &field.usage.ty));
                            }
                            None => {}
                        }
                    }
                }
            }
        }
        found
    }

    /// Returns whether a type can contain constants.
    fn is_deep(&self, ty: &Type) -> bool {
        matches!(self.api.resolved(ty), Type::List(_) | Type::Map(_)) || self.record(ty).is_some()
    }

    /// Returns the single value of a field, together with null if the field is nullable.
    fn only_value(&self, field: &Field) -> Option<Vec<Value>> {
        let mut values = self.values_of_field(field).filter(|values| values.len() == 1)?;
        if (field.usage.nullable || field.values.contains(&Value::Null)) && !values.contains(&Value::Null) {
            values.push(Value::Null);
        }
        Some(values)
    }

    /// Returns the values of the property at a path, or `None` if there is no such property. The result is empty
    /// if the values are not listed.
    fn values_at(&self, ty: &Type, path: &[Step]) -> Option<Vec<Value>> {
        let mut ty = ty;
        let mut values = None;
        for (index, step) in path.iter().enumerate() {
            match (step, self.api.resolved(ty)) {
                (_, Type::Any) if index > 0 => return Some(Vec::new()),
                (Step::Each, Type::List(inside) | Type::Map(inside)) => ty = &inside.ty,
                (Step::Member(name), _) => {
                    let field = self.record(ty)?.1.fields.iter().find(|field| field.name == *name)?;
                    let own = self.only_value(field).unwrap_or_default();
                    if own.iter().any(is_nested) {
                        return Some(values_inside(&own, path.get(index + 1..).unwrap_or_default()));
                    }
                    values = Some(own);
                    ty = &field.usage.ty;
                }
                (Step::Each, _) => return None,
            }
        }
        values
    }
}

/// Returns the values that both lists contain.
fn common_values(known: Vec<Value>, later: Vec<Value>) -> Vec<Value> {
    later.into_iter().filter(|value| known.iter().any(|other| is_same(other, value))).collect()
}

/// Returns whether two constants are equal; numbers are compared by value (JSON Schema Core, section 4.2.2).
fn is_same(one: &Value, other: &Value) -> bool {
    match (integer(one), integer(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

/// Returns whether a constant contains at most `left` values.
fn is_small(value: &Value, left: &mut usize) -> bool {
    let Some(rest) = left.checked_sub(1) else { return false };
    *left = rest;
    match value {
        Value::Array(items) => items.iter().all(|item| is_small(item, left)),
        Value::Object(members) => members.values().all(|member| is_small(member, left)),
        _ => true,
    }
}

pub(super) fn is_nested(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// Adds the scalars inside a constant to `found`, each with its path.
fn leaves(path: &[Step], value: &Value, found: &mut Vec<Fixed>) {
    let below = |step: Step| [path, &[step]].concat();
    match value {
        _ if is_nested(value) && path.len() > STEPS => {}
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| leaves(&below(Step::Member(name.clone())), value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| leaves(&below(Step::Each), item, found)),
        _ => match found.iter_mut().find(|fixed| fixed.path == path) {
            Some(fixed) if fixed.values.contains(value) => {}
            Some(fixed) => fixed.values.push(value.clone()),
            None => found.push(Fixed { path: path.to_owned(), values: vec![value.clone()] }),
        },
    }
}

/// Returns the scalars that the constants contain at a path.
fn values_inside(constants: &[Value], path: &[Step]) -> Vec<Value> {
    let mut found = Vec::new();
    constants.iter().for_each(|value| leaves(&[], value, &mut found));
    found.into_iter().find(|fixed| fixed.path == path).map(|fixed| fixed.values).unwrap_or_default()
}
