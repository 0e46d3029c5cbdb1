//! The view of a type on a page: its kind, with its fields, values or variants.

use super::site::Site;
use super::text::lines;
use crate::analyse::field_example;
use crate::emit::choice::{condition, is_record};
use crate::emit::markdown::{cell, code, code_cell, line};
use crate::ir::{
    Alternative, Enumeration, Extra, Field, Literal, Origin, PathStep, Shape, Struct, Type, TypeDef, TypeId,
    Usage,
};

/// The view of a type.
pub(super) struct TypeView {
    pub(super) heading: String,
    pub(super) deprecated: bool,
    pub(super) has_description: bool,
    pub(super) description: Vec<String>,
    pub(super) what: String,
    pub(super) has_fields: bool,
    pub(super) fields: Vec<FieldView>,
    pub(super) has_values: bool,
    pub(super) values: Vec<ValueView>,
    pub(super) has_choices: bool,
    pub(super) choices: Vec<ChoiceView>,
}

/// A field of a struct.
pub(super) struct FieldView {
    pub(super) wire: String,
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) notes: String,
    pub(super) description: String,
}

/// A value of an enum.
pub(super) struct ValueView {
    pub(super) wire: String,
    pub(super) name: String,
    pub(super) description: String,
}

/// A variant of a union.
pub(super) struct ChoiceView {
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) description: String,
}

/// Returns the view of a type on the page `from`, with a heading of the given level.
pub(super) fn view(site: &Site<'_>, id: TypeId, level: usize, from: &str) -> TypeView {
    let ty = site.model.api.ty(id);
    let docs = site.model.docs(id);
    let mut description: Vec<String> = docs.summary.iter().map(|summary| line(summary)).collect();
    if let Some(text) = &docs.description {
        if !description.is_empty() {
            description.push(String::new());
        }
        description.extend(lines(text));
    }
    let (mut rows, mut variants, mut choices) = (Vec::new(), Vec::new(), Vec::new());
    match &ty.shape {
        Shape::Struct(object) => rows = fields(site, id, object, from),
        Shape::Enum(enumeration) => variants = values(site, id, enumeration),
        Shape::Union(union) => {
            let names = &site.model.names.ty(id).members;
            let rows = union.variants.iter().zip(names);
            choices = rows
                .map(|(variant, name)| ChoiceView {
                    name: code(name),
                    ty: site.variant(&variant.ty, is_record(site.model, &variant.ty), from),
                    description: choice_text(site, union.tag.as_deref(), variant),
                })
                .collect();
        }
        Shape::Alias(_) => {}
    }
    TypeView {
        heading: format!("{} {}", "#".repeat(level), site.model.names.ty(id).name),
        deprecated: ty.deprecated,
        has_description: !description.is_empty(),
        description,
        what: what(site, id, ty, from),
        has_fields: !rows.is_empty(),
        fields: rows,
        has_values: !variants.is_empty(),
        values: variants,
        has_choices: !choices.is_empty(),
        choices,
    }
}

/// Returns sentences about the kind and origin of the type.
fn what(site: &Site<'_>, id: TypeId, ty: &TypeDef, from: &str) -> String {
    let item = path(site, id);
    let (kind, more) = match &ty.shape {
        Shape::Struct(_) => ("a struct".to_owned(), ""),
        Shape::Enum(_) => ("an enum".to_owned(), " It preserves unknown values."),
        Shape::Alias(usage) => (format!("an alias for {}", site.usage(usage, from)), ""),
        Shape::Union(_) => (
            "an enum".to_owned(),
            " It has a variant for each of the following types, and one for other values.",
        ),
    };
    let origin = match &ty.origin {
        Origin::Schema(name) => format!("the {} schema", code(name)),
        Origin::Inline { owner, path } => {
            let around = site.usage(&Usage::from(Type::Named(*owner)), from);
            format!("{} in {around}", code(&PathStep::words(path).join(".")))
        }
        Origin::Operation { operation, path } => {
            let method = &site.model.names.operation(*operation).method;
            format!("{} in {}", code(&PathStep::words(path).join(".")), code(method))
        }
    };
    format!("{item} is {kind}, generated from {origin}.{more}")
}

/// Returns the description of a variant, followed by its condition.
fn choice_text(site: &Site<'_>, tag: Option<&str>, variant: &Alternative) -> String {
    let condition = condition(site.model, tag, variant, code_cell);
    match &variant.description {
        Some(text) => format!("{} {condition}", cell(text)),
        None => condition,
    }
}

fn path(site: &Site<'_>, id: TypeId) -> String {
    let names = site.model.names.ty(id);
    let module = if names.in_api { format!("api::{}", names.module) } else { "models".to_owned() };
    code(&format!("{}::{module}::{}", site.model.names.krate, names.name))
}

fn fields(site: &Site<'_>, id: TypeId, object: &Struct, from: &str) -> Vec<FieldView> {
    let model = site.model;
    let names = &model.names.ty(id).members;
    let mut rows: Vec<FieldView> = object
        .fields
        .iter()
        .zip(names)
        .enumerate()
        .map(|(index, (field, name))| FieldView {
            wire: code_cell(&field.name),
            name: code(name),
            ty: site.field(
                &field.usage.ty,
                model.facts.presence(id, index),
                model.facts.is_boxed(id, index),
                from,
            ),
            notes: notes(field),
            description: field_description(field),
        })
        .collect();
    let extra = match &object.extra {
        Extra::Kept(usage) => Some(Type::Map(usage.clone())),
        Extra::Unspecified if model.config.models.keep_unknown_fields => Some(Type::Object),
        Extra::Unspecified | Extra::Refused => None,
    };
    rows.extend(extra.map(|ty| FieldView {
        wire: String::new(),
        name: code("extra"),
        ty: site.usage(&Usage::from(ty), from),
        notes: String::new(),
        description: "Additional properties, keyed by name.".to_owned(),
    }));
    rows
}

fn field_description(field: &Field) -> String {
    let parts = [&field.docs.summary, &field.docs.description].into_iter().flatten();
    parts.map(|text| cell(text)).collect::<Vec<_>>().join(" ")
}

fn notes(field: &Field) -> String {
    let marks = [
        (field.required, "required"),
        (field.undeclared, "required, but not declared"),
        (field.read_only, "read-only"),
        (field.write_only, "write-only"),
        (field.deprecated, "deprecated"),
    ];
    let mut notes: Vec<String> =
        marks.into_iter().filter(|(is, _)| *is).map(|(_, note)| note.to_owned()).collect();
    notes.extend(field.default.as_ref().map(|value| format!("default {}", code_cell(&value.to_string()))));
    notes.extend(field_example(field).map(|text| format!("example {}", code_cell(&text))));
    notes.join(", ")
}

fn values(site: &Site<'_>, id: TypeId, enumeration: &Enumeration) -> Vec<ValueView> {
    let names = &site.model.names.ty(id).members;
    let rows = enumeration.values.iter().zip(names);
    rows.map(|(variant, name)| ValueView {
        wire: code_cell(&literal(&variant.value)),
        name: code(name),
        description: variant.description.as_deref().map(cell).unwrap_or_default(),
    })
    .collect()
}

/// Returns the wire format of an enum value.
pub(super) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.clone(),
        Literal::Integer(number) => number.to_string(),
    }
}
