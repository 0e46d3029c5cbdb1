//! Determines how to distinguish the variants of a union, after all types are defined.
//!
//! A discriminator names the property that serves as the tag. The tag values of each variant come from the
//! discriminator's mapping, the variant's enum or the schema's name. If there is no discriminator, a property
//! that all variants require with distinct values serves as the tag. Otherwise, types and properties with a
//! single value distinguish the variants.

use std::collections::BTreeSet;

use serde_json::Value;

use super::constants::is_nested;
use super::{Discriminated, Lowering};
use crate::diagnostic::{Code, Diagnostic};
use crate::external_ref;
use crate::ir::{
    Alternative, Docs, Field, Fixed, Foreign, Literal, Origin, Scalar, Shape, Step, Struct, Type, TypeId,
    Union, Wire, plain,
};
use crate::normalise::Dialect;
use crate::pointer::Pointer;
use crate::resolve::{Target, target};

/// The maximum nesting depth of lists and maps when comparing types.
const DEPTH: usize = 16;

impl Lowering<'_> {
    /// Determines how to distinguish the variants of each union, and removes redundant variants.
    pub(super) fn settle_unions(&mut self) {
        let ids: Vec<TypeId> = self.api.types().map(|(id, _)| id).collect();
        for id in &ids {
            let Some(mut union) = self.union_at(*id).cloned() else { continue };
            let free = union.variants.iter().any(|variant| *self.api.resolved(&variant.ty) == Type::Any);
            self.remove_redundant(&mut union);
            let constants =
                self.constants(&union.variants.iter().map(|variant| &variant.ty).collect::<Vec<_>>());
            union.variants.iter_mut().zip(constants).for_each(|(variant, fixed)| variant.fixed = fixed);
            let shape = match union.variants.as_slice() {
                [] => Shape::Alias(Type::Any.into()),
                [one] if !free => Shape::Alias(one.ty.clone().into()),
                _ => Shape::Union(union),
            };
            self.set_shape(*id, shape);
        }
        for pending in std::mem::take(&mut self.discriminated) {
            self.settle_discriminator(&pending);
        }
        for id in &ids {
            self.find_tag(*id);
            self.keep_tags(*id);
        }
    }

    fn union_at(&self, id: TypeId) -> Option<&Union> {
        match &self.api.ty(id).shape {
            Shape::Union(union) => Some(union),
            _ => None,
        }
    }

    fn set_shape(&mut self, id: TypeId, shape: Shape) {
        if let Some(ty) = self.api.types.get_mut(id.index()) {
            ty.shape = shape;
        }
    }

    /// Keeps one variant per type. A variant that accepts any value is removed, since a union preserves
    /// unknown values anyway.
    fn remove_redundant(&self, union: &mut Union) {
        let mut known: Vec<Type> = Vec::new();
        let spelled: Vec<Type> =
            union.variants.iter().map(|variant| self.without_aliases(&variant.ty, 0)).collect();
        let mut spelled_one_by_one = spelled.iter();
        union.variants.retain(|_| {
            let Some(ty) = spelled_one_by_one.next() else { return false };
            let kept = *ty != Type::Any
                && !known.iter().any(|other| self.is_same(other, ty))
                && !spelled.iter().any(|other| self.accepts_all_of(other, ty));
            if kept {
                known.push(ty.clone());
            }
            kept
        });
    }

    /// Returns a type in which aliases are replaced with their targets, including inside lists and maps.
    fn without_aliases(&self, ty: &Type, depth: usize) -> Type {
        if depth > DEPTH {
            return ty.clone();
        }
        let inside = |usage: &crate::ir::Usage| {
            let ty = self.without_aliases(&usage.ty, depth + 1);
            Box::new(crate::ir::Usage { ty, nullable: usage.nullable })
        };
        match self.api.resolved(ty) {
            Type::List(item) => Type::List(inside(item)),
            Type::Map(value) => Type::Map(inside(value)),
            Type::Scalar(Scalar::Binary) => Type::Scalar(Scalar::String),
            other => other.clone(),
        }
    }

    fn is_same(&self, one: &Type, other: &Type) -> bool {
        let values = |ty| self.enumeration(ty).map(|e| e.values.iter().map(|v| &v.value).collect::<Vec<_>>());
        one == other || values(one).is_some_and(|values_of_one| Some(values_of_one) == values(other))
    }

    /// Returns whether `large` accepts all values of `small`. An enum accepts all values of its type, since it
    /// preserves unknown values.
    ///
    /// Neither `Int64` nor an enum of integers accepts all values of `UInt64`, and `UInt64` does not accept negative
    /// values.
    fn accepts_all_of(&self, large: &Type, small: &Type) -> bool {
        use Scalar::{Byte, Double, Float, Int32, Int64, String, Uri, Uuid};
        if let Some(values) = self.enumeration(large) {
            let texts = values.values.iter().any(|variant| matches!(variant.value, Literal::Text(_)));
            return match small {
                Type::Scalar(String | Uri | Uuid | Byte) => texts,
                Type::Scalar(Int32 | Int64) => !texts,
                _ => false,
            };
        }
        matches!(
            (large, small),
            (Type::Scalar(String), Type::Scalar(Uri | Uuid | Byte))
                | (Type::Scalar(Uri), Type::Scalar(Uuid | Byte))
                | (Type::Scalar(Uuid), Type::Scalar(Byte))
                | (Type::Scalar(Int64), Type::Scalar(Int32))
                | (Type::Scalar(Double), Type::Scalar(Float))
        )
    }

    /// Makes the discriminator's property the tag, and assigns its values to the variants.
    fn settle_discriminator(&mut self, pending: &Discriminated) {
        let Some(mut union) = self.union_at(pending.union).cloned() else { return };
        let property = &pending.discriminator.property_name;
        for (value, name) in &pending.discriminator.mapping {
            match self.variant_named(name, &mut union.variants) {
                Some(variant) => variant.tags.push(self.typed(value, property, &variant.ty)),
                None => {
                    let message = format!(
                        "`{name}` is not one of the schemas of this union; the value `{value}` is ignored"
                    );
                    self.warn(Code::UnknownMapping, &pending.at.key("mapping").key(value), message);
                }
            }
        }
        for index in 0..union.variants.len() {
            let Some(variant) = union.variants.get(index).filter(|variant| variant.tags.is_empty()) else {
                continue;
            };
            let mut values = self.values_of(property, &variant.ty);
            let title = variant.title.clone().filter(|_| values.is_empty());
            let named = |title: &String| self.has_name_of(variant, title) && self.key_of(title).is_some();
            values.extend(title.filter(named).map(Value::from));
            // A value that belongs to a different variant cannot identify this variant.
            let taken = |value: &Value| union.variants.iter().any(|variant| variant.tags.contains(value));
            let values: Vec<Value> = values.into_iter().filter(|value| !taken(value)).collect();
            if values.is_empty() {
                let message = format!(
                    "no value of `{property}` selects branch {}; the branch is identified by its other \
                     properties",
                    index + 1
                );
                self.warn(Code::UnknownMapping, &pending.at, message);
            }
            if let Some(variant) = union.variants.get_mut(index) {
                variant.tags = values;
            }
        }
        self.settle_fallback(pending, &mut union);
        union.tag = union.variants.iter().any(|variant| !variant.tags.is_empty()).then(|| property.clone());
        self.set_shape(pending.union, Shape::Union(union));
    }

    /// Marks the fallback variant, which applies to values without a tag, or with a tag that no other variant has.
    fn settle_fallback(&mut self, pending: &Discriminated, union: &mut Union) {
        let Some(around) = self.document.at(&pending.at) else { return };
        let property = &pending.discriminator.property_name;
        let Some(node) = self.since_3_2(&around, "defaultMapping") else {
            return self.check_optional_tag(pending, union);
        };
        let Some(name) = node.json.as_str() else {
            self.warn(
                Code::UnknownMapping,
                &node.at,
                "expected a schema name or a reference to a schema; the value is ignored",
            );
            return;
        };
        match self.variant_named(name, &mut union.variants) {
            Some(variant) => {
                variant.fallback = true;
                // Listing this variant's own values is unnecessary, because values that no other variant has
                // also select it.
                variant.tags.clear();
                let is_tag =
                    |fixed: &Fixed| matches!(fixed.path.as_slice(), [Step::Member(name)] if name == property);
                variant.fixed.retain(|fixed| !is_tag(fixed));
            }
            None => {
                let message = format!(
                    "`{name}` is not one of the schemas of this union; unknown values are preserved verbatim"
                );
                self.warn(Code::UnknownMapping, &node.at, message);
            }
        }
    }

    /// Reports a tag that can be absent, for which OpenAPI 3.2 requires a `defaultMapping`.
    fn check_optional_tag(&mut self, pending: &Discriminated, union: &Union) {
        let property = &pending.discriminator.property_name;
        let is_optional =
            |variant: &Alternative| self.property(property, &variant.ty).is_some_and(|field| !field.required);
        if self.dialect < Dialect::OpenApi32 || !union.variants.iter().any(is_optional) {
            return;
        }
        let message = format!(
            "`{property}` is optional, which requires `defaultMapping`; a value without the property is preserved verbatim"
        );
        let finding = Diagnostic::warning(Code::UnknownMapping, &pending.at, message);
        self.findings.push(finding.help("add `defaultMapping`, or make the property required"));
    }

    /// Returns the variant that a mapping refers to, by reference or by plain schema name.
    fn variant_named<'u>(&self, name: &str, variants: &'u mut [Alternative]) -> Option<&'u mut Alternative> {
        let named = Pointer::root().keys(["components", "schemas", name]);
        // A branch that was merged with the keywords next to the union is not the schema itself, but has the
        // schema's name.
        if let Some(key) = self.key_of(name)
            && let Some(index) = variants.iter().position(|variant| self.has_name_of(variant, &key))
        {
            return variants.get_mut(index);
        }
        let id = match (self.named.get(&named), target(name)) {
            (Some(id), _) => *id,
            (None, Target::Local(at)) => *self.named.get(&at)?,
            (None, _) => return None,
        };
        // Aliases for the same schema are the same variant.
        let named = Type::Named(id);
        let meant = self.api.resolved(&named);
        let index = variants.iter().position(|variant| self.api.resolved(&variant.ty) == meant)?;
        variants.get_mut(index)
    }

    /// Returns the property with the given name, if the type is an object that has it.
    fn property(&self, name: &str, ty: &Type) -> Option<&Field> {
        self.record(ty)?.1.fields.iter().find(|field| field.name == name)
    }

    /// Converts a mapping key, which is always a string, to a value of the property's type.
    fn typed(&self, key: &str, property: &str, ty: &Type) -> Value {
        let Some(field) = self.property(property, ty) else { return key.into() };
        let listed = self.values_of_field(field).unwrap_or_default();
        if let Some(value) = listed.into_iter().find(|value| plain(value) == key) {
            return value;
        }
        let suits: fn(&Value) -> bool = match self.api.resolved(&field.usage.ty) {
            Type::Scalar(Scalar::Foreign(Foreign { wire: Wire::Integer | Wire::Number, .. })) => {
                Value::is_number
            }
            Type::Scalar(Scalar::Bool) => Value::is_boolean,
            Type::Scalar(Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Float | Scalar::Double) => {
                Value::is_number
            }
            Type::Named(id) if self.is_of_integers(*id) => Value::is_number,
            _ => return key.into(),
        };
        serde_json::from_str(key).ok().filter(suits).unwrap_or_else(|| key.into())
    }

    fn is_of_integers(&self, id: TypeId) -> bool {
        let values = self.enumeration(&Type::Named(id)).and_then(|values| values.values.first());
        values.is_some_and(|variant| matches!(variant.value, Literal::Integer(_)))
    }

    /// Returns the key of the schema that a mapping refers to.
    fn key_of(&self, name: &str) -> Option<String> {
        let here = Pointer::root().keys(["components", "schemas", name]);
        let at = match target(name) {
            _ if self.named.contains_key(&here) => here,
            Target::Local(at) if self.named.contains_key(&at) => at,
            _ => return None,
        };
        at.last()
    }

    /// Returns whether a variant is inline, but has the name of the schema that a mapping refers to.
    fn has_name_of(&self, variant: &Alternative, key: &str) -> bool {
        let is_inline = match &variant.ty {
            Type::Named(id) => !matches!(self.api.ty(*id).origin, Origin::Schema(_)),
            _ => false,
        };
        is_inline && variant.title.as_deref() == Some(&external_ref::name_of(key))
    }

    /// Returns the tag values of a variant that no mapping refers to. For a nested union, these are the tag
    /// values of its variants.
    fn values_of(&self, property: &str, ty: &Type) -> Vec<Value> {
        let mut seen = BTreeSet::new();
        let mut todo = vec![ty];
        let mut values = Vec::new();
        while let Some(ty) = todo.pop() {
            let union = match self.api.resolved(ty) {
                Type::Named(inner) => self.union_at(*inner).map(|union| (*inner, union)),
                _ => None,
            };
            let Some((inner, union)) = union else {
                values.extend(self.own_values(property, ty));
                continue;
            };
            if seen.insert(inner) {
                let same_tag = union.tag.as_deref() == Some(property);
                for variant in &union.variants {
                    match variant.tags.as_slice() {
                        [_, ..] if same_tag => values.extend(variant.tags.iter().cloned()),
                        _ => todo.push(&variant.ty),
                    }
                }
            }
        }
        values
    }

    /// Returns the schema's name if the property lists no values or lists this name; otherwise, returns the
    /// listed values.
    fn own_values(&self, property: &str, ty: &Type) -> Vec<Value> {
        let Type::Named(id) = ty else { return Vec::new() };
        let field = self.property(property, ty);
        let values = field.and_then(|field| self.values_of_field(field)).unwrap_or_default();
        let values: Vec<Value> = values.into_iter().filter(|value| !is_nested(value)).collect();
        match &self.api.ty(*id).origin {
            Origin::Schema(key) => {
                let name = Value::from(external_ref::name_of(key));
                if values.is_empty() || values.contains(&name) { vec![name] } else { values }
            }
            _ => values,
        }
    }

    /// Selects as the tag a property that every variant requires with distinct values.
    fn find_tag(&mut self, id: TypeId) {
        let is_open =
            |union: &&Union| union.tag.is_none() && union.variants.iter().all(|variant| !variant.fallback);
        let Some(union) = self.union_at(id).filter(is_open) else { return };
        let objects: Option<Vec<&Struct>> =
            union.variants.iter().map(|variant| Some(self.record(&variant.ty)?.1)).collect();
        let Some(objects) = objects.filter(|objects| objects.len() > 1) else { return };
        let Some(first) = objects.first() else { return };
        let values_in = |object: &Struct, name: &str| {
            let field = object.fields.iter().find(|field| field.name == name && field.required)?;
            self.values_of_field(field).filter(|values| !values.iter().any(is_nested))
        };
        let apart = |name: &str| {
            let all: Vec<Vec<Value>> =
                objects.iter().map(|object| values_in(object, name)).collect::<Option<_>>()?;
            let mut once = BTreeSet::new();
            all.iter().flatten().all(|value| once.insert(value.to_string())).then(|| all.clone())
        };
        let found = first.fields.iter().find_map(|field| Some((field.name.clone(), apart(&field.name)?)));
        let Some((tag, values)) = found else { return };
        let mut union = union.clone();
        for (variant, tags) in union.variants.iter_mut().zip(values) {
            variant.tags = tags;
        }
        union.tag = Some(tag);
        self.set_shape(id, Shape::Union(union));
    }

    /// Adds the tag as a property to variants with several tag values, and reports the addition.
    fn keep_tags(&mut self, id: TypeId) {
        let Some(Union { variants, tag: Some(tag) }) = self.union_at(id).cloned() else { return };
        for variant in variants.iter().filter(|variant| variant.tags.len() > 1) {
            let Some((object, shape)) = self.record(&variant.ty) else { continue };
            if shape.fields.iter().any(|field| field.name == tag) {
                continue;
            }
            let at = self.api.ty(object).pointer.clone();
            let message = format!("discriminator `{tag}` is not a declared property; it is added");
            self.findings.push(Diagnostic::note(Code::DiscriminatorProperty, &at, message));
            let field = Field {
                pointer: at,
                name: tag.clone(),
                usage: Type::Scalar(Scalar::String).into(),
                values: Vec::new(),
                required: false,
                undeclared: false,
                read_only: false,
                write_only: false,
                deprecated: false,
                secret: self.is_secret(&tag),
                default: None,
                example: None,
                xml: None,
                docs: Docs {
                    summary: None,
                    description: Some(
                        "The discriminator, which determines the type of this value.".to_owned(),
                    ),
                },
            };
            if let Some(ty) = self.api.types.get_mut(object.index())
                && let Shape::Struct(shape) = &mut ty.shape
            {
                shape.fields.push(field);
            }
        }
    }
}
