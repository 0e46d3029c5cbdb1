//! The styles of parameters and form fields in `tests/wire`: the expected encoding of a value.
//!
//! Expected values are derived from OpenAPI 3.1.1 ("Style Examples"), RFC 6570 and the URL Standard, not from the
//! runtime under test. For nested values, which these specifications leave undefined, see
//! `docs/decisions/nested-parameters.md`.

use std::fmt::Write;

use serde_json::Value;

use crate::ir::{Location, Style};

/// Returns the pairs for a value in a query, a form or cookies.
pub(super) fn pairs(style: Style, place: Location, name: &str, value: &Value) -> Vec<String> {
    let key = encode_in(place, name);
    let text = |value: &Value| encode_in(place, &plain(value));
    let pair = |key: &str, value: &Value| format!("{key}={}", text(value));
    if is_nothing(value) {
        return Vec::new();
    }
    match (style, value) {
        (Style::Json, value) => vec![format!("{key}={}", encode_in(place, &value.to_string()))],
        (Style::DeepObject, value) => named(place, &key, value, false),
        (Style::FormExploded, Value::Array(items)) => items.iter().map(|item| pair(&key, item)).collect(),
        (Style::FormExploded | Style::FormBrackets | Style::FormDots, Value::Object(members)) => {
            let pairs_of = |(name, member): (&String, &Value)| match member {
                member if is_empty(member) => Vec::new(),
                Value::Array(items) if !items.iter().any(is_compound) => {
                    items.iter().map(|item| pair(&encode_in(place, name), item)).collect()
                }
                member if is_compound(member) && style != Style::FormExploded => {
                    named(place, &encode_in(place, name), member, style == Style::FormDots)
                }
                member => vec![pair(&encode_in(place, name), member)],
            };
            members.iter().flat_map(pairs_of).collect()
        }
        (Style::FormBrackets | Style::FormDots, Value::Array(items)) if items.iter().any(is_compound) => {
            named(place, &key, value, style == Style::FormDots)
        }
        (Style::FormBrackets | Style::FormDots, Value::Array(items)) => {
            items.iter().map(|item| pair(&key, item)).collect()
        }
        _ => {
            let between = match style {
                Style::SpaceDelimited => "%20",
                Style::PipeDelimited => "%7C",
                _ => ",",
            };
            vec![format!("{key}={}", flat(value, &|part| encode_in(place, part), between, between))]
        }
    }
}

/// Returns the path segment of a value.
pub(super) fn segment(style: Style, name: &str, value: &Value) -> String {
    let encoded = |text: &str| encode(text, "%20");
    let key = encoded(name);
    let named =
        |key: &str, text: String| if text.is_empty() { key.to_owned() } else { format!("{key}={text}") };
    match (style, value) {
        (Style::Json, value) => encoded(&value.to_string()),
        (Style::SimpleExploded, value) => flat(value, &encoded, ",", "="),
        (Style::Label, value) => format!(".{}", flat(value, &encoded, ",", ",")),
        (Style::LabelExploded, value) => format!(".{}", flat(value, &encoded, ".", "=")),
        (Style::MatrixExploded, Value::Array(items)) if !items.iter().any(is_compound) => {
            let parts: Vec<String> =
                items.iter().map(|item| format!(";{}", named(&key, encoded(&plain(item))))).collect();
            parts.concat()
        }
        (Style::MatrixExploded, Value::Object(_)) if has_form(value, true) => {
            format!(";{}", flat(value, &encoded, ";", "="))
        }
        (Style::Matrix | Style::MatrixExploded, value) => {
            format!(";{}", named(&key, flat(value, &encoded, ",", ",")))
        }
        (_, value) => flat(value, &encoded, ",", ","),
    }
}

/// Returns the pairs of a cookie that is not percent-encoded.
pub(super) fn verbatim_pairs(style: Style, name: &str, value: &Value) -> Vec<String> {
    let verbatim = |text: &str| text.to_owned();
    match value {
        value if is_nothing(value) => Vec::new(),
        Value::Array(items) if style == Style::FormExploded && has_form(value, true) => {
            items.iter().map(|item| format!("{name}={}", plain(item))).collect()
        }
        Value::Object(_) if style == Style::FormExploded && has_form(value, true) => {
            vec![flat(value, &verbatim, "; ", "=")]
        }
        value => vec![format!("{name}={}", flat(value, &verbatim, ",", ","))],
    }
}

/// Decodes the reserved characters (RFC 3986, section 2.2) in an encoded value, except for those in `kept`, and
/// restores percent-encodings that the value itself contains.
pub(super) fn reserved(encoded: &str, kept: &str) -> String {
    let mut out = encoded.to_owned();
    for c in ":/?#[]@!$&'()*+,;=".chars().filter(|c| !kept.contains(*c)) {
        out = out.replace(&format!("%{:02X}", u32::from(c)), &c.to_string());
    }
    let mut parts = out.split("%25");
    let mut restored = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_encoded = part.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
        restored.push_str(if is_encoded { "%" } else { "%25" });
        restored.push_str(part);
    }
    restored
}

/// Returns the content of a header for a value.
pub(super) fn header(style: Style, value: &Value) -> String {
    match style {
        Style::Json => value.to_string(),
        Style::SimpleExploded => flat(value, &str::to_owned, ",", "="),
        _ => flat(value, &str::to_owned, ",", ","),
    }
}

/// Returns the joined parts of a value, or JSON for a value that no style covers. In an exploded object (`pair` is
/// `=`), the name of a list is repeated for each item.
fn flat(value: &Value, encoded: &dyn Fn(&str) -> String, between: &str, pair: &str) -> String {
    let exploded = pair == "=";
    if !has_form(value, exploded) {
        return encoded(&value.to_string());
    }
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(|item| encoded(&plain(item))).collect(),
        Value::Object(members) => {
            let one =
                |name: &str, value: &Value| format!("{}{pair}{}", encoded(name), encoded(&plain(value)));
            let of_member = |(name, member): (&String, &Value)| match member {
                member if is_empty(member) => Vec::new(),
                Value::Array(items) => items.iter().map(|item| one(name, item)).collect(),
                member => vec![one(name, member)],
            };
            members.iter().flat_map(of_member).collect()
        }
        value => vec![encoded(&plain(value))],
    };
    parts.join(between)
}

/// Returns whether a value is flat enough for the styles of scalars, lists and objects.
fn has_form(value: &Value, exploded: bool) -> bool {
    match value {
        Value::Array(items) => !items.iter().any(is_compound),
        Value::Object(members) => {
            members.values().filter(|member| !is_empty(member)).all(|member| match member {
                Value::Array(items) => exploded && !items.iter().any(is_compound),
                member => !is_compound(member),
            })
        }
        _ => true,
    }
}

fn is_compound(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

/// Returns whether a value is not sent.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.values().all(is_empty),
        value => is_empty(value),
    }
}

/// Returns whether a member of an object is not sent.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().all(Value::is_null),
        Value::Object(members) => members.values().all(Value::is_null),
        _ => false,
    }
}

/// Returns pairs with nested names, such as `a[b][0]=1` or `a.b=1`.
fn named(place: Location, key: &str, value: &Value, dots: bool) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) if dots && !items.iter().any(is_compound) => {
            items.iter().map(|item| format!("{key}={}", encode_in(place, &plain(item)))).collect()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(index, item)| named(place, &format!("{key}%5B{index}%5D"), item, dots))
            .collect(),
        Value::Object(members) => {
            let key_of = |name: &str| match dots {
                true => format!("{key}.{}", encode_in(place, name)),
                false => format!("{key}%5B{}%5D", encode_in(place, name)),
            };
            members.iter().flat_map(|(name, member)| named(place, &key_of(name), member, dots)).collect()
        }
        value => vec![format!("{key}={}", encode_in(place, &plain(value)))],
    }
}

/// Returns a value as text. Strings are not quoted.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Encodes a name or value for its location.
fn encode_in(place: Location, text: &str) -> String {
    match place {
        // In a form, `*` is not encoded, but `~` is.
        Location::Field => encode(text, "+").replace("%2A", "*").replace('~', "%7E"),
        Location::Query => encode(text, "+"),
        _ => encode(text, "%20"),
    }
}

/// Percent-encodes everything except RFC 3986's unreserved characters.
fn encode(text: &str, space: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b' ' => out.push_str(space),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
