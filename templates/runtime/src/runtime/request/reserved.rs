//! Parameters whose reserved characters are not percent-encoded: `allowReserved` (OpenAPI 3.2.0, "Parameter Object"), which
//! is reserved expansion (RFC 6570, section 3.2.3).

// This module is emitted only for API descriptions with such parameters. A value is first encoded in its
// style as usual; the percent-encoding of reserved characters is then reverted. Therefore, no style needs a
// second implementation.

use serde::Serialize;

use super::style::Style;
use super::{Parts, Request};
use crate::runtime::error::RequestPart;
use crate::runtime::json::write::to_json;
use crate::runtime::url::dot_segments::has_dot_segments;

/// The reserved characters (RFC 3986, section 2.2).
const RESERVED: &[u8] = b":/?#[]@!$&'()*+,;=";

/// The characters that end a path segment. They are always encoded in a value (OpenAPI 3.2.0, "Path Templating").
const ENDS_SEGMENT: &[u8] = b"/?#";

/// The characters that end a query or a pair in a query, and `+`, which servers read as a space.
const ENDS_PAIR: &[u8] = b"#&+";

impl Request {
    /// Sets the path parameter `{name}`. Percent-encoded characters in the value, and reserved characters
    /// except for `/`, `?` and `#`, are sent unchanged. A value that is empty or a dot segment is an error.
    #[must_use]
    pub fn path_reserved<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Self {
        let parts = self.inner();
        parts.add(RequestPart::Path, name, style, to_json(value));
        let expanded = parts.path.iter_mut().find(|(other, _)| *other == name).map(|(_, text)| {
            *text = expand(text, ENDS_SEGMENT);
            has_dot_segments(text)
        });
        if expanded == Some(true) {
            parts.fail(RequestPart::Path, name, "the value would change the path".into());
        }
        self
    }

    /// Sets a query parameter. Percent-encoded characters in the value are sent unchanged, as are reserved characters,
    /// except for `#`, `&` and `+`, which have a special meaning in a query.
    #[must_use]
    pub fn query_reserved<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Self {
        let parts = self.inner();
        parts.add(RequestPart::Query, name, style, to_json(value));
        expand_pairs(parts, name);
        self
    }
}

/// Expands the values, but not the names, of a query parameter.
fn expand_pairs(parts: &mut Parts, name: &str) {
    let Some((_, piece)) = parts.query.iter_mut().find(|(other, _)| *other == name) else { return };
    let pairs: Vec<String> = piece
        .split('&')
        .map(|pair| match pair.split_once('=') {
            // An encoded value contains `+` only for a space.
            Some((name, value)) => format!("{name}={}", expand(&value.replace('+', "%20"), ENDS_PAIR)),
            None => pair.to_owned(),
        })
        .collect();
    *piece = pairs.join("&");
}

/// Restores the reserved characters in a percent-encoded string, except for those in `kept`, and the percent-encoded
/// characters that the value itself contains. Unreserved characters among the latter are decoded, so that dot segments
/// are recognized; the decoded URL is equivalent (RFC 3986, section 6.2.2.2).
fn expand(encoded: &str, kept: &[u8]) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let (byte, after) = match hex_byte(after) {
            Some((b'%', inner)) => match hex_byte(inner) {
                Some((byte, after)) if is_unreserved(byte) => {
                    out.push(char::from(byte));
                    rest = after;
                    continue;
                }
                Some((byte, after)) => (byte, after),
                None => (b'%', inner),
            },
            Some((byte, after)) if RESERVED.contains(&byte) && !kept.contains(&byte) => {
                out.push(char::from(byte));
                rest = after;
                continue;
            }
            Some((byte, after)) => (byte, after),
            None => {
                out.push('%');
                rest = after;
                continue;
            }
        };
        out.push_str(&format!("%{byte:02X}"));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Splits the two leading hexadecimal digits off a string.
fn hex_byte(text: &str) -> Option<(u8, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    Some((u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?, rest))
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}
