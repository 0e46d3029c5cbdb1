//! A secret string, and the marker that replaces secrets in displayed output.

use std::fmt;

/// The marker that replaces a secret in displayed output.
pub(crate) const REDACTED: &str = "[redacted]";

/// A secret string, such as a token. `Debug` does not display it, and `Display` is not implemented.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the secret. It must only be sent, never displayed.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}
