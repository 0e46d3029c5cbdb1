//! The request line and the headers that a wire test expects.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::body::BodyTest;
use super::call::Argument;
use super::styles::{header, is_nothing, pairs, reserved, segment, verbatim_pairs};
use crate::analyse;
use crate::ir::{Location, Notation, Operation, Param, PathPart, Server, Style};
use crate::model::Model;

/// Returns the request line without the version: `GET /path?query`.
pub(super) fn request_line(model: &Model, operation: &Operation, arguments: &[Argument]) -> String {
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
                line.extend(of(name).map(|(param, a)| path_value(param, &a.value)));
            }
        }
    }
    let pairs = pairs_in(Location::Query, (model, operation), arguments);
    if !pairs.is_empty() {
        // A path may already contain a query.
        line.push(if line.contains('?') { '&' } else { '?' });
        line.push_str(&pairs.join("&"));
    }
    line
}

/// Returns the pairs of the query or of the cookies. Arguments come before setters, and both come before the client's
/// values.
fn pairs_in(
    place: Location,
    (model, operation): (&Model, &Operation),
    arguments: &[Argument],
) -> Vec<String> {
    let mut order: Vec<(usize, &Param)> = operation.params_required_first().collect();
    order.sort_by_key(|(_, param)| model.on_client(param).is_some());
    order
        .into_iter()
        .filter_map(|(index, param)| Some((param, arguments.get(index)?)))
        .filter(|(param, _)| param.location == place)
        .flat_map(|(param, argument)| pairs_of(param, place, &argument.value))
        .collect()
}

/// Returns the value of a path parameter.
pub(super) fn path_value(param: &Param, value: &Value) -> String {
    let text = segment(param.style, &param.name, value);
    if param.notation == Notation::Reserved { reserved(&text, "/?#") } else { text }
}

/// Returns the pairs of a parameter.
fn pairs_of(param: &Param, place: Location, value: &Value) -> Vec<String> {
    match (param.notation, param.style) {
        (Notation::Cookie, style) => verbatim_pairs(style, &param.name, value),
        (Notation::Querystring, Style::Json | Style::Form) if is_nothing(value) && value.is_null() => {
            Vec::new()
        }
        (Notation::Querystring, Style::Json) => vec![segment(Style::Json, "", value)],
        (Notation::Querystring, Style::Form) => vec![segment(Style::Simple, "", value)],
        (Notation::Reserved, style) => {
            let pairs = pairs(style, place, &param.name, value).into_iter();
            let expanded = pairs.map(|pair| match pair.split_once('=') {
                Some((name, value)) => format!("{name}={}", reserved(&value.replace('+', "%20"), "#&+")),
                None => pair,
            });
            expanded.collect()
        }
        (Notation::Encoded | Notation::Querystring, style) => pairs(style, place, &param.name, value),
    }
}

/// Returns the path of the operation's server if this server has no host, and is therefore relative to the client's
/// server. A server with a host is replaced by the URL of the test server.
fn server_path(operation: &Operation) -> String {
    let url = operation.servers.first().map(Server::default_url).unwrap_or_default();
    let path = url.trim_matches('/');
    if path.is_empty() || url.contains("://") { String::new() } else { format!("/{path}") }
}

/// Appends a path in its encoded form. Characters that a path (RFC 3986) or query (URL Standard, "special-query
/// percent-encode set") cannot contain are percent-encoded.
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

/// Returns the expected `Accept` header: JSON, unless only other media types are declared.
pub(super) fn accept(model: &Model, operation: &Operation) -> String {
    let accepted = analyse::accepted(&model.api, operation);
    if accepted.is_empty() { "application/json".to_owned() } else { accepted.join(", ") }
}

/// Returns the assertions on the headers of the received request.
pub(super) fn expected_headers(
    model: &Model,
    operation: &Operation,
    arguments: &[Argument],
    body: &BodyTest,
) -> Vec<TokenStream> {
    let mut checks = Vec::new();
    let mut expect = |name: &str, value: Option<&str>| {
        let value = match value {
            Some(value) => quote! { Some(#value) },
            None => quote! { None },
        };
        checks.push(quote! { assert_eq!(request.header(#name), #value); });
    };
    let public = operation.security.is_empty() && model.facts.security().is_declared;
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
    let cookies = pairs_in(Location::Cookie, (model, operation), arguments);
    if !cookies.is_empty() {
        expect("cookie", Some(&cookies.join("; ")));
    }
    checks
}
