//! Answers: what a call of an operation gives when it works, and which media types it can be asked for in.
//!
//! One value where all answers that mean success carry the same; a value or nothing where some of them have no body; else one case
//! per status. Which of several media types is read is decided here and nowhere else.

use super::Facts;
use super::bodies::is_json;
use crate::ir::{
    Api, Content, ContentKind, Literal, Method, Operation, Response, Scalar, Shape, Status, Type, Usage,
};

/// What a call gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A value of this type: JSON, or plain text for one that text can hold.
    Json(Usage),
    /// A JSON value of this type, or nothing: some answers that mean success have no body.
    Maybe(Usage),
    /// A text.
    Text,
    /// Octets.
    Binary,
    /// Nothing but the status and the headers.
    Nothing,
    /// What the status says.
    Choice(Vec<Case>),
}

/// What a call gives that is answered with one of several statuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The status.
    pub status: Status,
    /// What it carries; never a choice.
    pub answer: Answer,
}

/// What an operation can be asked for.
const USUAL: &str = "application/json";

/// Whatever the server has.
const ANY: &str = "*/*";

/// What text is asked for as.
const PLAIN: &str = "text/plain";

/// Fills the table.
pub(super) fn answers(api: &Api, facts: &mut Facts) {
    for (id, operation) in api.operations() {
        facts.answers.insert(id, answer(api, operation));
    }
}

/// What a call that works gives.
fn answer(api: &Api, operation: &Operation) -> Answer {
    // An answer to HEAD describes a body and has none (RFC 9110, 9.3.2).
    if operation.method == Method::Head {
        return Answer::Nothing;
    }
    let cases: Vec<Case> = operation
        .successes()
        .into_iter()
        .map(|response| Case { status: response.status, answer: form(api, response) })
        .collect();
    let mut with_body: Vec<&Answer> = Vec::new();
    for case in cases.iter().filter(|case| case.answer != Answer::Nothing) {
        if !with_body.contains(&&case.answer) {
            with_body.push(&case.answer);
        }
    }
    let bare = cases.iter().any(|case| case.answer == Answer::Nothing);
    match (with_body.as_slice(), bare) {
        ([], _) => Answer::Nothing,
        // A text and octets may well be empty.
        ([one @ (Answer::Text | Answer::Binary)], _) | ([one], false) => (*one).clone(),
        ([Answer::Json(usage)], true) => Answer::Maybe(usage.clone()),
        _ => Answer::Choice(cases),
    }
}

/// What one answer carries.
fn form(api: &Api, response: &Response) -> Answer {
    preferred(response).map_or(Answer::Nothing, |content| carried(api, content))
}

/// What a body under this media type carries.
fn carried(api: &Api, content: &Content) -> Answer {
    let is_text = *api.resolved(&content.usage.ty) == Type::Scalar(Scalar::String) && !content.usage.nullable;
    match content.kind {
        // Servers that document no media type send such a string as `text/plain`.
        ContentKind::Json if is_text && is_range(&content.media_type) => Answer::Text,
        ContentKind::Json => Answer::Json(content.usage.clone()),
        ContentKind::Text if is_plain(&content.media_type) && is_single(api, &content.usage) => {
            Answer::Json(content.usage.clone())
        }
        ContentKind::Text => Answer::Text,
        ContentKind::Binary | ContentKind::Form | ContentKind::Multipart => Answer::Binary,
    }
}

/// Whether a value is a single one that is more than a string: a number, an enum, a date. Plain text can hold it.
fn is_single(api: &Api, usage: &Usage) -> bool {
    match api.resolved(&usage.ty) {
        Type::Scalar(kind) => !matches!(kind, Scalar::String | Scalar::Binary),
        Type::Named(id) => matches!(api.ty(*id).shape, Shape::Enum(_)),
        Type::List(_) | Type::Map(_) | Type::Object | Type::Any => false,
    }
}

/// Whether values of a type can be strings in JSON, so that a server may send them as plain text, too.
pub fn can_be_text(api: &Api, ty: &Type) -> bool {
    can_be_text_at(api, ty, 0)
}

fn can_be_text_at(api: &Api, ty: &Type, depth: usize) -> bool {
    match api.resolved(ty) {
        Type::Any => true,
        Type::Scalar(kind) => matches!(
            kind,
            Scalar::String | Scalar::Uuid | Scalar::Uri | Scalar::DateTime | Scalar::Date | Scalar::Byte
        ),
        Type::Named(id) => match &api.ty(*id).shape {
            Shape::Enum(found) => found.values.iter().any(|value| matches!(value.value, Literal::Text(_))),
            Shape::Union(union) => {
                depth < DEPTH
                    && union.variants.iter().any(|variant| can_be_text_at(api, &variant.ty, depth + 1))
            }
            Shape::Struct(_) | Shape::Alias(_) => false,
        },
        Type::List(_) | Type::Map(_) | Type::Object => false,
    }
}

/// How many unions are looked through, one inside the other.
const DEPTH: usize = 8;

/// The form in which an answer is asked for and read: plain JSON if it is offered, else JSON by another name, else the first.
pub fn preferred(response: &Response) -> Option<&Content> {
    let json = || response.content.iter().filter(|content| content.kind == ContentKind::Json);
    json().find(|content| content.media_type == USUAL).or_else(|| json().next()).or(response.content.first())
}

/// The media types that a call of an operation is to be answered in, in the order of preference; none if that is left to the usual one.
pub fn accepted<'a>(api: &Api, operation: &'a Operation) -> Vec<&'a str> {
    let mut types: Vec<&str> = Vec::new();
    if operation.method == Method::Head {
        return types;
    }
    for response in operation.successes() {
        for name in accepted_of(api, response) {
            if !name.is_empty() && !types.contains(&name) {
                types.push(name);
            }
        }
    }
    if types == [USUAL] { Vec::new() } else { types }
}

/// The media types of one answer.
fn accepted_of<'a>(api: &Api, response: &'a Response) -> Vec<&'a str> {
    let Some(first) = preferred(response) else { return Vec::new() };
    // Blanks and parameters at the ends of a name make no difference.
    let name = first.media_type.trim();
    let range = is_range(name);
    match (carried(api, first), first.kind) {
        (Answer::Text, ContentKind::Json) => vec![ANY],
        (_, ContentKind::Json) if range && can_be_text(api, &first.usage.ty) => vec![USUAL, PLAIN],
        (_, ContentKind::Json) => vec![if range || is_usual(name) { USUAL } else { name }],
        // Whoever reads octets or text reads any of those that are offered. Servers refuse to send a file as the JSON under which
        // it is listed.
        (_, kind) => {
            let offered = response.content.iter().filter(|other| other.kind == kind);
            let names = offered.map(|content| content.media_type.trim());
            let names: Vec<&str> = names
                .filter(|name| !is_json(name))
                .map(|name| if is_range(name) { ANY } else { name })
                .collect();
            if names.is_empty() { vec![ANY] } else { names }
        }
    }
}

/// Whether a media type is plain JSON.
fn is_usual(name: &str) -> bool {
    essence(name).eq_ignore_ascii_case(USUAL)
}

/// Whether a media type is plain text.
fn is_plain(name: &str) -> bool {
    let name = essence(name);
    name.eq_ignore_ascii_case(PLAIN) || name == "text/*"
}

/// Whether a media type leaves all to the server.
fn is_range(name: &str) -> bool {
    matches!(essence(name), "*/*" | "*" | "application/*")
}

/// A media type without its parameters.
pub(super) fn essence(name: &str) -> &str {
    name.split(';').next().unwrap_or_default().trim()
}
