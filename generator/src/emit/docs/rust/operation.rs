//! The view of an operation on the page of its tag.

use askama::Template;

use super::parameters::{ParamView, params};
use super::site::Site;
use super::text::lines;
use crate::analyse::{Case, ErrorBody, Output, Representation, Stream, error_body};
use crate::emit::example::Example;
use crate::emit::markdown::{cell, code, code_cell, line};
use crate::emit::{client_parameters, constants, example, paging, polling, scopes, spell, streams};
use crate::ir::{Callback, Header, Operation, OperationId, Param, Response, Usage};
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
    pub(super) has_constants: bool,
    pub(super) constants: String,
    pub(super) has_client_parameters: bool,
    pub(super) client_parameters: String,
    pub(super) authorization: AuthorizationView,
    pub(super) callbacks: Vec<String>,
    pub(super) example: Vec<String>,
    pub(super) has_params: bool,
    pub(super) params: Vec<ParamView>,
    pub(super) response: ResponseView,
    pub(super) paging: SectionView,
    pub(super) polling: SectionView,
    pub(super) errors: ErrorsView,
}

/// The permissions and scopes that an operation requires.
pub(super) struct AuthorizationView {
    pub(super) has_permissions: bool,
    /// Whether the document declares permissions, but none for this operation.
    pub(super) needs_no_permissions: bool,
    pub(super) permission_mode: &'static str,
    pub(super) permissions: Vec<String>,
    pub(super) has_scopes: bool,
    pub(super) scopes: String,
}

/// The successful responses of an operation.
pub(super) struct ResponseView {
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
}

/// A section that only some operations have: a paragraph and an example.
pub(super) struct SectionView {
    pub(super) is_present: bool,
    pub(super) text: String,
    pub(super) example: Vec<String>,
}

/// The error responses of an operation.
pub(super) struct ErrorsView {
    pub(super) has_errors: bool,
    pub(super) errors: Vec<ErrorView>,
    pub(super) has_codes: bool,
    pub(super) codes: Vec<String>,
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
    let constants = constants::sentence(model, id);
    let client_parameters = client_parameters::sentence(model, id, "");
    let params = params(site, id, operation, from);
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
        has_constants: constants.is_some(),
        constants: constants.unwrap_or_default(),
        has_client_parameters: client_parameters.is_some(),
        client_parameters: client_parameters.unwrap_or_default(),
        authorization: authorization(model, operation),
        callbacks: callbacks(site, operation, from),
        example: example::call(model, id).program(),
        has_params: !params.is_empty(),
        params,
        response: response(site, id, operation, from),
        paging: section(paging::sentence(model, id), example::paged(model, id)),
        polling: section(polling::sentence(model, id), example::polled(model, id)),
        errors: errors(site, operation, from),
    }
}

/// Returns the permissions and scopes that the operation requires.
fn authorization(model: &Model, operation: &Operation) -> AuthorizationView {
    let permissions: Vec<String> =
        operation.permissions.iter().flat_map(|p| &p.names).map(|name| code(name)).collect();
    let scopes = scopes::sentence(model, operation);
    AuthorizationView {
        has_permissions: !permissions.is_empty(),
        needs_no_permissions: permissions.is_empty() && model.config.extensions.permissions.is_some(),
        permission_mode: if operation.permissions.as_ref().is_some_and(|p| p.all) {
            "all of these"
        } else {
            "any of these"
        },
        permissions,
        has_scopes: scopes.is_some(),
        scopes: scopes.unwrap_or_default(),
    }
}

/// Returns the view of the successful responses.
fn response(site: &Site<'_>, id: OperationId, operation: &Operation, from: &str) -> ResponseView {
    let (outputs, headers) = (outputs(site, id, from), headers(operation));
    let (representations, streams) = (representations(site.model, id), streams(site, id, from));
    ResponseView {
        returns: returns(site, id, from).unwrap_or_else(|| "`()` (empty response body)".to_owned()),
        has_outputs: !outputs.is_empty(),
        outputs,
        has_representations: !representations.is_empty(),
        representations,
        has_streams: !streams.is_empty(),
        streams,
        stream_notes: stream_notes(site.model, id),
        has_headers: !headers.is_empty(),
        headers,
    }
}

/// Returns a section with a sentence and an example. Without a sentence, the section is absent.
fn section(sentence: Option<String>, example: Option<Example>) -> SectionView {
    SectionView {
        is_present: sentence.is_some(),
        text: sentence.map(|sentence| line(&sentence)).unwrap_or_default(),
        example: example.map(|example| example.program()).unwrap_or_default(),
    }
}

/// Returns the view of the error responses.
fn errors(site: &Site<'_>, operation: &Operation, from: &str) -> ErrorsView {
    let errors: Vec<ErrorView> = operation.errors().map(|response| error(site, response, from)).collect();
    let codes: Vec<String> = operation.errors().flat_map(error_codes).collect();
    ErrorsView { has_errors: !errors.is_empty(), errors, has_codes: !codes.is_empty(), codes }
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

/// Returns the type of one kind of response, or `None` if the response is empty.
fn single(site: &Site<'_>, output: &Output, from: &str) -> Option<String> {
    match output {
        Output::Json(usage) => Some(site.usage(usage, from)),
        Output::Xml(usage) => Some(format!("{} (XML)", site.usage(usage, from))),
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

fn error(site: &Site<'_>, response: &Response, from: &str) -> ErrorView {
    ErrorView {
        status: spell::error_status(response.status),
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
    let status = spell::error_status(response.status);
    let codes = response.error_codes.iter();
    codes.map(|(name, text)| format!("{status} {}: {}", code(name), cell(text))).collect()
}
