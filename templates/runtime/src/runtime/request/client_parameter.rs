//! Client-level parameters: set once on the client builder, and sent with each operation that declares them.
//!
//! A value that a call sets, with its request builder or in its options, takes precedence.

use super::style::Style;
use crate::runtime::error::RequestPart;

/// A parameter whose value is set on the client. Emitted code contains one constant per parameter.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct ClientParameter {
    pub(super) part: RequestPart,
    /// The client builder method that sets it.
    pub(super) method: &'static str,
    pub(super) name: &'static str,
    pub(super) style: Style,
    /// The JSON text of the value that is sent if the method is not called; empty if there is none.
    pub(super) default: &'static str,
    pub(super) required: bool,
}

impl ClientParameter {
    /// Creates a required query parameter.
    pub const fn query(method: &'static str, name: &'static str) -> Self {
        Self::new(RequestPart::Query, method, name, Style::FormExploded)
    }

    /// Creates a required header.
    pub const fn header(method: &'static str, name: &'static str) -> Self {
        Self::new(RequestPart::Header, method, name, Style::Simple)
    }

    /// Creates a path parameter.
    pub const fn path(method: &'static str, name: &'static str) -> Self {
        Self::new(RequestPart::Path, method, name, Style::Simple)
    }

    const fn new(part: RequestPart, method: &'static str, name: &'static str, style: Style) -> Self {
        Self { part, method, name, style, default: "", required: true }
    }

    /// Sets the style.
    pub const fn style(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// Sets the value that is sent if no other value is set, as JSON text.
    pub const fn default(self, json: &'static str) -> Self {
        Self { default: json, ..self }
    }

    /// Allows operations to be called without a value, in which case the parameter is not sent.
    pub const fn optional(self) -> Self {
        Self { required: false, default: "", ..self }
    }
}
