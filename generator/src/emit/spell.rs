//! Rust spelling of types, as text, for the code and the docs.
//!
//! This module chooses no names.

use crate::analyse::{Given, Output, is_file};
use crate::ir::{Location, OperationId, Param, Scalar, Shape, Type, Usage};
use crate::model::Model;
use crate::name::RustName;

/// Returns the Rust spelling of a type, with `Option` if nullable: `Vec<Group>`, `Option<String>`.
pub fn usage(model: &Model, usage: &Usage) -> String {
    usage_in(model, usage, "")
}

/// Returns the Rust spelling of a type, with names without paths.
pub fn ty(model: &Model, ty: &Type) -> String {
    ty_in(model, ty, "")
}

/// Like [`usage`], with the prefix `models` before the names of models: `Vec<models::Group>`.
pub fn usage_in(model: &Model, usage: &Usage, models: &str) -> String {
    let inner = ty_in(model, &usage.ty, models);
    if usage.nullable { format!("Option<{inner}>") } else { inner }
}

/// Like [`ty`], with the prefix `models` before the names of models.
pub fn ty_in(model: &Model, ty: &Type, models: &str) -> String {
    match ty {
        Type::Named(id) => {
            let name = model.names.ty(*id);
            if name.in_api { name.name.to_string() } else { format!("{models}{}", name.name) }
        }
        Type::Scalar(kind) => scalar(*kind).to_owned(),
        Type::List(item) => format!("Vec<{}>", usage_in(model, item, models)),
        Type::Map(value) => format!("BTreeMap<String, {}>", usage_in(model, value, models)),
        Type::Object => "Map".to_owned(),
        Type::Any => "Value".to_owned(),
    }
}

/// Returns the type of a decoded response. The enum of several kinds of responses is not handled here, as its name is not part of `output`.
pub fn output_in(model: &Model, output: &Output, models: &str) -> String {
    match output {
        Output::Json(usage) => usage_in(model, usage, models),
        Output::Maybe(usage) => format!("Option<{}>", usage_in(model, usage, models)),
        Output::Text => "String".to_owned(),
        Output::Binary => "Bytes".to_owned(),
        Output::Nothing | Output::Choice(_) => "()".to_owned(),
    }
}

/// Returns the output type of an operation.
pub fn returned(model: &Model, id: OperationId) -> String {
    match model.facts.output(id) {
        Some(Output::Choice(_)) => model.names.operation(id).output.to_string(),
        Some(output) => output_in(model, output, ""),
        None => "()".to_owned(),
    }
}

/// Returns the type for a response header; it must parse from the complete value.
pub fn header(usage: &Usage) -> &'static str {
    match &usage.ty {
        Type::Scalar(
            kind @ (Scalar::Bool
            | Scalar::Int32
            | Scalar::Int64
            | Scalar::UInt64
            | Scalar::Float
            | Scalar::Double),
        ) => scalar(*kind),
        _ => "String",
    }
}

/// Returns the Rust type of a scalar.
pub fn scalar(kind: Scalar) -> &'static str {
    match kind {
        Scalar::Bool => "bool",
        Scalar::Int32 => "i32",
        Scalar::Int64 => "i64",
        Scalar::UInt64 => "u64",
        Scalar::Float => "f32",
        Scalar::Double => "f64",
        // In JSON and in parameters, binary data is a string.
        Scalar::String | Scalar::Binary => "String",
        Scalar::Uuid => "Uuid",
        Scalar::DateTime => "DateTime",
        Scalar::Date => "Date",
        Scalar::Uri => "Uri",
        Scalar::Byte => "Base64",
    }
}

/// The argument of a constructor or a setter, and its conversion to the value.
pub struct Argument {
    /// The type of the argument: `impl Into<String>`.
    pub ty: String,
    /// The conversion, with `{}` for the argument: `{}.into()`.
    pub convert: &'static str,
}

/// Returns the argument for a field of this type. Strings and lists are accepted in any convenient form.
pub fn field_argument(model: &Model, of: &Type, boxed: bool, models: &str) -> Argument {
    let plain = ty_in(model, of, models);
    match of {
        _ if boxed => Argument { ty: plain, convert: "Box::new({})" },
        Type::Scalar(Scalar::String | Scalar::Binary | Scalar::Uri) => {
            Argument { ty: format!("impl Into<{plain}>"), convert: "{}.into()" }
        }
        Type::List(item) if is_text(model, item) => Argument {
            ty: "impl IntoIterator<Item = impl Into<String>>".to_owned(),
            convert: "{}.into_iter().map(Into::into).collect()",
        },
        Type::List(item) => Argument {
            ty: format!("impl IntoIterator<Item = {}>", usage_in(model, item, models)),
            convert: "Vec::from_iter({})",
        },
        _ => Argument { ty: plain, convert: "{}" },
    }
}

/// Returns the argument for a parameter or a form field, and the expression to write.
pub fn argument(model: &Model, param: &Param, models: &str) -> Argument {
    if !is_upload(model, param) {
        return parameter_argument(model, &param.usage.ty, models);
    }
    let ty = match model.api.resolved(&param.usage.ty) {
        Type::List(_) => "impl IntoIterator<Item = impl Into<Part>>",
        _ => "impl Into<Part>",
    };
    Argument { ty: ty.to_owned(), convert: "{}" }
}

/// Returns whether an argument is one or more files in a multipart body.
pub fn is_upload(model: &Model, param: &Param) -> bool {
    param.location == Location::Part && is_file(&model.api, &param.usage.ty)
}

/// The argument for a form without a schema.
pub const ANY_FORM: &str = "&impl serde::Serialize";

/// Returns the names and types of the arguments for the body; empty without a body or for a flattened form.
pub fn body_arguments(model: &Model, id: OperationId, models: &str) -> Vec<(RustName, String)> {
    let (Some(sent), Some(body)) = (model.facts.body(id), &model.api.operation(id).body) else {
        return Vec::new();
    };
    let Some(content) = body.content.get(sent.content) else { return Vec::new() };
    let usage = &content.usage;
    let names = model.names.operation(id);
    let body = |ty: String| (names.body.clone(), ty);
    match &sent.given {
        Given::Json => vec![body(value_argument(model, usage, models))],
        Given::Form if matches!(model.api.resolved(&usage.ty), Type::Object | Type::Any) => {
            vec![body(ANY_FORM.to_owned())]
        }
        Given::Form => vec![body(format!("&{}", ty_in(model, &usage.ty, models)))],
        Given::Fields => Vec::new(),
        Given::Parts => vec![body("impl IntoIterator<Item = (impl Into<String>, Part)>".to_owned())],
        Given::Items => {
            let item = model.facts.item(&model.api, content).unwrap_or(usage.clone());
            let krate = if models.is_empty() { "" } else { "crate::runtime::" };
            vec![body(format!("impl Into<{krate}ItemBody<{}>>", usage_in(model, &item, models)))]
        }
        Given::Octets => {
            let media_type = sent.media_type.is_none().then(|| (names.media_type.clone(), "&str".to_owned()));
            media_type.into_iter().chain([body("impl Into<Body>".to_owned())]).collect()
        }
    }
}

/// Returns the argument for a value that is the complete body, borrowed if possible.
fn value_argument(model: &Model, usage: &Usage, models: &str) -> String {
    match &usage.ty {
        // A slice accepts every kind of list.
        Type::List(item) => format!("&[{}]", usage_in(model, item, models)),
        Type::Scalar(Scalar::String | Scalar::Binary) => "&str".to_owned(),
        other => format!("&{}", ty_in(model, other, models)),
    }
}

/// Returns the argument for a parameter of this type, borrowed if possible, and the expression to write.
pub fn parameter_argument(model: &Model, of: &Type, models: &str) -> Argument {
    let plain = ty_in(model, of, models);
    match model.api.resolved(of) {
        Type::Scalar(Scalar::String | Scalar::Uuid | Scalar::Binary | Scalar::Uri) => {
            Argument { ty: "&str".to_owned(), convert: "{}" }
        }
        Type::Scalar(_) => Argument { ty: plain, convert: "&{}" },
        Type::List(item) if is_text(model, item) || is_uuid(model, item) => {
            Argument { ty: "impl IntoIterator<Item = impl AsRef<str>>".to_owned(), convert: "&strings({})" }
        }
        Type::List(item) => Argument {
            ty: format!("impl IntoIterator<Item = {}>", usage_in(model, item, models)),
            convert: "&Vec::from_iter({})",
        },
        Type::Named(id) if matches!(model.api.ty(*id).shape, Shape::Enum(_)) => {
            Argument { ty: plain, convert: "&{}" }
        }
        _ => Argument { ty: format!("&{plain}"), convert: "{}" },
    }
}

fn is_text(model: &Model, item: &Usage) -> bool {
    !item.nullable && matches!(model.api.resolved(&item.ty), Type::Scalar(Scalar::String | Scalar::Binary))
}

/// Returns whether the items of a list are UUIDs, which parameters accept as strings.
pub(super) fn is_uuid(model: &Model, item: &Usage) -> bool {
    !item.nullable && *model.api.resolved(&item.ty) == Type::Scalar(Scalar::Uuid)
}
