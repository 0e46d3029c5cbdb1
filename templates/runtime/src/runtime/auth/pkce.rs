//! The verifier of PKCE (RFC 7636): the secret that ties a login page to the application that opened it.
//!
//! Making and hashing one needs the feature `pkce`; a verifier that was made elsewhere needs none.

use crate::runtime::error::{Error, Result};
use crate::runtime::redact::Secret;

/// A code verifier: 43 to 128 of the characters `A-Z a-z 0-9 - . _ ~` (RFC 7636, 4.1). `Debug` does not show it.
///
/// One is made per login. It has to be kept from the moment the browser is sent to the login page until the code comes back.
#[derive(Debug, Clone)]
pub struct PkceVerifier(Secret);

impl PkceVerifier {
    /// Takes a verifier that was made elsewhere, or kept over a restart.
    ///
    /// # Errors
    /// [`Error::Config`] if its length or one of its characters is not allowed.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        if !(43..=128).contains(&text.len()) {
            return Err(Error::config(format!(
                "a PKCE verifier has 43 to 128 characters, not {}",
                text.len()
            )));
        }
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) {
            return Err(Error::config("a PKCE verifier has letters from A to z, digits and - . _ ~ only"));
        }
        Ok(Self(Secret::new(text)))
    }

    /// Makes a verifier from 32 random bytes of the operating system, as RFC 7636, 4.1 recommends.
    ///
    /// # Errors
    /// [`Error::Config`] if the operating system has none to give.
    #[cfg(feature = "pkce")]
    pub fn generate() -> Result<Self> {
        random_text::<32>().map(|text| Self(Secret::new(text)))
    }

    /// The challenge that goes to the login page in its place: base64url(SHA-256(verifier)), the method `S256`.
    #[cfg(feature = "pkce")]
    pub fn challenge(&self) -> String {
        use base64::Engine;
        use sha2::Digest;
        let digest = sha2::Sha256::digest(self.0.expose().as_bytes());
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest)
    }

    /// The verifier itself, a secret, to be kept over a restart.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.0
    }
}

/// A text that no one can guess, for the `state` of a login page ([`Authorize::state`](super::authorize::Authorize::state)): 128 random
/// bits of the operating system in base64url.
///
/// # Errors
/// [`Error::Config`] if the operating system has none to give.
#[cfg(feature = "pkce")]
pub fn random_state() -> Result<String> {
    random_text::<16>()
}

#[cfg(feature = "pkce")]
fn random_text<const BYTES: usize>() -> Result<String> {
    use base64::Engine;
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Error::config(format!("no random numbers: {error}")))?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}
