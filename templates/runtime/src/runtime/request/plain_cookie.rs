//! Cookies that are not percent-encoded: `style: cookie` (OpenAPI 3.2.0, "Style Values").

// This module is emitted only for API descriptions with such cookies.

use serde::Serialize;

use super::param::Param;
use super::{Request, set};
use crate::runtime::error::RequestPart;
use crate::runtime::json::write::to_json;

impl Request {
    /// Sets a cookie without percent-encoding: `color=blue; color=black` and `R=100; G=200` if exploded, otherwise
    /// `color=blue,black` and `color=R,100,G,200`. `None`, an empty list and an empty object are not sent. Other nested
    /// values are written as JSON.
    ///
    /// A value that cannot be sent is an error. This applies to a value with a semicolon, a control character,
    /// a non-ASCII character, or a leading or trailing space. In a comma-separated list, it also applies to a
    /// value with a comma.
    #[must_use]
    pub fn plain_cookie<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        explode: bool,
        value: &T,
    ) -> Self {
        let parts = self.inner();
        let pairs = match to_json(value) {
            Ok(json) => encode(name, explode, &json),
            Err(error) => Err(format!("cannot serialize the value: {error}")),
        };
        match pairs {
            Ok(pairs) => {
                let text = (!pairs.is_empty()).then(|| pairs.join("; "));
                // This cannot fail, because the cookie only replaces an earlier one.
                let _ = set(&mut parts.cookies, name, text);
            }
            Err(reason) => parts.fail(RequestPart::Cookie, name, reason),
        }
        self
    }
}

/// Returns the pairs of a cookie, or the reason why it cannot be sent.
fn encode(name: &str, explode: bool, json: &[u8]) -> Result<Vec<String>, String> {
    let unreadable = |error: serde_json::Error| format!("cannot parse the serialized value: {error}");
    let value = Param::parse(json).map_err(unreadable)?.without_empty_members();
    if value.is_empty() {
        return Ok(Vec::new());
    }
    let value =
        value.flat(explode).unwrap_or_else(|| Param::Scalar(String::from_utf8_lossy(json).into_owned()));
    match value {
        Param::List(items) if explode => items.iter().map(|item| pair(name, item.text())).collect(),
        Param::Object(members) if explode => {
            members.iter().map(|(name, member)| pair(name, member.text())).collect()
        }
        Param::List(items) => joined(name, items.iter().map(Param::text)),
        Param::Object(members) => {
            joined(name, members.iter().flat_map(|(name, member)| [name.as_str(), member.text()]))
        }
        Param::Scalar(_) | Param::Undefined => Ok(vec![pair(name, value.text())?]),
    }
}

fn joined<'a>(name: &str, parts: impl Iterator<Item = &'a str>) -> Result<Vec<String>, String> {
    let parts: Vec<&str> = parts.collect();
    if parts.iter().any(|part| part.contains(',')) {
        return Err("a part of the value contains a comma, which separates the parts".into());
    }
    Ok(vec![pair(name, &parts.join(","))?])
}

/// Returns a pair, or the reason why it cannot be sent: a name must be a token (RFC 6265, section 4.1.1).
fn pair(name: &str, value: &str) -> Result<String, String> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err("the name of the cookie contains a character that cannot be sent".into());
    }
    let is_sent = |byte: u8| (byte == b' ' || byte.is_ascii_graphic()) && byte != b';';
    if !value.bytes().all(is_sent) || value.trim() != value {
        return Err("the value contains a character that cannot be sent in a cookie".into());
    }
    Ok(format!("{name}={value}"))
}
