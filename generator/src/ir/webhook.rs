//! Webhooks and callbacks: requests that the server sends to an application (OpenAPI 3.1.1, "OpenAPI Object",
//! `webhooks`).

use super::{Docs, Usage};
use crate::pointer::Pointer;

/// A request from the server to a URL supplied in a call (OpenAPI 3.1.1, "Callback Object").
#[derive(Clone, Debug)]
pub struct Callback {
    /// The name of the callback in the document.
    pub name: String,
    /// The type of the payload: a named schema.
    pub payload: Usage,
}

/// A request from the server that the document declares in `webhooks`.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The location of the webhook in the document.
    pub pointer: Pointer,
    /// The name of the webhook in the document.
    pub name: String,
    /// The documentation of the webhook.
    pub docs: Docs,
    /// Whether the document marks the webhook as deprecated.
    pub deprecated: bool,
    /// The required headers with one allowed value, in document order.
    pub headers: Vec<(String, String)>,
    /// The type of the payload: a named schema.
    pub payload: Usage,
}
