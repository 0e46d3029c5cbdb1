//! Docs: Markdown pages over the same model that the code is made from.
//!
//! Each flavour turns the model into views, plain strings, bools and lists that are safe where they will stand; the
//! templates under `templates/docs` only lay them out. The only place that knows askama. Nothing here decides a Rust name.

mod python;
mod rust;

use std::fmt;
use std::str::FromStr;

use super::Files;
use crate::model::Model;

/// A kind of docs pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flavor {
    /// The docs of the emitted Rust crate.
    Rust,
    /// The pages of the vendor's Python SDK, as its release 202.0.0 lays them out.
    PurecloudPython202,
    /// The pages of the vendor's Python SDK, as its release 173.0.0 lays them out.
    PurecloudPython173,
}

impl Flavor {
    /// All flavours.
    pub const ALL: [Self; 3] = [Self::Rust, Self::PurecloudPython202, Self::PurecloudPython173];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::PurecloudPython202 => "purecloud-python-202",
            Self::PurecloudPython173 => "purecloud-python-173",
        }
    }
}

impl fmt::Display for Flavor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No flavour has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no docs flavour `{name}`; there are {known}", known = Flavor::ALL.map(Flavor::name).join(", "))]
pub struct UnknownFlavor {
    /// The name that was asked for.
    pub name: String,
}

impl FromStr for Flavor {
    type Err = UnknownFlavor;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|flavor| flavor.name() == name);
        found.ok_or_else(|| UnknownFlavor { name: name.to_owned() })
    }
}

/// The pages of a flavour, by their path below the folder of the docs.
pub fn files(model: &Model, flavor: Flavor) -> Files {
    match flavor {
        Flavor::Rust => rust::pages(model),
        Flavor::PurecloudPython202 => python::pages(model, python::Layout::Release202),
        Flavor::PurecloudPython173 => python::pages(model, python::Layout::Release173),
    }
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
