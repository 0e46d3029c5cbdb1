//! Rewrites every supported document to a well-formed OpenAPI 3.0 tree, so that later stages do not depend on
//! the document's version.
//!
//! The stage is an ordered list of named rewrites of the untyped tree. Each rewrite is in a separate file and
//! reports its changes. To support a new version, add its rewrite to [`REWRITES`], before those that expect a
//! 3.0 tree. This stage does not use the typed document.
//!
//! Rewrites can walk the tree recursively, because `load` limits its depth.

mod callbacks;
mod choices;
mod conditions;
mod constants;
mod event_data;
mod frame;
mod openapi31;
mod references;
mod required;
mod scalars;
mod self_references;
mod statuses;
mod swagger2;
#[cfg(test)]
mod tests;
mod types;
mod version;
pub(crate) mod walk;
mod webhooks;
mod widen;

pub(crate) use openapi31::OWN_RULE;
pub use version::Dialect;
pub(crate) use version::dialect;
pub(crate) use webhooks::METHODS as WEBHOOK_METHODS;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::load::Source;

/// The vendor extensions that name a body, since OpenAPI 3.x has no keyword for its name. swagger-codegen and
/// openapi-generator use the first, and Connexion uses the second. Names from Swagger 2.0 are converted to the first.
pub(crate) const BODY_NAMES: [&str; 2] = ["x-codegen-request-body-name", "x-body-name"];

/// A rewrite of the whole tree.
type Rewrite = fn(&mut Value, &mut Diagnostics);

/// All rewrites, in order. [`version`] and [`scalars`] run earlier, because `scalars` looks up scalars in the source
/// text, and the source locations of nodes are unknown once a rewrite has moved them.
const REWRITES: [(&str, Rewrite); 13] = [
    ("swagger2", swagger2::convert),
    ("self_references", self_references::convert),
    ("references", references::repair),
    ("webhooks", webhooks::convert),
    ("callbacks", callbacks::convert),
    ("event_data", event_data::decode),
    ("openapi31", openapi31::convert),
    ("frame", frame::complete),
    ("statuses", statuses::repair),
    ("types", types::repair),
    ("required", required::repair),
    ("constants", constants::convert),
    ("choices", choices::convert),
];

/// Rewrites a document to an OpenAPI 3.0 tree. If the document is not supported, reports an error and returns
/// an empty description.
pub(crate) fn normalise(source: &Source, findings: &mut Diagnostics) -> Value {
    let mut tree = source.tree().clone();
    if !version::is_read(&mut tree, findings) {
        return Value::Object(serde_json::Map::new());
    }
    scalars::repair(&mut tree, &|at| source.spelling(at).map(str::to_owned), findings);
    for (_, rewrite) in REWRITES {
        rewrite(&mut tree, findings);
    }
    tree
}
