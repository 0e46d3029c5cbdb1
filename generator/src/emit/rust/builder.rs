//! Request builders: one per operation, with a setter for each optional parameter.

use proc_macro2::TokenStream;
use quote::quote;

use super::body;
use super::doc::{Doc, default_and_example};
use super::ident::ident;
use super::method::parameter;
use super::paging;
use super::polling;
use super::vocabulary::Uses;
use super::{client_parameters, format, method, representations, responses, returned, security, streams};
use crate::analyse::{self, Given, SentBody, parameter_example};
use crate::emit::client_parameters::overrides;
use crate::emit::markdown::{code, first_sentence};
use crate::emit::spell;
use crate::ir::{Location, Method, Operation, OperationId, Param, TagId};
use crate::model::Model;
use crate::name::RustName;
use crate::sanitize::one_line;

/// Returns the source code of a builder, one string per item.
pub(super) fn emit(model: &Model, tag: TagId, id: OperationId, uses: &mut Uses) -> Vec<String> {
    let operation = model.api.operation(id);
    let names = model.names.operation(id);
    uses.runtime("request_builder");
    let head = ident(&names.builder);
    let mut setters: Vec<TokenStream> = Vec::new();
    for (param, name) in model.optional_arguments(id) {
        let (arg, call) = parameter(model, param, name, uses);
        setters.push(setter(name, &param_doc(model, param), param.deprecated, &arg, &call));
    }
    if let Some(spec) = operation.body.as_ref().filter(|body| !body.required)
        && let Some((arg, call)) = body::whole(model, id, uses)
    {
        let doc = Doc::default().text(spec.description.as_deref()).or(|| "The request body.".to_owned());
        setters.push(setter(&names.body, &doc, false, &arg, &call));
    }
    setters.extend(streams::emit(model, id, uses));
    setters.extend(representations::emit(model, id, uses));
    let definition = definition(model, tag, id, uses);
    let blocks = vec![definition, format::impl_block(&quote! { impl #head }, setters)];
    blocks.into_iter().chain(responses::emit(model, id, uses)).collect()
}

/// Returns the `request_builder!` call, as text.
fn definition(model: &Model, tag: TagId, id: OperationId, uses: &mut Uses) -> String {
    let names = model.names.operation(id);
    let decoder = uses.text(&responses::decoder(model, id));
    let value = uses.text(&spell::returned(model, id));
    uses.runtime("Operation");
    let doc = paging::doc(model, id, "Self", builder_doc(model, tag, id));
    let doc = polling::doc(model, id, "Self", doc);
    format!(
        "request_builder! {{\n{}    pub struct {} {{\n        operation: {},\n        output: {decoder} => {value},\n{}{}{}    }}\n}}\n",
        doc.outer_text("    "),
        names.builder,
        fixed(model, id, uses),
        responses::streams(model, id),
        paging::entries(model, id, uses),
        polling::entry(model, id, uses),
    )
}

/// Returns the doc comment of a builder, which repeats the summary of the operation, its request and its result.
fn builder_doc(model: &Model, tag: TagId, id: OperationId) -> Doc {
    let operation = model.api.operation(id);
    let doc = match (&operation.docs.summary, &operation.docs.description) {
        (Some(summary), _) => Doc::default().text(Some(summary)),
        (None, Some(text)) => {
            Doc::default().block(Some(first_sentence(text)).filter(|text| !text.is_empty()))
        }
        (None, None) => Doc::default(),
    };
    let method = format!("{}::{}", model.names.tag(tag).handle, model.names.operation(id).method);
    doc.block([
        format!("Request builder for [`{method}`]: {}.", method::request(operation)),
        returned::sentence(model, id),
    ])
}

/// Returns the `Operation` constant, which all requests of the operation share.
fn fixed(model: &Model, id: OperationId, uses: &mut Uses) -> String {
    let operation = model.api.operation(id);
    let (name, path) = (one_line(&operation.id), operation.path.sent());
    let mut text = match &operation.method {
        method @ (Method::Query | Method::Other(_)) => {
            uses.runtime("extension_method");
            format!("Operation::new(extension_method!({:?}), {name:?}, {path:?})", method.to_string())
        }
        known => format!("Operation::{}({name:?}, {path:?})", known.key()),
    };
    if operation.security.is_empty() {
        text.push_str(".public()");
    }
    text.push_str(&security::secured(model, operation, uses));
    match &operation.idempotency_header {
        Some(header) => text.push_str(&format!(".idempotency_key({:?})", one_line(header))),
        None if is_marked_idempotent(operation) => text.push_str(".idempotent()"),
        None => {}
    }
    if let Some(server) = operation.servers.first() {
        // A relative path needs a leading slash so that it is resolved against the client's host.
        let url = server.default_url();
        let url = if url.contains("://") || url.starts_with('/') { url } else { format!("/{url}") };
        text.push_str(&format!(".at({:?})", one_line(&url)));
    }
    text.push_str(&client_parameters::sent(model, id, uses));
    // The runtime sends JSON as `application/json` by default.
    if let Some(SentBody { given: Given::Json, media_type: Some(name), .. }) = model.facts.body(id)
        && name != "application/json"
    {
        text.push_str(&format!(".sends({:?})", one_line(name)));
    }
    let accepted = analyse::accepted(&model.api, operation);
    if !accepted.is_empty() {
        text.push_str(&format!(".accept({:?})", one_line(&accepted.join(", "))));
    }
    text
}

/// Returns whether an operation must be marked as idempotent, because the runtime does not infer this from its method.
fn is_marked_idempotent(operation: &Operation) -> bool {
    match operation.method {
        // Idempotent by definition (RFC 10008).
        Method::Query => true,
        Method::Post | Method::Patch | Method::Other(_) => operation.idempotent,
        _ => false,
    }
}

fn setter(
    name: &RustName,
    doc: &Doc,
    deprecated: bool,
    arg: &TokenStream,
    call: &TokenStream,
) -> TokenStream {
    let (name, doc, deprecated) = (ident(name), doc.outer(), super::deprecated(deprecated));
    quote! {
        #doc
        #deprecated
        pub fn #name(self, #arg) -> Self { Self(self.0 #call) }
    }
}

fn param_doc(model: &Model, param: &Param) -> Doc {
    let fallback = || match param.location {
        Location::Field => format!("The {} form field.", code(&param.name)),
        Location::Part => format!("The {} part of the request body.", code(&param.name)),
        _ => format!("The {} parameter.", code(&param.name)),
    };
    let doc = Doc::default().text(param.description.as_deref()).or(fallback);
    if let Some(names) = model.on_client(param) {
        return doc.line(overrides(&names.method, "crate::ClientBuilder"));
    }
    doc.block(default_and_example(param.default.as_ref(), parameter_example(param)))
}
