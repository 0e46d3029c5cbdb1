//! Secret headers: marks them as sensitive and redacts them in `Debug`.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::assigned::hide_assigned;
use super::names::{SecretNames, is_secret_name};
use super::secret::REDACTED;

/// Marks a header's value as sensitive if its name identifies a secret, so that `HeaderMap`'s `Debug` output
/// also hides it.
pub(crate) fn mark(name: &HeaderName, value: &mut HeaderValue, names: SecretNames<'_>) {
    if names.contains(name.as_str()) {
        value.set_sensitive(true);
    }
}

/// Marks all secrets in a header map; see [`mark`].
pub(crate) fn mark_all(headers: &mut HeaderMap, names: SecretNames<'_>) {
    for (name, value) in headers.iter_mut() {
        mark(name, value, names);
    }
}

/// A wrapper whose `Debug` displays headers with secrets redacted.
pub(crate) struct SafeHeaders<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for SafeHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.0.iter().map(|(name, value)| {
            let is_secret = value.is_sensitive() || is_secret_name(name.as_str());
            let shown = match is_secret {
                true => REDACTED.into(),
                false => hide_assigned(&String::from_utf8_lossy(value.as_bytes()), SecretNames::BUILT_IN),
            };
            (name.as_str(), shown)
        });
        f.debug_map().entries(entries).finish()
    }
}
