//! Keeps secrets out of everything that can be shown: `Debug` and `Display` of all types, the trace, recordings.
//!
//! The one place that decides what is a secret: by the name of a header, parameter or member (`names`), by what a text assigns
//! to such a name (`assigned`), and by value, since a server may repeat anything that it was sent (`wire`, `spelling`).

mod assigned;
#[cfg(any(feature = "tracing", feature = "testing"))]
mod body;
mod names;
mod spelling;
mod wire;

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use serde_json::Value;

#[cfg(feature = "tracing")]
pub(super) use body::safe_body;
pub(super) use names::{SecretNames, is_secret_member, is_secret_name};
pub(super) use wire::{Redaction, Sent};

use super::printable::push_printable;

/// What stands in for a secret.
pub(super) const REDACTED: &str = "[redacted]";

/// A secret text, such as a token. `Debug` does not show it, and it has no `Display`.
#[derive(Clone)]
pub(super) struct Secret(String);

impl Secret {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself, to be put on the wire and nowhere else.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// Marks a header's value as sensitive if its name says so, so that even `HeaderMap`'s own `Debug` hides it.
pub(super) fn mark(name: &HeaderName, value: &mut HeaderValue, names: SecretNames<'_>) {
    if names.contains(name.as_str()) {
        value.set_sensitive(true);
    }
}

/// Marks all secrets of a header map; see [`mark`].
pub(super) fn mark_all(headers: &mut HeaderMap, names: SecretNames<'_>) {
    for (name, value) in headers.iter_mut() {
        mark(name, value, names);
    }
}

/// Shows headers without secrets.
pub(super) struct SafeHeaders<'a>(pub(super) &'a HeaderMap);

impl fmt::Debug for SafeHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.0.iter().map(|(name, value)| {
            let hidden = value.is_sensitive() || is_secret_name(name.as_str());
            let shown = match hidden {
                true => REDACTED.into(),
                false => {
                    assigned::hide_assigned(&String::from_utf8_lossy(value.as_bytes()), SecretNames::USUAL)
                }
            };
            (name.as_str(), shown)
        });
        f.debug_map().entries(entries).finish()
    }
}

impl SecretNames<'_> {
    /// A URL without the values of secret query parameters.
    pub(super) fn url(self, url: &str, is_secret: impl Fn(&str) -> bool) -> String {
        match url.split_once('?') {
            Some((path, query)) => {
                format!("{path}?{}", safe_query(query, |name| self.contains(name) || is_secret(name)))
            }
            None => url.to_owned(),
        }
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

/// The start of a body as one line of printable text, without what is named like a secret.
pub(super) fn excerpt(body: &[u8]) -> String {
    Redaction::new(SecretNames::USUAL).excerpt(body)
}

/// A text of the server as one printable line of at most `limit` characters; an ellipsis says that more follows.
pub(super) fn one_line(text: &str, limit: usize, more: bool) -> String {
    let mut line = String::new();
    let mut count = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
            count += 1;
        }
        for character in word.chars() {
            if count >= limit {
                line.push('…');
                return line;
            }
            push_printable(&mut line, character);
            count += 1;
        }
    }
    if more {
        line.push('…');
    }
    line
}
