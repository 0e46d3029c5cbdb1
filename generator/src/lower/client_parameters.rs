//! Reads the vendor extensions that mark a parameter as set on the client.

use std::collections::BTreeSet;

use super::Lowering;
use crate::ir::Location;
use crate::resolve::{Document, Node};

/// Returns the parameters of `x-speakeasy-globals`, by location and name.
pub(super) fn globals(document: &Document) -> BTreeSet<(String, String)> {
    let Some(globals) = document.root().get("x-speakeasy-globals") else { return BTreeSet::new() };
    let parameters = globals.items_of("parameters").into_iter().filter_map(|node| document.follow(&node));
    parameters.filter_map(|node| Some((node.text("in")?, node.text("name")?))).collect()
}

impl<'a> Lowering<'a> {
    /// Returns whether callers set a parameter on the client, or `None` if the document does not specify this.
    pub(super) fn on_client(&self, node: &Node<'a>, location: Location, name: &str) -> Option<bool> {
        let is_global = || self.globals.contains(&(location.name().to_owned(), name.to_owned()));
        match node.text("x-ms-parameter-location").as_deref() {
            Some("client") => Some(true),
            Some("method") => Some(false),
            _ => is_global().then_some(true),
        }
    }
}
