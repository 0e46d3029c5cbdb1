//! `tests/wire.rs`: for each operation, the request on the wire and a response to decode; for each schema, a round trip.
//!
//! Expected values follow from the rules of OpenAPI ([`wire_styles`](super::wire_styles)), not from the runtime under test.

mod responses;
mod variants;

use std::fmt::Write;

use serde_json::Value;

use super::format::HEADER;
use super::json_literal::literal;
use super::lib_rs::lookalikes;
use super::sample::{LARGEST, Samples, Way};
use super::wire_body::{self, BodyTest, given};
use super::wire_styles::{header, is_nothing, pairs, segment};
use crate::analyse;
use crate::emit::{Files, OTHER_MODELS};
use crate::ir::{Location, Operation, OperationId, Origin, Param, PathPart, Server, TagId, Type, TypeId};
use crate::model::Model;

/// The part that is the same for every crate: the server and the comparisons.
const SUPPORT: &str = include_str!("../../../../templates/crate/wire.rs");

/// Adds the file.
pub(super) fn emit(model: &Model, files: &mut Files) {
    let mut text = format!("{HEADER}\n{}", lookalikes(model));
    text.push_str(&SUPPORT.replace("the_crate", &model.names.krate));
    let samples = Samples::new(model);
    for tag in model.facts.tags() {
        for id in model.facts.operations_of(*tag) {
            text.push('\n');
            operation(&samples, *tag, id, &mut text);
        }
    }
    schemas(&samples, &mut text);
    files.insert("tests/wire.rs".to_owned(), text);
}

/// An argument in Rust and as JSON; null for one that is not set.
#[derive(Default)]
struct Argument {
    rust: String,
    value: Value,
}

fn operation(samples: &Samples<'_>, tag: TagId, id: OperationId, out: &mut String) {
    let model = samples.model;
    let operation = model.api.operation(id);
    let (names, tag) = (model.names.operation(id), model.names.tag(tag));
    if let Some((param, _)) = model.arguments(id).find(|(p, _)| p.required && sent(samples, p).is_none()) {
        let name = crate::sanitize::one_line(&param.name);
        let _ = writeln!(
            out,
            "// `{}_{}` is not tested: no sample of its parameter {name:?} can be sent.",
            tag.module, names.method
        );
        return;
    }
    let arguments: Vec<Argument> = operation.params.iter().map(|p| argument(samples, p)).collect();
    let required_body = operation.body.as_ref().is_some_and(|b| b.required);
    let body = match wire_body::body_test(samples, id) {
        Some(body) => body,
        None if required_body => {
            let name = format!("{}_{}", tag.module, names.method);
            let _ = writeln!(out, "// `{name}` is not tested: {}.", too_large("its body"));
            return;
        }
        None => {
            let before = format!("    // No body is sent: {}.\n", too_large("it"));
            BodyTest { before, ..BodyTest::nothing() }
        }
    };

    let given: Vec<(&Param, &str, &str)> = model
        .arguments(id)
        .zip(arguments.iter().map(|argument| &argument.rust).chain(&body.fields))
        .map(|((param, name), rust)| (param, name, rust.as_str()))
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

    let allow = if operation.deprecated || model.arguments(id).any(|(p, _)| p.deprecated) {
        "#[allow(deprecated, reason = \"deprecated operations are tested as well\")]\n"
    } else {
        ""
    };
    for output in responses::all(samples, id) {
        let _ = write!(
            out,
            "#[tokio::test]\n{allow}async fn {}_{}{}() {{\n",
            tag.module, names.method, output.suffix
        );
        out.push_str(&body.before);
        if output.check.is_none() {
            let _ = writeln!(out, "    // The response is not read: {}.", too_large("it"));
        }
        let _ = writeln!(
            out,
            "    let wire = Wire::start({}, {}, {}).await;",
            output.status, output.media, output.literal
        );
        let _ = writeln!(
            out,
            "    let {} = wire\n        .client()\n        .{}()\n        .{}({})",
            if output.check.is_some() { "response" } else { "_" },
            tag.module,
            names.method,
            call.join(", ")
        );
        let _ = write!(out, "{}", setters.concat());
        let end = if output.check.is_some() { "\n        .expect(\"the call succeeds\")" } else { "" };
        let _ = writeln!(out, "        .send()\n        .await{end};");
        let _ = writeln!(out, "    let request = wire.request().await;");
        let _ = writeln!(out, "    assert_eq!(request.line, {:?});", request_line(operation, &arguments));
        let _ = writeln!(
            out,
            "    assert_eq!(request.header(\"accept\"), Some({:?}));",
            accept(model, operation)
        );
        expected_headers(model, operation, &arguments, &body, out);
        out.push_str(&body.check);
        if let Some(check) = output.check {
            let _ = writeln!(out, "    {check}");
        }
        out.push_str("}\n");
    }
}

/// The reason for a missing sample, for a comment.
fn too_large(what: &str) -> String {
    format!("a sample of {what} would exceed {} KiB, or the limit of all samples", LARGEST >> 10)
}

/// Returns a value for a parameter or a field, in Rust and as JSON; `None` if none can be sent.
fn sent(samples: &Samples<'_>, param: &Param) -> Option<(String, Value)> {
    let (rust, value) = given(samples, param)?;
    let fits = match param.location {
        // An empty segment, or one of dots only, would change the path.
        Location::Path => {
            !is_nothing(&value) && segment(param.style, &param.name, &value).contains(|c| c != '.')
        }
        // Only visible ASCII can be compared in a header.
        Location::Header => {
            let text = header(param.style, &value);
            !text.is_empty() && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
        }
        Location::Query | Location::Cookie | Location::Field | Location::Part => true,
    };
    fits.then_some((rust, value))
}

fn argument(samples: &Samples<'_>, param: &Param) -> Argument {
    sent(samples, param).map_or_else(Argument::default, |(rust, value)| Argument { rust, value })
}

/// `GET /path?query`
fn request_line(operation: &Operation, arguments: &[Argument]) -> String {
    let of = |name: &str| {
        operation.params.iter().zip(arguments).find(|(p, _)| p.location == Location::Path && p.name == name)
    };
    let mut line = format!("{} {}", operation.method, server_path(operation));
    let start = line.len();
    for part in &operation.path.parts {
        match part {
            PathPart::Text(text) => {
                let is_query = line.get(start..).is_some_and(|path| path.contains('?'));
                path_text(text, is_query, &mut line);
            }
            PathPart::Param(name) => {
                line.extend(of(name).map(|(param, a)| segment(param.style, name, &a.value)));
            }
        }
    }
    let pairs = pairs_in(Location::Query, operation, arguments);
    if !pairs.is_empty() {
        // A path may already contain a query.
        line.push(if line.contains('?') { '&' } else { '?' });
        line.push_str(&pairs.join("&"));
    }
    line
}

/// The pairs of the query or of the cookies. Arguments are written before setters.
fn pairs_in(place: Location, operation: &Operation, arguments: &[Argument]) -> Vec<String> {
    operation
        .params_required_first()
        .filter_map(|(index, param)| Some((param, arguments.get(index)?)))
        .filter(|(param, _)| param.location == place)
        .flat_map(|(param, argument)| pairs(param.style, place, &param.name, &argument.value))
        .collect()
}

/// The path of an operation's own server, if it has no host and so is relative to the client's. A server with a host is replaced by the
/// URL of the test server.
fn server_path(operation: &Operation) -> String {
    let url = operation.servers.first().map(Server::default_url).unwrap_or_default();
    let path = url.trim_matches('/');
    if path.is_empty() || url.contains("://") { String::new() } else { format!("/{path}") }
}

/// Writes a path as it is on the wire: characters that a path (RFC 3986) or query (URL Standard, "special-query percent-encode set") cannot
/// contain are percent-encoded.
fn path_text(text: &str, is_query: bool, out: &mut String) {
    let mut is_query = is_query;
    for byte in text.bytes() {
        is_query |= byte == b'?';
        let is_plain = byte.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(&byte);
        if is_plain && !(is_query && byte == b'\'') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// The expected `Accept` header: JSON, unless only other media types are declared.
fn accept(model: &Model, operation: &Operation) -> String {
    let accepted = analyse::accepted(&model.api, operation);
    if accepted.is_empty() { "application/json".to_owned() } else { accepted.join(", ") }
}

fn expected_headers(
    model: &Model,
    operation: &Operation,
    arguments: &[Argument],
    body: &BodyTest,
    out: &mut String,
) {
    let mut expect = |name: &str, value: Option<&str>| {
        let _ = writeln!(out, "    assert_eq!(request.header({name:?}), {value:?});");
    };
    let public = operation.security.is_empty() && model.facts.security().is_said;
    expect("authorization", (!public).then_some("Bearer the-token"));
    if body.content_type.as_deref() != Some("multipart/form-data") {
        expect("content-type", body.content_type.as_deref());
    }
    for (name, value) in &model.config.http.headers {
        expect(name, Some(value));
    }
    if let Some(agent) = &model.config.http.user_agent {
        expect("user-agent", Some(agent));
    }
    for (param, argument) in operation.params.iter().zip(arguments) {
        if param.location == Location::Header && !is_nothing(&argument.value) {
            expect(&param.name, Some(&header(param.style, &argument.value)));
        }
    }
    let cookies = pairs_in(Location::Cookie, operation, arguments);
    if !cookies.is_empty() {
        expect("cookie", Some(&cookies.join("; ")));
    }
}

/// A test over all schemas: decoding and encoding preserve each sample.
fn schemas(samples: &Samples<'_>, out: &mut String) {
    let model = samples.model;
    let schemas = model.facts.emitted_types(&model.api);
    let schemas = schemas.filter(|id| matches!(model.api.ty(*id).origin, Origin::Schema(_)));
    let (idle, used): (Vec<TypeId>, Vec<TypeId>) = schemas.partition(|id| model.facts.is_unreferenced(*id));
    out.push_str("\n#[test]\nfn every_schema_is_read_and_written_back() {\n");
    round_trips(samples, &used, out);
    out.push_str("}\n");
    if !idle.is_empty() {
        let _ = write!(
            out,
            "\n#[test]\n#[cfg(feature = {OTHER_MODELS:?})]\nfn every_other_schema_is_read_and_written_back() {{\n"
        );
        round_trips(samples, &idle, out);
        out.push_str("}\n");
    }
    variants::tests(samples, out);
}

fn round_trips(samples: &Samples<'_>, types: &[TypeId], out: &mut String) {
    let model = samples.model;
    for id in types {
        let way = if model.facts.ty(*id).response { Way::Received } else { Way::Sent };
        let name = &model.names.ty(*id).name;
        let _ = match samples.sample(&Type::Named(*id).into(), way) {
            Some(sample) => {
                writeln!(out, "    round_trip::<models::{name}>({});", literal(&sample, "    "))
            }
            None => writeln!(out, "    // `models::{name}` is left out: {}.", too_large("it")),
        };
        if let Some(sample) = samples.with_nulls(*id, way) {
            let _ = writeln!(out, "    round_trip::<models::{name}>({});", literal(&sample, "    "));
        }
    }
}
