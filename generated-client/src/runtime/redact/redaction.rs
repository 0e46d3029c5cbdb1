//! Collects the secrets of a request and removes them from displayed text in any position and encoding.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use serde_json::Value;

use super::assigned::hide_assigned;
use super::names::SecretNames;
use super::pairs::{decode_form, is_form};
use super::sanitize::one_line;
use super::secret::REDACTED;
use super::spelling::Needle;

/// The maximum size of a body that is searched for secrets, in bytes. Only the start of a longer response is
/// searched.
pub(crate) const MAX_BODY: usize = 64 * 1024;

/// The maximum number of secrets that are collected from one request.
const MAX_SECRETS: usize = 64;

/// The length of a body excerpt in an error, in characters.
const MAX_EXCERPT: usize = 200;

/// Redacts the secrets of a request: values that were sent, and values whose names identify secrets.
pub(crate) struct Redaction<'a> {
    names: SecretNames<'a>,
    /// The secrets to search for, without duplicates.
    secrets: Vec<String>,
    needles: Vec<Needle>,
}

impl<'a> Redaction<'a> {
    /// Returns a redaction that considers only names, not sent values.
    pub(crate) fn new(names: SecretNames<'a>) -> Self {
        Self { names, secrets: Vec::new(), needles: Vec::new() }
    }

    /// Adds a secret that was sent.
    pub(crate) fn add(&mut self, secret: &str) {
        if self.secrets.len() < MAX_SECRETS && self.secrets.iter().all(|known| known != secret) {
            self.secrets.push(secret.to_owned());
            self.needles.extend(Needle::spellings(secret));
        }
    }

    /// Adds the headers that are marked as sensitive, or whose names identify secrets.
    pub(crate) fn add_headers(&mut self, headers: &HeaderMap) {
        for (name, value) in headers {
            if value.is_sensitive() || self.names.contains(name.as_str()) {
                self.add_header(name == COOKIE, value);
            }
        }
    }

    /// Adds the secrets in a body: JSON members or form fields with secret names.
    pub(crate) fn add_body(&mut self, media_type: &str, body: &[u8]) {
        if is_form(media_type) {
            self.add_pairs(&String::from_utf8_lossy(body), |_| false);
        } else if let Ok(body) = serde_json::from_slice::<Value>(body) {
            self.add_members(&body, false);
        }
    }

    fn add_header(&mut self, is_cookie: bool, value: &HeaderValue) {
        let text = String::from_utf8_lossy(value.as_bytes());
        self.add(&text);
        if is_cookie {
            for pair in text.split("; ") {
                self.add(pair.split_once('=').map_or(pair, |(_, value)| value));
            }
        }
        if let Some((scheme, credentials)) = text.split_once(' ') {
            self.add(credentials);
            let decoded = STANDARD.decode(credentials).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"));
            if let Some(pair) = decoded.and_then(|bytes| String::from_utf8(bytes).ok()) {
                self.add(&pair);
                self.add(pair.split_once(':').map_or("", |(_, password)| password));
            }
        }
    }

    /// Adds the values of a query or form whose names are secret or satisfy `is_secret`.
    pub(crate) fn add_pairs(&mut self, pairs: &str, is_secret: impl Fn(&str) -> bool) {
        let decode = |text: &str| String::from_utf8_lossy(&decode_form(text)).into_owned();
        for (name, value) in pairs.split('&').filter_map(|pair| pair.split_once('=')) {
            let name = decode(name);
            if self.names.contains(&name) || is_secret(&name) {
                self.add(&decode(value));
            }
        }
    }

    fn add_members(&mut self, value: &Value, is_secret: bool) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.add_members(item, is_secret)),
            Value::Object(members) => {
                for (name, member) in members {
                    self.add_members(member, is_secret || self.names.contains_member(name));
                }
            }
            Value::String(text) if is_secret => self.add(text),
            Value::Number(number) if is_secret => self.add(&number.to_string()),
            _ => {}
        }
    }

    /// Returns the collected secrets.
    #[cfg(feature = "multipart")]
    pub(crate) fn into_secrets(self) -> Vec<String> {
        self.secrets
    }

    /// Returns the text with all sent secrets redacted.
    pub(crate) fn scrub(&self, text: &str) -> String {
        let mut found = Vec::new();
        self.needles.iter().for_each(|needle| needle.find(text, &mut found));
        found.sort_unstable_by_key(|range| (range.start, range.end));
        let mut shown = String::with_capacity(text.len());
        let mut at = 0;
        for range in found {
            if range.start >= at {
                shown.push_str(text.get(at..range.start).unwrap_or_default());
                shown.push_str(REDACTED);
            }
            at = at.max(range.end);
        }
        shown.push_str(text.get(at..).unwrap_or_default());
        shown
    }

    /// Returns the text with sent secrets and values of secret names redacted. Long text is truncated.
    pub(crate) fn text(&self, text: &str) -> String {
        hide_assigned(&self.scrub(truncate(text)), self.names)
    }

    /// Returns the start of a body as one printable, redacted line of at most a few hundred characters.
    pub(crate) fn excerpt(&self, body: &[u8]) -> String {
        let more = body.len() > MAX_BODY;
        let text = match serde_json::from_slice::<Value>(body).ok().filter(|_| !more) {
            Some(mut value) => {
                self.names.redact(&mut value);
                value.to_string()
            }
            None => String::from_utf8_lossy(body.get(..MAX_BODY).unwrap_or(body)).into_owned(),
        };
        one_line(&self.text(&text), MAX_EXCERPT, more)
    }

    /// Marks headers that have secret names or repeat a sent secret as sensitive.
    pub(crate) fn mark(&self, headers: &mut HeaderMap) {
        for (name, value) in headers.iter_mut() {
            let text = String::from_utf8_lossy(value.as_bytes());
            if self.names.contains(name.as_str()) || self.scrub(&text) != text {
                value.set_sensitive(true);
            }
        }
    }
}

/// Returns the start of the text, up to the search limit.
fn truncate(text: &str) -> &str {
    let mut end = text.len().min(MAX_BODY);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Returns the start of a body as one printable line, redacted by name.
pub(crate) fn excerpt(body: &[u8]) -> String {
    Redaction::new(SecretNames::BUILT_IN).excerpt(body)
}
