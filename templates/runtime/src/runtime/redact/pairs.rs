//! URLs, forms and JSON values without the values of members that are named like secrets.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::names::SecretNames;
use super::secret::REDACTED;

impl SecretNames<'_> {
    /// A URL without the values of secret query parameters.
    pub(crate) fn url(self, url: &str, is_secret: impl Fn(&str) -> bool) -> String {
        match url.split_once('?') {
            Some((path, query)) => {
                format!("{path}?{}", safe_query(query, |name| self.contains(name) || is_secret(name)))
            }
            None => url.to_owned(),
        }
    }

    /// A form's pairs without the values of secrets. A text that is no form has none, and stays as it is.
    #[cfg(any(feature = "tracing", feature = "testing"))]
    pub(crate) fn form(self, text: &str) -> String {
        safe_query(text, |name| self.contains(name))
    }

    /// Puts a mark in the place of each secret in a JSON value.
    pub(crate) fn redact(self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact(item)),
            Value::Object(members) => {
                for (name, member) in members.iter_mut() {
                    if self.contains_member(name) && !member.is_null() {
                        *member = REDACTED.into();
                    } else {
                        self.redact(member);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The pairs of a query or form as text, without the values of those that are secrets.
fn safe_query(query: &str, is_secret: impl Fn(&str) -> bool) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret(&percent_decode_str(&name.replace('+', " ")).decode_utf8_lossy()) => {
            format!("{name}={REDACTED}")
        }
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<String>>().join("&")
}
