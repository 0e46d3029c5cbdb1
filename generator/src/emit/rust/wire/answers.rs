//! The responses of the server in a wire test, and the checks of the decoded result.

use crate::analyse::{Answer, preferred};
use crate::emit::rust::json_literal::literal;
use crate::emit::rust::sample::{Samples, Way};
use crate::ir::{ContentKind, Operation, OperationId, Status};
use crate::name::AnswerName;

/// A response of the server.
pub(super) struct Expected {
    pub(super) status: u16,
    pub(super) media: &'static str,
    pub(super) literal: String,
    /// The assertion on `answer` and `wire`; `None` if there is no sample to decode.
    pub(super) check: Option<String>,
    /// The suffix of the test's name; empty for the first response of an operation.
    pub(super) suffix: String,
}

/// One response for each kind of success.
pub(super) fn all(samples: &Samples<'_>, id: OperationId) -> Vec<Expected> {
    let model = samples.model;
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
                let expected = one(samples, &case.answer, Some(name), status);
                Expected { suffix, ..labelled(operation, Some(case.status), expected) }
            };
            cases.iter().zip(names).enumerate().map(one_of).collect()
        }
        Some(Answer::Maybe(usage)) => {
            let full = carrying(operation).or(first);
            let value = one(samples, &Answer::Json(usage.clone()), None, of_status(full, std::iter::empty()));
            let value = labelled(operation, full, value);
            let check = Some("assert!(answer.body().is_none());".to_owned());
            let bare = one(samples, &Answer::Nothing, None, of_status(first, std::iter::empty()));
            vec![value, Expected { check, suffix: "_answers_nothing".to_owned(), ..bare }]
        }
        answer => {
            let status = of_status(first, std::iter::empty());
            vec![labelled(operation, first, one(samples, answer.unwrap_or(&Answer::Nothing), None, status))]
        }
    }
}

/// Sends values documented as plain text with that media type.
fn labelled(operation: &Operation, status: Option<Status>, expected: Expected) -> Expected {
    let response = operation.responses.iter().find(|response| Some(response.status) == status);
    match response.and_then(preferred).map(|content| content.kind) {
        Some(ContentKind::Text) if !expected.media.is_empty() => {
            Expected { media: "\"text/plain\"", ..expected }
        }
        _ => expected,
    }
}

/// The status of the first response with a body.
fn carrying(operation: &Operation) -> Option<Status> {
    operation
        .successes()
        .into_iter()
        .find(|response| !response.content.is_empty())
        .map(|response| response.status)
}

/// A status that matches this response and none of the others.
fn of_status(status: Option<Status>, others: impl Iterator<Item = Status>) -> u16 {
    match status {
        Some(Status::Code(code)) => code,
        _ => {
            let others: Vec<Status> = others.collect();
            (200..300).find(|code| !others.contains(&Status::Code(*code))).unwrap_or(200)
        }
    }
}

fn one(samples: &Samples<'_>, answer: &Answer, name: Option<&AnswerName>, status: u16) -> Expected {
    let (media, literal) = match answer {
        Answer::Json(usage) | Answer::Maybe(usage) => match samples.sample(usage, Way::Received) {
            Some(sample) => ("\"application/json\"", literal(&sample, "    ")),
            None => {
                let (media, literal) = ("\"application/json\"", "\"null\"".to_owned());
                return Expected { status, media, literal, check: None, suffix: String::new() };
            }
        },
        Answer::Text => ("\"text/plain\"", "\"\\\"text\\\"\"".to_owned()),
        Answer::Binary => ("\"application/octet-stream\"", "\"\\\"octets\\\"\"".to_owned()),
        Answer::Nothing | Answer::Choice(_) => ("\"\"", "\"null\"".to_owned()),
    };
    let taken = match name {
        Some(name) => {
            format!("&answer.into_body().{}().expect(\"the variant matches the status\")", name.into)
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
    Expected { status, media, literal, check: Some(check), suffix: String::new() }
}
