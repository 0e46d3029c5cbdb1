//! Words: converts any string of a document to a safe ASCII identifier in the requested case.
//!
//! The only code that changes case. A pure function of the string: symbols are spelled out, other letters
//! become their code points, so that different strings rarely share a name, and no name is empty.

use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};

/// Converts to snake case: `group_id`.
pub(super) fn snake(text: &str) -> String {
    guard(spell(text).to_snake_case(), "n", "empty")
}

/// Converts to camel case: `GroupId`.
pub(super) fn camel(text: &str) -> String {
    guard(spell(text).to_upper_camel_case(), "N", "Empty")
}

/// Converts to kebab case, for package names: `group-id`.
pub(super) fn kebab(text: &str) -> String {
    guard(spell(text).to_kebab_case(), "n", "empty")
}

/// Prefixes a leading digit, and replaces an empty name.
fn guard(name: String, digit_prefix: &str, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(c) if c.is_ascii_digit() => format!("{digit_prefix}{name}"),
        Some(_) => name,
    }
}

/// Replaces all but ASCII letters and digits: separators with a space, symbols with words, other letters with
/// their code points.
///
/// A leading `-` counts as a symbol instead of a separator: sort keys such as `name` and `-name` differ by
/// it.
fn spell(text: &str) -> String {
    let only_separators = !text.is_empty() && text.chars().all(is_separator);
    let mut out = String::with_capacity(text.len());
    let word = |out: &mut String, text: &str| {
        out.push(' ');
        out.push_str(text);
        out.push(' ');
    };
    for (index, c) in text.char_indices() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(name) = separator(c) {
            if only_separators || (c == '-' && index == 0) { word(&mut out, name) } else { out.push(' ') }
        } else if let Some(name) = symbol(c) {
            word(&mut out, name);
        } else if !c.is_whitespace() && !c.is_control() {
            word(&mut out, &format!("u{:x}", u32::from(c)));
        } else {
            out.push(' ');
        }
    }
    out
}

fn is_separator(c: char) -> bool {
    separator(c).is_some()
}

/// Symbols that only separate words; they are spelled out only if nothing else is left.
fn separator(c: char) -> Option<&'static str> {
    Some(match c {
        '_' => "underscore",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        '\\' => "backslash",
        ':' => "colon",
        ';' => "semicolon",
        ',' => "comma",
        '(' => "open paren",
        ')' => "close paren",
        '[' => "open bracket",
        ']' => "close bracket",
        '{' => "open brace",
        '}' => "close brace",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        _ => return None,
    })
}

/// Symbols with a meaning.
fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '?' => "question",
        '*' => "star",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_string_yields_an_identifier() {
        let texts = [
            ("groupId", "group_id", "GroupId"),
            ("q64", "q64", "Q64"),
            ("getGroupsDynamicsettings", "get_groups_dynamicsettings", "GetGroupsDynamicsettings"),
            ("authorization.unusedRoles", "authorization_unused_roles", "AuthorizationUnusedRoles"),
            ("-name", "minus_name", "MinusName"),
            ("", "empty", "Empty"),
            ("../../etc", "etc", "Etc"),
            ("..", "dot_dot", "DotDot"),
            (">=", "greater_equal", "GreaterEqual"),
            ("2fa", "n2fa", "N2fa"),
            ("@type", "at_type", "AtType"),
            ("名前", "u540d_u524d", "U540dU524d"),
            (" \n\t", "empty", "Empty"),
            ("SOAPAction", "soap_action", "SoapAction"),
        ];
        for (text, snake_name, camel_name) in texts {
            assert_eq!((snake(text).as_str(), camel(text).as_str()), (snake_name, camel_name), "of {text:?}");
        }
    }
}
