//! The call in the tests of an operation, with its arguments and setters.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use super::body::{BodyTest, given};
use super::request::path_value;
use super::sample::Samples;
use super::styles::{header, is_nothing, verbatim_pairs};
use crate::analyse::constant_parameter;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::format;
use crate::emit::rust::ident::ident;
use crate::ir::{Location, Notation, OperationId, Param, TagId};
use crate::name::RustName;

/// An argument in Rust and as JSON. If the argument is not set, these are `None` and null.
#[derive(Default)]
pub(super) struct Argument {
    pub(super) rust: Option<TokenStream>,
    pub(super) value: Value,
}

/// The parts that all tests of an operation have in common.
pub(super) struct Call {
    /// The attribute of the tests, or nothing.
    allow: Option<TokenStream>,
    /// The reason for a missing body.
    omitted: Option<String>,
    /// The statements before the call.
    before: TokenStream,
    /// The call without the method that sends the request.
    pub(super) builder: TokenStream,
}

impl Call {
    pub(super) fn new(
        samples: &Samples<'_>,
        tag: TagId,
        id: OperationId,
        arguments: &[Argument],
        body: &BodyTest,
    ) -> Self {
        let model = samples.model;
        let is_deprecated =
            model.api.operation(id).deprecated || model.arguments(id).any(|(p, _)| p.deprecated);
        let allow = is_deprecated.then(|| {
            quote! { #[allow(deprecated, reason = "deprecated operations are also tested")] }
        });
        let builder = builder(samples, tag, id, arguments, body);
        Self { allow, omitted: body.omitted.clone(), before: body.before.clone(), builder }
    }

    /// Returns a test. `omitted` is a sentence about an omitted part of the test.
    pub(super) fn test(&self, name: &Ident, omitted: Option<String>, statements: &TokenStream) -> String {
        let Self { allow, before, .. } = self;
        let doc = Doc::default().block(self.omitted.clone().into_iter().chain(omitted)).outer();
        format::item(quote! { #doc #[tokio::test] #allow async fn #name() { #before #statements } })
    }
}

fn builder(
    samples: &Samples<'_>,
    tag: TagId,
    id: OperationId,
    arguments: &[Argument],
    body: &BodyTest,
) -> TokenStream {
    let model = samples.model;
    let (names, tag) = (model.names.operation(id), model.names.tag(tag));
    let required_body = model.api.operation(id).body.as_ref().is_some_and(|b| b.required);
    let given: Vec<(&Param, &RustName, &TokenStream)> = model
        .inputs(id)
        .zip(arguments.iter().map(|argument| &argument.rust).chain(&body.fields))
        .filter(|((param, _), _)| {
            constant_parameter(&model.api, param).is_none() && model.on_client(param).is_none()
        })
        .filter_map(|((param, name), rust)| Some((param, name, rust.as_ref()?)))
        .collect();
    let positional = given.iter().filter(|(param, ..)| param.required).map(|(_, _, rust)| *rust);
    let positional = positional.chain(body.arguments.iter().filter(|_| required_body));
    let setters = given.iter().filter(|(param, ..)| !param.required).map(|(_, name, rust)| {
        let name = ident(name);
        quote! { .#name(#rust) }
    });
    let body_setter = (!body.arguments.is_empty() && !required_body).then(|| {
        let (name, arguments) = (ident(&names.body), &body.arguments);
        quote! { .#name(#(#arguments),*) }
    });
    let (tag, method) = (ident(&tag.module), ident(&names.method));
    quote! { wire.client().#tag().#method(#(#positional),*) #(#setters)* #body_setter }
}

pub(super) fn argument(samples: &Samples<'_>, param: &Param) -> Argument {
    match sent(samples, param) {
        Some((rust, value)) => Argument { rust: Some(rust), value },
        None => Argument::default(),
    }
}

/// Returns a value for a parameter or a field, in Rust and as JSON, or `None` if none can be sent.
pub(super) fn sent(samples: &Samples<'_>, param: &Param) -> Option<(TokenStream, Value)> {
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
