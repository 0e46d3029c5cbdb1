//! Webhooks: requests that the server sends. This module verifies their signatures and determines their events.

pub(crate) mod event;
pub(crate) mod scheme;
pub(crate) mod verify;

use std::fmt;

use crate::runtime::json::DecodeError;
use crate::runtime::redact::sanitize::Printable;

/// The reason why a webhook request was rejected. It never contains a secret or a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The secret is not valid for the signature scheme. The value is not displayed.
    Secret(&'static str),
    /// A header of the signature scheme is absent or not valid.
    Header(&'static str),
    /// The timestamp differs from the current time by more than the tolerance.
    Timestamp,
    /// No signature matches the body.
    Signature,
    /// The body is not JSON, or is not valid for the event with this name. The name is empty if the body is not
    /// JSON.
    Body(&'static str, DecodeError),
    /// The request matches several events that the API description does not distinguish. Decode it by naming
    /// the event.
    Ambiguous(Vec<&'static str>),
    /// The API description declares no event with this name.
    UnknownEvent(String),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Printable(f);
        match self {
            Self::Secret(reason) => write!(f, "the webhook secret is not valid: {reason}"),
            Self::Header(name) => write!(f, "the header `{name}` is absent or not valid"),
            Self::Timestamp => f.write_str("the timestamp is outside of the tolerance"),
            Self::Signature => f.write_str("no signature matches the body"),
            Self::Body("", error) => write!(f, "the body is not JSON: {error}"),
            Self::Body(name, error) => write!(f, "the body is not valid for the event `{name}`: {error}"),
            Self::Ambiguous(names) => {
                write!(f, "the request matches several events: `{}`", names.join("`, `"))
            }
            Self::UnknownEvent(name) => write!(f, "no event is named `{name}`"),
        }
    }
}

impl std::error::Error for WebhookError {}
