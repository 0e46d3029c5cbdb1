//! A secret text, and the mark that replaces secrets in everything that is shown.

use std::fmt;

/// Replaces a secret in everything that is shown.
pub(crate) const REDACTED: &str = "[redacted]";

/// A secret text, such as a token. `Debug` does not show it, and it has no `Display`.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself, to be put on the wire and nowhere else.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}
