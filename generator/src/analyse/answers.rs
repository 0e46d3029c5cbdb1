//! Answers: what a call of an operation gives when it works, and which media types it can be asked for in.
//!
//! One value where all answers that mean success carry the same; a value or nothing where some of them have no body; else one case
//! per status. Which of several media types is read is decided here and nowhere else.

use super::Facts;
use crate::ir::{Api, Content, ContentKind, Method, Operation, Response, Status, Usage};

/// What a call gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A JSON value of this type.
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

/// Fills the table.
pub(super) fn answers(api: &Api, facts: &mut Facts) {
    for (id, operation) in api.operations() {
        facts.answers.insert(id, answer(operation));
    }
}

/// What a call that works gives.
fn answer(operation: &Operation) -> Answer {
    // An answer to HEAD describes a body and has none (RFC 9110, 9.3.2).
    if operation.method == Method::Head {
        return Answer::Nothing;
    }
    let cases: Vec<Case> = operation
        .successes()
        .into_iter()
        .map(|response| Case { status: response.status, answer: form(response) })
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
fn form(response: &Response) -> Answer {
    match preferred(response) {
        None => Answer::Nothing,
        Some(content) => match content.kind {
            ContentKind::Json => Answer::Json(content.usage.clone()),
            ContentKind::Text => Answer::Text,
            ContentKind::Binary | ContentKind::Form | ContentKind::Multipart => Answer::Binary,
        },
    }
}

/// The form in which an answer is asked for and read: plain JSON if it is offered, else JSON by another name, else the first.
pub fn preferred(response: &Response) -> Option<&Content> {
    let json = || response.content.iter().filter(|content| content.kind == ContentKind::Json);
    json().find(|content| content.media_type == USUAL).or_else(|| json().next()).or(response.content.first())
}

/// The media types that a call of an operation is to be answered in, in the order of preference; none if that is left to the usual one.
pub fn accepted(operation: &Operation) -> Vec<&str> {
    let mut types: Vec<&str> = Vec::new();
    if operation.method == Method::Head {
        return types;
    }
    for response in operation.successes() {
        let Some(first) = preferred(response) else { continue };
        // Whoever takes octets or text takes any of those that are offered; of JSON, one is as good as another.
        let all = response
            .content
            .iter()
            .filter(|other| first.kind != ContentKind::Json && other.kind == first.kind);
        for content in std::iter::once(first).chain(all) {
            // A name with blanks or parameters at its ends is no different one, and `*/*` names none.
            let name = content.media_type.trim();
            let name = if is_usual(name) { USUAL } else { name };
            if !name.is_empty() && !types.contains(&name) {
                types.push(name);
            }
        }
    }
    if types == [USUAL] { Vec::new() } else { types }
}

/// Whether a media type is plain JSON, or leaves all to the server.
fn is_usual(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case(USUAL) || matches!(essence, "*/*" | "*" | "application/*")
}
