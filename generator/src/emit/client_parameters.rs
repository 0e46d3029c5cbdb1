//! The client-level parameters of an operation, as a sentence for pages and doc comments.

use super::constants::kind;
use super::markdown::code;
use crate::ir::OperationId;
use crate::model::Model;

/// Returns a sentence about the parameters that callers set on the client, or `None` if there are none. `link` is the
/// path to the client builder. If `link` is empty, the sentence contains no links.
pub(super) fn sentence(model: &Model, id: OperationId, link: &str) -> Option<String> {
    let each = model.client_parameters(id).map(|(param, names)| {
        format!("the {} {} ({})", kind(param.location), code(&param.name), setter(&names.method, link))
    });
    let each: Vec<String> = each.collect();
    (!each.is_empty()).then(|| format!("Sends the client's values for {}.", each.join(", ")))
}

/// Returns the name of the client builder's method, with a link unless `link` is empty.
fn setter(method: &str, link: &str) -> String {
    match link {
        "" => format!("`ClientBuilder::{method}`"),
        path => format!("[`ClientBuilder::{method}`]({path}::{method})"),
    }
}

/// Returns a sentence for a request's setter that overrides the client's value.
pub(super) fn overrides(method: &str, link: &str) -> String {
    format!("Overrides {} for this request.", setter(method, link))
}
