//! The README of the emitted crate.

use askama::Template;

use super::access::{self, ParameterLine, ServerLine};
use super::guides::Guide;
use super::text;
use crate::emit::markdown::line;
use crate::emit::{example, version};
use crate::model::Model;
use crate::sanitize::one_line;

#[derive(Template)]
#[template(path = "crate/README.md")]
struct ReadmeView<'a> {
    package: String,
    dependency: Vec<String>,
    publish: bool,
    description: String,
    example: Vec<String>,
    has_lists: bool,
    has_client_parameters: bool,
    client_parameters: Vec<ParameterLine>,
    has_servers: bool,
    servers: Vec<ServerLine>,
    guides: &'a [Guide],
}

/// Returns the README.
pub(super) fn readme(model: &Model, guides: &[Guide]) -> String {
    let package = &model.config.package;
    let client_parameters = access::client_parameters(model);
    let servers = access::servers(model);
    text(&ReadmeView {
        package: model.names.package.clone(),
        dependency: dependency_lines(model),
        publish: package.publish,
        description: description(model),
        example: example::first_program(model),
        has_lists: model.api.operations().any(|(id, _)| model.facts.pagination(id).is_some()),
        has_client_parameters: !client_parameters.is_empty(),
        client_parameters,
        has_servers: !servers.is_empty(),
        servers,
        guides,
    })
}

/// Returns the description of the package as a sentence.
pub(super) fn description(model: &Model) -> String {
    match &model.config.package.description {
        // A description in a manifest usually has no full stop.
        Some(text) if text.trim_end().ends_with(['.', '!', '?']) => line(text),
        Some(text) => line(&format!("{}.", text.trim_end())),
        None => line(&format!("Client for {}.", model.api.title)),
    }
}

/// Returns the lines of a `Cargo.toml` that depend on the package.
fn dependency_lines(model: &Model) -> Vec<String> {
    let (key, value) = source(model);
    let name = &model.names.package;
    match key {
        "version" => vec![format!("{name} = {value}")],
        "path" => vec![
            "# The path from your package to this folder.".to_owned(),
            format!("{name} = {{ path = {value} }}"),
        ],
        _ => vec![format!("{name} = {{ {key} = {value} }}")],
    }
}

/// Returns the line of a `Cargo.toml` that depends on the package with these features.
pub(super) fn dependency(model: &Model, features: &[&str], default: bool) -> String {
    let (key, value) = source(model);
    let default = if default { "" } else { "default-features = false, " };
    format!("{} = {{ {key} = {value}, {default}features = {features:?} }}", model.names.package)
}

/// Returns where Cargo finds the package: a key of a dependency, and its value. Only a published package is named by version:
/// otherwise, the name on crates.io may belong to somebody else.
fn source(model: &Model) -> (&'static str, String) {
    let package = &model.config.package;
    let quoted = |text: &str| toml::Value::String(one_line(text)).to_string();
    match &package.repository {
        _ if package.publish => ("version", quoted(version(model))),
        Some(url) => ("git", quoted(url)),
        None => ("path", quoted(&format!("path/to/{}", model.names.package))),
    }
}
