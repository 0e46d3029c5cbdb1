//! Objects: `properties`, `required` and `additionalProperties`.

use std::collections::BTreeMap;

use super::Lowering;
use super::place::Place;
use crate::diagnostic::Diagnostic;
use crate::ir::{Docs, Extra, Field, Shape, Struct, Type, TypeId, Usage};
use crate::pointer::Pointer;
use crate::resolve::{Additional, Node, Schema};
use crate::suggest::nearest;

/// How many properties are compared with one that is not declared, to suggest one.
const COMPARED: usize = 200;

impl<'a> Lowering<'a> {
    /// An object that is one schema.
    pub(super) fn object(&mut self, id: TypeId, node: &Node<'a>) -> Struct {
        let schema = self.keywords(node);
        let mut object = Struct { fields: self.fields(id, &schema), extra: self.extra(id, &schema) };
        self.require(&mut object, &schema.keywords.required, &node.at);
        if schema.data.discriminator.is_some() {
            self.bases.push(id);
        }
        object
    }

    /// Lets an object with a discriminator keep what belongs to the schemas that are made of it.
    pub(super) fn keep_children(&mut self) {
        for id in std::mem::take(&mut self.bases) {
            let Some(ty) = self.api.types.get_mut(id.index()) else { continue };
            let at = ty.pointer.key("discriminator");
            if let Shape::Struct(object) = &mut ty.shape
                && object.extra == Extra::Unspoken
            {
                object.extra = Extra::Kept(Box::new(Type::Any.into()));
            }
            self.note(
                "discriminated-base",
                &at,
                "a value of a schema that is made of this one is read as this type; its other properties are kept untyped",
            );
        }
    }

    /// The properties that a schema lists itself; none is required yet.
    fn fields(&mut self, id: TypeId, schema: &Schema<'a>) -> Vec<Field> {
        let place = Place::of_type(id);
        schema.properties.iter().map(|(name, node)| self.field(name, node, &place)).collect()
    }

    /// The property that a schema describes.
    pub(super) fn field(&mut self, name: &str, node: &Node<'a>, place: &Place) -> Field {
        Field { usage: self.usage(node, &place.step(name)), ..self.noted(name, node) }
    }

    /// A property with all that is said of it beside its type.
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
            default: notes.default,
            example: notes.example,
            docs: notes.docs,
        }
    }

    /// What a schema says of other properties.
    fn extra(&mut self, id: TypeId, schema: &Schema<'a>) -> Extra {
        match &schema.additional {
            Additional::Unspoken => Extra::Unspoken,
            Additional::Refused => Extra::Refused,
            Additional::Free => Extra::Kept(Box::new(Type::Any.into())),
            Additional::Of(values) => {
                Extra::Kept(Box::new(self.usage(values, &Place::of_type(id).step("value"))))
            }
        }
    }

    /// Marks the properties that must be present, and adds those that no schema declares.
    pub(super) fn require(&mut self, object: &mut Struct, names: &[String], at: &Pointer) {
        // The first of several of one name, as a look-up by name finds it.
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

    /// Adds a property that is required, but not declared: any value that additional properties can have.
    fn add_undeclared(&mut self, object: &mut Struct, name: &str, at: &Pointer) {
        let usage = match &object.extra {
            Extra::Unspoken => Ok(Type::Any.into()),
            Extra::Kept(usage) => Ok(usage.as_ref().clone()),
            Extra::Refused => Err(", and `additionalProperties` refuses it; the requirement is ignored"),
        };
        let outcome = match usage {
            Ok(_) => "; it is kept where it is present",
            Err(outcome) => outcome,
        };
        let message = format!("`{name}` is required, but is not among the properties{outcome}");
        let mut finding = Diagnostic::warning("required-unknown", at, message);
        if object.fields.len() <= COMPARED
            && let Some(near) = nearest(name, object.fields.iter().map(|field| field.name.as_str()))
        {
            finding = finding.help(format!("did you mean `{near}`?"));
        }
        self.findings.push(finding);
        object.fields.extend(usage.ok().map(|usage| Field {
            pointer: at.clone(),
            name: name.to_owned(),
            // What is required is not always there, and null is a value of its own.
            usage: Usage { nullable: true, ..usage },
            values: Vec::new(),
            required: false,
            undeclared: true,
            read_only: false,
            write_only: false,
            deprecated: false,
            default: None,
            example: None,
            docs: Docs::default(),
        }));
    }
}
