//! Names of headers, parameters, cookies, form fields and JSON members that identify secrets.

use crate::runtime::profile::Profile;

/// Fragments of secret names, in lower case and without separators.
const FRAGMENTS: [&str; 45] = [
    "accesskey",
    "accountkey",
    "apikey",
    "appkey",
    "applicationkey",
    "assertion",
    "authcode",
    "authkey",
    "authorization",
    "backupcode",
    "bearer",
    "clientkey",
    "connectionstring",
    "cookie",
    "credential",
    "dbpass",
    "devicecode",
    "encryptionkey",
    "functionskey",
    "jwt",
    "licensekey",
    "masterkey",
    "mfacode",
    "otpcode",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "recoverycode",
    "samlresponse",
    "secret",
    "servicekey",
    "sessionid",
    "sessionkey",
    "sharedkey",
    "signature",
    "signingkey",
    "storagekey",
    "subscriptionkey",
    "token",
    "userpass",
    "userpwd",
    "verificationcode",
    "verifier",
];

/// Words that mark a name as secret.
const WORDS: [&str; 8] = ["auth", "hmac", "otp", "psk", "pwd", "sid", "sig", "totp"];

/// Complete names that identify secrets.
const NAMES: [&str; 4] = ["pass", "pin", "saml", "session"];

/// Words that precede `key` in names of headers and parameters whose values are not secret.
const PUBLIC_KEYS: [&str; 11] = [
    "cache",
    "foreign",
    "idempotency",
    "object",
    "partition",
    "primary",
    "public",
    "routing",
    "sort",
    "surrogate",
    "websocket",
];

/// Returns whether a header, parameter, cookie or form field with this name contains a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    is_secret_member(name)
        || ["key", "code"].iter().any(|secret| name.eq_ignore_ascii_case(secret))
        || is_key(name)
}

/// Returns whether a JSON member with this name contains a secret. Names such as `code` and `key` do not
/// count, since in JSON, `code` is usually an error code, and `key` the name of an entry.
pub(crate) fn is_secret_member(name: &str) -> bool {
    let squashed: String =
        name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
    FRAGMENTS.iter().any(|fragment| squashed.contains(fragment))
        || NAMES.contains(&squashed.as_str())
        || words(name).any(|word| WORDS.iter().any(|secret| word.eq_ignore_ascii_case(secret)))
}

/// Returns whether a name ends with the word `key`, as in `X-Functions-Key`, and is not listed as public.
fn is_key(name: &str) -> bool {
    let mut before = "";
    let mut last = "";
    for word in words(name) {
        (before, last) = (last, word);
    }
    last.eq_ignore_ascii_case("key") && !PUBLIC_KEYS.iter().any(|public| before.eq_ignore_ascii_case(public))
}

/// Returns the words of a name in any common case: `X-Auth-Token`, `api_key`, `refreshToken`.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.flat_map(|part| {
        let mut rest = part;
        std::iter::from_fn(move || {
            let mut lower = false;
            let end = rest.char_indices().find_map(|(at, c)| {
                let starts = lower && c.is_uppercase();
                lower = c.is_lowercase() || c.is_numeric();
                starts.then_some(at)
            });
            let (word, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
            rest = after;
            (!word.is_empty()).then_some(word)
        })
    })
}

/// A client's secret names: built-in names, names that the API description declares, and names that the
/// application adds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SecretNames<'a> {
    declared: &'a [&'static str],
    custom: &'a [String],
}

impl<'a> SecretNames<'a> {
    /// Only the built-in names.
    pub(crate) const BUILT_IN: SecretNames<'static> = SecretNames { declared: &[], custom: &[] };

    pub(crate) fn new(profile: &'a Profile, custom: &'a [String]) -> Self {
        Self { declared: profile.secrets, custom }
    }

    /// Returns whether values with this name are secret.
    pub(crate) fn contains(self, name: &str) -> bool {
        is_secret_name(name) || self.is_listed(name)
    }

    /// Returns whether members of a JSON body with this name are secret.
    pub(crate) fn contains_member(self, name: &str) -> bool {
        is_secret_member(name) || self.is_listed(name)
    }

    fn is_listed(self, name: &str) -> bool {
        self.declared.iter().any(|other| other.eq_ignore_ascii_case(name))
            || self.custom.iter().any(|other| other.eq_ignore_ascii_case(name))
    }
}
