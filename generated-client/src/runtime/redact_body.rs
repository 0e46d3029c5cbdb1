//! Bodies and URLs as they may be shown to people or kept in files: without the values of members named like secrets.

use serde_json::Value;

#[cfg(feature = "tracing")]
use super::redact::one_line;
use super::redact::{REDACTED, is_secret_name, safe_query};

/// The largest body that is looked through for secrets, in bytes. A larger one is not shown.
#[cfg(feature = "tracing")]
const LARGEST: usize = 1024 * 1024;

/// Names of secrets in lower case, besides the usual ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct SecretNames<'a>(pub(super) &'a [String]);

impl SecretNames<'_> {
    /// Whether the values under this name are secrets.
    pub(super) fn contains(self, name: &str) -> bool {
        is_secret_name(name) || self.names(name)
    }

    /// Whether a member of this name in a JSON body is a secret. `code` and `key` are not: there, they are the code of an
    /// error and the name of an entry.
    fn contains_member(self, name: &str) -> bool {
        let everyday = matches!(name.to_ascii_lowercase().as_str(), "code" | "key");
        (!everyday && is_secret_name(name)) || self.names(name)
    }

    fn names(self, name: &str) -> bool {
        self.0.iter().any(|other| other.eq_ignore_ascii_case(name))
    }

    /// A URL without the values of secret query parameters.
    #[cfg(feature = "tracing")]
    pub(super) fn url(self, url: &str) -> String {
        match url.split_once('?') {
            Some((path, query)) => format!("{path}?{}", safe_query(query, |name| self.contains(name))),
            None => url.to_owned(),
        }
    }

    /// A form's pairs without the values of secrets. A text that is no form has none, and stays as it is.
    pub(super) fn form(self, text: &str) -> String {
        safe_query(text, |name| self.contains(name))
    }

    /// Puts a mark in the place of each secret in a JSON value.
    pub(super) fn redact(self, value: &mut Value) {
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

/// The start of a body as one line, without secrets: JSON or a form, else only its type and length.
#[cfg(feature = "tracing")]
pub(super) fn safe_body(media_type: &str, body: &[u8], limit: usize, names: SecretNames<'_>) -> String {
    let shown = Some(body).filter(|body| body.len() <= LARGEST);
    let form = media_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded");
    let shown = match shown {
        Some(body) if form => std::str::from_utf8(body).ok().map(|text| names.form(text)),
        Some(body) => serde_json::from_slice(body).ok().map(|mut value: Value| {
            names.redact(&mut value);
            value.to_string()
        }),
        None => None,
    };
    match shown {
        Some(text) => one_line(&text, limit, false),
        None => format!("({} bytes of {})", body.len(), one_line(media_type, 80, false)),
    }
}
