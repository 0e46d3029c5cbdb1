//! Emitters, which turn the model into files. They are pure and cannot fail.
//!
//! [`rust`] emits the code, and [`docs`] emits the pages. Both use [`spell`] (Rust types, as trees of `rust_type`),
//! `choice` (union variants), `scopes` and [`example`] (example calls). No emitter accesses the disk, chooses a name,
//! or reads the document.

mod budget;
mod choice;
mod client_parameters;
mod constants;
pub mod docs;
pub mod example;
pub mod markdown;
pub mod paging;
pub mod polling;
mod rust;
mod rust_type;
mod scopes;
pub mod spell;
mod streams;

use std::collections::BTreeMap;

use self::budget::Budget;
use crate::formats::FORMATS;
use crate::ir::{Tag, TagKind};
use crate::model::Model;

/// Files, keyed by path under the output folder. The separator is `/` on every platform.
pub type Files = BTreeMap<String, String>;

/// Returns the Rust type for each `type` and `format` in a document. An empty format covers all formats that are not
/// listed.
pub fn known_formats() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    FORMATS.iter().map(|(ty, format, scalar)| (*ty, *format, spell::scalar_name(*scalar)))
}

/// The name of the Cargo feature for schemas that no operation uses. It cannot collide with that of a tag's feature,
/// which has no hyphen.
pub(crate) const OTHER_MODELS: &str = "other-models";

/// The name of the Cargo feature for webhook events, which also enables the models of their payloads.
pub(crate) const WEBHOOKS: &str = "webhook-events";

/// The file name of the webhooks page, without the folder or the extension. It cannot collide with tag pages, whose
/// names end in `Api`.
const WEBHOOKS_PAGE: &str = "Webhooks";

/// Returns a description of a tag's operations, for docs. `spell` formats the name of the tag.
fn group(tag: &Tag, spell: impl Fn(&str) -> String) -> String {
    match tag.kind {
        TagKind::Tag => format!("Operations tagged {}", spell(&tag.name)),
        TagKind::Resource => format!("Operations of the {} resource", spell(&tag.name)),
        TagKind::Rest => "Operations without a tag or a resource".to_owned(),
    }
}

/// Returns the version of the emitted package.
fn version(model: &Model) -> &str {
    model.config.package.version.as_deref().unwrap_or("0.1.0")
}

/// Returns all files of the crate: code, manifest and docs.
pub fn crate_files(model: &Model) -> Files {
    files_of_crate(model, &Budget::new(usize::MAX))
}

/// Like [`crate_files`], but returns `None` if the total size of the files exceeds `limit` bytes.
pub fn crate_files_within(model: &Model, limit: usize) -> Option<Files> {
    let budget = Budget::new(limit);
    Some(files_of_crate(model, &budget)).filter(|_| !budget.is_exceeded())
}

fn files_of_crate(model: &Model, budget: &Budget) -> Files {
    let pages = docs::crate_docs(model, budget);
    let mut files = rust::files(model, &pages, budget);
    files.extend(pages);
    files
}

/// Returns the pages of a docs flavor, without a crate.
pub fn docs_files(model: &Model, flavor: docs::Flavor) -> Files {
    docs::files(model, flavor)
}

/// Like [`docs_files`], but returns `None` if the total size of the pages exceeds `limit` bytes.
pub fn docs_files_within(model: &Model, flavor: docs::Flavor, limit: usize) -> Option<Files> {
    let budget = Budget::new(limit);
    Some(docs::pages(model, flavor, &budget)).filter(|_| !budget.is_exceeded())
}

/// Returns the syntax errors in emitted Rust files. There are none unless an emitter has a bug.
pub fn syntax_errors(files: &Files) -> Vec<String> {
    rust::syntax_errors(files)
}
