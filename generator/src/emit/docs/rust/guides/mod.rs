//! Guides: one page for each task that the API supports, with examples that call its operations.
//!
//! The examples of a guide are doctests of the emitted crate. A guide whose examples need Cargo features is compiled
//! under a `cfg` condition.

mod views;

use super::access;
use super::dependency::dependency_with;
use super::site::Site;
use super::text::rendered;
use crate::analyse::{ErrorBody, Given, error_body};
use crate::config::Reading;
use crate::emit::markdown::{cell, code};
use crate::emit::{OTHER_MODELS, WEBHOOKS, example, group, spell};
use crate::ir::{Location, OperationId, SecurityKind, Type};
use crate::model::Model;
use views::{
    Authentication, Errors, Features, Files, Pagination, Requests, Retries, TagLine, Testing, Transport,
};

/// The folder of the guides, under the docs folder.
pub(super) const FOLDER: &str = "guides";

/// The condition of examples that use the built-in transport.
const BUILT_IN: &str = r#"any(feature = "rustls", feature = "native-tls")"#;

/// A guide.
pub(super) struct Guide {
    /// The file name, without the folder or the extension.
    pub(super) file: &'static str,
    pub(super) title: &'static str,
    /// A summary of the content, without a final period.
    pub(super) about: &'static str,
    pub(super) text: String,
}

impl Guide {
    /// Returns the path of the guide under the docs folder.
    pub(super) fn path(&self) -> String {
        format!("{FOLDER}/{}.md", self.file)
    }
}

/// Returns the `cfg` condition of the examples on a page under the docs folder, or `None` for examples that always
/// compile.
pub(in crate::emit::docs) fn condition(path: &str) -> Option<String> {
    let file = path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".md")?;
    match file {
        "features" => Some(r#"feature = "blocking""#.to_owned()),
        "files" => Some(format!(r#"all(feature = "multipart", {BUILT_IN})"#)),
        "testing" => Some(r#"feature = "testing""#.to_owned()),
        "transport" => Some(BUILT_IN.to_owned()),
        _ => None,
    }
}

/// Returns the guides, in reading order.
pub(super) fn guides(site: &Site<'_>) -> Vec<Guide> {
    let model = site.model;
    let guide = |file, title, about, text| Guide { file, title, about, text };
    let mut all = vec![
        guide(
            "requests",
            "Send requests",
            "builders, full responses, undocumented endpoints",
            requests(model),
        ),
        guide("authentication", "Authenticate", "credentials and tokens", authentication(model)),
    ];
    all.extend(
        pagination(site).map(|text| guide("pagination", "Paginate", "streams of items and pages", text)),
    );
    all.push(guide("retries", "Retries and timeouts", "for a client or a request", retries(model)));
    all.push(guide("errors", "Handle errors", "kinds of errors, and error bodies", errors(model)));
    all.extend(
        files(site)
            .map(|text| guide("files", "Upload and download files", "streamed from and to disk", text)),
    );
    all.extend(
        testing(model).map(|text| guide("testing", "Test without a server", "mocks of operations", text)),
    );
    all.push(guide("features", "Cargo features", "tags, TLS, blocking calls, compile time", features(model)));
    let about = "proxies, interceptors, other HTTP libraries";
    all.push(guide("transport", "Transports and middleware", about, transport(model)));
    all
}

fn krate(model: &Model) -> String {
    model.names.krate.clone()
}

fn requests(model: &Model) -> String {
    rendered(&Requests {
        krate: krate(model),
        example: example::sent(model).unwrap_or_else(|| example::first_program(model)),
        keeps_unknown: model.config.models.keep_unknown_fields,
        is_lenient: model.config.models.reading == Reading::Lenient,
    })
}

fn authentication(model: &Model) -> String {
    let schemes = access::schemes(model);
    let has_oauth = model.api.security_schemes.iter().any(|s| matches!(s.kind, SecurityKind::OAuth2 { .. }));
    rendered(&Authentication {
        krate: krate(model),
        undeclared: (schemes.is_empty() && !has_oauth).then(|| access::undeclared(model)),
        has_schemes: !schemes.is_empty(),
        schemes,
        has_oauth,
    })
}

fn pagination(site: &Site<'_>) -> Option<String> {
    let model = site.model;
    let operations = listed(site, |id| model.facts.pagination(id).is_some());
    Some(rendered(&Pagination {
        example: example::first_list(model)?.program(),
        resumed: example::resumed(model)?,
        operations,
    }))
}

fn retries(model: &Model) -> String {
    rendered(&Retries { krate: krate(model), outline: example::outline(model) })
}

fn errors(model: &Model) -> String {
    let decoded = decoded(model).unwrap_or_default();
    rendered(&Errors { krate: krate(model), has_decoded: !decoded.is_empty(), decoded })
}

/// Returns a function that decodes the API's most frequent error type.
fn decoded(model: &Model) -> Option<Vec<String>> {
    let emitted = model.api.operations().filter(|(id, _)| model.facts.owner(*id).is_some());
    let mut counts = std::collections::BTreeMap::new();
    for response in emitted.flat_map(|(_, operation)| operation.errors()) {
        let ErrorBody::Value(usage) = error_body(&model.api, response) else { continue };
        if let Type::Named(id) = &usage.ty {
            *counts.entry(model.facts.shared(*id)).or_insert(0_usize) += 1;
        }
    }
    let (id, _) = counts.into_iter().max_by_key(|(id, count)| (*count, std::cmp::Reverse(*id)))?;
    let names = model.names.ty(id);
    let module = if names.in_api { format!("api::{}", names.module) } else { "models".to_owned() };
    let (krate, name) = (&model.names.krate, &names.name);
    // The error type can have the same name as an item that the example uses, such as `Error` or `Option`.
    let (import, name) = match name.as_str() {
        "Error" | "Option" => (None, format!("{krate}::{module}::{name}")),
        _ => (Some(format!("use {krate}::{module}::{name};")), name.to_string()),
    };
    let rest = [
        format!("use {krate}::Error;"),
        String::new(),
        format!("fn details(error: &Error) -> Option<{name}> {{"),
        "    error.api()?.decode().ok()".to_owned(),
        "}".to_owned(),
    ];
    let mut lines: Vec<String> = import.into_iter().chain(rest).collect();
    // rustfmt would sort the imports in this order.
    if lines.len() > 5 {
        lines[..2].sort();
    }
    Some(lines)
}

fn files(site: &Site<'_>) -> Option<String> {
    let model = site.model;
    let given = |id| model.facts.body(id).map(|sent| &sent.given);
    let has_parts = |id| {
        let is_part =
            |field: &crate::ir::Param| field.location == Location::Part && spell::is_upload(model, field);
        given(id) == Some(&Given::Parts) || model.facts.fields(id).iter().any(is_part)
    };
    let has_body = |id| given(id) == Some(&Given::Bytes);
    let operations = listed(site, |id| has_parts(id) || has_body(id) || model.facts.streams(id));
    if operations.is_empty() {
        return None;
    }
    let any = |is: &dyn Fn(OperationId) -> bool| site.operations().any(|(_, id)| is(id));
    let download = example::download(model).unwrap_or_default();
    Some(rendered(&Files {
        krate: krate(model),
        has_parts: any(&has_parts),
        has_bodies: any(&has_body),
        has_download: !download.is_empty(),
        download,
        operations,
    }))
}

fn testing(model: &Model) -> Option<String> {
    let example = example::mocked(model)?;
    Some(rendered(&Testing { dependency: dependency_with(model, &["testing"], true), example }))
}

fn features(model: &Model) -> String {
    let tags = model.facts.tags().iter().map(|tag| TagLine {
        feature: code(&model.names.tag(*tag).module),
        gives: cell(&group(model.api.tag(*tag), str::to_owned)),
    });
    let idle = model.facts.has_unreferenced_types(&model.api);
    let default = if model.facts.tags().is_empty() { "yes" } else { "no" };
    let first = model.facts.tags().first().map(|tag| model.names.tag(*tag).module.as_str());
    let wanted: Vec<&str> = first.into_iter().chain(["rustls"]).collect();
    let blocking = example::blocking(model).unwrap_or_default();
    rendered(&Features {
        dependency: dependency_with(model, &wanted, false),
        tags: tags.collect(),
        other_models: idle.then(|| (code(OTHER_MODELS), default)),
        webhooks: (!model.api.webhooks.is_empty()).then(|| code(WEBHOOKS)),
        has_xml: model.facts.has_xml(),
        has_blocking: !blocking.is_empty(),
        blocking,
    })
}

fn transport(model: &Model) -> String {
    rendered(&Transport { krate: krate(model) })
}

/// Returns a list item with a link for each suitable operation.
fn listed(site: &Site<'_>, suits: impl Fn(OperationId) -> bool) -> Vec<String> {
    let suitable = site.operations().filter(|(_, id)| suits(*id));
    suitable
        .map(|(page, id)| {
            let call = code(&site.call(page, id));
            format!("- [{call}](../{}.md#{})", page.file, site.slug(id))
        })
        .collect()
}
