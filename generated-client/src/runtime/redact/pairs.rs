//! Redacts URLs, forms and JSON values by the names of their parameters and members.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::names::SecretNames;
use super::secret::REDACTED;

impl SecretNames<'_> {
    /// Returns the URL with the values of secret query parameters redacted.
    pub(crate) fn url(self, url: &str, is_secret: impl Fn(&str) -> bool) -> String {
        match url.split_once('?') {
            Some((path, query)) => {
                format!("{path}?{}", safe_query(query, |name| self.contains(name) || is_secret(name)))
            }
            None => url.to_owned(),
        }
    }

    /// Returns the form with the values of secret fields redacted. A string that is not a form is returned
    /// unchanged.
    #[cfg(any(feature = "tracing", feature = "testing"))]
    pub(crate) fn form(self, text: &str) -> String {
        safe_query(text, |name| self.contains(name))
    }

    /// Replaces each secret in a JSON value with [`REDACTED`].
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

/// Returns the query or form with the values of secret names redacted.
fn safe_query(query: &str, is_secret: impl Fn(&str) -> bool) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret(&String::from_utf8_lossy(&decode_form(name))) => {
            format!("{name}={REDACTED}")
        }
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<String>>().join("&")
}

/// Returns whether a body of this media type is a form.
pub(super) fn is_form(media_type: &str) -> bool {
    media_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
}

/// Decodes a name or value in a query or form, in which `+` is a space (URL Standard, section 5.1).
pub(crate) fn decode_form(text: &str) -> Vec<u8> {
    percent_decode_str(&text.replace('+', " ")).collect()
}
