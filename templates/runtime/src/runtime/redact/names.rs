//! Which names mark secrets: of headers, parameters, cookies, form fields and JSON members.

use crate::runtime::profile::Profile;

/// Parts of names, without separators and in lower case.
const FRAGMENTS: [&str; 38] = [
    "accesskey",
    "accountkey",
    "apikey",
    "appkey",
    "applicationkey",
    "assertion",
    "authcode",
    "authkey",
    "authorization",
    "bearer",
    "clientkey",
    "connectionstring",
    "cookie",
    "credential",
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
    "verifier",
];

/// Whole words of names.
const WORDS: [&str; 8] = ["auth", "hmac", "otp", "psk", "pwd", "sid", "sig", "totp"];

/// Whole names.
const NAMES: [&str; 4] = ["pass", "pin", "saml", "session"];

/// Words before `key` in names of headers and parameters that hold no secret.
const OPEN_KEYS: [&str; 11] = [
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

/// Returns whether the values of a header, parameter, cookie or form field of this name are secrets.
pub(crate) fn is_secret_name(name: &str) -> bool {
    is_secret_member(name)
        || ["key", "code"].iter().any(|everyday| name.eq_ignore_ascii_case(everyday))
        || is_key(name)
}

/// Returns whether the values of JSON members of this name are secrets. `code`, `key` and the like are not: there, they are
/// the code of an error and the name of an entry.
pub(crate) fn is_secret_member(name: &str) -> bool {
    let squashed: String =
        name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
    FRAGMENTS.iter().any(|fragment| squashed.contains(fragment))
        || NAMES.contains(&squashed.as_str())
        || words(name).any(|word| WORDS.iter().any(|secret| word.eq_ignore_ascii_case(secret)))
}

/// Whether a name ends with the word `key`, as in `X-Functions-Key`.
fn is_key(name: &str) -> bool {
    let mut before = "";
    let mut last = "";
    for word in words(name) {
        (before, last) = (last, word);
    }
    last.eq_ignore_ascii_case("key") && !OPEN_KEYS.iter().any(|open| before.eq_ignore_ascii_case(open))
}

/// The words of a name in any usual case: `X-Auth-Token`, `api_key`, `refreshToken`.
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

/// The names of secrets of one client: the usual ones, those that the API's description declares for its keys, and those that
/// the application adds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SecretNames<'a> {
    declared: &'a [&'static str],
    own: &'a [String],
}

impl<'a> SecretNames<'a> {
    /// The usual ones alone.
    pub(crate) const USUAL: SecretNames<'static> = SecretNames { declared: &[], own: &[] };

    pub(crate) fn new(profile: &'a Profile, own: &'a [String]) -> Self {
        Self { declared: profile.secrets, own }
    }

    /// Returns whether the values under this name are secrets.
    pub(crate) fn contains(self, name: &str) -> bool {
        is_secret_name(name) || self.names(name)
    }

    /// The same for a member of a JSON body.
    pub(crate) fn contains_member(self, name: &str) -> bool {
        is_secret_member(name) || self.names(name)
    }

    fn names(self, name: &str) -> bool {
        self.declared.iter().any(|other| other.eq_ignore_ascii_case(name))
            || self.own.iter().any(|other| other.eq_ignore_ascii_case(name))
    }
}
