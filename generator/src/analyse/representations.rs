//! Finds the media types of a response that a caller can request instead of JSON, such as CSV or PDF.
//!
//! RFC 9110, section 12: the client chooses among the representations of a resource with the `Accept` header.

use super::{Facts, Output};
use crate::ir::{Api, Content, ContentKind, Operation};
use crate::media_type::MediaType;

/// An alternative representation of a success response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Representation {
    /// The media type, as in the document but without parameters.
    pub media_type: String,
    /// Whether the representation is read as text rather than bytes.
    pub is_text: bool,
}

/// Records the alternative representations of the emitted operations that return JSON.
pub(super) fn representations(api: &Api, facts: &mut Facts) {
    for (id, operation) in api.operations() {
        if matches!(facts.output(id), Some(Output::Json(_) | Output::Maybe(_))) {
            let found = success_representations(operation);
            if !found.is_empty() {
                facts.representations.insert(id, found);
            }
        }
    }
}

/// Returns the representations of the success responses, without duplicate media types.
fn success_representations(operation: &Operation) -> Vec<Representation> {
    let mut found: Vec<Representation> = Vec::new();
    for response in operation.successes() {
        let json: Vec<&Content> =
            response.content.iter().filter(|content| content.kind == ContentKind::Json).collect();
        for content in response.content.iter().filter(|content| is_other(content, &json)) {
            let media_type = MediaType::new(&content.media_type).essence().to_owned();
            let is_known = |one: &Representation| one.media_type.eq_ignore_ascii_case(&media_type);
            if !found.iter().any(is_known) {
                found.push(Representation { media_type, is_text: content.kind == ContentKind::Text });
            }
        }
    }
    found
}

/// Returns whether `content` is an alternative to the JSON response.
fn is_other(content: &Content, json: &[&Content]) -> bool {
    let name = content.media_type.as_str();
    // Some frameworks list `text/plain` for each JSON response, with the same schema.
    let media_type = MediaType::new(name);
    let is_the_same = || media_type.is_plain_text() && json.iter().any(|json| json.usage == content.usage);
    let is_valid = media_type.essence().bytes().all(|byte| byte.is_ascii_graphic()) && name.contains('/');
    // XML represents the same model as the JSON response, and events have a separate method.
    let is_left_out =
        media_type.is_range() || name.contains('*') || media_type.is_events() || media_type.is_xml();
    matches!(content.kind, ContentKind::Text | ContentKind::Binary)
        && is_valid
        && !is_left_out
        && !is_the_same()
}
