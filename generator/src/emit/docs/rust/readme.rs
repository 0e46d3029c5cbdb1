//! The README of the emitted crate.

use askama::Template;

use super::access::{self, ParameterLine, ServerLine};
use super::dependency::dependency_lines;
use super::guides::Guide;
use super::text::rendered;
use crate::emit::example;
use crate::emit::markdown::line;
use crate::ir::Shape;
use crate::model::Model;

#[derive(Template)]
#[template(path = "crate/README.md")]
struct ReadmeView<'a> {
    package: String,
    dependency: Vec<String>,
    publish: bool,
    description: String,
    example: Vec<String>,
    has_constants: bool,
    has_lists: bool,
    has_long_running: bool,
    has_client_parameters: bool,
    client_parameters: Vec<ParameterLine>,
    has_servers: bool,
    servers: Vec<ServerLine>,
    guides: &'a [Guide],
}

/// Renders the README of the emitted crate.
pub(super) fn readme(model: &Model, guides: &[Guide]) -> String {
    let package = &model.config.package;
    let client_parameters = access::client_parameters(model);
    let servers = access::servers(model);
    rendered(&ReadmeView {
        package: model.names.package.clone(),
        dependency: dependency_lines(model),
        publish: package.publish,
        description: description(model),
        example: example::first_program(model),
        has_constants: has_constants(model),
        has_lists: model.api.operations().any(|(id, _)| model.facts.pagination(id).is_some()),
        has_long_running: model.api.operations().any(|(id, _)| model.facts.polling(id).is_some()),
        has_client_parameters: !client_parameters.is_empty(),
        client_parameters,
        has_servers: !servers.is_empty(),
        servers,
        guides,
    })
}

/// Returns whether a parameter or property has only one allowed value, which the client sends by itself.
fn has_constants(model: &Model) -> bool {
    let emitted = |id| model.facts.owner(id).is_some();
    let of_type = |id| match &model.api.ty(id).shape {
        Shape::Struct(object) => {
            object.fields.iter().enumerate().any(|(index, field)| model.constant(id, index, field).is_some())
        }
        Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => false,
    };
    model.api.operations().any(|(id, _)| emitted(id) && model.constants(id).next().is_some())
        || model.facts.emitted_types(&model.api).any(of_type)
}

/// Returns the description of the package as a sentence.
pub(super) fn description(model: &Model) -> String {
    match &model.config.package.description {
        // A description in a manifest usually has no period.
        Some(text) if text.trim_end().ends_with(['.', '!', '?']) => line(text),
        Some(text) => line(&format!("{}.", text.trim_end())),
        None => line(&format!("Client for {}.", model.api.title)),
    }
}
