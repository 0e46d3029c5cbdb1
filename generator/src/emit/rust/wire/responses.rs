//! The server's responses in a wire test, and the checks of the decoded result.

use super::literal::literal;
use super::sample::{Samples, Way};
use super::xml;
use crate::analyse::{Output, preferred};
use crate::ir::{ContentKind, Operation, OperationId, Status, Xml, XmlName, xml_shape};
use crate::name::OutputName;

/// A response of the server.
pub(super) struct Expected {
    pub(super) status: u16,
    pub(super) media: &'static str,
    pub(super) literal: String,
    /// The assertion on `response` and `wire`, or `None` if there is no sample of the response.
    pub(super) check: Option<String>,
    /// The suffix of the test's name, which is empty for the first response of an operation.
    pub(super) suffix: String,
}

/// Returns one response for each kind of success.
pub(super) fn all(samples: &Samples<'_>, id: OperationId) -> Vec<Expected> {
    let model = samples.model;
    let operation = model.api.operation(id);
    let names = &model.names.operation(id).outputs;
    let first = operation.success().map(|response| response.status);
    match model.facts.output(id) {
        Some(Output::Choice(cases)) => {
            let statuses = || cases.iter().map(|case| case.status);
            let one_of = |(index, (case, name))| {
                let case: &crate::analyse::Case = case;
                let status = of_status(Some(case.status), statuses());
                let suffix = if index == 0 { String::new() } else { format!("_returns_{status}") };
                let expected = one(samples, &case.output, Some(name), status);
                Expected { suffix, ..labeled(operation, Some(case.status), expected) }
            };
            cases.iter().zip(names).enumerate().map(one_of).collect()
        }
        Some(Output::Maybe(usage)) => {
            let full = first_with_body(operation).or(first);
            let value = one(samples, &Output::Json(usage.clone()), None, of_status(full, std::iter::empty()));
            let value = labeled(operation, full, value);
            let check = Some("assert!(response.body().is_none());".to_owned());
            let bare = one(samples, &Output::Nothing, None, of_status(first, std::iter::empty()));
            vec![value, Expected { check, suffix: "_returns_nothing".to_owned(), ..bare }]
        }
        output => {
            let output = output.unwrap_or(&Output::Nothing);
            // A response without content, such as 204, is decoded as an empty string or no bytes.
            let with_body = match output {
                Output::Text | Output::Binary => first_with_body(operation).or(first),
                _ => first,
            };
            let status = of_status(with_body, std::iter::empty());
            vec![labeled(operation, with_body, one(samples, output, None, status))]
        }
    }
}

/// Returns the response, with the media type `text/plain` if the document declares plain text.
fn labeled(operation: &Operation, status: Option<Status>, expected: Expected) -> Expected {
    let response = operation.responses.iter().find(|response| Some(response.status) == status);
    match response.and_then(preferred).map(|content| content.kind) {
        Some(ContentKind::Text) if !expected.media.is_empty() => {
            Expected { media: "\"text/plain\"", ..expected }
        }
        _ => expected,
    }
}

/// Returns the status of the first response with a body.
fn first_with_body(operation: &Operation) -> Option<Status> {
    operation
        .successes()
        .into_iter()
        .find(|response| !response.content.is_empty())
        .map(|response| response.status)
}

/// Returns a status code that matches `status`, but none of the others.
pub(super) fn of_status(status: Option<Status>, others: impl Iterator<Item = Status>) -> u16 {
    match status {
        Some(Status::Code(code)) => code,
        _ => {
            let others: Vec<Status> = others.collect();
            (200..300).find(|code| !others.contains(&Status::Code(*code))).unwrap_or(200)
        }
    }
}

fn one(samples: &Samples<'_>, output: &Output, name: Option<&OutputName>, status: u16) -> Expected {
    let mut sent = String::from("wire.body");
    let (media, literal) = match output {
        Output::Xml(usage) => match samples.sample(usage, Way::Received) {
            Some(sample) => {
                let xml = xml::document(samples.model, usage, &sample, false);
                let shape = xml_shape(&samples.model.api, usage, &Xml::default(), &XmlName::default());
                let decoded = xml::decoded(samples.model, &sample, &shape);
                sent = format!("value::<Value>({})", literal(&decoded, "    "));
                ("\"application/xml\"", literal(&xml.into(), "    "))
            }
            None => {
                let (media, literal) = ("\"application/xml\"", "\"null\"".to_owned());
                return Expected { status, media, literal, check: None, suffix: String::new() };
            }
        },
        Output::Json(usage) | Output::Maybe(usage) => match samples.sample(usage, Way::Received) {
            Some(sample) => ("\"application/json\"", literal(&sample, "    ")),
            None => {
                let (media, literal) = ("\"application/json\"", "\"null\"".to_owned());
                return Expected { status, media, literal, check: None, suffix: String::new() };
            }
        },
        Output::Text => ("\"text/plain\"", "\"\\\"text\\\"\"".to_owned()),
        Output::Binary => ("\"application/octet-stream\"", "\"\\\"bytes\\\"\"".to_owned()),
        Output::Nothing | Output::Choice(_) => ("\"\"", "\"null\"".to_owned()),
    };
    let decoded = match name {
        Some(name) => {
            format!("&response.into_body().{}().expect(\"the variant matches the status\")", name.into)
        }
        None => "response.body()".to_owned(),
    };
    let check = match (output, name) {
        (Output::Nothing, Some(name)) => {
            format!("assert_eq!(format!(\"{{:?}}\", response.body()), {:?});", name.variant)
        }
        (Output::Nothing | Output::Choice(_), _) => "assert!(response.status().is_success());".to_owned(),
        (Output::Binary, None) => "assert_eq!(response.body().as_ref(), b\"bytes\");".to_owned(),
        (Output::Binary, Some(name)) => {
            format!("assert_eq!(response.into_body().{}().as_deref(), Some(&b\"bytes\"[..]));", name.into)
        }
        _ => format!("assert_eq!(json({decoded}), {sent});"),
    };
    Expected { status, media, literal, check: Some(check), suffix: String::new() }
}
