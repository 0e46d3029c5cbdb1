//! PKCE verifiers (RFC 7636): secrets that tie a login page to the application that opened it.
//!
//! Generating and hashing a verifier requires the `pkce` feature; accepting an existing verifier does not.

use crate::runtime::error::{Error, Result};
use crate::runtime::redact::Secret;

/// A PKCE code verifier: 43 to 128 characters from `A-Z a-z 0-9 - . _ ~` (RFC 7636, 4.1). `Debug` does not show it.
///
/// Use a new verifier for each login. Keep the verifier until the authorization code arrives.
#[derive(Debug, Clone)]
pub struct PkceVerifier(Secret);

impl PkceVerifier {
    /// Creates a verifier from a string that was generated elsewhere or stored across a restart.
    ///
    /// # Errors
    /// [`Error::Config`] if the length or a character is not allowed.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        if !(43..=128).contains(&text.len()) {
            return Err(Error::config(format!(
                "a PKCE verifier must have 43 to 128 characters, not {}",
                text.len()
            )));
        }
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) {
            return Err(Error::config("a PKCE verifier may contain only ASCII letters, digits and - . _ ~"));
        }
        Ok(Self(Secret::new(text)))
    }

    /// Generates a verifier from 32 random bytes from the operating system, as RFC 7636, 4.1, recommends.
    ///
    /// # Errors
    /// [`Error::Config`] if the operating system cannot provide random bytes.
    #[cfg(feature = "pkce")]
    pub fn generate() -> Result<Self> {
        random_text::<32>().map(|text| Self(Secret::new(text)))
    }

    /// Returns the challenge for the login page: base64url(SHA-256(verifier)), the `S256` method.
    #[cfg(feature = "pkce")]
    pub fn challenge(&self) -> String {
        use base64::Engine;
        use sha2::Digest;
        let digest = sha2::Sha256::digest(self.0.expose().as_bytes());
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest)
    }

    /// Returns the verifier, for storing it across a restart. It is a secret.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.0
    }
}

/// Generates an unguessable string for the `state` of a login page: 128 random bits from the operating system,
/// in base64url; see [`Authorize::state`](super::authorize::Authorize::state).
///
/// # Errors
/// [`Error::Config`] if the operating system cannot provide random bytes.
#[cfg(feature = "pkce")]
pub fn random_state() -> Result<String> {
    random_text::<16>()
}

#[cfg(feature = "pkce")]
fn random_text<const BYTES: usize>() -> Result<String> {
    use base64::Engine;
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::config(format!("no random bytes available: {error}")))?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}
