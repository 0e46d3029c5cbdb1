//! The pages of the vendor's Python SDK, one per tag, in the layouts of two releases.
//!
//! Both releases share one template, and [`Layout`] contains the differences. The names of the module, classes, methods
//! and arguments follow the Python SDK ([`words`]) rather than the Rust crate.

mod operation;
mod types;
mod words;

use std::collections::BTreeMap;

use askama::Template;

use self::operation::OperationView;
use super::{Flavor, render};
use crate::emit::Files;
use crate::emit::budget::Budget;
use crate::ir::{OperationId, TagId};
use crate::model::Model;
use crate::name::file_stem;

/// The flavors, one for each supported release.
pub(super) const FLAVORS: &[Flavor] = &[
    Flavor { name: "purecloud-python-202", pages: |model, budget| pages(model, budget, Layout::Release202) },
    Flavor { name: "purecloud-python-173", pages: |model, budget| pages(model, budget, Layout::Release173) },
];

/// The supported releases, each with its own layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// Release 173.0.0: two additional blank lines before the path, and no preview notices.
    Release173,
    /// Release 202.0.0.
    Release202,
}

#[derive(Template)]
#[template(path = "docs/purecloud_python.md")]
struct PageView {
    module: String,
    class: String,
    base_uri: String,
    spaced: bool,
    operations: Vec<OperationView>,
}

/// Returns all pages, keyed by file name. Tags with the same class share a page.
fn pages(model: &Model, budget: &Budget, layout: Layout) -> Files {
    let mut classes: BTreeMap<String, Vec<TagId>> = BTreeMap::new();
    for (id, tag) in model.api.tags() {
        // These pages include operations that the Rust crate cannot call, so they do not use the crate's selection
        // of tags.
        let is_selected = model.config.tags.is_empty() || model.config.tags.contains(&tag.name);
        if is_selected && model.api.operations_of(id).next().is_some() {
            classes.entry(words::class(&tag.name)).or_default().push(id);
        }
    }
    let pages = classes.into_iter();
    pages
        .map(|(class, tags)| {
            let file = format!("{}.md", file_stem(&class));
            (file, budget.text(|| page(model, layout, class, &tags)))
        })
        .collect()
}

fn page(model: &Model, layout: Layout, class: String, tags: &[TagId]) -> String {
    let module = model.config.docs.python_package.clone().unwrap_or_else(|| model.names.krate.clone());
    let of_tags =
        model.api.operations().filter(|(_, operation)| operation.tags.iter().any(|t| tags.contains(t)));
    let mut ids: Vec<(String, OperationId)> =
        of_tags.map(|(id, operation)| (words::name(&operation.method_name), id)).collect();
    ids.sort();
    render(&PageView {
        base_uri: base_uri(model),
        spaced: layout == Layout::Release173,
        operations: ids.into_iter().map(|(_, id)| operation::view(model, id, &module, layout)).collect(),
        module,
        class,
    })
}

fn base_uri(model: &Model) -> String {
    let url = model.api.servers.first().map(|server| server.default_url()).unwrap_or_default();
    if url.is_empty() { "/".to_owned() } else { words::line(&url) }
}
