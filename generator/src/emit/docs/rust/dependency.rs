//! Manifest lines that declare a dependency on the emitted package.

use crate::emit::version;
use crate::model::Model;
use crate::sanitize::one_line;

/// Returns the lines of a `Cargo.toml` that declare a dependency on the package.
pub(super) fn dependency_lines(model: &Model) -> Vec<String> {
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

/// Returns the line of a `Cargo.toml` that declares a dependency on the package with the given features.
pub(super) fn dependency_with(model: &Model, features: &[&str], default: bool) -> String {
    let (key, value) = source(model);
    let default = if default { "" } else { "default-features = false, " };
    format!("{} = {{ {key} = {value}, {default}features = {features:?} }}", model.names.package)
}

/// Returns the key that locates the package in a dependency, and the key's value. Only a published package is located
/// by its version, since someone else may own the name of an unpublished package on crates.io.
fn source(model: &Model) -> (&'static str, String) {
    let package = &model.config.package;
    let quoted = |text: &str| toml::Value::String(one_line(text)).to_string();
    match &package.repository {
        _ if package.publish => ("version", quoted(version(model))),
        Some(url) => ("git", quoted(url)),
        None => ("path", quoted(&format!("path/to/{}", model.names.package))),
    }
}
