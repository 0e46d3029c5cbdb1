//! Determines the result of a successful call, and the media types that the call accepts.
//!
//! The result is one value if all success responses have the same type, and an optional value if some of them
//! have no body. Otherwise, the result is an enum with one variant per status. Only this module chooses which
//! of several media types to read.

use std::collections::BTreeSet;

use super::Facts;
use crate::ir::{
    Api, Content, ContentKind, Literal, Method, Operation, Response, Scalar, Shape, Status, Type, Usage,
};
use crate::media_type::MediaType;

/// The result of a successful call.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// A value of this type: JSON, or plain text if the type is a scalar.
    Json(Usage),
    /// An optional JSON value of this type, because some success responses have no body.
    Maybe(Usage),
    /// A value of this type, from XML.
    Xml(Usage),
    /// A string.
    Text,
    /// Bytes.
    Binary,
    /// Only the status and the headers.
    Nothing,
    /// An enum with one variant per status.
    Choice(Vec<Case>),
}

/// The result for one of several statuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The status of the response.
    pub status: Status,
    /// The result for this status; never [`Output::Choice`].
    pub output: Output,
}

/// The media type that the client accepts by default.
const USUAL: &str = "application/json";

/// The media range that matches all media types.
const ANY: &str = "*/*";

/// The media type of plain text.
const PLAIN: &str = "text/plain";

/// Records the results of all emitted operations.
pub(super) fn outputs(api: &Api, facts: &mut Facts) {
    for (id, operation) in api.operations() {
        facts.outputs.insert(id, output(api, operation));
    }
}

/// Returns the result of a successful call.
fn output(api: &Api, operation: &Operation) -> Output {
    // A response to HEAD can describe a body, but has none (RFC 9110, section 9.3.2).
    if operation.method == Method::Head {
        return Output::Nothing;
    }
    of_responses(api, &operation.successes())
}

/// Returns the result of a call with one of the given responses.
pub(super) fn of_responses(api: &Api, responses: &[&Response]) -> Output {
    let case = |response: &&Response| Case { status: response.status, output: of_response(api, response) };
    let cases: Vec<Case> = responses.iter().map(case).collect();
    let mut with_body: Vec<&Output> = Vec::new();
    for case in cases.iter().filter(|case| case.output != Output::Nothing) {
        if !with_body.contains(&&case.output) {
            with_body.push(&case.output);
        }
    }
    let bare = cases.iter().any(|case| case.output == Output::Nothing);
    match (with_body.as_slice(), bare) {
        ([], _) => Output::Nothing,
        // If some responses have no body, a string or bytes can be empty instead of optional.
        ([one @ (Output::Text | Output::Binary)], _) | ([one], false) => (*one).clone(),
        ([Output::Json(usage)], true) => Output::Maybe(usage.clone()),
        _ => Output::Choice(cases),
    }
}

/// Returns the result of a call with one response.
fn of_response(api: &Api, response: &Response) -> Output {
    preferred(response).map_or(Output::Nothing, |content| of_content(api, content))
}

/// Returns the result of a call whose response body has the given content.
fn of_content(api: &Api, content: &Content) -> Output {
    let is_text = *api.resolved(&content.usage.ty) == Type::Scalar(Scalar::String) && !content.usage.nullable;
    match content.kind {
        // If the document leaves the media type open, servers send such a string as `text/plain`.
        ContentKind::Json if is_text && MediaType::new(&content.media_type).is_range() => Output::Text,
        ContentKind::Json => Output::Json(content.usage.clone()),
        ContentKind::Xml => Output::Xml(content.usage.clone()),
        ContentKind::Text
            if MediaType::new(&content.media_type).is_plain_text() && is_single(api, &content.usage) =>
        {
            Output::Json(content.usage.clone())
        }
        ContentKind::Text => Output::Text,
        ContentKind::Binary | ContentKind::Form | ContentKind::Multipart => Output::Binary,
    }
}

/// Returns whether a type is a scalar other than a string or bytes, such as a number, an enum or a date. Its values
/// can be encoded as plain text.
pub(super) fn is_single(api: &Api, usage: &Usage) -> bool {
    match api.resolved(&usage.ty) {
        Type::Scalar(kind) => !matches!(kind, Scalar::String | Scalar::Binary),
        Type::Named(id) => matches!(api.ty(*id).shape, Shape::Enum(_)),
        Type::List(_) | Type::Map(_) | Type::Object | Type::Any => false,
    }
}

/// Returns whether values of a type can be JSON strings, which a server might also send as plain text.
pub fn can_be_text(api: &Api, ty: &Type) -> bool {
    api.alternatives(ty).into_iter().any(|ty| match ty {
        Type::Any => true,
        Type::Scalar(kind) => matches!(
            kind.on_the_wire(),
            Scalar::String | Scalar::Uuid | Scalar::Uri | Scalar::DateTime | Scalar::Date | Scalar::Byte
        ),
        Type::Named(id) => match &api.ty(*id).shape {
            Shape::Enum(found) => found.values.iter().any(|value| matches!(value.value, Literal::Text(_))),
            Shape::Struct(_) | Shape::Alias(_) | Shape::Union(_) => false,
        },
        Type::List(_) | Type::Map(_) | Type::Object => false,
    })
}

/// Returns the content that is requested and read: plain JSON if available; otherwise, other JSON; otherwise, XML with a
/// schema; otherwise, the first content.
pub fn preferred(response: &Response) -> Option<&Content> {
    let of = |kind| response.content.iter().filter(move |content| content.kind == kind);
    of(ContentKind::Json)
        .find(|content| MediaType::new(&content.media_type).is_plain_json())
        .or_else(|| of(ContentKind::Json).next())
        .or_else(|| of(ContentKind::Xml).next())
        .or(response.content.first())
}

/// Returns the media types for the `Accept` header of an operation, in order of preference; empty if only the
/// default one is accepted.
pub fn accepted<'a>(api: &Api, operation: &'a Operation) -> Vec<&'a str> {
    if operation.method == Method::Head {
        return Vec::new();
    }
    let mut known = BTreeSet::new();
    let all = operation.successes().into_iter().flat_map(|response| accepted_of(api, response));
    let types: Vec<&str> = all.filter(|name| !name.is_empty() && known.insert(*name)).collect();
    if types == [USUAL] { Vec::new() } else { types }
}

/// Returns the accepted media types of one response.
fn accepted_of<'a>(api: &Api, response: &'a Response) -> Vec<&'a str> {
    let Some(first) = preferred(response) else { return Vec::new() };
    // Whitespace and the parameters of a media type are irrelevant.
    let name = first.media_type.trim();
    let range = MediaType::new(name).is_range();
    match (of_content(api, first), first.kind) {
        (Output::Text, ContentKind::Json) => vec![ANY],
        (_, ContentKind::Json) if range && can_be_text(api, &first.usage.ty) => vec![USUAL, PLAIN],
        (_, ContentKind::Json) => {
            vec![if range || MediaType::new(name).is_plain_json() { USUAL } else { name }]
        }
        // A caller that reads bytes or text can read any of the declared types. Servers do not send a file as
        // JSON, even if the document declares it as JSON.
        (_, kind) => {
            let offered = response.content.iter().filter(|other| other.kind == kind);
            let names = offered.map(|content| content.media_type.trim());
            let names: Vec<&str> = names
                .filter(|name| !MediaType::new(name).is_json())
                .map(|name| if MediaType::new(name).is_range() { ANY } else { name })
                .collect();
            if names.is_empty() { vec![ANY] } else { names }
        }
    }
}
