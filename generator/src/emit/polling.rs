//! The evidence that an operation is long-running, as a sentence for docs, reports and changes.

use crate::analyse::Evidence;
use crate::emit::markdown::code;
use crate::ir::OperationId;
use crate::model::Model;

/// Returns the evidence in the document, or `None` if the operation is not long-running.
pub fn sentence(model: &Model, id: OperationId) -> Option<String> {
    Some(match &model.facts.polling(id)?.evidence {
        Evidence::Extension => "The document marks this operation as long-running.".to_owned(),
        Evidence::Header(status, name) => {
            format!(
                "The response with status {status} contains the URL to poll in the {} header.",
                code(name)
            )
        }
    })
}
