//! Signature verification, as in Standard Webhooks 1.0.0 ("Verifying webhook authenticity").

use std::fmt;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use sha2::{Sha256, Sha512};

use super::WebhookError;
use super::scheme::{WebhookEncoding, WebhookHash, WebhookScheme};

/// The maximum number of signatures in a request; additional ones are ignored.
const MAX_SIGNATURES: usize = 64;

/// The Standard Webhooks tolerance for timestamps, in both directions.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// Verifies the signatures of webhook requests. `Debug` does not display secrets.
#[derive(Clone)]
pub struct WebhookVerifier {
    scheme: WebhookScheme,
    keys: Vec<Vec<u8>>,
    tolerance: Duration,
}

impl WebhookVerifier {
    /// Creates a verifier for a secret. For [`WebhookScheme::STANDARD`], the secret is base64, with or without the
    /// `whsec_` prefix; for any other scheme, the signing key is the secret's bytes.
    ///
    /// # Errors
    /// [`WebhookError::Secret`] if the secret is empty or not valid base64.
    pub fn new(scheme: WebhookScheme, secret: &str) -> Result<Self, WebhookError> {
        let keys = vec![key(scheme, secret)?];
        Ok(Self { scheme, keys, tolerance: TOLERANCE })
    }

    /// Also accepts signatures with `secret`, for use during secret rotation.
    ///
    /// # Errors
    /// [`WebhookError::Secret`] if the secret is empty or not valid base64.
    pub fn also(mut self, secret: &str) -> Result<Self, WebhookError> {
        self.keys.push(key(self.scheme, secret)?);
        Ok(self)
    }

    /// Sets the maximum difference between the timestamp and the current time, in both directions. The default
    /// is 5 min. The tolerance has no effect on schemes without a timestamp.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Verifies a request at the current time. `body` is the body verbatim, before any decoding.
    ///
    /// # Errors
    /// [`WebhookError::Header`], [`WebhookError::Timestamp`] or [`WebhookError::Signature`].
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), WebhookError> {
        self.verify_at(headers, body, SystemTime::now())
    }

    /// Like [`verify`](Self::verify), but uses `now` as the current time.
    ///
    /// # Errors
    /// Returns an error under the same conditions as [`verify`](Self::verify).
    pub fn verify_at(&self, headers: &HeaderMap, body: &[u8], now: SystemTime) -> Result<(), WebhookError> {
        let scheme = &self.scheme;
        let id = if scheme.id.is_empty() { "" } else { text(headers, scheme.id)? };
        let timestamp = self.timestamp(headers, now)?;
        let all = text(headers, scheme.header)?;
        let signatures = values(all, scheme.separator).filter_map(|value| value.strip_prefix(scheme.prefix));
        for signature in signatures.take(MAX_SIGNATURES) {
            let Some(signature) = decoded(scheme.encoding, signature) else { continue };
            if self.keys.iter().any(|key| self.matches(key, &signature, (id, timestamp), body)) {
                return Ok(());
            }
        }
        Err(WebhookError::Signature)
    }

    /// Returns the timestamp after checking that it is within the tolerance; empty if the scheme has no timestamp.
    fn timestamp<'a>(&self, headers: &'a HeaderMap, now: SystemTime) -> Result<&'a str, WebhookError> {
        let WebhookScheme { timestamp: name, timestamp_prefix: prefix, separator, .. } = self.scheme;
        if name.is_empty() {
            return Ok("");
        }
        let invalid = || WebhookError::Header(name);
        let all = text(headers, name)?;
        let separator = if prefix.is_empty() { "" } else { separator };
        let found =
            values(all, separator).find_map(|value| value.strip_prefix(prefix)).ok_or_else(invalid)?;
        // The format does not permit a sign, but `u64::from_str` accepts a leading `+`.
        let is_number = !found.is_empty() && found.bytes().all(|byte| byte.is_ascii_digit());
        let sent = found.parse().ok().filter(|_| is_number).map(Duration::from_secs).ok_or_else(invalid)?;
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        if now.abs_diff(sent) > self.tolerance { Err(WebhookError::Timestamp) } else { Ok(found) }
    }

    fn matches(&self, key: &[u8], signature: &[u8], head: (&str, &str), body: &[u8]) -> bool {
        match self.scheme.hash {
            WebhookHash::Sha256 => matches::<Hmac<Sha256>>(key, signature, &self.scheme, head, body),
            WebhookHash::Sha512 => matches::<Hmac<Sha512>>(key, signature, &self.scheme, head, body),
        }
    }
}

/// Compares a signature with the signature of the content, in constant time.
fn matches<M: Mac + KeyInit>(
    key: &[u8],
    signature: &[u8],
    scheme: &WebhookScheme,
    (id, timestamp): (&str, &str),
    body: &[u8],
) -> bool {
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return false };
    let mut rest = scheme.content;
    while let Some((before, after)) = rest.split_once('{') {
        mac.update(before.as_bytes());
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        match name {
            "id" => mac.update(id.as_bytes()),
            "timestamp" => mac.update(timestamp.as_bytes()),
            "body" => mac.update(body),
            // The generator rejects templates with other placeholders.
            _ => return false,
        }
        rest = after;
    }
    mac.update(rest.as_bytes());
    mac.verify_slice(signature).is_ok()
}

fn key(scheme: WebhookScheme, secret: &str) -> Result<Vec<u8>, WebhookError> {
    let key = match scheme.is_standard {
        true => STANDARD
            .decode(secret.strip_prefix("whsec_").unwrap_or(secret))
            .map_err(|_| WebhookError::Secret("it is not base64"))?,
        false => secret.as_bytes().to_vec(),
    };
    if key.is_empty() { Err(WebhookError::Secret("it is empty")) } else { Ok(key) }
}

fn text<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, WebhookError> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.filter(|value| !value.is_empty()).ok_or(WebhookError::Header(name))
}

/// Returns the values of a header, without surrounding spaces.
fn values<'a>(all: &'a str, separator: &'static str) -> impl Iterator<Item = &'a str> {
    let single = separator.is_empty().then_some(all);
    let several = (!separator.is_empty()).then(|| all.split(separator)).into_iter().flatten();
    single.into_iter().chain(several).map(str::trim)
}

fn decoded(encoding: WebhookEncoding, signature: &str) -> Option<Vec<u8>> {
    match encoding {
        WebhookEncoding::Base64 => STANDARD.decode(signature).ok(),
        WebhookEncoding::Hex => {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            let pairs = signature.as_bytes().chunks(2);
            pairs
                .map(|pair| match pair {
                    [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
                    _ => None,
                })
                .collect()
        }
    }
}

impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookVerifier")
            .field("scheme", &self.scheme)
            .field("secrets", &self.keys.len())
            .field("tolerance", &self.tolerance)
            .finish()
    }
}
