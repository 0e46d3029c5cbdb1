//! The README of the emitted crate.

mod access;

use askama::Template;

use super::text;
use crate::config::Reading;
use crate::emit::markdown::{cell, code, line};
use crate::emit::{OTHER_MODELS, example, group, spell, version};
use crate::ir::SecurityKind;
use crate::model::Model;
use crate::sanitize::one_line;

#[derive(Template)]
#[template(path = "crate/README.md")]
struct ReadmeView {
    package: String,
    dependency: Vec<String>,
    publish: bool,
    description: String,
    example: Vec<String>,
    has_lists: bool,
    has_files: bool,
    has_oauth: bool,
    has_schemes: bool,
    schemes: Vec<SchemeLine>,
    has_client_parameters: bool,
    client_parameters: Vec<ParameterLine>,
    has_servers: bool,
    servers: Vec<ServerLine>,
    undeclared: Option<Undeclared>,
    keeps_unknown: bool,
    is_lenient: bool,
    krate: String,
    tags: Vec<TagLine>,
    other_models: Option<(String, &'static str)>,
}

/// A security scheme, and the builder's methods for its credentials.
struct SchemeLine {
    name: String,
    by: String,
    what: String,
}

/// The reason why the README lists no security schemes.
enum Undeclared {
    /// The document declares no security; credentials are sent with every request.
    Everywhere,
    /// The document declares that operations require no credentials; none are sent.
    Public,
}

/// A client-level parameter, and the builder's method that sets it.
struct ParameterLine {
    name: String,
    by: String,
    description: String,
}

/// A server, and the builder's method that selects it.
struct ServerLine {
    url: String,
    by: String,
    description: String,
}

struct TagLine {
    feature: String,
    gives: String,
}

/// Returns the README.
pub(in crate::emit::docs) fn readme(model: &Model) -> String {
    let package = &model.config.package;
    let tags = model.facts.tags().iter().map(|tag| TagLine {
        feature: code(&model.names.tag(*tag).module),
        gives: cell(&group(model.api.tag(*tag), str::to_owned)),
    });
    let client_parameters = access::client_parameters(model);
    let (schemes, servers) = (access::schemes(model), access::servers(model));
    let has_oauth = model.api.security_schemes.iter().any(|s| matches!(s.kind, SecurityKind::OAuth2 { .. }));
    let idle = model.facts.has_unreferenced_types(&model.api);
    let default = if model.facts.tags().is_empty() { "yes" } else { "no" };
    text(&ReadmeView {
        package: model.names.package.clone(),
        dependency: dependency(model),
        publish: package.publish,
        description: match &package.description {
            // A description in a manifest usually has no full stop.
            Some(text) if text.trim_end().ends_with(['.', '!', '?']) => line(text),
            Some(text) => line(&format!("{}.", text.trim_end())),
            None => line(&format!("Client for {}.", model.api.title)),
        },
        example: example::first_program(model),
        has_lists: model.api.operations().any(|(id, _)| model.facts.pagination(id).is_some()),
        has_files: model
            .api
            .operations()
            .any(|(id, _)| model.facts.fields(id).iter().any(|field| spell::is_upload(model, field))),
        has_oauth,
        undeclared: (schemes.is_empty() && !has_oauth).then(|| access::undeclared(model)),
        has_schemes: !schemes.is_empty(),
        schemes,
        has_client_parameters: !client_parameters.is_empty(),
        client_parameters,
        has_servers: !servers.is_empty(),
        servers,
        keeps_unknown: model.config.models.keep_unknown_fields,
        is_lenient: model.config.models.reading == Reading::Lenient,
        krate: model.names.krate.clone(),
        tags: tags.collect(),
        other_models: idle.then(|| (code(OTHER_MODELS), default)),
    })
}

/// Returns the lines of a `Cargo.toml` that depend on the package. Only a published package is named by version: otherwise, the
/// name on crates.io may belong to somebody else.
fn dependency(model: &Model) -> Vec<String> {
    let (package, name) = (&model.config.package, &model.names.package);
    let quoted = |text: &str| toml::Value::String(one_line(text)).to_string();
    match &package.repository {
        _ if package.publish => vec![format!("{name} = {}", quoted(version(model)))],
        Some(url) => vec![format!("{name} = {{ git = {} }}", quoted(url))],
        None => vec![
            "# The path from your package to this folder.".to_owned(),
            format!("{name} = {{ path = {} }}", quoted(&format!("path/to/{name}"))),
        ],
    }
}
