//! Client-level parameters: set once on the client builder, and sent with each operation that declares them.
//!
//! A value that the call sets, with a setter of its builder or in its options, takes precedence.

use super::Parts;
use super::style::Style;
use crate::runtime::error::RequestPart;

/// A parameter whose value the client has. Emitted code contains one constant per parameter.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct ClientParameter {
    part: RequestPart,
    /// The method of the client builder that sets it.
    method: &'static str,
    name: &'static str,
    style: Style,
    /// The JSON text of the value without a call of the method; empty if there is none.
    default: &'static str,
    required: bool,
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

    /// Sets the value that is sent unless another one is set, as JSON text.
    pub const fn default(self, json: &'static str) -> Self {
        Self { default: json, ..self }
    }

    /// Allows operations to be called without a value; then none is sent.
    pub const fn optional(self) -> Self {
        Self { required: false, default: "", ..self }
    }

    /// Returns whether the call sets a value.
    fn is_set(&self, parts: &Parts) -> bool {
        let is_named = |(name, _): &(&'static str, String)| *name == self.name;
        let is_header = |name: &str| name.eq_ignore_ascii_case(self.name);
        match self.part {
            RequestPart::Path => parts.path.iter().any(is_named),
            RequestPart::Header => {
                parts.headers.keys().any(|name| is_header(name.as_str()))
                    || parts.options.headers.iter().any(|(name, _)| is_header(name))
            }
            _ => {
                parts.query.iter().any(is_named)
                    || parts.options.query.iter().any(|(name, _)| name == self.name)
            }
        }
    }
}

impl Parts {
    /// Adds the client's values of the parameters that the call does not set. A secret is sent only to the servers that
    /// the client's credentials are for.
    pub(super) fn add_client_parameters(&mut self, is_own_origin: bool) {
        for parameter in self.operation.client_parameters() {
            if parameter.is_set(self) {
                continue;
            }
            let client = &self.client.inner;
            let value = client.parameters.iter().find(|(method, _)| *method == parameter.method);
            let is_withheld = value.is_some() && !is_own_origin && client.names().contains(parameter.name);
            let value = value.filter(|_| !is_withheld).map(|(_, json)| json.clone());
            let default = || Some(parameter.default.as_bytes().to_vec()).filter(|json| !json.is_empty());
            match value.or_else(default) {
                Some(json) => self.add(parameter.part, parameter.name, parameter.style, Ok(json)),
                None if parameter.required && is_withheld => self.fail(
                    parameter.part,
                    parameter.name,
                    "the client's value is a secret, and is not sent to another server; set it on the request".into(),
                ),
                None if parameter.required => {
                    let method = parameter.method;
                    let reason = format!("no value is set: call `{method}` on the client builder or on the request");
                    self.fail(parameter.part, parameter.name, reason);
                }
                None => {}
            }
        }
    }
}
