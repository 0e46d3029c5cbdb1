//! Support: what the emitted crate can do with an operation, and what has to be said where it cannot.
//!
//! An operation whose body has no form that the runtime can send is left out, with a warning; what is only approximated is
//! emitted, with a warning. Nothing is passed over in silence.

use super::Facts;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Api, ContentKind, Method, Operation, Response, Shape, Status, Usage};

/// What a call gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A JSON value of this type.
    Json(Usage),
    /// A text.
    Text,
    /// Octets.
    Binary,
    /// Nothing but the status and the headers.
    Nothing,
}

/// Decides for each operation what a call gives, and leaves out those that cannot be sent.
pub(super) fn answers(api: &Api, facts: &mut Facts, findings: &mut Diagnostics) {
    for (id, operation) in api.operations() {
        if can_be_sent(operation, findings) {
            facts.answers.insert(id, answer(operation, findings));
        }
    }
    for (_, ty) in api.types() {
        if matches!(ty.shape, Shape::Union(_)) {
            findings.push(Diagnostic::warning(
                "approximated-union",
                &ty.pointer,
                "a choice between several schemas is emitted as any JSON value",
            ));
        }
    }
}

/// Whether the body has a form that the runtime can send.
fn can_be_sent(operation: &Operation, findings: &mut Diagnostics) -> bool {
    let Some(body) = &operation.body else { return true };
    if body.content.iter().any(|c| c.kind == ContentKind::Json) {
        return true;
    }
    let offered: Vec<_> = body.content.iter().map(|c| format!("`{}`", c.media_type)).collect();
    findings.push(
        Diagnostic::warning(
            "unsupported-body",
            &body.pointer,
            format!(
                "operation `{}` is left out: its body is {}, and only JSON bodies can be sent",
                operation.id,
                offered.join(" or ")
            ),
        )
        .help("call it through an HTTP client of your own"),
    );
    false
}

/// What a call that works gives.
fn answer(operation: &Operation, findings: &mut Diagnostics) -> Answer {
    // An answer to HEAD describes a body and has none (RFC 9110, 9.3.2).
    let success = operation.success().filter(|_| operation.method != Method::Head);
    let Some(success) = success else { return Answer::Nothing };
    for other in operation.responses.iter().filter(|r| is_success(r.status) && r.status != success.status) {
        if !same_content(success, other) {
            findings.push(Diagnostic::warning(
                "approximated-response",
                &other.pointer,
                format!("operation `{}` has several answers that mean success: this one is read as that of status {}", operation.id, success.status),
            ));
        }
    }
    // JSON is preferred, whatever the order: it is what the `Accept` header then asks for.
    let Some(content) =
        success.content.iter().find(|c| c.kind == ContentKind::Json).or(success.content.first())
    else {
        return Answer::Nothing;
    };
    match content.kind {
        ContentKind::Json => Answer::Json(content.usage.clone()),
        ContentKind::Text => Answer::Text,
        ContentKind::Binary | ContentKind::Form | ContentKind::Multipart => Answer::Binary,
    }
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

/// Whether both answers are read in the same way.
fn same_content(one: &Response, other: &Response) -> bool {
    let of = |r: &Response| r.content.first().map(|c| (c.kind, c.usage.clone()));
    of(one) == of(other)
}
