//! The URL of a server from its template and the values of its variables.
//!
//! A value may come from anywhere: it cannot leave the part of the URL that it stands in, so that calls do not go to another host.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in a scheme, a host and a port. Anything else is encoded, and no such URL is taken by a client.
const AUTHORITY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'[')
    .remove(b']');

/// What may stand in a path.
const PATH: &AsciiSet = &AUTHORITY.remove(b'/').add(b'[').add(b']');

/// Fills a template such as `https://{tenant}.example.com`. Each value comes with the one that the API's description names, which is
/// taken as it is.
#[doc(hidden)]
pub fn server_url(template: &str, values: &[(&str, &str, &str)]) -> String {
    let mut url = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((text, name, after)) = placeholder(rest) {
        let Some((_, value, known)) = values.iter().find(|(other, ..)| *other == name) else {
            // A placeholder without a variable stays, and no client takes the URL.
            url.push_str(&rest[..rest.len() - after.len()]);
            rest = after;
            continue;
        };
        url.push_str(text);
        let whole = url.is_empty() && !after.starts_with("://");
        if value == known || whole {
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

/// Splits a text at its first `{name}`.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}
