//! Names of the answers of operations that give one of several: the enum, its variants, and the methods that take their values out.

use std::collections::BTreeMap;

use super::reserved::ANSWER_METHODS;
use super::scope::Scope;
use super::{AnswerName, OperationName, words};
use crate::analyse::{Answer, Case, Facts};
use crate::ir::{Api, Status, TagId};

/// Names the enums, after all builders: none of these changes its name for an answer.
pub(super) fn answers(
    api: &Api,
    facts: &Facts,
    names: &mut [OperationName],
    scopes: &mut BTreeMap<TagId, (Scope, Scope)>,
) {
    for (id, operation) in api.operations() {
        let (Some(Answer::Choice(cases)), Some(tag)) = (facts.answer(id), facts.owner(id)) else { continue };
        let (Some((_, types)), Some(name)) = (scopes.get_mut(&tag), names.get_mut(id.index())) else {
            continue;
        };
        let plain = words::camel(&operation.method_name);
        name.answer = types.take(&[format!("{plain}Answer"), format!("{plain}CallAnswer")]);
        name.answers = variants(cases);
    }
}

fn variants(cases: &[Case]) -> Vec<AnswerName> {
    let mut methods = Scope::new(ANSWER_METHODS);
    cases
        .iter()
        .map(|case| {
            let variant = variant(case.status);
            let into = methods.take_value(words::snake(&format!("into {variant}")));
            AnswerName { variant, into }
        })
        .collect()
}

/// The variant of a status; each status has one of its own.
fn variant(status: Status) -> String {
    let code = match status {
        Status::Code(code) => code,
        // All that no other answer of the operation stands for.
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
