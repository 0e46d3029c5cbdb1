//! Emit: from the model to files; pure, and unable to fail.
//!
//! [`rust`] makes the crate's code, [`docs`] its pages; [`spell`], `choice` and [`example`] are what both share: how a type, a union and a
//! call are written in Rust. Nothing here reads or writes a disk, decides a name, or asks the document.

mod choice;
pub mod docs;
pub mod example;
pub mod markdown;
mod rust;
pub mod spell;

use std::collections::BTreeMap;

use crate::model::Model;

/// Files by their path below the output folder; `/` separates folders on every platform.
pub type Files = BTreeMap<String, String>;

/// The Cargo feature of the schemas that no operation reaches. No tag can have this name, since theirs have no hyphen.
pub(crate) const OTHER_MODELS: &str = "other-models";

/// The version of the emitted package.
fn version(model: &Model) -> &str {
    model.config.package.version.as_deref().unwrap_or("0.1.0")
}

/// All files of the crate: its code, its manifest, and the docs that belong to it.
pub fn crate_files(model: &Model) -> Files {
    let pages = docs::rust_files(model);
    let mut files = rust::files(model, &pages);
    files.extend(pages);
    files
}

/// The pages of one docs flavour, without a crate.
pub fn docs_files(model: &Model, flavor: docs::Flavor) -> Files {
    docs::files(model, flavor)
}

/// The emitted Rust files that are not Rust, each with what is wrong: none, if the emitters make no mistake.
pub fn syntax_errors(files: &Files) -> Vec<String> {
    rust::syntax_errors(files)
}
