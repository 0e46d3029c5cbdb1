//! Determines the event of a webhook request, using the constants that the API description declares for headers and
//! payloads.

use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::WebhookError;
use crate::runtime::json::{DecodeError, decode_json};

/// The maximum number of events that are decoded to find the matching one.
const MAX_TRIALS: usize = 32;

/// An event that the API description declares; `E` is the enum of all events.
#[doc(hidden)]
#[derive(Debug)]
pub struct WebhookRule<E> {
    /// The name in the API description.
    pub name: &'static str,
    /// The allowed values of headers.
    pub headers: &'static [(&'static str, &'static [&'static str])],
    /// The allowed strings in the payload's members, by path.
    pub members: &'static [(&'static [&'static str], &'static [&'static str])],
    /// Decodes the payload.
    pub decode: fn(&[u8]) -> Result<E, DecodeError>,
}

impl<E> WebhookRule<E> {
    /// Returns whether all constants match.
    fn matches(&self, headers: &HeaderMap, payload: &Value) -> bool {
        let has_header = |(name, allowed): &(&str, &[&str])| {
            headers
                .get(*name)
                .and_then(|value| value.to_str().ok())
                .is_some_and(|value| allowed.contains(&value))
        };
        let has_member = |(path, allowed): &(&[&str], &[&str])| {
            let member = path.iter().try_fold(payload, |value, name| value.get(name));
            member.and_then(Value::as_str).is_some_and(|value| allowed.contains(&value))
        };
        self.headers.iter().all(has_header) && self.members.iter().all(has_member)
    }

    /// Returns the number of constants.
    fn constants(&self) -> usize {
        self.headers.len() + self.members.len()
    }

    fn decoded(&self, body: &[u8]) -> Result<E, WebhookError> {
        (self.decode)(body).map_err(|error| WebhookError::Body(self.name, error))
    }
}

/// Decodes a payload into a variant.
#[doc(hidden)]
pub fn webhook_payload<T: DeserializeOwned, E>(body: &[u8], variant: fn(T) -> E) -> Result<E, DecodeError> {
    decode_json(body).map(variant)
}

/// Decodes a request as the event with this name.
#[doc(hidden)]
pub fn webhook_named<E>(rules: &[WebhookRule<E>], name: &str, body: &[u8]) -> Result<E, WebhookError> {
    match rules.iter().find(|rule| rule.name == name) {
        Some(rule) => rule.decoded(body),
        None => Err(WebhookError::UnknownEvent(name.to_owned())),
    }
}

/// Determines which event a request contains, and decodes it. Among the events whose constants all match, the one with
/// the most constants is selected. If several events tie and the payload is valid for only one of them, that event is
/// selected. If no event matches, returns `unknown(payload)`.
#[doc(hidden)]
pub fn webhook_event<E>(
    rules: &[WebhookRule<E>],
    unknown: fn(Value) -> E,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<E, WebhookError> {
    let payload: Value = decode_json(body).map_err(|error| WebhookError::Body("", error))?;
    let mut found: Vec<&WebhookRule<E>> =
        rules.iter().filter(|rule| rule.matches(headers, &payload)).collect();
    let most = found.iter().map(|rule| rule.constants()).max().unwrap_or_default();
    found.retain(|rule| rule.constants() == most);
    let names = || found.iter().map(|rule| rule.name).collect();
    match found.as_slice() {
        [] => Ok(unknown(payload)),
        [rule] => rule.decoded(body),
        many if many.len() > MAX_TRIALS => Err(WebhookError::Ambiguous(names())),
        many => {
            let mut valid = many.iter().filter_map(|rule| (rule.decode)(body).ok());
            match (valid.next(), valid.next()) {
                (Some(event), None) => Ok(event),
                _ => Err(WebhookError::Ambiguous(names())),
            }
        }
    }
}
