//! The content of a status response: the state of the operation, and the location of its result.

use bytes::Bytes;
use http::{HeaderMap, HeaderName};
use serde_json::Value;

/// The progress of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Running,
    Succeeded,
    Failed,
    Canceled,
}

/// The members of a JSON status response; `Value::Null` for a body that is not JSON.
pub(super) struct Status(Value);

impl Status {
    pub(super) fn parse(body: &Bytes) -> Self {
        Self(serde_json::from_slice(body).unwrap_or_default())
    }

    /// Returns the state of a status document.
    pub(super) fn name(&self) -> Option<&str> {
        self.text("/status")
    }

    /// Returns the state of a resource that contains it.
    pub(super) fn resource_name(&self) -> Option<&str> {
        self.text("/properties/provisioningState")
    }

    pub(super) fn percent(&self) -> Option<f64> {
        self.0.pointer("/percentComplete").and_then(Value::as_f64)
    }

    /// Returns the link to the result.
    pub(super) fn result_link(&self) -> Option<&str> {
        self.text("/resourceLocation")
    }

    /// Returns the result inside a status document.
    pub(super) fn result(&self) -> Option<&Value> {
        self.0.pointer("/result").filter(|value| !value.is_null())
    }

    /// Returns the code and the message of a failure.
    pub(super) fn failure(&self) -> (Option<&str>, Option<&str>) {
        (self.text("/error/code"), self.text("/error/message"))
    }

    fn text(&self, pointer: &str) -> Option<&str> {
        self.0.pointer(pointer).and_then(Value::as_str)
    }
}

/// Classifies a state. Servers use arbitrary names for running operations, so an unrecognized name means that
/// the operation is running.
pub(super) fn progress(name: &str) -> Progress {
    let is_any = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
    if is_any(&[
        "succeeded",
        "success",
        "completed",
        "complete",
        "done",
        "finished",
        "partiallysucceeded",
        "partiallycompleted",
    ]) {
        Progress::Succeeded
    } else if name.to_ascii_lowercase().ends_with("failed")
        || is_any(&["failure", "error", "rejected", "expired", "timedout", "terminated"])
    {
        Progress::Failed
    } else if is_any(&["canceled", "cancelled", "aborted"]) {
        Progress::Canceled
    } else {
        Progress::Running
    }
}

/// Returns the link to a status document.
pub(super) fn monitor(headers: &HeaderMap) -> Option<&str> {
    const OPERATION: HeaderName = HeaderName::from_static("operation-location");
    const AZURE: HeaderName = HeaderName::from_static("azure-asyncoperation");
    [OPERATION, AZURE].into_iter().find_map(|name| link(headers, name))
}

/// Returns the `Location` header.
pub(super) fn location(headers: &HeaderMap) -> Option<&str> {
    link(headers, http::header::LOCATION)
}

fn link(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim).filter(|link| !link.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_states_are_running() {
        for (name, expected) in [
            ("Succeeded", Progress::Succeeded),
            ("FAILED", Progress::Failed),
            ("ValidationFailed", Progress::Failed),
            ("Cancelled", Progress::Canceled),
            ("Updating", Progress::Running),
            ("", Progress::Running),
        ] {
            assert_eq!(progress(name), expected, "{name}");
        }
    }

    #[test]
    fn a_body_that_is_not_json_has_no_state() {
        assert_eq!(Status::parse(&Bytes::from_static(b"<ok/>")).name(), None);
    }
}
