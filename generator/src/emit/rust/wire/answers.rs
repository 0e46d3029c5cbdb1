//! What the server of a wire test answers, and how the test looks at what the call gives.

use super::literal;
use crate::Model;
use crate::analyse::Answer;
use crate::emit::rust::sample::{Way, sample};
use crate::ir::{Operation, OperationId, Status};
use crate::name::AnswerName;

/// An answer of the server.
pub(super) struct Expected {
    pub(super) status: u16,
    pub(super) media: &'static str,
    pub(super) literal: String,
    /// A statement about `answer` and `wire`.
    pub(super) check: String,
    /// What the name of the test ends in; empty for the first answer of an operation.
    pub(super) suffix: String,
}

/// One answer for each way in which a call can be answered when it works.
pub(super) fn all(model: &Model, id: OperationId) -> Vec<Expected> {
    let operation = model.api.operation(id);
    let names = &model.names.operation(id).answers;
    let first = operation.success().map(|response| response.status);
    match model.facts.answer(id) {
        Some(Answer::Choice(cases)) => {
            let statuses = || cases.iter().map(|case| case.status);
            let one_of = |(index, (case, name))| {
                let case: &crate::analyse::Case = case;
                let status = of_status(Some(case.status), statuses());
                let suffix = if index == 0 { String::new() } else { format!("_answers_{status}") };
                Expected { suffix, ..one(model, &case.answer, Some(name), status) }
            };
            cases.iter().zip(names).enumerate().map(one_of).collect()
        }
        Some(Answer::Maybe(usage)) => {
            let full = carrying(operation).or(first);
            let value = one(model, &Answer::Json(usage.clone()), None, of_status(full, std::iter::empty()));
            let check = "assert!(answer.body().is_none());".to_owned();
            let bare = one(model, &Answer::Nothing, None, of_status(first, std::iter::empty()));
            vec![value, Expected { check, suffix: "_answers_nothing".to_owned(), ..bare }]
        }
        answer => {
            let status = of_status(first, std::iter::empty());
            vec![one(model, answer.unwrap_or(&Answer::Nothing), None, status)]
        }
    }
}

/// The status of the first answer with a body.
fn carrying(operation: &Operation) -> Option<Status> {
    operation
        .successes()
        .into_iter()
        .find(|response| !response.content.is_empty())
        .map(|response| response.status)
}

/// A status that stands for this answer, and for none of the others.
fn of_status(status: Option<Status>, others: impl Iterator<Item = Status>) -> u16 {
    match status {
        Some(Status::Code(code)) => code,
        _ => {
            let others: Vec<Status> = others.collect();
            (200..300).find(|code| !others.contains(&Status::Code(*code))).unwrap_or(200)
        }
    }
}

fn one(model: &Model, answer: &Answer, name: Option<&AnswerName>, status: u16) -> Expected {
    let (media, literal) = match answer {
        Answer::Json(usage) | Answer::Maybe(usage) => {
            ("\"application/json\"", literal(&sample(model, usage, Way::Received), "    "))
        }
        Answer::Text => ("\"text/plain\"", "\"\\\"text\\\"\"".to_owned()),
        Answer::Binary => ("\"application/octet-stream\"", "\"\\\"octets\\\"\"".to_owned()),
        Answer::Nothing | Answer::Choice(_) => ("\"\"", "\"null\"".to_owned()),
    };
    let taken = match name {
        Some(name) => {
            format!("&answer.into_body().{}().expect(\"the answer is that of its status\")", name.into)
        }
        None => "answer.body()".to_owned(),
    };
    let check = match (answer, name) {
        (Answer::Nothing, Some(name)) => {
            format!("assert_eq!(format!(\"{{:?}}\", answer.body()), {:?});", name.variant)
        }
        (Answer::Nothing | Answer::Choice(_), _) => "assert!(answer.status().is_success());".to_owned(),
        (Answer::Binary, None) => "assert_eq!(answer.body().as_ref(), b\"octets\");".to_owned(),
        (Answer::Binary, Some(name)) => {
            format!("assert_eq!(answer.into_body().{}().as_deref(), Some(&b\"octets\"[..]));", name.into)
        }
        _ => format!("assert_eq!(json({taken}), wire.answer);"),
    };
    Expected { status, media, literal, check, suffix: String::new() }
}
