//! Polling: finds operations that a server accepts first and completes later.
//!
//! Derived only from what the document declares: a vendor extension, or a response header that links to the status.

use super::{Facts, Output};
use crate::ir::{Api, Operation, Status};

/// The headers that link to the status of an operation, in any 2xx response.
const STATUS_HEADERS: [&str; 2] = ["Operation-Location", "Azure-AsyncOperation"];

/// The header that links to the result of an operation, in a 202 response (RFC 9110, section 15.3.3).
const RESULT_HEADER: &str = "Location";

/// The evidence in the document that an operation is long-running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Polling {
    /// The extension `x-ms-long-running-operation`.
    Extension,
    /// A response declares this header, which links to the status or the result.
    Header(Status, String),
}

/// Fills the table.
pub(super) fn polling(api: &Api, facts: &mut Facts) {
    for (id, operation) in api.operations() {
        let is_read = !matches!(facts.outputs.get(&id), None | Some(Output::Binary));
        if let Some(found) = evidence(operation).filter(|_| is_read && facts.owners.contains_key(&id)) {
            facts.polling.insert(id, found);
        }
    }
}

fn evidence(operation: &Operation) -> Option<Polling> {
    let header = |names: &[&str], is_at: &dyn Fn(Status) -> bool| {
        let responses = operation.successes().into_iter().filter(|response| is_at(response.status));
        let mut headers = responses.flat_map(|one| one.headers.iter().map(|header| (one.status, header)));
        let found =
            headers.find(|(_, header)| names.iter().any(|name| header.name.eq_ignore_ascii_case(name)));
        found.map(|(status, header)| Polling::Header(status, header.name.clone()))
    };
    header(&STATUS_HEADERS, &|_| true)
        .or_else(|| header(&[RESULT_HEADER], &|status| status == Status::Code(202)))
        .or(operation.long_running.then_some(Polling::Extension))
}
