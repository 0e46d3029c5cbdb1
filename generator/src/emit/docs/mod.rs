//! Markdown pages, generated from the same model as the code.
//!
//! Each flavor converts the model to views: strings, booleans and lists, escaped for their context. The templates
//! in `templates/docs` contain only the layout. Only this module uses askama. No flavor chooses Rust names.
//!
//! A flavor has a folder in this module, which declares its name and pages, and a line in [`FLAVORS`].

mod purecloud_python;
mod rust;

use std::fmt;
use std::str::FromStr;

use super::budget::Budget;
use super::{Files, WEBHOOKS, WEBHOOKS_PAGE};
use crate::model::Model;

/// The flavors, grouped by folder.
const FLAVORS: [&[Flavor]; 2] = [rust::FLAVORS, purecloud_python::FLAVORS];

/// A flavor of docs pages.
#[derive(Clone, Copy)]
pub struct Flavor {
    /// The flavor's command-line name.
    name: &'static str,
    /// Renders the pages, keyed by path under the docs folder.
    pages: fn(&Model, &Budget) -> Files,
}

impl Flavor {
    /// The docs in the emitted Rust crate.
    pub const RUST: Self = rust::FLAVORS[0];

    /// Returns all flavors.
    pub fn all() -> impl Iterator<Item = Self> {
        FLAVORS.into_iter().flatten().copied()
    }

    /// Returns the flavor's command-line name.
    pub fn name(self) -> &'static str {
        self.name
    }
}

impl PartialEq for Flavor {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Flavor {}

impl fmt::Debug for Flavor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Flavor").field(&self.name).finish()
    }
}

impl fmt::Display for Flavor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The error for an unknown flavor name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown docs flavor `{name}`; expected one of {known}", known = Flavor::all().map(Flavor::name).collect::<Vec<_>>().join(", "))]
pub struct UnknownFlavor {
    /// The unknown name.
    pub name: String,
}

impl FromStr for Flavor {
    type Err = UnknownFlavor;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::all().find(|flavor| flavor.name == name);
        found.ok_or_else(|| UnknownFlavor { name: name.to_owned() })
    }
}

/// Returns the pages of a flavor, keyed by path under the docs folder.
pub fn files(model: &Model, flavor: Flavor) -> Files {
    pages(model, flavor, &Budget::new(usize::MAX))
}

/// Like [`files`], but emits nothing further once the budget is exceeded.
pub(super) fn pages(model: &Model, flavor: Flavor, budget: &Budget) -> Files {
    (flavor.pages)(model, budget)
}

/// Returns the docs of the crate: the pages under `docs/`, `README.md` and `llms.txt`.
pub fn rust_files(model: &Model) -> Files {
    crate_docs(model, &Budget::new(usize::MAX))
}

/// Like [`rust_files`], but emits nothing further once the budget is exceeded.
pub(super) fn crate_docs(model: &Model, budget: &Budget) -> Files {
    rust::crate_docs(model, budget)
}

/// Returns the `cfg` condition for the examples in a docs file of the crate, or `None` if the examples always compile.
pub(super) fn condition(path: &str) -> Option<String> {
    let page = path.strip_prefix("docs/")?;
    if page.strip_suffix(".md") == Some(WEBHOOKS_PAGE) {
        return Some(format!("feature = {WEBHOOKS:?}"));
    }
    rust::condition(page)
}

/// Renders a template.
fn render(template: &impl askama::Template) -> String {
    let mut text = String::new();
    // Rendering fails only if a value's `Display` or the writer fails. Here, all values and the target are strings.
    let done = template.render_into(&mut text);
    debug_assert!(done.is_ok(), "{done:?}");
    text
}
