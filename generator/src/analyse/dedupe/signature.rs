//! Computes signatures, which represent all relevant properties of a type as a string. Types with equal
//! signatures can be merged.
//!
//! Part of `dedupe`. A named type inside another type is identified by its representative. Pointers and
//! examples are ignored.

use std::fmt::Write as _;

use super::super::Facts;
use crate::ir::{Api, Docs, Enumeration, Extra, Field, Shape, Struct, Type, TypeDef, TypeId, Union, Usage};

/// Returns the signature of a type.
pub(super) fn signature(api: &Api, facts: &Facts, id: TypeId) -> String {
    let ty = api.ty(id);
    let mut out = String::new();
    // The deprecation of an enum and the descriptions of its values are irrelevant to the fields that use it.
    if !matches!(ty.shape, Shape::Enum(_)) {
        // Writing to a string cannot fail.
        let _ = write!(out, "{} ", ty.deprecated);
    }
    let mut writer = Writer { facts, out };
    match &ty.shape {
        Shape::Struct(object) => {
            writer.object(object);
            writer.xml(id, ty, object);
        }
        Shape::Enum(values) => writer.values(values),
        Shape::Union(union) => writer.union(union),
        Shape::Alias(usage) => writer.usage(usage),
    }
    writer.out
}

struct Writer<'a> {
    facts: &'a Facts,
    out: String,
}

impl Writer<'_> {
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(text);
    }

    fn object(&mut self, object: &Struct) {
        self.put(format_args!("object "));
        for field in &object.fields {
            self.field(field);
        }
        match &object.extra {
            Extra::Unspecified => self.put(format_args!("..?")),
            Extra::Refused => self.put(format_args!("!")),
            Extra::Kept(usage) => {
                self.put(format_args!("..{} ", object.secret_extra));
                self.usage(usage);
            }
        }
    }

    /// Writes the XML form of a type that is encoded as XML.
    fn xml(&mut self, id: TypeId, ty: &TypeDef, object: &Struct) {
        if self.facts.is_xml(id) {
            self.put(format_args!("xml {:?} ", ty.xml));
            for field in &object.fields {
                self.put(format_args!("{:?} ", field.xml));
            }
        }
    }

    fn field(&mut self, field: &Field) {
        let Field {
            name, values, required, read_only, write_only, deprecated, secret, default, docs, ..
        } = field;
        self.put(format_args!("{name:?} {required} {read_only} {write_only} {deprecated} {default:?} "));
        self.put(format_args!("{values:?} {} {secret} ", field.undeclared));
        self.docs(docs);
        self.usage(&field.usage);
    }

    fn docs(&mut self, docs: &Docs) {
        self.put(format_args!("{:?} {:?} ", docs.summary, docs.description));
    }

    fn values(&mut self, values: &Enumeration) {
        self.put(format_args!("enum "));
        for value in &values.values {
            self.put(format_args!("{:?} {:?} ", value.value, value.name));
        }
    }

    fn union(&mut self, union: &Union) {
        self.put(format_args!("union {:?} ", union.tag));
        for variant in &union.variants {
            let (title, description) = (&variant.title, &variant.description);
            self.put(format_args!("{title:?} {description:?} {:?} {:?} ", variant.tags, variant.fixed));
            self.ty(&variant.ty);
        }
    }

    fn usage(&mut self, usage: &Usage) {
        self.put(format_args!("{} ", usage.nullable));
        self.ty(&usage.ty);
    }

    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Named(id) => self.put(format_args!("#{} ", self.facts.shared(*id).index())),
            Type::Scalar(scalar) => self.put(format_args!("{scalar:?} ")),
            Type::List(item) => {
                self.put(format_args!("["));
                self.usage(item);
            }
            Type::Map(value) => {
                self.put(format_args!("{{"));
                self.usage(value);
            }
            Type::Object => self.put(format_args!("{{}} ")),
            Type::Any => self.put(format_args!("? ")),
        }
    }
}
