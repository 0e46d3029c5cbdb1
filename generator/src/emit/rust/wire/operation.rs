//! The tests of an operation. Each sends a request, then checks the request that the server received and the decoded
//! response.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::body::{BodyTest, body_test};
use super::call::{Argument, Call, argument, sent};
use super::request::{accept, expected_headers, request_line};
use super::responses::{self, Expected};
use super::sample::Samples;
use super::{not_tested, streams, too_large};
use crate::emit::rust::format;
use crate::emit::rust::ident::{ident, prefixed};
use crate::ir::{OperationId, Response, TagId};
use crate::media_type::MediaType;
use crate::model::Model;
use crate::sanitize::one_line;

/// Returns the tests, one for each kind of response, or a comment if the operation cannot be called.
pub(super) fn tests(samples: &Samples<'_>, tag: TagId, id: OperationId) -> String {
    let model = samples.model;
    let operation = model.api.operation(id);
    if let Some((param, _)) = model.inputs(id).find(|(p, _)| p.required && sent(samples, p).is_none()) {
        let name = one_line(&param.name);
        return not_tested(&format!("no sample of the {name:?} parameter can be sent"));
    }
    let arguments: Vec<Argument> = operation.params.iter().map(|p| argument(samples, p)).collect();
    let required_body = operation.body.as_ref().is_some_and(|b| b.required);
    let body = match body_test(samples, id) {
        Some(body) => body,
        None if required_body => return not_tested(&too_large("a sample of the body")),
        None => {
            let omitted = Some(format!("No body is sent: {}.", too_large("a sample")));
            BodyTest { omitted, ..BodyTest::nothing() }
        }
    };
    let call = Call::new(samples, tag, id, &arguments, &body);
    let requests = request(model, id, &arguments, &body);
    let mut tests: Vec<String> =
        responses::all(samples, id).iter().map(|expected| test(&call, expected, &requests)).collect();
    tests.extend(representations(model, id, &call));
    tests.extend(streams::tests(samples, id, &call));
    format::blocks(tests)
}

/// Returns the statements that check the received request.
fn request(model: &Model, id: OperationId, arguments: &[Argument], body: &BodyTest) -> TokenStream {
    let operation = model.api.operation(id);
    let (line, accept) = (request_line(model, operation, arguments), accept(model, operation));
    let headers = expected_headers(model, operation, arguments, body);
    let check = &body.check;
    quote! {
        let request = wire.request().await;
        assert_eq!(request.line, #line);
        assert_eq!(request.header("accept"), Some(#accept));
        #(#headers)*
        #check
    }
}

/// Returns the test of a call that receives a response.
fn test(call: &Call, expected: &Expected, request: &TokenStream) -> String {
    let Expected { media, before, literal, check, .. } = expected;
    let status = Literal::u16_unsuffixed(expected.status);
    let builder = &call.builder;
    let (response, omitted) = match check {
        Some(_) => (quote! { let response = #builder.send().await.expect("the call succeeds"); }, None),
        None => {
            let omitted = format!("The response is not read: {}.", too_large("a sample"));
            (quote! { let _ = #builder.send().await; }, Some(omitted))
        }
    };
    let statements = quote! {
        #before
        let wire = Wire::start(#status, #media, #literal).await;
        #response
        #request
        #check
    };
    call.test(&expected.name, omitted, &statements)
}

/// Returns a test for each alternative representation of the response.
fn representations(model: &Model, id: OperationId, call: &Call) -> Vec<String> {
    let successes = model.api.operation(id).successes();
    let mut tests = Vec::new();
    for (one, name) in model.representations(id) {
        let media_type = one_line(&one.media_type);
        let offers = |response: &&&Response| {
            response
                .content
                .iter()
                .any(|content| MediaType::new(&content.media_type).essence() == one.media_type)
        };
        let status = responses::of_status(
            successes.iter().find(offers).map(|response| response.status),
            std::iter::empty(),
        );
        let (status, builder, method) = (Literal::u16_unsuffixed(status), &call.builder, ident(name));
        let statements = quote! {
            let wire = Wire::start(#status, #media_type, "\"a,b\"").await;
            let body = #builder.#method().await.expect("the call succeeds");
            assert_eq!(wire.request().await.header("accept"), Some(#media_type));
            assert_eq!(body, "a,b");
        };
        tests.push(call.test(&prefixed("call", name), None, &statements));
    }
    tests
}
