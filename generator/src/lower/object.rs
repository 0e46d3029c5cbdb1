//! Lowers `properties`, `required` and `additionalProperties`.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::form::alternatively_required;
use super::place::Place;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Docs, Extra, Field, PathStep, Shape, Struct, Type, TypeId, Usage};
use crate::pointer::Pointer;
use crate::resolve::{Additional, Node, Schema};

impl<'a> Lowering<'a> {
    /// Defines an object from one schema.
    pub(super) fn object(&mut self, id: TypeId, node: &Node<'a>) -> Struct {
        let schema = self.keywords(node);
        let secret_extra = matches!(&schema.additional, Additional::Of(values) if self.has_secret(values));
        let (fields, extra) = (self.fields(id, &schema), self.extra(id, &schema));
        let mut object = Struct { fields, extra, secret_extra };
        self.require(&mut object, &schema.keywords.required, &node.at);
        self.mention(&mut object, alternatively_required(node));
        if schema.data.discriminator.is_some() {
            self.bases.push(id);
        }
        object
    }

    /// Makes objects with a discriminator preserve the properties of schemas that extend them.
    pub(super) fn keep_children(&mut self) {
        for id in std::mem::take(&mut self.bases) {
            let Some(ty) = self.api.types.get_mut(id.index()) else { continue };
            let at = ty.pointer.key("discriminator");
            if let Shape::Struct(object) = &mut ty.shape
                && object.extra == Extra::Unspecified
            {
                object.extra = Extra::Kept(Box::new(Type::Any.into()));
            }
            self.note(
                Code::DiscriminatedBase,
                &at,
                "values of derived schemas are decoded as this type; their additional properties are preserved \
                 as untyped values",
            );
        }
    }

    /// Returns the properties that a schema itself declares, not yet marked as required.
    fn fields(&mut self, id: TypeId, schema: &Schema<'a>) -> Vec<Field> {
        let place = Place::of_type(id);
        schema.properties.iter().map(|(name, node)| self.field(name, node, &place)).collect()
    }

    /// Returns the property that a schema describes.
    pub(super) fn field(&mut self, name: &str, node: &Node<'a>, place: &Place) -> Field {
        Field {
            usage: self.usage(node, &place.step(PathStep::Property(name.to_owned()))),
            ..self.noted(name, node)
        }
    }

    /// Returns a property with its annotations, but without its type.
    pub(super) fn noted(&self, name: &str, node: &Node<'a>) -> Field {
        let notes = self.annotations_of_use(node);
        Field {
            pointer: node.at.clone(),
            name: name.to_owned(),
            usage: Type::Any.into(),
            values: self.listed_values(node),
            required: false,
            undeclared: false,
            read_only: notes.read_only,
            write_only: notes.write_only,
            deprecated: notes.deprecated,
            secret: notes.secret || self.is_secret(name),
            default: notes.default,
            example: notes.example,
            xml: self.xml(node),
            docs: notes.docs,
        }
    }

    /// Returns a schema's rule for undeclared properties.
    fn extra(&mut self, id: TypeId, schema: &Schema<'a>) -> Extra {
        match &schema.additional {
            Additional::Unspecified => Extra::Unspecified,
            Additional::Refused => Extra::Refused,
            Additional::Free => Extra::Kept(Box::new(Type::Any.into())),
            Additional::Of(values) => {
                Extra::Kept(Box::new(self.usage(values, &Place::of_type(id).step(PathStep::MapValue))))
            }
        }
    }

    /// Marks required properties, and adds the required properties that no schema declares.
    pub(super) fn require(&mut self, object: &mut Struct, names: &[String], at: &Pointer) {
        // The order is reversed so that the first of several fields with the same name is used.
        let indices = object.fields.iter().enumerate().rev();
        let mut known: BTreeMap<String, usize> =
            indices.map(|(index, field)| (field.name.clone(), index)).collect();
        for name in names {
            match known.get(name).and_then(|index| object.fields.get_mut(*index)) {
                Some(field) => field.required = !field.undeclared,
                None => {
                    known.insert(name.clone(), object.fields.len());
                    self.add_undeclared(object, name, &at.key("required"));
                }
            }
        }
    }

    /// Adds the undeclared properties that only some union branches require.
    pub(super) fn mention<N: AsRef<[String]>>(
        &mut self,
        object: &mut Struct,
        lists: impl IntoIterator<Item = (Pointer, N)>,
    ) {
        let mut known: BTreeSet<String> = object.fields.iter().map(|field| field.name.clone()).collect();
        for (at, names) in lists {
            for name in names.as_ref() {
                if known.insert(name.clone()) {
                    self.add_undeclared(object, name, &at.key("required"));
                }
            }
        }
    }

    /// Adds a required but undeclared property, with the type of additional properties.
    fn add_undeclared(&mut self, object: &mut Struct, name: &str, at: &Pointer) {
        let usage = match &object.extra {
            Extra::Unspecified => Ok(Type::Any.into()),
            Extra::Kept(usage) => Ok(usage.as_ref().clone()),
            Extra::Refused => Err(", and `additionalProperties` forbids it; the requirement is ignored"),
        };
        let outcome = match usage {
            Ok(_) => "; it is preserved if present",
            Err(outcome) => outcome,
        };
        let message = format!("required property `{name}` is not declared{outcome}");
        let mut finding = Diagnostic::warning(Code::RequiredUnknown, at, message);
        let known = object.fields.iter().map(|field| field.name.as_str());
        if let Some(near) = self.suggestions.nearest(name, known) {
            finding = finding.help(format!("did you mean `{near}`?"));
        }
        self.findings.push(finding);
        object.fields.extend(usage.ok().map(|usage| Field {
            pointer: at.clone(),
            name: name.to_owned(),
            // Servers may omit an undeclared property or set it to null, and these two cases are
            // distinguished.
            usage: Usage { nullable: true, ..usage },
            values: Vec::new(),
            required: false,
            undeclared: true,
            read_only: false,
            write_only: false,
            deprecated: false,
            secret: self.is_secret(name),
            default: None,
            example: None,
            xml: None,
            docs: Docs::default(),
        }));
    }
}
