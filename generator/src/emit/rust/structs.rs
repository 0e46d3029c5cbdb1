//! Structs: the type, its `record!` line for serde, and its constructor and setters.

mod constructor;
mod xml;

use proc_macro2::TokenStream;
use quote::quote;

use self::constructor::{argument, is_given, is_required};
use super::doc::{Doc, default_and_example};
use super::format;
use super::ident::{ident, word};
use super::vocabulary::{Uses, parsed};
use crate::analyse::{Constant, ERROR_BODY, Presence, field_example, naming_path};
use crate::emit::markdown::code;
use crate::emit::rust_type::RustType;
use crate::emit::spell;
use crate::ir::{Extra, Field, OperationId, Origin, PathStep, Shape, Struct, Type, TypeId};
use crate::model::Model;
use crate::name::RustName;

/// The name of the field for undeclared properties.
const EXTRA: &str = "extra";

/// Returns the source code of a struct, one string per item.
pub(super) fn emit(model: &Model, id: TypeId, object: &Struct, uses: &mut Uses) -> Vec<String> {
    let name = ident(&model.names.ty(id).name);
    let fields: Vec<Member<'_>> = members(model, id, object, uses);
    uses.runtime("record");
    let extra = extra(model, object);
    let request = model.facts.ty(id).request;
    let mut blocks = vec![
        definition(model, id, &name, &fields, extra.as_ref(), (request, has_secret(object)), uses),
        record(model, id, &fields, extra.is_some(), uses),
    ];
    if model.facts.is_xml(id) {
        blocks.push(xml::emit(model, id, object, uses));
    }
    if has_secret(object) {
        uses.runtime("safe_debug");
        blocks.insert(1, safe_debug(model, id, &fields, extra.as_ref().map(|_| object.secret_extra)));
    }
    if request && fields.iter().any(is_required) && !fields.iter().any(is_given) {
        blocks.push(format::item(quote! {
            impl Default for #name { fn default() -> Self { Self::new() } }
        }));
    }
    blocks
}

/// A field, with the facts needed to emit it.
struct Member<'a> {
    field: &'a Field,
    name: &'a RustName,
    presence: Presence,
    boxed: bool,
    /// The type without the wrapper for its presence.
    plain: RustType<'a>,
    /// The value that `new` sets automatically.
    constant: Option<TokenStream>,
}

impl<'a> Member<'a> {
    /// Returns the type of the field.
    fn ty(&self) -> RustType<'a> {
        match self.presence {
            Presence::Required => self.inner(),
            Presence::Optional | Presence::Nullable => self.inner().wrapped("Option"),
            Presence::ThreeStates => self.inner().wrapped_by("Nullable"),
        }
    }

    /// Returns the type without the wrapper for its presence, boxed if the type contains itself.
    fn inner(&self) -> RustType<'a> {
        if self.boxed { self.plain.clone().wrapped("Box") } else { self.plain.clone() }
    }
}

fn members<'a>(model: &'a Model, id: TypeId, object: &'a Struct, uses: &mut Uses) -> Vec<Member<'a>> {
    let names = &model.names.ty(id).members;
    object
        .fields
        .iter()
        .zip(names)
        .enumerate()
        .map(|(index, (field, name))| Member {
            field,
            name,
            presence: model.facts.presence(id, index),
            boxed: model.facts.is_boxed(id, index),
            plain: spell::ty(model, &field.usage.ty),
            constant: constant(model, (id, index), field, uses),
        })
        .collect()
}

/// Returns the only allowed value of a required property, as an expression.
fn constant(
    model: &Model,
    (id, index): (TypeId, usize),
    field: &Field,
    uses: &mut Uses,
) -> Option<TokenStream> {
    match model.constant(id, index, field)? {
        Constant::Boolean(value) => Some(quote! { #value }),
        Constant::Literal(_) => {
            let Type::Named(ty) = model.api.resolved(&field.usage.ty) else { return None };
            let variant = ident(model.names.ty(*ty).members.first()?);
            let ty = uses.tokens(&spell::ty(model, &field.usage.ty));
            Some(quote! { #ty::#variant })
        }
    }
}

/// Returns the map type for other properties, if the document declares them or the configuration preserves them.
fn extra<'a>(model: &'a Model, object: &Struct) -> Option<RustType<'a>> {
    match &object.extra {
        Extra::Kept(usage) => Some(spell::ty(model, &Type::Map(usage.clone()))),
        Extra::Unspecified if model.config.models.keep_unknown_fields => Some(RustType::runtime("Map")),
        Extra::Unspecified | Extra::Refused => None,
    }
}

fn definition(
    model: &Model,
    id: TypeId,
    name: &proc_macro2::Ident,
    fields: &[Member<'_>],
    extra: Option<&RustType<'_>>,
    (request, secret): (bool, bool),
    uses: &mut Uses,
) -> String {
    let doc = type_doc(model, id).outer();
    // A type has a default only if it can be empty. A type that occurs only in responses does not need a default.
    let default =
        (request && !fields.iter().any(|f| f.presence == Presence::Required)).then(|| quote! { , Default });
    let lines: Vec<TokenStream> = fields
        .iter()
        .map(|member| {
            let doc = field_doc(member, request).outer();
            let deprecated = super::deprecated(member.field.deprecated);
            let (name, ty) = (ident(member.name), uses.tokens(&member.ty()));
            quote! { #doc #deprecated pub #name: #ty, }
        })
        .collect();
    let extra = extra.map(|ty| {
        let (name, ty) = (word(EXTRA), uses.tokens(ty));
        quote! { #[doc = " Additional properties, keyed by name."] pub #name: #ty, }
    });
    let debug = (!secret).then(|| quote! { Debug, });
    let derives = derives(model, id);
    format::item(quote! {
        #doc
        #[derive(#debug Clone, PartialEq #default #derives)]
        #[non_exhaustive]
        pub struct #name { #(#lines)* #extra }
    })
}

/// Returns the derives from the settings, each preceded by a comma.
pub(super) fn derives(model: &Model, id: TypeId) -> TokenStream {
    let paths = model.facts.derives(id).iter().map(|derive| parsed(derive));
    quote! { #(, #paths)* }
}

/// Returns whether an object has a secret, which `Debug` must not reveal.
fn has_secret(object: &Struct) -> bool {
    object.secret_extra || object.fields.iter().any(|field| field.secret)
}

/// Returns the `safe_debug!` call, as text, which implements `Debug` without the values of secrets. If there is a
/// field for other properties, `extra` states whether they are secrets.
fn safe_debug(model: &Model, id: TypeId, fields: &[Member<'_>], extra: Option<bool>) -> String {
    let line =
        |(name, secret): (&str, bool)| format!("        {name}{},\n", if secret { ": secret" } else { "" });
    let fields = fields.iter().map(|member| (member.name.as_str(), member.field.secret));
    let lines: String = fields.chain(extra.map(|secret| (EXTRA, secret))).map(line).collect();
    format!("safe_debug! {{\n    {} {{\n{lines}    }}\n}}\n", model.names.ty(id).name)
}

/// Returns the doc comment of a type.
pub(super) fn type_doc(model: &Model, id: TypeId) -> Doc {
    let (ty, docs) = (model.api.ty(id), model.docs(id));
    // An attribute would cause a warning at every field of this type, most of which are not deprecated.
    let deprecated = ty.deprecated.then(|| "Deprecated.".to_owned());
    Doc::default()
        .text(docs.summary.as_deref())
        .text(docs.description.as_deref())
        .or(|| format!("{}.", purpose(model, id)))
        .block(deprecated)
}

/// Returns the purpose of a type without a description, based on where the document declares it.
fn purpose(model: &Model, id: TypeId) -> String {
    if let Some(purpose) = common_purpose(model, id) {
        return purpose;
    }
    let step = |path: &[PathStep]| code(&path.first().map(PathStep::word).unwrap_or_default());
    match &model.api.ty(id).origin {
        Origin::Schema(name) => format!("The {} schema", code(name)),
        Origin::Operation { operation, path } => {
            let builder = builder_link(model, id, *operation);
            match path.as_slice() {
                [PathStep::Body] => format!("The request body of {builder}"),
                [PathStep::Body, ..] => format!("A value in the request body of {builder}"),
                [PathStep::Response] => format!("The response body of {builder}"),
                [PathStep::Response, ..] => format!("A value in the response body of {builder}"),
                _ => format!("A value for {}; see {builder}", step(path)),
            }
        }
        Origin::Inline { owner, path } => {
            let owner = model.facts.shared(*owner);
            let link = owner_link(model, id, owner);
            match model.api.ty(owner).shape {
                Shape::Struct(_) => format!("A value for {}; see {link}", step(path)),
                Shape::Union(_) => format!("A variant of {link}"),
                Shape::Alias(_) | Shape::Enum(_) => format!("A value in {link}"),
            }
        }
    }
}

/// Returns the link from a type to the request builder of an operation.
fn builder_link(model: &Model, id: TypeId, operation: OperationId) -> String {
    let (names, ty) = (model.names.operation(operation), model.names.ty(id));
    match model.facts.owner(operation).map(|tag| &model.names.tag(tag).module) {
        Some(module) if (module, &names.file) != (&ty.module, &ty.file) => {
            format!("[`{0}`](crate::api::{module}::{0})", names.builder)
        }
        _ => format!("[`{}`]", names.builder),
    }
}

/// Returns the name of the type that contains an inline type, as a link if it is emitted.
fn owner_link(model: &Model, id: TypeId, owner: TypeId) -> String {
    let (name, inline) = (model.names.ty(owner), model.names.ty(id));
    match model.facts.ty(owner).emitted {
        true if (&name.module, &name.file) == (&inline.module, &inline.file) => format!("[`{}`]", name.name),
        true if name.in_api => format!("[`{0}`](crate::api::{1}::{0})", name.name, name.module),
        true => format!("[`{0}`](crate::models::{0})", name.name),
        false => format!("`{}`", name.name),
    }
}

/// Returns the purpose of a type that several locations share.
fn common_purpose(model: &Model, id: TypeId) -> Option<String> {
    model.facts.duplicates_of(id).next()?;
    Some(match naming_path(&model.api, id).pop()?.as_ref() {
        ERROR_BODY => "An error body that several responses share".to_owned(),
        name => format!("A value for {}, shared by several parts of the API", code(name)),
    })
}

/// Returns the doc comment of a field. Read-only fields are marked in types that a request can contain.
fn field_doc(member: &Member<'_>, request: bool) -> Doc {
    let field = member.field;
    let mut notes = Vec::new();
    if field.read_only && request {
        notes.push("Read-only: set by the server.".to_owned());
    }
    notes.extend(default_and_example(field.default.as_ref(), field_example(field)));
    Doc::default()
        .text(field.docs.summary.as_deref())
        .text(field.docs.description.as_deref())
        .or(|| format!("The {} property.", code(&field.name)))
        .block(notes)
}

/// Returns the `record!` call, as text, with one line per field. The macro implements serde's traits, the constructor
/// and the setters. The last two are only for tests if the model occurs only in responses.
fn record(model: &Model, id: TypeId, fields: &[Member<'_>], extra: bool, uses: &mut Uses) -> String {
    let request = model.facts.ty(id).request;
    let mode = if request { "new" } else { "testing" };
    let mut text = format!("record! {{\n    {}: {mode} {{\n", model.names.ty(id).name);
    for member in fields {
        let kind = match member.presence {
            Presence::Required => "req",
            Presence::Optional => "opt",
            Presence::Nullable => "null",
            Presence::ThreeStates => "tri",
        };
        let argument = argument(model, member, request, uses);
        text.push_str(&format!("        {:?} {}: {kind}{argument},\n", member.field.name, member.name));
    }
    if extra {
        text.push_str(&format!("        .. {EXTRA}\n"));
    }
    text.push_str("    }\n}\n");
    text
}
