//! Finds long-running operations, which a server accepts first and completes later.
//!
//! They are identified only by declarations in the document: a vendor extension, or a response header that
//! links to the status.

use super::{Facts, Output, responses};
use crate::ir::{Api, Operation, Status};

/// The headers that link to the status of an operation, in any 2xx response.
const STATUS_HEADERS: [&str; 2] = ["Operation-Location", "Azure-AsyncOperation"];

/// The header that links to the status or the result of an accepted operation.
const RESULT_HEADER: &str = "Location";

/// The status of an operation that was accepted, but is not complete (RFC 9110, section 15.3.3).
const ACCEPTED: Status = Status::Code(202);

/// A long-running operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Polling {
    /// The evidence that the operation is long-running.
    pub evidence: Evidence,
    /// The result of the completed operation, from its success responses other than 202, if any.
    pub result: Output,
}

/// The evidence in the document that an operation is long-running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The extension `x-ms-long-running-operation`.
    Extension,
    /// A response declares this header, which links to the status or the result.
    Header(Status, String),
}

/// Records the polling of each long-running emitted operation.
pub(super) fn polling(api: &Api, facts: &mut Facts) {
    for (id, operation) in api.operations().filter(|(id, _)| facts.owners.contains_key(id)) {
        if let Some(evidence) = evidence(operation) {
            facts.polling.insert(id, Polling { evidence, result: result(api, operation) });
        }
    }
}

fn evidence(operation: &Operation) -> Option<Evidence> {
    let header = |names: &[&str], is_at: &dyn Fn(Status) -> bool| {
        let responses = operation.successes().into_iter().filter(|response| is_at(response.status));
        let mut headers = responses.flat_map(|one| one.headers.iter().map(|header| (one.status, header)));
        let found =
            headers.find(|(_, header)| names.iter().any(|name| header.name.eq_ignore_ascii_case(name)));
        found.map(|(status, header)| Evidence::Header(status, header.name.clone()))
    };
    header(&STATUS_HEADERS, &|_| true)
        .or_else(|| header(&[RESULT_HEADER], &|status| status == ACCEPTED))
        .or(operation.long_running.then_some(Evidence::Extension))
}

fn result(api: &Api, operation: &Operation) -> Output {
    let all = operation.successes();
    let completed: Vec<_> = all.iter().copied().filter(|response| response.status != ACCEPTED).collect();
    responses::of_responses(api, if completed.is_empty() { &all } else { &completed })
}
