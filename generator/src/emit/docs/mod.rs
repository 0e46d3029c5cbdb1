//! Docs: Markdown pages over the same model that the code is made from.
//!
//! Each flavour turns the model into views, plain strings, bools and lists that are safe where they will stand; the
//! templates under `templates/docs` only lay them out. The only place that knows askama. Nothing here decides a Rust name.
//!
//! A flavour is a folder here that declares its name and its pages, and a line in [`FLAVORS`].

mod purecloud_python;
mod rust;

use std::fmt;
use std::str::FromStr;

use super::Files;
use crate::model::Model;

/// The flavours, by folder.
const FLAVORS: [&[Flavor]; 2] = [rust::FLAVORS, purecloud_python::FLAVORS];

/// A kind of docs pages.
#[derive(Clone, Copy)]
pub struct Flavor {
    /// The name on the command line.
    name: &'static str,
    /// Renders the pages, by their path below the folder of the docs.
    pages: fn(&Model) -> Files,
}

impl Flavor {
    /// The docs of the emitted Rust crate.
    pub const RUST: Self = rust::FLAVORS[0];

    /// All flavours.
    pub fn all() -> impl Iterator<Item = Self> {
        FLAVORS.into_iter().flatten().copied()
    }

    /// The name on the command line.
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

/// No flavour has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no docs flavour `{name}`; there are {known}", known = Flavor::all().map(Flavor::name).collect::<Vec<_>>().join(", "))]
pub struct UnknownFlavor {
    /// The name that was asked for.
    pub name: String,
}

impl FromStr for Flavor {
    type Err = UnknownFlavor;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::all().find(|flavor| flavor.name == name);
        found.ok_or_else(|| UnknownFlavor { name: name.to_owned() })
    }
}

/// The pages of a flavour, by their path below the folder of the docs.
pub fn files(model: &Model, flavor: Flavor) -> Files {
    (flavor.pages)(model)
}

/// The docs of the Rust flavour as the crate holds them: the pages below `docs/`, and `README.md`.
pub fn rust_files(model: &Model) -> Files {
    let mut files: Files =
        rust::pages(model).into_iter().map(|(path, text)| (format!("docs/{path}"), text)).collect();
    files.insert("README.md".to_owned(), rust::readme(model));
    files
}

/// The text of a template.
fn render(template: &impl askama::Template) -> String {
    let mut text = String::new();
    // Only a value that refuses to be displayed or a failing writer can stop it: views are strings, and so is the target.
    let done = template.render_into(&mut text);
    debug_assert!(done.is_ok(), "{done:?}");
    text
}
