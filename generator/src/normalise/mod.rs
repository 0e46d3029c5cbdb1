//! Normalise: any document that is read here becomes a well-formed tree of OpenAPI 3.0, so that later stages never ask for versions.
//!
//! An ordered list of named rewrites of the untyped tree, each in its own file and each saying what it changed. To read another
//! version is to add its rewrite to [`REWRITES`], before those that expect a 3.0 tree. Nothing here knows the typed document.
//!
//! Rewrites that go through the tree recurse: `load` refuses trees that are deeper than a fixed bound.

mod choices;
mod frame;
mod openapi31;
mod references;
mod required;
mod scalars;
mod statuses;
mod swagger2;
#[cfg(test)]
mod tests;
mod types;
mod version;
pub(crate) mod walk;

pub(crate) use openapi31::is_bytes;
pub use version::Dialect;
pub(crate) use version::dialect;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::load::Source;

/// A rewrite of the whole tree.
type Rewrite = fn(&mut Value, &mut Diagnostics);

/// All rewrites, in the order in which they are applied. [`version`] and [`scalars`] come before them: the latter asks how the source spells
/// a scalar, and so goes by the places of the source.
const REWRITES: [(&str, Rewrite); 8] = [
    ("swagger2", swagger2::convert),
    ("references", references::repair),
    ("openapi31", openapi31::convert),
    ("frame", frame::complete),
    ("statuses", statuses::repair),
    ("types", types::repair),
    ("required", required::repair),
    ("choices", choices::convert),
];

/// Makes an OpenAPI 3.0 tree of a document. What cannot be read is reported as an error, and an empty description is given.
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
