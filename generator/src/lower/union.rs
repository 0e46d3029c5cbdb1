//! Unions: `oneOf` and `anyOf` of several schemas, and what tells them apart.

use openapiv3::Discriminator;

use super::Lowering;
use super::place::Place;
use crate::ir::{Enumeration, Literal, Origin, Shape, Type, TypeId, Union, Usage};
use crate::pointer::Pointer;
use crate::resolve::{Node, Target, target};

/// A union whose discriminator can be settled when all types are defined.
#[derive(Debug)]
pub(super) struct Discriminated {
    union: TypeId,
    at: Pointer,
    discriminator: Discriminator,
}

impl Discriminated {
    /// The union.
    pub(super) fn union(&self) -> TypeId {
        self.union
    }
}

impl<'a> Lowering<'a> {
    /// One of several types.
    pub(super) fn union(&mut self, id: TypeId, node: &Node<'a>, variants: &[Node<'a>]) -> Union {
        let place = Place::of_type(id);
        let mut usages: Vec<Usage> = Vec::new();
        for (index, variant) in variants.iter().enumerate() {
            let step = variant.text("title").unwrap_or_else(|| (index + 1).to_string());
            let usage = self.usage(variant, &place.step(step));
            if !usages.contains(&usage) {
                usages.push(usage);
            }
        }
        let schema = self.keywords(node);
        if let Some(discriminator) = schema.data.discriminator {
            let at = node.at.key("discriminator");
            self.discriminated.push(Discriminated { union: id, at, discriminator });
        }
        Union { variants: usages, discriminator: None }
    }

    /// Finds out by which values of which property the variants of each union are told apart.
    pub(super) fn settle_discriminators(&mut self) {
        for pending in std::mem::take(&mut self.discriminated) {
            let Shape::Union(union) = &self.api.ty(pending.union).shape else { continue };
            let variants = union.variants.clone();
            let values = self.values(&pending, &variants);
            if let Some(ty) = self.api.types.get_mut(pending.union.index())
                && let Shape::Union(union) = &mut ty.shape
            {
                union.discriminator = Some((pending.discriminator.property_name, values));
            }
        }
    }

    fn values(&mut self, pending: &Discriminated, variants: &[Usage]) -> Vec<(String, usize)> {
        let mut values: Vec<(String, usize)> = Vec::new();
        for (value, name) in &pending.discriminator.mapping {
            let at = pending.at.key("mapping").key(value);
            match self.variant_named(name, variants) {
                Some(index) => values.push((value.clone(), index)),
                None => {
                    let message = format!(
                        "`{name}` is not one of the schemas of this choice; the value `{value}` is not expected"
                    );
                    self.warn("unknown-mapping", &at, message);
                }
            }
        }
        let mapped: Vec<usize> = values.iter().map(|(_, index)| *index).collect();
        for (index, variant) in variants.iter().enumerate().filter(|(index, _)| !mapped.contains(index)) {
            let found = self.values_of(&pending.discriminator.property_name, variant);
            if found.is_empty() {
                let message = format!(
                    "no value of `{}` says that it is alternative {}",
                    pending.discriminator.property_name,
                    index + 1
                );
                self.warn("unknown-mapping", &pending.at, message);
            }
            values.extend(found.into_iter().map(|value| (value, index)));
        }
        values
    }

    /// The variant that a mapping names: by a reference, or by the bare name of a schema.
    fn variant_named(&self, name: &str, variants: &[Usage]) -> Option<usize> {
        let named = Pointer::root().keys(["components", "schemas", name]);
        let id = match (self.named.get(&named), target(name)) {
            (Some(id), _) => *id,
            (None, Target::Local(at)) => *self.named.get(&at)?,
            (None, _) => return None,
        };
        variants.iter().position(|variant| variant.ty == Type::Named(id))
    }

    /// The values of a property that stand for a variant where no mapping says: those that the property can have there, if it is
    /// an enum, else the name of the schema.
    fn values_of(&self, property: &str, variant: &Usage) -> Vec<String> {
        let Type::Named(id) = &variant.ty else { return Vec::new() };
        let name = match &self.api.ty(*id).origin {
            Origin::Schema(name) => Some(name.clone()),
            Origin::Inline { .. } | Origin::Operation { .. } => None,
        };
        let texts = self.enum_of(property, &variant.ty).map(texts).unwrap_or_default();
        match name {
            Some(name) if texts.is_empty() || texts.contains(&name) => vec![name],
            _ => texts,
        }
    }

    fn enum_of(&self, property: &str, ty: &Type) -> Option<&Enumeration> {
        let Type::Named(id) = self.api.resolved(ty) else { return None };
        let Shape::Struct(object) = &self.api.ty(*id).shape else { return None };
        let field = object.fields.iter().find(|field| field.name == property)?;
        let Type::Named(id) = self.api.resolved(&field.usage.ty) else { return None };
        match &self.api.ty(*id).shape {
            Shape::Enum(values) => Some(values),
            _ => None,
        }
    }
}

fn texts(values: &Enumeration) -> Vec<String> {
    let text = |value: &Literal| match value {
        Literal::Text(text) => Some(text.clone()),
        Literal::Integer(_) => None,
    };
    values.values.iter().filter_map(|variant| text(&variant.value)).collect()
}
