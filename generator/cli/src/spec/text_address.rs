//! The URL of a document, for builds without download support, which only display it.

use std::fmt;

/// The URL of a document.
#[derive(Clone, Debug)]
pub(crate) struct Address(String);

impl Address {
    /// Accepts any text.
    ///
    /// # Errors
    /// Never returns an error. The implementation with download support has the same signature, and can return one.
    #[expect(clippy::unnecessary_wraps, reason = "the same signature as with downloads")]
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Ok(Self(text.to_owned()))
    }

    /// Returns the URL without its query, which can contain a token.
    pub(crate) fn shown(&self) -> String {
        self.0.split(['?', '#']).next().unwrap_or_default().to_owned()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
