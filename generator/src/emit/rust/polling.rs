//! Polling: the lines of a request builder's macro call, and of its docs, for a long-running operation.

use super::doc::Doc;
use super::responses;
use super::vocabulary::Uses;
use crate::emit::polling::sentence;
use crate::ir::OperationId;
use crate::model::Model;

/// Returns the entry of `request_builder!` for a long-running operation, or an empty string for any other operation.
pub(super) fn entry(model: &Model, id: OperationId, uses: &mut Uses) -> String {
    let Some(decoder) = responses::polled(model, id) else { return String::new() };
    format!("        polls: Poller = {},\n", uses.text(&decoder))
}

/// Adds the section about polling to a doc comment. `link` is the path to the builder.
pub(super) fn doc(model: &Model, id: OperationId, link: &str, doc: Doc) -> Doc {
    let Some(evidence) = sentence(model, id) else { return doc };
    doc.line("# Long-running operation").text(Some(&evidence)).line(format!(
        "Awaiting the builder returns the first response. [`poller()`]({link}::poller) waits for the result."
    ))
}
