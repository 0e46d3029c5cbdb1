//! Builds the URL of a server from its template and the values of its variables.

// A value may be untrusted. It cannot extend beyond its part of the URL, so requests cannot reach another
// host.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that are not encoded in a scheme, host and port. A client rejects a URL with any other
/// character.
const AUTHORITY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'[')
    .remove(b']');

/// The characters that are not encoded in a path.
const PATH: &AsciiSet = &AUTHORITY.remove(b'/').add(b'[').add(b']');

/// Expands a template such as `https://{tenant}.example.com` with (name, value, declared value) entries. A
/// value that equals the declared one is not encoded.
#[doc(hidden)]
pub fn server_url(template: &str, values: &[(&str, &str, &str)]) -> String {
    let mut url = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((text, name, after)) = placeholder(rest) {
        let Some((_, value, known)) = values.iter().find(|(other, ..)| *other == name) else {
            // An undeclared placeholder is preserved. A client rejects it in a host, but not in a path.
            url.push_str(&rest[..rest.len() - after.len()]);
            rest = after;
            continue;
        };
        url.push_str(text);
        let is_base = url.is_empty() && !after.starts_with("://");
        if value == known || is_base {
            url.push_str(value);
        } else {
            let in_path =
                url.split_once("://").is_some_and(|(_, rest)| rest.contains('/')) || url.starts_with('/');
            url.extend(utf8_percent_encode(value, if in_path { PATH } else { AUTHORITY }));
        }
        rest = after;
    }
    url.push_str(rest);
    url.trim_end_matches('/').to_owned()
}

/// Splits a string at its first `{name}`.
pub(crate) fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}
