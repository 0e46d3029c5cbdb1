//! Names of response enums: the enum, its variants, and the methods that return their values.

use std::collections::BTreeMap;

use super::book::{Book, Thing};
use super::operations::TagScopes;
use super::reserved::ANSWER_METHODS;
use super::scope::{self, Scope};
use super::{AnswerName, OperationName, TagName, words};
use crate::analyse::{Answer, Case, Facts};
use crate::ir::{Api, Operation, Status, TagId};
use crate::lock::{self, Keys, Kind};

/// Names the enums, after all builders, so that no builder's name changes because of a response.
pub(super) fn answers(
    api: &Api,
    facts: &Facts,
    tags: &[TagName],
    names: &mut [OperationName],
    scopes: &mut BTreeMap<TagId, TagScopes>,
    book: &mut Book<'_>,
) {
    for (id, operation) in api.operations() {
        let (Some(Answer::Choice(cases)), Some(tag)) = (facts.answer(id), facts.owner(id)) else { continue };
        let (Some(scopes), Some(name)) = (scopes.get_mut(&tag), names.get_mut(id.index())) else {
            continue;
        };
        let text = name.text.clone();
        let plain = words::camel(&text);
        let wanted = [format!("{plain}Answer"), format!("{plain}CallAnswer")];
        let keys = [Keys::answers(operation)];
        let thing = Thing { keys: &keys, kind: Kind::Type, source: &text, public: true };
        name.answer = scopes.types.take(book, &thing, &wanted);
        let path = format!("api::{}::{}", tags[tag.index()].module, name.answer);
        name.answers = variants(operation, cases, &path, book);
    }
}

fn variants(operation: &Operation, cases: &[Case], path: &str, book: &mut Book<'_>) -> Vec<AnswerName> {
    let mut variants = Scope::new(book, path, lock::Case::Upper, &[]);
    let mut methods = Scope::new(book, path, lock::Case::Lower, ANSWER_METHODS);
    let mut names = Vec::new();
    for case in cases {
        let (keys, source) = ([Keys::answer(operation, case.status)], case.status.to_string());
        let thing = |kind| Thing { keys: &keys, kind, source: &source, public: true };
        let variant = variants.take(book, &thing(Kind::Variant), &[variant(case.status)]);
        let into = words::snake(&format!("into {variant}"));
        let into = methods.take(book, &thing(Kind::Method), &scope::value(into));
        names.push(AnswerName { variant, into });
    }
    names
}

/// Returns the variant name of a status, unique per status.
fn variant(status: Status) -> String {
    let code = match status {
        Status::Code(code) => code,
        // All statuses without another response of the operation.
        Status::Range(_) | Status::Default => return "Other".to_owned(),
    };
    let name = match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritative",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        208 => "AlreadyReported",
        226 => "ImUsed",
        _ => return format!("Status{code}"),
    };
    name.to_owned()
}
