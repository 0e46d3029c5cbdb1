//! The tests of an operation. Each sends a request, then checks the request that the server received and the decoded
//! response.

use std::fmt::Write;

use serde_json::Value;

use super::body::{self, BodyTest, given};
use super::request::{accept, expected_headers, path_value, request_line};
use super::responses::{self, Expected};
use super::sample::Samples;
use super::styles::{header, is_nothing, verbatim_pairs};
use super::{streams, too_large};
use crate::analyse::constant_parameter;
use crate::ir::{Location, Notation, OperationId, Param, Response, TagId};
use crate::media_type::MediaType;
use crate::model::Model;
use crate::sanitize::one_line;

/// An argument in Rust and as JSON. The JSON value is null if the argument is not set.
#[derive(Default)]
pub(super) struct Argument {
    rust: String,
    pub(super) value: Value,
}

/// Returns the tests, one for each kind of response.
pub(super) fn tests(samples: &Samples<'_>, tag: TagId, id: OperationId) -> String {
    let mut text = String::new();
    emit(samples, tag, id, &mut text);
    text
}

fn emit(samples: &Samples<'_>, tag: TagId, id: OperationId, out: &mut String) {
    let model = samples.model;
    let operation = model.api.operation(id);
    if let Some((param, _)) = model.inputs(id).find(|(p, _)| p.required && sent(samples, p).is_none()) {
        let name = crate::sanitize::one_line(&param.name);
        let _ = writeln!(out, "\n// Not tested: no sample of the {name:?} parameter can be sent.");
        return;
    }
    let arguments: Vec<Argument> = operation.params.iter().map(|p| argument(samples, p)).collect();
    let required_body = operation.body.as_ref().is_some_and(|b| b.required);
    let body = match body::body_test(samples, id) {
        Some(body) => body,
        None if required_body => {
            let _ = writeln!(out, "\n// Not tested: {}.", too_large("a sample of the body"));
            return;
        }
        None => {
            let before = format!("    // No body is sent: {}.\n", too_large("a sample"));
            BodyTest { before, ..BodyTest::nothing() }
        }
    };

    let allow = if operation.deprecated || model.arguments(id).any(|(p, _)| p.deprecated) {
        "#[allow(deprecated, reason = \"deprecated operations are also tested\")]\n"
    } else {
        ""
    };
    let call = call(model, tag, id, &arguments, &body);
    for expected in responses::all(samples, id) {
        test(model, id, (&call, allow), (&arguments, &body), &expected, out);
    }
    representations(model, id, &call, (&body.before, allow), out);
    streams::emit(samples, id, &call, (&body.before, allow), out);
}

/// Returns the source code of the call, up to `send`.
fn call(model: &Model, tag: TagId, id: OperationId, arguments: &[Argument], body: &BodyTest) -> String {
    let (names, tag) = (model.names.operation(id), model.names.tag(tag));
    let required_body = model.api.operation(id).body.as_ref().is_some_and(|b| b.required);
    let given: Vec<(&Param, &str, &str)> = model
        .inputs(id)
        .zip(arguments.iter().map(|argument| &argument.rust).chain(&body.fields))
        .filter(|((param, _), _)| {
            constant_parameter(&model.api, param).is_none() && model.on_client(param).is_none()
        })
        .map(|((param, name), rust)| (param, name.as_str(), rust.as_str()))
        .collect();
    let positional = given.iter().filter(|(p, ..)| p.required).map(|(_, _, rust)| (*rust).to_owned());
    let whole = body.arguments.iter().filter(|_| required_body).cloned();
    let call: Vec<String> = positional.chain(whole).collect();
    let mut setters: Vec<String> = given
        .iter()
        .filter(|(p, _, rust)| !p.required && !rust.is_empty())
        .map(|(_, name, rust)| format!("        .{name}({rust})\n"))
        .collect();
    if !body.arguments.is_empty() && !required_body {
        setters.push(format!("        .{}({})\n", names.body, body.arguments.join(", ")));
    }
    format!(
        "wire\n        .client()\n        .{}()\n        .{}({})\n{}",
        tag.module,
        names.method,
        call.join(", "),
        setters.concat()
    )
}

/// Adds the test of a call that receives a response.
fn test(
    model: &Model,
    id: OperationId,
    (call, allow): (&str, &str),
    (arguments, body): (&[Argument], &BodyTest),
    expected: &Expected,
    out: &mut String,
) {
    let operation = model.api.operation(id);
    let _ = write!(out, "\n#[tokio::test]\n{allow}async fn call{}() {{\n", expected.suffix);
    out.push_str(&body.before);
    if expected.check.is_none() {
        let _ = writeln!(out, "    // The response is not read: {}.", too_large("a sample"));
    }
    let _ = writeln!(
        out,
        "    let wire = Wire::start({}, {}, {}).await;",
        expected.status, expected.media, expected.literal
    );
    let name = if expected.check.is_some() { "response" } else { "_" };
    let _ = write!(out, "    let {name} = {call}");
    let end = if expected.check.is_some() { "\n        .expect(\"the call succeeds\")" } else { "" };
    let _ = writeln!(out, "        .send()\n        .await{end};");
    let _ = writeln!(out, "    let request = wire.request().await;");
    let _ = writeln!(out, "    assert_eq!(request.line, {:?});", request_line(model, operation, arguments));
    let _ =
        writeln!(out, "    assert_eq!(request.header(\"accept\"), Some({:?}));", accept(model, operation));
    expected_headers(model, operation, arguments, body, out);
    out.push_str(&body.check);
    if let Some(check) = &expected.check {
        let _ = writeln!(out, "    {check}");
    }
    out.push_str("}\n");
}

/// Adds a test for each alternative representation of the response.
fn representations(
    model: &Model,
    id: OperationId,
    call: &str,
    (before, allow): (&str, &str),
    out: &mut String,
) {
    let successes = model.api.operation(id).successes();
    for (one, name) in model.representations(id) {
        let media_type = one_line(&one.media_type);
        let offers = |response: &&&Response| {
            response
                .content
                .iter()
                .any(|content| MediaType::of(&content.media_type).essence() == one.media_type)
        };
        let status = responses::of_status(
            successes.iter().find(offers).map(|response| response.status),
            std::iter::empty(),
        );
        let _ = write!(
            out,
            "\n#[tokio::test]\n{allow}async fn call_{name}() {{\n{}    let wire = Wire::start({status}, {media_type:?}, {:?}).await;\n    let body = {call}        .{name}()\n        .await\n        .expect(\"the call succeeds\");\n    assert_eq!(wire.request().await.header(\"accept\"), Some({media_type:?}));\n    assert_eq!(body, \"a,b\");\n}}\n",
            before, "\"a,b\"",
        );
    }
}

/// Returns a value for a parameter or a field, in Rust and as JSON, or `None` if none can be sent.
pub(super) fn sent(samples: &Samples<'_>, param: &Param) -> Option<(String, Value)> {
    let (rust, value) = given(samples, param)?;
    let fits = match param.location {
        // An empty segment, or one that consists only of dots, would change the path.
        Location::Path => !is_nothing(&value) && path_value(param, &value).contains(|c| c != '.'),
        // Only visible ASCII can be compared in a header.
        Location::Header => {
            let text = header(param.style, &value);
            !text.is_empty() && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
        }
        Location::Cookie if param.notation == Notation::Cookie => {
            verbatim_pairs(param.style, &param.name, &value).iter().all(|pair| is_cookie(pair))
        }
        Location::Query | Location::Cookie | Location::Field | Location::Part => true,
    };
    fits.then_some((rust, value))
}

/// Returns whether a pair can be sent in a cookie unchanged.
fn is_cookie(pair: &str) -> bool {
    pair.trim() == pair && pair.bytes().all(|byte| (byte == b' ' || byte.is_ascii_graphic()) && byte != b';')
}

fn argument(samples: &Samples<'_>, param: &Param) -> Argument {
    sent(samples, param).map_or_else(Argument::default, |(rust, value)| Argument { rust, value })
}
