//! The table of an operation's parameters and body.

use super::site::Site;
use super::types::literal;
use crate::analyse::{Given, others, parameter_example};
use crate::emit::markdown::{cell, code, code_cell};
use crate::emit::rust_type::RustType;
use crate::emit::spell;
use crate::ir::{Api, Body, Operation, OperationId, Param, Scalar, Shape, Type, Usage};
use crate::name::RustName;

/// A parameter, or the body.
pub(super) struct ParamView {
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) description: String,
    pub(super) notes: String,
}

/// Returns the parameters and the body, required ones first, as in a call.
pub(super) fn params(site: &Site<'_>, id: OperationId, operation: &Operation, from: &str) -> Vec<ParamView> {
    let row = |is_required| {
        move |(p, name): (&Param, &RustName)| (is_required, param(site, p, name, is_required, from))
    };
    let required = site.model.required_arguments(id).map(row(true));
    let mut rows: Vec<(bool, ParamView)> =
        required.chain(site.model.optional_arguments(id).map(row(false))).collect();
    if let Some(body) = &operation.body {
        let views = whole_body(site, id, body, from).into_iter().map(|view| (body.required, view));
        rows.extend(views);
    }
    rows.sort_by_key(|(required, _)| !required);
    rows.into_iter().map(|(_, view)| view).collect()
}

/// Returns the rows of a body that is not flattened.
fn whole_body(site: &Site<'_>, id: OperationId, body: &Body, from: &str) -> Vec<ParamView> {
    let model = site.model;
    let Some(sent) = model.facts.body(id) else { return Vec::new() };
    let Some(content) = body.content.get(sent.content) else { return Vec::new() };
    let is_value = matches!(sent.given, Given::Json | Given::Form | Given::Xml);
    let sends = (!is_value || sent.given == Given::Xml)
        .then(|| sent.media_type.as_deref().map(|name| format!("sent as {}", code(name))));
    let others = others(body, sent);
    let others = (!others.is_empty())
        .then(|| others.iter().map(|name| code(name)).collect::<Vec<_>>().join(", "))
        .map(|names| format!("the API also accepts {names}"));
    let row = |(name, ty): (RustName, RustType<'_>)| {
        let is_body = name == model.names.operation(id).body;
        let mut notes = notes(body.required, None, &values(&model.api, &content.usage.ty));
        for note in sends.iter().flatten().chain(&others).filter(|_| is_body) {
            notes.push_str(if notes.is_empty() { "" } else { " " });
            notes.push_str(&format!("\\[{note}\\]"));
        }
        ParamView {
            name: name.into(),
            ty: match is_value && !ty.is_any_form() {
                true => site.usage(&Usage::from(content.usage.ty.clone()), from),
                false => code(&ty.to_string()),
            },
            description: match is_body {
                true => body.description.as_deref().map(cell).unwrap_or_default(),
                false => "The media type of the body.".to_owned(),
            },
            notes,
        }
    };
    spell::body_arguments(model, id).into_iter().map(row).collect()
}

fn param(site: &Site<'_>, param: &Param, name: &str, is_required: bool, from: &str) -> ParamView {
    // The argument is a string, so that callers need not parse an ID.
    let argument = spell::argument(site.model, param).ty.to_string();
    let is_uuid =
        argument == "&str" && *site.model.api.resolved(&param.usage.ty) == Type::Scalar(Scalar::Uuid);
    let mut allowed = values(&site.model.api, &param.usage.ty);
    allowed.extend(param.values.iter().map(|value| code_cell(&value.to_string())));
    ParamView {
        name: name.to_owned(),
        ty: match spell::is_upload(site.model, param) {
            true => code(&argument),
            false if is_uuid => code("String"),
            false => site.usage(&param.usage, from),
        },
        description: param.description.as_deref().map(cell).unwrap_or_default(),
        notes: match notes(is_required, Some(param), &allowed) {
            notes if is_uuid => format!("{notes} \\[a UUID\\]").trim_start().to_owned(),
            notes => notes,
        },
    }
}

fn notes(required: bool, param: Option<&Param>, values: &[String]) -> String {
    let mut notes = Vec::new();
    if !required {
        notes.push("\\[optional\\]".to_owned());
    }
    if param.is_some_and(|param| param.deprecated) {
        notes.push("\\[deprecated\\]".to_owned());
    }
    notes.extend(
        param
            .and_then(|param| param.default.as_ref())
            .map(|value| format!("\\[defaults to {}\\]", code_cell(&value.to_string()))),
    );
    notes
        .extend(param.and_then(parameter_example).map(|text| format!("\\[example: {}\\]", code_cell(&text))));
    if !values.is_empty() {
        notes.push(format!("**Values**: {}", values.join(", ")));
    }
    notes.join(" ")
}

/// Returns the values of an enum, or of a list's item type if that is an enum.
fn values(api: &Api, ty: &Type) -> Vec<String> {
    match api.resolved(ty) {
        Type::List(item) => values(api, &item.ty),
        Type::Named(id) => match &api.ty(*id).shape {
            Shape::Enum(enumeration) => {
                enumeration.values.iter().map(|v| code_cell(&literal(&v.value))).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
