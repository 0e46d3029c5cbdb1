//! Redacts values that a string assigns to secret names: `password=x`, `"token": "x"`,
//! `Authorization: Basic x`, `<secret>x</secret>`.
//!
//! The input may be any text, complete or truncated: JSON, forms, headers, HTML, prose. Ambiguous values are
//! redacted.

use percent_encoding::percent_decode_str;

use super::names::SecretNames;
use super::secret::REDACTED;

/// Authentication schemes, which precede credentials in headers (RFC 9110, section 11.1).
const SCHEMES: [&str; 9] =
    ["apikey", "aws4-hmac-sha256", "basic", "bearer", "digest", "dpop", "hmac", "negotiate", "token"];

/// Returns the string with all values that are assigned to secret names redacted.
pub(crate) fn hide_assigned(text: &str, names: SecretNames<'_>) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_name) {
        let (before, here) = rest.split_at(start);
        shown.push_str(before);
        let length = here.find(|c| !is_name(c)).unwrap_or(here.len());
        let (name, after) = here.split_at(length);
        shown.push_str(name);
        rest = after;
        if let Some((lead, value)) = assignment(name, after, before.ends_with(['<', ':']), names) {
            shown.push_str(after.get(..lead).unwrap_or_default());
            if value > 0 {
                shown.push_str(REDACTED);
            }
            rest = after.get(lead + value..).unwrap_or_default();
        }
    }
    shown.push_str(rest);
    shown
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '%' | '[' | ']')
}

/// Returns the length of the text before an assigned secret value, and the length of the value. Returns
/// `None` if no secret value is assigned here.
fn assignment(name: &str, after: &str, in_tag: bool, names: SecretNames<'_>) -> Option<(usize, usize)> {
    let name = percent_decode_str(name).decode_utf8_lossy();
    let name = name.trim_matches(['[', ']', '.', '-']);
    let unquoted = after.trim_start_matches('\\');
    let unquoted = unquoted.strip_prefix(['"', '\'']).unwrap_or(after);
    let is_quoted = unquoted.len() < after.len();
    let spaced = unquoted.trim_start_matches([' ', '\t']);
    let operator = spaced.chars().next()?;
    let is_secret = match operator {
        '=' => names.contains(name),
        ':' => names.contains_member(name),
        '>' => in_tag && names.contains_member(name),
        _ => false,
    };
    let value = spaced.get(operator.len_utf8()..).filter(|_| is_secret)?;
    if operator == '>' {
        return Some((after.len() - value.len(), value.find('<').unwrap_or(value.len())));
    }
    let value = value.strip_prefix('>').unwrap_or(value).trim_start_matches([' ', '\t', '\r', '\n']);
    let lead = after.len() - value.len();
    if let Some((opening, length)) = quoted(value) {
        return Some((lead + opening, length));
    }
    if value.starts_with(['{', '[']) {
        return Some((lead, nested_length(value)));
    }
    if operator == ':' && !is_quoted && is_sentence(value) {
        return None;
    }
    let length = if spans_line(name) {
        value.find(['\r', '\n']).unwrap_or(value.len())
    } else {
        unquoted_length(value)
    };
    let is_literal = matches!(value.get(..length), Some("null" | "true" | "false" | "None" | "undefined"));
    (!is_literal).then_some((lead, length))
}

/// Returns whether a value with this name extends to the end of the line, as a list of cookies does,
/// because it contains spaces.
fn spans_line(name: &str) -> bool {
    name.len() >= 6 && name.get(name.len() - 6..).is_some_and(|end| end.eq_ignore_ascii_case("cookie"))
}

/// Returns the lengths of the opening quote, which may be escaped, and of the quoted value.
fn quoted(value: &str) -> Option<(usize, usize)> {
    let slashes = value.len() - value.trim_start_matches('\\').len();
    let quote = value.get(slashes..)?.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = value.get(slashes + 1..)?;
    let mut run = 0;
    for (at, character) in inside.char_indices() {
        if character == quote && run == slashes {
            return Some((slashes + 1, at - slashes));
        }
        run = if character == '\\' { run + 1 } else { 0 };
    }
    Some((slashes + 1, inside.len()))
}

/// Returns the length of an object or list, or of the rest of the input if the object or list is not closed.
fn nested_length(value: &str) -> usize {
    let mut depth = 0_usize;
    for (at, character) in value.char_indices() {
        match character {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    value.len()
}

/// Returns whether the text after a colon is prose, as in `invalid_token: the token has expired`, rather than
/// a value.
fn is_sentence(value: &str) -> bool {
    let mut words = value.split(' ');
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | ',' | '.'));
    let first = words.next().unwrap_or_default();
    let scheme = SCHEMES.iter().any(|scheme| first.eq_ignore_ascii_case(scheme));
    !scheme && is_word(first) && words.next().is_some_and(|second| !second.is_empty())
}

/// Returns the length of an unquoted value, including credentials after a scheme.
fn unquoted_length(value: &str) -> usize {
    let ends = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, ',' | ';' | '&' | '"' | '\'' | '<' | '>' | ')' | '}' | ']')
    };
    let word = |text: &str| text.find(ends).unwrap_or(text.len());
    let first = word(value);
    let scheme =
        value.get(..first).is_some_and(|name| SCHEMES.iter().any(|scheme| name.eq_ignore_ascii_case(scheme)));
    match value.get(first..).and_then(|rest| rest.strip_prefix(' ')).filter(|_| scheme) {
        Some(credentials) => {
            first + 1 + credentials.find(['\r', '\n', '"', '\'', '<']).unwrap_or(credentials.len())
        }
        None => first,
    }
}
