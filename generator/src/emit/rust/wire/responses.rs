//! The server's responses in a wire test, and the checks of the decoded result.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use super::literal::Json;
use super::sample::{Samples, Way};
use super::xml::{decoded, document};
use crate::analyse::{Output, preferred};
use crate::emit::rust::ident::{ident, numbered, word};
use crate::ir::{ContentKind, Operation, OperationId, Status, Usage, Xml, XmlName, xml_shape};
use crate::name::OutputName;

/// A response of the server.
pub(super) struct Expected {
    pub(super) status: u16,
    pub(super) media: &'static str,
    /// The statement before the call, or nothing.
    pub(super) before: TokenStream,
    /// The body as JSON.
    pub(super) literal: TokenStream,
    /// The assertion on `response` and `wire`, or `None` if there is no sample of the response.
    pub(super) check: Option<TokenStream>,
    /// The name of the test: `call` for the first response of an operation.
    pub(super) name: Ident,
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
                let expected = one(samples, &case.output, Some(name), status);
                let name = if index == 0 { word("call") } else { numbered("call_returns", status) };
                Expected { name, ..labeled(operation, Some(case.status), expected) }
            };
            cases.iter().zip(names).enumerate().map(one_of).collect()
        }
        Some(Output::Maybe(usage)) => {
            let full = first_with_body(operation).or(first);
            let value = one(samples, &Output::Json(usage.clone()), None, of_status(full, std::iter::empty()));
            let value = labeled(operation, full, value);
            let check = Some(quote! { assert!(response.body().is_none()); });
            let bare = one(samples, &Output::Nothing, None, of_status(first, std::iter::empty()));
            vec![value, Expected { check, name: word("call_returns_nothing"), ..bare }]
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
        Some(ContentKind::Text) if !expected.media.is_empty() => Expected { media: "text/plain", ..expected },
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
    let (media, body) = body(samples, output);
    let check = body.as_ref().map(|body| check(output, name, &body.decoded));
    let Body { before, literal, .. } = body.unwrap_or_else(|| Body::constant("null"));
    Expected { status, media, before, literal, check, name: word("call") }
}

/// The body of a response.
struct Body {
    before: TokenStream,
    literal: TokenStream,
    /// The expression of the expected value.
    decoded: TokenStream,
}

impl Body {
    /// Returns a body that does not depend on the document.
    fn constant(json: &'static str) -> Self {
        Self { before: TokenStream::new(), literal: quote! { #json }, decoded: quote! { wire.body } }
    }
}

/// Returns the media type and the body of a response. The body is `None` if there is no sample.
fn body(samples: &Samples<'_>, output: &Output) -> (&'static str, Option<Body>) {
    match output {
        Output::Xml(usage) => {
            let body = samples.sample(usage, Way::Received).map(|sample| xml(samples, usage, &sample));
            ("application/xml", body)
        }
        Output::Json(usage) | Output::Maybe(usage) => {
            let body = samples.sample(usage, Way::Received).map(|sample| {
                let Json { binding: before, text: literal } = Json::new("sample", &sample);
                Body { before, literal, decoded: quote! { wire.body } }
            });
            ("application/json", body)
        }
        Output::Text => ("text/plain", Some(Body::constant("\"text\""))),
        Output::Binary => ("application/octet-stream", Some(Body::constant("\"bytes\""))),
        Output::Nothing | Output::Choice(_) => ("", Some(Body::constant("null"))),
    }
}

fn xml(samples: &Samples<'_>, usage: &Usage, sample: &Value) -> Body {
    let model = samples.model;
    let shape = xml_shape(&model.api, usage, &Xml::default(), &XmlName::default());
    let document = Json::new("sample", &document(model, usage, sample, false).into());
    let decoded = Json::new("decoded", &decoded(model, sample, &shape));
    let (first, second, text) = (document.binding, decoded.binding, decoded.text);
    Body {
        before: quote! { #first #second },
        literal: document.text,
        decoded: quote! { value::<Value>(#text) },
    }
}

/// Returns the assertion on a response.
fn check(output: &Output, name: Option<&OutputName>, expected: &TokenStream) -> TokenStream {
    let into = name.map(|name| ident(&name.into));
    match (output, name) {
        (Output::Nothing, Some(name)) => {
            let variant = name.variant.as_str();
            quote! { assert_eq!(format!("{:?}", response.body()), #variant); }
        }
        (Output::Nothing | Output::Choice(_), _) => quote! { assert!(response.status().is_success()); },
        (Output::Binary, None) => quote! { assert_eq!(response.body().as_ref(), b"bytes"); },
        (Output::Binary, Some(_)) => {
            quote! { assert_eq!(response.into_body().#into().as_deref(), Some(&b"bytes"[..])); }
        }
        (_, None) => quote! { assert_eq!(json(response.body()), #expected); },
        (_, Some(_)) => quote! {
            assert_eq!(json(&response.into_body().#into().expect("the variant matches the status")), #expected);
        },
    }
}
