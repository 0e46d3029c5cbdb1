//! Tests of unions, which verify that decoding chooses the right variant, and that encoding preserves the
//! sample.
//!
//! The expected variant is derived from the model, according to the documented rules of the runtime's `one_of!`. If a
//! sample matches several variants, the test only asserts that the value is not `Unknown`.

use std::cmp::Reverse;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::literal::Json;
use super::sample::{Samples, Way};
use super::{Tests, too_large};
use crate::analyse::Presence;
use crate::emit::choice::{Kind, in_order, shape};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::format;
use crate::emit::rust::ident::ident;
use crate::emit::rust::vocabulary::parsed;
use crate::ir::{
    Alternative, Extra, Fixed, Literal, Scalar, Shape, Step, Struct, Type, TypeId, Union, Usage,
};
use crate::model::Model;
use crate::name::TypeName;

/// The maximum number of union variants to compare.
const COMPARED: usize = 200;

/// The maximum nesting of unions to inspect.
const DEPTH: usize = 4;

/// Adds the tests, one per file with unions.
pub(super) fn emit<'a>(samples: &Samples<'a>, tests: &mut Tests<'a>) {
    let model = samples.model;
    let mut found = Tests::<Vec<TypeId>>::default();
    for id in model.facts.emitted_types(&model.api) {
        if matches!(model.api.ty(id).shape, Shape::Union(_)) {
            found.of_type(model.names.ty(id)).push(id);
        }
    }
    for (tag, files) in found.operations {
        for (file, unions) in files {
            tests.of_operation(tag, file).push(test(samples, &unions));
        }
    }
    for (module, unions) in found.schemas {
        tests.schemas.entry(module).or_default().push(test(samples, &unions));
    }
}

/// Returns the test of the unions in a file, or an empty string if they have no variants.
fn test(samples: &Samples<'_>, unions: &[TypeId]) -> String {
    let mut omitted = Vec::new();
    let checks: Vec<_> = unions.iter().flat_map(|id| checks(samples, *id, &mut omitted)).collect();
    if checks.is_empty() && omitted.is_empty() {
        return String::new();
    }
    let doc = Doc::default().block(omitted).outer();
    format::item(quote! { #doc #[test] fn variants() { #(#checks)* } })
}

/// Returns the statements for each variant of a union, and adds the variants without a sample to `omitted`.
fn checks(samples: &Samples<'_>, id: TypeId, omitted: &mut Vec<String>) -> Vec<TokenStream> {
    let model = samples.model;
    let Shape::Union(union) = &model.api.ty(id).shape else { return Vec::new() };
    let names = model.names.ty(id);
    let path = path(model, names);
    let way = if model.facts.ty(id).response { Way::Received } else { Way::Sent };
    let choice = Choice::new(model, union, 0);
    let mut checks = Vec::new();
    for (index, (name, sample)) in names.members.iter().zip(samples.variants(union, way)).enumerate() {
        let Some(sample) = sample else {
            omitted.push(format!("`{}::{name}` is left out: {}.", names.name, too_large("a sample")));
            continue;
        };
        let name = ident(name);
        let check = match choice.is_certain(index, &sample) {
            true => quote! { matches!(read, #path::#name(_)) },
            false => quote! { read.is_known() },
        };
        let Json { binding, text } = Json::new("sample", &sample);
        checks.push(quote! {
            #binding
            let read: #path = round_trip(#text);
            assert!(#check, "{read:?}");
        });
    }
    checks
}

/// Returns the path of a type in a test.
fn path(model: &Model, names: &TypeName) -> TokenStream {
    let name = ident(&names.name);
    if names.in_api {
        let (krate, module) = (parsed(&model.names.krate), ident(&names.module));
        quote! { #krate::api::#module::#name }
    } else {
        quote! { models::#name }
    }
}

/// The guaranteed result of decoding a value as a type, which is the worst result of its parts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    /// The value can be accepted and preserved completely.
    Open,
    /// A part of the value is ignored.
    Lossy,
    /// The value is rejected.
    Refused,
}

/// The variants of a union, in the form in which `one_of!` compares them.
struct Choice<'a> {
    model: &'a Model,
    union: &'a Union,
    /// The position of each variant in the order of attempts, and its kind.
    order: Vec<(usize, Kind)>,
    /// The number of enclosing unions.
    depth: usize,
}

impl<'a> Choice<'a> {
    fn new(model: &'a Model, union: &'a Union, depth: usize) -> Self {
        let mut order = vec![(0, Kind::Map); union.variants.len()];
        for (place, (index, kind)) in in_order(model, union).into_iter().enumerate() {
            if let Some(entry) = order.get_mut(index) {
                *entry = (place, kind);
            }
        }
        Self { model, union, order, depth }
    }

    /// Returns whether a sample of the variant is certain to be decoded as this variant.
    fn is_certain(&self, index: usize, sample: &Value) -> bool {
        let Some(variant) = self.union.variants.get(index) else { return false };
        let tag = self.union.tag.as_ref().and_then(|tag| sample.as_object()?.get(tag));
        let is_listed = tag.is_some_and(|tag| self.union.variants.iter().any(|one| one.tags.contains(tag)));
        if !variant.tags.is_empty() {
            return is_listed;
        }
        let mut others = self.union.variants.iter().enumerate().filter(|(other, _)| *other != index);
        !is_listed
            && self.union.variants.len() <= COMPARED
            && others.all(|(other, rival)| {
                !rival.tags.is_empty() || self.beats((index, variant), (other, rival), sample)
            })
    }

    /// Returns whether decoding prefers the first variant to the second, for a sample that the first variant preserves
    /// completely.
    fn beats(
        &self,
        (index, variant): (usize, &Alternative),
        (other, rival): (usize, &Alternative),
        sample: &Value,
    ) -> bool {
        let place = |index: usize| self.order.get(index).copied().unwrap_or((0, Kind::Map));
        let ((first, kind), (second, rival_kind)) = (place(index), place(other));
        if self.as_variant(rival, rival_kind, sample) != Reading::Open {
            return true;
        }
        // The number of members that a nested union matches is unknown here.
        let least = match kind {
            Kind::OneOf => (0, 0),
            _ => (constants(variant, sample), self.known(variant, sample)),
        };
        rival_kind != Kind::OneOf
            && (least, Reverse(first))
                > ((constants(rival, sample), self.known(rival, sample)), Reverse(second))
    }

    /// Returns the result of decoding a value as a variant.
    fn as_variant(&self, variant: &Alternative, kind: Kind, value: &Value) -> Reading {
        let is_another = |fixed: &Fixed| compare(value, &fixed.path, &fixed.values) == Compared::Other;
        if variant.fixed.iter().any(is_another) {
            return Reading::Refused;
        }
        let is_refused = match (kind, value) {
            (Kind::Known, _) => !self.is_listed(&variant.ty, value),
            (Kind::Text, Value::String(text)) => match self.model.api.resolved(&variant.ty) {
                // A string of a different length cannot be a date, so other variants are tried.
                Type::Scalar(Scalar::Date) => text.len() != "2000-01-01".len(),
                Type::Scalar(Scalar::DateTime) => !text.starts_with(|c: char| c.is_ascii_digit()),
                _ => false,
            },
            (Kind::Record | Kind::Tagged, Value::Object(members)) => {
                // A record without a field for any of the members would not preserve them.
                !members.is_empty() && self.known(variant, value) == 0 && !self.keeps_others(&variant.ty)
            }
            _ => false,
        };
        if is_refused { Reading::Refused } else { self.inside_union(&variant.ty, value) }
    }

    /// Returns the result of decoding a value as a type that may be a union.
    fn inside_union(&self, ty: &Type, value: &Value) -> Reading {
        match self.shape(ty) {
            Some((_, Shape::Union(_))) if self.depth == DEPTH => Reading::Open,
            Some((_, Shape::Union(union))) => {
                let choice = Choice::new(self.model, union, self.depth + 1);
                let kind = |index: usize| choice.order.get(index).map_or(Kind::Map, |(_, kind)| *kind);
                let mut all = union.variants.iter().enumerate();
                let is_refused =
                    all.all(|(index, one)| choice.as_variant(one, kind(index), value) == Reading::Refused);
                if is_refused { Reading::Refused } else { Reading::Open }
            }
            _ => reading(self.model, ty, value),
        }
    }

    fn is_listed(&self, ty: &Type, value: &Value) -> bool {
        match self.shape(ty) {
            Some((_, Shape::Enum(values))) => {
                values.values.iter().any(|one| Value::from(&one.value) == *value)
            }
            _ => true,
        }
    }

    /// Returns the number of members of an object that have a field in a variant.
    fn known(&self, variant: &Alternative, value: &Value) -> usize {
        match (self.shape(&variant.ty), value) {
            (Some((_, Shape::Struct(object))), Value::Object(members)) => {
                object.fields.iter().filter(|field| members.contains_key(&field.name)).count()
            }
            _ => 0,
        }
    }

    fn keeps_others(&self, ty: &Type) -> bool {
        matches!(self.shape(ty), Some((_, Shape::Struct(object))) if keeps_others(self.model, object))
    }

    fn shape(&self, ty: &Type) -> Option<(TypeId, &'a Shape)> {
        shape(self.model, ty)
    }
}

fn keeps_others(model: &Model, object: &Struct) -> bool {
    match object.extra {
        Extra::Kept(_) => true,
        Extra::Unspecified => model.config.models.keep_unknown_fields,
        Extra::Refused => false,
    }
}

/// Returns the result of decoding a value as a type. The recursion terminates, since each step descends into the value.
fn reading(model: &Model, ty: &Type, value: &Value) -> Reading {
    let of = |fits: bool| if fits { Reading::Open } else { Reading::Refused };
    match model.api.resolved(ty) {
        // Whether null is accepted depends on how the type is used.
        _ if value.is_null() => Reading::Open,
        Type::Any => Reading::Open,
        Type::Object => of(value.is_object()),
        Type::List(item) => match value {
            Value::Array(items) => worst(items.iter().map(|value| reading(model, &item.ty, value))),
            _ => Reading::Refused,
        },
        Type::Map(inside) => match value {
            Value::Object(members) => worst(members.values().map(|value| reading(model, &inside.ty, value))),
            _ => Reading::Refused,
        },
        Type::Scalar(kind) => of(match kind {
            Scalar::Bool => value.is_boolean(),
            // A float such as `1.0` could be decoded as an integer, but samples do not contain such numbers.
            Scalar::Int32 => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            Scalar::Int64 => value.is_i64(),
            Scalar::UInt64 => value.is_u64(),
            Scalar::Float | Scalar::Double => value.is_number(),
            Scalar::Foreign(foreign) => foreign.wire.matches(value),
            _ => value.is_string(),
        }),
        Type::Named(id) => match (&model.api.ty(*id).shape, value) {
            (Shape::Struct(object), Value::Object(members)) => record(model, *id, object, members),
            (Shape::Struct(_), _) => Reading::Refused,
            (Shape::Enum(values), _) => match values.values.first().map(|one| &one.value) {
                Some(Literal::Integer(_)) => of(value.is_number()),
                _ => of(value.is_string()),
            },
            // A union preserves every value.
            (Shape::Union(_) | Shape::Alias(_), _) => Reading::Open,
        },
    }
}

fn record(model: &Model, id: TypeId, object: &Struct, members: &serde_json::Map<String, Value>) -> Reading {
    let is_absent = |(index, field): (usize, &crate::ir::Field)| {
        matches!(model.facts.presence(id, index), Presence::Required | Presence::Nullable)
            && !members.contains_key(&field.name)
    };
    if object.fields.iter().enumerate().any(is_absent) {
        return Reading::Refused;
    }
    let fields: std::collections::BTreeMap<&str, &Usage> =
        object.fields.iter().map(|field| (field.name.as_str(), &field.usage)).collect();
    worst(members.iter().map(|(name, value)| match (fields.get(name.as_str()), &object.extra) {
        (Some(usage), _) => reading(model, &usage.ty, value),
        (None, Extra::Kept(usage)) => reading(model, &usage.ty, value),
        (None, _) if keeps_others(model, object) => Reading::Open,
        (None, _) => Reading::Lossy,
    }))
}

fn worst(mut parts: impl Iterator<Item = Reading>) -> Reading {
    let mut found = Reading::Open;
    while let Some(part) = parts.next().filter(|_| found != Reading::Refused) {
        found = found.max(part);
    }
    found
}

/// Returns the number of a variant's constants that a value matches.
fn constants(variant: &Alternative, value: &Value) -> usize {
    let is_same = |fixed: &&Fixed| compare(value, &fixed.path, &fixed.values) == Compared::Same;
    variant.fixed.iter().filter(is_same).count()
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Compared {
    Absent,
    Same,
    Other,
}

/// Compares the values at a path with constants.
fn compare(value: &Value, path: &[Step], constants: &[Value]) -> Compared {
    let Some((step, rest)) = path.split_first() else {
        return if constants.contains(value) { Compared::Same } else { Compared::Other };
    };
    let below = |value| compare(value, rest, constants);
    match (step, value) {
        (Step::Member(name), Value::Object(members)) => members.get(name).map_or(Compared::Absent, below),
        (Step::Each, Value::Array(items)) => items.iter().map(below).max().unwrap_or(Compared::Absent),
        (Step::Each, Value::Object(members)) => members.values().map(below).max().unwrap_or(Compared::Absent),
        _ => Compared::Absent,
    }
}
