//! Body members set through request options.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::super::Parts;
use super::form::default_style;
use super::{Fault, Payload};
use crate::runtime::error::RequestPart;

impl Parts {
    /// Adds the members to the JSON object or form in the body.
    pub(crate) fn add_members(&mut self) {
        let added = std::mem::take(&mut self.options.body_fields);
        let Some((first, _)) = added.first() else { return };
        if let Some(Payload::Form(_)) = &self.body {
            for (name, value) in &added {
                let json = value.to_string().into_bytes();
                self.set_field(name, default_style(&json), Ok(json));
            }
            return;
        }
        let bytes = self.body.as_ref().and_then(Payload::as_bytes);
        let outcome = match bytes {
            Some(bytes) => with_members(bytes, &added),
            None => Err((first.clone(), NO_OBJECT.to_owned())),
        };
        match (outcome, &mut self.body) {
            (Ok(json), Some(Payload::Body(_, body))) => *body = json.into(),
            (Ok(_), _) => {}
            (Err((name, reason)), _) => self.fail(RequestPart::Body, &name, reason),
        }
    }
}

const NO_OBJECT: &str = "the body is neither a JSON object nor a form, so this member cannot be added";

/// Adds members to a JSON object. The text of existing values is preserved; numbers are not parsed and rewritten.
fn with_members(bytes: &[u8], added: &[(String, Value)]) -> Result<Vec<u8>, Fault> {
    let fault = |name: &str, reason: &str| (name.to_owned(), reason.to_owned());
    let first = added.first().map(|(name, _)| name.as_str()).unwrap_or_default();
    let mut members: BTreeMap<String, Box<RawValue>> =
        serde_json::from_slice(bytes).map_err(|_| fault(first, NO_OBJECT))?;
    for (name, value) in added {
        let value = to_raw_value(value).map_err(|_| fault(name, "cannot serialize the value as JSON"))?;
        members.insert(name.clone(), value);
    }
    serde_json::to_vec(&members).map_err(|_| fault(first, "cannot serialize the body as JSON"))
}
