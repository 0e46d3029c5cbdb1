//! Adds the client's values for client-level parameters to the parts of a request.

use super::Parts;
use super::client_parameter::ClientParameter;
use crate::runtime::error::RequestPart;

impl Parts {
    /// Adds the client's values for the parameters that the call does not set. A secret is sent only to the servers
    /// that the client's credentials are sent to.
    pub(super) fn add_client_parameters(&mut self, is_own_origin: bool) {
        for parameter in self.operation.client_parameters() {
            if is_set(parameter, self) {
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

/// Returns whether the call sets a value.
fn is_set(parameter: &ClientParameter, parts: &Parts) -> bool {
    let is_named = |(name, _): &(&'static str, String)| *name == parameter.name;
    let is_header = |name: &str| name.eq_ignore_ascii_case(parameter.name);
    match parameter.part {
        RequestPart::Path => parts.path.iter().any(is_named),
        RequestPart::Header => {
            parts.headers.keys().any(|name| is_header(name.as_str()))
                || parts.options.headers.iter().any(|(name, _)| is_header(name))
        }
        _ => {
            parts.query.iter().any(is_named)
                || parts.options.query.iter().any(|(name, _)| name == parameter.name)
        }
    }
}
