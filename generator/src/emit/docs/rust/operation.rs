//! The view of an operation on the page of its tag.

use askama::Template;

use super::site::Site;
use super::text::lines;
use super::types::literal;
use crate::analyse::{Case, ErrorBody, Given, Output, Representation, Stream, error_body, others};
use crate::emit::markdown::{cell, code, code_cell, line};
use crate::emit::rust_type::RustType;
use crate::emit::{client_parameters, constants, example, paging, polling, scopes, spell, streams};
use crate::ir::{
    Api, Body, Callback, Header, Operation, OperationId, Param, Response, Shape, Type, Usage, Value,
};
use crate::model::Model;
use crate::name::{OutputName, RustName};

/// The view of an operation.
#[derive(Template)]
#[template(path = "docs/operation.md")]
pub(super) struct OperationView {
    pub(super) method: String,
    pub(super) method_code: String,
    pub(super) slug: String,
    pub(super) signature: String,
    pub(super) deprecated: bool,
    pub(super) summary_cell: String,
    pub(super) has_summary: bool,
    pub(super) summary: String,
    pub(super) has_description: bool,
    pub(super) description: Vec<String>,
    pub(super) preview: bool,
    pub(super) wraps: String,
    pub(super) has_permissions: bool,
    /// Whether the document declares permissions, but none for this operation.
    pub(super) needs_no_permissions: bool,
    pub(super) permission_mode: &'static str,
    pub(super) permissions: Vec<String>,
    pub(super) has_constants: bool,
    pub(super) constants: String,
    pub(super) has_client_parameters: bool,
    pub(super) client_parameters: String,
    pub(super) has_scopes: bool,
    pub(super) scopes: String,
    pub(super) callbacks: Vec<String>,
    pub(super) example: Vec<String>,
    pub(super) has_params: bool,
    pub(super) params: Vec<ParamView>,
    pub(super) returns: String,
    pub(super) has_outputs: bool,
    pub(super) outputs: Vec<OutputView>,
    pub(super) has_representations: bool,
    pub(super) representations: Vec<RepresentationView>,
    pub(super) has_streams: bool,
    pub(super) streams: Vec<StreamView>,
    pub(super) stream_notes: Vec<String>,
    pub(super) has_headers: bool,
    pub(super) headers: Vec<HeaderView>,
    pub(super) has_paging: bool,
    pub(super) paging: String,
    pub(super) paging_example: Vec<String>,
    pub(super) has_polling: bool,
    pub(super) polling: String,
    pub(super) polling_example: Vec<String>,
    pub(super) has_errors: bool,
    pub(super) errors: Vec<ErrorView>,
    pub(super) has_error_codes: bool,
    pub(super) error_codes: Vec<String>,
}

/// A parameter, or the body.
pub(super) struct ParamView {
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) description: String,
    pub(super) notes: String,
}

/// One of several successful responses.
pub(super) struct OutputView {
    pub(super) status: String,
    pub(super) variant: String,
    pub(super) ty: String,
    pub(super) description: String,
}

/// An alternative representation of the response.
pub(super) struct RepresentationView {
    pub(super) media_type: String,
    pub(super) method: String,
    pub(super) ty: String,
}

/// A typed stream of the response.
pub(super) struct StreamView {
    pub(super) media_type: String,
    pub(super) method: &'static str,
    pub(super) ty: String,
}

/// A header of a successful response.
pub(super) struct HeaderView {
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) description: String,
}

/// An error response.
pub(super) struct ErrorView {
    pub(super) status: String,
    pub(super) ty: String,
    pub(super) description: String,
}

/// Returns the view of an operation on the page `from`.
pub(super) fn view(site: &Site<'_>, id: OperationId, from: &str) -> OperationView {
    let model = site.model;
    let operation = model.api.operation(id);
    let names = model.names.operation(id);
    let summary = operation.docs.summary.as_deref().unwrap_or_default();
    let description = operation.docs.description.as_deref().map(lines).unwrap_or_default();
    let permissions: Vec<String> =
        operation.permissions.iter().flat_map(|p| &p.names).map(|name| code(name)).collect();
    let constants = constants::sentence(model, id);
    let client_parameters = client_parameters::sentence(model, id, "");
    let scopes = scopes::sentence(model, operation);
    let params = params(site, id, operation, from);
    let evidence = paging::sentence(model, id);
    let polling = polling::sentence(model, id);
    let errors: Vec<ErrorView> = operation.errors().map(|response| error(site, response, from)).collect();
    let (outputs, headers) = (outputs(site, id, from), headers(operation));
    let representations = representations(model, id);
    let streams = streams(site, id, from);
    let error_codes: Vec<String> = operation.errors().flat_map(error_codes).collect();
    OperationView {
        method: names.method.to_string(),
        method_code: code(&names.method),
        slug: site.slug(id).to_owned(),
        signature: signature(site, id, None, from),
        deprecated: operation.deprecated,
        summary_cell: cell(summary),
        has_summary: !summary.is_empty(),
        summary: line(summary),
        has_description: !description.is_empty(),
        description,
        preview: operation.preview,
        wraps: code(&format!("{} {}", operation.method, operation.path.sent())),
        has_permissions: !permissions.is_empty(),
        needs_no_permissions: permissions.is_empty() && model.config.extensions.permissions.is_some(),
        permission_mode: if operation.permissions.as_ref().is_some_and(|p| p.all) {
            "all of these"
        } else {
            "any of these"
        },
        permissions,
        has_constants: constants.is_some(),
        constants: constants.unwrap_or_default(),
        has_client_parameters: client_parameters.is_some(),
        client_parameters: client_parameters.unwrap_or_default(),
        has_scopes: scopes.is_some(),
        scopes: scopes.unwrap_or_default(),
        callbacks: callbacks(site, operation, from),
        example: example::call(model, id).program(),
        has_params: !params.is_empty(),
        params,
        returns: returns(site, id, from).unwrap_or_else(|| "`()` (empty response body)".to_owned()),
        has_outputs: !outputs.is_empty(),
        outputs,
        has_representations: !representations.is_empty(),
        representations,
        has_streams: !streams.is_empty(),
        stream_notes: stream_notes(model, id),
        streams,
        has_headers: !headers.is_empty(),
        headers,
        has_paging: evidence.is_some(),
        paging: evidence.map(|evidence| line(&evidence)).unwrap_or_default(),
        paging_example: example::paged(model, id).map(|example| example.program()).unwrap_or_default(),
        has_polling: polling.is_some(),
        polling: polling.map(|evidence| line(&evidence)).unwrap_or_default(),
        polling_example: example::polled(model, id).map(|example| example.program()).unwrap_or_default(),
        has_errors: !errors.is_empty(),
        errors,
        has_error_codes: !error_codes.is_empty(),
        error_codes,
    }
}

/// Returns a sentence about each callback.
fn callbacks(site: &Site<'_>, operation: &Operation, from: &str) -> Vec<String> {
    let sentence = |callback: &Callback| {
        let (name, payload) = (code(&callback.name), site.usage(&callback.payload, from));
        format!("The server can send the callback {name} with {payload}.")
    };
    operation.callbacks.iter().map(sentence).collect()
}

/// Returns the method with its required arguments, linked to `link`, and the return type.
pub(super) fn signature(site: &Site<'_>, id: OperationId, link: Option<&str>, from: &str) -> String {
    let model = site.model;
    let operation = model.api.operation(id);
    let names = model.names.operation(id);
    let required = model.required_arguments(id);
    let argument =
        |(param, name): (&Param, &RustName)| format!("{name}: {}", spell::argument(model, param).ty);
    let mut args: Vec<String> = required.map(argument).collect();
    if operation.body.as_ref().is_some_and(|b| b.required) {
        let body = spell::body_arguments(model, id);
        args.extend(body.into_iter().map(|(name, ty)| format!("{name}: {ty}")));
    }
    let call = code(&format!("{}({})", names.method, args.join(", ")));
    let call = link.map_or(call.clone(), |link| format!("[{call}]({link})"));
    match returns(site, id, from) {
        Some(returns) => format!("{call} -> {returns}"),
        None => call,
    }
}

/// Returns the return type of an operation, or `None` for an empty response.
fn returns(site: &Site<'_>, id: OperationId, from: &str) -> Option<String> {
    match site.model.facts.output(id)? {
        Output::Choice(_) => Some(code(&site.model.names.operation(id).output)),
        output => single(site, output, from),
    }
}

/// Returns the type of one kind of response, or `None` if it is empty.
fn single(site: &Site<'_>, output: &Output, from: &str) -> Option<String> {
    match output {
        Output::Json(usage) => Some(site.usage(usage, from)),
        Output::Maybe(usage) => Some(site.usage(&Usage { nullable: true, ..usage.clone() }, from)),
        Output::Text => Some("`String`".to_owned()),
        Output::Binary => Some("`Bytes`".to_owned()),
        Output::Nothing | Output::Choice(_) => None,
    }
}

/// Returns the variants of an operation with several kinds of responses.
fn outputs(site: &Site<'_>, id: OperationId, from: &str) -> Vec<OutputView> {
    let Some(Output::Choice(cases)) = site.model.facts.output(id) else { return Vec::new() };
    let responses = site.model.api.operation(id).successes();
    let names = &site.model.names.operation(id).outputs;
    let view = |(case, name): (&Case, &OutputName)| OutputView {
        status: case.status.to_string(),
        variant: code(&name.variant),
        ty: single(site, &case.output, from).unwrap_or_default(),
        description: responses
            .iter()
            .find(|response| response.status == case.status)
            .and_then(|response| response.description.as_deref())
            .map(cell)
            .unwrap_or_default(),
    };
    cases.iter().zip(names).map(view).collect()
}

/// Returns the alternative representations of the response.
fn representations(model: &Model, id: OperationId) -> Vec<RepresentationView> {
    let view = |(one, name): (&Representation, &RustName)| RepresentationView {
        media_type: code_cell(&one.media_type),
        method: code(&format!("{name}()")),
        ty: code(if one.is_text { "String" } else { "Bytes" }),
    };
    model.representations(id).map(view).collect()
}

/// Returns the typed streams of the response.
fn streams(site: &Site<'_>, id: OperationId, from: &str) -> Vec<StreamView> {
    let facts = &site.model.facts;
    let view = |stream: &Stream, method| StreamView {
        media_type: code_cell(&stream.media_type),
        method,
        ty: site.usage(&stream.item, from),
    };
    let events = facts.typed_events(id).map(|stream| view(stream, "`events()`"));
    let untyped = (events.is_none() && site.model.api.operation(id).sends_events()).then(|| StreamView {
        media_type: code("text/event-stream"),
        method: "`events()`",
        ty: code("Event"),
    });
    let items = facts.stream_items(id).map(|stream| view(stream, "`stream_items()`"));
    events.into_iter().chain(untyped).chain(items).collect()
}

/// Returns sentences about the typed streams.
fn stream_notes(model: &Model, id: OperationId) -> Vec<String> {
    let end = streams::sentinel(model).filter(|_| model.facts.typed_events(id).is_some());
    let end = end.map(|end| {
        format!(
            "An event with the data {} ends the stream, unless this data is a valid value of the event type.",
            code(end)
        )
    });
    let is_typed = model.facts.typed_events(id).or(model.facts.stream_items(id)).is_some();
    end.into_iter().chain(streams::asks_for_stream(model, id).filter(|_| is_typed)).collect()
}

/// Returns the headers of successful responses.
fn headers(operation: &Operation) -> Vec<HeaderView> {
    let of_one = |header: &Header| HeaderView {
        name: code_cell(&header.name),
        ty: code(spell::header(&header.usage)),
        description: header.description.as_deref().map(cell).unwrap_or_default(),
    };
    operation.response_headers().into_iter().map(of_one).collect()
}

/// Returns the parameters and the body, required ones first, as in a call.
fn params(site: &Site<'_>, id: OperationId, operation: &Operation, from: &str) -> Vec<ParamView> {
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
    let is_value = matches!(sent.given, Given::Json | Given::Form);
    let sends = (!is_value).then(|| sent.media_type.as_deref().map(|name| format!("sent as {}", code(name))));
    let others = others(body, sent);
    let others = (!others.is_empty())
        .then(|| others.iter().map(|name| code(name)).collect::<Vec<_>>().join(", "))
        .map(|names| format!("the API also accepts {names}"));
    let row = |(name, ty): (RustName, RustType<'_>)| {
        let is_body = name == model.names.operation(id).body;
        let mut notes = notes(body.required, false, None, &values(&model.api, &content.usage.ty));
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
    let mut allowed = values(&site.model.api, &param.usage.ty);
    allowed.extend(param.values.iter().map(|value| code_cell(&value.to_string())));
    ParamView {
        name: name.to_owned(),
        ty: match spell::is_upload(site.model, param) {
            true => code(&spell::argument(site.model, param).ty.to_string()),
            false => site.usage(&param.usage, from),
        },
        description: param.description.as_deref().map(cell).unwrap_or_default(),
        notes: notes(is_required, param.deprecated, param.default.as_ref(), &allowed),
    }
}

fn notes(required: bool, deprecated: bool, default: Option<&Value>, values: &[String]) -> String {
    let mut notes = Vec::new();
    if !required {
        notes.push("\\[optional\\]".to_owned());
    }
    if deprecated {
        notes.push("\\[deprecated\\]".to_owned());
    }
    notes.extend(default.map(|value| format!("\\[defaults to {}\\]", code_cell(&value.to_string()))));
    if !values.is_empty() {
        notes.push(format!("**Values**: {}", values.join(", ")));
    }
    notes.join(" ")
}

/// Returns the values of an enum, or of the enum that is the item type of a list.
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

fn error(site: &Site<'_>, response: &Response, from: &str) -> ErrorView {
    ErrorView {
        status: response.status.to_string(),
        ty: match error_body(&site.model.api, response) {
            ErrorBody::Value(usage) => site.usage(usage, from),
            ErrorBody::Text => "text".to_owned(),
            ErrorBody::Other(name) => code_cell(name),
            ErrorBody::Unknown => String::new(),
        },
        description: response.description.as_deref().map(cell).unwrap_or_default(),
    }
}

/// Returns a line for each error code that the vendor lists.
fn error_codes(response: &Response) -> Vec<String> {
    let codes = response.error_codes.iter();
    codes.map(|(name, text)| format!("{} {}: {}", response.status, code(name), cell(text))).collect()
}
