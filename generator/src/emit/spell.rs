//! Converts types to Rust types, as trees, for the code and the docs.
//!
//! This module does not choose names.

use super::rust_type::{Head, RustType};
use crate::analyse::{Given, Output, is_file};
use crate::ir::{Location, OperationId, Param, Scalar, Shape, Status, Type, Usage};
use crate::model::Model;
use crate::name::RustName;

/// Returns a type, wrapped in `Option` if nullable, such as `Vec<Group>` or `Option<String>`.
pub fn usage<'a>(model: &'a Model, usage: &Usage) -> RustType<'a> {
    let inner = ty(model, &usage.ty);
    if usage.nullable { inner.wrapped("Option") } else { inner }
}

/// Returns the status of an error response, for docs. `default` means little to readers who do not know OpenAPI.
pub fn error_status(status: Status) -> String {
    match status {
        Status::Default => "any other status".to_owned(),
        status => status.to_string(),
    }
}

/// Returns the Rust type for a type of the model.
pub fn ty<'a>(model: &'a Model, ty: &Type) -> RustType<'a> {
    match ty {
        Type::Named(id) => RustType::Path(Head::Named(model.names.ty(*id)), Vec::new()),
        Type::Scalar(Scalar::Foreign(foreign)) => {
            RustType::Path(Head::Foreign(&model.api.foreign(*foreign).rust), Vec::new())
        }
        Type::Scalar(kind) => scalar(*kind),
        Type::List(item) => usage(model, item).wrapped("Vec"),
        Type::Map(value) => RustType::Path(Head::Map, vec![RustType::prelude("String"), usage(model, value)]),
        Type::Object => RustType::runtime("Map"),
        Type::Any => RustType::runtime("Value"),
    }
}

/// Returns the type of a decoded response. For several kinds of responses, see [`returned`], because `output` does
/// not contain the name of their enum.
pub fn output<'a>(model: &'a Model, output: &Output) -> RustType<'a> {
    match output {
        Output::Json(value) | Output::Xml(value) => usage(model, value),
        Output::Maybe(json) => usage(model, json).wrapped("Option"),
        Output::Text => RustType::prelude("String"),
        Output::Binary => RustType::runtime("Bytes"),
        Output::Nothing | Output::Choice(_) => RustType::unit(),
    }
}

/// Returns the output type of an operation.
pub fn returned(model: &Model, id: OperationId) -> RustType<'_> {
    match model.facts.output(id) {
        Some(Output::Choice(_)) => RustType::Path(Head::Local(&model.names.operation(id).output), Vec::new()),
        Some(output) => self::output(model, output),
        None => RustType::unit(),
    }
}

/// Returns the type for a response header, which is parsed from the complete value.
pub fn header(usage: &Usage) -> &'static str {
    let Type::Scalar(kind) = &usage.ty else { return "String" };
    match kind.on_the_wire() {
        kind @ (Scalar::Bool
        | Scalar::Int32
        | Scalar::Int64
        | Scalar::UInt64
        | Scalar::Float
        | Scalar::Double) => scalar_name(kind),
        _ => "String",
    }
}

fn scalar(kind: Scalar) -> RustType<'static> {
    let name = scalar_name(kind);
    match kind {
        Scalar::Uuid | Scalar::DateTime | Scalar::Date | Scalar::Uri | Scalar::Byte => {
            RustType::runtime(name)
        }
        _ => RustType::prelude(name),
    }
}

/// Returns the name of a scalar's Rust type. For a foreign type, this is the type for a schema without the format.
pub(super) fn scalar_name(kind: Scalar) -> &'static str {
    match kind.on_the_wire() {
        Scalar::Bool => "bool",
        Scalar::Int32 => "i32",
        Scalar::Int64 => "i64",
        Scalar::UInt64 => "u64",
        Scalar::Float => "f32",
        Scalar::Double => "f64",
        // Binary data is a string in JSON and in parameters.
        Scalar::String | Scalar::Binary | Scalar::Foreign(_) => "String",
        Scalar::Uuid => "Uuid",
        Scalar::DateTime => "DateTime",
        Scalar::Date => "Date",
        Scalar::Uri => "Uri",
        Scalar::Byte => "Base64",
    }
}

/// The argument of a constructor or a setter, and its conversion to the value.
pub struct Argument<'a> {
    /// The type of the argument, such as `impl Into<String>`.
    pub ty: RustType<'a>,
    /// The conversion of the argument to the value.
    pub conversion: Conversion,
}

/// The conversion of an argument to the value of a field, or to the expression that a call writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// The argument is used unchanged.
    Same,
    /// `Into::into`.
    Into,
    /// The argument is boxed.
    Boxed,
    /// The items are converted with `Into`, and collected into a list.
    ListOfInto,
    /// The items are collected into a list.
    List,
    /// A reference to the argument is used.
    Borrowed,
    /// The items are collected into a list, and a reference to it is used.
    BorrowedList,
    /// The items are collected into the runtime's list of strings.
    Strings,
}

impl Conversion {
    /// Returns the expression for an argument.
    pub(super) fn expression(self, argument: &RustName) -> String {
        match self {
            Self::Same => argument.to_string(),
            Self::Into => format!("{argument}.into()"),
            Self::Boxed => format!("Box::new({argument})"),
            Self::ListOfInto => format!("{argument}.into_iter().map(Into::into).collect()"),
            Self::List => format!("Vec::from_iter({argument})"),
            Self::Borrowed => format!("&{argument}"),
            Self::BorrowedList => format!("&Vec::from_iter({argument})"),
            Self::Strings => format!("&strings({argument})"),
        }
    }
}

/// Returns the argument for a field of the given type. Arguments for strings are generic over `Into`; those for lists
/// are generic over `IntoIterator`.
pub fn field_argument<'a>(model: &'a Model, of: &Type, boxed: bool) -> Argument<'a> {
    let plain = ty(model, of);
    let (ty, conversion) = match of {
        _ if boxed => (plain, Conversion::Boxed),
        Type::Scalar(Scalar::String | Scalar::Binary | Scalar::Uri) => (plain.into_it(), Conversion::Into),
        Type::List(item) if is_text(model, item) => {
            (RustType::prelude("String").into_it().iterated(), Conversion::ListOfInto)
        }
        Type::List(item) => (usage(model, item).iterated(), Conversion::List),
        _ => (plain, Conversion::Same),
    };
    Argument { ty, conversion }
}

/// Returns the argument for a parameter or a form field, and the expression to write.
pub fn argument<'a>(model: &'a Model, param: &Param) -> Argument<'a> {
    if !is_upload(model, param) {
        return parameter_argument(model, &param.usage.ty);
    }
    let part = RustType::runtime("Part").into_it();
    let ty = match model.api.resolved(&param.usage.ty) {
        Type::List(_) => part.iterated(),
        _ => part,
    };
    Argument { ty, conversion: Conversion::Same }
}

/// Returns whether an argument is one or more files in a multipart body.
pub fn is_upload(model: &Model, param: &Param) -> bool {
    param.location == Location::Part && is_file(&model.api, &param.usage.ty)
}

/// Returns the names and types of the arguments for the body. There are none if the operation has no body, or if the
/// body is a flattened form.
pub fn body_arguments(model: &Model, id: OperationId) -> Vec<(RustName, RustType<'_>)> {
    let (Some(sent), Some(body)) = (model.facts.body(id), &model.api.operation(id).body) else {
        return Vec::new();
    };
    let Some(content) = body.content.get(sent.content) else { return Vec::new() };
    let value = &content.usage;
    let names = model.names.operation(id);
    let body = match &sent.given {
        Given::Json => value_argument(model, value),
        // This is a form without a schema.
        Given::Form if matches!(model.api.resolved(&value.ty), Type::Object | Type::Any) => {
            RustType::Serialize.borrowed()
        }
        Given::Form | Given::Xml => ty(model, &value.ty).borrowed(),
        Given::Fields => return Vec::new(),
        Given::Parts => {
            let name = RustType::prelude("String").into_it();
            RustType::Tuple(vec![name, RustType::runtime("Part")]).iterated()
        }
        Given::Items => {
            let item = model.facts.item(&model.api, content).unwrap_or(value.clone());
            RustType::Path(Head::RuntimePath("ItemBody"), vec![usage(model, &item)]).into_it()
        }
        Given::Bytes => RustType::runtime("Body").into_it(),
    };
    let chosen = sent.given == Given::Bytes && sent.media_type.is_none();
    let media_type = chosen.then(|| (names.media_type.clone(), RustType::prelude("str").borrowed()));
    media_type.into_iter().chain([(names.body.clone(), body)]).collect()
}

/// Returns the argument type for a value that is the complete body, borrowed if possible.
fn value_argument<'a>(model: &'a Model, value: &Usage) -> RustType<'a> {
    match &value.ty {
        // A slice accepts every kind of list.
        Type::List(item) => RustType::Slice(Box::new(usage(model, item))),
        Type::Scalar(Scalar::String | Scalar::Binary) => RustType::prelude("str"),
        other => ty(model, other),
    }
    .borrowed()
}

/// Returns the argument for a parameter of the given type, borrowed if possible, and the expression to write.
pub fn parameter_argument<'a>(model: &'a Model, of: &Type) -> Argument<'a> {
    let plain = || ty(model, of);
    let (ty, conversion) = match model.api.resolved(of) {
        Type::Scalar(Scalar::String | Scalar::Uuid | Scalar::Binary | Scalar::Uri) => {
            (RustType::prelude("str").borrowed(), Conversion::Same)
        }
        Type::Scalar(_) => (plain(), Conversion::Borrowed),
        Type::List(item) if is_text(model, item) || is_uuid(model, item) => {
            (RustType::AsStr.iterated(), Conversion::Strings)
        }
        Type::List(item) => (usage(model, item).iterated(), Conversion::BorrowedList),
        Type::Named(id) if matches!(model.api.ty(*id).shape, Shape::Enum(_)) => {
            (plain(), Conversion::Borrowed)
        }
        _ => (plain().borrowed(), Conversion::Same),
    };
    Argument { ty, conversion }
}

fn is_text(model: &Model, item: &Usage) -> bool {
    !item.nullable && matches!(model.api.resolved(&item.ty), Type::Scalar(Scalar::String | Scalar::Binary))
}

/// Returns whether the items of a list are UUIDs. Parameters accept these items as strings.
pub(super) fn is_uuid(model: &Model, item: &Usage) -> bool {
    !item.nullable && *model.api.resolved(&item.ty) == Type::Scalar(Scalar::Uuid)
}
