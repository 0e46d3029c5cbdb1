//! JSON samples of any type, for the request and response bodies of the emitted tests.
//!
//! Samples depend only on the types, not on the document's examples, so they are always valid. They are finite, because
//! a type is never nested in itself, and optional parts are limited to a fixed depth. Required parts cannot be omitted,
//! and their number can grow exponentially with the size of the document. Therefore, [`Samples`] limits the size of
//! each sample and the total size of the samples in a file.

use std::cell::Cell;

use serde_json::{Map, Value, json};

use crate::analyse::Presence;
use crate::ir::{Alternative, Api, Extra, Field, Literal, Scalar, Shape, Struct, Type, TypeId, Union, Usage};
use crate::model::Model;

/// The maximum depth of optional named types.
const DEPTH: usize = 2;

/// The maximum size of a sample, in characters of indented JSON. Samples from real documents rarely exceed 10,000
/// characters.
pub(super) const LARGEST: usize = 32 << 10;

/// The limit on the total size of all samples in a file, in characters, including attempts that exceed [`LARGEST`].
const ALL: usize = 32 << 20;

/// The maximum nesting of objects and lists. `serde_json` parses at most 127 levels.
const LEVELS: usize = 64;

/// The direction of a sample. Properties that only the other side sends are omitted.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Way {
    /// The client sends the sample.
    Sent,
    /// The client receives the sample.
    Received,
}

/// The samples of a test file, with a common limit.
pub(super) struct Samples<'a> {
    pub(super) model: &'a Model,
    left: Cell<usize>,
}

impl<'a> Samples<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Self { model, left: Cell::new(ALL) }
    }

    /// Returns a sample of a type. If the sample would be too large, it contains only the required parts. Returns
    /// `None` if these are also too large.
    pub(super) fn sample(&self, usage: &Usage, way: Way) -> Option<Value> {
        self.bounded(way, |sampler| sampler.ty(&usage.ty))
    }

    /// Returns a sample of an object with null for each nullable property. Returns `None` if there is no such property,
    /// or if the sample would be too large.
    pub(super) fn with_nulls(&self, id: TypeId, way: Way) -> Option<Value> {
        let Shape::Struct(object) = &self.model.api.ty(id).shape else { return None };
        let null = |(index, field): (usize, &Field)| {
            let keeps =
                matches!(self.model.facts.presence(id, index), Presence::Nullable | Presence::ThreeStates);
            (keeps && !is_foreign(field, way)).then(|| field.name.clone())
        };
        let nulls: Vec<String> = object.fields.iter().enumerate().filter_map(null).collect();
        let Some(Value::Object(mut members)) =
            self.sample(&Type::Named(id).into(), way).filter(|_| !nulls.is_empty())
        else {
            return None;
        };
        members.extend(nulls.into_iter().map(|name| (name, Value::Null)));
        Some(Value::Object(members))
    }

    /// Returns a sample of each union variant, in order. A sample that is too large is `None`.
    pub(super) fn variants(&self, union: &Union, way: Way) -> Vec<Option<Value>> {
        let of_one = |variant| self.bounded(way, |sampler| sampler.variant(union, variant));
        union.variants.iter().map(of_one).collect()
    }

    fn bounded(&self, way: Way, make: impl Fn(&mut Sampler<'a>) -> Option<Value>) -> Option<Value> {
        [false, true].into_iter().find_map(|lean| {
            let budget = LARGEST.min(self.left.get());
            let (model, open) = (self.model, Vec::new());
            let mut sampler = Sampler { model, way, lean, open, level: 0, left: budget };
            let value = make(&mut sampler);
            self.left.set(self.left.get().saturating_sub(budget - sampler.left));
            value
        })
    }
}

/// Returns the first variant with a finite sample.
fn first(union: &Union, is_recursive: impl Fn(&Type) -> bool) -> Option<&Alternative> {
    union.variants.iter().find(|variant| !is_recursive(&variant.ty))
}

/// Returns a sample of a scalar. `name` distinguishes the strings of different properties.
pub(super) fn scalar(api: &Api, kind: Scalar, name: &str) -> Value {
    match kind {
        Scalar::Bool => json!(true),
        Scalar::Int32 => json!(7),
        Scalar::Int64 => json!(9_007_199_254_740_993_i64),
        Scalar::UInt64 => json!(u64::MAX),
        Scalar::Float => json!(0.5),
        Scalar::Double => json!(1.25),
        Scalar::String | Scalar::Binary => json!(name),
        Scalar::Uuid => json!("0b7b8d0e-3c52-4a4e-9d6b-3b5f6f1f2a10"),
        Scalar::DateTime => json!("2024-02-29T12:34:56.789Z"),
        Scalar::Date => json!("2024-02-29"),
        Scalar::Uri => json!("/api/v2/things/1"),
        Scalar::Byte => json!("c2FtcGxl"),
        Scalar::Foreign(foreign) => api.foreign(foreign).example.clone(),
    }
}

/// Returns one of the listed values, as the emitted type encodes it. Returns null only if there is no other value.
pub(super) fn listed(model: &Model, ty: &Type, values: &[Value]) -> Value {
    let value = values.iter().find(|value| !value.is_null()).unwrap_or(&Value::Null);
    match model.api.resolved(ty) {
        // A type for floating-point numbers would send `1` as `1.0`.
        Type::Scalar(Scalar::Float | Scalar::Double) => {
            value.as_f64().map_or_else(|| value.clone(), Value::from)
        }
        _ => value.clone(),
    }
}

/// Returns whether only the other side sends a property.
fn is_foreign(field: &Field, way: Way) -> bool {
    match way {
        Way::Sent => field.read_only,
        Way::Received => field.write_only,
    }
}

struct Sampler<'a> {
    model: &'a Model,
    way: Way,
    /// Whether all optional parts are omitted.
    lean: bool,
    open: Vec<TypeId>,
    /// The number of enclosing objects and lists.
    level: usize,
    /// The number of characters left for this sample.
    left: usize,
}

impl Sampler<'_> {
    /// Subtracts a line of the given length from the budget. Returns `None` if the budget is exhausted.
    fn spend(&mut self, length: usize) -> Option<()> {
        self.left = match self.left.checked_sub(length.saturating_add(2 * self.level + 4)) {
            Some(left) => left,
            None => {
                self.left = 0;
                return None;
            }
        };
        Some(())
    }

    /// Creates a value inside an object or a list.
    fn inside(&mut self, make: impl FnOnce(&mut Self) -> Option<Value>) -> Option<Value> {
        if self.level == LEVELS {
            return None;
        }
        self.level += 1;
        let value = make(self);
        self.level -= 1;
        value
    }

    fn ty(&mut self, ty: &Type) -> Option<Value> {
        match ty {
            Type::Named(id) => self.named(*id),
            Type::Scalar(kind) => self.scalar(*kind, "text"),
            Type::List(item) | Type::Map(item) => {
                let value = match self.lean || self.is_recursive(&item.ty) {
                    true => None,
                    false => Some(self.inside(|inner| inner.ty(&item.ty))?),
                };
                self.spend(8)?;
                Some(match ty {
                    Type::List(_) => Value::Array(value.into_iter().collect()),
                    _ => Value::Object(value.map(|value| ("key".to_owned(), value)).into_iter().collect()),
                })
            }
            Type::Object => self.spend(16).map(|()| json!({ "key": "value" })),
            Type::Any => self.any(),
        }
    }

    fn any(&mut self) -> Option<Value> {
        self.spend(10).map(|()| json!("anything"))
    }

    fn constant(&mut self, value: &Value) -> Option<Value> {
        let size = match value {
            Value::String(text) => text.len(),
            Value::Array(_) | Value::Object(_) => value.to_string().len(),
            _ => 20,
        };
        self.spend(size).map(|()| value.clone())
    }

    fn scalar(&mut self, kind: Scalar, name: &str) -> Option<Value> {
        self.spend(name.len().max(24)).map(|()| scalar(&self.model.api, kind, name))
    }

    fn named(&mut self, id: TypeId) -> Option<Value> {
        match &self.model.api.ty(id).shape {
            Shape::Struct(object) => {
                self.open.push(id);
                let value = self.object(id, object);
                self.open.pop();
                value
            }
            Shape::Enum(values) => match values.values.first().map(|variant| &variant.value) {
                None => Some(Value::Null),
                Some(Literal::Text(text)) => self.spend(text.len()).map(|()| json!(text)),
                Some(Literal::Integer(number)) => self.spend(20).map(|()| json!(number)),
            },
            Shape::Union(union) => {
                self.open.push(id);
                // If no variant is finite, any value is valid as an unknown variant.
                let value = match first(union, |ty| self.is_recursive(ty)) {
                    Some(variant) => self.variant(union, variant),
                    None => self.any(),
                };
                self.open.pop();
                value
            }
            Shape::Alias(usage) => self.ty(&usage.ty),
        }
    }

    /// Returns a value of a variant, with its tag.
    fn variant(&mut self, union: &Union, variant: &Alternative) -> Option<Value> {
        let mut value = self.ty(&variant.ty)?;
        if let (Value::Object(members), Some(tag), Some(first)) =
            (&mut value, &union.tag, variant.tags.first())
            && members.get(tag).is_none_or(|known| !variant.tags.contains(known))
        {
            let first = self.constant(first)?;
            self.spend(tag.len())?;
            members.insert(tag.clone(), first);
        }
        Some(value)
    }

    fn object(&mut self, id: TypeId, object: &Struct) -> Option<Value> {
        self.spend(4)?;
        let mut members = Map::new();
        // A type is visited once for each type that contains it, so the presences of its fields are looked up together.
        for (field, presence) in object.fields.iter().zip(self.model.facts.presences(id)) {
            let needed = matches!(presence, Presence::Required | Presence::Nullable);
            if !needed && (self.lean || is_foreign(field, self.way)) {
                continue;
            }
            let is_recursive = self.is_recursive(&field.usage.ty);
            if is_recursive && *presence == Presence::Nullable {
                // If the value of a required property would be infinite, the property is null.
                self.spend(field.name.len() + 4)?;
                members.insert(field.name.clone(), Value::Null);
            } else if needed || !is_recursive {
                self.spend(field.name.len())?;
                let value = self.inside(|inner| match inner.model.api.resolved(&field.usage.ty) {
                    _ if !field.values.is_empty() => {
                        inner.constant(&listed(inner.model, &field.usage.ty, &field.values))
                    }
                    Type::Scalar(kind) => inner.scalar(*kind, &field.name),
                    _ => inner.ty(&field.usage.ty),
                })?;
                members.insert(field.name.clone(), value);
            }
        }
        if let Extra::Kept(usage) = &object.extra
            && !self.lean
            && !self.is_recursive(&usage.ty)
        {
            let value = self.inside(|inner| inner.ty(&usage.ty))?;
            members.insert("another-property".to_owned(), value);
        }
        Some(Value::Object(members))
    }

    /// Returns whether a type is recursive here, or nested too deeply.
    fn is_recursive(&self, ty: &Type) -> bool {
        let mut ty = ty;
        for _ in 0..LEVELS {
            match self.model.api.resolved(ty) {
                Type::Named(id) => {
                    return match self.model.api.ty(*id).shape {
                        Shape::Struct(_) | Shape::Union(_) => {
                            self.open.contains(id) || self.open.len() >= DEPTH
                        }
                        _ => false,
                    };
                }
                Type::List(item) | Type::Map(item) => ty = &item.ty,
                Type::Scalar(_) | Type::Object | Type::Any => return false,
            }
        }
        true
    }
}
