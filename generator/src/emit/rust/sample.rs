//! Sample: a value of any type as JSON, for the emitted tests: what a server answers, and what a body carries.
//!
//! Made from the types alone, so that a sample is valid whatever examples the document gives. It ends: a type is not taken into
//! itself, and optional parts stop at a depth.

use serde_json::{Map, Value, json};

use crate::Model;
use crate::analyse::Presence;
use crate::ir::{Alternative, Extra, Literal, Scalar, Shape, Struct, Type, TypeId, Union, Usage};

/// How deep optional named types are followed.
const DEPTH: usize = 2;

/// Which way a sample travels: what the other side alone sends is left out.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Way {
    /// A client sends it.
    Sent,
    /// A client receives it.
    Received,
}

/// A sample of a use of a type.
pub(super) fn sample(model: &Model, usage: &Usage, way: Way) -> Value {
    Sampler { model, way, open: Vec::new() }.ty(&usage.ty)
}

/// A sample of each variant of a union, by the index of the variant.
pub(super) fn variants(model: &Model, union: &Union, way: Way) -> Vec<Value> {
    let of_one = |variant| Sampler { model, way, open: Vec::new() }.variant(union, variant);
    union.variants.iter().map(of_one).collect()
}

/// The variant to make a sample of: the first that is finite.
fn first(union: &Union, closes: impl Fn(&Type) -> bool) -> Option<&Alternative> {
    union.variants.iter().find(|variant| !closes(&variant.ty))
}

/// A sample of a scalar; `name` makes texts of different places differ.
pub(super) fn scalar(kind: Scalar, name: &str) -> Value {
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
    }
}

struct Sampler<'a> {
    model: &'a Model,
    way: Way,
    open: Vec<TypeId>,
}

impl Sampler<'_> {
    fn ty(&mut self, ty: &Type) -> Value {
        match ty {
            Type::Named(id) => self.named(*id),
            Type::Scalar(kind) => scalar(*kind, "text"),
            Type::List(item) if self.closes(&item.ty) => json!([]),
            Type::List(item) => json!([self.ty(&item.ty)]),
            Type::Map(value) if self.closes(&value.ty) => json!({}),
            Type::Map(value) => json!({ "key": self.ty(&value.ty) }),
            Type::Object => json!({ "key": "value" }),
            Type::Any => json!("anything"),
        }
    }

    fn named(&mut self, id: TypeId) -> Value {
        match &self.model.api.ty(id).shape {
            Shape::Struct(object) => {
                self.open.push(id);
                let value = self.object(id, object);
                self.open.pop();
                value
            }
            Shape::Enum(values) => {
                values.values.first().map_or(Value::Null, |variant| match &variant.value {
                    Literal::Text(text) => json!(text),
                    Literal::Integer(number) => json!(number),
                })
            }
            Shape::Union(union) => {
                self.open.push(id);
                // Where no variant is finite: any value is kept.
                let variant = first(union, |ty| self.closes(ty));
                let value = variant.map_or(json!("anything"), |variant| self.variant(union, variant));
                self.open.pop();
                value
            }
            Shape::Alias(usage) => self.ty(&usage.ty),
        }
    }

    /// A value of a variant, with the tag that says so.
    fn variant(&mut self, union: &Union, variant: &Alternative) -> Value {
        let mut value = self.ty(&variant.ty);
        if let (Value::Object(members), Some(tag), Some(text)) =
            (&mut value, &union.tag, variant.tags.first())
        {
            let known = members.get(tag).and_then(Value::as_str);
            if known.is_none_or(|known| !variant.tags.iter().any(|text| text == known)) {
                members.insert(tag.clone(), json!(text));
            }
        }
        value
    }

    fn object(&mut self, id: TypeId, object: &Struct) -> Value {
        let mut members = Map::new();
        for (index, field) in object.fields.iter().enumerate() {
            let needed =
                matches!(self.model.facts.presence(id, index), Presence::Required | Presence::Nullable);
            let foreign = match self.way {
                Way::Sent => field.read_only,
                Way::Received => field.write_only,
            };
            let closes = self.closes(&field.usage.ty);
            if closes && self.model.facts.presence(id, index) == Presence::Nullable {
                // What must be there, but would never end, is null.
                members.insert(field.name.clone(), Value::Null);
            } else if needed || !(foreign || closes) {
                let value = match self.model.api.resolved(&field.usage.ty) {
                    Type::Scalar(kind) => scalar(*kind, &field.name),
                    _ => self.ty(&field.usage.ty),
                };
                members.insert(field.name.clone(), value);
            }
        }
        if let Extra::Kept(usage) = &object.extra
            && !self.closes(&usage.ty)
        {
            let value = self.ty(&usage.ty);
            members.insert("another-property".to_owned(), value);
        }
        Value::Object(members)
    }

    /// Whether a type stands around itself here, or lies too deep to be worth its lines.
    fn closes(&self, ty: &Type) -> bool {
        match self.model.api.resolved(ty) {
            Type::Named(id) => match self.model.api.ty(*id).shape {
                Shape::Struct(_) | Shape::Union(_) => self.open.contains(id) || self.open.len() >= DEPTH,
                _ => false,
            },
            Type::List(item) | Type::Map(item) => self.closes(&item.ty),
            Type::Scalar(_) | Type::Object | Type::Any => false,
        }
    }
}
