//! Keeps secrets out of `Debug` and `Display`, and bounds how much of a body is shown.
//!
//! Every type of the runtime that prints headers, URLs or bodies prints them through here.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

use super::printable::push_printable;

/// What stands in for a secret.
pub(super) const REDACTED: &str = "[redacted]";

/// How many characters of a body an error shows.
const EXCERPT: usize = 200;

/// Parts of a header's or query parameter's name that mark its value as a secret.
const SECRET_WORDS: [&str; 13] = [
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "api-key",
    "apikey",
    "api_key",
    "credential",
    "signature",
    "assertion",
    "verifier",
    "authorization",
];

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

/// Whether the values of a header or parameter of this name are secrets.
pub(super) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "cookie" | "set-cookie" | "key" | "code" | "sig")
        || SECRET_WORDS.iter().any(|word| name.contains(word))
}

/// Marks a header's value as sensitive if its name says so, so that even `HeaderMap`'s own `Debug` hides it.
pub(super) fn mark(name: &HeaderName, value: &mut HeaderValue) {
    if is_secret_name(name.as_str()) {
        value.set_sensitive(true);
    }
}

/// Marks all secrets of a header map; see [`mark`].
pub(super) fn mark_all(headers: &mut HeaderMap) {
    for (name, value) in headers.iter_mut() {
        mark(name, value);
    }
}

/// Shows headers without secrets.
pub(super) struct SafeHeaders<'a>(pub(super) &'a HeaderMap);

impl fmt::Debug for SafeHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.0.iter().map(|(name, value)| {
            let hidden = value.is_sensitive() || is_secret_name(name.as_str());
            let shown =
                if hidden { REDACTED.into() } else { String::from_utf8_lossy(value.as_bytes()).into_owned() };
            (name.as_str(), shown)
        });
        f.debug_map().entries(entries).finish()
    }
}

/// A URL as text, without the values of query parameters that are named like secrets.
pub(super) fn safe_url(url: &str) -> String {
    safe_url_but(url, |_| false)
}

/// The same, also without the values of those of which `is_secret` says so.
pub(super) fn safe_url_but(url: &str, is_secret: impl Fn(&str) -> bool) -> String {
    match url.split_once('?') {
        Some((path, query)) => {
            format!("{path}?{}", safe_query(query, |name| is_secret_name(name) || is_secret(name)))
        }
        None => url.to_owned(),
    }
}

/// The pairs of a query or form as text, without the values of those that are named like secrets.
pub(super) fn safe_query(query: &str, is_secret: impl Fn(&str) -> bool) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret(&percent_decode_str(&name.replace('+', " ")).decode_utf8_lossy()) => {
            format!("{name}={REDACTED}")
        }
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<String>>().join("&")
}

/// The start of a body as one line of printable text, at most a few hundred characters.
pub(super) fn excerpt(body: &[u8]) -> String {
    // A character has at most four bytes, and runs of white space are shown as one blank.
    let start = body.get(..EXCERPT * 16).unwrap_or(body);
    one_line(&String::from_utf8_lossy(start), EXCERPT, start.len() < body.len())
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
